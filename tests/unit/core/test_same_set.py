"""One set seen by two cameras: each rule from the view that shows it, told in the first recording's reps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.same_set import judge_together
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis
from hingecheck.errors import NothingMeasuredError
from stick_figure import SQUATTED_RDL, cut, figure, reps


def seen(azimuth_deg: float, **options: object) -> Analysis:
    return analyse(LifterTrack(figure(reps(3, **options), azimuth_deg=azimuth_deg), 0, 0), KnownFacts(lift="rdl"))


@pytest.fixture(scope="module")
def side() -> Analysis:
    return seen(90.0)


@pytest.fixture(scope="module")
def front() -> Analysis:
    return seen(0.0)


def told(analysis: Analysis) -> dict[str, str]:
    """What became of each rule."""
    out = {entry.rule: "open" for entry in analysis.not_assessable}
    out |= dict.fromkeys(analysis.good, "good")
    return out | {finding.rule: finding.severity for finding in analysis.findings}


def test_what_one_view_hides_the_other_shows(side: Analysis, front: Analysis) -> None:
    assert told(side)["uneven-sides"] == "open"
    both = judge_together([side, front])
    assert told(both)["uneven-sides"] == told(front)["uneven-sides"] == "good"
    assert told(both)["load-drifting"] == told(side)["load-drifting"]
    assert both.motion is side.motion
    assert both.reps == side.reps
    assert not any("uneven-sides" in line.rules for line in both.filming)


def test_twice_the_same_recording_is_that_recording(side: Analysis) -> None:
    both = judge_together([side, side])
    assert (both.findings, both.not_assessable, both.good) == (side.findings, side.not_assessable, side.good)


def test_a_fault_is_told_in_the_first_ones_reps_with_its_view() -> None:
    side = seen(90.0)
    there = seen(90.0, bottom=SQUATTED_RDL)
    blind = tuple(e for e in there.not_assessable if e.rule != "knee-dominant")
    there = replace(there, not_assessable=blind)
    finding = next(f for f in there.findings if f.rule == "knee-dominant")
    # the first recording could not judge it
    sets = tuple(replace(one, good=tuple(r for r in one.good if r != "knee-dominant")) for one in side.sets)
    open_there = replace(side, sets=sets, good=(), findings=())
    both = judge_together([open_there, there])
    got = next(f for f in both.findings if f.rule == "knee-dominant")
    assert got.reps == finding.reps
    assert got.seen_from == there.sets[0].view
    for at_s, rep in zip(got.at_s, got.reps, strict=True):
        one = side.reps[rep - 1]
        assert one.start_s <= at_s <= one.end_s
    assert "knee-dominant" in both.cues


def test_other_lifts_and_other_sets_are_no_same_set(side: Analysis) -> None:
    other = replace(side, lift=replace(side.lift, name="deadlift"))
    with pytest.raises(NothingMeasuredError, match="different lifts"):
        judge_together([side, other])
    with pytest.raises(NothingMeasuredError, match="more sets"):
        judge_together([side, replace(side, sets=side.sets * 2)])
    with pytest.raises(NothingMeasuredError, match="still pictures"):
        judge_together([replace(side, sets=()), replace(side, sets=())])


def test_where_the_first_one_lost_reps_the_last_of_the_others_is_told_at_its_worst_and_once() -> None:
    some = (52.0, 32.0, 20.0)
    move = reps(4, bottom=[some, some, some, SQUATTED_RDL])
    lead, other = (
        analyse(LifterTrack(track, 0, 0), KnownFacts(lift="rdl"))
        for track in (cut(figure(move, azimuth_deg=0.0), 0.0, 13.5), figure(move, azimuth_deg=90.0))
    )
    assert (len(lead.reps), len(other.reps)) == (3, 4)
    both = judge_together([lead, other])
    theirs, ours = (next(f for f in one.findings if f.rule == "knee-dominant") for one in (other, both))
    assert ours.by_rep[-1].rep == 3
    assert ours.by_rep[-1].value == theirs.by_rep[-1].value
    for finding in both.findings:
        unknown = [e.reps for e in both.not_assessable if e.rule == finding.rule and e.reps != "all"]
        named = [*finding.reps, *(rep for some_reps in unknown for rep in some_reps)]
        assert len(named) == len(set(named)), finding.rule
