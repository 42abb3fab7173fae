"""Times of a film's frames from its stamps, which may stand still, or begin anew on the way."""

from __future__ import annotations

#: Stamps that go on evenly again, though earlier than time has come, are a clock that was set back: a file begins
#: before 0, or was joined of two. So many steps in a row, each of less than so many seconds, say so: where frames are
#: stamped in the order of decoding, as many as frames between two others, few follow each other.
STEPS, LONGEST_STEP_S = 8, 1.0


class FrameClock:
    """Takes the stamps of all frames in order and says when each is shown, from 0 on.

    Parameters
    ----------
    frame_s : float
        How long a frame lasts where the stamps do not say.
    """

    def __init__(self, frame_s: float) -> None:
        self._frame_s = frame_s
        self.bad = 0  #: stamps that were no later than time had come, or not there
        self._started = False
        self._start_s = self._time_s = self._last_s = 0.0
        self._steps = 0

    def time_s(self, stamp_s: float) -> float:
        """When the next frame is shown.

        >>> clock = FrameClock(0.04)
        >>> [round(clock.time_s(stamp), 2) for stamp in (7.0, 7.05, 7.05, 7.1, 3.0)]
        [0.0, 0.05, 0.09, 0.1, 0.14]
        """
        if not self._started:
            self._started, self._start_s, self._last_s = True, stamp_s, stamp_s
            return 0.0
        step_s, self._last_s = stamp_s - self._last_s, stamp_s
        self._steps = self._steps + 1 if 0.0 < step_s < LONGEST_STEP_S else 0
        if stamp_s - self._start_s > self._time_s:  # False for NaN too
            self._time_s = stamp_s - self._start_s
        elif self._steps >= STEPS:
            self._time_s += step_s
            self._start_s = stamp_s - self._time_s
        else:
            self._time_s += self._frame_s
            self.bad += 1
        return self._time_s
