"""A webcam or network camera through OpenCV."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.types import Frame
from ...errors import InputError
from ...quiet import quiet_cv2, quiet_stderr

#: What is asked of a webcam; it gives what it can.
WIDTH_PX, HEIGHT_PX, RATE_HZ = 1280, 720, 30.0
#: A camera that gives nothing for this long is gone, seconds; single pictures may fail.
GONE_S = 2.0
#: Network cameras are given up after this long, milliseconds.
NETWORK_TIMEOUT_MS = 8000


def steady_clock() -> float:
    """Seconds that never go back, and that go on while the laptop sleeps where the system can say so."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


class WebCamera:
    """A real camera; see `hingecheck.sources.video.camera.Camera`.

    Parameters
    ----------
    where : int or str
        The camera's number, its device, or an address.
    clock : callable
        Seconds: each picture gets the time at which it was taken over.
    capture : object, optional
        An open `cv2.VideoCapture`, or something like it.

    Raises
    ------
    InputError
        Nothing there, or in use by another program.
    """

    def __init__(self, where: int | str, clock: Callable[[], float] = steady_clock, capture: Any = None) -> None:
        self._where, self._clock = where, clock
        self._capture = _open(where) if capture is None else capture
        self._start_s: float | None = None
        self._index = 0
        self._waiting = self._take()
        if self._waiting is None:
            self._capture.release()
            raise InputError(
                "camera {where}: it opens but gives no picture. Another program may be using it: "
                "close that, or unplug the camera and plug it in again.",
                where=where,
            )

    def read(self) -> Frame | None:
        """The next picture; never None: a camera has no end, only faults."""
        rgb, self._waiting = self._waiting, None
        if rgb is None:
            rgb = self._take()
        if rgb is None:
            self._capture.release()
            raise InputError("camera {where}: no more pictures come from it. Is it unplugged?", where=self._where)
        now_s = self._clock()
        if self._start_s is None:
            self._start_s = now_s
        frame = Frame(self._index, now_s - self._start_s, rgb)
        self._index += 1
        return frame

    def _take(self) -> NDArray[np.uint8] | None:
        """One picture, trying again for `GONE_S`."""
        cv2 = quiet_cv2()
        until_s = time.monotonic() + GONE_S
        while True:
            ok, bgr = self._capture.read()
            if ok and bgr is not None and bgr.size:
                rgb: NDArray[np.uint8] = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
                return rgb
            if time.monotonic() >= until_s or not self._capture.isOpened():
                return None
            time.sleep(0.02)


def _open(where: int | str) -> Any:
    cv2 = quiet_cv2()
    with quiet_stderr():
        if isinstance(where, str) and "://" in where:
            options = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, NETWORK_TIMEOUT_MS]
            options += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, NETWORK_TIMEOUT_MS]
            capture = cv2.VideoCapture(where, cv2.CAP_FFMPEG, options)
        else:
            capture = cv2.VideoCapture(where, _backend())
    if not capture.isOpened():
        capture.release()
        if isinstance(where, str) and "://" in where:
            raise InputError(
                "camera {where}: nothing answers there. Look at the address, and whether the camera is on, in this "
                "network.",
                where=where,
            )
        raise InputError(
            "camera {where}: there is none, or it cannot be opened. Plug it in, allow this program "
            "to use it, close others that do; 'hingecheck doctor' lists what is found.",
            where=where,
        )
    if not (isinstance(where, str) and "://" in where):
        # Compressed pictures: over USB 2 raw ones do not come at 30 a second in this size.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter_fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH_PX)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT_PX)
        capture.set(cv2.CAP_PROP_FPS, RATE_HZ)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def _backend() -> int:
    """Each system's own: the first that OpenCV would try is not always the one that works."""
    cv2 = quiet_cv2()
    named = {"linux": cv2.CAP_V4L2, "darwin": cv2.CAP_AVFOUNDATION, "win32": cv2.CAP_DSHOW}
    return int(named.get(sys.platform, cv2.CAP_ANY))
