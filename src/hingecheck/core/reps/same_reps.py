"""Which reps two recordings of one set have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Floats
from ..types import Rep

#: Two cameras at once see a rep's start, bottom and end this far apart, seconds, once the one's clock is the other's:
#: by 0.01 to 0.04 in 20 reps of two real sets from the side and from 45°.
CAMERAS_SIGMA_S = 0.05
#: Where two of these three are further apart than this, seconds, it is not the same rep.
APART_S = 3.0 * CAMERAS_SIGMA_S
#: Of the recording with fewer reps this share must be found in the other.
MIN_FOUND = 0.8
#: Reps as alike as one another match in several ways: the best must be this much likelier than the next, 20 to 1, as
#: a difference of squares in standard errors.
LIKELIER = 2.0 * float(np.log(20.0))


def same_reps(ours: Sequence[Rep], theirs: Sequence[Rep]) -> dict[int, int] | None:
    """Our rep for each of theirs, by number.

    Cameras at once show the same times between reps, whichever began first. Where the times are others, as of a set
    filmed twice, reps go by their place, if there are as many.

    Parameters
    ----------
    ours, theirs : sequence of Rep
        Of one set, in order.

    Returns
    -------
    dict of int to int or None
        Reps that only they show are left out. None where it cannot be said which is which.
    """
    at_once = _by_times(_moments(ours), _moments(theirs))
    if at_once is not None:
        return {theirs[there].index: ours[here].index for here, there in at_once}
    if len(ours) != len(theirs):
        return None
    return {there.index: here.index for here, there in zip(ours, theirs, strict=True)}


def _moments(reps: Sequence[Rep]) -> Floats:
    """Start, bottom and end of each rep [shape=(k, 3)]."""
    return np.array([(rep.start_s, rep.bottom_s, rep.end_s) for rep in reps])


def _by_times(ours: Floats, theirs: Floats) -> list[tuple[int, int]] | None:
    """Places that are the same but for one shift of the clock; None where no shift is likelier than all others."""
    if len(ours) > len(theirs):
        turned = _by_times(theirs, ours)
        return None if turned is None else [(here, there) for there, here in turned]
    ways: dict[tuple[tuple[int, int], ...], float] = {}
    for shift in (theirs[:, None] - ours).ravel():
        off = np.abs(theirs - ours[:, None] - shift)
        usual = np.median(off, axis=2)  # where a video begins or ends in a rep, one of its moments is another
        nearest, least = usual.argmin(axis=1), usual.min(axis=1)
        way = tuple((here, int(nearest[here])) for here in np.flatnonzero(least <= APART_S).tolist())
        apart = np.minimum(off[np.arange(len(ours)), nearest], APART_S)
        badness = float(np.sum(apart**2)) / CAMERAS_SIGMA_S**2
        ways[way] = min(badness, ways.get(way, np.inf))
    best = min(ways, key=ways.__getitem__)
    rivals = [badness for way, badness in ways.items() if not set(way) <= set(best)]
    sure = len(best) >= max(2.0, MIN_FOUND * len(ours)) and min(rivals, default=np.inf) - ways[best] > LIKELIER
    return list(best) if sure else None
