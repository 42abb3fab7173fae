"""The turned square of the picture that holds one person, and how its pixels are taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.arrays import Floats, Picture
from ....quiet import quiet_cv2

#: A region's side over the distance between its two keypoints, mid-hip and the circle round the whole body: twice
#: the radius, and a quarter of margin, as the networks were trained.
SIDE_PER_RADIUS = 2.0 * 1.25
#: Crops are taken at 1/32 of a pixel, which is how fine OpenCV's fixed-point interpolation is.
STEPS_PER_PX = 32
#: Further bits of the fixed-point coordinates while they are added up; they end as whole steps.
FRACTION_BITS = 12
#: A head lower than this below the hips is upside down, cosine of the angle from upright; a region seen upright that
#: shares this much with it (intersection over union) is of the same body.
UPSIDE_DOWN, UPRIGHT = -0.5, 0.3
#: Larger squares than this are no person in a picture of at most 1,280 pixels, and their coordinates would overflow.
MAX_SIDE_PX = 8192.0


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square of the picture, in its pixels: x to the right, y down."""

    centre_px: tuple[float, float]
    side_px: float
    angle_rad: float  #: how far its own "up" is turned clockwise from the picture's

    @property
    def axes(self) -> Floats:
        """Its right and its down as columns, unit vectors in the picture [shape=(2, 2)]."""
        cos, sin = np.cos(self.angle_rad), np.sin(self.angle_rad)
        return np.array([[cos, -sin], [sin, cos]])

    @property
    def usable(self) -> bool:
        """Whether a crop of it can be taken: finite, not empty and not far larger than any picture."""
        return bool(0.0 < self.side_px <= MAX_SIDE_PX and max(map(abs, self.centre_px)) <= MAX_SIDE_PX)

    @property
    def upside_down(self) -> bool:
        """Whether the body's head is far below its hips."""
        return bool(np.cos(self.angle_rad) < UPSIDE_DOWN)

    def wider(self, times: float) -> Region:
        """The square round the same middle that is so many times as wide."""
        return replace(self, side_px=times * self.side_px)

    @property
    def turned_over(self) -> Region:
        """The same square the other way up."""
        return replace(self, angle_rad=float(np.remainder(self.angle_rad, 2.0 * np.pi) - np.pi))

    def to_picture(self, shares: Floats) -> Floats:
        """Places in the picture, pixels, of places in the square, 0 … 1 of its side [shape=(n, 2)]."""
        return np.asarray((shares - 0.5) @ (self.side_px * self.axes.T) + self.centre_px)

    def to_square(self, picture_px: Floats) -> Floats:
        """Places in the square, shares of its side, of places in the picture [shape=(n, 2)]."""
        return np.asarray((picture_px - self.centre_px) @ (self.axes / self.side_px) + 0.5)


def whole_picture(width_px: int, height_px: int) -> Region:
    """The upright square with the picture in its middle."""
    return Region((width_px / 2, height_px / 2), float(max(width_px, height_px)), 0.0)


def parts_of(width_px: int, height_px: int) -> list[Region]:
    """Squares that cover a picture: as high as it is wide or high, and half as high, each over half of the next.

    Who is small in the picture is too small for the detector in the whole of it.

    >>> [(part.centre_px, part.side_px) for part in parts_of(400, 200)][:4]
    [((100.0, 100.0), 200.0), ((200.0, 100.0), 200.0), ((300.0, 100.0), 200.0), ((50.0, 50.0), 100.0)]
    """
    shorter = min(width_px, height_px)
    return [
        Region((float(x), float(y)), float(side), 0.0)
        for side in (shorter, shorter / 2)
        for y in _middles(height_px, side)
        for x in _middles(width_px, side)
    ]


def _middles(length_px: int, side_px: float) -> list[float]:
    """Middles of squares along a length, half a side apart at the most."""
    count = max(int(np.ceil(2.0 * (length_px - side_px) / side_px)), 0) + 1
    return list(np.linspace(side_px / 2, length_px - side_px / 2, count)) if count > 1 else [length_px / 2]


