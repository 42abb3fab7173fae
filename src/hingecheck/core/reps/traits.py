"""What a set shows of its movement, by which one lift is told from another movement: heights and travels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import SIDES, both
from ..lift_row import Trait
from ..signals import bridge, median
from ..tracking.joints import mean_of_known
from ..types import Cycle, Motion

#: A moment's value is the median of so many rows each side of it.
AROUND = 4
#: The fold is where the hinge is over this share of its range in the repetition.
FOLDED = 0.6
#: In the fold hands count where they hang lower for all but this share, percent: a row's stay up for half of it.
BRIEFLY = 15.0
#: A hand shows from this visibility on, and the hands in the fold where one does for so much of it. Behind large
#: plates, or behind a lifter seen from the back, both are a guess: of 12 sets of lifts whose better hand has less, by
#: its median, two had them 0.01 above the shoulders and 0.38 below. Of two good mornings and a squat it has 0.69 and
#: more.
MIN_VISIBLE, MIN_SHOWN = 0.5, 0.2
#: … and one that hides while the other shows is where it is in so much of the fold at least: one that hung by 0.59
#: was drawn on the trunk in half of it. Pulled to the trunk, a row's two hands hide together.
OFTEN = 0.4
#: She stands where the hinge is under this share of its range in the repetition.
TALL = 0.25
#: The hips' lowest place, but for this share of the rows, percent.
LOWEST = 5.0
#: The feet's lowest place, but for this share of the rows, percent.
FEET_LOW = 10.0
#: The shoulders' furthest place, but for the rest of the rows, percent.
FURTHEST = 90.0


def measure_traits(motion: Motion, cycles: Sequence[Cycle]) -> dict[Trait, float]:
    """Traits of a set, each the median of its repetitions.

    Parameters
    ----------
    motion : Motion
    cycles : sequence of Cycle

    Returns
    -------
    dict of str to float
        Without those that no repetition shows.
    """
    heights = {joint: _heights(motion, joint) for joint in ("SHOULDER", "WRIST", "HIP", "ANKLE")}
    found: dict[Trait, list[float]] = {}
    for cycle in cycles:
        for trait, value in _of_rep(motion, heights, cycle).items():
            if np.isfinite(value):
                found.setdefault(trait, []).append(value)
    return {trait: float(np.median(values)) for trait, values in found.items()}


def hands_show(motion: Motion, cycles: Sequence[Cycle]) -> bool:
    """Whether a hand is seen in the fold, so that where both hang is no guess."""
    hands = motion.visibility[:, both("WRIST")].max(axis=1)
    shown = [hands[cycle.first : cycle.last][_fold(motion, cycle)] >= MIN_VISIBLE for cycle in cycles]
    return any(map(len, shown)) and float(np.concatenate(shown).mean()) >= MIN_SHOWN


def _heights(motion: Motion, joint: str) -> Floats:
    """Heights of both sides' joint in the picture, leg lengths, upwards [shape=(n, 2)]."""
    return np.asarray(-motion.image_px[:, both(joint), 1] / motion.leg_px)


def _of_rep(motion: Motion, heights: Mapping[str, Floats], cycle: Cycle) -> dict[Trait, float]:
    """All traits of one repetition, NaN where one is not seen."""
    shoulders, hips, feet = (mean_of_known(heights[joint]) for joint in ("SHOULDER", "HIP", "ANKLE"))
    stands_on = np.fmin(*heights["ANKLE"].T)  # a free leg goes up behind, higher than the hips
    rows = slice(cycle.first, cycle.last)
    hanging = _hands_below(motion, heights["SHOULDER"] - heights["WRIST"], cycle)
    low = _percentile(hanging, BRIEFLY)

    leans = (_at(motion.by_side[f"shank_inclination_deg.{side}"].value, cycle.top) for side in SIDES)
    shanks = [lean for lean in leans if np.isfinite(lean) and not cycle.top_cut]

    def risen(height: Floats) -> float:
        """How far it is higher at the top than at the bottom."""
        return _at(height, cycle.top) - _at(height, cycle.bottom)

    return {
        "hands_below_shoulders_leg": low,
        "hands_below_shoulders_tall_leg": _hands_below_standing(
            motion, heights["SHOULDER"] - heights["WRIST"], cycle
        ),
        "hands_travel_leg": _percentile(hanging, 100.0 - BRIEFLY) - low,
        "trunk_travel_deg": abs(risen(motion.series["trunk_inclination_deg"].value)),
        # … of the leg that leans less: the rear one of a staggered stance leans by 30 to 45°
        "shank_at_top_deg": min(shanks, default=np.nan),
        "knee_travel_deg": abs(risen(motion.series["knee_flexion_deg"].value)),
        # … over the lowest place of the foot: what is read on the plates before it is higher
        "hips_over_feet_leg": _percentile(hips[rows], LOWEST) - _percentile(stands_on[rows], FEET_LOW),
        "shoulders_past_feet_leg": _percentile(_past_feet(motion)[rows], FURTHEST),
        "shoulders_over_hips_leg": _at(shoulders - hips, cycle.top),
        "hips_rise_leg": risen(hips - shoulders),
        # … in the picture too: feet that are read on the plates before them go up with these
        "shoulders_fall_leg": float(np.fmin(-risen(shoulders - feet), -risen(shoulders))),
    }


