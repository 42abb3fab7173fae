"""A path through looks of different worth: what shows badly, or is astray, counts little."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..arrays import Floats

#: By how much a load's acceleration changes from row to row at `JERK_HZ`, leg lengths a second³. Mean speeds of the
#: lab's lifts err alike with 20 to 80 (0.013 to 0.014 m/s); with less a bar that is set down is blurred.
JERK_LEG, JERK_HZ = 40.0, 30.0
#: Looks further off the path than this many standard errors lose weight.
ASTRAY = 2.0
#: Rounds in which weights and path settle.
ROUNDS = 5
#: Rows that are solved at once, and how many beside them are solved too and left out: what is further away moves
#: nothing.
BLOCK, BESIDE = 180, 45
#: Fewest looks that a path is drawn through.
MIN_LOOKS = 4
#: Keeps a block's equations solvable where its looks are few.
LEAST = 1e-9


def smooth_path(look_s: Floats, places: Floats, sigma: Floats, grid_s: Floats, leg: float) -> tuple[Floats, Floats]:
    """The path whose acceleration changes least, through looks as exactly as each is known.

    A penalised least-squares spline (Eilers 2003) with weights that forget what is astray (Cauchy's).

    Parameters
    ----------
    look_s : array [shape=(m,)]
        Increasing seconds.
    places : array [shape=(m, 2)]
        NaN where nothing was seen.
    sigma : array [shape=(m,)]
        Standard error of each coordinate.
    grid_s : array [shape=(n,)]
        Evenly spaced seconds.
    leg : float
        A leg's length in the unit of `places`.

    Returns
    -------
    path : array [shape=(n, 2)]
        NaN where no looks are near.
    sigma : array [shape=(n,)]
        Its standard error, which grows in holes.
    """
    path, error = np.full((len(grid_s), 2), np.nan), np.full(len(grid_s), np.nan)
    known = np.isfinite(places).all(axis=1) & np.isfinite(sigma)
    for first in range(0, len(grid_s), BLOCK):
        begins, ends = max(first - BESIDE, 0), min(first + BLOCK + BESIDE, len(grid_s))
        block = grid_s[begins:ends]
        here = known & (look_s >= block[0]) & (look_s <= block[-1])
        if here.sum() < MIN_LOOKS or len(block) < MIN_LOOKS:
            continue
        solved, off = _solved(look_s[here], places[here], sigma[here], block, leg)
        kept = slice(first - begins, first - begins + BLOCK)
        path[first : first + BLOCK], error[first : first + BLOCK] = solved[kept], off[kept]
    return path, error


@lru_cache(maxsize=8)
def _roughness(rows: int) -> Floats:
    """What a path costs by the third differences of so many rows [shape=(rows, rows)]; most blocks have as many."""
    third = np.diff(np.eye(rows), n=3, axis=0)
    return np.asarray(third.T @ third)


def _solved(look_s: Floats, places: Floats, sigma: Floats, grid_s: Floats, leg: float) -> tuple[Floats, Floats]:
    """Path and standard error on a block's rows."""
    rows, step_s = len(grid_s), float(grid_s[1] - grid_s[0])
    smooth = _roughness(rows) * JERK_HZ / (JERK_LEG**2 * leg**2 * step_s**5) + LEAST * np.eye(rows)
    at = (look_s - grid_s[0]) / step_s
    before = np.minimum(at.astype(np.int64), rows - 2)
    after = at - before
    worth = 1.0 / sigma**2
    normal, path = smooth, np.zeros((rows, 2))
    for turn in range(ROUNDS):
        if turn:
            off = places - (1.0 - after)[:, None] * path[before] - after[:, None] * path[before + 1]
            worth = 1.0 / (sigma**2 * (1.0 + (np.hypot(*off.T) / (ASTRAY * sigma)) ** 2))
        normal, wanted = smooth.copy(), np.zeros((rows, 2))
        for one, share in ((before, 1.0 - after), (before + 1, after)):
            np.add.at(normal, (one, one), worth * share**2)
            np.add.at(wanted, one, (worth * share)[:, None] * places)
        for one, other in ((before, before + 1), (before + 1, before)):
            np.add.at(normal, (one, other), worth * after * (1.0 - after))
        path = np.linalg.solve(normal, wanted)
    return path, np.sqrt(np.diag(np.linalg.inv(normal)))
