"""A second lifter as large as the first: of two the detector may see one in the picture, and both in its halves.

So it is in split screens, where one is all that each half shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....core.arrays import Picture
from .landmarks import Detect, SeenBody
from .regions import Region

#: Who is beside somebody is so many sides of the larger region away from her, and as large to this share: of two and
#: more in four films 0.42 to 1.2 away, and 0.75 and more. A half also shows a part of who stands in the middle: in
#: seven of 46 real clips she was found again by it, once 0.41 away and read 0.35 away.
APART_SIDES, AS_LARGE = 0.4, 0.65


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
    for half in halves_of(*rgb.shape[1::-1]):
        for region in detect(rgb, half):
            if not region.upside_down and stands_apart(region, [*known, *beside]):
                beside.append(region)
    return beside


def stands_apart(region: Region, others: Sequence[Region]) -> bool:
    """Whether a region is somebody else's than these, and as large as theirs."""
    for other in others:
        smaller, larger = sorted((region.side_px, other.side_px))
        away_px = float(np.hypot(*np.subtract(region.centre_px, other.centre_px)))
        if away_px < APART_SIDES * larger or smaller < AS_LARGE * larger:
            return False
    return True


def only_apart(bodies: Sequence[SeenBody | None], known: Sequence[SeenBody | None]) -> list[SeenBody | None]:
    """Bodies as read; None for those that were read where somebody is known to be, or may be: who is just lost."""
    others = [one.next_region for one in known if one is not None]
    lost = len(others) < len(known)
    return [body if body and not lost and stands_apart(body.next_region, others) else None for body in bodies]
