"""A foot that something covers, a banner across the picture or a rack: nothing of her shows where it is put."""

from __future__ import annotations

import numpy as np

from ..arrays import Mask
from ..geometry import length
from ..landmarks import SOLE
from ..phrases import N_
from ..types import PoseTrack, Unavailable
from .cleaning import CleanTrack
from .joints import of_standing_leg

#: A foot whose heel and toe both lie further from her outline than this, leg lengths, is covered, however sure the
#: model is of them (it claims 0.94 behind a banner) …
COVERED_LEG = 0.1
#: … and where it is in more than this share of the rows, it is a guess throughout: 0.55 and 0.67 in two films whose
#: lower part is covered, 0.12 at most in 210 others of one-legged lifts, 136 of them the lab's.
COVERED_SHARE = 0.3
#: Rows that are looked at: a share needs no more.
MAX_LOOKED = 3000
FOOT_COVERED = Unavailable(
    N_("something covers the foot that stands: balance is not measured; film so that both feet show")
)


def foot_covered(track: PoseTrack, points: CleanTrack, stands_left: Mask) -> bool:
    """Whether the foot that stands is put where her outline does not reach.

    Parameters
    ----------
    track : PoseTrack
        For its outlines.
    points : CleanTrack
        The same, cleaned.
    stands_left : array of bool [shape=(n,)]
        Rows of the grid in which she stands on the left foot.
    """
    foot = of_standing_leg(points.guessed_px, stands_left, *SOLE)
    some = slice(None, None, max(1, -(-len(foot) // MAX_LOOKED)))
    foot, time_s = foot[some], points.time_s[some]
    outline = track.outline_px[np.searchsorted(track.time_s, time_s).clip(0, len(track) - 1)]
    away = np.stack([length(outline, foot[:, k, None]).min(axis=1) for k in (0, 1)]).min(axis=0) / points.leg_px
    known = away[np.isfinite(away)]
    return bool(len(known)) and float((known > COVERED_LEG).mean()) > COVERED_SHARE
