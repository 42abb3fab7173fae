"""Whether a film is shown narrower or wider than it was taken: by a plate, which is round, or by the body's lengths.

Players and editors fit films into shapes that are not theirs and write nothing down. What leans looks steeper in a
picture that is squeezed sideways, what is bent rounder.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..arrays import Floats, Mask
from ..geometry import length
from ..landmarks import Side, point
from ..phrases import N_, Phrase
from ..tracking.uncertainty import Wider, less_sure, of_angles
from ..types import Cycle, Motion, Unavailable

#: A plate that is seen from within so many degrees of the side looks as wide for its height as the view has it, to
#: 0.96 … 1.05 (32 plates of the lab, 10 real ones); less than the one, more than the other of these is the film's.
PLATE_OFF_DEG, PLATE_NARROW, PLATE_WIDE = 20.0, 0.88, 1.13
#: … in so many rows at least, and half of them all; and no smaller than this, leg lengths: of 35 plates of real and
#: rendered lifters 0.26 to 0.40; what a bell was mistaken for 0.22 (0.83 as wide as tall).
MIN_ROWS, MIN_SHARE, PLATE_FROM_LEG = 15, 0.5, 0.25
#: A trunk is as long level as it is upright, less what rounding and perspective take: 0.84 to 0.98 (17 real clips
#: from the side), 0.66 to 1.01 (the lab's 184). Above this the film is stretched.
TRUNK_LONGEST = 1.04
#: Below these all three together it may be squeezed: a level trunk by the upright one, the bent one by the shank, the
#: foot by the shank. The first two hold of backs that round, too, the third tells these from a squeezed picture: all
#: hold of none of 19 real clips and none of the lab's 184 as they were filmed, and of 3 of 8 squeezed to three
#: quarters, one of which read as severely rounded.
TRUNK_SHORT, TRUNK_SHANK, FOOT_SHANK = 0.78, 1.08, 0.48
#: What they are in the middle.
USUAL = (0.90, 1.18, 0.54)
#: Degrees from upright within which a bone counts as upright, and from which on a trunk as bent and as level.
UPRIGHT_DEG, BENT_DEG, LEVEL_DEG = 30.0, 45.0, 60.0
#: Fewest rows that give a length.
MIN_LENGTH_ROWS = 5
#: What rests on the back's shape, which does not show then: of two lifters whose backs read 30 and 41°, squeezed to
#: three quarters, it read 45 and 54.
BACK = ("lumbar_flexion_deg", "lumbar_share")

NARROWER = N_(
    "the plate is {share:.0%} narrower than tall: the picture is squeezed, and angles with it; give the film in its "
    "own shape"
)
WIDER = N_(
    "the plate is {share:.0%} wider than tall: the picture is stretched, and angles with it; give the film in its "
    "own shape"
)
MAY_BE_SQUEEZED = N_("the body looks too narrow for its height: the picture may be squeezed, angles are less sure")
MAY_BE_STRETCHED = N_("the body looks too wide for its height: the picture may be stretched, angles are less sure")


def width_of_plate(motion: Motion, rows: Mask) -> float:
    """How wide a plate looks by how wide it should in this view; NaN where none tells.

    Parameters
    ----------
    motion : Motion
        With its load.
    rows : array of bool [shape=(n,)]
        Those of its repetitions.
    """
    load, off_deg = motion.load, motion.view.off_side_deg
    if load.kind != "barbell" or load.track is None or off_deg > PLATE_OFF_DEG:
        return float("nan")
    size = load.track.radius_px[rows & load.track.seen]
    if len(size) < max(MIN_ROWS, MIN_SHARE * rows.sum()) or np.nanmedian(size[:, 1]) < PLATE_FROM_LEG * motion.leg_px:
        return float("nan")
    return float(np.nanmedian(size[:, 0] / size[:, 1])) / math.cos(math.radians(off_deg))


def width_of_body(motion: Motion, rows: Mask) -> float:
    """How wide a standing lifter looks from the side by how wide lifters do, 1 where that may well be as filmed."""
    if motion.face_up or motion.view.off_side_deg > PLATE_OFF_DEG:
        return 1.0
    near = motion.view.near_side
    trunk, shank, foot = (
        _bone(motion, rows, near, *ends) for ends in (("SHOULDER", "HIP"), ("KNEE", "ANKLE"), ("HEEL", "FOOT_INDEX"))
    )
    level = _long(trunk, LEVEL_DEG, 91.0) / _long(trunk, 0.0, UPRIGHT_DEG)
    if level > TRUNK_LONGEST:
        return level / USUAL[0]
    upright_shank = _long(shank, 0.0, UPRIGHT_DEG)
    bent, flat = _long(trunk, BENT_DEG, 91.0) / upright_shank, _long(foot, 0.0, 91.0) / upright_shank
    if bent < TRUNK_SHANK and flat < FOOT_SHANK and not level >= TRUNK_SHORT:
        shares = [found / usual for found, usual in zip((level, bent, flat), USUAL, strict=True) if found == found]
        return float(np.exp(np.mean(np.log(shares))))
    return 1.0


def with_shape_doubted(motion: Motion, cycles: Sequence[Cycle]) -> tuple[Motion, str]:
    """A motion whose angles carry what a squeezed or stretched picture does to them; and what to say of it.

    Parameters
    ----------
    motion : Motion
        With its load.
    cycles : sequence of Cycle
        Its repetitions.

    Returns
    -------
    motion : Motion
        As it is where nothing is amiss.
    str
        Empty where nothing is.
    """
    rows = np.zeros(len(motion), dtype=bool)
    for cycle in cycles:
        rows[cycle.first : cycle.last] = True
    width = width_of_plate(motion, rows)
    if PLATE_NARROW <= width <= PLATE_WIDE:
        return motion, ""
    by_plate = math.isfinite(width)
    if not by_plate and (width := width_of_body(motion, rows)) == 1.0:
        return motion, ""
    if by_plate:
        said: str = Phrase(NARROWER if width < 1 else WIDER, share=abs(1.0 - width))
    else:
        said = MAY_BE_SQUEEZED if width < 1 else MAY_BE_STRETCHED
    return _doubted(motion, math.degrees(math.asin(abs(1.0 - width) / (1.0 + width))), said), said


def _doubted(motion: Motion, turned_deg: float, why: str) -> Motion:
    """Angles with the error of a bone that is turned so far, as one at 45° is, beside their own; and no back."""
    without = motion.with_measures(dict.fromkeys(BACK, Unavailable(why)))
    return less_sure(without, of_angles(without.series, Wider(besides=turned_deg)))


def _bone(motion: Motion, rows: Mask, side: Side, start: str, end: str) -> Floats:
    """Length and degrees from upright of a bone in the picture, in the repetitions [shape=(m, 2)]."""
    first, second = (motion.image_px[rows, point(side, joint)] for joint in (start, end))
    across, down = np.abs(second - first).T
    return np.stack([length(first, second), np.degrees(np.arctan2(across, down))], axis=1)


def _long(bone: Floats, from_deg: float, to_deg: float) -> float:
    """The middle of its lengths where it is so far from upright; NaN where that is hardly ever."""
    long = bone[(bone[:, 1] >= from_deg) & (bone[:, 1] < to_deg), 0]
    return float(np.median(long)) if len(long) >= MIN_LENGTH_ROWS else float("nan")
