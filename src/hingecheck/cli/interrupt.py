"""Ctrl-C that is never lost.

Python turns SIGINT into KeyboardInterrupt wherever the program happens to be: inside an import or a C++
call-back it may come out as another error, or be swallowed. So it is remembered as well, and asked for in
the frame loop and at the end.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

STATUS = 130


class _State:
    asked = False
    #: Standard error as it was at the start: a library call may have turned descriptor 2 away when we leave.
    stderr_fd: int | None = None


def listen() -> None:
    """Remember Ctrl-C from now on; a second one ends the program at once."""
    with suppress(OSError):  # no standard error
        _State.stderr_fd = os.dup(2)
    signal.signal(signal.SIGINT, _on_signal)


def asked() -> bool:
    """Whether Ctrl-C was pressed."""
    return _State.asked


def raise_if_asked() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was pressed, however it was swallowed.

    Raises
    ------
    KeyboardInterrupt
    """
    if _State.asked:
        raise KeyboardInterrupt


def leave() -> None:
    """End the program with the status of an interrupt, whatever other threads are doing."""
    with suppress(OSError, ValueError):  # a reader that has gone, a stream that is closed
        sys.stdout.flush()
    if _State.stderr_fd is not None:
        with suppress(OSError):
            os.write(_State.stderr_fd, b"hingecheck: interrupted\n")
    os._exit(STATUS)


def _on_signal(number: int, frame: FrameType | None) -> None:
    if _State.asked:
        os._exit(STATUS)
    _State.asked = True
    raise KeyboardInterrupt
