"""Somebody who passed before the lifter and took her track along: rows that are not hers.

In a lift nobody goes anywhere: the feet stay, and hips and shoulders go to and fro. A body that goes away whole, and
by a jump is where she was, was somebody who passed before her. So was one whose hips jump away and back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Mask
from ..camera import Background
from ..geometry import length
from ..landmarks import both
from ..phrases import N_
from ..signals import runs
from ..types import PoseTrack
from .cleaning import leg_length
from .lifter import LifterTrack
from .stretches import select_rows, without_rows
from .trails import PASSING_S

PASSED = N_(
    "for a moment somebody in front of the lifter, or something else, was followed: what was read then is left out"
)

#: A body goes somewhere where a foot, hips and shoulders all go the same way across the picture, over so long, faster
#: than this, leg lengths a second: walkers come to 1 and more.
OVER_S, GOES_LEG_S = 0.2, 0.5
#: It still does where it seems not to for so long, seconds: a walker's legs are mixed up as he passes before hers.
PAUSE_S = 0.25
#: … and has gone somewhere by this, one way without a pause, leg lengths in seconds: a camera that is knocked swings
#: to and fro within a quarter of a second. By so little she is where she was: hips of who lifts go
#: no further across, nor down.
GONE_LEG, GONE_S, SAME_LEG = 0.3, 0.25, 0.4
#: Where she was is told from so long before and after, seconds.
BESIDE_S = 0.3
#: Between two jumps no further apart than this, seconds, she is where nobody goes so fast; hips jumped away and back
#: in none of 46 real clips and 366 of the lab's.
AWAY_S = 1.5
#: … and no nearer than this: a slip of a frame or two is left to the cleaning.
SLIP_S = 0.25
#: Hips that jump are faster than this across the picture over a tenth of a second, leg lengths a second: who walks
#: briskly comes to 1.5, who lifts in a film at four times its speed to 2.
JUMP_S, JUMP_LEG_S = 0.1, 3.0
#: … and one step from frame to frame makes this share of it: who drops to a plank in half a second goes evenly.
STEP_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Body:
    """Places in the frames that show somebody, leg lengths."""

    time_s: Floats
    feet: Floats  #: across the picture [shape=(n, 2)]
    hips: Floats  #: [shape=(n, 2)]
    shoulders: Floats  #: [shape=(n, 2)]
    later: NDArray[np.int64]  #: the row a moment after each, `JUMP_S`
    jumps: Mask  #: rows from which the hips jump across
    leaps: Mask  #: … or the shoulders go as far, to any side


def without_passers(lifter: LifterTrack) -> tuple[LifterTrack, tuple[str, ...]]:
    """A track without the lifter where somebody who passed before her was followed, and that it was so, said.

    Parameters
    ----------
    lifter : LifterTrack
        Raw, in the pictures' own pixels.

    Returns
    -------
    LifterTrack
        The same object where nobody passed.
    tuple of str
        At most one problem.
    """
    track = lifter.track
    went_px = np.zeros((len(track), 2)) if lifter.background is None else _camera_px(track, lifter.background)
    others = np.zeros(len(track), dtype=bool)
    for first, last in pairwise([0, *lifter.cuts, len(track)]):
        others[first:last] = _others(select_rows(track, np.arange(first, last)), went_px[first:last])
    if not others.any():
        return lifter, ()
    return replace(lifter, track=without_rows(track, others)), (PASSED,)


def _camera_px(track: PoseTrack, background: Background) -> Floats:
    """How far what stands beside the lifter went in the picture, up to each row [shape=(n, 2)]."""
    turn, shift = (background.steps[:, k] + 1j * background.steps[:, k + 1] for k in (0, 2))
    hips = track.image_px[:, both("HIP")].mean(axis=1)
    steps = (turn - 1.0) * (hips[:, 0] + 1j * hips[:, 1]) + shift
    went = np.cumsum(np.nan_to_num(steps))
    return np.stack([went.real, went.imag], axis=1)


def _others(scene: PoseTrack, went_px: Floats) -> Mask:
    """Rows of one scene in which somebody else is followed [shape=(n,)]."""
    out = np.zeros(len(scene), dtype=bool)
    rows = np.flatnonzero(scene.present)
    if len(rows) < 2:
        return out
    image_px = scene.image_px[rows]
    leg_px = max(leg_length(image_px, scene.visibility[rows]), 1.0)
    ankles, hips, shoulders = (
        (image_px[:, both(joint)] - went_px[rows][:, None]) / leg_px for joint in ("ANKLE", "HIP", "SHOULDER")
    )
    body = _body(scene.time_s[rows], ankles[..., 0], hips.mean(axis=1), shoulders.mean(axis=1))
    for first, last in (_to_jumps(body, *span) for span in (*_going(body), *_between_jumps(body))):
        if _passes(body, first, last):
            out[rows[first:last]] = True
    return out


def _going(body: _Body) -> list[tuple[int, int]]:
    """Stretches of rows in which a body goes somewhere whole."""
    time_s = body.time_s
    before = np.searchsorted(time_s, time_s - 0.5 * OVER_S - 1e-6)
    after = np.searchsorted(time_s, time_s + 0.5 * OVER_S + 1e-6, "right") - 1
    took_s = np.maximum(time_s[after] - time_s[before], 0.5 * OVER_S)
    feet, hips, shoulders = (
        ((part[after] - part[before]).T / took_s).T for part in (body.feet, body.hips[:, 0], body.shoulders[:, 0])
    )
    ways = [
        np.min([(way * feet).max(axis=1), way * hips, way * shoulders], axis=0) > GOES_LEG_S for way in (1.0, -1.0)
    ]
    goes = ways[0] | ways[1]
    for first, last in runs(~goes):
        if first > 0 and last < len(goes) and time_s[last] - time_s[first - 1] <= PAUSE_S:
            goes[first:last] = True
    gone = [
        first
        for way in ways
        for first, last in runs(way)
        if time_s[last - 1] - time_s[first] >= GONE_S and np.ptp(body.hips[first:last, 0]) >= GONE_LEG
    ]
    return [(first, last) for first, last in runs(goes) if any(first <= row < last for row in gone)]


def _to_jumps(body: _Body, first: int, last: int) -> tuple[int, int]:
    """A stretch from a jump of hips or shoulders shortly before it, and up to one after."""
    time_s = body.time_s
    since, until = np.searchsorted(time_s, [time_s[first] - OVER_S, time_s[last - 1] + OVER_S])
    before, after = np.flatnonzero(body.leaps[since:first]), np.flatnonzero(body.leaps[last - 1 : until])
    start = since + int(before[0]) + 1 if len(before) else first
    return start, max(int(body.later[last - 1 + after[-1]]), last) if len(after) else last


def _between_jumps(body: _Body) -> list[tuple[int, int]]:
    """Stretches from one jump to a later one, and a moment on, in which she is not where she was before."""
    ends = [(first, int(body.later[last - 1])) for first, last in runs(body.jumps)]
    out = []
    for place, (first, landed) in enumerate(ends):
        was = np.median(body.hips[max(first - 3, 0) : first + 1], axis=0)
        for start, end in ends[place + 1 :]:
            took_s = float(body.time_s[end] - body.time_s[first])
            if took_s > AWAY_S:
                break
            away = length(body.hips[landed : start + 1], was)
            if len(away) and float(np.median(away)) > SAME_LEG and took_s > SLIP_S:
                out.append((first + 1, end))
    return out


def _passes(body: _Body, first: int, last: int) -> bool:
    """Whether a body that goes somewhere is not the one before and after, who is where she was."""
    time_s, hips = body.time_s, body.hips
    start, end = np.searchsorted(time_s, [time_s[first] - BESIDE_S, time_s[last - 1] + BESIDE_S])
    if start == first or last == len(hips):
        return False
    end = max(int(end), last + 1)
    if time_s[end - 1] - time_s[start] > PASSING_S:
        return False
    moved = np.median(hips[last:end], axis=0) - np.median(hips[start:first], axis=0)
    return bool(np.abs(moved).max() < SAME_LEG and body.jumps[start:end].any())


def _body(time_s: Floats, feet: Floats, hips: Floats, shoulders: Floats) -> _Body:
    """With its jumps: over a moment faster than anybody walks, most of it in one step; none where one step is all."""
    later = np.searchsorted(time_s, time_s + 0.99 * JUMP_S).clip(max=len(time_s) - 1)
    steps_over, took_s = later - np.arange(len(later)), np.maximum(time_s[later] - time_s, JUMP_S)
    went = np.abs(hips[later, 0] - hips[:, 0])
    steps = np.append(np.abs(np.diff(hips[:, 0])), np.zeros(steps_over.max(initial=0) + 1))
    longest = np.zeros(len(later))
    for ahead in range(steps_over.max(initial=0)):
        longest = np.fmax(longest, np.where(ahead < steps_over, steps[ahead : ahead + len(later)], 0.0))
    jumps = (went > JUMP_LEG_S * took_s) & (longest > STEP_SHARE * went) & (steps_over > 1)
    leaps = jumps | (length(shoulders[later], shoulders) > JUMP_LEG_S * took_s)
    return _Body(time_s, feet, hips, shoulders, later, jumps, leaps)
