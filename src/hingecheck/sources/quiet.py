"""Keep the chatter of OpenCV, FFmpeg and MediaPipe off the user's terminal.

Those libraries write to file descriptor 2 from C++, past Python's `sys.stderr`. What the user must know is
said by our own errors. Set ``HINGECHECK_DEBUG`` to see everything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

#: Set to anything: nothing is silenced.
DEBUG_VARIABLE = "HINGECHECK_DEBUG"


def debugging() -> bool:
    """Whether the user asked to see what the libraries print."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def quiet_cv2() -> Any:
    """Import OpenCV with its own log and FFmpeg's switched off.

    FFmpeg's level is read once, when the first video is opened, so every module that needs ``cv2`` gets it
    from here.
    """
    if not debugging():
        os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
        os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    import cv2

    if not debugging():
        cv2.setLogLevel(0)  # somebody else may have imported it before
    return cv2


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere inside the block; put it back even after an error.

    The descriptor belongs to the whole process: keep the block short. Does nothing when debugging, or when
    the process has no standard error.
    """
    kept: int | None = None
    if not debugging():
        with suppress(OSError):
            kept = os.dup(2)
    if kept is None:
        yield
        return
    try:
        _flush_stderr()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
        finally:
            os.close(nowhere)
        yield
    finally:
        _flush_stderr()
        os.dup2(kept, 2)
        os.close(kept)


def _flush_stderr() -> None:
    """Write what Python still holds, to where it was meant to go."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):  # closed by its owner
            sys.stderr.flush()