def _past_feet(motion: Motion) -> Floats:
    """How far the shoulders are to either side of the nearer foot, leg lengths [shape=(n,)]."""
    across = {joint: motion.image_px[:, both(joint), 0] / motion.leg_px for joint in ("SHOULDER", "ANKLE")}
    # a foot that hides for a while is not gone: without it the other, far behind, would be the nearer one
    feet = bridge(across["ANKLE"]) if np.isfinite(across["ANKLE"]).any(axis=0).all() else across["ANKLE"]
    past = np.abs(mean_of_known(across["SHOULDER"])[:, None] - feet)
    return np.asarray(np.fmin(past[:, 0], past[:, 1]))


def _hands_below(motion: Motion, below: Floats, cycle: Cycle) -> Floats:
    """How far the lower hand hangs below its shoulder in each row of the fold.

    One that hides while the other shows is where it usually is: there it is drawn on the trunk.
    """
    fold = _fold(motion, cycle)
    folded = below[cycle.first : cycle.last][fold].copy()
    seen = (motion.visibility[cycle.first : cycle.last, both("WRIST")][fold] >= MIN_VISIBLE) & np.isfinite(folded)
    for hand, other in ((0, 1), (1, 0)):
        shows = seen[:, hand]
        if shows.any() and shows.mean() >= OFTEN:
            folded[~shows & seen[:, other], hand] = median(folded[shows, hand])
    return np.asarray(np.fmax(folded[:, 0], folded[:, 1]))


def _hands_below_standing(motion: Motion, below: Floats, cycle: Cycle) -> float:
    """How far the lower hand hangs below its shoulder where she stands, in the middle; NaN where no hand shows."""
    rows = slice(cycle.first, cycle.last)
    stands = _depth(motion, cycle) < TALL
    shows = motion.visibility[rows, both("WRIST")].max(axis=1) >= MIN_VISIBLE
    if (stands & shows).sum() < MIN_SHOWN * stands.sum():
        return np.nan
    standing = below[rows][stands & shows]
    return _percentile(np.fmax(standing[:, 0], standing[:, 1]), 50.0)


def _fold(motion: Motion, cycle: Cycle) -> NDArray[np.bool_]:
    """The rows of a cycle in which the lifter is folded; none where no hinge is known."""
    return np.asarray(_depth(motion, cycle) >= FOLDED)


def _depth(motion: Motion, cycle: Cycle) -> Floats:
    """How far she is folded in each row of a cycle, as a share of its range; NaN where that is not known."""
    hinge = motion.series["hip_hinge_deg"].value[cycle.first : cycle.last]
    if not np.isfinite(hinge).any():
        return np.full(len(hinge), np.nan)
    low = np.nanmin(hinge)
    return np.asarray((hinge - low) / max(np.nanmax(hinge) - low, 1e-9))


def _at(values: Floats, row: int) -> float:
    """Median around a row; NaN where nothing is known."""
    near = values[max(row - AROUND, 0) : row + AROUND + 1]
    known = near[np.isfinite(near)]
    return median(known) if len(known) else np.nan


def _percentile(values: Floats, percent: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.percentile(known, percent)) if len(known) else np.nan
