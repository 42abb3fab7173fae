"""Time as it was: a recording's own time put on seconds of life for the analysis, and its results back.

Slow motion and time lapse stretch or shrink time evenly; a jump in the stamps, as where a phone slept or two files
were joined, is a gap that costs as many rows as it is long. The analysis sees neither: it runs on seconds of life,
gaps shortened to what still ends a set, and every time of its result is the video's own again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Floats
from ..types import Analysis, Finding, LiftSet, PoseTrack, Rep

#: What a longer gap in the stamps is shortened to, seconds: the first still ends a set (15 s), the others are for
#: recordings that are gaps all through …
GAPS_S = (16.5, 2.0, 0.5)
#: … so that the even grid has no more rows than this a frame, and these besides.
ROWS_A_FRAME, ROWS_BESIDES = 8, 8_000


@dataclass(frozen=True, slots=True)
class Timebase:
    """The video's own times, and seconds of life from its first frame [shape=(n,)] each, both increasing."""

    video_s: Floats
    life_s: Floats

    @property
    def changes_nothing(self) -> bool:
        """Whether the video's own time is that of life, without a gap to shorten."""
        return bool(np.array_equal(self.video_s, self.life_s))

    def video(self, life_s: float) -> float:
        """A moment in the video's own time."""
        return float(self.video_of(np.array([life_s]))[0])

    def life(self, video_s: float) -> float:
        """A moment of the video in seconds of life; beyond the ends as at them."""
        return float(np.interp(video_s, self.video_s, self.life_s))

    def video_of(self, life_s: Floats) -> Floats:
        """Moments in the video's own time; beyond the ends as at them [shape=(k,)]."""
        return np.asarray(np.interp(life_s, self.life_s, self.video_s))


def timebase(time_s: Floats, rate_hz: float, speed_factor: float = 1.0) -> Timebase:
    """Seconds of life for a recording's stamps.

    Parameters
    ----------
    time_s : array [shape=(n,)]
        Strictly increasing, the video's own.
    rate_hz : float
        Rows a second of life that the analysis will have.
    speed_factor : float
        How fast the video plays: 0.25 = four times slowed.

    Examples
    --------
    >>> base = timebase(np.array([0.0, 0.5, 7200.0]), 30.0)
    >>> base.life_s, base.video(17.0)
    (array([ 0. ,  0.5, 17. ]), 7200.0)
    """
    steps = np.diff(time_s) * speed_factor
    for gap_s in GAPS_S:
        short = np.minimum(steps, gap_s)
        if short.sum() * rate_hz <= ROWS_A_FRAME * len(time_s) + ROWS_BESIDES:
            break
    if speed_factor == 1.0 and np.array_equal(short, steps):
        return Timebase(time_s, time_s)
    return Timebase(time_s, time_s[0] + np.concatenate([[0.0], np.cumsum(short)]))


def in_life(track: PoseTrack, base: Timebase) -> PoseTrack:
    """The track on seconds of life."""
    return track if base.changes_nothing else replace(track, time_s=base.life_s)


def in_video(analysis: Analysis, base: Timebase) -> Analysis:
    """An analysis of a track `in_life` with every time of its result in the video's own.

    How long phases took stays in seconds of life, and `Motion.rate_hz` is rows a second of life.
    """
    if base.changes_nothing:
        return analysis
    time_s = base.video_of(analysis.motion.time_s)
    return replace(
        analysis,
        motion=replace(analysis.motion, time_s=time_s),
        parts=tuple((first, replace(motion, time_s=time_s)) for first, motion in analysis.parts),
        reps=_reps(analysis.reps, base),
        partial_reps=_reps(analysis.partial_reps, base),
        sets=tuple(_set(part, base) for part in analysis.sets),
        findings=tuple(_finding(finding, base) for finding in analysis.findings),
    )


def _reps(reps: Iterable[Rep], base: Timebase) -> tuple[Rep, ...]:
    return tuple(
        replace(r, start_s=base.video(r.start_s), bottom_s=base.video(r.bottom_s), end_s=base.video(r.end_s))
        for r in reps
    )


def _set(part: LiftSet, base: Timebase) -> LiftSet:
    return replace(part, start_s=base.video(part.start_s), end_s=base.video(part.end_s))


def _finding(finding: Finding, base: Timebase) -> Finding:
    by_rep = tuple(replace(fault, at_s=base.video(fault.at_s)) for fault in finding.by_rep)
    return replace(finding, by_rep=by_rep, at_s=tuple(base.video(at_s) for at_s in finding.at_s))
