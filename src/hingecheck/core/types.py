"""The pipeline's types, one frozen dataclass a stage.

``Frame`` → ``Person`` → ``PoseTrack`` → ``Motion`` → ``Rep`` → ``Finding`` → ``SetReport``

NaN in an array means *missing at that moment*. What cannot be had at all is a value with a reason (`Unavailable`,
`NotAssessable`), never NaN and never an exception.

Image coordinates are pixels of the upright picture, x to the right, y down. World coordinates are MediaPipe's:
metres, origin between the hips, x to the picture's right, y down, z away from the camera.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats
from .camera import HeldCamera
from .corrections import Corrections
from .landmarks import Side
from .lifts import LiftName as LiftName
from .lifts import MovementName as MovementName
from .load_types import Load as Load
from .load_types import LoadSeen, LoadShapes, Measurement, RepLoad
from .report_types import Advice as Advice
from .report_types import CameraReport as CameraReport
from .report_types import DepthTarget as DepthTarget
from .report_types import Filming as Filming
from .report_types import NotAssessable as NotAssessable
from .report_types import Playback as Playback
from .report_types import Provenance as Provenance
from .report_types import Quality as Quality
from .report_types import Source as Source
from .report_types import Unavailable as Unavailable
from .report_types import View as View
from .report_types import ViewName as ViewName

Severity = Literal["mild", "moderate", "severe"]
SEVERITIES: tuple[Severity, ...] = ("mild", "moderate", "severe")
#: Points of a body's closed outline that are kept for each frame, evenly spaced by length; see `Person.outline_px`.
OUTLINE_POINTS = 192


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the video."""

    index: int  #: place in the video, counting every frame of the file from 0
    time_s: float  #: presentation time from the container, seconds from the first frame
    rgb: NDArray[np.uint8]  #: picture turned upright [shape=(height, width, 3)]
    scale: tuple[float, float] = (1.0, 1.0)  #: how many times wider and higher the video's own picture is


@dataclass(frozen=True, slots=True)
class Person:
    """One person found in one frame."""

    image_px: Floats  #: landmarks in the picture [shape=(33, 2)]
    visibility: Floats  #: 0 hidden … 1 seen, the model's own estimate [shape=(33,)]
    world_m: Floats  #: landmarks in the world [shape=(33, 3)]
    outline_px: Floats = field(default_factory=lambda: np.full((OUTLINE_POINTS, 2), np.nan))  #: NaN: there is none


@dataclass(frozen=True, slots=True)
class PoseTrack:
    """One person's raw landmarks over a video, as they were found; NaN where the person was not."""

    time_s: Floats  #: [shape=(n,)] strictly increasing, seconds from the video's first frame
    frame_index: NDArray[np.int64]  #: the frame of the video each row came from [shape=(n,)]
    image_px: Floats  #: [shape=(n, 33, 2)]
    visibility: Floats  #: [shape=(n, 33)]
    world_m: Floats  #: [shape=(n, 33, 3)]
    outline_px: NDArray[np.float32]  #: [shape=(n, 192, 2)]
    width_px: int  #: width of the upright picture
    height_px: int  #: height of the upright picture
    people: NDArray[np.int64]  #: how many people were seen in each frame [shape=(n,)]
    #: where pixels are as a still and upright camera would have them, the way back; None: they are the pictures'
    camera: HeldCamera | None = None
    loads: LoadShapes | None = None  #: what may be the load; None where nobody looked for it
    inner_px: tuple[float, float, float, float] | None = None  #: see `tracking.edges`; None: no bars stand round it
    behind_post: bool = False  #: a post stands before the legs: see `tracking.posts`
    place_unknown: bool = False  #: whether the camera moves is not known
    detail_px: float | None = None  #: pixels along the lifter that the pictures really show; None: nobody looked
    unclear_back: float | None = (
        None  #: share of her back that hardly shows before what is behind it, 1 of a dark shape
    )
    #: of what trunk and thighs pass behind, as captions and posts, squares of a leg; None: nobody looked
    in_front_leg2: float | None = None

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def present(self) -> NDArray[np.bool_]:
        """Frames in which the lifter was found [shape=(n,)]."""
        return np.asarray(np.isfinite(self.image_px[:, :, 0]).any(axis=1))


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over a set's time grid."""

    value: Floats  #: [shape=(n,)], NaN where it could not be measured
    sigma: Floats  #: standard error of each value, in the same unit [shape=(n,)]
    unit: str  #: ``"deg"``, ``"m"``, ``"leg"`` (leg lengths) or ``""``


