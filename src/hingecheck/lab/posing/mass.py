"""Centre of mass from joint centres."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import SIDES, Side
from .skeleton import Skeleton

#: Segment: joints it runs between, share of body mass, place of its own centre from the first joint.
#: de Leva 1996, mean of women and men; the trunk between mid-shoulder and mid-hip.
ARM_AND_LEG: tuple[tuple[str, str, float, float], ...] = (
    ("SHOULDER", "ELBOW", 0.0263, 0.576),
    ("ELBOW", "WRIST", 0.0150, 0.457),
    ("WRIST", "INDEX", 0.0059, 0.770),
    ("HIP", "KNEE", 0.1447, 0.385),
    ("KNEE", "ANKLE", 0.0457, 0.437),
)
FOOT_MASS, TRUNK_MASS, TRUNK_CENTRE, HEAD_MASS = 0.0133, 0.4302, 0.405, 0.0681


def centre_of_mass(skeleton: Skeleton, heads_m: Floats, body_kg: float, load_m: Floats, load_kg: float) -> Floats:
    """Centre of mass of lifter and load [shape=(n, 3)].

    Parameters
    ----------
    skeleton : Skeleton
    heads_m : array [shape=(n, b, 3)]
    body_kg, load_kg : float
    load_m : array [shape=(n, 3)]
        Not read where `load_kg` is 0.

    Notes
    -----
    Segment masses and centres: P. de Leva, J Biomech 29 (1996) 1223, mean of both sexes.
    """

    def joint(name: str, side: Side) -> Floats:
        return np.asarray(heads_m[:, skeleton.bone(name, side)])

    total, moment = HEAD_MASS, HEAD_MASS * heads_m[:, skeleton.index("head")]
    hips, shoulders = (0.5 * (joint(name, "left") + joint(name, "right")) for name in ("HIP", "SHOULDER"))
    total, moment = total + TRUNK_MASS, moment + TRUNK_MASS * (shoulders + TRUNK_CENTRE * (hips - shoulders))
    for side in SIDES:
        for first, second, mass, centre in ARM_AND_LEG:
            start = joint(first, side)
            moment = moment + mass * (start + centre * (joint(second, side) - start))
            total += mass
        moment = moment + FOOT_MASS * joint("ANKLE", side)
        total += FOOT_MASS
    own = moment / total
    if load_kg <= 0.0:
        return np.asarray(own)
    return np.asarray((body_kg * own + load_kg * load_m) / (body_kg + load_kg))
