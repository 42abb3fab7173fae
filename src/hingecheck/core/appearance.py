"""What one frame shows of a body, as numbers that a regressor can take: the same for either side and any size.

The picture is turned so that the near side is the left one and the lifter faces +x, lengths are in leg lengths,
and what does not change through the set (how the lifter looks standing tall) stands beside what does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .backline import STATIONS, directions_deg, profiles, walk
from .cleaning import CleanTrack
from .joints import angles_of_side
from .landmarks import LEFT, MIRROR, RIGHT, SIDES, Landmark, Side, point
from .learned import JOINT_MEASURES
from .signals import low_pass, lowest_rows, resample
from .types import PoseTrack, View
from .view import world_plane

Floats = NDArray[np.float64]

#: Counted up whenever features change: weights fitted to others must not be used.
FEATURES_VERSION = 2

#: Points that the features are made of.
POINTS = np.array(
    [Landmark.NOSE]
    + [
        point(side, joint)
        for side in SIDES
        for joint in ("EAR", "SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX")
    ]
)
#: Share of a set's frames, those least folded, that show the lifter tall.
TALL_SHARE = 0.15
#: Directions of the back this many paces apart make its bends.
BEND = 4
#: Angles are divided by this, to be of the size of the other features.
ANGLE_UNIT_DEG = 60.0


@dataclass(frozen=True, slots=True)
class Appearance:
    """Every frame's features; NaN where there is no pose, filled where only the outline is missing."""

    features: Floats  #: [shape=(n, k)]
    lines: OutlineLines
    mirrored: bool  #: left and right, and the picture's x, were exchanged

    @property
    def near(self) -> Side:
        """The lifter's own side that the features take as the left one."""
        return RIGHT if self.mirrored else LEFT


@dataclass(frozen=True, slots=True)
class OutlineLines:
    """The body's outline, seen from the trunk, on the even grid; NaN where it is broken."""

    behind: Floats  #: back line, chords from the axis hip to shoulder [shape=(n, 29)]
    before: Floats  #: belly line, likewise
    path: Floats  #: points down the back, leg lengths as (forward, up) from the shoulder [shape=(n, 27, 2)]


def outline_lines(track: PoseTrack, view: View, leg_px: float, grid_s: Floats, rate_hz: float) -> OutlineLines:
    """Back and belly line of every grid row, from the near hip and shoulder as they were found."""
    hip, shoulder = (track.image_px[:, point(view.near_side, joint)] for joint in ("HIP", "SHOULDER"))
    toward = -1.0 if view.azimuth_deg >= 0 else 1.0
    dorsal = _behind(shoulder - hip, toward)
    behind, before = profiles(hip, shoulder, track.outline_px, dorsal)
    path = (walk(shoulder, track.outline_px, dorsal, leg_px, toward) - shoulder[:, None]) / leg_px
    path *= np.array([toward, -1.0])
    return OutlineLines(*(low_pass(resample(track.time_s, line, grid_s), rate_hz) for line in (behind, before, path)))


def _behind(axis: Floats, toward: float) -> Floats:
    """The trunk's dorsal direction, for an axis from hip to shoulder in picture coordinates (y down)."""
    return np.asarray(np.stack([axis[:, 1], -axis[:, 0]], axis=-1) * toward)


