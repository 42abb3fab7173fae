"""A camera whose pictures are handed over from elsewhere, as JPEG: a browser's, through the desk's socket."""

from __future__ import annotations

import threading
import time

import numpy as np

from ...core.types import Frame
from ...errors import InputError
from ...quiet import quiet_cv2

#: A picture that is larger is none of a camera, bytes; and no longer than this a side, pixels.
MAX_BYTES, MAX_PX = 4 << 20, 4096
#: Without a picture for so long the other side is gone, seconds: browsers stop a camera in a hidden tab.
LOST_S = 20.0


class PushedCamera:
    """Keeps the newest picture that was pushed; one that was not read in time makes room for it.

    Any thread may push; one thread reads.
    """

    def __init__(self, lost_s: float = LOST_S) -> None:
        self._changed = threading.Condition()
        self._newest: tuple[float, bytes] | None = None
        self._ended, self._lost_s, self._count = False, lost_s, 0

    def push(self, time_s: float, jpeg: bytes) -> None:
        """Hand a picture over.

        Parameters
        ----------
        time_s : float
            Of the camera's own clock.
        jpeg : bytes

        Raises
        ------
        ValueError
            It is too large, or its time is no number.
        """
        if len(jpeg) > MAX_BYTES or not np.isfinite(time_s):
            raise ValueError("no picture of a camera")
        with self._changed:
            self._newest = (time_s, jpeg)
            self._changed.notify()

    def end(self) -> None:
        """No more pictures come."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def read(self) -> Frame | None:
        """The newest picture, waiting for it; None at the end.

        Raises
        ------
        InputError
            None has come for `LOST_S`, or nothing that is a picture.
        """
        cv2 = quiet_cv2()
        coded, until_s = None, time.monotonic() + self._lost_s
        while coded is None or max(coded.shape) > MAX_PX:  # what is no picture is left out
            if coded is not None and time.monotonic() > until_s:
                raise InputError("the browser sent something that is no picture.")
            newest = self._wait(until_s)
            if newest is None:
                return None
            time_s, jpeg = newest
            coded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
        self._count += 1
        rgb = cv2.cvtColor(coded, cv2.COLOR_BGR2RGB)
        return Frame(self._count - 1, time_s, rgb)

    def _wait(self, until_s: float) -> tuple[float, bytes] | None:
        """The newest that was pushed, as it came; None at the end."""
        with self._changed:
            left_s = max(until_s - time.monotonic(), 0.0)
            if not self._changed.wait_for(lambda: self._ended or self._newest is not None, left_s):
                raise InputError("the browser sends no pictures any more: is its tab hidden, or the camera in use?")
            newest, self._newest = self._newest, None
            return newest
