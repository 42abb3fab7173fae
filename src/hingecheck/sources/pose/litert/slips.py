"""Readings that slipped: the head sought among the hips, as where one shoots up and plates pass before her.

The region is turned by where hips and head were read. Once the head is read at the hips it stays turned so, and the
network reads on in the lap; the detector, which knows nothing of the frame before, sees her stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....core.landmarks import Landmark
from .landmarks import SeenBody
from .regions import SIDE_PER_RADIUS, Region, overlap

#: The nose is nearer to the hips than this share of the radius of the circle round the body: in films that slipped
#: 0.2 to 0.5; in real clips read rightly 0.55 and more, but where the lifter folds along the camera's line.
NOSE_NEAR = 0.5
#: The detector sees the body turned otherwise by more than this, cosine of the angle; it is hers where the two
#: regions share this much (intersection over union): of one who leaves the picture and a bystander they shared 0.3.
TURNED, HERS = 0.9, 0.5
#: Who seems to have slipped is looked for so often, seconds; where that showed nothing else, after so long.
EVERY_S, SETTLED_S = 0.06, 0.2


def nose_share(body: SeenBody) -> float:
    """How far the nose is from the hips, in radii of the circle round the body."""
    hips_px = body.image_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    way_px = float(np.hypot(*(body.image_px[Landmark.NOSE] - hips_px)))
    return way_px * SIDE_PER_RADIUS / max(body.next_region.side_px, 1.0)


def slipped(body: SeenBody) -> bool:
    """Whether a body was read with its head at its hips."""
    return nose_share(body) < NOSE_NEAR


def seen_otherwise(body: SeenBody, found: Sequence[Region]) -> Region | None:
    """Where the detector sees a body turned otherwise than it was read; None where it does not."""
    return next(
        (
            region
            for region in found
            if overlap(region, body.region) > HERS and np.cos(region.angle_rad - body.region.angle_rad) < TURNED
        ),
        None,
    )
