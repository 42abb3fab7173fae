"""Repetitions in which another outline was followed for a while: the load left the hands that hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..landmarks import SIDES, point
from ..load_types import LoadTrack, Measurement
from ..types import Motion, Rep
from .speeds import around_lift

#: How far the load goes for each length that the hands go is alike in a set: of 102 repetitions of real and rendered
#: lifters that are followed by an outline, in sets of three and more, 101 are within this share of their set's
#: median, and one that was followed by a wrong outline at its bottom is 0.26 off. However deep each of them is.
ALIKE = 0.2
#: Fewest repetitions that have a median.
MIN_REPS = 3


def with_wider_speeds(reps: Sequence[Rep], motion: Motion) -> tuple[Rep, ...]:
    """Repetitions with wider errors of range and mean speeds where the load left the hands that hold it.

    Parameters
    ----------
    reps : sequence of Rep
        Of one part of a recording.
    motion : Motion
        Its rows are theirs.
    """
    track = motion.load.outlined
    if track is None:
        return tuple(reps)
    ways = {rep.index: _way(rep, motion, track) for rep in reps if rep.load and rep.load.range_m}
    if np.isfinite(list(ways.values())).sum() < MIN_REPS:
        return tuple(reps)
    usual = float(np.nanmedian(list(ways.values())))
    off = {index: abs(way / usual - 1.0) for index, way in ways.items()}
    return tuple(_less_sure(rep, off[rep.index]) if off.get(rep.index, 0.0) > ALIKE else rep for rep in reps)


def _way(rep: Rep, motion: Motion, track: LoadTrack) -> float:
    """How far the load goes up and down in a lift, as a share of the way of the hands that hold it."""
    rows = around_lift(rep.cycle, motion)
    sides = SIDES if track.side == "both" else (track.side,)
    hands = motion.image_px[rows][:, [point(side, joint) for side in sides for joint in ("WRIST", "INDEX")], 1]
    load, held = track.centre_px[rows, 1], hands.mean(axis=1)
    if not np.isfinite(held).any():
        return float("nan")
    return float((np.nanmax(load) - np.nanmin(load)) / max(np.nanmax(held) - np.nanmin(held), 1.0))


def _less_sure(rep: Rep, share: float) -> Rep:
    """The rep with so large a share of its range and mean speeds in their errors."""
    if rep.load is None:
        return rep
    load = replace(
        rep.load,
        range_m=_wider(rep.load.range_m, share),
        mean_concentric_m_s=_wider(rep.load.mean_concentric_m_s, share),
        mean_propulsive_m_s=_wider(rep.load.mean_propulsive_m_s, share),
    )
    return replace(rep, load=load)


def _wider(number: Measurement | None, share: float) -> Measurement | None:
    if number is None:
        return None
    more = share * number.value
    own = None if number.own_sigma is None else float(np.hypot(number.own_sigma, more))
    return Measurement(number.value, float(np.hypot(number.sigma, more)), own)
