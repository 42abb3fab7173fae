"""From the hinge curve to complete and partial repetitions and sets, relative to the set's own range.

Nothing here knows a fixed angle for "the top" or "the bottom": both are what this lifter does in this
video. Only `MIN_RANGE_DEG` is absolute, to tell a lift from standing and breathing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, median_high

import numpy as np

from ..arrays import Floats
from ..filters import widened
from ..phrases import N_, Phrase
from ..signals import runs
from ..types import Cycle, Motion, Span
from .failed_pulls import failed_pulls, with_pulls
from .phases import (
    UNDER_WAY_S,
    HingeCurve,
    hinge_curve,
    lift_off_cut,
    lifting,
    lowering_after,
    lowering_before,
    starts_mid_bend,
    top_cut,
)
from .rests import from_last_rest, to_first_rest
from .turns import LiftSpan, find_turns
from .waiting import MIN_BEND_DEG, not_waiting
from .walking import before_she_walks, feet_moved

#: Of a lift that was under way when the video began, or the picture jumped, this much must show, seconds: the
#: quickest real lifts take 0.9, and the end of one may be anybody who straightens up.
MIN_SEEN_LIFT_S = 0.4
#: No body lifts in less, seconds: of 139 lifts of 46 real clips the quickest takes 0.43 (a squat, the next, with a
#: kettlebell, 0.63), of 292 of the lab 0.47. A picture that jumps from a bottom to a top takes the tracker 0.2.
QUICKEST_LIFT_S = 0.3
#: In a film sped up all lifts are as quick: one that is none is so many times as quick as the set's middle one too.
#: Of one alone it cannot be told which of the two it is; that it is too fast for a body is said.
QUICKER = 3.0
#: … and one in which she was not seen for a moment no longer than this, seconds, where it takes less than this share
#: of it: two films fade into each other, and who bends in the one stands in the other.
BLINK_S, UNSEEN_QUICKER = 0.5, 0.6
#: The hinge must be known for this share of the time in which she is there, or was so long ago, seconds.
KNOWN, ABOUT_S = 0.2, 0.5
#: How far a set goes is told by where it is for so long at least, seconds: of a long film a set may be a hundredth.
BEYOND_S = 1.5
#: A set whose hinge moves less than this is no lift.
MIN_RANGE_DEG = 25.0
#: A turn of the curve counts from this share of the set's range on.
PROMINENCE = 0.2
#: A lift that ends within this share of the range above the set's tops has reached the top.
TOP_BAND = 0.3
#: … within this, where the camera walks round her: as the view goes round, what straight hips read drifts, from 66 to
#: 31° in a set that bends to 134°.
TOP_BAND_WALKING = 0.4
#: … and within this share where the video ends in it.
CUT_TOP_BAND = 0.15
#: A lift that starts within this share of the range below the set's bottoms is a full one.
BOTTOM_BAND = 0.4
#: … and within this share where the video begins in it, as where it ends in one: a film that opens with a fifth of
#: the way of its first lift gone, and shows five more, is of five to the eye.
CUT_BOTTOM_BAND = 0.15
#: A lowering that opens or ends further than this share of the range from the top or bottom is cut off.
CUT_LOWERING = 0.15
#: A first or last bottom this far from the others' posture is picking up or putting down something, degrees.
ODD_POSTURE_DEG = 25.0
#: … but where the next one is this near to it, degrees: two takes may be cut together, and done otherwise.
ALIKE_DEG = 0.5 * ODD_POSTURE_DEG
#: A pause longer than this between two reps ends the set.
SET_PAUSE_S = 15.0


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What the hinge curve holds."""

    cycles: tuple[Cycle, ...]  #: full and partial lifts in time order
    starts_tall: bool  #: the lowering before each lift belongs to it, not the one after
    reason: str = ""  #: why there are no cycles, where there are none


