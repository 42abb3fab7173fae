"""Changes of the working leg: found between reps, each part measured on its own and joined on one time grid.

Each repetition is looked at by itself. Where two or more in a row stand on one leg and the next ones on the other,
the recording is cut between them, each part is measured as if it were alone, and the parts are put together again on
one time grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np

from ..landmarks import Side
from ..learned.estimates import estimate
from ..learned.networks import Learned
from ..measures.motion import HowToMeasure, build_motion
from ..measures.stance import stance_from_votes
from ..tracking.cleaning import clean
from ..tracking.stretches import track_between
from ..types import Motion, PoseTrack, Series
from .segmentation import Segmentation

#: Below this probability nobody works on one leg, and nothing is looked at twice.
MIN_ONE_LEG = 0.3
#: A repetition's leg counts where it is this sure.
SURE_LEG = 0.8
#: Repetitions in a row that make a change of legs, not a slip.
MIN_REPS = 2
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
    if len(cycles) < 2 * MIN_REPS:  # too few for a change, whatever they show
        return []
    sides: list[tuple[Side | None, float, float]] = []
    for cycle in cycles:
        first_s, last_s = float(motion.time_s[cycle.first]), float(motion.time_s[cycle.last - 1])
        part = track_between(track, first_s - MARGIN_S, last_s + MARGIN_S)
        sides.append((single_working_leg(part, rate_hz, learned), first_s, last_s))
    known = [entry for entry in sides if entry[0] is not None]
    groups = [list(group) for _, group in groupby(known, key=lambda entry: entry[0])]
    long = [group for group in groups if len(group) >= MIN_REPS]
    return [0.5 * (before[-1][2] + after[0][1]) for before, after in pairwise(long) if before[0][0] != after[0][0]]


def single_working_leg(track: PoseTrack, rate_hz: float, learned: Learned) -> Side | None:
    """The leg that works alone in a part of a recording; None where that is not sure."""
    if int(track.present.sum()) < MIN_FRAMES:
        return None
    stance = stance_from_votes(estimate(track, clean(track, rate_hz), rate_hz, learned), rate_hz)
    return stance.side if stance is not None and stance.one_leg and stance.confidence >= SURE_LEG else None


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
