"""A video file as a camera: its frames come when they are due."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from ...core.types import Frame
from ...errors import InputError
from .frames import FrameSource, open_frames


class FileCamera:
    """Plays a file at its own pace; see `hingecheck.sources.video.camera.Camera`.

    Parameters
    ----------
    path : Path
    rate_hz : float, optional
        At most this many pictures a second; None gives all.
    clock : callable, optional
        Seconds that go forward; without it the file plays as fast as it is read.
    sleep : callable
        Waits some seconds.
    loop : bool
        Begin again at its end, for soak tests.

    Raises
    ------
    InputError
        The file cannot be read.
    """

    CLOCK: ClassVar[Callable[[], float]] = staticmethod(time.monotonic)

    def __init__(
        self,
        path: Path,
        *,
        rate_hz: float | None = None,
        clock: Callable[[], float] | None = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        loop: bool = False,
    ) -> None:
        self.source: FrameSource = open_frames(path)
        if self.source.frame_rate_hz is None:
            raise InputError(
                "{path}: pictures are no camera. Give a video, or look at them with 'hingecheck check'.", path=path
            )
        self._rate_hz, self._clock, self._sleep, self._loop = rate_hz, clock, sleep, loop
        self._frames: Iterator[Frame] = self.source.frames(rate_hz)
        self._start_s: float | None = None
        self._offset_s, self._offset = 0.0, 0

    def read(self) -> Frame | None:
        """The next picture, when it is due; None at the end."""
        frame = next(self._frames, None)
        if frame is None and self._loop:
            self._offset_s += self.source.duration_s
            self._offset += self.source.frames_read
            self._frames = self.source.frames(self._rate_hz)
            frame = next(self._frames, None)
        if frame is None:
            return None
        if self._offset:
            frame = Frame(frame.index + self._offset, frame.time_s + self._offset_s, frame.rgb)
        self._wait(frame.time_s)
        return frame

    def _wait(self, due_s: float) -> None:
        if self._clock is None:
            return
        now_s = self._clock()
        if self._start_s is None:
            self._start_s = now_s - due_s
        late_s = now_s - self._start_s - due_s
        if late_s < 0:
            self._sleep(-late_s)
