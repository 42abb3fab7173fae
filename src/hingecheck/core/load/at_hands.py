"""What the hands tell of themselves: that they are empty, or hold a band that is stood on."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Mask
from ..geometry import wrap_deg
from ..landmarks import SIDES, Side, point
from ..types import Motion

#: Columns of `LoadShapes.fists`.
GOES_ALONG, ROOM_SHOWS, UNLIKE, STRIPE = range(4)
#: A hand that is seen before the room is empty where so little of what is round it goes along with it, where the room
#: shows in so much of it, and where the quarter of the fist that is most unlike the forearm is no more unlike it than
#: this. Of 10 empty hands of real and rendered lifters 9 read 0.00 to 0.04 and 0.83 to 0.99, and 7 of these 15 to 31;
#: of 3 that hold something and read so in the first two, dumbbells read 45 and 48, one on a bell's handle 21.
MOST_ALONG, LEAST_ROOM, LIKE_FOREARM = 0.04, 0.80, 32.0
#: … in so many looks.
MIN_LOOKS = 5
#: What is lifted hangs from the shoulder, and far from the hips once the trunk leans: a hand that stays this near to
#: its hip, leg lengths, lies on it or on the back. One on the back is at 0.04 to 0.16, of hands that hang nine in ten
#: are at 0.24 and more.
ON_HIP_LEG = 0.22
#: … and what is lifted hangs below the elbow: of a stretched arm, elbow at least so far open, degrees, a forearm that
#: is further than this from straight down holds on to something. Above the third it points up, to a bar on the neck.
STRETCHED_DEG, HANGS_DEG, UP_DEG = 140.0, 50.0, 115.0
#: It does so in this share of the rows in which the trunk leans at least this far, degrees: tall, hands hang at hips.
MOSTLY, LEANS_DEG = 0.8, 40.0
#: Further off the side than this where a hand is tells not whether it hangs.
FROM_SIDE_DEG = 40.0
#: A band shows below one fist at least in so much of its length in the middle picture, and in the picture of which a
#: fifth show less: one real band 0.90 and 0.62, 75 clips of other loads at most 0.64 and 0.41.
BAND, BAND_MOSTLY = 0.75, 0.50


def empty_hands(fists: Floats | None, within: Mask, motion: Motion, rows: Mask) -> dict[Side, bool]:
    """Of each hand whether it surely holds nothing: it is seen so, or it does not hang.

    Parameters
    ----------
    fists : array [shape=(m, 2, FIST_MEASURES)] or None
        See `LoadShapes.fists`.
    within : array [shape=(m,)]
        Pictures of the repetitions.
    motion : Motion
    rows : array [shape=(n,)]
        The motion's rows of the repetitions.
    """
    seen = dict.fromkeys(SIDES, False) if fists is None else _seen_empty(fists[within])
    return {side: seen[side] or _does_not_hang(motion, rows, side) for side in SIDES}


def holds_band(fists: Floats | None, within: Mask) -> float:
    """How surely a stripe goes from a fist to its foot at all heights: the share that shows, 0 where none does."""
    if fists is None:
        return 0.0
    best = 0.0
    for stripe in fists[within, :, STRIPE].T:
        known = stripe[np.isfinite(stripe)]
        if len(known) < 2 * MIN_LOOKS:
            continue
        middle, mostly = np.percentile(known, [50, 20])
        if middle >= BAND and mostly >= BAND_MOSTLY:
            best = max(best, float(middle))
    return best


def _seen_empty(fists: Floats) -> dict[Side, bool]:
    found = {}
    for side, one in zip(SIDES, fists.transpose(1, 0, 2), strict=True):
        known = one[np.isfinite(one[:, :3]).all(axis=1)]
        along, room, _, _ = known.mean(axis=0) if len(known) else np.full(4, np.nan)
        fist = one[np.isfinite(one[:, UNLIKE]), UNLIKE]
        enough = len(known) >= MIN_LOOKS and float(np.median(fist)) < LIKE_FOREARM
        found[side] = bool(enough and along <= MOST_ALONG and room >= LEAST_ROOM)
    return found


def _does_not_hang(motion: Motion, rows: Mask, side: Side) -> bool:
    """Whether a standing lifter's hand lies on the hip, or holds on to something, while the trunk leans.

    Only of the nearer hand from the side: the body hides the other, and from the front hips and hands may lie one
    above the other.
    """
    leans = motion.series.get("trunk_inclination_deg")
    seen = motion.view.off_side_deg <= FROM_SIDE_DEG and side == motion.view.near_side
    if motion.face_up or leans is None or not seen:
        return False
    rows = rows & (np.nan_to_num(leans.value) > LEANS_DEG)
    joints = ("SHOULDER", "ELBOW", "WRIST", "HIP")
    shoulder, elbow, wrist, hip = (motion.image_px[rows, point(side, joint)] for joint in joints)
    upper, fore = elbow - shoulder, wrist - elbow
    known = np.isfinite(upper).all(axis=1) & np.isfinite(fore).all(axis=1) & np.isfinite(hip).all(axis=1)
    if known.sum() < MIN_LOOKS:
        return False
    off_deg = np.degrees(np.arctan2(np.abs(fore[known, 0]), fore[known, 1]))
    on_hip = np.hypot(*(wrist - hip)[known].T) < ON_HIP_LEG * motion.leg_px
    turn_deg = np.degrees(np.arctan2(*upper[known].T) - np.arctan2(*fore[known].T))
    elbow_deg = 180.0 - np.abs(wrap_deg(turn_deg))
    holds_on = (off_deg > HANGS_DEG) & (off_deg < UP_DEG) & (elbow_deg > STRETCHED_DEG)
    return bool((on_hip | holds_on).mean() >= MOSTLY)
