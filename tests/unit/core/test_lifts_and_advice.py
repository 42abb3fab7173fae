"""Which lift it is, and numbers as people write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.camera import Background
from hingecheck.core.landmarks import point
from hingecheck.core.lifts import LIFT_NAMES
from hingecheck.core.reps.recognition import CONFIDENT, recognise
from hingecheck.core.reps.segmentation import find_reps
from hingecheck.core.rules.findings import format_value
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Motion
from joined_tracks import sample
from stick_figure import (
    DEADLIFT,
    RDL,
    THRUST_BOTTOM,
    THRUST_TOP,
    PoseTrack,
    Posture,
    cut,
    figure,
    lean_free_leg,
    reps,
)

Check = Callable[..., Analysis]
SET = reps(3)
KICKSTAND = (70.0, -26.0, 26.0)  # back toes on the floor
LOW_HANDS = {"hands_ahead_m": 0.03}


def one_leg(free: tuple[float, float, float], azimuth_deg: float = 90.0) -> PoseTrack:
    return figure(SET, azimuth_deg, free="right", free_angles_deg=lean_free_leg(SET, free))


@pytest.mark.parametrize("azimuth_deg", [90, -90, 45])
@pytest.mark.parametrize(
    ("name", "pose"),
    [
        ("deadlift", lambda a: figure(reps(3, bottom=DEADLIFT, starts="floor"), a, **LOW_HANDS)),
        ("rdl", lambda a: figure(SET, a, **LOW_HANDS)),
        ("single-leg-rdl", lambda a: one_leg((70.0, -66.0, 66.0), a)),
        ("kickstand-rdl", lambda a: one_leg(KICKSTAND, a)),
        ("hip-thrust", lambda a: figure(reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor"), a)),
    ],
)
def test_each_lift_is_recognised(name: str, pose: Callable, azimuth_deg: float, check: Check) -> None:
    lift = check(pose(azimuth_deg)).lift
    assert lift.name == name
    assert not lift.given
    assert lift.confidence > 0.5
    assert lift.working_side == ("left" if name in ("single-leg-rdl", "kickstand-rdl") else "both")


@pytest.mark.parametrize("bottom", [DEADLIFT, RDL])
@pytest.mark.parametrize(("since_s", "until_s"), [(0.9, 3.6), (1.1, 3.5), (1.0, 4.0)])
def test_of_a_lift_whose_bottom_is_not_in_the_film_high_hands_tell_nothing(
    check: Check, bottom: Posture, since_s: float, until_s: float
) -> None:
    """From half of the way up, which begins at 0.5 s, to half of the way down, which ends at 4.2 s."""
    whole = figure(reps(2, bottom=bottom, starts="floor"), **LOW_HANDS)
    found = check(cut(whole, since_s, until_s))
    assert found.lift.confidence < CONFIDENT
    assert found.reps[0].measures["hip_hinge_deg"].bottom is None


def test_a_close_call_names_the_other_candidate(check: Check) -> None:
    lift = check(figure(reps(3, bottom=DEADLIFT), **LOW_HANDS)).lift
    assert lift.confidence < CONFIDENT
    assert {lift.name, lift.runner_up} == {"deadlift", "rdl"}


def deadlift_share(analysis: Analysis) -> float:
    lift = analysis.lift
    return lift.confidence if lift.name == "deadlift" else 1.0 - lift.confidence


def test_a_squatted_romanian_deadlift_is_called_by_both_names() -> None:
    found = analyse(LifterTrack(sample("rdl-knee-dominant"), 0, 0))
    assert {found.lift.name, found.lift.runner_up} == {"deadlift", "rdl"}
    assert "knee-dominant" in {f.rule for f in found.findings}


def test_a_film_that_opens_low_in_a_bend_that_turns_at_once_need_not_start_from_the_floor(check: Check) -> None:
    """As where it is cut to its reps: who waits at the bottom has the load on the floor."""
    knees = (60.0, 40.0, 14.0)
    turns, waits = (
        check(figure(reps(3, bottom=knees, starts="floor", pause_s=pause_s), **LOW_HANDS)) for pause_s in (0.03, 1.0)
    )
    assert deadlift_share(waits) > deadlift_share(turns) + 0.2


def test_a_knee_that_shows_on_the_way_alone_says_nothing_of_the_fold(check: Check) -> None:
    """Behind plates: of a deadlift off the floor it shows as straight as it is further up."""
    motion = check(figure(reps(3, bottom=DEADLIFT, starts="floor", pause_s=0.03), **LOW_HANDS)).motion
    found = find_reps(motion)
    folded = motion.series["hip_hinge_deg"].value > 60.0
    wrists = motion.image_px.copy()
    wrists[:, [point(side, "WRIST") for side in ("left", "right")]] = np.nan
    straight = {
        name: replace(one, value=np.where(folded, np.nan, 0.3 * one.value))
        for name, one in motion.by_side.items()
        if name.startswith("knee_flexion_deg")
    }
    hidden = replace(motion, image_px=wrists, by_side={**motion.by_side, **straight})
    lift = recognise(hidden, found)
    assert (lift.name, lift.runner_up) == ("deadlift", "rdl")
    shown = {name: replace(one, value=np.where(folded, 15.0, one.value)) for name, one in straight.items()}
    assert recognise(replace(hidden, by_side={**motion.by_side, **shown}), found).name == "rdl"


def test_behind_a_counter_no_lift_is_sure_and_every_angle_is_less_so(check: Check) -> None:
    track = figure(SET, **LOW_HANDS)
    plain, behind = (check(replace(track, in_front_leg2=leg2)) for leg2 in (None, 0.03))
    assert plain.lift.confidence > 0.75 > behind.lift.confidence
    assert behind.lift.runner_up is not None
    for name in ("hip_hinge_deg", "knee_flexion_deg"):
        before, after = (one.motion.series[name] for one in (plain, behind))
        assert after.value == pytest.approx(before.value, nan_ok=True)
        assert np.nanmedian(after.sigma / before.sigma) == pytest.approx(2.0)


def test_from_a_phone_that_walks_round_no_lift_is_sure(check: Check) -> None:
    still, walked = figure(SET, **LOW_HANDS), figure(SET, **LOW_HANDS)
    steps = np.tile([1.0, 0.0, 6.0, 0.0], (len(walked), 1))
    sure = check(still).lift
    unsure = analyse(LifterTrack(walked, 0, 0, Background(steps, np.empty((0, 5))))).lift
    assert sure.name == unsure.name == "rdl"
    assert unsure.runner_up == "deadlift"
    assert unsure.confidence < CONFIDENT < sure.confidence


@pytest.mark.parametrize("name", LIFT_NAMES)
def test_the_lifters_word_counts(name: str, check: Check) -> None:
    lift = check(figure(SET), lift=name).lift
    assert (lift.name, lift.given, lift.confidence, lift.runner_up) == (name, True, 1.0, None)


def test_the_given_stance_leg_is_the_working_side(check: Check) -> None:
    assert check(figure(SET), lift="kickstand-rdl", stance="right").lift.working_side == "right"
    assert check(figure(SET), lift="rdl", stance="right").lift.working_side == "both"


def test_the_given_stance_leg_is_the_one_that_is_measured(check: Check) -> None:
    analysis = check(figure(SET, 90), lift="kickstand-rdl", stance="right")
    assert analysis.motion.measured_side == "right"


@pytest.mark.parametrize(
    ("value", "sigma", "unit", "text"),
    [
        (12.34, 3.21, "deg", "12° ± 3°"), (-0.2, 0.4, "deg", "0° ± 0°"), (0.98, 0.07, "knee/hip", "0.98 ± 0.07"),
        (0.851, 0.05, "s", "0.85 ± 0.05 s"), (0.163, 0.05, "leg", "0.16 ± 0.05 leg lengths"),
        (7.0, None, "deg", "7°"), (-10.4, 2.0, "deg", "-10° ± 2°"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(value: float, sigma: float | None, unit: str, text: str) -> None:
    assert format_value(value, sigma, unit) == text


def test_a_free_foot_that_goes_up_and_hides_behind_something_rests_on_no_floor(
    measure: Callable[..., Motion],
) -> None:
    """It is drawn on the other there, and the networks take it for one that stands."""
    move = reps(3)
    motion = measure(figure(move, free="right", free_angles_deg=lean_free_leg(move)))
    motion = replace(motion, working_side="left", probabilities={"one-leg": 0.64, "kickstand": 0.98})
    image = motion.image_px.copy()
    hinge = motion.series["hip_hinge_deg"].value
    deep = hinge > 0.8 * np.nanmax(hinge)
    for joint in ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX"):
        image[deep, point("right", joint)] = image[deep, point("left", joint)]
    hidden = replace(motion, image_px=image)
    assert recognise(motion, find_reps(motion)).name == "kickstand-rdl"  # as the networks have it, and she is seen
    assert recognise(hidden, find_reps(hidden)).name == "single-leg-rdl"


@pytest.mark.parametrize(
    ("legs", "likely", "name"),
    [
        ((70.0, -66.0, 66.0), 0.6, "single-leg-rdl"),  # a foot that rises, which the networks take for one that rests
        (KICKSTAND, 0.35, "kickstand-rdl"),  # a back foot on its toes, on the floor in every frame
        ((70.0, -66.0, 66.0), 0.99, "kickstand-rdl"),  # networks that are sure go before a landmark
    ],
)
def test_a_foot_that_stays_down_and_networks_that_are_unsure(
    legs: tuple[float, float, float], likely: float, name: str, measure: Callable[..., Motion]
) -> None:
    motion = measure(one_leg(legs, 90))
    motion = replace(motion, working_side="left", probabilities={"one-leg": 1.0, "kickstand": likely})
    assert recognise(motion, find_reps(motion)).name == name
