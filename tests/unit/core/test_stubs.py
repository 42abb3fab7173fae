"""Trunks read as stubs, behind plates and at the picture's upper edge, are not taken for hers."""

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.landmarks import SIDES, Landmark, point
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.stubs import without_stubs
from hingecheck.core.types import PoseTrack
from stick_figure import figure, reps

MOVE = reps(3)
STANDS_S = [(0.0, 1.0), *((phases.lifting_s[1], phases.lifting_s[1] + 1.0) for phases in MOVE.phases)]


def standing(track: PoseTrack) -> np.ndarray:
    """Rows in which she stands tall."""
    return np.any([(track.time_s >= since) & (track.time_s <= until) for since, until in STANDS_S], axis=0)


def heaped(track: PoseTrack, rows: np.ndarray, share: float) -> PoseTrack:
    """All that is above the hips read so much nearer to them."""
    image = track.image_px.copy()
    hips = image[:, [point(side, "HIP") for side in SIDES]].mean(axis=1, keepdims=True)
    above = np.arange(Landmark.LEFT_HIP)
    there = np.ix_(rows, above)
    image[there] = (hips + share * (image - hips))[there]
    return replace(track, image_px=image)


def squeezed(track: PoseTrack, rows: np.ndarray, share: float, room: float) -> PoseTrack:
    """All of her read so much nearer to her feet; the picture ends `room` heights of hers over them."""
    image = track.image_px.copy()
    feet = float(np.nanmax(image[..., 1]))
    tall = feet - float(np.nanmin(image[..., 1]))
    image[rows, :, 1] = feet + share * (image[rows, :, 1] - feet)
    return replace(track, image_px=image + np.array([0.0, room * tall - feet]))


def seen(track: PoseTrack) -> np.ndarray:
    return without_stubs(LifterTrack(track, 0, 0)).track.present


@pytest.mark.parametrize(("azimuth_deg", "share", "left_out"), [(90, 0.4, True), (90, 0.85, False), (0, 0.4, False)])
def test_a_heap_from_the_side_is_not_her(azimuth_deg: float, share: float, left_out: bool) -> None:
    track = figure(MOVE, azimuth_deg)
    rows = (track.time_s > 4.3) & (track.time_s < 5.0)
    assert (seen(heaped(track, rows, share)) == (~rows if left_out else True)).all()


def test_the_same_track_where_no_trunk_is_short() -> None:
    lifter = LifterTrack(figure(MOVE), 0, 0)
    assert without_stubs(lifter) is lifter


def test_who_is_smaller_in_the_picture_is_no_heap() -> None:
    """As where the camera zooms, and between cuts."""
    track = figure(MOVE)
    small = np.where(track.time_s < 3.0, 0.5, 1.0)[:, None, None]
    assert seen(replace(track, image_px=track.image_px * small)).all()


def test_a_little_between_two_heaps_is_not_believed_either() -> None:
    track = figure(MOVE)
    between = (track.time_s > 4.3) & (track.time_s < 5.4)
    rows = between & ~((track.time_s > 4.6) & (track.time_s < 4.9))
    assert (seen(heaped(track, rows, 0.4)) == ~between).all()


def test_who_is_squeezed_into_a_picture_too_low_to_stand_in_is_not_seen_standing() -> None:
    track = figure(MOVE)
    rows = standing(track)
    low = seen(squeezed(track, rows, 0.72, 0.75))
    assert not low[rows].any()
    assert low[~rows].mean() > 0.8
    assert seen(squeezed(track, rows, 0.72, 1.1)).all()  # in a picture that is high enough she may be short


def test_one_set_is_told_of_who_is_squeezed_in_and_her_tops_are_left_open() -> None:
    track = figure(MOVE)
    found = analyse(LifterTrack(squeezed(track, standing(track), 0.72, 0.75), 0, 0))
    assert [len(one.reps) for one in found.sets] == [3]
    assert any("the head" in str(problem) for problem in found.quality.problems)
    lockouts = {"incomplete-lockout", "overextended-lockout"}
    assert lockouts <= {entry.rule for entry in found.not_assessable}
    assert not lockouts & {finding.rule for finding in found.findings}
