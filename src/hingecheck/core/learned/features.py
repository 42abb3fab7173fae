"""Network features of each frame, from landmarks and outline, the same for either side and any body size.

The picture is turned so that the near side is the left one and the lifter faces +x, lengths are in leg lengths,
and what does not change through the set (how the lifter looks standing tall) stands beside what does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import LEFT, RIGHT, Side, both, point
from ..signals import low_pass, lowest_rows, medians_of_known, resample
from ..tracking.cleaning import CleanTrack
from ..tracking.view import sector_of
from ..types import PoseTrack, View
from .back_line import STATIONS, back_path, directions_deg, dorsal_direction, outline_profiles
from .body_frame import ANGLE_UNIT_DEG, NormalisedLandmarks, RowIndex, flat_rows, normalise
from .outline_radii import outline_radii

#: Counted up whenever features change: weights fitted to others must not be used.
FEATURES_VERSION = 3
#: Share of a set's frames, those least folded, that show the lifter tall.
TALL_SHARE = 0.15
#: Directions of the back this many paces apart make its bends.
BEND = 4
#: Frames whose features are made at a time: all of an hour's are half a gigabyte.
BLOCK = 4096


@dataclass(frozen=True, slots=True)
class OutlineLines:
    """Distances of the body's outline from the trunk, on the even grid; NaN where it is broken."""

    behind: Floats  #: back line, chords from the axis hip to shoulder [shape=(n, 29)]
    before: Floats  #: belly line, likewise
    path: Floats  #: points down the back, leg lengths as (forward, up) from the shoulder [shape=(n, 27, 2)]
    outline_radii: Floats  #: distances from the middle of the hips all round, leg lengths [shape=(n, 36)]

    def some(self, rows: RowIndex) -> OutlineLines:
        """Those of some rows."""
        return OutlineLines(self.behind[rows], self.before[rows], self.path[rows], self.outline_radii[rows])


@dataclass(frozen=True, slots=True)
class FrameFeatures:
    """Every frame's features; NaN where there is no pose, filled where only the outline is missing."""

    normalise: NormalisedLandmarks
    lines: OutlineLines
    fixed: Floats  #: features that are the same in every frame
    sector: NDArray[np.int64]  #: where the camera stands, by `sector_of`: the same in every frame [shape=(n,)]

    @property
    def mirrored(self) -> bool:
        """Left and right, and the picture's x, were exchanged."""
        return self.normalise.mirrored

    @property
    def near(self) -> Side:
        """The lifter's own side that the features take as the left one."""
        return RIGHT if self.mirrored else LEFT

    @property
    def features(self) -> Floats:
        """Of all frames [shape=(n, k)]: 5 kB a frame, so a long video goes through `blocks`."""
        own = np.concatenate([features for _, features in self.blocks()])
        return np.concatenate([own, np.broadcast_to(self.fixed, (len(own), len(self.fixed)))], axis=1)

    def blocks(self) -> Iterator[tuple[slice, Floats]]:
        """Some frames at a time: their rows and features, without the fixed ones that come last."""
        for rows in _blocks(len(self.sector)):
            own, _ = self.normalise.features(rows)
            lines = self.lines.some(rows)
            yield rows, np.concatenate([own, _outline_features(lines), _broken(lines)], axis=1)


def frame_features(track: PoseTrack, points: CleanTrack, rate_hz: float) -> FrameFeatures:
    """Features of every frame of a set.

    Parameters
    ----------
    track : PoseTrack
        For its outlines.
    points : CleanTrack
        The same, cleaned; its guessed landmarks are read, none taken out.
    rate_hz : float
        Of the grid of `points`.
    """
    view, count = points.view, len(points.time_s)
    lines = outline_lines(track, view, points.leg_px, points.time_s, rate_hz)
    landmarks = normalise(points)
    radians = np.radians(abs(view.azimuth_deg))
    camera = [np.sin(radians), np.cos(radians), min(view.spread_deg, 90.0) / 90.0]
    fixed = np.concatenate([_standing(landmarks, lines), landmarks.astray, camera])
    return FrameFeatures(landmarks, lines, fixed, np.full(count, sector_of(view)))


def outline_lines(track: PoseTrack, view: View, leg_px: float, grid_s: Floats, rate_hz: float) -> OutlineLines:
    """Back and belly line of every grid row, from the near hip and shoulder as they were found."""
    hip, shoulder = (track.image_px[:, point(view.near_side, joint)] for joint in ("HIP", "SHOULDER"))
    dorsal = dorsal_direction(shoulder - hip, view.facing)

    def smooth(line: Floats) -> Floats:
        return low_pass(resample(track.time_s, line, grid_s), rate_hz)

    behind, before = (smooth(line) for line in outline_profiles(hip, shoulder, track.outline_px, dorsal))
    path = back_path(shoulder, track.outline_px, dorsal, leg_px, view.facing)
    path -= shoulder[:, None]
    path /= leg_px
    path *= np.array([view.facing, -1.0])
    hips = track.image_px[:, both("HIP")].mean(axis=1)
    around = outline_radii(hips, track.outline_px, leg_px, view.facing)
    return OutlineLines(behind, before, smooth(path), smooth(around))


def _standing(landmarks: NormalisedLandmarks, lines: OutlineLines) -> Floats:
    """How the lifter looks standing tall: medians over the frames least folded [shape=(258,)]."""
    hinge = np.concatenate([landmarks.hinge_deg(rows) for rows in _blocks(len(lines.behind))])
    busy = landmarks.points.busy
    tall = busy.start + lowest_rows(hinge[busy], TALL_SHARE, least=1)
    _, appearance = landmarks.features(tall)
    appearance = np.concatenate([appearance, _outline_features(lines.some(tall))], axis=1)
    return medians_of_known(appearance.T) if len(tall) else np.zeros(appearance.shape[1])


def _blocks(count: int) -> Iterator[slice]:
    for first in range(0, count, BLOCK):
        yield slice(first, min(first + BLOCK, count))


def _broken(lines: OutlineLines) -> Floats:
    """How much of the outline is missing [shape=(n, 2)]."""
    return np.stack([np.isnan(lines.behind).mean(axis=1), np.isnan(lines.path[:, 0, 0])], axis=1)


def _outline_features(lines: OutlineLines) -> Floats:
    """The outline as a net can use it: distances, and what they hide from it, slopes and bends [shape=(n, 195)]."""
    behind, before = _bridged(lines.behind), _bridged(lines.before)
    slope = np.gradient(behind, STATIONS[1] - STATIONS[0], axis=1)
    path = np.where(np.isfinite(lines.path), lines.path, 0.0)
    lean = directions_deg(path) / ANGLE_UNIT_DEG
    bend = lean[:, BEND:] - lean[:, :-BEND]
    some = flat_rows(path[:, ::3])
    around = np.where(np.isfinite(lines.outline_radii), lines.outline_radii, 0.0)
    return np.concatenate([behind, before, slope.clip(-3.0, 3.0), lean, bend, some, around], axis=1)


def _bridged(line: Floats) -> Floats:
    """A line with its holes bridged along the stations; a missing one is flat at zero."""
    out = np.zeros_like(line)
    places = np.arange(len(STATIONS))
    known = np.isfinite(line)
    whole = known.all(axis=1)
    out[whole] = line[whole]
    for row in np.flatnonzero(~whole & known.any(axis=1)):
        out[row] = np.interp(places, places[known[row]], line[row, known[row]])
    return out
