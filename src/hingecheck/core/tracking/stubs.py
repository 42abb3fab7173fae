"""Trunks read as stubs: from the side a trunk is nearly as long in the picture however it leans.

Who slips out of a network's sight, as behind a plate, is read as a heap: shoulders and head at the hips. And where
the picture ends below the shoulders of one who stands, they are squeezed into it, and hips and knees with them. A
network is as sure of these as of any others.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..arrays import Floats, Mask
from ..geometry import inclination_deg, length
from ..landmarks import both
from ..signals import runs
from ..types import PoseTrack
from .breaks import find_breaks
from .framing import leaves_no_room
from .lifter import LifterTrack
from .stretches import select_rows, without_rows
from .view import SIDE_VIEW_LIMIT_DEG, estimate_view

#: Of a trunk's lengths in a scene, and of the legs', this percentile is the usual one.
USUAL_PERCENTILE = 75
#: A trunk is a stub where it is shorter than this share of its usual length, or of what the legs are of theirs: one
#: that is within so many degrees of upright, and one that leans. Of 28 real clips and 168 of the lab's from the side
#: two have stubs: where a plate, and where the picture's edge, hid the lifter. Of two read as heaps round a plate
#: trunks were 0.2 to 0.6.
UPRIGHT_DEG, SHORT_UPRIGHT, SHORT = 35.0, 0.7, 0.6
#: In a picture too low to stand in, so are trunks of who stands that are shorter than this: squeezed in they had 0.73
#: to 0.77, and 0.85 to 0.9 on the way. Of those clips one has such a picture by mistake, and six frames of 430 in it.
STANDS_DEG, SQUEEZED = 15.0, 0.85
#: … and that the same trunk is longer where it leans, in the seconds before or after.
BENDS_S = 3.0
#: A picture jumped closer, or wider, for good where the usual trunk that leans is so much longer after it, or
#: shorter: as the logarithm. Who is squeezed in where she stands is as long as ever when she bends.
CLOSER = float(np.log(1.15))
#: Between two stubs no further apart than this, seconds, nothing is believed either.
BETWEEN_S = 0.5
#: The camera must see the side in all of a scene, and for so long before and after, seconds: who turns is no stub.
AROUND_S = 2.0
#: Fewest frames that tell from where she is seen.
MIN_FRAMES = 10


def without_stubs(lifter: LifterTrack) -> LifterTrack:
    """A track without the lifter where her trunk is a stub; the same object where it never is.

    Parameters
    ----------
    lifter : LifterTrack
        Raw, in the pictures' own pixels.
    """
    track = lifter.track
    stubs = np.zeros(len(track), dtype=bool)
    for first, last in pairwise(sorted({0, *lifter.cuts, *_closer_from(track), len(track)})):
        stubs[first:last] = _stubs(select_rows(track, np.arange(first, last)))
    return replace(lifter, track=without_rows(track, stubs)) if stubs.any() else lifter


def _closer_from(track: PoseTrack) -> list[int]:
    """Rows from which on the picture is cropped closer, or wider, for good: no trunk is too short for that."""
    trunk, lean_deg = _trunk(track)
    leaning = np.where(lean_deg > UPRIGHT_DEG, trunk, np.nan)
    rows = np.searchsorted(track.time_s, find_breaks(track).jumps_s).tolist()
    usual = [[_usual(part) for part in (leaning[:row], leaning[row:])] for row in rows]
    return [row for row, (before, after) in zip(rows, usual, strict=True) if abs(np.log(after / before)) > CLOSER]


def _trunk(track: PoseTrack) -> tuple[Floats, Floats]:
    """How long the trunk shows, and how far it leans, degrees [shape=(n,) each]."""
    shoulder, hip = (track.image_px[:, both(joint)] for joint in ("SHOULDER", "HIP"))
    up = np.array([1.0, -1.0])  # pictures count downwards
    lean_deg = np.abs(inclination_deg(hip.mean(axis=1) * up, shoulder.mean(axis=1) * up))
    return np.asarray(length(shoulder, hip).mean(axis=1)), np.asarray(lean_deg)


def _usual(lengths: Floats) -> float:
    """What some lengths usually are; NaN where none is known."""
    return float(np.nanpercentile(lengths, USUAL_PERCENTILE)) if np.isfinite(lengths).any() else float("nan")


def _stubs(scene: PoseTrack) -> Mask:
    """Rows of one scene in which the trunk is a stub [shape=(n,)]."""
    none = np.zeros(len(scene), dtype=bool)
    if scene.present.sum() < MIN_FRAMES or not _from_the_side(scene, scene.present):
        return none
    short = _short(scene)
    joined = short.copy()
    for first, last in runs(~short):
        inside = first > 0 and last < len(scene)
        joined[first:last] = inside and scene.time_s[last] - scene.time_s[first - 1] <= BETWEEN_S
    for first, last in runs(joined):
        begins_s, ends_s = scene.time_s[first], scene.time_s[last - 1]
        near = (scene.time_s >= begins_s - AROUND_S) & (scene.time_s <= ends_s + AROUND_S)
        joined[first:last] = _from_the_side(scene, near & ~short)
    return joined


def _short(scene: PoseTrack) -> Mask:
    """Rows in which the trunk is shorter than it can look from the side [shape=(n,)]."""
    hip, knee, ankle = (scene.image_px[:, both(joint)] for joint in ("HIP", "KNEE", "ANKLE"))
    trunk, lean_deg = _trunk(scene)
    legs = (length(hip, knee) + length(knee, ankle)).max(axis=1)
    trunk_share, legs_share = (one / max(_usual(one), 1e-9) for one in (trunk, legs))
    least = np.where(lean_deg < UPRIGHT_DEG, SHORT_UPRIGHT, SHORT)
    short = trunk_share < least * np.minimum(legs_share, 1.0)
    if leaves_no_room(scene):
        short |= (lean_deg < STANDS_DEG) & (trunk < SQUEEZED * _usual_around(scene.time_s, trunk))
    return np.asarray(short)


def _usual_around(time_s: Floats, lengths: Floats) -> Floats:
    """The usual length in the seconds round each row [shape=(n,)]: she may be filmed from nearer later on."""
    firsts, lasts = (np.searchsorted(time_s, time_s + away_s) for away_s in (-BENDS_S, BENDS_S))
    around = (lengths[first:last] for first, last in zip(firsts, lasts, strict=True))
    return np.array([_usual(one) for one in around])


def _from_the_side(scene: PoseTrack, rows: Mask) -> bool:
    """Whether some rows, those with the lifter, show her from the side; enough of them."""
    rows = rows & scene.present
    if rows.sum() < MIN_FRAMES:
        return False
    view = estimate_view(scene.image_px[rows], scene.world_m[rows], scene.visibility[rows])
    return view.off_side_deg <= SIDE_VIEW_LIMIT_DEG