def region_of(hips_px: Floats, rim_px: Floats) -> Region:
    """The region of a person, from the middle of the hips and a point above it on the circle round the body.

    >>> region_of(np.array([50.0, 60.0]), np.array([50.0, 20.0]))
    Region(centre_px=(50.0, 60.0), side_px=100.0, angle_rad=0.0)
    """
    right, down = (rim_px - hips_px).tolist()
    side_px = SIDE_PER_RADIUS * float(np.hypot(right, down))
    return Region((float(hips_px[0]), float(hips_px[1])), side_px, float(np.arctan2(right, -down)))


def overlap(one: Region, other: Region) -> float:
    """Intersection over union of two regions as upright squares: their turns are left out, as MediaPipe does."""
    reach = 0.5 * (one.side_px + other.side_px)
    smaller = min(one.side_px, other.side_px)
    sides = [
        float(np.clip(reach - abs(a - b), 0.0, smaller)) for a, b in zip(one.centre_px, other.centre_px, strict=True)
    ]
    shared = sides[0] * sides[1]
    union = one.side_px**2 + other.side_px**2 - shared
    return shared / union if union > 0 else 0.0


def upright_of(region: Region, found: Sequence[Region]) -> Region:
    """The region of a body that is read upside down as the detector sees it upright, if it does; else as it is.

    Once begun so, a body is read so on and on: the hips of one who bends, seen from behind, were taken for a head.
    """
    if not region.upside_down:
        return region
    return next((one for one in found if np.cos(one.angle_rad) > 0 and overlap(one, region) > UPRIGHT), region)


def turned_as(region: Region, before: Region) -> Region:
    """A region found where somebody stood a moment ago, with her head up as it was: nobody turns over in a moment.

    Of a body whose hips and hands are hidden, by plates, the detector may take feet for the head.
    """
    over = np.cos(region.angle_rad - before.angle_rad) < UPSIDE_DOWN
    if not over or np.cos(before.angle_rad) <= 0 or overlap(region, before) <= UPRIGHT:
        return region
    return region.turned_over


def crop(rgb: Picture, region: Region, size_px: int, *, replicate: bool) -> Picture:
    """The region's pixels, upright, `size_px` on each side, by linear interpolation.

    Pixel i of the crop is the picture at i / `size_px` of the region's side, without half a pixel of shift: so the
    networks were fed in MediaPipe, and so their coordinates are meant.

    Parameters
    ----------
    rgb : array [shape=(height, width, 3)]
    region : Region
    size_px : int
        Side of the crop.
    replicate : bool
        Beyond the picture's edge go on with its last pixel; else with black.

    Returns
    -------
    array [shape=(size_px, size_px, 3)]
        The same to the bit on OpenCV 4 and 5: their `warpPerspective` differ, `remap` with fixed-point maps does not.
    """
    cv2 = quiet_cv2()
    whole, fraction = _fixed_point_maps(region, size_px)
    border = cv2.BORDER_REPLICATE if replicate else cv2.BORDER_CONSTANT
    taken: Any = cv2.remap(rgb, whole, fraction, cv2.INTER_LINEAR, borderMode=border)
    return np.asarray(taken)


def _fixed_point_maps(region: Region, size_px: int) -> tuple[NDArray[np.int16], NDArray[np.uint16]]:
    """For each pixel of the crop the picture's pixel, and the 1/32 steps beyond it: down × 32 + right."""
    one_px = float(STEPS_PER_PX << FRACTION_BITS)
    at = np.arange(size_px) / size_px - 0.5
    along = np.rint(region.side_px * one_px * region.axes[:, :, None] * at).astype(np.int32)  # [xy, axis, pixel]
    half = 1 << (FRACTION_BITS - 1)
    start = [round(one_px * centre) + half for centre in region.centre_px]
    steps = [
        ((along[xy, 0] + np.int32(start[xy]))[None, :] + along[xy, 1][:, None]) >> FRACTION_BITS for xy in (0, 1)
    ]
    whole = np.empty((size_px, size_px, 2), np.int16)
    for xy in (0, 1):
        np.right_shift(steps[xy], 5, out=whole[:, :, xy], casting="unsafe")
        steps[xy] &= STEPS_PER_PX - 1
    fraction = np.empty((size_px, size_px), np.uint16)
    np.add(steps[1] * STEPS_PER_PX, steps[0], out=fraction, casting="unsafe")
    return whole, fraction
