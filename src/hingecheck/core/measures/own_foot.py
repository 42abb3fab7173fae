"""The lifter's own foot as it was seen unhidden: where the mid-foot is while plates stand before it.

Behind plates a pose model puts heel and toe on the plate, up and ahead of where they are, and whatever hangs from the
hands seems to hang over them. Feet that share a load stand still: where they were just before and after holds.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Mask
from ..landmarks import SIDES, SOLE, Side, point
from ..signals import runs
from ..tracking.cleaning import CleanTrack
from ..tracking.joints import mean_of_known, middle_of
from ..types import Motion

#: Heel and toe less visible than this are guessed: seen feet read 0.83 … 0.98, feet behind plates 0.3 … 0.75 (real).
SEEN_FROM = 0.75
#: … and a foot this far over its own floor level is none: landmarks on a plate's hub stand 0.08 … 0.4 higher, leg
#: lengths, those of feet that stand within 0.05.
RISEN_LEG = 0.07
#: The floor is the lowest place of the foot but for this share of its rows, percent.
FLOOR_PERCENTILE = 10.0
#: The foot as seen within this time before and after it was hidden counts, seconds.
BESIDE_S = 2.5
#: Error of the hands' place over a foot that is remembered, leg lengths: hands and feet of the landmarks on the lab's
#: lifters from the side are 0.05 off, and the hands are half behind the plate too.
REMEMBERED_LEG = 0.06
#: A foot whose place strays further than this where it is seen, leg lengths (standard deviation), does not stay where
#: it is in the picture: she walks, or the camera goes along. Feet that share a load stray by up to 0.08 on 14 real
#: clips and 34 of the lab, those before a camera that swings by a fifth of a leg by 0.14 and 0.19.
WANDERS_LEG = 0.1


def foot_seen(points: CleanTrack | Motion, side: Side) -> Mask:
    """Rows in which a side's foot stands where heel and toe are put [shape=(n,)]."""
    joints = [point(side, joint) for joint in SOLE]
    up = -points.image_px[:, joints, 1].mean(axis=1)
    known = np.isfinite(up)
    if not known.any():
        return np.asarray(known)
    risen = (up - np.percentile(up[known], FLOOR_PERCENTILE)) / points.leg_px
    seen = points.visibility[:, joints].min(axis=1) >= SEEN_FROM
    return np.asarray(known & seen & (np.nan_to_num(risen) < RISEN_LEG))


def hands_over_own_foot(points: CleanTrack, side: Side, forward: float) -> tuple[Floats, Floats]:
    """Hands ahead of the remembered mid-foot in rows in which the foot is hidden, with its error, leg lengths.

    Parameters
    ----------
    points : CleanTrack
        Seen from the side.
    side : "left" or "right"
        The near one.
    forward : float
        +1 where the lifter faces the picture's right, -1 left.

    Returns
    -------
    value, sigma : array [shape=(n,)]
        NaN where the foot is seen, and where it was not seen, or did not stay, shortly before and after.
    """
    seen = foot_seen(points, side)
    across = points.image_px[..., 0] * forward / points.leg_px
    foot = across[:, [point(side, joint) for joint in SOLE]].mean(axis=1)
    hands = [mean_of_known(across[:, [point(each, joint) for joint in ("WRIST", "INDEX")]]) for each in SIDES]
    held = middle_of(hands[0], hands[1])
    value, sigma = np.full(len(seen), np.nan), np.full(len(seen), np.nan)
    for first, last in runs(~seen):
        from_s, to_s = points.time_s[first] - BESIDE_S, points.time_s[last - 1] + BESIDE_S
        beside = foot[seen & (points.time_s >= from_s) & (points.time_s <= to_s)]
        if len(beside) and beside.std() <= WANDERS_LEG:
            value[first:last] = held[first:last] - np.median(beside)
            sigma[first:last] = np.hypot(REMEMBERED_LEG, beside.std())
    return value, sigma
