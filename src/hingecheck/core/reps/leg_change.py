"""Changes of the working leg: found between reps, each part measured on its own and joined on one time grid.

Each repetition is looked at by itself. Where two or more in a row stand on one leg and the next ones on the other
(one alone, where all are clear), the recording is cut between them, each part is measured as if it were alone, and
the parts are put together again on one time grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from ..landmarks import Side
from ..learned.estimates import estimate
from ..learned.networks import Learned
from ..measures.motion import HowToMeasure, build_motion
from ..measures.stance import stance_from_votes
from ..tracking.cleaning import clean
from ..tracking.stretches import track_between
from ..types import Cycle, Motion, PoseTrack, Series
from .segmentation import Segmentation

#: Below this probability nobody works on one leg, and nothing is looked at twice.
MIN_ONE_LEG = 0.3
#: A repetition's leg counts where it is this sure.
SURE_LEG = 0.8
#: Repetitions in a row that make a change of legs, not a slip.
MIN_REPS = 2
#: … but one alone does where all are this sure, as where the legs take turns: of 199 repetitions on one leg, of the
#: lab and of films of real lifters, all are, and right.
SURE_ALONE = 0.95
#: What is looked at round a repetition, and the fewest frames to look at.
MARGIN_S, MIN_FRAMES = 0.3, 12


def measure_per_leg(track: PoseTrack, motion: Motion, segmentation: Segmentation, how: HowToMeasure) -> Motion:
    """The motion measured leg by leg; as it is where the legs do not change, or no network tells them.

    Parameters
    ----------
    track : PoseTrack
    motion : Motion
        Of the whole recording.
    segmentation : Segmentation
        Its reps.
    how : HowToMeasure
        Who named the stance leg is believed.
    """
    rate_hz, facts, learned = how.rate_hz, how.facts, how.learned
    if learned is None:
        return motion
    if facts.stance_leg is not None or motion.face_up or motion.probabilities.get("one-leg", 0.0) < MIN_ONE_LEG:
        return motion
    cuts_s = leg_changes_s(track, motion, segmentation, rate_hz, learned)
    if not cuts_s:
        return motion
    bounds = [-np.inf, *cuts_s, np.inf]
    parts = []
    for first_s, last_s in pairwise(bounds):
        grid_s = motion.time_s[(motion.time_s >= first_s) & (motion.time_s < last_s)]
        parts.append(build_motion(track_between(track, first_s, last_s), rate_hz, facts, learned, grid_s))
    return join_motions(parts)


def leg_changes_s(
    track: PoseTrack, motion: Motion, segmentation: Segmentation, rate_hz: float, learned: Learned
) -> list[float]:
    """Moments between two reps at which the lifter has changed legs, seconds."""
    cycles = [cycle for cycle in segmentation.cycles if cycle.complete]
    reps = [_rep_on_leg(track, motion, cycle, rate_hz, learned) for cycle in cycles]
    known = [rep for rep in reps if rep.sure >= SURE_LEG]
    least = 1 if all(rep.sure >= SURE_ALONE for rep in reps) else MIN_REPS
    groups = [list(group) for _, group in groupby(known, key=lambda rep: rep.leg)]
    groups = [group for group in groups if len(group) >= least]
    return [
        0.5 * (before[-1].last_s + after[0].first_s)
        for before, after in pairwise(groups)
        if before[0].leg != after[0].leg
    ]


@dataclass(frozen=True, slots=True)
class _RepOnLeg:
    """Which leg works in a repetition."""

    leg: Side | None
    sure: float  #: 0 where none works alone
    first_s: float
    last_s: float


def _rep_on_leg(track: PoseTrack, motion: Motion, cycle: Cycle, rate_hz: float, learned: Learned) -> _RepOnLeg:
    first_s, last_s = float(motion.time_s[cycle.first]), float(motion.time_s[cycle.last - 1])
    part = track_between(track, first_s - MARGIN_S, last_s + MARGIN_S)
    if int(part.present.sum()) < MIN_FRAMES:
        return _RepOnLeg(None, 0.0, first_s, last_s)
    stance = stance_from_votes(estimate(part, clean(part, rate_hz), rate_hz, learned), rate_hz)
    if stance is None or not stance.one_leg:
        return _RepOnLeg(None, 0.0, first_s, last_s)
    return _RepOnLeg(stance.side, stance.confidence, first_s, last_s)


def join_motions(parts: Sequence[Motion]) -> Motion:
    """Motions of one recording's parts as one; what holds for a whole set is the longest part's.

    A series that one part lacks is missing there.
    """
    longest = max(parts, key=len)
    names = dict.fromkeys(name for part in parts for name in part.series)
    keys = dict.fromkeys(name for part in parts for name in part.by_side)
    return replace(
        longest,
        time_s=np.concatenate([p.time_s for p in parts]),
        image_px=np.concatenate([p.image_px for p in parts]),
        world_m=np.concatenate([p.world_m for p in parts]),
        visibility=np.concatenate([p.visibility for p in parts]),
        stands_left=np.concatenate([p.stands_left for p in parts]),
        swapped=np.concatenate([p.swapped for p in parts]),
        series={name: _concatenated([p.series.get(name) for p in parts], parts) for name in names},
        by_side={name: _concatenated([p.by_side.get(name) for p in parts], parts) for name in keys},
        missing={name: why for part in parts for name, why in part.missing.items() if name not in names},
        corrected=all(p.corrected for p in parts),
    )


def _concatenated(series: Sequence[Series | None], parts: Sequence[Motion]) -> Series:
    unit = next(s.unit for s in series if s is not None)
    holes = [np.full(len(part), np.nan) for part in parts]
    return Series(
        np.concatenate([h if s is None else s.value for s, h in zip(series, holes, strict=True)]),
        np.concatenate([h if s is None else s.sigma for s, h in zip(series, holes, strict=True)]),
        unit,
    )
