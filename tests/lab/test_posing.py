"""Angles asked for are the angles between joint centres, feet stand on the floor, hands hold the load."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES
from hingecheck.lab.posing.body import Body, skin
from hingecheck.lab.posing.lying import Support, pose_lying
from hingecheck.lab.posing.mass import centre_of_mass
from hingecheck.lab.posing.measures import lumbar_flexion_deg, pelvis_angles, side_angles
from hingecheck.lab.posing.movement import Movement, perform
from hingecheck.lab.posing.posture import HeldLoad, Posture, Setup, posture
from hingecheck.lab.posing.standing import pose_standing

COUNT = 25
DOWN = np.linspace(0.0, 1.0, COUNT)
BAR = HeldLoad("barbell", 60.0, plate_m=0.225)
SETUPS = {
    "two feet, bar": Setup(load=BAR),
    "two feet, kettlebell": Setup(load=HeldLoad("kettlebell", 24.0)),
    "two feet, wide, nothing held": Setup(half_stance_m=0.2, toe_out_deg=20.0),
    "left foot": Setup("one", "left", load=HeldLoad("dumbbell", 12.0, side="right")),
    "right foot": Setup("one", "right", load=HeldLoad("dumbbell", 12.0, side="left")),
    "kickstand": Setup("kickstand", "right", load=HeldLoad("two-dumbbells", 16.0)),
}


def folding(**more: object) -> Posture:
    angles: dict[str, object] = {
        "hip_hinge_deg": 95.0 * DOWN,
        "knee_flexion_deg": 5.0 + 25.0 * DOWN,
        "free_thigh_deg": -80.0 * DOWN,
        "free_knee_deg": 35.0 - 20.0 * DOWN,
        **more,
    }
    return posture(COUNT, **angles)  # type: ignore[arg-type]


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_hinge_and_knee_are_as_asked(body: Body, setup: Setup) -> None:
    wanted = folding(lumbar_flexion_deg=30.0 * DOWN, chest_flexion_deg=15.0 * DOWN)
    angles = side_angles(pose_standing(body, wanted, setup), setup.stance)
    np.testing.assert_allclose(angles["hip_hinge_deg"], wanted.hip_hinge_deg, atol=0.5)
    np.testing.assert_allclose(angles["knee_flexion_deg"], wanted.knee_flexion_deg, atol=0.5)


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_trunk_thigh_and_shank_close_the_chain(body: Body, setup: Setup) -> None:
    angles = side_angles(pose_standing(body, folding(), setup), setup.stance)
    chain = angles["trunk_inclination_deg"] + angles["knee_flexion_deg"] - angles["shank_inclination_deg"]
    np.testing.assert_allclose(angles["hip_hinge_deg"], chain, atol=1e-6)


@pytest.mark.parametrize("knee_deg", [-6.0, 0.5, 60.0, 110.0])
def test_knees_from_locked_back_to_a_squat(body: Body, knee_deg: float) -> None:
    wanted = folding(knee_flexion_deg=knee_deg, hip_hinge_deg=70.0)
    posed = pose_standing(body, wanted, Setup())
    np.testing.assert_allclose(side_angles(posed, "left")["knee_flexion_deg"], knee_deg, atol=0.5)


@pytest.mark.parametrize("lumbar_deg", [-20.0, 0.0, 12.0, 50.0])
def test_lumbar_flexion_is_as_asked(body: Body, lumbar_deg: float) -> None:
    posed = pose_standing(body, folding(lumbar_flexion_deg=lumbar_deg, chest_flexion_deg=20.0), Setup(load=BAR))
    np.testing.assert_allclose(lumbar_flexion_deg(posed), lumbar_deg, atol=0.5)


@pytest.mark.parametrize("lumbar_deg", [0.0, 30.0])
def test_lumbar_flexion_holds_in_a_twisted_trunk(body: Body, lumbar_deg: float) -> None:
    wanted = folding(lumbar_flexion_deg=lumbar_deg, twist_deg=-6.0, pelvis_rotation_deg=25.0)
    np.testing.assert_allclose(
        lumbar_flexion_deg(pose_standing(body, wanted, SETUPS["left foot"])), lumbar_deg, atol=0.5
    )


@pytest.mark.parametrize("name", ["left foot", "right foot", "kickstand"])
@pytest.mark.parametrize(("rotation_deg", "drop_deg"), [(0.0, 0.0), (30.0, 0.0), (-8.0, 5.0), (25.0, -6.0)])
def test_pelvis_rotation_is_as_asked_at_any_depth(
    body: Body, name: str, rotation_deg: float, drop_deg: float
) -> None:
    setup = SETUPS[name]
    wanted = folding(pelvis_rotation_deg=rotation_deg, pelvis_drop_deg=drop_deg)
    rotation, _ = pelvis_angles(pose_standing(body, wanted, setup), setup.stance)
    np.testing.assert_allclose(rotation, rotation_deg, atol=0.5)


@pytest.mark.parametrize("name", ["left foot", "right foot"])
def test_pelvis_drop_upright_is_as_asked(body: Body, name: str) -> None:
    setup = SETUPS[name]
    wanted = folding(hip_hinge_deg=0.0, pelvis_drop_deg=7.0)
    _, drop = pelvis_angles(pose_standing(body, wanted, setup), setup.stance)
    np.testing.assert_allclose(drop, 7.0, atol=0.5)


def test_opening_lifts_the_free_hip_when_bent(body: Body) -> None:
    setup = SETUPS["left foot"]
    posed = pose_standing(body, folding(pelvis_rotation_deg=25.0), setup)
    higher = posed.joint("HIP", "right")[:, 2] - posed.joint("HIP", "left")[:, 2]
    assert abs(higher[0]) < 0.02
    assert higher[-1] > 0.05


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_the_lifter_does_not_fall(body: Body, setup: Setup) -> None:
    posed = pose_standing(body, folding(), setup)
    load_kg = setup.load.mass_kg if setup.load.kind != "none" else 0.0
    centre = centre_of_mass(body.skeleton, posed.heads_m, setup.body_mass_kg, posed.load_m, load_kg)
    heel, toe = (posed.point(v[setup.stance])[:, 1] for v in (body.heels, body.toes))
    assert np.all(centre[:, 1] < heel - 0.03)
    assert np.all(centre[:, 1] > toe + 0.03)


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_the_foot_stands_flat_and_still(body: Body, setup: Setup) -> None:
    posed = pose_standing(body, folding(), setup)
    for vertex in (body.heels, body.balls):
        foot = posed.point(vertex[setup.stance])
        np.testing.assert_allclose(foot, foot[0] + np.zeros_like(foot), atol=0.004)
    frame = skin(body.vertices_m, body.weights, body.skeleton, posed.rotations[-1], posed.heads_m[-1])
    assert -0.015 < frame[:, 2].min() < 0.01


@pytest.mark.parametrize("name", ["two feet, bar", "two feet, kettlebell", "kickstand", "left foot"])
def test_the_hands_hold_the_load(body: Body, name: str) -> None:
    setup = SETUPS[name]
    posed = pose_standing(body, folding(), setup)
    hands = SIDES if setup.load.kind != "dumbbell" else (setup.load.side,)
    middle = np.mean([posed.hands_m[side] for side in hands], axis=0)
    np.testing.assert_allclose(middle, posed.load_m, atol=0.012)
    for side in hands:  # the hand's bones are where the fist is said to be
        assert np.all(np.linalg.norm(posed.joint("INDEX", side) - posed.hands_m[side], axis=-1) < 0.09)


def test_no_bone_is_stretched(body: Body) -> None:
    posed = pose_standing(body, folding(pelvis_rotation_deg=25.0, touch=DOWN), SETUPS["right foot"])
    skeleton = body.skeleton
    for bone, parent in enumerate(skeleton.parents):
        if parent >= 0:
            rest = np.linalg.norm(skeleton.rest_m[bone] - skeleton.rest_m[parent])
            now = np.linalg.norm(posed.heads_m[:, bone] - posed.heads_m[:, parent], axis=-1)
            np.testing.assert_allclose(now, rest, atol=1e-9)


def test_a_deadlift_starts_with_the_load_on_the_floor(body: Body) -> None:
    movement = Movement("deadlift", knee_bottom_deg=76.0, load=BAR, variation=0.0, reps=1)
    timeline, posed = perform(body, movement, 30.0, seed=1)
    bottom = int(np.abs(timeline.time_s - timeline.reps[0].bottom_s).argmin())
    assert posed.load_m[bottom, 2] == pytest.approx(0.225, abs=0.01)
    assert posed.load_m[:, 2].min() > 0.215


@pytest.mark.parametrize("bench_m", [0.40, 0.0])
@pytest.mark.parametrize("shin_deg", [-12.0, 0.0, 12.0])
def test_a_hip_thrust_has_the_hinge_and_shin_asked_for(body: Body, bench_m: float, shin_deg: float) -> None:
    wanted = posture(COUNT, hip_hinge_deg=45.0 * DOWN, lumbar_flexion_deg=5.0 * DOWN)
    support = Support(bench_m) if bench_m else Support(0.0, along=1.0, deep_m=0.125)
    posed = pose_lying(body, wanted, Setup(load=BAR), support, shin_deg)
    angles = side_angles(posed, "left")
    np.testing.assert_allclose(angles["hip_hinge_deg"], wanted.hip_hinge_deg, atol=0.5)
    assert angles["shank_inclination_deg"][0] == pytest.approx(shin_deg, abs=0.5)
    assert np.all(angles["trunk_inclination_deg"] < -25.0)  # face up


def test_mirrored_lifter_mirrors_the_pose(body: Body) -> None:
    left, right = (replace(SETUPS[name], load=HeldLoad()) for name in ("left foot", "right foot"))
    wanted = folding(pelvis_rotation_deg=18.0)
    a, b = pose_standing(body, wanted, left), pose_standing(body, wanted, right)
    mirror = np.array([-1.0, 1.0, 1.0])
    for joint in ("HIP", "KNEE", "ANKLE", "SHOULDER"):
        np.testing.assert_allclose(a.joint(joint, "left"), mirror * b.joint(joint, "right"), atol=2e-3)
