"""Ways down and up that a film cut together leaves a part of out: how long they took, and how fast, is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..arrays import Floats
from ..landmarks import both
from ..learned.plausibility import masked
from ..types import Cycle, Motion, PoseTrack, Span

#: Where the picture leaps, shoulders or hips go so far from one frame to the next, leg lengths in a thirtieth of a
#: second, and so many times as far as between any others within so long, seconds: of 20 cuts within a way down or up
#: 0.13 and more and 2.5 times; elsewhere leaps are an encoder's, with 0.11 and 1.6 at most. Of who lies hips alone
#: go, and half as far. So long holds the next new picture of a film that shows five a second over and over.
STEP_LEG, STEP_LYING_LEG, TIMES, AROUND_S, STEP_HZ = 0.12, 0.06, 2.0, 0.25, 30.0
#: Where a camera jerks, all of the picture leaps: 0.09 and 2 times in one that pans round a bench.
TIMES_MOVING = 4.0
#: Where two takes fade into each other the steps beside it are theirs too; in so few frames a second they are not.
FADES_HZ = 20.0
#: … and so many on either side are compared with at least.
LEAST_BESIDE = 2
#: A picture that stands still for some frames catches up: in each of these the body goes no further than this.
STILL_LEG = 0.002
#: … over frames so far apart at most: of who was not seen for longer it is not known.
LONGEST_S = 0.2
#: A load's speed is smoothed: so long before and after, seconds, it is of both takes.
OF_BOTH_S = 0.25
SPEED = "load_speed_m_s"


def takes_s(track: PoseTrack, leaps_s: Sequence[float], motion: Motion) -> tuple[float, ...]:
    """The leaps of a picture with which the body leaps too: another take begins there.

    Parameters
    ----------
    track : PoseTrack
        As it was found.
    leaps_s : sequence of float
        First frames of other pictures.
    motion : Motion
        What was measured of the track.
    """
    rows = np.flatnonzero(track.present)
    time_s = track.time_s[rows]
    if len(rows) < 2:
        return ()
    names = ("HIP",) if motion.face_up else ("SHOULDER", "HIP")
    middles = [track.image_px[rows][:, both(name)].mean(axis=1) for name in names]
    steps = np.max([np.linalg.norm(np.diff(middle, axis=0), axis=1) for middle in middles], axis=0) / motion.leg_px
    least = STEP_LYING_LEG if motion.face_up else STEP_LEG
    times = TIMES_MOVING if motion.place_lost else TIMES
    return tuple(leap for leap in leaps_s if _body_leaps(time_s, steps, leap, least, times))


def _body_leaps(time_s: Floats, steps: Floats, leap_s: float, least: float, times: float) -> bool:
    """Whether the step into the frame at that moment is one that no body takes."""
    row = int(np.searchsorted(time_s, leap_s - 1e-6)) - 1
    if not 0 <= row < len(steps) or time_s[row + 1] - time_s[row] > LONGEST_S:
        return False
    stood = _stood(time_s, steps, row)
    lasts_s = float(time_s[row + 1] - time_s[row - stood])
    own = 1 if time_s[row + 1] - time_s[row] < 1.0 / FADES_HZ else 0
    near = np.abs(time_s[1:] - time_s[row + 1]) <= AROUND_S
    near[max(row - own - LEAST_BESIDE, 0) : row + own + LEAST_BESIDE + 1] = True
    near[max(row - own, 0) : row + own + 1] = False
    usual = float(np.nanmax(steps[near], initial=0.0)) * (stood + 1)
    return bool(steps[row] > least * max(lasts_s * STEP_HZ, 1.0) and steps[row] > times * usual)


def _stood(time_s: Floats, steps: Floats, row: int) -> int:
    """Steps before one in which the picture stood still, and what it catches up; none of a lifter who rests."""
    stood = 0
    while row - stood > 0 and steps[row - stood - 1] < STILL_LEG:
        stood += 1
    return stood if time_s[row] - time_s[row - stood] <= LONGEST_S else 0


def cut_by_takes(cycles: Sequence[Cycle], motion: Motion, moments_s: Sequence[float]) -> tuple[Cycle, ...]:
    """Cycles with what another take begins in marked as cut: its duration is not known."""
    rows = np.searchsorted(motion.time_s, moments_s)
    return tuple(
        replace(
            cycle,
            lowering_cut=cycle.lowering_cut or (cycle.lowering is not None and _within(rows, cycle.lowering)),
            lifting_cut=cycle.lifting_cut or _within(rows, cycle.lifting),
        )
        for cycle in cycles
    )


def _within(rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]], span: Span) -> bool:
    return bool(((rows > span.first) & (rows < span.last)).any())


def without_speeds_between(motion: Motion, moments_s: Sequence[float]) -> Motion:
    """Motion without the load's speed where one take goes over into another."""
    speed = motion.series.get(SPEED)
    if speed is None or not moments_s:
        return motion
    near = np.min(np.abs(motion.time_s[:, None] - np.asarray(moments_s)), axis=1) <= OF_BOTH_S
    return motion.with_measures(masked({SPEED: speed}, near))
