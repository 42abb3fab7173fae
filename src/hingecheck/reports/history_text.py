"""Sets over time as text: a table, sparklines of the main measures, and faults by set."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median

from ..core.lifts import OTHER, ROWS
from ..core.load.velocity_line import load_velocity
from ..core.phrases import N_
from ..core.rules.findings import format_value
from ..core.types import SEVERITIES, Unavailable
from ..languages.speaking import tr, tr_in, trn, written
from ..look_alikes import spelled
from .summary import NOT_ASSESSABLE, SPEED, SetLine
from .terminal import COLUMN
from .words import capitalised

#: Measures with a curve: heading, the summary's name, unit.
CURVES = (
    (N_("Hinge at the bottom"), "hip_hinge_deg_bottom", "deg"),
    (N_("Knee at the bottom"), "knee_flexion_deg_bottom", "deg"),
    (N_("Trunk at the bottom"), "trunk_inclination_deg_bottom", "deg"),
    (N_("Low back at the bottom"), "lumbar_flexion_deg_bottom", "deg"),
    (N_("Hips turned"), "pelvis_rotation_deg_bottom", "deg"),
    (N_("Lowering"), "lowering_s", "s"),
    (N_("Speed, fastest rep"), SPEED, "m/s"),
)
BLOCKS = "▁▂▃▄▅▆▇█"
#: A course is drawn over this much at least, by unit: about twice what measuring alone makes of one set and the next.
LEAST_COURSE = {"deg": 10.0, "s": 0.5, "m/s": 0.1}
#: Signs of a rule's verdicts in a row of sets, from nothing to severe; each another shape.
SIGNS = {"": " ", NOT_ASSESSABLE: "?", "clean": "·", "mild": "○", "moderate": "□", "severe": "◆"}
#: Signs before what stands behind a heading.
HEADED = 26
#: Of a table's cells: which is the set's name, and how narrow it may become.
NAME, SHORTEST_NAME = 1, 8


@dataclass(frozen=True, slots=True)
class TextPage:
    """What a text is laid out for."""

    width: int = 80
    encoding: str = "utf-8"  #: look-alikes of signs that it lacks are in place before columns are set


@dataclass(frozen=True, slots=True)
class PastSet:
    """One set of the history."""

    day: str  #: YYYY-MM-DD
    line: SetLine


def to_text(sets: Sequence[PastSet], page: TextPage = TextPage()) -> str:
    """The history, lift by lift, oldest first.

    >>> curve([10.0, None, 30.0])
    '▁ █'
    """
    parts = []
    for row in (*ROWS, OTHER):
        of_lift = [past for past in sets if past.line.facts.get("lift") == row.id]
        if of_lift:
            title = capitalised(tr(row.title))
            heading = trn("{lift}: {n} set", "{lift}: {n} sets", len(of_lift), lift=title)
            parts.append("\n".join([heading, "", *_of_lift(of_lift, page)]))
    return "\n\n".join(parts)


def _of_lift(sets: Sequence[PastSet], page: TextPage) -> Iterable[str]:
    yield from _table(sets, page)
    yield ""
    for heading, name, unit in CURVES:
        values = [past.line.measures.get(name) for past in sets]
        known = [value for value in values if value is not None]
        if len(known) > 1:  # one set has no course
            span = tr(
                "{first} to {last}, median {middle}",
                first=_number(known[0], unit),
                last=_number(known[-1], unit),
                middle=_number(median(known), unit),
            )
            shown = curve(values, LEAST_COURSE[unit])
            folds = HEADED + len(shown) + 2 + len(spelled(span, page.encoding)) > page.width
            yield _row((tr(heading), shown, *(() if folds else (span,))), (HEADED - 4, 0, 0))
            if folds:
                yield _row(("", span), (HEADED - 4, 0))
    if line := _load_and_speed(sets):
        yield from _headed(tr("Speed by load"), line, page.width)
    rules = [rule for rule in dict.fromkeys(r for past in sets for r in past.line.rules) if _ever(rule, sets)]
    for rule in rules:
        yield f"  {tr(rule):<24}{''.join(SIGNS[past.line.rules.get(rule, '')] for past in sets)}"
    if rules:
        said = (f"{SIGNS[verdict]} {tr(verdict)}" for verdict in ("clean", *SEVERITIES, NOT_ASSESSABLE))
        yield from _headed("", ", ".join(said), page.width)


def _table(sets: Sequence[PastSet], page: TextPage) -> Iterable[str]:
    loaded = any(_load_kg(past) is not None or past.line.measures.get(SPEED) is not None for past in sets)
    heads = (tr("Load"), tr("Speed")) if loaded else ()
    angles = (tr("Hinge"), tr("Knee"), capitalised(tr_in(COLUMN, "back")))
    rows = [(tr("Day"), tr("Set"), tr("Reps"), *heads, *angles, tr("Worst"))]
    for past in sets:
        line = past.line
        numbers = [
            _number(line.measures.get(name), "deg")
            for name in ("hip_hinge_deg_bottom", "knee_flexion_deg_bottom", "lumbar_flexion_deg_bottom")
        ]
        worst = f"{tr(line.worst)} {tr(line.severity)}" if line.worst else tr(line.clean_words)
        load_kg, speed = _load_kg(past), line.measures.get(SPEED)
        load = ("–" if load_kg is None else written("{kg:g} kg", kg=load_kg), _number(speed, "m/s")) if loaded else ()
        rows.append((past.day, line.name, str(line.facts["reps"]), *load, *numbers, worst))
    return _in_columns([tuple(spelled(cell, page.encoding) for cell in row) for row in rows], page.width)


def _in_columns(rows: Sequence[tuple[str, ...]], width: int) -> Iterable[str]:
    """Rows under their heads; where they are too wide, names and heads fold, and the last cell has its own line."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * len(widths) <= width:
        yield from (_row(row, widths) for row in rows)
        return
    columns = zip(*(row[:-1] for row in rows), strict=True)
    widths = [max(map(len, (*head.split(), *cells))) for head, *cells in columns]
    room = width - 2 * len(widths) - (sum(widths) - widths[NAME])
    widths[NAME] = min(widths[NAME], max(room, SHORTEST_NAME))
    for row in rows:
        folded = (textwrap.wrap(cell, one) or [""] for cell, one in zip(row[:-1], widths, strict=True))
        yield from (_row(cells, widths) for cells in zip_longest(*folded, fillvalue=""))
        yield _row((*([""] * NAME), row[-1]), widths)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return ("  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False))).rstrip()


def _headed(heading: str, text: str, width: int) -> Iterable[str]:
    """A text behind its heading, in as many lines as it takes."""
    for nth, line in enumerate(textwrap.wrap(text, width - HEADED, break_on_hyphens=False)):
        yield f"  {'' if nth else heading:<{HEADED - 2}}{line}"


def _load_kg(past: PastSet) -> float | None:
    load_kg = past.line.facts.get("load_kg")
    return float(load_kg) if isinstance(load_kg, int | float) else None


def _load_and_speed(sets: Sequence[PastSet]) -> str:
    """The line through speeds and loads in words; empty where there is none."""
    pairs = [(load, speed) for past in sets if (load := _load_kg(past)) and (speed := past.line.measures.get(SPEED))]
    line = load_velocity([load for load, _ in pairs], [speed for _, speed in pairs])
    if isinstance(line, Unavailable):
        return ""
    less, give = -10.0 * line.m_s_per_kg, 10.0 * line.sigma_m_s_per_kg
    return tr(
        "{light:.2f} m/s at {light_kg:g} kg, {heavy:.2f} at {heavy_kg:g} kg: {less:.2f} ± {give:.2f} m/s less for "
        "each 10 kg, by {sets} sets",
        light=line.light_m_s,
        light_kg=line.light_kg,
        heavy=line.heavy_m_s,
        heavy_kg=line.heavy_kg,
        less=less,
        give=give,
        sets=line.sets,
    )


def curve(values: Sequence[float | None], least: float = 0.0) -> str:
    """Values as blocks from the least to the greatest; a space where there is none.

    Parameters
    ----------
    values : sequence of float or None
    least : float
        What all blocks together stand for at least, so that two sets that measure alike look alike.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = max(high - low, least) / (len(BLOCKS) - 1) or 1.0
    return "".join(" " if value is None else BLOCKS[round((value - low) / step)] for value in values)


def _ever(rule: str, sets: Sequence[PastSet]) -> bool:
    return any(past.line.rules.get(rule) in SEVERITIES for past in sets)


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return written("{value:.1f} s", value=value) if unit == "s" else tr(format_value(value, None, unit))
