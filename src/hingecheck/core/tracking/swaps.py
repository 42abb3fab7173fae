"""Left–right swaps of the legs by the pose model: frames found by dynamic programming over time, and put back.

In a side view the legs lie over each other, and a pose model may call the left one right for some frames.
Nothing in one frame tells; over time the true labelling is the one under which each leg moves least.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import LEFT, LEG_JOINTS, RIGHT, point

#: A change of labelling must save at least this much movement, in leg lengths summed over the leg's four
#: points, on both legs: below it the legs overlap and either labelling reads the same angles.
SWITCH_COST_LEG = 0.8

LEFT_LEG = np.array([point(LEFT, joint) for joint in LEG_JOINTS])
RIGHT_LEG = np.array([point(RIGHT, joint) for joint in LEG_JOINTS])


def find_swaps(
    image_px: Floats, leg_px: float, busy: slice = slice(None), switch_cost_leg: float = SWITCH_COST_LEG
) -> NDArray[np.bool_]:
    """Rows in which the legs' labels are exchanged.

    Parameters
    ----------
    image_px : array [shape=(n, 33, 2)]
        Landmarks in time order; rows that are NaN are passed over.
    leg_px : float
        Thigh + shank in the picture.
    busy : slice
        Rows whose majority decides which labelling is the right one.
    switch_cost_leg : float
        See `SWITCH_COST_LEG`.

    Returns
    -------
    array of bool [shape=(n,)]
        True where exchanged. The labelling of most of the `busy` rows counts as the right one.

    Notes
    -----
    The cheapest path through two states a row (as labelled, exchanged), each step costing the movement of
    both legs' points under the two labellings: the Viterbi recursion.
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
    stay = np.linalg.norm(np.diff(legs, axis=0), axis=-1).sum(axis=1)
    switch = np.linalg.norm(exchanged[1:] - legs[:-1], axis=-1).sum(axis=1) + switch_cost_leg
    flips = _cheapest_path(stay, switch)
    swapped[known] = flips
    decides = np.isin(known, np.arange(n)[busy])
    if 2 * np.count_nonzero(flips[decides]) > np.count_nonzero(decides):
        swapped[known] = ~flips
    return swapped


def _cheapest_path(stay: Floats, switch: Floats) -> NDArray[np.bool_]:
    """State of each row (False = as labelled) on the cheapest path; the first row starts as labelled."""
    n = len(stay) + 1
    came_from_other = np.zeros((n, 2), dtype=bool)
    cost = np.array([0.0, np.inf])
    for row in range(1, n):
        same, other = cost + stay[row - 1], cost[::-1] + switch[row - 1]
        came_from_other[row] = other < same
        cost = np.where(came_from_other[row], other, same)
    path = np.zeros(n, dtype=bool)
    state = int(cost[1] < cost[0])
    for row in range(n - 1, -1, -1):
        path[row] = bool(state)
        if came_from_other[row, state]:
            state = 1 - state
    return path


def undo_swaps(points: Floats, swapped: NDArray[np.bool_]) -> Floats:
    """`points` [shape=(n, 33, ...)] with the legs exchanged in the rows of `swapped`; a copy where there are any."""
    rows = np.flatnonzero(swapped)
    if not len(rows):
        return points
    out = points.copy()
    out[np.ix_(rows, LEFT_LEG)] = points[np.ix_(rows, RIGHT_LEG)]
    out[np.ix_(rows, RIGHT_LEG)] = points[np.ix_(rows, LEFT_LEG)]
    return out
