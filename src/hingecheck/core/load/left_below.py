"""Lifts with empty hands: the lifter straightens up, and the load stays where it lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..load_types import LoadTrack
from ..types import Cycle, Motion

#: Where the hips have opened by this share of their way a load that is held has left the floor: by 0.22 leg lengths
#: and more in two lifts of the film this was found on, in which one that was left below had gone by 0.01.
OPENED = 0.2
#: A load that has risen by so much there, leg lengths, is held …
HELD_LEG = 0.15
#: … and one that goes no further than this, as long as it is seen, lies. Of 279 lifts in 83 sets, real, rendered and
#: edited, of which two at least are held, one with empty hands goes by 0.01, all others by 0.28 and more.
LIES_LEG = 0.03
#: So many rows before the hips open must show it, and so many after; and so many lifts of the part must hold it.
MIN_ROWS, MIN_HELD = 3, 2


def with_load_lifted(cycles: Sequence[Cycle], motion: Motion) -> tuple[Cycle, ...]:
    """Lifts of a part but for those in which the load is seen to stay below, where the others lift it.

    A pull that fails stays what it is.

    Parameters
    ----------
    cycles : sequence of Cycle
        Of a lift from the floor.
    motion : Motion
        With the load.
    """
    track = motion.load.outlined
    if track is None:
        return tuple(cycles)
    ways = [_way(cycle, motion, track) for cycle in cycles]
    held = sum(least >= HELD_LEG for least, _ in ways)
    if held < MIN_HELD:
        return tuple(cycles)
    lies = [cycle.complete and most < LIES_LEG for cycle, (_, most) in zip(cycles, ways, strict=True)]
    return tuple(cycle for cycle, left in zip(cycles, lies, strict=True) if not left)


def _way(cycle: Cycle, motion: Motion, track: LoadTrack) -> tuple[float, float]:
    """How far over its lowest place the load is with the hips open at the least, and in all of a lift at the most."""
    rows = cycle.lifting.rows
    hinge = motion.series["hip_hinge_deg"].value[rows]
    risen = np.where(track.seen[rows], -track.centre_px[rows, 1] / motion.leg_px, np.nan)
    if not np.isfinite(hinge).any() or not np.isfinite(risen).any():
        return np.nan, np.nan
    risen = risen - np.nanmin(risen)
    known, most, least = np.isfinite(risen), np.nanmax(hinge), np.nanmin(hinge)
    opened = most - hinge >= OPENED * (most - least)
    if min((known & opened).sum(), (known & ~opened).sum()) < MIN_ROWS:
        return np.nan, np.nan
    return float(risen[known & opened].min()), float(risen[known].max())