def find_reps(motion: Motion, starts_tall: bool | None = None) -> Segmentation:
    """Find every lift, and the lowering that belongs to it.

    Parameters
    ----------
    motion : Motion
    starts_tall : bool, optional
        Whether the load is lowered first, where that is known; else the hinge tells.

    Returns
    -------
    Segmentation
        Empty, with a reason, where the hinge cannot be followed or nobody lifts.
    """
    curve = hinge_curve(motion)
    if curve.known.sum() < max(8, KNOWN * _about(motion)):
        return Segmentation(
            (), True, N_("shoulder, hip and knee of one side were never seen together for long enough")
        )
    moves = not_waiting(np.where(curve.known, curve.value, np.nan), MIN_BEND_DEG, motion.rate_hz)
    low, high = _range_deg(curve.value[moves], motion.rate_hz)
    if high - low < MIN_RANGE_DEG:
        return Segmentation(
            (), True, Phrase(N_("the hips bend by only {bend:.0f}°: no repetition to see"), bend=high - low)
        )
    bends = [to_first_rest(curve, lift) for lift in find_lifts(curve.value, PROMINENCE * (high - low))]
    if motion.face_up:  # what comes later is a pause of the lift's own
        bends[:1] = [from_last_rest(curve, lift) for lift in bends[:1]]
    bends = _of_bodies(curve, bends)
    standing = [before_she_walks(motion, curve, lift) for lift in bends]
    lifts = _drop_odd_ends(motion, [lift for lift in standing if lift is not None])
    if not lifts:
        return Segmentation((), True, N_("the hips bend, but never come up again: no repetition to see"))
    level = _Levels(
        top=float(np.percentile([curve.value[lift.up] for lift in lifts], 25)),
        bottom=_usual_bottom([float(curve.value[lift.down]) for lift in lifts]),
        walking=motion.place_lost,
    )
    told = starts_tall if starts_tall is not None else _starts_tall(curve, lifts[0].down, level)
    tall = told and not motion.face_up
    deep = level.above_top(1 - CUT_BOTTOM_BAND)
    pulls = failed_pulls(curve, PROMINENCE * (high - low), 0.5 * MIN_RANGE_DEG, deep)
    pulls = [pull for pull in pulls if not feet_moved(motion, pull.down, pull.back)]
    bends, lifts = with_pulls(bends, pulls), with_pulls(lifts, pulls)
    return Segmentation(one_by_one([_cycle(curve, bends, lift, level, tall=tall) for lift in lifts]), tall)


@dataclass(frozen=True, slots=True)
class _Levels:
    """The set's own top and bottom, degrees of hinge."""

    top: float
    bottom: float
    walking: bool = False  #: the camera walks round her

    @property
    def top_band(self) -> float:
        """Share of the range above the top within which a lift has reached it."""
        return TOP_BAND_WALKING if self.walking else TOP_BAND

    def above_top(self, share: float) -> float:
        """Hinge at a share of the range above the top."""
        return self.top + share * (self.bottom - self.top)


