"""One set seen by two cameras: each rule from the view that shows it, told in the first recording's reps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.lifts import MovementName
from hingecheck.core.reps.same_reps import same_reps
from hingecheck.core.same_set import UNMATCHED, judge_together, may_be
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, NotAssessable
from hingecheck.errors import NothingMeasuredError
from hingecheck.sources.files.weights import default_weights
from joined_tracks import joined, sample
from stick_figure import RDL, SQUATTED_RDL, Posture, cut, figure, follow, reps


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


@pytest.mark.parametrize(
    ("told", "confidence", "lift", "may"),
    [
        ("deadlift", 0.99, "rdl", True),
        ("single-leg-rdl", 0.99, "kickstand-rdl", True),
        ("deadlift", 0.99, "hip-thrust", False),
        ("hip-thrust", 0.95, "single-leg-rdl", False),
        ("rdl", 0.9, "single-leg-rdl", False),
        ("rdl", 0.6, "single-leg-rdl", True),
        ("rdl", 0.6, "kickstand-rdl", False),
        ("rdl", 0.5, "hip-thrust", False),
        ("other", 0.9, "rdl", False),
        ("other", 0.5, "rdl", True),
    ],
)
def test_a_recording_is_of_the_other_ones_lift_only_where_it_may_be(
    side: Analysis, told: MovementName, confidence: float, lift: MovementName, may: bool
) -> None:
    one = replace(side, lift=replace(side.lift, name=told, confidence=confidence, runner_up="single-leg-rdl"))
    assert may_be(one, lift) == may


def test_two_legs_are_not_one_set(side: Analysis) -> None:
    left, right = (
        replace(side, sets=tuple(replace(one, lift=replace(one.lift, working_side=leg)) for one in side.sets))
        for leg in ("left", "right")
    )
    with pytest.raises(NothingMeasuredError, match="different legs at work"):
        judge_together([left, right])


def test_nobody_is_asked_for_a_view_that_there_is(side: Analysis, front: Analysis) -> None:
    assert "from the side" in front.filming[0].text
    assert "lumbar-rounding" in front.filming[0].rules
    both = judge_together([front, side])
    assert told(both)["lumbar-rounding"] == "open"
    assert all("from the side" not in line.text for line in both.filming)


def test_twice_the_same_recording_is_that_recording(side: Analysis) -> None:
    both = judge_together([side, side])
    assert (both.findings, both.not_assessable, both.good) == (side.findings, side.not_assessable, side.good)


def test_what_holds_throughout_two_lifts_in_one_recording_is_what_holds_in_each_of_them() -> None:
    one = analyse(joined(sample("deadlift-clean"), sample("hip-thrust-clean")), learned=default_weights())
    assert len({lift_set.lift.name for lift_set in one.sets}) == 2
    assert judge_together([one, one]).good == one.good


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


def found(analysis: Analysis, rule: str) -> Any:
    """Its finding, or None."""
    return next((f for f in analysis.findings if f.rule == rule), None)


def test_a_rep_that_the_better_view_could_not_judge_takes_no_fault_from_the_others() -> None:
    shows, blind = seen(90.0, bottom=SQUATTED_RDL), seen(45.0)
    whole = found(shows, "knee-dominant")
    assert whole.reps == (1, 2, 3)
    assert "knee-dominant" in blind.good
    first_open = without_rep(shows, "knee-dominant", 1)
    for pair in ([first_open, blind], [blind, first_open]):
        both = judge_together(pair)
        assert found(both, "knee-dominant").reps == (2, 3)
        assert "knee-dominant" not in both.good
        assert "knee-dominant" not in {entry.rule for entry in both.not_assessable}  # rep 1 is clean at 45 degrees


def test_a_better_view_clears_what_a_worse_one_blames() -> None:
    both = judge_together([seen(45.0, bottom=SQUATTED_RDL), seen(90.0)])
    assert found(both, "knee-dominant") is None
    assert "knee-dominant" in both.good


def test_a_better_view_in_which_every_rep_is_clean_clears_them_whichever_is_which() -> None:
    blamed = seen(45.0, bottom=SQUATTED_RDL)
    clean = analyse(LifterTrack(figure(reps(4), azimuth_deg=90.0), 0, 0), KnownFacts(lift="rdl"))
    assert same_reps(blamed.reps, clean.reps) is None
    assert "knee-dominant" in judge_together([blamed, clean]).good
    assert found(judge_together([clean, blamed]), "knee-dominant") is None


def without_rep(analysis: Analysis, rule: str, rep: int) -> Analysis:
    """An analysis in which a rule's fault in one rep could not be judged."""
    whole = found(analysis, rule)
    by_rep = tuple(fault for fault in whole.by_rep if fault.rep != rep)
    rest = replace(whole, by_rep=by_rep, reps=tuple(f.rep for f in by_rep), at_s=tuple(f.at_s for f in by_rep))
    findings = tuple(rest if one is whole else one for one in analysis.findings)
    unknown = (*analysis.not_assessable, NotAssessable(rule, (rep,), "not seen", filming=True))
    return replace(analysis, findings=findings, not_assessable=unknown)


