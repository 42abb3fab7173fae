"""What a report holds beside the findings: next steps, filming advice, recording quality, why a result is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Advice:
    """One next step and the rules it follows from."""

    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filming:
    """How to film the next set, and the rules that could then be judged."""

    text: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the recording can be trusted."""

    level: Literal["good", "fair", "poor"]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A result that cannot be had from this recording, and why, in words for the lifter.

    Returned in the result's place. A rule's own `rules.base.Unknown` says besides whether filming otherwise helps.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """A rule that could not be judged, and why."""

    rule: str
    reps: tuple[int, ...] | Literal["all"]
    reason: str
    filming: bool = True  #: another view or framing could help


@dataclass(frozen=True, slots=True)
class Load:
    """What is lifted."""

    mass_kg: float | None
    side: Literal["both", "left", "right"]


@dataclass(frozen=True, slots=True)
class Playback:
    """How fast a recording plays against life: slow motion, time lapse, or as it was."""

    speed_factor: float | None = None  #: 0.25 = four times slowed; None where it is not known to differ from 1
    source: Literal["told", "metadata", "estimated"] | None = None  #: estimated is a guess: no time rests on it
    problem: str = ""  #: why time is in doubt, in words for the lifter; empty where it is not
