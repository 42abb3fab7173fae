"""What is lifted: as it is told, as it is seen in each picture, and as it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Mask
from .phrases import N_

LoadKind = Literal["barbell", "dumbbells", "dumbbell", "kettlebell", "band", "none", "unknown"]
ScaleSource = Literal["plate", "height", "leg-length"]
#: Outlines that are kept of each picture, the best first; see `LoadShapes`.
SHAPES_KEPT = 4
#: Numbers that are kept of each fist; see `LoadShapes.fists`.
FIST_MEASURES = 4


@dataclass(frozen=True, slots=True)
class Load:
    """What is lifted, as the lifter says."""

    mass_kg: float | None
    side: Literal["both", "left", "right"]


@dataclass(frozen=True, slots=True)
class LoadLook:
    """What one look near the hands saw."""

    shapes: NDArray[np.float32]  #: as in `LoadShapes.shapes` [shape=(k, 6)], k at most `SHAPES_KEPT`
    bar: float  #: as in `LoadShapes.bar`
    unlike: Floats | None = None  #: as a row of `LoadShapes.unlike`; None where nobody looked
    fists: Floats | None = None  #: as a row of `LoadShapes.fists`; None where nobody looked


@dataclass(frozen=True, slots=True)
class LoadShapes:
    """Round outlines near the lifter's hands: plates, the ball of a kettlebell, heads of dumbbells.

    What a `LoadSource` saw, a row a frame of the recording, before anybody knows which of them is held.
    """

    #: x and y of the centre, half width, half height, the share of the outline that shows (0 … 1), the centre's
    #: standard error, all lengths in pixels of the video's own picture; NaN where there is none
    #: [shape=(n, SHAPES_KEPT, 6)]
    shapes: Floats
    looked: Mask  #: frames that were looked at: between two of them the load is followed [shape=(n,)]
    #: how much of a bar shows beyond both hands, 0 … 1, 0 where hands are not apart; NaN where nobody looked for one,
    #: or both its ends are outside the picture [shape=(n,)]; None: from a file of before bars were looked for
    bar: Floats | None = None
    #: how unlike the bare forearm the inside of each outline is (a fist differs by 8 to 36, rubber and iron by 45
    #: and more); NaN where nobody looked, no forearm is bare, or for a plate; None as before [shape=(n, SHAPES_KEPT)]
    unlike: Floats | None = None
    #: of the left and the right fist: how much of what is round it goes along with it and is not skin; in how much of
    #: it the room shows; how unlike the forearm the fist is; how much of a thin stripe shows from it to the foot. NaN
    #: where nobody looked, or it does not show [shape=(n, 2, FIST_MEASURES)]; None as before
    fists: Floats | None = None

    @classmethod
    def of(cls, looks: Sequence[LoadLook | None]) -> LoadShapes:
        """What a look a frame saw, None where nobody looked; as exact as saved poses have it."""
        shapes = np.full((len(looks), SHAPES_KEPT, 6), np.nan, dtype=np.float32)
        bars = np.full(len(looks), np.nan, dtype=np.float32)
        unlike = np.full((len(looks), SHAPES_KEPT), np.nan, dtype=np.float32)
        fists = np.full((len(looks), 2, FIST_MEASURES), np.nan, dtype=np.float32)
        for row, look in enumerate(looks):
            if look is None:
                continue
            shapes[row, : len(look.shapes)] = look.shapes
            bars[row] = look.bar
            unlike[row] = np.nan if look.unlike is None else look.unlike
            fists[row] = np.nan if look.fists is None else look.fists
        looked = np.array([look is not None for look in looks], dtype=bool)
        exact = (one.astype(np.float64) for one in (bars, unlike, fists))
        return cls(shapes.astype(np.float64), looked, *exact)

    def rows(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> LoadShapes:
        """Some rows, by number or mask."""
        others = (None if one is None else one[rows] for one in (self.bar, self.unlike, self.fists))
        return LoadShapes(self.shapes[rows], self.looked[rows], *others)


@dataclass(frozen=True, slots=True)
class LoadTrack:
    """Where one load is, row by row of a `Motion`."""

    side: Literal["both", "left", "right"]  #: the hand that holds it
    centre_px: Floats  #: middle of the nearer plate, of the bell, or of the hand that holds it [shape=(n, 2)]
    sigma_px: Floats  #: standard error of each coordinate [shape=(n,)]; NaN with the centre where it is not known
    radius_px: Floats  #: half width and half height of its outline; NaN where none is seen [shape=(n, 2)]
    seen: Mask  #: rows in which its own outline was found, or lies between two where it was [shape=(n,)]
    by: Literal["outline", "hands"]  #: what it was followed by: hands stand in for a load that shows no outline


@dataclass(frozen=True, slots=True)
class LoadScale:
    """Metres a pixel where the load is."""

    m_per_px: float
    sigma_m_per_px: float
    source: ScaleSource

    @property
    def off(self) -> float:
        """Its error as a share of it."""
        return self.sigma_m_per_px / self.m_per_px


@dataclass(frozen=True, slots=True)
class LoadSeen:
    """What the pictures show of the load."""

    kind: LoadKind = "unknown"
    confidence: float = 0.0  #: in the kind, 0 … 1
    tracks: tuple[LoadTrack, ...] = ()  #: one a load: two of a pair of dumbbells; none where it is not found
    scale: LoadScale | None = None
    #: why it is not found, or not named, in words for the lifter; empty where it is
    reason: str = N_("the pictures were not searched for a load")
    searched: bool = False

    @property
    def track(self) -> LoadTrack | None:
        """The load that series and speeds are of: the only one, or the one that is seen best."""
        return max(self.tracks, key=lambda one: int(one.seen.sum()), default=None)

    @property
    def outlined(self) -> LoadTrack | None:
        """`track`, where it is followed by its outline and not by the hands."""
        return self.track if self.track is not None and self.track.by == "outline" else None

    def rows(self, rows: slice) -> LoadSeen:
        """The same over some rows."""
        return replace(self, tracks=tuple(_track_rows(track, rows) for track in self.tracks))


def _track_rows(track: LoadTrack, rows: slice) -> LoadTrack:
    return replace(
        track,
        centre_px=track.centre_px[rows],
        sigma_px=track.sigma_px[rows],
        radius_px=track.radius_px[rows],
        seen=track.seen[rows],
    )


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number and its standard error, in the same unit."""

    value: float
    sigma: float
    own_sigma: float | None = None  #: the part of it that is another in each repetition; None: all of it


@dataclass(frozen=True, slots=True)
class RepLoad:
    """How the load went through one repetition; speeds are upward, of the lift. None: not to be had."""

    mean_concentric_m_s: Measurement | None = None
    mean_propulsive_m_s: Measurement | None = None  #: while it is not braked harder than gravity brakes it
    peak_m_s: Measurement | None = None
    time_to_peak_s: Measurement | None = None  #: from the beginning of the lift
    sticking_height: Measurement | None = None  #: where it is slowest between two peaks, share of the range, 0 … 1
    range_m: Measurement | None = None  #: from lowest to highest
    deviation_m: Measurement | None = None  #: furthest ahead less furthest behind while lifting
    lowering_m_s: Measurement | None = None  #: mean downward speed of the lowering
    peak_lowering_m_s: Measurement | None = None
    reason: str = ""  #: why there is none of it, in words for the lifter
