"""Spoken cues: texts said by the system's speech engine, through pyttsx3 where it is installed."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..core.phrases import N_
from ..core.types import Unavailable
from ..languages.speaking import current_language, tr

SILENT = N_(
    "--speak: no voice here ({why}); it stays silent. pip install 'hingecheck[speak]', on Linux also espeak-ng."
)
#: How long closing waits for the word being said, seconds.
CLOSE_S = 3.0


@dataclass(frozen=True, slots=True)
class _Words:
    """What is to be said."""

    text: str
    dropped: bool  #: for what comes before it was begun


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
        self._next: queue.Queue[_Words | None] = queue.Queue()
        self._begun: Future[None] = Future()
        self._thread = threading.Thread(target=self._talk, args=(make_engine,), name="voice", daemon=True)
        self._thread.start()
        self._begun.result()

    def say(self, text: str) -> None:
        """Say it after what is being said."""
        self._put(_Words(text, dropped=True))

    def insist(self, text: str) -> None:
        """Say it after what is being said, and before all that comes."""
        self._put(_Words(text, dropped=False))

    def _put(self, words: _Words) -> None:
        waiting: list[_Words | None] = []
        with suppress(queue.Empty):
            while True:
                waiting.append(self._next.get_nowait())
        for one in [*(one for one in waiting if one is not None and not one.dropped), words]:
            self._next.put(one)

    def close(self) -> None:
        """Finish the word and end."""
        self._next.put(None)
        self._thread.join(CLOSE_S)

    def _talk(self, make_engine: Callable[[], Any]) -> None:
        try:
            engine = make_engine()
            _choose_voice(engine, current_language().code)
        except BaseException as error:
            self._begun.set_exception(error)
            return
        self._begun.set_result(None)
        while (words := self._next.get()) is not None:
            with suppress(Exception):  # a driver that fails once may speak again; the screen tells all the same
                engine.say(words.text)
                engine.runAndWait()


def _choose_voice(engine: Any, code: str) -> None:
    """Take the engine's first voice of a language, where it has one; English keeps the system's own."""
    if code == "en":
        return
    for voice in engine.getProperty("voices") or ():
        if any(_tag(language) == code for language in (*(getattr(voice, "languages", None) or ()), voice.id)):
            engine.setProperty("voice", voice.id)
            return


def _tag(language: str | bytes) -> str:
    r"""The language of a voice as drivers write it: "de", "de_DE", "gmw/de", "com.apple.voice.de-DE.Anna".

    >>> _tag(b"\x05de"), _tag("gmw/de"), _tag("es-ES"), _tag("com.apple.voice.compact.es-ES.Monica")
    ('de', 'de', 'es', 'es')
    """
    text = language.decode("latin-1") if isinstance(language, bytes) else language
    found = re.search(r"(?:^|[^a-z])([a-z]{2})(?:[-_][A-Za-z]{2,4})?(?:[^A-Za-z]|$)", text)
    return found[1] if found else ""


def open_voice() -> SpokenVoice | Unavailable:
    """A voice, or why there is none, as a note to the user."""
    try:
        import pyttsx3

        return SpokenVoice(pyttsx3.init)
    except ImportError:
        return Unavailable(tr(SILENT, why=tr("pyttsx3 is not installed")))
    except Exception as error:  # its drivers raise whatever the system's speech raises
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Unavailable(tr(SILENT, why=why))
