"""What a report holds beside the findings: view, next steps, filming, quality, provenance, why there is no result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .landmarks import Side

ViewName = Literal["front", "front-oblique", "side", "rear-oblique", "rear"]
QualityLevel = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stands around the lifter."""

    azimuth_deg: float  #: 0 = before the lifter, 90 = the left side towards the camera, -90 right, 180 behind
    spread_deg: float  #: how far the estimates from hips, shoulders and feet lie apart
    near_side: Side  #: the side of the body nearer to the camera

    @property
    def name(self) -> ViewName:
        """The view in words: in eighths of the circle."""
        off_front = abs(self.azimuth_deg)
        if off_front <= 22.5:
            return "front"
        if off_front < 67.5:
            return "front-oblique"
        if off_front <= 112.5:
            return "side"
        return "rear-oblique" if off_front < 157.5 else "rear"

    @property
    def off_side_deg(self) -> float:
        """Angle between the camera and a true side view, 0 to 90."""
        return abs(abs(self.azimuth_deg) - 90.0)

    @property
    def from_behind(self) -> bool:
        """Whether the camera stands behind the lifter, or at 45° to it."""
        return self.name in ("rear", "rear-oblique")

    @property
    def facing(self) -> float:
        """Where the lifter faces in the picture: 1 to its right, -1 to its left.

        >>> View(90.0, 5.0, "left").facing, View(-90.0, 5.0, "right").facing
        (-1.0, 1.0)
        """
        return -1.0 if self.azimuth_deg >= 0 else 1.0


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
    view: ViewName | None = None  #: another than that of the recording, if it asks for one


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the recording can be trusted."""

    level: QualityLevel
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CameraReport:
    """How the camera was held, and what of it was taken out."""

    roll_deg: float | None = (
        None  #: turned about its line of sight, positive: the picture leans clockwise; None: unknown
    )
    roll_sigma_deg: float | None = None
    moving: bool | None = None  #: None: not known
    compensated: bool = False  #: its motion, its roll, or both are taken out of all that is measured
    turned: bool = False  #: its roll is
    unsettled_deg: float = 0.0  #: how far the picture leans at the least, where how far it does is not settled


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A result that cannot be had from this recording, and why, in words for the lifter.

    Returned in the result's place. A rule's own `rules.base.Unknown` says besides whether filming otherwise helps.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """The recording that was read."""

    path: str
    sha256: str
    width: int
    height: int
    duration_s: float
    frame_rate_hz: float | None  #: None for stills
    frames_read: int
    frames_with_pose: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the report, so that it can be made again."""

    version: str
    model_name: str
    model_sha256: str
    weights_name: str  #: of the networks that corrected the angles, or "none"
    weights_sha256: str
    config_sha256: str
    analysis_rate_hz: float
    created: str  #: ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """A rule that could not be judged in a set, and why."""

    rule: str
    reps: tuple[int, ...] | Literal["all"]
    reason: str
    filming: bool = True  #: another view or framing could help
    set_index: int = 1  #: of the set it could not be judged in


@dataclass(frozen=True, slots=True)
class DepthTarget:
    """The depth that the reps of a set are held against: the hinge at the bottom."""

    value_deg: float
    told: bool  #: the lifter said so; else it is that of her own first reps …
    of_good: bool = True  #: … that are good; of any, where none is


@dataclass(frozen=True, slots=True)
class Playback:
    """How fast a recording plays against life: slow motion, time lapse, or as it was."""

    speed_factor: float | None = None  #: 0.25 = four times slowed; None where it is not known to differ from 1
    source: Literal["told", "metadata", "estimated"] | None = None  #: estimated is a guess: no time rests on it
    problem: str = ""  #: why time is in doubt, in words for the lifter; empty where it is not
    maybe_slowed: bool = False  #: so slow, down and up, that it may be slow motion: no praise rests on times
