"""The state of a live session: the set under way as the coach keeps it, and what is shown with a frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ...core.live.boundaries import SetBounds
from ...core.live.causal import Moment
from ...core.live.cues import Cue, CueBook
from ...core.live.guidance import Hint
from ...core.types import Finding, Frame, MovementName, Person, Rep
from .analyst import Analyst
from .finish import SetVideo
from .set_recording import SetRecording


@dataclass(frozen=True, slots=True)
class State:
    """What there is to show with a frame."""

    frame: Frame
    lifter: Person | None
    near: str
    moment: Moment | None
    hinge_deg: float | None  #: as the last analysis would measure it
    reps: int
    set_number: int
    ready: bool
    advice: Hint | None  #: what is to be put right
    cue: Cue | None
    running: bool  #: a rep of the set was told


@dataclass(slots=True)
class SetUnderWay:
    """One set under way."""

    number: int
    set_recording: SetRecording
    analyst: Analyst
    bounds: SetBounds
    cues: CueBook = field(default_factory=CueBook)
    found: list[Finding] = field(default_factory=list)  #: in the reps that were told
    started: bool = False
    stopped: bool = False  #: it was said that the set has lost enough speed
    near: str = "left"
    lift: MovementName | None = None
    agreement: tuple[float, float] = (1.0, 0.0)
    alike_since_s: float = 0.0  #: see `SetProgress.alike_since_s`

    def reps_like(self, rep: Rep) -> list[Rep]:
        """The reps told so far of the lift, and the leg, that one of them is of."""
        told, since_s = self.analyst.reported_reps.reps, self.alike_since_s
        return [one for one in told if (one.end_s > since_s) == (rep.end_s > since_s)]


class Films(Protocol):
    """Records what is filmed, set by set."""

    def add(self, frame: Frame) -> None:
        """Take a picture."""

    def forget(self, before_s: float) -> None:
        """The set will not begin before this."""

    def ended(self) -> SetVideo:
        """The set's film; the next picture begins another."""

    def close(self) -> None:
        """Throw away what is under way."""
