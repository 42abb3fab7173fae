"""Types of the events in a live session, with times in the session's seconds."""

from __future__ import annotations

from dataclasses import dataclass

from ..advice.depth import RepDepth
from ..load_types import Measurement
from ..types import Finding, Rep, SetReport
from .cues import Cue


@dataclass(frozen=True, slots=True)
class Ready:
    """The lifter stands well in the picture."""

    time_s: float


@dataclass(frozen=True, slots=True)
class SetStarted:
    """The first rep of a set was seen; said when that rep has ended."""

    time_s: float
    number: int
    zero_s: float  #: session time at which the times of the set's reps and report begin
    start_s: float  #: where the first rep begins


@dataclass(frozen=True, slots=True)
class RepEnded:
    """A rep has ended."""

    time_s: float
    number: int  #: of the set
    zero_s: float
    rep: Rep
    count: int  #: reps of the set that stand
    depth: RepDepth | None = None  #: against the set's mark; None where there is none yet
    speed_loss: Measurement | None = None  #: of the load, from the set's fastest rep to this one, as a share
    stop: bool = False  #: it has passed the loss at which the lifter ends sets: said once a set
    cue: Cue | None = None  #: given with it: count and cue are said as one


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's finding, of a rep that ended or of the one under way."""

    time_s: float
    number: int
    zero_s: float
    finding: Finding
    mid_rep: bool


@dataclass(frozen=True, slots=True)
class Cued:
    """A cue is shown and spoken now."""

    time_s: float
    cue: Cue
    with_rep: bool = False  #: said with the count of the rep that has ended


@dataclass(frozen=True, slots=True)
class SetEnded:
    """A set's whole report, or why there is none."""

    time_s: float
    number: int
    zero_s: float
    why: str
    report: SetReport
    folder: str | None  #: where it was saved


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong, or is worth knowing, in words."""

    time_s: float
    text: str


Event = Ready | SetStarted | RepEnded | Found | Cued | SetEnded | Problem
