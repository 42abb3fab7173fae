"""A phone that is knocked over: where the picture turns faster than the room can be followed, and how far.

The background tells a camera's turn from frame to frame while it is slow. What falls turns by a quarter within half a
second, in a blur. Gravity holds the lifter's shanks: both turn at once, the same way, only with the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Mask
from ..geometry import inclination_deg, wrap_deg
from ..landmarks import SIDES, point
from ..phrases import N_, Phrase
from ..signals import runs
from ..types import PoseTrack
from .camera_motion import camera_path
from .framing import spans_said
from .lifter import LifterTrack
from .stretches import select_rows, without_rows
from .upright import wrong_way_up

#: A step faster than this, degrees a second, shows the room turn: of 46 real clips 45 stay below 30, one that is
#: filmed in the hand reaches 58. Where no step of a fall is known, thighs and trunk must turn as the shanks do.
FAST_DEG_S = 45.0
#: Falling takes no longer, seconds.
MAX_FALL_S = 2.0
#: Where both shanks turn by so much more than the room is known to, degrees, the picture did. A lift turns both by
#: less than 10° in the third of a second of a fall.
TURNED_DEG = 25.0
#: … and both at this rate at least, degrees a second, over frames of which some steps are not known. Shins go
#: forward by 30° in half a second of a quick squat, who lies down takes a second; phones that fall or are set up 150
#: and more.
LEAST_DEG_S = 80.0
#: A tracker that slips turns both within a frame, a picture from frame to frame: no step is more than this share.
MAX_STEP_SHARE = 0.5
#: Shanks are taken over so many frames with the lifter before and after, …
SHANK_ROWS = 5
#: … no further away than this, seconds.
SHANK_S = 0.7
#: … one of which is seen so surely, before and after: behind plates, where both are a guess, they turned by 50 to
#: 72° in a film that stood.
SHANK_SEEN = 0.5
#: Shanks that lean by more than this carry nobody (see `upright.MAX_LEAN_DEG`).
LIES_DEG = 55.0
#: Scenes on their sides are left out where the upright ones show her in this share of the frames; else the film is to
#: be turned. A title shows nobody.
UPRIGHT_SHARE = 0.25
UP_THE_BODY = ("ANKLE", "KNEE", "HIP", "SHOULDER")

LEFT_OUT = N_("the picture was tipped over from {times}: left out")


def without_tipped(lifter: LifterTrack, video_s: Floats | None = None) -> tuple[LifterTrack, tuple[str, ...]]:
    """A track without the lifter where the phone was tipped over, and cut where it fell.

    Parameters
    ----------
    lifter : LifterTrack
        Raw.
    video_s : array [shape=(n,)], optional
        Times in the video, for what is said; the track's own if not given.

    Returns
    -------
    LifterTrack
        Where a picture turned by `TURNED_DEG` or more against that which shows most of the lifter, she is nobody, and
        so she is while it turns, and in a scene on its side beside others that are upright. The recording is cut at
        each fall. The same object where there is nothing of this.
    tuple of str
        What to say of it.
    """
    if lifter.background is None:
        return lifter, ()
    track, steps = lifter.track, lifter.background.steps
    tipped, cuts = np.zeros(len(track), dtype=bool), list(lifter.cuts)
    rows = {True: 0, False: 0}  #: with her, in scenes that are upright, and that are not
    lies: list[slice] = []
    scenes = list(pairwise([0, *lifter.cuts, len(track)]))
    for first, last in scenes:
        scene = select_rows(track, np.arange(first, last))
        falls = _falls(scene, steps[first:last])
        tipped[first:last] = _tipped(scene, falls)
        cuts += [first + fall.last for fall in falls]
        shown = without_rows(scene, tipped[first:last])
        upright = wrong_way_up(shown) is None
        rows[upright] += int(shown.present.sum())
        lies += [] if upright else [slice(first, last)]
    if rows[True] >= UPRIGHT_SHARE * sum(rows.values()):
        for scene_rows in lies:
            tipped[scene_rows] = True
    if not tipped.any():
        return lifter, ()
    left = replace(lifter, track=without_rows(track, tipped), cuts=tuple(sorted(cuts)))
    return left, (_said(track.time_s if video_s is None else video_s, tipped),)


@dataclass(frozen=True, slots=True)
class _Fall:
    """Rows in which the picture turns, from `first` up to `last`, and by how much."""

    first: int
    last: int
    turned_deg: float


def _tipped(scene: PoseTrack, falls: Sequence[_Fall]) -> Mask:
    """Rows of a scene in which the picture turns, or is turned against that which shows most of the lifter."""
    tipped = np.zeros(len(scene), dtype=bool)
    if not falls:
        return tipped
    turned_deg = np.array([0.0, *np.cumsum([fall.turned_deg for fall in falls]).tolist()])
    firsts, lasts = [0, *(fall.last for fall in falls)], [*(fall.first for fall in falls), len(scene)]
    stands = np.nan_to_num(abs(_leans_deg(scene, "ANKLE", "KNEE")), nan=np.inf).min(axis=1) < LIES_DEG
    main = int(np.argmax([stands[first:last].sum() for first, last in zip(firsts, lasts, strict=True)]))
    for first, last, turned in zip(firsts, lasts, abs(turned_deg - turned_deg[main]), strict=True):
        tipped[first:last] = turned >= TURNED_DEG
    for fall in falls:
        tipped[fall.first : fall.last] = True
    return tipped


def _falls(scene: PoseTrack, steps: Floats) -> list[_Fall]:
    """Where the picture turns too fast to be followed, and the lifter with it."""
    fast = _fast(scene.time_s, steps)
    body_deg = np.concatenate([_leans_deg(scene, *ends) for ends in pairwise(UP_THE_BODY)], axis=1)
    path = camera_path(steps)
    followed_deg = np.degrees(np.unwrap(np.angle(path[:, 0] + 1j * path[:, 1])))
    out = []
    for first, last in runs(_turning(scene.time_s, steps, fast)):
        before = _near(scene, np.arange(first - 1, -1, -1), float(scene.time_s[first]))
        after = _near(scene, np.arange(last, len(scene)), float(scene.time_s[last - 1]))
        if not all(len(rows) and _shows_a_shank(scene, rows) for rows in (before, after)):
            continue
        turns_deg = wrap_deg(np.nanmedian(body_deg[after], axis=0) - np.nanmedian(body_deg[before], axis=0))
        held = slice(2 if fast[first:last].any() else None)  # the shanks alone where the room is seen to turn
        room_deg = float(followed_deg[last - 1] - followed_deg[first - 1])
        lasts_s = float(scene.time_s[last] - scene.time_s[first - 1])
        beyond = turns_deg[held] - room_deg
        quick = abs(turns_deg[held]).min() >= LEAST_DEG_S * lasts_s and np.ptp(np.sign(turns_deg[held])) == 0
        seen = abs(room_deg) >= TURNED_DEG and room_deg * turns_deg[0] > 0.0  # of a fall that is followed in pieces
        far = seen or (abs(beyond).min() >= TURNED_DEG and np.ptp(np.sign(beyond)) == 0)
        if quick and far and _gradual(body_deg[first - 1 : last + 1, :2], float(abs(turns_deg[:2]).min())):
            out.append(_Fall(int(first), int(last), float(turns_deg[:2].mean())))
    return out


def _fast(time_s: Floats, steps: Floats) -> Mask:
    """Rows that a step of `FAST_DEG_S` or more leads to."""
    between_s = np.maximum(np.diff(time_s, prepend=time_s[0]), 1e-3)
    turned_deg = np.degrees(np.abs(np.arctan2(steps[:, 1], steps[:, 0])))
    return np.asarray(np.nan_to_num(turned_deg) >= FAST_DEG_S * between_s)


def _turning(time_s: Floats, steps: Floats, fast: Mask) -> Mask:
    """Rows whose steps are not known or fast; runs of `MAX_FALL_S` at most, with a known step before and after."""
    known = np.isfinite(steps).all(axis=1)
    known[0] = True  # no step leads there
    turning = ~known | fast
    for first, last in runs(turning):
        inside = first > 0 and last < len(time_s) and time_s[last] - time_s[first - 1] <= MAX_FALL_S
        if known[first:last].all() or not inside:
            turning[first:last] = False
    return np.asarray(turning)


def _gradual(shanks_deg: Floats, turned_deg: float) -> bool:
    """Whether shanks get there from frame to frame, by the smaller of both steps."""
    steps_deg = np.nan_to_num(abs(wrap_deg(np.diff(shanks_deg, axis=0)))).min(axis=1)
    return float(steps_deg.max(initial=0.0)) <= MAX_STEP_SHARE * turned_deg


def _near(track: PoseTrack, rows: NDArray[np.int64], at_s: float) -> NDArray[np.int64]:
    """The first of some rows that show the lifter near a moment."""
    shown = rows[track.present[rows] & (np.abs(track.time_s[rows] - at_s) <= SHANK_S)]
    return np.asarray(shown[:SHANK_ROWS])


def _shows_a_shank(track: PoseTrack, rows: NDArray[np.int64]) -> bool:
    """Whether one leg's knee and ankle are seen in most of some rows."""
    seen = np.array(
        [track.visibility[rows][:, [point(side, j) for j in ("KNEE", "ANKLE")]].min(axis=1) for side in SIDES]
    )
    return bool(np.median(seen.max(axis=0)) >= SHANK_SEEN)


def _leans_deg(track: PoseTrack, low: str, high: str) -> Floats:
    """Lean of the way from one joint up to another, each side's [shape=(n, 2)]."""
    lower, upper = (
        np.stack([track.image_px[:, point(side, joint)] for side in SIDES], axis=1) for joint in (low, high)
    )
    up = np.array([1.0, -1.0])  # pictures count downwards
    return inclination_deg(lower * up, upper * up)


def _said(time_s: Floats, tipped: Mask) -> str:
    """What is left out, in words."""
    spans_s = [(float(time_s[first]), float(time_s[last - 1])) for first, last in runs(tipped)]
    return Phrase(LEFT_OUT, times=spans_said(spans_s))
