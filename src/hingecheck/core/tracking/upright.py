"""Whether the picture, or the lifter in it, lies on its side or stands on its head: gravity holds the shanks."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np

from ..arrays import Floats
from ..landmarks import SIDES, Side, both, point
from ..phrases import N_, Phrase
from ..types import CameraReport, PoseTrack
from .stretches import without_rows

#: Which way the picture is to be turned.
QuarterTurn = Literal["to the right", "to the left", "upside down"]

#: A shank that leans more from the vertical carries nobody. That of the leg whose ankle moves least leans by 0–32°,
#: by its median over a clip, in 55 of 56 clips of all five lifts and others, hip thrusts and bridges among them: who
#: lies there has her feet on the floor and her shins up. In the last, followed badly, by 48°. Poses found in pictures
#: that lie on their sides read 82–87°, and a lifter whose knees go far ahead would read 62°.
MAX_LEAN_DEG = 55.0
#: … and so must the steeper of both at each moment: 0–28° in the 56, and 35–86° in the pictures on their sides, where
#: a free leg that hangs back is the 35.
MAX_STEEPER_LEAN_DEG = 30.0
#: Of the way from shoulder over hip and knee to ankle, the straight line between the ends is at least this share when
#: somebody stands: 0.97 and more in standing lifts, 0.8 and less where hips and knees stay bent.
MIN_STRETCHED = 0.93
#: Who thrusts on her side in the picture never stretches her knees, but her hips: shoulder, hip and knee come to lie
#: so nearly in one line (0.99 in five such clips), and the foot stands across the shank (99–129°; who kneels has the
#: instep on the floor). In a leg press hips stay bent.
MIN_HIPS_STRETCHED, MAX_FOOT_DEG = 0.97, 140.0
#: No trunk of a lift hangs down further than this, from upright, in the picture and in space: in 46 real clips, the
#: samples and 30 clips of the lab no frame does. Where a plate hid the body, a phone cut off the head or the lifter
#: was small, 2 to 34 % of the frames had it on its head.
UPTURNED_DEG, UPTURNED_WORLD_DEG = 125.0, 105.0
#: … nor, seen from the side, this far in the picture and further than level in space: read in a heap, as plates pass
#: before the hips. From the front shoulders are below the hips in the picture of every deep bend.
HEAPED_DEG, HEAPED_WORLD_DEG = 135.0, 90.0
#: Who is stretched out on both legs in so large a share of the frames stands there, and leans by less than this from
#: the feet to the shoulders, by the median: 0–24° in 46 real clips, the samples, 30 clips of the lab and films turned
#: by up to 25°; 44° in one turned by 45°. More than that nobody can stand.
STRETCHED_SHARE, STANDS_WITHIN_DEG = 0.2, 33.0
#: … but who is stretched out from here on rests on the floor, as between sets of bridges: films on their sides are
#: told by their shins.
RESTS_FROM_DEG = 60.0
#: Fewer frames tell nothing: a lifter who lies down to stretch is there for seconds.
MIN_FRAMES = 12
#: Poses guessed into a pattern stand on their heads as well: landmarks are surer than this, by the median of them all
#: over the film, in five films that do, 0.83 to 0.99, and in 45 of 46 real clips and 61 of the lab; 0.26 and 0.62
#: in two with a grid laid over them, 0.63 in a clip whose plates hide the lifter.
SURE = 0.7
#: … and so do poses guessed into noise or blocks, whose knees and ankles tremble: from one frame to the next a
#: shank's ends part from an even way by this share of its length, by the median. In 28 films that lie on their sides
#: or stand on their heads, soft and dark ones among them, by 0.001 to 0.11, in 46 real clips and in shaken films by
#: 0.08 at most; by 0.17 and 0.30 in one of blocks and one in the dark that stand upright, and were drawn on their
#: heads.
TREMBLES_SHANK = 0.13
GUESSED = N_(
    "the lifter cannot be made out: where the joints are is a guess. Film the whole lifter, upright and in good "
    "light, with nothing before her and nothing laid over the picture."
)
UNSETTLED = N_(
    "the picture seems to lean by {lean:.0f}° or more, and how far is not sure: what is measured against the "
    "vertical is unsure by that much. Straighten it, or say by how much it leans clockwise with --roll"
)
#: What to say of a picture that must be turned.
HOW_TO_TURN: dict[QuarterTurn, str] = {
    "upside down": N_(
        "the picture seems to stand on its head: the lifter's knees are below the ankles. Turn it by half a turn in "
        "the phone's or computer's photo app, then check it again."
    ),
    "to the left": N_(
        "the picture seems to lie on its side: the lifter's shins are level. Turn it by a quarter to the left in the "
        "phone's or computer's photo app, then check it again."
    ),
    "to the right": N_(
        "the picture seems to lie on its side: the lifter's shins are level. Turn it by a quarter to the right in "
        "the phone's or computer's photo app, then check it again."
    ),
}


def wrong_way_up(track: PoseTrack) -> QuarterTurn | None:
    """How the picture must be turned so that the lifter stands on her feet; None where it need not.

    Parameters
    ----------
    track : PoseTrack
        Raw: nothing that rests on the vertical has been taken from it yet.
    """
    image_px = track.image_px[track.present]
    if len(image_px) < MIN_FRAMES:
        return None
    knees, ankles = (np.stack([image_px[:, point(s, j)] for s in SIDES], axis=1) for j in ("KNEE", "ANKLE"))
    shanks = knees - ankles
    lean_deg = np.degrees(np.arctan2(np.abs(shanks[..., 0]), np.abs(shanks[..., 1])))
    moves_px = np.nanmedian(np.linalg.norm(ankles - np.nanmedian(ankles, axis=0), axis=-1), axis=0)
    standing = int(np.argmin(moves_px))
    across, down = np.nanmedian(shanks[:, standing], axis=0)  # from ankle to knee
    stands = np.nanmedian(lean_deg.min(axis=1)) > MAX_STEEPER_LEAN_DEG and _stretches_out(image_px)
    if np.nanmedian(lean_deg[:, standing]) <= MAX_LEAN_DEG:
        # a back foot moves least too, and its shank leans by half a right angle: she lies if what she stretches does
        if not stands or _stretched_lean_deg(image_px) <= RESTS_FROM_DEG:
            return "upside down" if down > 0 else None
    elif stands and _stretched_lean_deg(image_px) <= STANDS_WITHIN_DEG:
        return None  # shins are level that something hides, a banner below her knees
    elif not stands and not _bridges(image_px, SIDES[standing]):
        return None
    return "to the right" if across < 0 else "to the left"


def without_upturned(track: PoseTrack) -> PoseTrack:
    """The track without frames in which the model set the lifter on her head; as it is where those are the most.

    Parameters
    ----------
    track : PoseTrack
        Raw.
    """
    image_deg, world_deg = _trunk_deg(track.image_px), _trunk_deg(track.world_m)
    upturned = (image_deg > UPTURNED_DEG) & (world_deg > UPTURNED_WORLD_DEG)
    heaped = (image_deg > HEAPED_DEG) & (world_deg > HEAPED_WORLD_DEG)
    if heaped.any() and _from_the_side(track):
        upturned |= heaped
    if not upturned.any() or upturned.sum() > 0.5 * track.present.sum():
        return track
    return without_rows(track, upturned)


def _from_the_side(track: PoseTrack) -> bool:
    """Whether the line from hip to hip points to the camera rather than across the picture, most of the time."""
    left, right = (track.world_m[:, point(side, "HIP")] for side in SIDES)
    across, _, away = np.nanmedian(np.abs(left - right), axis=0)
    return bool(away > across)


def _trunk_deg(points: Floats) -> Floats:
    """Angle between the way from hips to shoulders and the upright, y pointing down [shape=(n,)]."""
    shoulders, hips = (points[:, both(joint)].mean(axis=1) for joint in ("SHOULDER", "HIP"))
    way = shoulders - hips
    return np.asarray(np.degrees(np.arctan2(np.linalg.norm(np.delete(way, 1, axis=1), axis=1), -way[:, 1])))


def turned_in_between(track: PoseTrack, camera: CameraReport) -> str:
    """What to say of a picture turned too far to be upright, and not far enough to lie on its side; or nothing.

    Parameters
    ----------
    track : PoseTrack
        Raw.
    camera : CameraReport
    """
    if camera.turned:
        return ""
    return _leans_standing(track) or (Phrase(UNSETTLED, lean=camera.unsettled_deg) if camera.unsettled_deg else "")


def _leans_standing(track: PoseTrack) -> str:
    image_px = track.image_px[track.present]
    if len(image_px) < MIN_FRAMES:
        return ""
    up = image_px[:, both("SHOULDER")] - image_px[:, both("ANKLE")]
    lean_deg = np.degrees(np.arctan2(up[..., 0], -up[..., 1])).mean(axis=1)
    stretched = np.min(stretched_shares(image_px), axis=0) >= MIN_STRETCHED
    turn_deg = float(np.median(lean_deg[stretched])) if stretched.mean() >= STRETCHED_SHARE else 0.0
    if not STANDS_WITHIN_DEG <= abs(turn_deg) <= RESTS_FROM_DEG:
        return ""
    return Phrase(
        N_(
            "the lifter leans by {lean:.0f}° even where she stands: the picture seems to be turned. "
            "Straighten it, or say so with --roll {turn:.0f}"
        ),
        lean=abs(turn_deg),
        turn=turn_deg,
    )


def _stretches_out(image_px: Floats) -> bool:
    """Whether shoulder, hip and ankle come to lie in one line: in a leg press shins are level, and they never do."""
    return bool(np.nanpercentile(np.nanmax(stretched_shares(image_px), axis=0), 90) >= MIN_STRETCHED)


def _stretched_lean_deg(image_px: Floats) -> float:
    """How far from upright or upside down the way from foot to shoulder is of a leg stretched out; 0 if none is."""
    up = np.array([image_px[:, point(s, "SHOULDER")] - image_px[:, point(s, "ANKLE")] for s in SIDES])
    lean_deg = np.degrees(np.arctan2(np.abs(up[..., 0]), np.abs(up[..., 1])))
    stretched = stretched_shares(image_px) >= MIN_STRETCHED
    return float(np.median(lean_deg[stretched])) if stretched.any() else 0.0


def _bridges(image_px: Floats, side: Side) -> bool:
    """Whether hips come to be straight over a bent knee, with the foot of that leg flat on what is the floor."""
    shoulder, hip, knee, ankle, toes = (
        image_px[:, point(side, joint)] for joint in ("SHOULDER", "HIP", "KNEE", "ANKLE", "FOOT_INDEX")
    )
    straight = _stretched_share(shoulder, hip, knee)
    shank, foot = knee - ankle, toes - ankle
    across = np.abs(shank[:, 0] * foot[:, 1] - shank[:, 1] * foot[:, 0])
    foot_deg = np.degrees(np.arctan2(across, (shank * foot).sum(axis=1)))
    return bool(np.nanpercentile(straight, 90) >= MIN_HIPS_STRETCHED and np.nanmedian(foot_deg) <= MAX_FOOT_DEG)


def stretched_shares(image_px: Floats) -> Floats:
    """Straight line from shoulder to ankle as a share of the way over hip and knee, each side's [shape=(2, n)]."""
    chain = ("SHOULDER", "HIP", "KNEE", "ANKLE")
    return np.array([_stretched_share(*(image_px[:, point(side, joint)] for joint in chain)) for side in SIDES])


