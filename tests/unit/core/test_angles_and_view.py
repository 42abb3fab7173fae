"""Angles of a posed figure, and where the camera stands, from all round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.geometry import circular_mean_deg, inclination_deg, wrap_deg
from hingecheck.core.landmarks import Side, point
from hingecheck.core.measures.leg_as_seen import KNEE_SIGMA_DEG, OF_RETURNED, SEEN, TAKEN_DEG, with_leg_as_seen
from hingecheck.core.measures.observation import Observation, observe
from hingecheck.core.measures.stance import constant_stance
from hingecheck.core.tracking.joints import load_offset
from hingecheck.core.tracking.view import estimate_view
from hingecheck.core.types import Motion, Series, View
from stick_figure import DEADLIFT, THRUST_BOTTOM, THRUST_TOP, figure, glide, hide, lean_free_leg, mirror, reps

Measure = Callable[..., Motion]
SET = reps(2, bottom=DEADLIFT)
WANTED = {
    "trunk_inclination_deg": SET.angles_deg[:, 0],
    "hip_hinge_deg": SET.hinge_deg,
    "knee_flexion_deg": SET.knee_deg,
    "shank_inclination_deg": SET.angles_deg[:, 2],
}


@pytest.mark.parametrize("azimuth_deg", [90, -90, 0, 45, -45, 135, -135, 180])
def test_angles_are_the_posed_ones(azimuth_deg: float, measure: Measure) -> None:
    motion = measure(figure(SET, azimuth_deg))
    for name, wanted in WANTED.items():
        for side in ("left", "right"):
            assert motion.by_side[f"{name}.{side}"].value == pytest.approx(wanted, abs=0.5), (name, side)
        assert motion.series[name].value == pytest.approx(wanted, abs=0.5), name


@pytest.mark.parametrize("azimuth_deg", [75, 80, -80, 100, 105])
def test_a_camera_a_little_off_the_side_costs_a_few_degrees(azimuth_deg: float, measure: Measure) -> None:
    # cos 15° = 0.966 squeezes what is level: at most 5° of a hinge made of two inclinations.
    motion = measure(figure(SET, azimuth_deg))
    for name, wanted in WANTED.items():
        away = np.abs(motion.series[name].value - wanted)
        assert away.max() < 5.0, name
        assert (away < motion.series[name].sigma).all(), name


@pytest.mark.parametrize("azimuth_deg", range(-175, 181, 5))
def test_azimuth_and_near_side_all_round(azimuth_deg: float) -> None:
    track = figure(reps(1), azimuth_deg)
    view = estimate_view(track.image_px, track.world_m, track.visibility)
    assert abs(float(wrap_deg(np.array(view.azimuth_deg - azimuth_deg)))) < 3.0
    assert view.spread_deg < 1.0
    if abs(azimuth_deg) not in (0, 180):
        assert view.near_side == ("left" if azimuth_deg > 0 else "right")


@pytest.mark.parametrize(
    ("azimuth_deg", "name"),
    [
        *((sign * a, name) for sign in (1, -1) for a, name in (
            (0, "front"), (22, "front"), (23, "front-oblique"), (67, "front-oblique"), (68, "side"), (90, "side"),
            (112, "side"), (113, "rear-oblique"), (157, "rear-oblique"), (158, "rear"), (180, "rear"),
        )),
    ],
)  # fmt: skip
def test_views_are_named_by_eighths(azimuth_deg: float, name: str) -> None:
    assert View(azimuth_deg, 0.0, "left").name == name


def test_how_far_a_view_is_off_the_side() -> None:
    assert [View(a, 0.0, "left").off_side_deg for a in (90, -90, 0, 180, 110, -70)] == [0, 0, 90, 90, 20, 20]


def test_feet_overrule_hips_that_have_left_and_right_depth_confused() -> None:
    track = figure(reps(1), 90)
    wrong_depth = replace(track, world_m=track.world_m * np.array([1.0, 1.0, -1.0]))
    view = estimate_view(wrong_depth.image_px, wrong_depth.world_m, wrong_depth.visibility)
    assert view.near_side == "left"
    assert view.azimuth_deg == pytest.approx(90, abs=3)


def test_a_track_without_depth_still_gets_a_view() -> None:
    track = figure(reps(1), 90)
    view = estimate_view(track.image_px, np.full_like(track.world_m, np.nan), track.visibility)
    assert view.name == "side"
    assert view.spread_deg == 180.0


@pytest.mark.parametrize("azimuth_deg", [90, -90, 30, 0])
def test_hinge_is_trunk_and_knee_less_shank(azimuth_deg: float, measure: Measure) -> None:
    motion = measure(figure(SET, azimuth_deg))
    for side in ("left", "right"):
        h, t, k, s = (
            motion.by_side[f"{name}.{side}"].value
            for name in ("hip_hinge_deg", "trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
        )
        assert h == pytest.approx(t + k - s, abs=1e-9)


def test_a_lean_back_is_a_negative_hinge(measure: Measure) -> None:
    move = glide((0, 0, 0), (1, (60, 10, 4)), (1, (-12, -3, -3)), (1, (-12, -3, -3)))
    motion = measure(figure(move))
    assert motion.series["hip_hinge_deg"].value[-10] == pytest.approx(-15, abs=0.5)
    assert motion.series["knee_flexion_deg"].value[-10] == pytest.approx(-6, abs=0.5)
    assert not motion.face_up


@pytest.mark.parametrize("azimuth_deg", [90, -90, 45])
def test_lying_face_up_the_trunk_counts_the_other_way(azimuth_deg: float, measure: Measure) -> None:
    move = reps(2, THRUST_TOP, THRUST_BOTTOM, starts="floor")
    motion = measure(figure(move, azimuth_deg))
    assert motion.face_up
    assert motion.series["trunk_inclination_deg"].value == pytest.approx(-move.angles_deg[:, 0], abs=0.5)
    assert motion.series["hip_hinge_deg"].value == pytest.approx(move.hinge_deg, abs=0.5)


def test_neck_is_in_line_with_the_trunk(measure: Measure) -> None:
    assert measure(figure(SET)).series["neck_extension_deg"].value == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("ahead_m", [-0.05, 0.0, 0.12])
def test_load_offset_is_hands_ahead_of_mid_foot_in_leg_lengths(ahead_m: float, measure: Measure) -> None:
    motion = measure(figure(SET, hands_ahead_m=ahead_m))
    assert motion.series["load_offset_leg"].value == pytest.approx(ahead_m / 0.86, abs=0.005)
    assert motion.series["load_offset_leg"].unit == "leg"


def test_load_offset_in_metres_only_with_a_height(check: Callable) -> None:
    track = figure(reps(2), hands_ahead_m=0.10)
    told, untold = check(track, height_m=0.86 / 0.480).motion, check(track).motion
    assert told.series["load_offset_m"].value == pytest.approx(0.10, abs=0.005)
    assert "load_offset_m" not in told.missing
    assert "load_offset_m" not in untold.series
    assert "--height" in untold.missing["load_offset_m"]


def test_load_offset_of_a_lifter_without_a_whole_leg_is_unknown() -> None:
    assert np.isnan(load_offset(np.ones((3, 33, 2)), 0.0, "left")).all()


def test_load_offset_is_refused_from_the_front(measure: Measure) -> None:
    motion = measure(figure(SET, 0))
    assert "load_offset_leg" not in motion.series
    assert "side" in motion.missing["load_offset_leg"]


@pytest.mark.parametrize("stance", ["left", "right"])
@pytest.mark.parametrize("azimuth_deg", [90, -90, 45, 0])
def test_the_working_leg_is_the_one_that_hinges(azimuth_deg: float, stance: str, measure: Measure) -> None:
    move = reps(2)
    free = "right" if stance == "left" else "left"
    motion = measure(figure(move, azimuth_deg, free=free, free_angles_deg=lean_free_leg(move)))
    assert motion.working_side == motion.measured_side == stance
    assert motion.series["hip_hinge_deg"].value == pytest.approx(move.hinge_deg, abs=0.6)


def test_two_legs_are_measured_on_the_near_one_from_the_side_and_the_better_seen_one_else(measure: Measure) -> None:
    assert measure(figure(SET, 90)).measured_side == "left"
    assert measure(figure(SET, -90)).measured_side == "right"
    half_hidden = hide(figure(SET, 45), ("KNEE",), sides=("left",))
    assert measure(half_hidden).measured_side == "right"
    assert measure(half_hidden).working_side == "both"


def test_a_mirrored_picture_shows_the_other_side(measure: Measure) -> None:
    motion = measure(mirror(figure(SET, 70)))
    assert motion.view.azimuth_deg == pytest.approx(-70, abs=1)
    assert motion.measured_side == "right"


def test_angles_worked_out_by_hand() -> None:
    origin = np.zeros(2)
    for forward, up, wanted in ((0, 1, 0), (1, 1, 45), (1, 0, 90), (-1, 1, -45), (0, -1, 180)):
        assert inclination_deg(origin, np.array([forward, up], dtype=float)) == pytest.approx(wanted)
    assert circular_mean_deg(np.array([170.0, -170.0, np.nan])) == pytest.approx(180.0)
    assert np.isnan(circular_mean_deg(np.array([np.nan])))
    assert wrap_deg(np.array([-180.0, 180.0, 540.0, 239.0]), -120.0).tolist() == [180.0, 180.0, 180.0, -121.0 + 360.0]


@pytest.mark.parametrize("side", ["left", "right"])
def test_load_offset_counts_the_measured_foot_where_the_other_is_behind(side: Side) -> None:
    plane = np.zeros((5, 33, 2))
    for each, middle in (("left", 0.10), ("right", -0.40)):  # a kickstand: the right foot half a leg behind
        plane[:, point(each, "HEEL"), 0] = middle - 0.1
        plane[:, point(each, "FOOT_INDEX"), 0] = middle + 0.1
        plane[:, [point(each, "WRIST"), point(each, "INDEX")], 0] = 0.18
    wanted = {"left": 0.08, "right": 0.58}[side]
    np.testing.assert_allclose(load_offset(plane, 1.0, side), wanted)


def test_load_offset_counts_both_feet_where_they_stand_beside_each_other() -> None:
    plane = np.zeros((5, 33, 2))
    for each, middle in (("left", 0.03), ("right", -0.03)):
        plane[:, [point(each, "HEEL"), point(each, "FOOT_INDEX")], 0] = middle
        plane[:, [point(each, "WRIST"), point(each, "INDEX")], 0] = 0.1
    np.testing.assert_allclose(load_offset(plane, 0.5, "left"), 0.2)


def observed_from(azimuth_deg: float) -> Observation:
    """A lift as the landmarks alone have it."""
    return observe(figure(reps(1), azimuth_deg), 30.0, None)


def leg_of(thigh_deg: float, rows: int, *, knee_sigma_deg: float = 3.0) -> dict[str, Series]:
    """A leg whose thigh leans so far, under a trunk that leans by 40°, on a shank that is upright."""
    known = {
        "hip_hinge_deg": 40.0 + thigh_deg,
        "knee_flexion_deg": thigh_deg,
        "trunk_inclination_deg": 40.0,
        "shank_inclination_deg": 0.0,
    }
    return {
        name: Series(np.full(rows, deg), np.full(rows, knee_sigma_deg if name.startswith("knee") else 4.0), "deg")
        for name, deg in known.items()
    }


@pytest.mark.parametrize(
    ("networks_deg", "back_deg"), [(10.0, 20.0 - TAKEN_DEG), (30.0 - TAKEN_DEG, 0.0), (27.0, 0.0), (35.0, 0.0)]
)
def test_of_one_leg_from_the_side_networks_take_no_more_than_the_labs(networks_deg: float, back_deg: float) -> None:
    """Landmarks show a thigh of 30°."""
    observed = observed_from(90.0)
    rows = len(observed.points.time_s)
    angles, own = leg_of(networks_deg, rows), leg_of(30.0, rows)
    found = with_leg_as_seen(angles, own, observed, constant_stance("left", rows, one_leg=True))
    assert found["hip_hinge_deg"].value == pytest.approx(40.0 + networks_deg + back_deg)
    assert found["knee_flexion_deg"].value == pytest.approx(networks_deg + back_deg)
    for name in ("trunk_inclination_deg", "shank_inclination_deg"):
        assert found[name] is angles[name]
    for name in ("hip_hinge_deg", "knee_flexion_deg"):  # what is given back is off by a share of itself
        assert found[name].sigma == pytest.approx(np.hypot(angles[name].sigma, OF_RETURNED * back_deg))


@pytest.mark.parametrize(
    ("azimuth_deg", "one_leg", "lies"), [(90.0, False, False), (0.0, True, False), (90.0, True, True)]
)
def test_of_two_legs_from_the_front_or_lying_the_networks_are_believed(
    azimuth_deg: float, one_leg: bool, lies: bool
) -> None:
    observed = replace(observed_from(azimuth_deg), face_up=lies)
    rows = len(observed.points.time_s)
    angles = leg_of(10.0, rows)
    found = with_leg_as_seen(angles, leg_of(30.0, rows), observed, constant_stance("left", rows, one_leg=one_leg))
    assert all(found[name] is one for name, one in angles.items())


@pytest.mark.parametrize("cut", [{"feet_cut_off": True}, {"behind_post": True}])
def test_of_a_leg_that_does_not_show_whole_nothing_is_taken_as_seen(cut: dict[str, bool]) -> None:
    observed = observed_from(90.0)
    observed = replace(observed, points=replace(observed.points, **cut))
    rows = len(observed.points.time_s)
    angles = leg_of(10.0, rows)
    angles["knee_flexion_deg"].value[:] = np.nan
    found = with_leg_as_seen(angles, leg_of(30.0, rows), observed, constant_stance("left", rows, one_leg=True))
    assert all(found[name] is one for name, one in angles.items())


def test_a_knee_that_networks_miss_is_told_by_the_rest_of_its_leg_where_that_is_surely_seen() -> None:
    """The networks call it hidden in ten rows; in the last five of them the ankle is less than sure."""
    observed = observed_from(90.0)
    rows, missed, hidden = len(observed.points.time_s), slice(20, 30), slice(25, 30)
    visibility = np.ones_like(observed.points.visibility)
    visibility[hidden, point("left", "ANKLE")] = SEEN - 0.01
    visibility[:, point("right", "ANKLE")] = 0.0  # the free leg is not asked
    observed = replace(observed, points=replace(observed.points, visibility=visibility))
    angles = leg_of(30.0, rows)
    knee = angles["knee_flexion_deg"]
    knee.value[missed] = knee.sigma[missed] = np.nan
    own = leg_of(33.0, rows)
    found = with_leg_as_seen(angles, own, observed, constant_stance("left", rows, one_leg=True))["knee_flexion_deg"]
    assert found.value[20:25] == pytest.approx(30.0)  # hinge less trunk and shank
    assert found.sigma[20:25] == pytest.approx(KNEE_SIGMA_DEG)
    assert np.isnan(found.value[hidden]).all()
    assert np.delete(found.value, np.r_[missed]) == pytest.approx(30.0)
    assert np.delete(found.sigma, np.r_[missed]) == pytest.approx(3.0)
