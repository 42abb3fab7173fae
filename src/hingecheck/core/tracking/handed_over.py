"""A trail that went over from one person to another frame by frame, in no jump: cut where it did.

Where a lifter leaves the picture beside somebody else, a tracker's region slides from the one to the other, and every
step is small. But nobody is half as far away half a second later.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Floats
from ..filters import running_median
from ..signals import runs
from .trails import Trail

#: Nobody comes nearer or goes further by this factor within this long, seconds, and stays so. In 46 real clips the
#: size of one and the same lifter changes by 1.31 at most; where a tracker went over to a bystander, by 1.7.
RATIO, WITHIN_S = 1.5, 0.5
#: So many appearances tell how large somebody is.
LEAST_ROWS = 3
#: A trail is cut where this share of the change is made: what is read on the way is neither of the two.
GOING_SHARE = 0.25
#: In so much of twice that time before, and after, it is as large as it was then.
STAYS_SHARE = 0.8


def log_zoom(steps: Floats) -> Floats:
    """How large the room is in each frame against the first, its logarithm; it stays where that is not known.

    Parameters
    ----------
    steps : array [shape=(n, 4)]
        As `Background.steps`.
    """
    return np.asarray(np.cumsum(np.nan_to_num(np.log(np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-6)))))


def cut_where_handed_over(trail: Trail, time_s: Sequence[float], zoomed: Floats | None = None) -> list[Trail]:
    """Pieces of a trail that are one person each.

    Parameters
    ----------
    trail : Trail
    time_s : sequence of float
        Of each row of the recording.
    zoomed : array [shape=(n,)], optional
        `log_zoom` of each row: where the room grows with her, nobody came nearer.

    Returns
    -------
    list of Trail
        In order; the trail itself where one person made it.
    """
    scale = np.log(np.maximum(trail.px_per_m, 1e-6)) - (0.0 if zoomed is None else zoomed[trail.rows])
    scale = running_median(scale, LEAST_ROWS)
    times_s = np.asarray([time_s[row] for row in trail.rows])
    later = np.searchsorted(times_s, times_s + WITHIN_S).clip(max=max(len(times_s) - 1, 0))
    near = times_s[later] - times_s < 2 * WITHIN_S
    apart = np.where(near, np.abs(scale[later] - scale), 0.0)
    cuts: set[int] = set()
    for start, end in runs(apart >= float(np.log(RATIO))):
        row = start + int(np.argmax(apart[start:end]))
        if _stays(scale, times_s, row, int(later[row])):
            between = scale[row : later[row] + 1]
            cuts.add(row + int(np.argmax(np.abs(between - scale[row]) > GOING_SHARE * apart[row])))
    pieces, rest = [], trail
    for cut in sorted(cuts):
        head, rest = rest.parted(trail.rows[cut])
        pieces.append(head)
    return [*pieces, rest]


def _stays(scale: Floats, times_s: Floats, row: int, later: int) -> bool:
    """Whether the size before held until then and that after goes on: else a tracker lost hold for a while."""
    start, end = np.searchsorted(times_s, [times_s[row] - 2 * WITHIN_S, times_s[later] + 2 * WITHIN_S])
    apart = 0.5 * abs(scale[later] - scale[row])
    beside = ((scale[start : row + 1], scale[row]), (scale[later:end], scale[later]))
    return all(np.mean(np.abs(found - size) < apart) >= STAYS_SHARE for found, size in beside)


def is_another(trail: Trail, seam: tuple[Trail, Trail], mine: Sequence[Trail]) -> bool:
    """Whether a trail is whom the lifter's was handed over to, or whom it was handed over from.

    Parameters
    ----------
    trail : Trail
    seam : pair of Trail
        Two pieces of one trail.
    mine : sequence of Trail
        The lifter's trails.
    """
    for hers, other in (seam, seam[::-1]):
        if any(one is hers for one in mine):
            far, near = (abs(_size(trail) - _size(one)) for one in (hers, other))
            gap = max(trail.rows[0] - other.rows[-1], other.rows[0] - trail.rows[-1])
            return trail is other or (gap <= len(other.rows) and near < far)
    return False


def _size(trail: Trail) -> float:
    return float(np.median(np.log(np.maximum(trail.px_per_m, 1e-6))))