def _cycle(curve: HingeCurve, bends: list[LiftSpan], lift: LiftSpan, level: _Levels, *, tall: bool) -> Cycle:
    """Phases of one lift; `bends` are all turns of the curve, also those that are no reps."""
    since = max((b.up for b in bends if b.down < lift.down), default=0)
    until = min((b.down for b in bends if b.down > lift.down), default=len(curve) - 1)
    since, until = curve.seen_since(since, lift.down), curve.seen_until(lift.up, until)
    bend, bend_cut = lowering_before(curve, since, lift.down, level.above_top(CUT_LOWERING))
    lowering, cut = bend, bend_cut
    if not tall:
        lowering, cut = lowering_after(curve, lift.up, until, level.above_top(1 - CUT_LOWERING))
    earliest = since if bend is None else bend.last - 1
    span = lifting(curve, min(earliest, lift.down), lift.down, lift.up)
    if not tall and lowering is not None and lowering.first - span.last > SET_PAUSE_S * curve.rate_hz:
        lowering, cut = None, False  # she rested with the load in her hands: it is of no rep, and another set follows
    # A lift that the video or a hole cuts off must be all but there: where it ended is not known.
    last_seen = lift.up >= len(curve) - 2 or not curve.known[lift.up : lift.up + 3].all()
    reached = curve.value[lift.up] <= level.above_top(CUT_TOP_BAND if last_seen else level.top_band)
    unseen_start, unseen_top = lift_off_cut(curve, span), top_cut(curve, span, lift.up)
    seen_s = (span.last - span.first) / curve.rate_hz
    # one who stays in her place lifts unseen, for a moment; of one found elsewhere nothing is known
    followed = not curve.away(lift.down, lift.up)
    followed &= not level.walking or curve.seen_since(lift.down, lift.up) == lift.down
    opens_in_it = unseen_start and span.first <= UNDER_WAY_S * curve.rate_hz
    deep = curve.value[lift.down] >= level.above_top(1 - (CUT_BOTTOM_BAND if opens_in_it else BOTTOM_BAND))
    return Cycle(
        bottom=span.first,
        top=lift.up,
        lowering=lowering,
        lifting=span,
        complete=bool(reached and deep) and followed and not (unseen_start and seen_s < MIN_SEEN_LIFT_S),
        lowering_cut=cut,
        lowering_part=lowering is not None and _half_way(curve, lowering, level, tall=tall),
        lifting_cut=unseen_start or unseen_top or curve.has_gap(span),
        lift_off_cut=unseen_start,
        top_cut=unseen_top,
    )


def one_by_one(cycles: Sequence[Cycle]) -> tuple[Cycle, ...]:
    """Cycles whose lift, with no lowering of its own before it, does not begin before the one before has ended.

    Lowering and lift both carry on into a bottom that creeps.
    """
    out = list(cycles[:1])
    for cycle in cycles[1:]:
        begins = min(out[-1].last, cycle.top)
        own = cycle.lowering is None or cycle.lowering.first >= cycle.top  # no lowering before it
        late = own and cycle.lifting.first < begins
        out.append(replace(cycle, bottom=begins, lifting=Span(begins, cycle.lifting.last)) if late else cycle)
    return tuple(out)


def _usual_bottom(bottoms: list[float]) -> float:
    """The middle one; of two the deeper: the bend after a dropped load is half as deep as the lift before it."""
    return max(bottoms) if len(bottoms) == 2 else median(bottoms)


def _half_way(curve: HingeCurve, lowering: Span, level: _Levels, *, tall: bool) -> bool:
    """Whether a lowering begins no nearer to the top than a failed pull, or ends no deeper than a partial rep."""
    if tall:
        return bool(curve.value[lowering.first] > level.above_top(level.top_band))
    return bool(curve.value[lowering.last - 1] < level.above_top(1 - BOTTOM_BAND))


def find_lifts(curve: Floats, prominence: float) -> list[LiftSpan]:
    """Every bottom with the top that follows it."""
    pairs = pairwise(find_turns(curve, prominence))
    lifts = [LiftSpan(a.row, b.row) for a, b in pairs if a.bottom and not b.bottom]
    return [lift for lift in lifts if curve[lift.down] - curve[lift.up] >= 0.5 * MIN_RANGE_DEG]


def split_sets(cycles: tuple[Cycle, ...], motion: Motion) -> list[list[int]]:
    """Places of the full cycles by set: a pause over `SET_PAUSE_S`, walking away or changing legs parts them."""
    groups: list[list[int]] = []
    previous: Cycle | None = None
    for place, cycle in enumerate(cycles):
        if not cycle.complete:
            continue
        parted = previous is not None and (
            (cycle.first - previous.last) / motion.rate_hz > SET_PAUSE_S
            or feet_moved(motion, previous.last - 1, cycle.first)
            or motion.stands_left[previous.bottom] != motion.stands_left[cycle.bottom]
        )
        if previous is None or parted:
            groups.append([])
        groups[-1].append(place)
        previous = cycle
    return groups


