"""The report as terminal text: 80 columns, plain in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.advice.next_advice import says_stop
from ..core.phrases import N_
from ..core.rules.findings import format_value
from ..core.types import Analysis, Finding, LiftSet, Rep, SetReport, Severity
from ..languages.speaking import tr, tr_in, trn, written
from .answer_words import depth_cells, mark_words
from .column_errors import column_error
from .load_text import (
    SPEED_WORDS,
    by_hands_words,
    load_words,
    speed_loss_words,
    speed_of,
    speed_words,
    usual_error_words,
)
from .terminal_parts import bullet, print_rendered
from .words import (
    also_words,
    corrected_words,
    counted,
    found_in_words,
    lifts_sure_words,
    lifts_words,
    little_judged,
    praise,
    praise_in_part,
    set_lifts,
    set_words,
    uncued_words,
    unjudged,
    views_words,
    work_words,
    worst_rep_of,
)

STYLE: dict[Severity, str] = {"mild": "yellow", "moderate": "dark_orange", "severe": "bold red"}
QUALITY_STYLE = {"good": "green", "fair": "yellow", "poor": "bold red"}

#: Columns of the rep table: heading, measure, which of its numbers.
COLUMNS = (
    ("hinge", "hip_hinge_deg", "bottom"),
    ("knee", "knee_flexion_deg", "bottom"),
    ("trunk", "trunk_inclination_deg", "bottom"),
    ("top", "hip_hinge_deg", "top"),
)
#: Columns that are there where the measure is.
EXTRA_COLUMNS = (
    ("back", "lumbar_flexion_deg", "max"),
    ("pelvis", "pelvis_rotation_deg", "max"),
)
#: Columns of the table of pictures.
STILL_COLUMNS = (*COLUMNS[:3], ("shin", "shank_inclination_deg", "bottom"))
#: Heads of columns are words of their own in the catalogues.
COLUMN = "column"
#: Every heading there may be: abbreviated in other languages, so that all of them together fit 80 columns.
HEADINGS = (
    *(heading for heading, _, _ in (*COLUMNS, *EXTRA_COLUMNS)),
    *("rep", "picture", "shin", "down", "pause", "up", "m/s", "mark"),
)
#: What they hold, in words.
EXTRA_WORDS = {"back": N_("most rounding of the low back"), "pelvis": N_("most opening of the hips")}


def print_report(report: SetReport, console: Console) -> None:
    """Print a report.

    Parameters
    ----------
    report : SetReport
    console : rich.console.Console
        Its width and colours decide the look; 80 columns are enough.
    """
    print_rendered(render(report), console)


def render(report: SetReport) -> RenderableType:
    """The report as something rich can print."""
    analysis = report.analysis
    parts = _heading(report)
    stop = says_stop(analysis.advice)
    if stop:
        parts += _steps(tr("First of all"), analysis)
    parts += _sets(analysis)
    if analysis.stills:
        parts += [_title(tr("Posture in each picture")), _still_table(analysis.stills)]
    if analysis.partial_reps:
        times = ", ".join(_seconds(r.bottom_s) for r in analysis.partial_reps)
        parts.append(
            _line(
                trn(
                    "Not counted: {n} partial rep at {times}.",
                    "Not counted: {n} partial reps at {times}.",
                    len(analysis.partial_reps),
                    times=times,
                )
            )
        )
    if analysis.findings:
        parts.append(_title(tr("What the camera saw") if stop else tr("What to change")))
        blocks = [_finding(finding, analysis) for finding in analysis.findings]
        if waiting := uncued_words(analysis):
            blocks.append(_line(waiting))
        parts.append(blocks[0])
        for block in blocks[1:]:
            parts += [Text(), block]
    parts += _good(report)
    parts += _unknown(report)
    if analysis.advice and not stop:
        parts += _steps(tr("Next steps"), analysis)
    parts.append(Text())
    return Group(*parts)


def _steps(title: str, analysis: Analysis) -> list[RenderableType]:
    steps = analysis.advice
    marks = [f"{number}." for number in range(1, len(steps) + 1)] if len(steps) > 1 else ["→"]
    return [_title(title), *(bullet(mark, Text(tr(step.text))) for mark, step in zip(marks, steps, strict=True))]


def _heading(report: SetReport) -> list[RenderableType]:
    analysis = report.analysis
    quality = analysis.quality
    text = Text.assemble(
        ("\n" + Path(report.source.path).name, "bold"),
        written("  {length:.1f} s\n", length=report.source.duration_s),
        (lifts_words(analysis), "bold cyan"),
        f", {counted(analysis)}\n{tr('Told by: {how}', how=lifts_sure_words(analysis))}\n"
        if any(lift.unlike for lift in set_lifts(analysis))
        else f" ({lifts_sure_words(analysis)}), {counted(analysis)}\n",
        tr("Seen from: {views}", views=views_words(analysis)) + "\n",
        tr("Recording: "),
        (tr(quality.level), QUALITY_STYLE[quality.level]),
        little_judged(analysis),
    )
    lines = []
    if also := also_words(report):
        lines.append(tr("Together with: {also}", also=also))
    if corrected := corrected_words(analysis):
        lines.append(tr("Corrected by hand: {what}", what=corrected))
    if load := load_words(report.load, analysis.motion.load):
        lines.append(tr("Load: {load}", load=load) + by_hands_words(analysis))
    if work := work_words(analysis):
        lines.append(tr("Work: {work}", work=work))
    return [text, *(bullet("-", Text(tr(problem))) for problem in quality.problems), *map(Text, lines)]


def _sets(analysis: Analysis) -> list[RenderableType]:
    parts: list[RenderableType] = []
    notes = [_columns_note(_reps_of(lift_set, analysis), lift_set) for lift_set in analysis.sets]
    for lift_set, note, next_note in zip(analysis.sets, notes, [*notes, ""][1:], strict=True):
        parts.append(_set_title(lift_set, analysis))
        parts.append(_rep_table(_reps_of(lift_set, analysis), lift_set))
        if note != next_note:  # of sets with the same columns the last one says what they are
            parts.append(Padding(Text(note, style="dim"), (0, 0, 0, 2)))
        if slower := speed_loss_words(lift_set):
            parts.append(_line(tr("Speed: {slower}.", slower=slower)))
    return parts


def _set_title(lift_set: LiftSet, analysis: Analysis) -> Text:
    label = tr("Set {n}", n=lift_set.index) if len(analysis.sets) > 1 else tr("Set")
    kind = set_words(lift_set, analysis)
    return _title(
        label
        + written("  {start:.1f}-{end:.1f} s", start=lift_set.start_s, end=lift_set.end_s)
        + (f"  {kind}" if kind else "")
    )


def _rep_table(reps: Sequence[Rep], lift_set: LiftSet) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column(_heading_of("rep"), justify="right")
    columns = (*COLUMNS, *_extra_columns(reps))
    for heading in (c[0] for c in columns):
        table.add_column(_heading_of(heading), justify="right")
    fast = any(speed_of(rep) is not None for rep in reps)
    marks = depth_cells(reps, lift_set)
    last = [*(("m/s",) if fast else ()), *(("mark",) if marks else ())]
    for heading in ("down", "pause", "up", *last):
        table.add_column(_heading_of(heading), justify="right")
    for place, rep in enumerate(reps):
        cells = [_angle(getattr(rep.measures.get(m), which, None)) for _, m, which in columns]
        times = [_seconds(t) for t in (rep.tempo.lowering_s, rep.tempo.pause_s, rep.tempo.lifting_s)]
        table.add_row(
            str(rep.index),
            *cells,
            *times,
            *((speed_words(speed_of(rep)),) if fast else ()),
            *marks[place : place + 1],
        )
    sigmas = [column_error(reps, measure, which, lift_set.view) for _, measure, which in columns]
    errors = ["-" if sigma is None else f"±{sigma:.0f}°" for sigma in sigmas]
    table.add_row(
        "", *errors, "", "", "", *((usual_error_words(reps),) if fast else ()), *(("",) if marks else ()), style="dim"
    )
    return Padding(table, (0, 0, 0, 2))


def _reps_of(lift_set: LiftSet, analysis: Analysis) -> list[Rep]:
    return [rep for rep in analysis.reps if rep.index in lift_set.reps]


def _extra_columns(reps: Sequence[Rep]) -> list[tuple[str, str, str]]:
    return [column for column in EXTRA_COLUMNS if any(column[1] in rep.measures for rep in reps)]


def _columns_note(reps: Sequence[Rep], lift_set: LiftSet) -> str:
    """What the columns of a set's table are."""
    said = [tr("hinge, knee and trunk at the bottom of the rep; hinge left at the top")]
    said += [tr(EXTRA_WORDS[heading]) for heading, _, _ in _extra_columns(reps)]
    if any(speed_of(rep) is not None for rep in reps):
        said.append(tr(SPEED_WORDS))
    if depth_cells(reps, lift_set):
        said.append(mark_words(lift_set))
    return "; ".join(said)


