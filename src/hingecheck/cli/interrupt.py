"""Ctrl-C that is never lost.

Python turns SIGINT into KeyboardInterrupt wherever the program happens to be: inside an import or a C++
call-back it may come out as another error, or be swallowed. So it is remembered as well, and asked for in
the frame loop and at the end.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

STATUS = 130


class _State:
    asked = False


def listen() -> None:
    """Remember Ctrl-C from now on; a second one ends the program at once."""
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
    sys.stdout.flush()
    sys.stderr.write("hingecheck: interrupted\n")
    sys.stderr.flush()
    os._exit(STATUS)


def _on_signal(number: int, frame: FrameType | None) -> None:
    if _State.asked:
        os._exit(STATUS)
    _State.asked = True
    raise KeyboardInterrupt
