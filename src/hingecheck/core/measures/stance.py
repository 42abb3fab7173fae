"""The working leg in every row, and whether it works alone: from the networks' votes, else from both legs' angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Mask
from ..filters import running_median
from ..landmarks import LEFT, RIGHT, SIDES, Side, point
from ..learned.estimates import FrameEstimates
from ..learned.network import MIN_SHARE, MIN_TRUST
from ..learned.networks import JOINT_QUANTITIES, PELVIS_QUANTITIES, STANCE_QUANTITIES, WORKING_LEG_DEG
from ..signals import enough, lowest_rows, runs
from ..tracking.cleaning import CleanTrack
from ..tracking.joints import choose_side
from ..types import Series

WORKING_LEG = PELVIS_QUANTITIES.index("working_leg")
FOOT_ABOVE = STANCE_QUANTITIES.index("foot_above")
FOOT_AHEAD = STANCE_QUANTITIES.index("foot_ahead")
HINGE = JOINT_QUANTITIES.index("hip_hinge_deg.working")
#: A foot this far over the other in the fold, hundredths of a leg length, is surely free: on two feet it is within 3.
UP_HUNDREDTHS = 10.0
#: Feet this far apart, front to back, are no two that share the load: on two feet they are within 5.
APART_HUNDREDTHS = 16.0
#: Folded is who is past the middle of her own way, deep in this share of those frames, the most folded ones.
DEEP_SHARE = 0.6
#: Votes are taken together over this long …
VOTE_S = 2.0
#: … and a leg that works for less than this, between two stretches of the other, does not work: no rep is so short.
MIN_STRETCH_S = 4.0

#: Ankles this far apart, up and down, leg lengths, are no two feet on the floor: in bridges and thrusts on both, the
#: far one is seen 0.12 higher, 0.3 where a plate hides it, a foot in the air 0.46. The upper one must be seen: behind
#: a plate it has 0.78, in the air 0.95. It is there in this share of the frames: sets begin and end with both down.
FOOT_UP_LEG, FOOT_SEEN, UP_SHARE = 0.35, 0.85, 0.4
#: Confidence where only the range of both legs' hinges tells how many work.
GUESSED = 0.9


@dataclass(frozen=True, slots=True)
class Stance:
    """The leg that measures are taken from."""

    left: Mask  #: rows in which it is the left one [shape=(n,)]
    one_leg: bool  #: it works alone, in a single-leg or kickstand lift
    confidence: float  #: that `one_leg` is right, 0.5 … 1

    @property
    def side(self) -> Side:
        """The leg of most rows."""
        return LEFT if 2 * int(self.left.sum()) >= len(self.left) else RIGHT

    def toward(self, near: Side) -> Floats:
        """+1 in rows in which the *free* leg is the near one, else -1 [shape=(n,)]."""
        return np.where(self.left == (near == LEFT), -1.0, 1.0)


def choose_stance(
    by_side: Mapping[str, Series],
    points: CleanTrack,
    estimates: FrameEstimates | None,
    rate_hz: float,
    *,
    face_up: bool,
) -> Stance:
    """Leg to measure from in every row, and whether it works alone.

    Parameters
    ----------
    by_side : mapping
        Series of both legs.
    points : CleanTrack
    estimates : FrameEstimates or None
        Its votes count where there are enough; a lifter on the back has none.
    rate_hz : float
    face_up : bool
    """
    learnt = None if estimates is None or face_up else stance_from_votes(estimates, rate_hz)
    if learnt is not None:
        return learnt
    side, one_leg = choose_side(by_side, points.view, points.visibility)
    if face_up and (planted := planted_leg(points)) is not None:
        side, one_leg = planted, False
    return constant_stance(side, len(points.visibility), one_leg=one_leg, confidence=GUESSED)


def planted_leg(points: CleanTrack) -> Side | None:
    """The leg of a lifter on the back whose foot stays down while the other is in the air; None where both are down.

    Hips are lifted by that leg alone, and the other may be bent or straight as it likes.
    """
    left, right = (points.image_px[:, point(side, "ANKLE"), 1] for side in SIDES)
    lower = (left - right) / points.leg_px  # above 0: the left one is lower in the picture
    known = points.tells & np.isfinite(lower)
    if not enough(known, points.tells, MIN_SHARE):
        return None
    seen = [points.visibility[:, point(side, "ANKLE")] > FOOT_SEEN for side in SIDES]
    up = known & (np.abs(lower) > FOOT_UP_LEG) & np.where(lower > 0, seen[1], seen[0])
    if up.sum() < UP_SHARE * known.sum():
        return None
    return LEFT if float(np.median(lower[up])) > 0 else RIGHT


def constant_stance(side: Side, count: int, *, one_leg: bool, confidence: float = 1.0) -> Stance:
    """The same leg throughout."""
    return Stance(np.full(count, side == LEFT), one_leg, confidence)


def stance_from_votes(estimates: FrameEstimates, rate_hz: float) -> Stance | None:
    """The stance by the networks' votes; None where they trust too few frames.

    Notes
    -----
    A vote is near +1 or -1 for the near or the far leg alone, 0 for both. A foot that is surely higher than the other
    votes too: its leg is free. One leg works where the middle vote is nearer to 1, where one foot is up in the fold,
    or far behind the other; which leg, is the sign of the votes round each moment. Only who is folded is asked: a
    minute of waiting on both feet says nothing of the lift.
    """
    vote = estimates.pelvis.value[:, WORKING_LEG] / WORKING_LEG_DEG
    good = estimates.tells & (estimates.pelvis.trust >= MIN_TRUST) & np.isfinite(vote)
    if not enough(good, estimates.tells, MIN_SHARE):
        return None
    lifted = estimates.stance.value[:, FOOT_ABOVE] / UP_HUNDREDTHS
    hinge = np.where(good, estimates.joints.value[:, HINGE], np.nan)
    folded = good & (np.nan_to_num(hinge, nan=-np.inf) >= 0.5 * sum(np.nanpercentile(hinge, [2, 98])))
    deep = lowest_rows(np.where(folded, -hinge, np.nan), DEEP_SHARE, least=3)
    apart = float(np.median(np.abs(estimates.stance.value[folded, FOOT_AHEAD]))) / APART_HUNDREDTHS
    size = min(max(float(np.median(np.abs(vote[folded]))), abs(float(np.median(lifted[deep]))), apart), 1.0)
    confidence = 0.5 + abs(size - 0.5)
    near = estimates.near == LEFT
    if size < 0.5:
        return Stance(np.full(len(vote), near), one_leg=False, confidence=confidence)
    both = vote - np.where(np.abs(lifted) >= 0.5, 2.0 * lifted.clip(-1.0, 1.0), 0.0)
    rows = np.arange(len(vote))
    filled = np.interp(rows, rows[good], both[good])
    steady = running_median(filled, max(int(VOTE_S * rate_hz) | 1, 3))
    return Stance(_without_short(steady > 0, MIN_STRETCH_S * rate_hz) == near, one_leg=True, confidence=confidence)


def _without_short(mask: Mask, least: float) -> Mask:
    """`mask` with every run shorter than `least` given to the longer of its neighbours, the shortest first."""
    out = mask.copy()
    while True:
        spans = sorted(runs(out) + runs(~out), key=lambda s: s[1] - s[0])
        if len(spans) < 2 or spans[0][1] - spans[0][0] >= least:
            return out
        first, last = spans[0]
        out[first:last] = ~out[first:last]