def _still_table(stills: Iterable[Rep]) -> RenderableType:
    """Angles of each picture with their errors."""
    stills = list(stills)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column(_heading_of("picture"), justify="right")
    columns = [c for c in (*STILL_COLUMNS, *EXTRA_COLUMNS) if any(c[1] in still.measures for still in stills)]
    for heading, *_ in columns:
        table.add_column(_heading_of(heading), justify="right")
    for still in stills:
        found = [still.measures.get(measure) for _, measure, _ in columns]
        cells = ["-" if m is None or m.bottom is None else tr(format_value(m.bottom, m.sigma, "deg")) for m in found]
        table.add_row(str(still.index), *cells)
    return Padding(table, (0, 0, 0, 2))


def _finding(finding: Finding, analysis: Analysis) -> RenderableType:
    """A finding, with its cue where that is one of the set's two."""
    head = Text.assemble(
        (f"{tr(finding.severity).upper():<9}", STYLE[finding.severity]),
        (tr(finding.rule), "bold"),
        f"  {found_in_words(finding, analysis)}",
    )
    detail = Text(_seen(finding))
    lines: list[RenderableType] = [head, Padding(detail, (0, 0, 0, 2))]
    if finding.rule in analysis.cues:
        lines.append(Padding(Text.assemble(("→ ", "bold green"), (tr(finding.cue), "green")), (0, 0, 0, 2)))
    return Padding(Group(*lines), (0, 0, 0, 2))


