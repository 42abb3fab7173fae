"""Choice of frames by time, for an analysis at a fixed rate."""

from __future__ import annotations


class FrameSampler:
    """Chooses frames so that about `rate_hz` a second are kept, whatever the file's own rate.

    A frame is kept when its time is no earlier than half a frame before the next one is due, so that 59.94
    frames a second at 30 keep every second one and a 24 frames-a-second film keeps all.

    Parameters
    ----------
    rate_hz : float or None
        None keeps every frame.
    frame_period_s : float
        The file's own mean time between frames.
    """

    def __init__(self, rate_hz: float | None, frame_period_s: float) -> None:
        if rate_hz is not None and not rate_hz > 0:
            raise ValueError(f"rate_hz must be above 0, got {rate_hz}")
        self._period_s = 0.0 if rate_hz is None else 1.0 / rate_hz
        # A nonsense rate in the file must not make the tolerance swallow the pace itself.
        self._frame_s = min(max(frame_period_s, 0.0), self._period_s)
        self._due_s = 0.0

    def keeps(self, time_s: float) -> bool:
        """Whether the frame at `time_s` is to be kept; ask once for every frame, in order."""
        if time_s < self._due_s - self._frame_s / 2:
            return False
        # Due times follow an even grid, so that 40 frames a second at 30 give 30 on average; but a file a
        # little slower than the grid (29.97) pulls it along before a single odd frame slips in between.
        self._due_s = max(self._due_s + self._period_s, time_s + self._period_s - self._frame_s / 4)
        return True
