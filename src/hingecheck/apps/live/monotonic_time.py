"""Strictly increasing frame times, from a camera's clock that may stop, jump or go back."""

from __future__ import annotations

from dataclasses import replace

from ...core.phrases import N_, Phrase
from ...core.types import Frame

#: A step back is taken for one usual frame, seconds.
USUAL_S = 1.0 / 30.0
#: A gap longer than this is said, seconds.
GAP_S = 2.0

WENT_BACK = N_("the camera's clock went back by {back_s:.1f} s: time goes on from where it was")
NO_PICTURE = N_("no picture came for {gap_s:.0f} s: the camera was busy, or the machine slept")


class MonotonicTime:
    """Makes frame times strictly increasing, with a message where the clock jumped back or left a long gap."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._shift_s = 0.0

    def frame(self, frame: Frame) -> tuple[Frame, tuple[str, ...]]:
        """The frame with its corrected time, and messages about it."""
        time_s = frame.time_s + self._shift_s
        last_s = self._last_s
        messages: tuple[str, ...] = ()
        if last_s is not None and not time_s > last_s:
            self._shift_s += last_s + USUAL_S - time_s
            if last_s - time_s > USUAL_S:
                messages = (Phrase(WENT_BACK, back_s=last_s - time_s),)
            time_s = last_s + USUAL_S
        elif last_s is not None and time_s - last_s > GAP_S:
            messages = (Phrase(NO_PICTURE, gap_s=time_s - last_s),)
        self._last_s = time_s
        return replace(frame, time_s=time_s), messages
