"""The report as a terminal shows it."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from hingecheck.core.analysis import analyse
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.reports.terminal import print_report
from reporting import report_of
from stick_figure import figure, reps


def test_a_long_problem_of_the_recording_hangs_behind_its_mark() -> None:
    analysis = analyse(LifterTrack(figure(reps(2)), 0, 0))
    analysis = replace(analysis, quality=replace(analysis.quality, problems=("many words " * 12, "few words")))
    out = io.StringIO()
    print_report(report_of(analysis), Console(file=out, width=80))
    lines = out.getvalue().splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("  - many words"))
    assert lines[first + 1].startswith(("    many", "    words"))
    assert lines[first + 2] == "  - few words"
    assert max(map(len, lines)) <= 80
