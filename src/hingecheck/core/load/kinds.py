"""What kind of load it is: by the outline that goes with the hands, a bar between them, or hands that lie still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..arrays import Floats, Mask
from ..landmarks import SIDES, Side, both
from ..load_types import LoadKind
from ..types import Motion, View
from .choosing import Held, choose_held, without

#: Radius from which a round outline is a plate's, leg lengths: a bell's is 0.13, one of the smallest discs that a bar
#: is lifted with 0.16, and near plates look larger.
PLATE_FROM_LEG = 0.165
#: … and of a lying lifter's: a bar that is rolled over the legs has full-size plates, 0.26 and more. The head of a
#: heavy dumbbell on the hips, before the lens, read 0.15 and its rim 0.22 to 0.24: what is between is left open.
LYING_PLATE_FROM_LEG = 0.25
#: Seen from within so many degrees of the side, a standing lifter's near plate hides her hands, and its middle is
#: below where they are read, leg lengths: in 20 real and rendered sets by 0.14 and more; before a camera on the floor
#: by 0.1 less. What is not is a seat or a trouser leg (0.02, -0.11), unless nearly all of it shows.
BELOW_FROM_SIDE_DEG, PLATE_BELOW_LEG, PLATE_SHOWS = 20.0, 0.05, 0.9
#: A bell's middle hangs this far below the fist that it is nearer to, leg lengths: of 11 bells 0.16 to 0.30. A
#: dumbbell's heads are beside the fist: of 10, -0.02 to 0.11.
BELL_BELOW_LEG = 0.14
#: … and is no smaller than this, leg lengths: of 20 real and rendered bells 0.087 to 0.14; where the sleeve of an
#: empty bar begins, which hangs as far below where it points to the camera, 0.048 to 0.066 (5).
BELL_FROM_LEG = 0.077
#: … and no further ahead of it or behind: of 13 bells up to 0.10; what is further is a bar's, or the room's.
BELL_ASIDE_LEG = 0.16
#: A fist is round too, to 0.06 leg lengths; a dumbbell's head that is larger must show this regularly.
HEAD_FROM_LEG, HEAD_THERE = 0.07, 0.6
#: … or this regularly with its middle so far from the fist's, leg lengths, that it is none: fists and what is on them
#: read 0.006 to 0.08 (6 real clips), heads of 3 of the lab's lifters from the side 0.13 to 0.17.
BESIDE_FIST_LEG, BESIDE_FIST_THERE = 0.10, 0.45
#: … and then so much of it shows: heads 0.71 to 0.96, a thigh behind a bar 0.65.
BESIDE_FIST_SHOWS = 0.68
#: The inside of a head is unlike the forearm's skin, a fist's is like it, as `LoadShapes.unlike` has it: heads of 17
#: real and rendered lifters 45 to 143, fists of 8 8 to 29; the middle of so many looks tells.
HEAD_UNLIKE, FIST_UNLIKE, MIN_COLOURS = 45.0, 38.0, 5
#: What is so unlike, as near to the fist, leg lengths, and no further above its middle, is a head though it is small
#: or shows now and then: those of 4 real lifters are 0.05 to 0.10 large, up to 0.09 away, there at 0.41 to 0.70.
HEAD_COVERS_LEG, HEAD_ABOVE_LEG, SMALLEST_HEAD_LEG, COLOURED_THERE = 0.105, 0.05, 0.045, 0.33
#: Heads are no further than this from the fist, leg lengths, and the two of a pair as large to this factor: of those
#: measured 0.21, and 1.25 for the nearer one.
HEAD_NEAR_LEG, HEADS_ALIKE = 0.25, 1.4
#: A picture shows a bar where so much of it shows beyond both hands, and a set where so many of its pictures do. Of 9
#: real and 4 rendered bars from the front and from 45° 0.46 to 1.00 of the pictures do (a thrust on its bench 0.04, a
#: bar on the neck 0.22); of 10 dumbbells, bands and empty hands held apart at most 0.38.
#: What shows less than the one and more than the other is left open.
BAR_SHOWS, MIN_BAR, NO_BAR = 0.75, 0.45, 0.40
#: From nearer to the side than this, degrees, a bar points to the camera: hands that look apart hold none together.
BAR_FROM_SIDE_DEG = 25.0
#: Hands that go up and down by less than this share of the hips' way lie still: bridges on the floor read 0.10 to
#: 0.36, a dumbbell held on the hips 0.45 and more.
STILL_SHARE = 0.42


def holding_hand(held: Held, grips: Mapping[Side, Floats]) -> Side:
    """The hand that an outline is nearer to.

    Parameters
    ----------
    held : Held
    grips : mapping of each side to array [shape=(m, 2)]
        The middle of the fist at each look.
    """
    return min(SIDES, key=lambda side: float(np.hypot(*_beside(held, grips[side]))))


def _beside(held: Held, grip: Floats) -> Floats:
    """How far ahead of a fist in the picture, and below it, an outline is [shape=(2,)]."""
    return np.asarray(np.nanmedian(held.shapes[:, :2] - grip, axis=0))


def kind_of_outline(
    held: Held, hands: Floats, grips: Mapping[Side, Floats], unlike: Floats | None, motion: Motion
) -> LoadKind:
    """What an outline is that goes with the hands, by size and colour, and how far below the nearer fist it hangs.

    Whether the other hand holds another dumbbell, `other_head` tells.

    Parameters
    ----------
    held : Held
    hands : array [shape=(m, 2)]
        The middle between both hands at each look.
    grips : mapping of each side to array [shape=(m, 2)]
        The middle of the fist at each look.
    unlike : array [shape=(m, k)] or None
        See `LoadShapes.unlike`.
    motion : Motion
    """
    radius_leg = float(np.nanmedian(held.shapes[:, 3])) / motion.leg_px
    if radius_leg >= (LYING_PLATE_FROM_LEG if motion.face_up else PLATE_FROM_LEG):
        in_place = motion.face_up or (_in_a_plates_place(held, hands, motion) and not _holds_up(motion))
        return "barbell" if in_place else "unknown"
    if radius_leg >= PLATE_FROM_LEG or _holds_up(motion):
        return "unknown"
    beside_leg = _beside(held, grips[holding_hand(held, grips)]) / motion.leg_px
    if not motion.face_up and beside_leg[1] >= BELL_BELOW_LEG:
        return "kettlebell" if radius_leg >= BELL_FROM_LEG and abs(beside_leg[0]) <= BELL_ASIDE_LEG else "unknown"
    if unlike_of(held, unlike) < FIST_UNLIKE:
        return "unknown"
    # lying, both hands hold one on the hips, its near end to the camera
    beside = not motion.face_up and float(np.hypot(*beside_leg)) >= BESIDE_FIST_LEG
    shows = float(np.nanmedian(held.shapes[:, 4])) >= BESIDE_FIST_SHOWS
    is_head = radius_leg >= HEAD_FROM_LEG and held.there >= (BESIDE_FIST_THERE if beside and shows else HEAD_THERE)
    return "dumbbell" if is_head or is_coloured(held, grips, unlike, motion.leg_px) else "unknown"


def _in_a_plates_place(held: Held, hands: Floats, motion: Motion) -> bool:
    """Whether an outline is where a standing lifter's near plate is in this view."""
    below_leg = _beside(held, hands)[1] / motion.leg_px
    whole = float(np.nanmedian(held.shapes[:, 4])) >= PLATE_SHOWS
    return bool(whole or below_leg >= PLATE_BELOW_LEG or motion.view.off_side_deg > BELOW_FROM_SIDE_DEG)


