"""The hand that holds the weight in single-leg work: as told, or as the arms hang."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import Side, point
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.parts import RecordingPart
from hingecheck.core.reps.leg_change import join_motions
from hingecheck.core.reps.recognition import recognise
from hingecheck.core.reps.segmentation import find_reps
from hingecheck.core.reps.summaries import summarise_reps
from hingecheck.core.rules import RULES_BY_ID
from hingecheck.core.rules.limits import Limits
from hingecheck.core.rules.sets import judge_sets
from hingecheck.core.types import Analysis, Motion, Quality
from stick_figure import PoseTrack, figure, hide, lean_free_leg, mirror, reps

Check = Callable[..., Analysis]
MOVE = reps(3)
OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


def single_leg(azimuth_deg: float = 0.0, free: Side = "right") -> PoseTrack:
    """Standing on the other leg, both arms hanging."""
    return figure(MOVE, azimuth_deg, free=free, free_angles_deg=lean_free_leg(MOVE))


def arm_out(track: PoseTrack, side: Side, out_deg: float = 50.0) -> PoseTrack:
    """One arm held sideways, away from the body, by this angle from straight down."""
    world = track.world_m.copy()
    line = world[:, point(side, "WRIST")] - world[:, point(side, "SHOULDER")]
    across = world[:, point(side, "SHOULDER")] - world[:, point(OTHER[side], "SHOULDER")]
    across[:, 1] = 0.0
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    long = np.linalg.norm(line, axis=1, keepdims=True)
    down = np.array([0.0, 1.0, 0.0])
    hand = long * (np.sin(np.radians(out_deg)) * across + np.cos(np.radians(out_deg)) * down)
    for joint in ("WRIST", "INDEX", "PINKY", "THUMB"):
        world[:, point(side, joint)] = world[:, point(side, "SHOULDER")] + hand
    return replace(track, world_m=world)


def word(analysis: Analysis) -> str:
    """What is said of load-side in all reps: fault, clean, or the reason of silence."""
    if any(f.rule == "load-side" for f in analysis.findings):
        (finding,) = (f for f in analysis.findings if f.rule == "load-side")
        assert finding.severity == "mild"
        assert len(finding.reps) == len(analysis.reps)
        return "fault"
    if "load-side" in analysis.good:
        return "clean"
    (entry,) = (n for n in analysis.not_assessable if n.rule == "load-side")
    assert entry.reps == "all"
    return entry.reason


def judge(check: Check, track: PoseTrack, **told: object) -> str:
    return word(check(track, lift="single-leg-rdl", stance="left", **told))


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, -45.0, 90.0])
def test_what_was_told_decides(azimuth_deg: float, check: Check) -> None:
    track = single_leg(azimuth_deg)
    assert judge(check, track, load_side="left") == "fault"
    assert judge(check, track, load_side="right") == "clean"
    assert "both hands" in judge(check, track, load_side="both")


def test_what_was_told_goes_before_what_is_seen(check: Check) -> None:
    assert judge(check, arm_out(single_leg(), "right"), load_side="right") == "clean"


@pytest.mark.parametrize("azimuth_deg", [0.0, 20.0, 45.0, -45.0, 140.0])
def test_the_arm_that_hangs_holds_the_weight(azimuth_deg: float, check: Check) -> None:
    assert judge(check, arm_out(single_leg(azimuth_deg), "right")) == "fault"
    assert judge(check, arm_out(single_leg(azimuth_deg), "left")) == "clean"


def test_what_is_seen_is_said_with_less_certainty(check: Check) -> None:
    seen = check(arm_out(single_leg(), "right"), lift="single-leg-rdl", stance="left")
    told = check(single_leg(), lift="single-leg-rdl", stance="left", load_side="left")
    messages = [next(f.message for f in a.findings if f.rule == "load-side") for a in (seen, told)]
    assert "looks" in messages[0]
    assert messages[1] == RULES_BY_ID["load-side"].message


def test_two_weights_or_none_are_not_one(check: Check) -> None:
    assert "one hand alone" in judge(check, single_leg())
    assert "one hand alone" in judge(check, arm_out(arm_out(single_leg(), "left"), "right"))


@pytest.mark.parametrize("out_deg", [20.0, 28.0, 34.0])
def test_an_arm_half_way_out_is_no_evidence(out_deg: float, check: Check) -> None:
    assert "one hand alone" in judge(check, arm_out(single_leg(), "right", out_deg))


@pytest.mark.parametrize("side", ["left", "right"])
def test_an_arm_that_is_hidden_is_not_guessed(side: Side, check: Check) -> None:
    track = hide(arm_out(single_leg(), "right"), ("WRIST",), sides=(side,))
    assert "both arms" in judge(check, track)


def test_from_the_side_it_does_not_show(check: Check) -> None:
    assert "from the side" in judge(check, arm_out(single_leg(90.0), "right"))


@pytest.mark.parametrize("out", ["left", "right"])
@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0])
def test_a_mirror_changes_nothing(out: Side, azimuth_deg: float, check: Check) -> None:
    track = arm_out(single_leg(azimuth_deg), out)
    mirrored = check(mirror(track), lift="single-leg-rdl", stance="right")
    assert word(mirrored) == judge(check, track)
    told = check(mirror(track), lift="single-leg-rdl", stance="right", load_side=OTHER[out])
    assert word(told) == judge(check, track, load_side=out)


def test_each_set_is_judged_by_the_leg_that_works_in_it() -> None:
    """The weight opposite the stance leg in both, one after the other in one part."""

    def motion(stance: Side, begins_s: float) -> Motion:
        track = arm_out(
            figure(MOVE, 0.0, free=OTHER[stance], free_angles_deg=lean_free_leg(MOVE)), stance
        )  # the hand on the side of the stance leg is held away: the other one hangs
        facts = KnownFacts(lift="single-leg-rdl", stance=stance)
        return build_motion(replace(track, time_s=track.time_s + begins_s), 30.0, facts)

    first = motion("left", 0.0)
    both = join_motions([first, motion("right", float(first.time_s[-1]) + 1 / 30)])
    segmentation = find_reps(both)
    lift = recognise(both, segmentation, "single-leg-rdl", None)
    part = RecordingPart(both, segmentation, lift, *summarise_reps(segmentation, both))
    judged = judge_sets([part], KnownFacts(), Limits(), Quality("good", ()))
    assert [one.lift_set.lift.working_side for one in judged] == ["left", "right"]
    assert "load-side" not in [finding.rule for one in judged for finding in one.findings]