def _stretched_share(*joints: Floats) -> Floats:
    """Straight line from the first joint to the last as a share of the way over those between [shape=(n,)]."""
    way = sum(np.linalg.norm(a - b, axis=-1) for a, b in pairwise(joints))
    return np.asarray(np.linalg.norm(joints[0] - joints[-1], axis=-1) / np.where(way > 0, way, np.nan))


def how_to_turn(turn: QuarterTurn, track: PoseTrack) -> str:
    """What to say of a picture that must be turned, by the poses found in it; or of poses too unsure to say so.

    Parameters
    ----------
    turn : QuarterTurn
    track : PoseTrack
        Raw.
    """
    seen = float(np.median(track.visibility[track.present])) >= SURE
    return HOW_TO_TURN[turn] if seen and _shanks_tremble(track.image_px[track.present]) <= TREMBLES_SHANK else GUESSED


def _shanks_tremble(image_px: Floats) -> float:
    """How far the ends of a shank part from an even way, of its length; a shaken camera takes both along."""
    shanks = np.stack([image_px[:, point(s, "KNEE")] - image_px[:, point(s, "ANKLE")] for s in SIDES])
    off_px = np.linalg.norm(shanks[:, 1:-1] - 0.5 * (shanks[:, :-2] + shanks[:, 2:]), axis=-1)
    return float(np.nanmedian(off_px) / np.nanmedian(np.linalg.norm(shanks, axis=-1)))
