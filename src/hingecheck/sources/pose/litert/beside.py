"""A second lifter as large as the first: of two the detector may see one in the picture, and both in its halves.

So it is in split screens, where one is all that each half shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....core.arrays import Picture
from ....core.tracking.trails import px_per_m
from ....core.types import Person
from ..people import shows_legs
from .landmarks import Detect, SeenBody
from .regions import Region

#: Who is beside somebody is so many sides of the larger region away from her: of two and more in four films 0.42 to
#: 1.2. A half also shows a part of who stands in the middle: in seven of 46 real clips she was found in it again, in
#: one as far as 0.41 away, and read 0.35 away.
APART_SIDES = 0.4
#: … and as large to this share, pixels to the metre: those 0.92 to 1.08. With a smaller one behind her, 0.78, it is
#: plain who is meant.
AS_LARGE = 0.85


def halves_of(width_px: int, height_px: int) -> list[Region]:
    """Squares round the two halves of a picture, parted across its longer side.

    >>> [(half.centre_px, half.side_px) for half in halves_of(400, 200)]
    [((100.0, 100.0), 200.0), ((300.0, 100.0), 200.0)]
    """
    side_px = float(max(min(width_px, height_px), max(width_px, height_px) / 2))
    return [
        Region((share * width_px, 0.5 * height_px) if width_px >= height_px else (0.5 * width_px, share * height_px),
               side_px, 0.0)
        for share in (0.25, 0.75)
    ]  # fmt: skip


def found_beside(detect: Detect, rgb: Picture, known: Sequence[Region]) -> list[Region]:
    """Who is found in one half of a picture and stands apart from those who are known."""
    beside: list[Region] = []
    longest_px = float(max(rgb.shape[:2]))
    for half in halves_of(*rgb.shape[1::-1]):
        for region in detect(rgb, half):
            if not region.upside_down and stands_apart(region, [*known, *beside], longest_px):
                beside.append(region)
    return beside


def stands_apart(region: Region, others: Sequence[Region], longest_px: float) -> bool:
    """Whether a region is somebody else's than these, in a picture whose longer side is so long.

    The region of a head that fills half the picture reaches far beyond it.
    """
    away_px = ((float(np.hypot(*np.subtract(region.centre_px, one.centre_px))), one) for one in others)
    return all(away >= APART_SIDES * min(max(region.side_px, one.side_px), longest_px) for away, one in away_px)


def only_as_large(
    bodies: Sequence[SeenBody | None], known: Sequence[SeenBody | None], longest_px: float
) -> list[SeenBody | None]:
    """Bodies that are read apart from those who are known, and as large; None where one of these is just lost.

    A talking head beside a lifter is no lifter to be as large as.
    """
    others = [one for one in known if one is not None]
    if len(others) < len(known):
        return [None] * len(bodies)
    regions, sizes = [one.next_region for one in others], [_size(one) for one in others if shows_legs(one)]
    return [body if body and stands_apart(body.next_region, regions, longest_px) and _as_large(body, sizes) else None
            for body in bodies]  # fmt: skip


def _as_large(body: SeenBody, sizes: Sequence[float]) -> bool:
    size = _size(body)
    return all(AS_LARGE * one <= size <= one / AS_LARGE for one in sizes)


def _size(body: SeenBody) -> float:
    return px_per_m(Person(body.image_px, body.visibility, body.world_m))
