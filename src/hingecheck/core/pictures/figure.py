"""The lifter as line segments at a moment: bones of near and far side, back line, and the hinge angle as an arc."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import BONES, Landmark, Side, other, point
from ..learned.back_line import back_points
from ..reps.summaries import at_moment
from ..tracking.view import BACK_VIEW_LIMIT_DEG
from ..types import Motion, PoseTrack

Depth = Literal["near", "far", "across"]

#: Bones with an end less visible than this are guesses and are left out.
SEEN = 0.15
#: Radius of the arc, and length of the line that carries the thigh on past the hip, in trunk lengths.
ARC, CARRIED_ON = 0.26, 0.40
ARC_POINTS = 25
#: The back of a frame whose outline was not traced is that of one no further away than this, seconds and rows.
TRACED_NEAR_S, TRACED_ROWS = 0.1, 4
#: Joints from the trunk outwards.
LIMBS = (("SHOULDER", "ELBOW", "WRIST"), ("HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX"))


@dataclass(frozen=True, slots=True)
class Bone:
    """A line between two landmarks."""

    depth: Depth  #: on the side towards the camera, on the far side, or from one to the other
    start: tuple[float, float]  #: pixels of the upright picture
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class HingeMark:
    """The hinge: from the thigh, carried on past the hip, to the trunk."""

    guide: Floats  #: the thigh carried on: from the hip outwards, pixels [shape=(2, 2)]
    arc: Floats  #: pixels [shape=(25, 2)]
    label_at: tuple[float, float]  #: a free place for the number
    value_deg: float
    sigma_deg: float


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn over a picture."""

    bones: tuple[Bone, ...]  #: far ones first, so that near ones lie on top
    joints: Floats  #: joints of the near side [shape=(k, 2)]
    hinge: HingeMark | None  #: None where it was not measured


def figure_at(motion: Motion, row: int) -> Figure:
    """The lifter at one row of a motion.

    Parameters
    ----------
    motion : Motion
    row : int

    Returns
    -------
    Figure
        In pixels of the upright picture.
    """
    points, usable = motion.image_px[row], drawn_landmarks(motion, slice(row, row + 1))[0]
    near = motion.view.near_side
    bones = [
        Bone(bone_depth(a, b, near), _pair(points[a]), _pair(points[b])) for a, b in BONES if usable[a] and usable[b]
    ]
    order = {"far": 0, "across": 1, "near": 2}
    joints = [point(near, name) for name in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "FOOT_INDEX")]
    return Figure(
        bones=tuple(sorted(bones, key=lambda bone: order[bone.depth])),
        joints=points[[j for j in joints if usable[j]]],
        hinge=_hinge(motion, row),
    )


def drawn_landmarks(motion: Motion, rows: slice) -> NDArray[np.bool_]:
    """Which landmarks are sure enough to draw [shape=(n, 33)]."""
    usable = np.isfinite(motion.image_px[rows]).all(axis=-1) & (motion.visibility[rows] >= SEEN)
    for limb in LIMBS:  # on the far side a foot without its leg would float about
        chain = [point(other(motion.view.near_side), name) for name in limb]
        usable[:, chain] = np.logical_and.accumulate(usable[:, chain], axis=1)
    return np.asarray(usable)


def back_at(motion: Motion, track: PoseTrack, row: int) -> Floats:
    """The back line of one frame as it was found: what the low back's measure is read from.

    Parameters
    ----------
    motion : Motion
        For the view and the posture.
    track : PoseTrack
    row : int
        Of the track.

    Returns
    -------
    array [shape=(k, 2)]
        Pixels of the upright picture; k is 0 where no back shows: lying, not from the side, or the outline broken.
        Where this frame's outline was not traced, the nearest one's back moves along with hip and shoulder.
    """
    view = motion.view
    if motion.face_up or view.off_side_deg > BACK_VIEW_LIMIT_DEG:
        return np.empty((0, 2))
    traced = _traced_near(track, row)
    near = [point(view.near_side, name) for name in ("HIP", "SHOULDER")]
    (hip, shoulder), (hip_then, shoulder_then) = track.image_px[row, near], track.image_px[traced, near]
    back = back_points(hip_then, shoulder_then, track.outline_px[traced], view.facing)
    if traced == row or not len(back):
        return back
    along, along_then = (complex(*(end - start)) for start, end in ((hip, shoulder), (hip_then, shoulder_then)))
    if not np.isfinite(along):
        return np.empty((0, 2))
    moved = (back - hip_then) @ np.array([1.0, 1.0j]) * (along / along_then)
    return np.asarray(np.stack([moved.real, moved.imag], axis=1) + hip)


def _traced_near(track: PoseTrack, row: int) -> int:
    """The row nearest to `row` in time whose outline was traced, no further than `TRACED_NEAR_S`; else `row`."""
    rows = np.arange(max(row - TRACED_ROWS, 0), min(row + TRACED_ROWS + 1, len(track)))
    away_s = np.abs(track.time_s[rows] - track.time_s[row])
    away_s[np.isnan(track.outline_px[rows, 0, 0])] = np.inf
    place = int(np.argmin(away_s))
    return int(rows[place]) if away_s[place] <= TRACED_NEAR_S else row


def bone_depth(a: Landmark, b: Landmark, near: Side) -> Depth:
    """On which side of the body a bone lies, seen from the camera."""
    sides = {name.name.split("_")[0].lower() for name in (a, b)}
    if len(sides) == 2:
        return "across"
    return "near" if sides == {near} else "far"


def _hinge(motion: Motion, row: int) -> HingeMark | None:
    side = motion.measured_side
    shoulder, hip, knee = (motion.image_px[row, point(side, name)] for name in ("SHOULDER", "HIP", "KNEE"))
    read = at_moment(motion.series["hip_hinge_deg"], row, motion.rate_hz)  # the number the report has there
    trunk, thigh = shoulder - hip, hip - knee
    long = float(np.hypot(*trunk))
    if read is None or not np.isfinite([long, *thigh]).all() or long < 1 or np.hypot(*thigh) < 1:
        return None
    start, end = np.arctan2(thigh[1], thigh[0]), np.arctan2(trunk[1], trunk[0])
    turn = (end - start + np.pi) % (2 * np.pi) - np.pi
    angles = start + turn * np.linspace(0, 1, ARC_POINTS)
    round_hip = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return HingeMark(
        guide=np.stack([hip, hip + CARRIED_ON * long * round_hip[0]]),
        arc=hip + ARC * long * round_hip,
        label_at=_pair(hip + (ARC + 0.17) * long * round_hip[ARC_POINTS // 2]),
        value_deg=read[0],
        sigma_deg=read[1],
    )


def _pair(xy: Floats) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])
