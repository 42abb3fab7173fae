"""What a person who looked at a recording set right in its result, by time: it holds whatever else changes.

Reps are known by a moment within them, not by their number: numbers move where a rep is taken out, or where a newer
version finds one more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from .landmarks import Landmark, Side
from .lifts import LiftName


@dataclass(frozen=True, slots=True)
class RepBorders:
    """Where a rep begins and ends, moved by hand."""

    at_s: float  #: a moment within the rep as it is found, the bottom at best
    start_s: float | None = None  #: None: as it is found
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class JointMoved:
    """A joint put in its place in one picture."""

    time_s: float
    joint: Landmark
    x_px: float  #: in the upright picture
    y_px: float


@dataclass(frozen=True, slots=True)
class SetTold:
    """What one of a recording's sets was."""

    at_s: float  #: a moment within the set
    lift: LiftName | None = None
    stance: Side | None = None  #: the leg that stood


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that was corrected by hand; times are seconds from the video's first frame."""

    lift: LiftName | None = None  #: in every set of which nothing else is told
    stance: Side | None = None  #: the leg that stood, likewise
    not_reps_s: tuple[float, ...] = ()  #: a moment within each rep that was none
    borders: tuple[RepBorders, ...] = ()
    joints: tuple[JointMoved, ...] = ()
    sets: tuple[SetTold, ...] = ()  #: what single sets were

    def __bool__(self) -> bool:
        return self != Corrections()

    def plain(self) -> dict[str, Any]:
        """As plain values, what was not corrected left out: for files and reports."""
        plain = {
            "lift": self.lift,
            "stance": self.stance,
            "sets": [_said(one) for one in self.sets],
            "not_reps_s": list(self.not_reps_s),
            "borders": [asdict(one) for one in self.borders],
            "joints": [{**asdict(one), "joint": one.joint.name.lower()} for one in self.joints],
        }
        return {name: value for name, value in plain.items() if value}

    def at(self, moved: Callable[[float], float]) -> Corrections:
        """The same with the moments of sets and reps on another time axis; joints keep the pictures' own."""
        return replace(
            self,
            sets=tuple(replace(one, at_s=moved(one.at_s)) for one in self.sets),
            not_reps_s=tuple(moved(at_s) for at_s in self.not_reps_s),
            borders=tuple(
                RepBorders(
                    moved(one.at_s),
                    None if one.start_s is None else moved(one.start_s),
                    None if one.end_s is None else moved(one.end_s),
                )
                for one in self.borders
            ),
        )


def _said(told: SetTold) -> dict[str, Any]:
    return {name: value for name, value in asdict(told).items() if value is not None}
