"""A fault whose reps another recording has: page, terminal and data say it without a number."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from contract_schema import problems
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.reports.html import to_html
from hingecheck.reports.json_report import to_dict
from hingecheck.reports.terminal import print_report
from reporting import report_of
from stick_figure import SQUATTED_RDL, figure, reps


def test_a_fault_whose_reps_are_not_told_is_written_all_the_same() -> None:
    analysis = analyse(LifterTrack(figure(reps(3, bottom=SQUATTED_RDL)), 0, 0), KnownFacts(lift="rdl"))
    found = next(f for f in analysis.findings if f.rule == "knee-dominant")
    untold = replace(found, reps=(), at_s=(), by_rep=(), seen_from=analysis.motion.view)
    report = report_of(replace(analysis, findings=(untold,)))
    out = io.StringIO()
    print_report(report, Console(file=out, width=80))
    for text in (out.getvalue(), to_html(report)):
        assert "reps not told, seen from the left side" in " ".join(text.split())
        assert "The limit is" in text
        assert "Worst in" not in text
    assert [p for p in problems(to_dict(report)) if "knee-dominant" in p] == []