def _about(motion: Motion) -> int:
    """Rows in which the lifter is there, or was or will be within `ABOUT_S`: of few frames a second all of them."""
    there = np.isfinite(motion.image_px[..., 0]).any(axis=1)
    return int(widened(there, round(ABOUT_S * motion.rate_hz)).sum())


def _range_deg(hinge_deg: Floats, rate_hz: float) -> tuple[float, float]:
    """Between what angles a set goes: 5 % of the time is beyond each, but no more than `BEYOND_S`."""
    beyond = min(0.05 * (len(hinge_deg) - 1), BEYOND_S * rate_hz) / max(len(hinge_deg) - 1, 1)
    low, high = np.quantile(hinge_deg, [beyond, 1.0 - beyond])
    return float(low), float(high)


def _of_bodies(curve: HingeCurve, lifts: list[LiftSpan]) -> list[LiftSpan]:
    """Leave out lifts that no body makes: the picture jumped, the tracker slipped, or the film ends just there."""
    if len(lifts) < 2:
        return lifts
    spans = [lifting(curve, lift.down, lift.down, lift.up) for lift in lifts]
    took_s = [(span.last - span.first) / curve.rate_hz for span in spans]
    usual_s = median_high(took_s)
    least_s = [
        UNSEEN_QUICKER * usual_s if _blinks(curve, span) else min(QUICKEST_LIFT_S, usual_s / QUICKER)
        for span in spans
    ]
    return [lift for lift, lasts_s, least in zip(lifts, took_s, least_s, strict=True) if lasts_s >= least]


def _blinks(curve: HingeCurve, lift: Span) -> bool:
    """Whether a lift is seen all the time but for a moment."""
    holes = [last - first for first, last in runs(~curve.known) if first < lift.last and last > lift.first]
    return curve.has_gap(lift) and max(holes, default=0) <= BLINK_S * curve.rate_hz


def _drop_odd_ends(motion: Motion, lifts: list[LiftSpan]) -> list[LiftSpan]:
    """Leave out a first or last bend unlike the rest: crouching to the laptop, picking up a plate.

    A bend that only goes less deep is no odd one: tired reps do. It stays, and counts as a partial rep.
    """
    if len(lifts) < 4:
        return lifts
    names = ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg")
    posture = np.array([[motion.series[name].value[lift.down] for name in names] for lift in lifts])
    inner = posture[1:-1]
    ends = ((0, 1), (len(lifts) - 1, len(lifts) - 2))
    odd = [end for end, beside in ends if _is_odd(posture[end], inner) and not _alike(posture[end], posture[beside])]
    return [lift for place, lift in enumerate(lifts) if place not in odd]


def _alike(one: Floats, other: Floats) -> bool:
    """Whether the hinge, and what else of knee and trunk shows, goes as far in two bends: then neither is odd."""
    apart = np.abs(one - other)
    return bool(apart[0] < ALIKE_DEG and not (apart >= ALIKE_DEG).any())


def _is_odd(posture: Floats, others: Floats) -> bool:
    """Whether hinge, knee or trunk go much further than in the other reps, or much less at the same hinge."""
    known = np.isfinite(posture) & (np.isfinite(others).sum(axis=0) >= 2)
    centre = np.nanmedian(others[:, known], axis=0)
    spread = 1.4826 * np.nanmedian(np.abs(others[:, known] - centre), axis=0)
    away = (posture[known] - centre) / np.maximum(ODD_POSTURE_DEG, 4 * spread)
    shallow = bool(known[0]) and bool(away[0] < -0.5)
    return bool((away > 1).any() or ((away < -1).any() and not shallow))


def _starts_tall(curve: HingeCurve, first_bottom: int, level: _Levels) -> bool:
    """Whether the first bottom of the set is reached by bending from above, as far as the video shows."""
    before = curve.value[: first_bottom + 1]
    return bool(before.min() <= level.above_top(0.65)) or starts_mid_bend(curve.value, first_bottom, curve.rate_hz)
