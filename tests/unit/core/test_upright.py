from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.upright import turned_in_between, without_upturned, wrong_way_up
from hingecheck.core.types import CameraReport, PoseTrack
from hingecheck.errors import NothingMeasuredError
from stick_figure import (
    DEADLIFT,
    RDL,
    SQUATTED_RDL,
    TALL,
    THRUST_BOTTOM,
    THRUST_TOP,
    figure,
    follow,
    glide,
    reps,
)


def quarter_turned(track: PoseTrack, quarters: int) -> PoseTrack:
    """The picture turned clockwise."""
    image, (width, height) = track.image_px, (track.width_px, track.height_px)
    for _ in range(quarters):
        image = np.stack([height - image[..., 1], image[..., 0]], axis=-1)
        width, height = height, width
    return replace(track, image_px=image, width_px=width, height_px=height)


LIFTS = {
    "deadlift": (TALL, DEADLIFT), "rdl": (TALL, RDL), "squatted": (TALL, SQUATTED_RDL),
    "thrust": (THRUST_BOTTOM, THRUST_TOP),
}  # fmt: skip


@pytest.mark.parametrize("lift", LIFTS)
@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0, 45.0])
def test_upright_is_left_alone(lift, azimuth_deg):
    assert wrong_way_up(figure(reps(2, *LIFTS[lift]), azimuth_deg)) is None


@pytest.mark.parametrize("lift", ["deadlift", "rdl", "thrust"])
@pytest.mark.parametrize(("quarters", "turn"), [(1, "to the left"), (2, "upside down"), (3, "to the right")])
def test_how_it_is_to_be_turned(lift, quarters, turn):
    assert wrong_way_up(quarter_turned(figure(reps(2, *LIFTS[lift])), quarters)) == turn


@pytest.mark.parametrize(
    ("quarters", "turn"), [(0, None), (1, "to the left"), (2, "upside down"), (3, "to the right")]
)
@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
def test_a_back_leg_that_stands_aslant_is_no_plumb_line(azimuth_deg, quarters, turn):
    """In a kickstand it is the leg that moves least: on its side too its shank leans by half a right angle."""
    track = figure(reps(2, TALL, RDL, pause_s=0.2, stand_s=3.0), azimuth_deg)
    knee = np.median(track.image_px[:, point("left", "KNEE")], axis=0)
    behind = 130.0 * np.sign(azimuth_deg)
    for joint, further in (("ANKLE", 0.0), ("HEEL", 10.0), ("FOOT_INDEX", -60.0)):
        track.image_px[:, point("left", joint)] = knee + np.array([behind + np.sign(azimuth_deg) * further, 110.0])
    assert wrong_way_up(quarter_turned(track, quarters)) == turn


@pytest.mark.parametrize(("bottom", "feet_flat"), [(THRUST_TOP, False), (THRUST_BOTTOM, True)])
def test_who_kneels_and_who_never_stretches_her_hips_is_left_alone(bottom, feet_flat):
    track = quarter_turned(figure(reps(2, THRUST_BOTTOM, bottom)), 3)
    if not feet_flat:  # the instep on the floor: the toes go on where the shin points
        for side in ("left", "right"):
            knee, ankle = (track.image_px[:, point(side, joint)] for joint in ("KNEE", "ANKLE"))
            track.image_px[:, point(side, "FOOT_INDEX")] = ankle + 0.4 * (ankle - knee)
    assert wrong_way_up(track) is None


@pytest.mark.parametrize("tilt_deg", [-20, 20])
def test_a_tilted_camera_is_not_on_its_side(tilt_deg):
    track = figure(reps(2, TALL, SQUATTED_RDL))
    c, s = np.cos(np.radians(tilt_deg)), np.sin(np.radians(tilt_deg))
    assert wrong_way_up(replace(track, image_px=track.image_px @ np.array([[c, s], [-s, c]]))) is None


def test_nothing_is_judged_and_what_to_do_is_said():
    track = quarter_turned(figure(reps(2, TALL, RDL)), 1)
    with pytest.raises(NothingMeasuredError, match=r"lie on its side.*quarter to the left"):
        analyse(LifterTrack(track, jumps=0, others=0))


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_guessed_poses_tell_nobody_to_turn_the_picture(quarters):
    track = quarter_turned(figure(reps(2, TALL, RDL)), quarters)
    unsure = replace(track, visibility=np.full_like(track.visibility, 0.3))
    with pytest.raises(NothingMeasuredError, match="cannot be made out"):
        analyse(LifterTrack(unsure, jumps=0, others=0))


