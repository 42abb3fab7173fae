"""Silences OpenCV, FFmpeg and MediaPipe on standard error.

Those libraries write to file descriptor 2 from C++, past Python's `sys.stderr`. What the user must know is
said by our own errors. Set ``HINGECHECK_DEBUG`` to see everything.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

#: Set to anything: nothing is silenced.
DEBUG_VARIABLE = "HINGECHECK_DEBUG"


def debugging() -> bool:
    """Whether the user asked to see what the libraries print."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def quiet_cv2() -> Any:
    """Import OpenCV with its own log and FFmpeg's switched off.

    FFmpeg's level is read once, when the first video is opened, so every module that needs ``cv2`` gets it
    from here. Asked dozens of times a frame by what draws: only the first time does it more than answer.
    """
    return _cv2_quieted(debugging())


@contextmanager
def one_cv2_thread() -> Iterator[None]:
    """OpenCV's threads wait for work by spinning, and what a picture gives them is too little to share out."""
    cv2 = quiet_cv2()
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


@cache
def _cv2_quieted(debugs: bool) -> Any:
    if not debugs:
        os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
        os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    import cv2

    if not debugs:
        # Somebody else may have imported it before. Its name moved in OpenCV 4.14.
        utils: Any = cv2.utils
        set_level = getattr(cv2, "setLogLevel", None) or utils.logging.setLogLevel
        set_level(0)
    return cv2


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send file descriptor 2 to nowhere inside the block; put it back even after an error.

    The descriptor belongs to the whole process: keep the block short. Does nothing when debugging, or when
    the process has no standard error.
    """
    if debugging():
        yield
        return
    _enter_quiet()
    try:
        yield
    finally:
        _leave_quiet()


class _Quiet:
    """Who is inside `quiet_stderr` now: the first in turns the descriptor away, the last out turns it back.

    Without the count, two threads that overlap would put back each other's ``/dev/null``.
    """

    lock = threading.Lock()
    inside = 0
    kept: int | None = None


def _enter_quiet() -> None:
    with _Quiet.lock:
        _Quiet.inside += 1
        if _Quiet.inside > 1:
            return
        with suppress(OSError):
            _Quiet.kept = os.dup(2)
            _flush_stderr()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)


def _leave_quiet() -> None:
    with _Quiet.lock:
        _Quiet.inside -= 1
        if _Quiet.inside or _Quiet.kept is None:
            return
        _flush_stderr()
        os.dup2(_Quiet.kept, 2)
        os.close(_Quiet.kept)
        _Quiet.kept = None


def _flush_stderr() -> None:
    """Write what Python still holds, to where it was meant to go."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):  # closed by its owner
            sys.stderr.flush()