def appearance(track: PoseTrack, points: CleanTrack, rate_hz: float) -> Appearance:
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
    view, leg_px = points.view, points.leg_px
    lines = outline_lines(track, view, leg_px, points.time_s, rate_hz)
    mirrored = view.azimuth_deg < 0
    flip = 1.0 if mirrored else -1.0
    order = MIRROR if mirrored else np.arange(len(MIRROR))
    image = points.guessed_px[:, order] * np.array([flip, -1.0])
    world = points.guessed_m[:, order]
    plane = world_plane(world, view)
    world = world * np.array([flip, -1.0, 1.0])
    seen = points.visibility[:, order]
    hips = [point(side, "HIP") for side in SIDES]
    middle = image[:, hips].mean(axis=1, keepdims=True)
    planted, astray = _planted(image, seen, leg_px)
    planted = ((planted - middle) / leg_px).reshape(len(image), -1)
    image = (image - middle) / leg_px
    world = world / _leg_m(world)
    angles = np.concatenate([_angles(image), _angles(plane)], axis=1) / ANGLE_UNIT_DEG
    own = np.concatenate(
        [
            image[:, POINTS].reshape(len(image), -1),
            world[:, POINTS].reshape(len(world), -1),
            seen[:, POINTS],
            angles,
            planted,
        ],
        axis=1,
    )
    outline = _outline_features(lines)
    broken = np.stack([np.isnan(lines.behind).mean(axis=1), np.isnan(lines.path[:, 0, 0])], axis=1)
    tall = lowest_rows(angles[:, 1], TALL_SHARE, least=1)
    still = np.concatenate([image[:, POINTS].reshape(len(image), -1), angles, outline], axis=1)
    still = np.nanmedian(still[tall], axis=0) if len(tall) else np.zeros(still.shape[1])
    radians = np.radians(abs(view.azimuth_deg))
    fixed = np.concatenate([still, astray, [np.sin(radians), np.cos(radians), min(view.spread_deg, 90.0) / 90.0]])
    features = np.concatenate([own, outline, broken, np.broadcast_to(fixed, (len(own), len(fixed)))], axis=1)
    return Appearance(features, lines, mirrored)


def _planted(image: Floats, seen: Floats, leg_px: float) -> tuple[Floats, Floats]:
    """Where the feet stand through the set, from the frames that show them best, and how far they stray.

    Returns
    -------
    place : array [shape=(6, 2)]
        Ankle, heel and toe of both sides.
    astray : array [shape=(6,)]
        Median distance from there, in leg lengths.
    """
    feet = [point(side, joint) for side in SIDES for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]
    place, astray = np.zeros((len(feet), 2)), np.zeros(len(feet))
    for row, foot in enumerate(feet):
        known = np.isfinite(image[:, foot]).all(axis=1)
        if not known.any():
            continue
        best = known & (seen[:, foot] >= np.median(seen[known, foot]))
        place[row] = np.median(image[best, foot], axis=0)
        astray[row] = np.median(np.linalg.norm(image[known, foot] - place[row], axis=-1)) / leg_px
    return place, astray


def _angles(plane: Floats) -> Floats:
    """Angles of both legs in a plane [shape=(n, 10)]."""
    sides = [angles_of_side(plane, side) for side in SIDES]
    return np.stack([angles[name] for angles in sides for name in JOINT_MEASURES], axis=1)


def _leg_m(world: Floats) -> float:
    """Thigh + shank of both legs, the median over frames."""
    total = np.stack(
        [
            np.linalg.norm(world[:, point(side, a)] - world[:, point(side, b)], axis=-1)
            for side in SIDES
            for a, b in (("HIP", "KNEE"), ("KNEE", "ANKLE"))
        ]
    )
    return float(np.nanmedian(total.reshape(2, 2, -1).sum(axis=1)))


def _outline_features(lines: OutlineLines) -> Floats:
    """The outline as a net can use it: distances, and what they hide from it, slopes and bends [shape=(n, 159)]."""
    behind, before = _filled(lines.behind), _filled(lines.before)
    slope = np.gradient(behind, STATIONS[1] - STATIONS[0], axis=1)
    path = np.where(np.isfinite(lines.path), lines.path, 0.0)
    lean = directions_deg(path) / ANGLE_UNIT_DEG
    bend = lean[:, BEND:] - lean[:, :-BEND]
    some = path[:, ::3].reshape(len(path), -1)
    return np.concatenate([behind, before, slope.clip(-3.0, 3.0), lean, bend, some], axis=1)


def _filled(line: Floats) -> Floats:
    """A line with its holes bridged along the stations; a missing one is flat at zero."""
    out = np.zeros_like(line)
    places = np.arange(len(STATIONS))
    known = np.isfinite(line)
    whole = known.all(axis=1)
    out[whole] = line[whole]
    for row in np.flatnonzero(~whole & known.any(axis=1)):
        out[row] = np.interp(places, places[known[row]], line[row, known[row]])
    return out
