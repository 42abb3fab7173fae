"""Frontends of a live session: events as JSON Lines, or a window with the report on the terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ...core.live.events import Cued, Event, Found, Problem, Ready, RepEnded, SetEnded, SetStarted
from ...core.live.guidance import Hint
from ...core.phrases import N_
from ...core.types import SetReport
from ...languages.speaking import tr
from ...reports.answer_words import answer_words, depth_words, spoken_count
from ...reports.live_events import to_line
from ...reports.live_words import ADVICE, READY, STOP, cue_words
from ...reports.load_text import rep_speed_words, slower_words
from ...reports.words import rep_count
from .loop import Loop, Shown
from .panel import panel_of

if TYPE_CHECKING:
    from ...core.known_facts import Felt
    from ...drawing.window import Window

#: Advice is spoken once it has stood for so long, as hints change from frame to frame while she walks to her place,
#: and again after so long, seconds.
ADVICE_STANDS_S, ADVICE_EVERY_S = 1.0, 6.0
#: How the end of a set is noted.
ENDED = N_("set {n} has ended ({why}): {reps}{saved}")


class Printer(Protocol):
    """Standard output and error, as frontends write to them."""

    def report(self, report: SetReport) -> None:
        """Show a report to people."""

    def data(self, line: str) -> None:
        """Put a line of data on standard output."""

    def problem(self, text: str) -> None:
        """Say what went wrong."""

    def note(self, text: str) -> None:
        """Say how it goes, on standard error."""


class Voice(Protocol):
    """Says short things aloud without keeping anybody waiting."""

    def say(self, text: str) -> None:
        """Say it; what was not yet begun is dropped for it."""

    def insist(self, text: str) -> None:
        """Say it, whatever comes after it."""

    def close(self) -> None:
        """Be silent."""


class Silence:
    """A voice that says nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""

    def insist(self, text: str) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Be silent."""


Ask = Callable[[], "Felt | None"]


class Headless:
    """Events as JSON Lines on standard output; how it goes on standard error.

    Parameters
    ----------
    printer : Printer
    voice : Voice
    """

    def __init__(self, printer: Printer, voice: Voice) -> None:
        self._printer, self._voice = printer, voice

    def event(self, event: Event) -> None:
        """Write a line."""
        self._printer.data(to_line(event))
        text = event_words(event)
        if isinstance(event, Problem):
            self._printer.problem(tr(event.text))
        elif text is not None:
            self._printer.note(text)
        speak(self._voice, event)

    def show(self, shown: Shown) -> None:
        """Show nothing."""

    def keys(self, loop: Loop) -> bool:
        """Go on: there are no keys."""
        return True

    def felt(self) -> Felt | None:
        """Ask nobody."""
        return None

    def close(self) -> None:
        """End the voice."""
        self._voice.close()


class Windowed:
    """A window, and reports on the terminal.

    Parameters
    ----------
    window : Window
    printer : Printer
    voice : Voice
    ask : callable
        Asks where the set was felt.
    """

    def __init__(self, window: Window, printer: Printer, voice: Voice, ask: Ask) -> None:
        self._window, self._printer, self._voice, self._ask = window, printer, voice, ask
        self._mirrored, self._help, self._paused = True, False, False
        self._last: Shown | None = None
        self._advice = SpokenAdvice()
        self._painted = True
        self._answer = self._speed = ""  # of the last rep
        self._stopped = False  # the set has lost enough speed
        self.delays_s: list[float] = []  #: from picture to screen, of each frame shown

    def event(self, event: Event) -> None:
        """Say what the terminal should have: reports and troubles."""
        if isinstance(event, SetStarted | SetEnded):
            self._forget_set()
        if isinstance(event, RepEnded):
            self._answer, self._speed = depth_words(event.depth), rep_speed_words(event.rep)
            self._stopped = self._stopped or event.stop
        if isinstance(event, SetEnded):
            self._printer.report(event.report)
        elif isinstance(event, Problem):
            self._printer.problem(tr(event.text))
        elif (text := event_words(event)) is not None:
            self._printer.note(text)
        speak(self._voice, event)

    def show(self, shown: Shown) -> None:
        """Draw a frame with all that belongs to it."""
        self._last, self._painted = shown, False
        self._draw()
        self._advise(shown)

    def keys(self, loop: Loop) -> bool:
        """Do what the keys ask."""
        key = self._window.key()  # the window paints meanwhile
        if not self._painted and self._last is not None:
            self._painted = True
            self.delays_s.append(time.perf_counter() - self._last.taken_s)
        if key == "q" or self._window.closed:
            return False
        if key == " ":
            self._paused = loop.controls.paused = not self._paused
        elif key == "r":
            loop.controls.restart = True
            self._forget_set()
        elif key == "m":
            self._mirrored = not self._mirrored
        elif key == "f":
            self._window.toggle_full()
        elif key == "h":
            self._help = not self._help
        if key and self._last is not None:
            self._draw()
        return True

    def felt(self) -> Felt | None:
        """Ask, once the window is away."""
        self._window.close()
        return self._ask()

    def close(self) -> None:
        """Close the window and end the voice."""
        self._window.close()
        self._voice.close()

    def _forget_set(self) -> None:
        """Nothing is said yet of the set's reps."""
        self._answer, self._speed, self._stopped = "", "", False

    def _draw(self) -> None:
        assert self._last is not None
        panel = panel_of(self._last.state, mirrored=self._mirrored, with_help=self._help, paused=self._paused)
        panel = replace(panel, answer=self._answer, speed=self._speed)
        if self._stopped and not self._paused:
            panel = replace(panel, headline=tr(STOP), kind="advice")
        self._window.show(self._last.state.frame.rgb, panel)

    def _advise(self, shown: Shown) -> None:
        """Speak guidance now and then."""
        if (text := self._advice.due(shown.state.advice, shown.state.frame.time_s)) is not None:
            self._voice.say(text)