@dataclass(frozen=True, slots=True)
class Motion:
    """Landmarks on an even time grid, cleaned and filtered, and what they show."""

    time_s: Floats  #: [shape=(n,)] evenly spaced
    rate_hz: float  #: rows a second of life; see `tracking.timebase`
    image_px: Floats  #: filtered [shape=(n, 33, 2)]
    world_m: Floats  #: filtered [shape=(n, 33, 3)]
    visibility: Floats  #: [shape=(n, 33)]
    view: View
    leg_px: float  #: length of thigh + shank in the picture, the scale of every distance
    working_side: Side | Literal["both"]
    face_up: bool  #: the lifter lies or reclines on the back, as in a hip thrust
    measured_side: Side  #: the leg the single-leg measures are read from
    stands_left: NDArray[np.bool_]  #: rows in which it is the left one; who changes legs, changes it [shape=(n,)]
    swapped: NDArray[np.bool_]  #: left and right were exchanged here by the tracker and put back [shape=(n,)]
    series: Mapping[str, Series]  #: the contract's measures by name
    by_side: Mapping[str, Series]  #: ``"hip_hinge_deg.left"`` … the same for each leg
    missing: Mapping[str, str]  #: measures that this video cannot give: name → reason
    corrected: bool = False  #: angles were corrected by the networks
    place_lost: bool = False  #: the camera moved, and was not taken out: places in the picture say nothing
    in_front: bool = False  #: something is before hips and thighs: see `uncertainty.IN_FRONT_LEG2`
    place_unknown: bool = False  #: whether the camera moved is not known
    vertical_sigma_deg: float = 0.0  #: error of the vertical where the picture was turned, or leans nobody knows how
    probabilities: Mapping[str, float] = field(default_factory=dict)  #: ``"one-leg"``, ``"kickstand"`` …: how likely
    load: LoadSeen = field(default_factory=LoadSeen)  #: its tracks have this motion's rows

    def __len__(self) -> int:
        return len(self.time_s)

    def with_measures(self, found: Mapping[str, Series | Unavailable]) -> Motion:
        """With more measures by name; one that is unavailable goes out of `series`, and `missing` has its reason."""
        series = {name: one for name, one in {**self.series, **found}.items() if isinstance(one, Series)}
        reasons = {name: one.reason for name, one in found.items() if isinstance(one, Unavailable)}
        return replace(self, series=series, missing={**self.missing, **reasons})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a motion's rows, first included, last excluded."""

    first: int
    last: int

    def __len__(self) -> int:
        return max(self.last - self.first, 0)

    @property
    def rows(self) -> slice:
        """The rows as a slice."""
        return slice(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One lift and the lowering that belongs to it, as rows of the motion.

    `lowering` is None where none belongs to it; where the video cuts it off, it is the part that shows.
    """

    bottom: int  #: the row where the lift begins: the last moment at the bottom
    top: int  #: the row where the lift ends
    lowering: Span | None
    lifting: Span
    complete: bool  #: it reached the set's own top
    lowering_cut: bool = False  #: the video or a hole cuts the lowering off: its duration is not known
    lowering_part: bool = False  #: it begins or ends half way: a failed pull, a load let go
    lifting_cut: bool = False  #: the video or a hole cuts the lift: its duration is not known
    lift_off_cut: bool = False  #: the lift was under way when the video began: its beginning is not seen
    top_cut: bool = False  #: it was still under way when the video ended: the top is not seen

    @property
    def pause(self) -> int | None:
        """Rows from its lowering to its lift, below 0 where it is lowered after; None without a lowering."""
        return None if self.lowering is None else self.lifting.first - self.lowering.last

    @property
    def first(self) -> int:
        """First row of lowering and lifting together."""
        return min(self.lifting.first, self.lowering.first if self.lowering else self.lifting.first)

    @property
    def last(self) -> int:
        """One past the last row of lowering and lifting together."""
        return max(self.lifting.last, self.lowering.last if self.lowering else self.lifting.last)


@dataclass(frozen=True, slots=True)
class Summary:
    """One measure over one rep; a number that is not known is None."""

    start: float | None
    bottom: float | None
    top: float | None
    min: float | None
    max: float | None
    mean: float | None
    sigma: float | None  #: standard error: the median over the rep, or that at its bottom where it is larger
    coverage: float  #: share of the rep's rows in which the measure was had
    sigma_at: Mapping[str, float] = field(default_factory=dict)  #: standard error of its start, bottom and top alone

    def error(self, which: str) -> float | None:
        """Standard error of one of its numbers, by name; that of the rep where the moment has none of its own."""
        return self.sigma_at.get(which, self.sigma)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long each phase took; None where the video cuts it off."""

    lowering_s: float | None
    pause_s: float | None
    lifting_s: float | None


@dataclass(frozen=True, slots=True)
class Rep:
    """One lift from a bottom to the top, with the lowering that belongs to it."""

    index: int  #: counted from 1 through the video
    start_s: float
    bottom_s: float
    end_s: float
    measures: Mapping[str, Summary]
    tempo: Tempo
    cycle: Cycle
    load: RepLoad | None = None  #: None where no pictures were searched for a load


@dataclass(frozen=True, slots=True)
class Lift:
    """Which of the lifts this is, or that it is none."""

    name: MovementName
    given: bool  #: the lifter said so
    confidence: float  #: 0 … 1
    working_side: Side | Literal["both"]
    runner_up: MovementName | None = None  #: the second candidate, where the choice is close
    looks_like: str | None = None  #: of another movement: what it may be, "good morning"
    unlike: str = ""  #: of another movement: what sets it apart from the lifts, in words


@dataclass(frozen=True, slots=True)
class LiftSet:
    """Reps of one lift, seen from one side, without a long pause between them."""

    index: int  #: counted from 1
    start_s: float
    end_s: float
    reps: tuple[int, ...]
    lift: Lift  #: with the leg that works in this set
    view: View
    good: tuple[str, ...] = ()  #: rules that were assessed and clean in every rep of it
    speed_loss: Measurement | None = None  #: of the load, from its fastest rep to the last, share 0 … 1
    depth_target: DepthTarget | None = None  #: None where fewer than two reps have a depth and none was told

    @property
    def working_side(self) -> Side | Literal["both"]:
        """The leg that works."""
        return self.lift.working_side


@dataclass(frozen=True, slots=True)
class RepFault:
    """A rule's verdict on one rep that shows the fault."""

    rep: int
    severity: Severity
    value: float
    sigma: float
    limit: float
    at_s: float  #: the worst moment
    measure: str  #: that was judged
    message: str  #: what was seen in this rep
    cue: str  #: the one thing to change


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault over a set, at its worst severity."""

    rule: str
    severity: Severity
    reps: tuple[int, ...]
    measure: str
    value: float
    sigma: float
    limit: float
    unit: str
    at_s: tuple[float, ...]
    confidence: float
    message: str
    cue: str
    by_rep: tuple[RepFault, ...]
    set_index: int = 1  #: of the set it was found in
    seen_from: View | None = None  #: of another recording of the set, where that one shows it better


@dataclass(frozen=True, slots=True)
class Analysis:
    """The core's whole result for one recording."""

    motion: Motion  #: of all parts, one after the other; view, leg and scale are those of the set with most reps
    lift: Lift  #: of that set
    sets: tuple[LiftSet, ...]
    reps: tuple[Rep, ...]
    partial_reps: tuple[Rep, ...]
    findings: tuple[Finding, ...]
    not_assessable: tuple[NotAssessable, ...]
    good: tuple[str, ...]
    advice: tuple[Advice, ...]
    quality: Quality
    camera: CameraReport = field(default_factory=CameraReport)
    cues: tuple[str, ...] = ()  #: the rules whose cue is shown or spoken: at most two a set, worst first
    filming: tuple[Filming, ...] = ()
    playback: Playback = field(default_factory=Playback)  #: how fast the recording plays
    stills: tuple[Rep, ...] = ()  #: pictures that are no film, each as a rep of one moment; there are no reps then
    #: where a recording falls into several: first row of each part, and `motion` with that part's view, leg and scale
    parts: tuple[tuple[int, Motion], ...] = ()
    corrections: Corrections = field(default_factory=Corrections)  #: what was set right by hand

    def motion_at(self, row: int) -> Motion:
        """`motion` with view, leg and scale of the part that a row lies in."""
        return next((part for first, part in reversed(self.parts) if row >= first), self.motion)


@dataclass(frozen=True, slots=True)
class SetReport:
    """An analysis with where it came from: what ``check_video`` returns."""

    source: Source
    load: Load | None
    analysis: Analysis
    provenance: Provenance
    told: Mapping[str, str | float] = field(default_factory=dict)  #: the given `KnownFacts` by name
    also: tuple[tuple[Source, View], ...] = ()  #: more recordings of the same set that were judged with it
