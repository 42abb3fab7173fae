"""How far a body moved from one reading to the next, and a body between two readings.

Who stands, holds or lowers slowly need not be read in every frame of a recording: what lies between two readings a
fifteenth of a second apart is drawn between them, as long as they lie close together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..people import distinct
from .landmarks import SeenBody

#: The next frame but one is read where nobody moved faster than this, sides of her region a second …
REST_PER_S = 0.75
#: … and the one before it is drawn between if nobody moved further than this in the meantime, sides of her region:
#: an eighth of a metre of one who stands. A straight way's middle is off by an eighth of the acceleration over it,
#: 3 mm at 5 m/s² and 67 ms.
BETWEEN_SIDES = 0.056
#: … and if the two are no further apart than this, seconds: every second frame of 24 a second and more.
BETWEEN_S = 0.09
#: As far as the landmark that moved third most: a foot that hops has three, one alone is the network's.
MOVED_POINTS = 3
#: Landmarks seen less surely than this wander while nobody moves.
SEEN = 0.5


def moved_sides(before: SeenBody, after: SeenBody) -> float:
    """How far the body moved, in sides of its region.

    >>> import numpy as np
    >>> from hingecheck.sources.pose.litert.regions import Region
    >>> there = Region((100.0, 100.0), 200.0, 0.0)
    >>> one = SeenBody(np.zeros((33, 2)), np.ones(33), np.zeros((33, 3)), None, there, there)
    >>> foot = np.zeros((33, 2))
    >>> foot[[27, 29, 31]] = 0.0, -10.0
    >>> moved_sides(one, replace(one, image_px=foot))
    0.05
    """
    seen = np.minimum(before.visibility, after.visibility) >= SEEN
    ways_px = np.hypot(*(after.image_px - before.image_px)[seen].T)
    if len(ways_px) < MOVED_POINTS:
        return float("inf")
    return float(np.partition(ways_px, -MOVED_POINTS)[-MOVED_POINTS]) / before.region.side_px


def body_between(before: SeenBody, after: SeenBody, share: float) -> SeenBody:
    """The body at a share of the way, without a mask."""
    return replace(
        after,
        image_px=before.image_px + share * (after.image_px - before.image_px),
        visibility=before.visibility + share * (after.visibility - before.visibility),
        world_m=before.world_m + share * (after.world_m - before.world_m),
        mask=None,
    )


def rests(before: SeenBody | None, after: SeenBody, step_s: float) -> bool:
    """Whether a body moved no faster than one who stands, holds or moves slowly."""
    return before is not None and moved_sides(before, after) < REST_PER_S * step_s


def close_by(before: Sequence[SeenBody | None], after: Sequence[SeenBody | None]) -> bool:
    """Whether everybody was found, different people, so near to where they were that a straight way will do."""
    bodies = [body for body in after if body is not None and body.next_region.usable]
    if len(bodies) < len(after) or len(distinct(bodies)) < len(bodies):
        return False
    pairs = zip(before, bodies, strict=True)
    return all(one is not None and moved_sides(one, body) < BETWEEN_SIDES for one, body in pairs)