def begun_later(pauses_s: tuple[float, ...], bottoms: list[Posture]) -> tuple[Analysis, Analysis]:
    """From the front, begun after the first of six reps and blind to the knees; and from the side the whole set."""
    hinged, whole = (
        follow(*(reps(1, bottom=low, pause_s=pause) for low, pause in zip(lows, pauses_s, strict=True)))
        for lows in ([RDL] * 6, bottoms)
    )
    side = analyse(LifterTrack(figure(whole, azimuth_deg=90.0), 0, 0), KnownFacts(lift="rdl"))
    late = cut(figure(hinged, azimuth_deg=0.0), side.reps[1].start_s - 0.3)
    front = analyse(LifterTrack(replace(late, time_s=late.time_s - late.time_s[0]), 0, 0), KnownFacts(lift="rdl"))
    assert (len(front.reps), len(side.reps)) == (5, 6)
    return front, side


def test_where_one_began_later_its_reps_are_known_by_the_times_between_them() -> None:
    front, side = begun_later((0.3, 0.8, 0.5, 1.0, 0.4, 0.6), [RDL] * 3 + [SQUATTED_RDL] + [RDL] * 2)
    assert found(side, "knee-dominant").reps == (4,)
    both = judge_together([front, side])
    fault = found(both, "knee-dominant").by_rep[0]
    assert fault.rep == 3
    assert front.reps[2].start_s <= fault.at_s <= front.reps[2].end_s
    assert UNMATCHED not in both.quality.problems
    assert same_reps(side.reps, front.reps) == {1: 2, 2: 3, 3: 4, 4: 5, 5: 6}


def test_reps_that_cannot_be_matched_are_not_numbered_and_that_is_said() -> None:
    front, side = begun_later((0.5,) * 6, [SQUATTED_RDL] * 6)
    both = judge_together([front, side])
    fault, theirs = found(both, "knee-dominant"), found(side, "knee-dominant")
    assert (fault.reps, fault.at_s, fault.by_rep) == ((), (), ())
    assert (fault.severity, fault.value, fault.seen_from) == (theirs.severity, theirs.value, side.sets[0].view)
    assert UNMATCHED in both.quality.problems
    assert "overextended-lockout" in side.good  # it does not show from before: clean in all of theirs is clean
    assert "overextended-lockout" not in front.good
    assert "overextended-lockout" in both.good


def test_a_fault_in_a_rep_that_only_the_other_shows_is_told_without_a_number() -> None:
    lead, other = (seen(90.0), seen(90.0, bottom=[RDL, RDL, SQUATTED_RDL]))
    lead = replace(lead, reps=lead.reps[:2], sets=(replace(lead.sets[0], reps=(1, 2)),))
    matched = {1: 1, 2: 2}
    assert found(other, "knee-dominant").reps == (3,)
    assert same_reps(lead.reps, other.reps) in (matched, None)
    both = judge_together([lead, other])
    assert found(both, "knee-dominant").reps == ()
    assert "knee-dominant" not in both.good