def speak(voice: Voice, event: Event) -> None:
    """Say aloud what helps without looking."""
    if (text := spoken(event)) is None:
        return
    if isinstance(event, RepEnded) and event.stop:
        voice.insist(text)
    else:
        voice.say(text)


def spoken(event: Event) -> str | None:
    """What is said aloud of an event; None where nothing is.

    A rep's count and its cue are one text: of two that come at once the second would take the first one's place.
    """
    if isinstance(event, Ready):
        return tr(READY)
    if isinstance(event, RepEnded):
        if event.stop:
            return f"{event.count}. {tr(STOP)}"
        count = spoken_count(event.count, event.depth)
        return count if event.cue is None else f"{count}. {cue_words(event.cue)}"
    return cue_words(event.cue) if isinstance(event, Cued) and not event.with_rep else None


class SpokenAdvice:
    """Guidance, said once it has stood for a while, and now and then again."""

    def __init__(self) -> None:
        self._stands: Hint | None = None
        self._since_s = 0.0
        self._said, self._when_s = "", -ADVICE_EVERY_S

    def due(self, advice: Hint | None, now_s: float) -> str | None:
        """What is to be said of it now."""
        if advice != self._stands:
            self._stands, self._since_s = advice, now_s
        if advice is None or now_s - self._since_s < ADVICE_STANDS_S:
            return None
        if advice == self._said and now_s - self._when_s < ADVICE_EVERY_S:
            return None
        self._said, self._when_s = advice, now_s
        return tr(ADVICE[advice])


def event_words(event: Event) -> str | None:
    """An event in a line for people; None where others say it."""
    if isinstance(event, Ready):
        return tr(READY).lower()
    if isinstance(event, SetStarted):
        return tr("set {n}", n=event.number)
    if isinstance(event, RepEnded):
        answer = tr("rep {n}: {answer}", n=event.count, answer=answer_words(event.rep, event.depth))
        return f"{answer}. {tr(STOP)}: {slower_words(event.speed_loss)}" if event.stop else answer
    if isinstance(event, Found):
        return f"{tr(event.finding.rule)}: {tr(event.finding.message)}"
    if isinstance(event, SetEnded):
        saved = tr(", saved in {folder}", folder=event.folder) if event.folder else ""
        reps = rep_count(len(event.report.analysis.reps))
        return tr(ENDED, n=event.number, why=tr(event.why), reps=reps, saved=saved)
    return None
