"""Landmarks of a set in the lifter's own frame: near side on the left, lengths in leg lengths, facing +x.

The picture is turned so that the lifter faces +x. Rows are computed in blocks, so that an hour needs no more
memory than a minute; what holds for the whole set is found once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import FOOT, LEFT, LEG_JOINTS, MIRROR, RIGHT, SIDES, Landmark, both, point
from ..tracking.cleaning import CleanTrack
from ..tracking.joints import angles_of_side
from ..tracking.view import world_plane
from ..types import View
from .networks import JOINT_MEASURES

RowIndex = slice | NDArray[np.int64]

#: Points that the features are made of.
POINTS = np.array([Landmark.NOSE, *both("EAR", "SHOULDER", "ELBOW", "WRIST", "HIP", *LEG_JOINTS)])
#: Angles are divided by this, to be of the size of the other features.
ANGLE_UNIT_DEG = 60.0


@dataclass(frozen=True, slots=True)
class NormalisedLandmarks:
    """Landmarks of a set, mirrored where the right side is nearer, with what stays the same through the set."""

    points: CleanTrack
    view: View
    mirrored: bool
    leg_m: float  #: thigh + shank of the world landmarks
    planted: Floats  #: where the feet stand through the set, pixels of the turned picture [shape=(6, 2)]
    astray: Floats  #: how far each strays from there, leg lengths [shape=(6,)]

    def features(self, rows: RowIndex) -> tuple[Floats, Floats]:
        """All that the landmarks give of some frames, and of it what tells how the lifter looks in the picture.

        Returns
        -------
        all : array [shape=(m, 151)]
        looks : array [shape=(m, 63)]
        """
        image, middle = self._picture(rows)
        planted = flat_rows((self.planted - middle) / self.points.leg_px)
        world = self.points.guessed_m[rows][:, _order(self.mirrored)]
        plane = world_plane(world, self.view)
        world = world * np.array([_flip(self.mirrored), -1.0, 1.0]) / self.leg_m
        turned = rolls_deg(world, abs(self.view.azimuth_deg))
        angles = np.concatenate([_angles(image), _angles(plane), turned], axis=1) / ANGLE_UNIT_DEG
        where = flat_rows(image[:, POINTS])
        depth = flat_rows(world[:, POINTS])
        seen = self.points.visibility[rows][:, _order(self.mirrored)][:, POINTS]
        return np.concatenate([where, depth, seen, angles, planted], axis=1), np.concatenate([where, angles], axis=1)

    def hinge_deg(self, rows: RowIndex) -> Floats:
        """Hinge of the near side in the picture, of some frames: small where the lifter stands tall [shape=(m,)]."""
        return angles_of_side(self._picture(rows)[0], LEFT)["hip_hinge_deg"]

    def _picture(self, rows: RowIndex) -> tuple[Floats, Floats]:
        """Landmarks from the middle of the hips, in leg lengths, and that middle in pixels."""
        image = _turned(self.points.guessed_px[rows], mirrored=self.mirrored)
        hips = both("HIP")
        middle = image[:, hips].mean(axis=1, keepdims=True)
        return (image - middle) / self.points.leg_px, middle


def normalise(points: CleanTrack) -> NormalisedLandmarks:
    """Find what holds for a whole set: the near side, the length of a leg, where the feet stand."""
    view = points.view
    mirrored = view.azimuth_deg < 0
    feet = both(*FOOT)
    order = _order(mirrored)[feet]
    image = points.guessed_px[points.busy][:, order] * np.array([_flip(mirrored), -1.0])
    planted, astray = _planted(image, points.visibility[points.busy][:, order], points.leg_px)
    return NormalisedLandmarks(points, view, mirrored, _leg_m(points.guessed_m[points.busy]), planted, astray)


def flat_rows(values: Floats) -> Floats:
    """A row each, of no rows too [shape=(m, k)]."""
    return values.reshape(len(values), math.prod(values.shape[1:]))


def _order(mirrored: bool) -> NDArray[np.int64]:
    return np.asarray(MIRROR if mirrored else np.arange(len(MIRROR)))


def _flip(mirrored: bool) -> float:
    return 1.0 if mirrored else -1.0


def _turned(image: Floats, *, mirrored: bool) -> Floats:
    return np.asarray(image[:, _order(mirrored)] * np.array([_flip(mirrored), -1.0]))


def _planted(feet: Floats, seen: Floats, leg_px: float) -> tuple[Floats, Floats]:
    """Where the feet stand through the set, from the frames that show them best, and how far they stray.

    Returns
    -------
    place : array [shape=(6, 2)]
        Ankle, heel and toe of both sides.
    astray : array [shape=(6,)]
        Median distance from there, in leg lengths.
    """
    count = feet.shape[1]
    place, astray = np.zeros((count, 2)), np.zeros(count)
    for foot in range(count):
        known = np.isfinite(feet[:, foot]).all(axis=1)
        if not known.any():
            continue
        best = known & (seen[:, foot] >= np.median(seen[known, foot]))
        place[foot] = np.median(feet[best, foot], axis=0)
        astray[foot] = np.median(np.linalg.norm(feet[known, foot] - place[foot], axis=-1)) / leg_px
    return place, astray


def _angles(plane: Floats) -> Floats:
    """Angles of both legs in a plane [shape=(n, 10)]."""
    sides = [angles_of_side(plane, side) for side in SIDES]
    return np.stack([angles[name] for angles in sides for name in JOINT_MEASURES], axis=1)


#: Pairs of joints whose line turns with the body about its long axis.
TURNING = ("SHOULDER", "ELBOW", "HIP", "KNEE", "EAR")


def rolls_deg(world: Floats, azimuth_deg: float) -> Floats:
    """How far the lines between left and right joints are turned about the trunk's long axis.

    Parameters
    ----------
    world : array [shape=(n, 33, 3)]
        Landmarks with the near side as the left one, x the way the lifter faces in the picture, y up, z away.
    azimuth_deg : float
        Of the camera, 0 to 180.

    Returns
    -------
    array [shape=(n, 5)]
        Degrees, a line each of `TURNING`; 0 where it runs straight across, positive with the near side ahead
        (standing) or lower (bent forward).

    Examples
    --------
    >>> bent = np.zeros((1, 33, 3))
    >>> bent[0, [11, 12]] = (0.5, 0.1, -0.1), (0.5, -0.1, 0.1)  # seen from the left, the trunk level
    >>> float(rolls_deg(bent, 90.0)[0, 0])
    -45.0
    """
    a = np.radians(azimuth_deg)
    across = np.array([-np.cos(a), 0.0, -np.sin(a)])  # towards the near side
    middle = {j: world[:, both(j)].mean(axis=1) for j in ("SHOULDER", "HIP")}
    trunk = middle["SHOULDER"] - middle["HIP"]
    ahead = np.cross(across, trunk / np.maximum(np.linalg.norm(trunk, axis=1, keepdims=True), 1e-9))
    lines = np.stack([world[:, point(LEFT, j)] - world[:, point(RIGHT, j)] for j in TURNING], axis=1)
    return np.asarray(np.degrees(np.arctan2(np.einsum("njk,nk->nj", lines, ahead), lines @ across)))


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
