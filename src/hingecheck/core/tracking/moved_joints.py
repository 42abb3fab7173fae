"""Joints that were put in their place by hand, and their neighbours in time moved along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..arrays import Floats
from ..corrections import JointMoved
from ..landmarks import Landmark
from ..types import PoseTrack

#: A joint that was moved in one picture is moved along this long before and after, less and less, seconds: a tracker
#: errs for a stretch, and a leap of one frame would be filtered away as noise. Half the quickest lowering (0.5 s), of
#: life: in slow motion it is longer.
REACH_S = 0.25


def with_joints_moved(track: PoseTrack, moved: Sequence[JointMoved], speed_factor: float = 1.0) -> PoseTrack:
    """A track with joints where a person put them.

    Parameters
    ----------
    track : PoseTrack
        As it was found, in the pictures' own pixels and time.
    moved : sequence of JointMoved
    speed_factor : float
        How fast the video plays: 0.25 = four times slowed.

    Returns
    -------
    PoseTrack
        Each joint at its place in the frame nearest to its time, and on a straight line from there back to what was
        found, `REACH_S` away; between two moves of a joint that are nearer to each other, from one to the other. The
        joint counts as seen there. A move in a frame without the lifter changes nothing.
    """
    if not moved:
        return track
    image_px, world_m, visibility = track.image_px.copy(), track.world_m.copy(), track.visibility.copy()
    metres = _metres_a_pixel(track)
    for joint in dict.fromkeys(move.joint for move in moved):
        shift_px = _shifts(track, joint, [move for move in moved if move.joint == joint], REACH_S / speed_factor)
        touched = np.abs(shift_px).sum(axis=1) > 0
        image_px[:, joint] += shift_px
        world_m[:, joint, :2] += np.nan_to_num(shift_px * metres[:, None])
        visibility[touched, joint] = 1.0
    return replace(track, image_px=image_px, world_m=world_m, visibility=visibility)


def _shifts(track: PoseTrack, joint: Landmark, moves: Sequence[JointMoved], reach_s: float) -> Floats:
    """How far a joint is moved in each frame [shape=(n, 2)]; `reach_s` in the video's own time."""
    at: dict[int, Floats] = {}
    for move in moves:
        row = int(np.abs(track.time_s - move.time_s).argmin())
        shift = np.array([move.x_px, move.y_px]) - track.image_px[row, joint]
        if np.isfinite(shift).all():
            at[row] = shift
    if not at:
        return np.zeros((len(track), 2))
    rows = sorted(at)
    knots, values = [], []
    for place, row in enumerate(rows):
        time_s = float(track.time_s[row])
        before_s = float(track.time_s[rows[place - 1]]) if place else -np.inf
        after_s = float(track.time_s[rows[place + 1]]) if place + 1 < len(rows) else np.inf
        if time_s - before_s > 2 * reach_s:
            knots.append(time_s - reach_s)
            values.append(np.zeros(2))
        knots.append(time_s)
        values.append(at[row])
        if after_s - time_s > 2 * reach_s:
            knots.append(time_s + reach_s)
            values.append(np.zeros(2))
    shifts = np.array(values)
    return np.stack([np.interp(track.time_s, knots, shifts[:, axis], 0.0, 0.0) for axis in (0, 1)], axis=1)


def _metres_a_pixel(track: PoseTrack) -> Floats:
    """How many metres of the world landmarks a pixel is, frame by frame [shape=(n,)]; NaN without the lifter."""
    span_px, span_m = (points[..., 1].std(axis=1) for points in (track.image_px, track.world_m))
    return np.asarray(span_m / np.where(span_px > 0, span_px, np.nan))
