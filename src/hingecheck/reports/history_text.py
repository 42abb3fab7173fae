"""Sets over time as text: a table, sparklines of the main measures, and faults by set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ..core.lifts import OTHER, ROWS
from ..core.rules.findings import format_value
from ..core.types import SEVERITIES
from .summary import NOT_ASSESSABLE, SetLine

#: Measures with a curve: heading, the summary's name, unit.
CURVES = (
    ("Hinge at the bottom", "hip_hinge_deg_bottom", "deg"),
    ("Knee at the bottom", "knee_flexion_deg_bottom", "deg"),
    ("Trunk at the bottom", "trunk_inclination_deg_bottom", "deg"),
    ("Low back at the bottom", "lumbar_flexion_deg_bottom", "deg"),
    ("Hips turned", "pelvis_rotation_deg_bottom", "deg"),
    ("Lowering", "lowering_s", "s"),
)
BLOCKS = "▁▂▃▄▅▆▇█"
#: Signs of a rule's verdicts in a row of sets, from nothing to severe; each another shape.
SIGNS = {"": " ", NOT_ASSESSABLE: "?", "clean": "·", "mild": "○", "moderate": "□", "severe": "◆"}


@dataclass(frozen=True, slots=True)
class PastSet:
    """One set of the history."""

    day: str  #: YYYY-MM-DD
    line: SetLine


def to_text(sets: Sequence[PastSet]) -> str:
    """The history, lift by lift, oldest first.

    >>> curve([10.0, None, 30.0])
    '▁ █'
    """
    parts = []
    for row in (*ROWS, OTHER):
        of_lift = [past for past in sets if past.line.facts.get("lift") == row.id]
        if of_lift:
            title = row.title[:1].upper() + row.title[1:]
            parts.append(
                "\n".join([f"{title}: {len(of_lift)} set{'s' * (len(of_lift) != 1)}", "", *_of_lift(of_lift)])
            )
    return "\n\n".join(parts)


def _of_lift(sets: Sequence[PastSet]) -> Iterable[str]:
    yield from _table(sets)
    yield ""
    for heading, name, unit in CURVES:
        values = [past.line.measures.get(name) for past in sets]
        known = [value for value in values if value is not None]
        if known:
            span = f"{_number(known[0], unit)} to {_number(known[-1], unit)}, median {_number(median(known), unit)}"
            yield f"  {heading:<24}{curve(values)}  {span}"
    rules = [rule for rule in dict.fromkeys(r for past in sets for r in past.line.rules) if _ever(rule, sets)]
    for rule in rules:
        yield f"  {rule:<24}{''.join(SIGNS[past.line.rules.get(rule, '')] for past in sets)}"
    if rules:
        yield f"  {'':<24}" + ", ".join(
            f"{SIGNS[verdict]} {verdict}" for verdict in ("clean", *SEVERITIES, NOT_ASSESSABLE)
        )


def _table(sets: Sequence[PastSet]) -> Iterable[str]:
    rows = [("Day", "Set", "Reps", "Hinge", "Knee", "Low back", "Worst")]
    for past in sets:
        line = past.line
        numbers = [
            _number(line.measures.get(name), "deg")
            for name in ("hip_hinge_deg_bottom", "knee_flexion_deg_bottom", "lumbar_flexion_deg_bottom")
        ]
        worst = f"{line.worst} {line.severity}" if line.worst else line.clean_words
        rows.append((past.day, line.name, str(line.facts["reps"]), *numbers, worst))  # type: ignore[arg-type]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()


def curve(values: Sequence[float | None]) -> str:
    """Values as blocks from the least to the greatest; a space where there is none."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = (high - low) / (len(BLOCKS) - 1) or 1.0
    return "".join(" " if value is None else BLOCKS[round((value - low) / step)] for value in values)


def _ever(rule: str, sets: Sequence[PastSet]) -> bool:
    return any(past.line.rules.get(rule) in SEVERITIES for past in sets)


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:.1f} s" if unit == "s" else format_value(value, None, unit)