def _seen(finding: Finding) -> str:
    """What was seen, with the limit, and where the worst rep is told with it."""
    message, limit = tr(finding.message), tr(format_value(finding.limit, None, finding.unit))
    worst = worst_rep_of(finding)
    if worst is None:
        return f"{message} {tr('The limit is {limit}.', limit=limit)}"
    return tr(
        "{message} Worst in rep {rep} at {at:.1f} s (limit {limit}).",
        message=message,
        rep=worst.rep,
        at=worst.at_s,
        limit=limit,
    )


def _good(report: SetReport) -> list[RenderableType]:
    out: list[RenderableType] = []
    said = ((N_("Good in every rep"), praise), (N_("Good in the reps in which it could be judged"), praise_in_part))
    for title, of in said:
        texts = of(report.analysis)
        out += [_title(tr(title)), *(bullet("✓", Text(text), "green") for text in texts)] if texts else []
    return out


def _unknown(report: SetReport) -> list[RenderableType]:
    entries, filming = unjudged(report.analysis), report.analysis.filming
    out: list[RenderableType] = [_title(tr("Could not be judged"))] if entries else []
    for entry in entries:
        out.append(bullet("·", Text.assemble((", ".join(entry.rules), "bold"), f": {entry.reason}")))
    out += [bullet("→", Text(tr(line.text)), "bold green") for line in filming]
    return out


def _heading_of(column: str) -> str:
    return tr_in(COLUMN, column)


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _line(text: str) -> RenderableType:
    return Padding(Text(text), (0, 0, 0, 2))


def _angle(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}°".replace("-0°", "0°")


def _seconds(value: float | None) -> str:
    return "-" if value is None else written("{value:.1f} s", value=value)
