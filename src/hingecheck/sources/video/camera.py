"""The interface of cameras: one method that gives the next frame; openers, and a fake for tests.

A webcam by number or address, or a file that plays at its own pace in a webcam's stead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...core.phrases import N_, Phrase
from ...core.types import Frame
from ...errors import ConfigError

#: Addresses of network cameras begin so.
SCHEMES = ("rtsp://", "rtsps://", "rtmp://", "http://", "https://", "udp://", "tcp://")
#: Stands for a browser's camera; a file of this name is ``./browser``.
BROWSER = "browser"


class Camera(Protocol):
    """Gives one picture after another. Use it in one thread."""

    def read(self) -> Frame | None:
        """The next picture, waiting for it; None at the end of a file.

        Times are seconds from the first picture, of a clock that should only go forward.

        Raises
        ------
        InputError
            The camera is gone.
        """


class FakeCamera:
    """A camera that plays a script, faults among it, for tests and demonstrations.

    Parameters
    ----------
    script : iterable of Frame or Exception
        Frames are given in turn, errors are raised in theirs; then it ends like a file.

    Examples
    --------
    >>> camera = FakeCamera([Frame(0, 0.0, np.zeros((16, 16, 3), np.uint8)), OSError("unplugged")])
    >>> camera.read().index
    0
    """

    def __init__(self, script: Iterable[Frame | Exception]) -> None:
        self._script: Iterator[Frame | Exception] = iter(script)

    def read(self) -> Frame | None:
        """Play the next entry."""
        entry = next(self._script, None)
        if isinstance(entry, Exception):
            raise entry
        return entry


class FixedSizeCamera:
    """A camera whose pictures keep the size of the first: others are scaled and, if need be, given borders.

    Parameters
    ----------
    camera : Camera
    """

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._size: tuple[int, int] | None = None
        self._given: tuple[int, int] | None = None
        self.problems: list[str] = []  #: what was noticed, in words; taken away by whoever says it

    def read(self) -> Frame | None:
        """The next picture, in the size of the first."""
        frame = self._camera.read()
        if frame is None:
            return None
        height, width = frame.rgb.shape[:2]
        if self._size is None:
            self._size = self._given = (width, height)
        if (width, height) != self._given:
            self._given = (width, height)
            self.problems.append(
                Phrase(
                    N_(
                        "the camera changed to {width} x {height}: its pictures are fitted into {first_width} x "
                        "{first_height}, as the set began"
                    ),
                    width=width,
                    height=height,
                    first_width=self._size[0],
                    first_height=self._size[1],
                )
            )
        if (width, height) == self._size:
            return frame
        return Frame(frame.index, frame.time_s, letterboxed(frame.rgb, *self._size))


def letterboxed(rgb: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A picture scaled into another size, undistorted, on black."""
    from ...quiet import quiet_cv2

    cv2 = quiet_cv2()
    scale = min(width / rgb.shape[1], height / rgb.shape[0])
    inner = (max(1, min(width, round(rgb.shape[1] * scale))), max(1, min(height, round(rgb.shape[0] * scale))))
    out = np.zeros((height, width, 3), np.uint8)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    out[top : top + inner[1], left : left + inner[0]] = cv2.resize(rgb, inner)
    return out


def is_file(where: str) -> bool:
    """Whether ``--camera`` names a file: neither a number nor an address nor a device."""
    return not (
        where == BROWSER or where.isdecimal() or where.lower().startswith(SCHEMES) or where.startswith("/dev/")
    )


def open_camera(where: str, *, fast: bool = False, rate_hz: float | None = None) -> Camera:
    """Open a camera.

    Parameters
    ----------
    where : str
        A number (0 is the first camera), an address (rtsp://…, http://…), a device (/dev/video0) or a file.
    fast : bool
        Play a file as fast as it goes.
    rate_hz : float, optional
        At most this many pictures a second from a file.

    Raises
    ------
    ConfigError
        `fast` is asked of a real camera.
    InputError
        There is no such camera, or somebody else uses it.
    """
    if is_file(where):
        from .file_camera import FileCamera

        return FileCamera(Path(where), rate_hz=rate_hz, clock=None if fast else FileCamera.CLOCK)
    if fast:
        raise ConfigError("--fast is for a file as camera: a real one has its own pace.")
    from .webcam import WebCamera

    return WebCamera(int(where) if where.isdecimal() else where)