def _holds_up(motion: Motion) -> bool:
    """Whether a standing lifter's hands are above the elbows: what lies on the neck is held so, and nothing hangs."""
    joints = [both(joint) for joint in ("WRIST", "ELBOW")]
    wrist, elbow = (motion.image_px[:, of, 1].mean(axis=1) for of in joints)
    known = np.isfinite(wrist) & np.isfinite(elbow)
    return not motion.face_up and bool(known.any()) and float(np.median((wrist - elbow)[known])) < 0


def is_coloured(held: Held, grips: Mapping[Side, Floats], unlike: Floats | None, leg_px: float) -> bool:
    """Whether an outline is before a fist, or just below it, and surely of another colour than skin."""
    beside_leg = _beside(held, grips[holding_hand(held, grips)]) / leg_px
    near = float(np.hypot(*beside_leg)) <= HEAD_COVERS_LEG and beside_leg[1] >= -HEAD_ABOVE_LEG
    large = float(np.nanmedian(held.shapes[:, 3])) >= SMALLEST_HEAD_LEG * leg_px
    return bool(near and large and held.there >= COLOURED_THERE and unlike_of(held, unlike) >= HEAD_UNLIKE)


def unlike_of(held: Held, unlike: Floats | None) -> float:
    """How unlike skin the inside of an outline is, in the middle of its looks; NaN where that is not known."""
    if unlike is None:
        return float("nan")
    colours = unlike[np.arange(len(held.which)), held.which][held.which >= 0]
    colours = colours[np.isfinite(colours)]
    return float(np.median(colours)) if len(colours) >= MIN_COLOURS else float("nan")