@pytest.mark.parametrize(
    ("part", "said"), [(["KNEE", "ANKLE"], "cannot be made out"), ([], "stand on its head")], ids=["noise", "shaken"]
)
def test_who_is_drawn_on_her_head_in_noise_is_guessed_in_a_shaken_picture_she_is_not(part, said) -> None:
    track = quarter_turned(figure(reps(2, TALL, RDL)), 2)
    image, random = track.image_px.copy(), np.random.default_rng(6)
    image += random.normal(0.0, 12.0, (len(track), 1, 2))
    for joint in [point(side, name) for side in SIDES for name in part]:
        image[:, joint] += random.normal(0.0, 25.0, (len(track), 2))
    with pytest.raises(NothingMeasuredError, match=said):
        analyse(LifterTrack(replace(track, image_px=image), jumps=0, others=0))


def test_level_shins_below_one_who_stands_upright_are_guessed() -> None:
    """A banner hides the shins: they are drawn folded along its upper edge, and stretched out only at the top."""
    track = figure(reps(3))
    image = track.image_px.copy()
    bent = np.percentile(image[:, point("left", "SHOULDER"), 1], 30) < image[:, point("left", "SHOULDER"), 1]
    for side in SIDES:
        knee, ankle = (point(side, joint) for joint in ("KNEE", "ANKLE"))
        image[bent, ankle] = image[bent, knee] + np.array([120.0, 20.0])
    assert wrong_way_up(replace(track, image_px=image)) is None


def test_too_few_frames_tell_nothing():
    track = quarter_turned(figure(reps(1, TALL, RDL)), 1)
    few = {name: getattr(track, name)[:5] for name in ("time_s", "frame_index", "image_px", "visibility", "world_m")}
    assert wrong_way_up(replace(track, **few, outline_px=track.outline_px[:5], people=track.people[:5])) is None


def test_frames_that_set_her_on_her_head_are_left_out():
    """As where a plate hides the body; a film that stands on its head is told by all its frames."""
    track = figure(reps(3, TALL, DEADLIFT))
    wrong = (track.time_s > 4.3) & (track.time_s < 4.9)
    image, world = track.image_px.copy(), track.world_m.copy()
    image[wrong, :, 1] = 2 * np.nanmean(image[wrong, :, 1]) - image[wrong, :, 1]
    world[wrong, :, 1] *= -1.0
    slipped = replace(track, image_px=image, world_m=world)
    right = without_upturned(slipped)
    assert (right.present == ~wrong).all()
    assert not right.visibility[wrong].any()
    assert without_upturned(track) is track
    fallen = replace(track, image_px=image[wrong], world_m=world[wrong], time_s=track.time_s[wrong])
    assert without_upturned(fallen) is fallen
    assert len(analyse(LifterTrack(slipped, 0, 0)).reps) == 3


def test_a_heap_is_left_out() -> None:
    """Shoulders read below the hips in the picture, and a little beyond level in space: half a second of it."""
    track = figure(reps(3, TALL, DEADLIFT))
    heap = (track.time_s > 4.3) & (track.time_s < 4.8)
    image, world = track.image_px.copy(), track.world_m.copy()
    shoulders, hips = [11, 12], [23, 24]
    image[np.ix_(heap, shoulders)] = image[np.ix_(heap, hips)] + [2.0, 10.0]
    world[np.ix_(heap, shoulders)] = world[np.ix_(heap, hips)] + [0.40, 0.06, 0.0]
    right = without_upturned(replace(track, image_px=image, world_m=world))
    assert (right.present == ~heap).all()


@pytest.mark.parametrize("azimuth_deg", [90.0, 45.0, 0.0, 180.0])
@pytest.mark.parametrize("lift", LIFTS)
def test_nobody_who_lifts_is_on_her_head(lift, azimuth_deg):
    track = figure(reps(2, *LIFTS[lift]), azimuth_deg)
    assert without_upturned(track) is track


@pytest.mark.parametrize(("turn_deg", "said"), [(20, False), (44, True), (-44, True)])
def test_a_picture_turned_in_between_is_said_to_be(turn_deg, said):
    track = figure(reps(2, TALL, RDL))
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    turned = replace(track, image_px=track.image_px @ np.array([[c, s], [-s, c]]))
    text = turned_in_between(turned, CameraReport())
    assert bool(text) == said
    assert not said or float(text.rsplit("--roll ")[1]) == pytest.approx(turn_deg, abs=5.0)
    assert wrong_way_up(turned) is None


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
def test_who_rests_flat_on_the_floor_after_a_set_is_in_no_turned_picture(azimuth_deg):
    flat, bridge = (-90.0, 92.0, -88.0), {"top": (-113.0, 115.0, 0.0), "bottom": (-90.0, 150.0, -10.0)}
    rest = glide(bridge["top"], (1.5, bridge["bottom"]), (1.0, flat), (8.0, flat))
    assert turned_in_between(figure(follow(reps(2, **bridge), rest), azimuth_deg), CameraReport()) == ""
