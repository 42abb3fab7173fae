"""Ctrl-C that is never lost: the signal is remembered as well as raised. SIGTERM and a closed terminal count as it.

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

from ..ending import ENDING

STATUS = 130
SHOW_CURSOR = b"\x1b[?25h"


class _State:
    asked = False
    listening = False
    #: Standard error as it was at the start: a library call may have turned descriptor 2 away when we leave.
    stderr_fd: int | None = None


def listen() -> None:
    """Remember Ctrl-C from now on; a second one ends the program at once. Said twice, it is as said once."""
    if _State.listening:
        return
    _State.listening = True
    with suppress(OSError):  # no standard error
        _State.stderr_fd = _beyond_standard(2)
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup asks
            signal.signal(number, _on_signal)


def _beyond_standard(descriptor: int) -> int:
    """A copy of a descriptor that takes the place of no standard stream that was closed before the start."""
    copies = [os.dup(descriptor)]
    while copies[-1] <= 2:
        copies.append(os.dup(descriptor))
    for place in copies[:-1]:
        os.close(place)
    return copies[-1]


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


def done() -> None:
    """Everything is written: Ctrl-C while the interpreter winds down no longer changes how the program ends."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def leave() -> None:
    """End the program with the status of an interrupt, whatever other threads are doing."""
    with suppress(OSError, ValueError):  # a reader that has gone, a stream that is closed
        sys.stdout.flush()
    if _State.stderr_fd is not None:
        with suppress(OSError):
            if os.isatty(_State.stderr_fd):
                os.write(_State.stderr_fd, SHOW_CURSOR)  # a progress bar that was silenced left it hidden
            os.write(_State.stderr_fd, b"hingecheck: interrupted\n")
    os._exit(STATUS)


def _on_signal(number: int, frame: FrameType | None) -> None:
    if _State.asked:
        os._exit(STATUS)
    _State.asked = True
    if _importing(frame):
        _silence()
    raise KeyboardInterrupt


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _silence() -> None:
    """An extension module that is stopped in its import may print the traceback itself."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
