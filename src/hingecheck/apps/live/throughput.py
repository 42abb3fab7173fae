"""Frames posed and dropped a second, and the warnings where the machine does not keep up."""

from __future__ import annotations

import time
from collections.abc import Callable

from ...core.phrases import N_, Phrase

#: The pace is looked at this often, seconds.
EVERY_S = 5.0
#: More than this share of frames left out is worth saying.
DROPPED_SHARE = 0.25
#: Below this many poses a second quick reps may be missed: at 7 all of 63 were told.
MIN_HZ = 6.0
#: … when that was so this often in a row: other programs may be busy for a moment.
LOOKS = 3

SLOW = N_("this machine follows {rate_hz:.0f} frames a second: the others are left out")
TOO_SLOW = N_(
    "this machine follows only {rate_hz:.0f} frames a second, too few for quick reps: close other programs, or "
    "record the set and check it afterwards"
)


class ThroughputMonitor:
    """Counts frames posed and dropped; warns once each that frames are left out and that too few remain.

    Parameters
    ----------
    clock : callable
        Seconds that go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since_s: float | None = None
        self._before = (0, 0)
        self._said = self._warned = False
        self._crawled = 0

    def check(self, dropped: int, posed: int) -> tuple[str, ...]:
        """Take the counts so far; the warnings due, if any."""
        now_s = self._clock()
        if self._since_s is None:
            self._since_s, self._before = now_s, (dropped, posed)
            return ()
        if now_s - self._since_s < EVERY_S:
            return ()
        span_s, lost, done = now_s - self._since_s, dropped - self._before[0], posed - self._before[1]
        self._since_s, self._before = now_s, (dropped, posed)
        slow = lost > DROPPED_SHARE * max(lost + done, 1)
        if not slow or not done:
            self._crawled = 0
            return ()
        rate_hz = done / span_s
        self._crawled = self._crawled + 1 if rate_hz < MIN_HZ else 0
        if self._crawled >= LOOKS and not self._warned:
            self._said = self._warned = True
            return (Phrase(TOO_SLOW, rate_hz=rate_hz),)
        if self._said:
            return ()
        self._said = True
        return (Phrase(SLOW, rate_hz=rate_hz),)
