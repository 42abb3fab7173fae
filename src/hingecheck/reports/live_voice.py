"""Spoken cues: texts said by the system's speech engine, through pyttsx3 where it is installed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from ..core.types import Unavailable

SILENT = "--speak: no voice here ({why}); it stays silent. pip install 'hingecheck[speak]', on Linux also espeak-ng."
#: How long closing waits for the word being said, seconds.
CLOSE_S = 3.0


class SpokenVoice:
    """Says the newest thing in a thread of its own; what was not begun is dropped for it.

    Parameters
    ----------
    make_engine : callable
        ``pyttsx3.init``, or something like it. Called in the voice's own thread: Windows' speech wants that.

    Raises
    ------
    Exception
        What `make_engine` raises.
    """

    def __init__(self, make_engine: Callable[[], Any]) -> None:
        self._next: queue.Queue[str | None] = queue.Queue()
        self._begun: Future[None] = Future()
        self._thread = threading.Thread(target=self._talk, args=(make_engine,), name="voice", daemon=True)
        self._thread.start()
        self._begun.result()

    def say(self, text: str) -> None:
        """Say it after what is being said."""
        with suppress(queue.Empty):
            while True:
                self._next.get_nowait()
        self._next.put(text)

    def close(self) -> None:
        """Finish the word and end."""
        self._next.put(None)
        self._thread.join(CLOSE_S)

    def _talk(self, make_engine: Callable[[], Any]) -> None:
        try:
            engine = make_engine()
        except BaseException as error:
            self._begun.set_exception(error)
            return
        self._begun.set_result(None)
        while (text := self._next.get()) is not None:
            engine.say(text)
            engine.runAndWait()


def open_voice() -> SpokenVoice | Unavailable:
    """A voice, or why there is none, as a note to the user."""
    try:
        import pyttsx3

        return SpokenVoice(pyttsx3.init)
    except ImportError:
        return Unavailable(SILENT.format(why="pyttsx3 is not installed"))
    except Exception as error:  # its drivers raise whatever the system's speech raises
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Unavailable(SILENT.format(why=why))