def other_head(shapes: Floats, first: Held, grip: Floats, leg_px: float, look_s: Floats) -> Held | None:
    """The head of a second dumbbell, at the other fist, as large as the first; None where none shows.

    Parameters
    ----------
    shapes : array [shape=(m, k, 6)]
    first : Held
        The first one's.
    grip : array [shape=(m, 2)]
        The middle of the other fist at each look.
    leg_px : float
    look_s : array [shape=(m,)]
        When each look was, seconds of life.
    """
    other = choose_held(without(shapes, first), grip, leg_px, look_s)
    if other is None:
        return None
    sizes = float(np.nanmedian(other.shapes[:, 3]) / np.nanmedian(first.shapes[:, 3]))
    near = float(np.hypot(*_beside(other, grip))) < HEAD_NEAR_LEG * leg_px
    return other if near and 1.0 / HEADS_ALIKE < sizes < HEADS_ALIKE else None


def bar_shown(bar: Floats | None, within: Mask, view: View) -> float:
    """The share of a set's pictures in which a bar shows beyond both hands, 0 … 1.

    Parameters
    ----------
    bar : array [shape=(n,)] or None
        See `LoadShapes.bar`.
    within : array [shape=(n,)]
        Rows of the set.
    view : View
    """
    if bar is None or view.off_side_deg < BAR_FROM_SIDE_DEG:
        return 0.0
    looks = bar[within & np.isfinite(bar)]
    return float((looks >= BAR_SHOWS).mean()) if len(looks) else 0.0


def hands_lie(motion: Motion, reps: Sequence[slice]) -> bool:
    """Whether a lying lifter's hands lie beside them, below shoulders and hips, and nothing is lifted with them.

    The middle one of its repetitions tells: before the first and after the last hands are on their way.

    Parameters
    ----------
    motion : Motion
    reps : sequence of slice
        Rows of each.
    """
    if not motion.face_up:
        return False
    joints = [both(joint) for joint in ("WRIST", "HIP", "SHOULDER")]
    heights = motion.image_px[:, joints, 1].mean(axis=2)
    seen = [rows[np.isfinite(rows).all(axis=1)] for rows in (heights[rep] for rep in reps)]
    seen = [rows for rows in seen if len(rows)]
    if not seen:
        return False
    ways = [np.ptp(np.percentile(rows, [5, 95], axis=0), axis=0) for rows in seen]
    still = float(np.median([of_hands / max(of_hips, 1e-6) for of_hands, of_hips, _ in ways])) < STILL_SHARE
    hands, hips, shoulders = np.concatenate(seen).T
    return still and float(np.median(hands - hips)) > 0 and float(np.median(hands - shoulders)) > 0
