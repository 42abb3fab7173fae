"""What an annotated video says and when, on squatted RDLs whose faults are known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Finding, RepFault, Severity
from hingecheck.reports.commentary import LATE_S, SHOWN_S, Commentary, nearest
from stick_figure import SQUATTED_RDL, figure, reps


@pytest.fixture(scope="module")
def squatted() -> Analysis:
    track = figure(reps(2, bottom=SQUATTED_RDL, lowering_s=0.6), -90.0, hands_ahead_m=0.03)
    return analyse(LifterTrack(track, jumps=0, others=0), KnownFacts("rdl"))


def faults(analysis: Analysis, *given: tuple[str, Severity, float]) -> Analysis:
    """The analysis with other findings: rule, severity, moment in seconds, all in rep 1."""
    example = analysis.findings[0]
    made: list[Finding] = []
    for rule, severity, at_s in given:
        fault: RepFault = replace(example.by_rep[0], rep=1, severity=severity, at_s=at_s, cue=f"{rule}!")
        made.append(replace(example, rule=rule, severity=severity, by_rep=(fault,)))
    return replace(analysis, findings=tuple(made))


def said(analysis: Analysis) -> list[tuple[str, float]]:
    return [(remark.name, round(remark.start_s, 3)) for remark in Commentary(analysis).remarks]


def test_counts_reps_and_names_phases(squatted: Analysis) -> None:
    commentary, (first, second) = Commentary(squatted), squatted.reps
    before = commentary.at(first.start_s - 0.3)
    assert (before.count, before.phase) == ("rep 0 of 2", "")
    assert commentary.at(0.5 * (first.start_s + first.bottom_s)).phase == "lowering"
    assert commentary.at(0.5 * (first.bottom_s + first.end_s)).phase == "lifting"
    down = commentary.at(second.bottom_s)
    assert down.count == "rep 2 of 2"
    assert [joint for joint, _ in down.angles] == ["HIP", "KNEE"]
    assert commentary.at(squatted.motion.time_s[-1] + 60.0).count == "rep 2 of 2"  # the count stays


def test_one_remark_at_a_time(squatted: Analysis) -> None:
    remarks = Commentary(squatted).remarks
    assert len(remarks) >= 2
    assert all(one.end_s <= other.start_s for one, other in pairwise(remarks))


def test_the_worse_goes_first_and_the_lesser_waits(squatted: Analysis) -> None:
    both = faults(squatted, ("mild-one", "mild", 1.0), ("bad-one", "severe", 1.2))
    assert said(both) == [("Bad one", 1.2), ("Mild one", 1.2 + SHOWN_S)]
    assert Commentary(both).at(1.1).remark is None
    worst = Commentary(both).worst()
    assert worst is not None
    assert (worst.name, worst.cue) == ("Bad one", "bad-one!")


def test_what_would_come_too_late_is_not_said(squatted: Analysis) -> None:
    three = faults(squatted, ("a", "severe", 1.0), ("b", "moderate", 1.0), ("c", "mild", 1.0))
    assert 2 * SHOWN_S > LATE_S
    assert said(three) == [("A", 1.0), ("B", 1.0 + SHOWN_S)]


def test_nothing_to_say_and_nothing_worth_a_replay(squatted: Analysis) -> None:
    clean = Commentary(replace(squatted, findings=()))
    assert (clean.remarks, clean.worst()) == ((), None)


@pytest.mark.parametrize(("time_s", "row"), [(-1.0, 0), (0.49, 0), (0.51, 1), (2.0, 2), (9.0, 2)])
def test_nearest(time_s: float, row: int) -> None:
    assert nearest(np.array([0.0, 1.0, 2.0]), time_s) == row
