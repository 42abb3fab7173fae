"""Left–right swaps of the legs by the pose model: frames found by dynamic programming over time, and put back.

In a side view the legs lie over each other, and a pose model may call the left one right for some frames.
Nothing in one frame tells; over time the true labelling is the one under which each leg moves least.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import FOOT, LEFT, LEG_JOINTS, RIGHT, point
from ..signals import runs

#: A change of labelling must save at least this much movement, in leg lengths summed over the leg's four
#: points, on both legs: below it the legs overlap and either labelling reads the same angles.
SWITCH_COST_LEG = 0.8

#: A row may be left out of the path at this cost: where the tracker loses the legs for some frames, what lies between
#: tells nothing of which is which, and steps through it would. As much as a change, so that a single exchanged row is
#: told either way; at more than 30 rows a second as much for each thirtieth …
LEAVE_OUT_LEG, LEAVE_OUT_HZ = 0.8, 30.0
#: … and for this long: the longest such slip in the sample videos lasts 5 rows, 0.17 s.
MAX_LEFT_OUT_S = 0.24

#: Exchanges of this long are doubted where the feet stand, as labelled, nearer to where they stand in all other rows
#: than exchanged, by so much, leg lengths summed over three points of both feet.
LONG_S, CLEARLY_LEG = 1.0, 0.4

LEFT_LEG = np.array([point(LEFT, joint) for joint in LEG_JOINTS])
RIGHT_LEG = np.array([point(RIGHT, joint) for joint in LEG_JOINTS])


def find_swaps(
    image_px: Floats, leg_px: float, rate_hz: float = LEAVE_OUT_HZ, busy: slice = slice(None)
) -> NDArray[np.bool_]:
    """Rows in which the legs' labels are exchanged.

    Parameters
    ----------
    image_px : array [shape=(n, 33, 2)]
        Landmarks in time order; rows that are NaN are passed over.
    leg_px : float
        Thigh + shank in the picture.
    rate_hz : float
        Rows a second.
    busy : slice
        Rows whose majority decides which labelling is the right one.

    Returns
    -------
    array of bool [shape=(n,)]
        True where exchanged. The labelling of most of the `busy` rows counts as the right one.

    Notes
    -----
    The cheapest path through two states a row (as labelled, exchanged), each step costing the movement of
    both legs' points under the two labellings: the Viterbi recursion, with a price for rows left out.
    """
    n = len(image_px)
    swapped = np.zeros(n, dtype=bool)
    legs = np.concatenate([image_px[:, LEFT_LEG], image_px[:, RIGHT_LEG]], axis=1)
    known = np.flatnonzero(np.isfinite(legs).all(axis=(1, 2)))
    if len(known) < 3 or not leg_px > 0:
        return swapped
    legs = legs[known] / leg_px
    joints = len(LEFT_LEG)
    exchanged = np.concatenate([legs[:, joints:], legs[:, :joints]], axis=1)
    flips = _cheapest_path(legs, exchanged, rate_hz)
    swapped[known] = flips
    decides = np.isin(known, np.arange(n)[busy])
    if 2 * np.count_nonzero(flips[decides]) > np.count_nonzero(decides):
        flips = ~flips
    swapped[known] = flips & ~_stand_as_labelled(legs, exchanged, flips, max(1, round(LONG_S * rate_hz)))
    return swapped


def _stand_as_labelled(legs: Floats, exchanged: Floats, flips: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Rows of long exchanges whose feet, as labelled, stand where they do in all other rows: none is exchanged there.

    Who walks past before the legs takes them along, and how they come back may cost less the wrong way round.
    """
    out = np.zeros(len(flips), dtype=bool)
    feet = [place for place, joint in enumerate([*LEG_JOINTS, *LEG_JOINTS]) if joint in FOOT]
    if flips.all() or not flips.any():
        return out
    usual = np.median(legs[~flips][:, feet], axis=0)
    for first, last in runs(flips):
        if last - first >= least:
            as_labelled, other = (np.median(side[first:last, feet], axis=0) for side in (legs, exchanged))
            out[first:last] = _moved(as_labelled, usual) + CLEARLY_LEG < _moved(other, usual)
    return out


def _cheapest_path(legs: Floats, exchanged: Floats, rate_hz: float) -> NDArray[np.bool_]:
    """State of each row (False = as labelled) on the cheapest path; the first row starts as labelled.

    A path may leave rows out where a step out of them is large; such a row has the other state only where
    that saves two changes against the row before it.
    """
    n, reach = len(legs), round(MAX_LEFT_OUT_S * rate_hz) + 2
    price = LEAVE_OUT_LEG * min(LEAVE_OUT_HZ / rate_hz, 1.0)
    steps = [_moved(legs[back:], legs[:-back]) for back in range(1, min(reach, n))]
    switches = [_moved(exchanged[back:], legs[:-back]) + SWITCH_COST_LEG for back in range(1, len(steps) + 1)]
    large = np.concatenate([[False], steps[0] > price])
    cost = np.full((n, 2), np.inf)
    cost[0, 0] = 0.0
    came_from = np.zeros((n, 2, 2), dtype=np.int64)  # row and state before
    for row in range(1, n):
        for back in range(1, min(len(steps), row) + 1 if large[row] else 2):
            before, left_out = row - back, (back - 1) * price
            stay, switch = (costs[back - 1][before] + left_out for costs in (steps, switches))
            for state in (0, 1):
                for was, step in ((state, stay), (1 - state, switch)):
                    if cost[before, was] + step < cost[row, state]:
                        cost[row, state] = cost[before, was] + step
                        came_from[row, state] = before, was
    return _states(legs, exchanged, cost, came_from)


def _states(legs: Floats, exchanged: Floats, cost: Floats, came_from: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The states on the path that ends cheapest."""
    out = np.zeros(len(legs), dtype=bool)
    row, state = len(legs) - 1, int(cost[-1, 1] < cost[-1, 0])
    while row >= 0:
        out[row] = bool(state)
        before, was = came_from[row, state] if row else (-1, 0)
        for between in range(before + 1, row):
            other = _moved(exchanged[between], legs[before]) + 2 * SWITCH_COST_LEG < _moved(
                legs[between], legs[before]
            )
            out[between] = bool(was) != bool(other)
        row, state = int(before), int(was)
    return out


def _moved(now: Floats, before: Floats) -> Floats:
    """How far both legs' points lie apart in all, leg lengths [shape=(...)]."""
    return np.asarray(np.linalg.norm(now - before, axis=-1).sum(axis=-1))


def undo_swaps(points: Floats, swapped: NDArray[np.bool_]) -> Floats:
    """`points` [shape=(n, 33, ...)] with the legs exchanged in the rows of `swapped`; a copy where there are any."""
    rows = np.flatnonzero(swapped)
    if not len(rows):
        return points
    out = points.copy()
    out[np.ix_(rows, LEFT_LEG)] = points[np.ix_(rows, RIGHT_LEG)]
    out[np.ix_(rows, RIGHT_LEG)] = points[np.ix_(rows, LEFT_LEG)]
    return out
