"""The report as a terminal shows it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.rules import RULES
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import NotAssessable
from hingecheck.reports.terminal import print_report
from hingecheck.reports.words import little_judged, praise_in_part, uncued_words
from reporting import report_of
from stick_figure import SQUATTED_RDL, figure, reps


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


def test_findings_beyond_the_two_cues_say_why_they_have_none() -> None:
    squatted = analyse(LifterTrack(figure(reps(2, bottom=SQUATTED_RDL), -90.0), 0, 0), KnownFacts("rdl"))
    (first, *_) = squatted.findings
    more = replace(squatted, findings=(first, replace(first, rule="range-too-deep")), cues=(first.rule,))
    assert "has an arrow" in uncued_words(more)
    assert uncued_words(replace(more, findings=(first,))) == ""
    assert uncued_words(replace(more, cues=())) == ""  # pain takes all cues away
    out = io.StringIO()
    print_report(report_of(more), Console(file=out, width=80))
    assert "\n\n\n" not in out.getvalue().strip()


def test_a_good_recording_in_which_little_can_be_judged_says_so() -> None:
    analysis = analyse(LifterTrack(figure(reps(2)), 0, 0))
    assert little_judged(analysis) == ""
    left_open = tuple(NotAssessable(rule.id, "all", "hidden") for rule in RULES)
    few = replace(analysis, good=analysis.good[:1], findings=(), not_assessable=left_open)
    assert "little of this lift" in little_judged(few)


@pytest.mark.parametrize(
    ("left_open", "faulty", "good", "said"),
    [
        ((1,), False, False, ["a soft standing knee (reps 2-3)"]),
        ((1, 2, 3), False, False, []),
        ("all", False, False, []),
        ((1,), True, False, []),
        ((), False, True, []),
    ],
    ids=["open in one", "open in each", "open in all", "faulty in another", "clean throughout"],
)
def test_what_is_open_in_one_rep_is_good_in_the_others(
    left_open: tuple[int, ...] | str, faulty: bool, good: bool, said: list[str]
) -> None:
    """Of three reps; all other rules are open in all of them."""
    analysis = analyse(LifterTrack(figure(reps(3, bottom=SQUATTED_RDL)), 0, 0), KnownFacts("rdl"))
    others = tuple(NotAssessable(rule.id, "all", "hidden") for rule in RULES if rule.id != "knee-locked")
    this = (NotAssessable("knee-locked", left_open, "hidden"),) if left_open else ()  # type: ignore[arg-type]
    found = replace(
        analysis,
        findings=(replace(analysis.findings[0], rule="knee-locked"),) if faulty else (),
        good=("knee-locked",) if good else (),
        not_assessable=(*others, *this),
    )
    assert praise_in_part(found) == said
    out = io.StringIO()
    print_report(report_of(found), Console(file=out, width=80))
    assert ("Good in the reps in which it could be judged" in out.getvalue()) == bool(said)
