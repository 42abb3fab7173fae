"""The report that a lifter reads in the terminal: 80 columns, plain in a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.findings import format_value
from ..core.lifts import LIFT_INFO
from ..core.rules import RULES_BY_ID
from ..core.types import Finding, LiftSet, Rep, SetReport, Severity

STYLE: dict[Severity, str] = {"mild": "yellow", "moderate": "dark_orange", "severe": "bold red"}
QUALITY_STYLE = {"good": "green", "fair": "yellow", "poor": "bold red"}

#: Columns of the rep table: heading, measure, which of its numbers.
COLUMNS = (
    ("hinge", "hip_hinge_deg", "max"),
    ("knee", "knee_flexion_deg", "max"),
    ("trunk", "trunk_inclination_deg", "max"),
    ("top", "hip_hinge_deg", "top"),
)


def print_report(report: SetReport, console: Console) -> None:
    """Print a report.

    Parameters
    ----------
    report : SetReport
    console : rich.console.Console
        Its width and colours decide the look; 80 columns are enough.
    """
    with console.capture() as drawn:
        console.print(render(report))
    text = drawn.get()
    if not console.is_terminal:
        # Padding to the right edge is for colours; in a file it is dirt.
        text = "\n".join(line.rstrip() for line in text.split("\n"))
    console.file.write(text)


def render(report: SetReport) -> RenderableType:
    """The report as something rich can print."""
    analysis = report.analysis
    parts: list[RenderableType] = [_heading(report)]
    for lift_set in analysis.sets:
        parts.append(_set_title(lift_set, len(analysis.sets)))
        parts.append(_rep_table([r for r in analysis.reps if r.index in lift_set.reps]))
    if analysis.partial_reps:
        times = ", ".join(f"{r.bottom_s:.1f} s" for r in analysis.partial_reps)
        parts.append(_line(f"Not counted: {_count(len(analysis.partial_reps), 'partial rep')} at {times}."))
    if analysis.findings:
        parts.append(_title("What to change"))
        parts += [_finding(finding, len(analysis.reps)) for finding in analysis.findings]
    parts += _good(report)
    parts += _unknown(report)
    parts.append(_title("Next steps"))
    for number, step in enumerate(analysis.advice, 1):
        parts.append(_bullet(f"{number}.", Text(step.text)))
    parts.append(Text())
    return Group(*parts)


def _heading(report: SetReport) -> RenderableType:
    analysis = report.analysis
    lift, view, quality = analysis.lift, analysis.motion.view, analysis.quality
    name = LIFT_INFO[lift.name].title
    side = "" if lift.working_side == "both" else f", {lift.working_side} leg"
    sure = "as you said" if lift.given else f"{lift.confidence:.0%} sure"
    if lift.runner_up:
        sure += f"; it may be a {LIFT_INFO[lift.runner_up].title}: say so with --lift"
    text = Text.assemble(
        ("\n" + Path(report.source.path).name, "bold"),
        f"  {report.source.duration_s:.1f} s\n",
        (name.capitalize() + side, "bold cyan"),
        f" ({sure}), {_count(len(analysis.reps), 'rep')}\n",
        f"Seen from: {_view_words(view.name, view.near_side)} ({view.azimuth_deg:.0f}°)\n",
        "Recording: ",
        (quality.level, QUALITY_STYLE[quality.level]),
    )
    for problem in quality.problems:
        text.append(f"\n  - {problem}")
    if report.load is not None and report.load.mass_kg is not None:
        where = "" if report.load.side == "both" else f", {report.load.side} hand"
        text.append(f"\nLoad: {report.load.mass_kg:g} kg{where}")
    return text


def _view_words(name: str, near_side: str) -> str:
    if name in ("front", "rear"):
        return {"front": "the front", "rear": "behind"}[name]
    return f"the {near_side} side" if name == "side" else f"{name.replace('-', ' ')}, {near_side} side near"


def _set_title(lift_set: LiftSet, sets: int) -> Text:
    label = f"Set {lift_set.index}" if sets > 1 else "Set"
    return _title(f"{label}  {lift_set.start_s:.1f}-{lift_set.end_s:.1f} s")


def _rep_table(reps: Iterable[Rep]) -> RenderableType:
    reps = list(reps)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    table.add_column("rep", justify="right")
    for heading in (c[0] for c in COLUMNS):
        table.add_column(heading, justify="right")
    for heading in ("down", "pause", "up"):
        table.add_column(heading, justify="right")
    for rep in reps:
        cells = [_angle(getattr(rep.measures[m], which, None)) for _, m, which in COLUMNS]
        times = [_seconds(t) for t in (rep.tempo.lowering_s, rep.tempo.pause_s, rep.tempo.lifting_s)]
        table.add_row(str(rep.index), *cells, *times)
    errors = []
    for _, measure, _ in COLUMNS:
        sigmas = sorted(s for r in reps if (s := r.measures[measure].sigma) is not None)
        errors.append(f"±{sigmas[len(sigmas) // 2]:.0f}°" if sigmas else "-")
    table.add_row("", *errors, "", "", "", style="dim")
    note = Text("deepest hinge, knee and trunk angle of the rep; hinge left at the top", style="dim")
    return Padding(Group(table, note), (0, 0, 0, 2))


def _finding(finding: Finding, reps: int) -> RenderableType:
    head = Text.assemble(
        (f"{finding.severity.upper():<9}", STYLE[finding.severity]),
        (finding.rule, "bold"),
        f"  {rep_words(finding.reps, reps)}",
    )
    worst = max(finding.by_rep, key=lambda f: (f.severity == finding.severity, f.value == finding.value))
    limit = format_value(finding.limit, None, finding.unit)
    detail = Text(
        f"{finding.message} Worst in rep {worst.rep} at {worst.at_s:.1f} s (limit {limit}).",
    )
    cue = Text.assemble(("→ ", "bold green"), (finding.cue, "green"))
    return Padding(Group(head, Padding(detail, (0, 0, 0, 2)), Padding(cue, (0, 0, 0, 2))), (0, 0, 1, 2))


def _good(report: SetReport) -> list[RenderableType]:
    good = report.analysis.good
    if not good:
        return []
    praise = [RULES_BY_ID[rule].praise for rule in good if RULES_BY_ID[rule].praise]
    return [_title("Good in every rep"), *(_bullet("✓", Text(text), "green") for text in praise)]


def _unknown(report: SetReport) -> list[RenderableType]:
    entries = report.analysis.not_assessable
    if not entries:
        return []
    by_reason: dict[str, list[str]] = {}
    total = len(report.analysis.reps)
    for entry in entries:
        where = "" if entry.reps == "all" else f" ({rep_words(entry.reps, total)})"
        by_reason.setdefault(entry.reason, []).append(entry.rule + where)
    out: list[RenderableType] = [_title("Could not be judged")]
    for reason, rules in by_reason.items():
        out.append(_bullet("·", Text.assemble((", ".join(rules), "bold"), f": {reason}")))
        views = {RULES_BY_ID[r.split(" ")[0]].views for r in rules}
        if "this version" not in reason and len(views) == 1:
            out.append(Padding(Text(f"to film it: {views.pop()}", style="dim"), (0, 0, 0, 4)))
    return out


def rep_words(reps: Iterable[int], total: int) -> str:
    """Rep numbers as people say them.

    >>> rep_words([1, 2, 3, 5], 6), rep_words([2], 3), rep_words([1, 2], 2)
    ('reps 1-3, 5', 'rep 2', 'every rep')
    """
    numbers = sorted(reps)
    if total > 1 and len(numbers) == total:
        return "every rep"
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    words = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    return f"rep{'s' * (len(numbers) > 1)} {words}"


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _line(text: str) -> RenderableType:
    return Padding(Text(text), (0, 0, 0, 2))


def _bullet(mark: str, text: Text, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(mark, style=style), text)
    return Padding(grid, (0, 0, 0, 2))


def _angle(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}°".replace("-0°", "0°")


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} s"


def _count(n: int, word: str) -> str:
    return f"{n} {word}{'s' * (n != 1)}"
