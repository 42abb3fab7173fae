"""The load's path in metres: ahead of the mid-foot, above the floor, and how fast it rises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from ..landmarks import LEFT, RIGHT, SIDES, SOLE, both, point
from ..load_types import LoadScale, LoadTrack
from ..measures.own_foot import WANDERS_LEG, foot_seen
from ..phrases import N_
from ..signals import low_pass
from ..types import Motion, Series, Unavailable
from .following import fist_px

#: Further off a true side view than this, ahead of the feet is not what lies beside them in the picture.
AHEAD_LIMIT_DEG = 20.0
#: Error of the floor's place under the load, metres, by the feet.
FLOOR_M = 0.05
#: A camera looks up or down by so many degrees, nobody knows how many: before one that looks down a near plate is
#: lower in the picture than the bar between the hands. 10 of the lab's cameras at the side look 15 down to 7 up.
PITCH_DEG = 7.0
#: Error of the mid-foot, metres: behind plates the landmarks of the feet lie on them.
FOOT_M = 0.06
#: Where one leg works, its heel and toe must be at least so visible, in this share of its rows: of 17 of the lab's
#: lifters from the side such feet, near or far, are put 0.00 to 0.04 m from where they are, two 0.1.
FOOT_SEEN, MIN_FOOT_SEEN = 0.75, 0.3
#: A near plate is this far nearer than the feet, metres, and the view is known to so many degrees at best: it stands
#: further ahead or back in the picture than the bar between the hands does.
PLATE_OUT_M, VIEW_DEG = 0.72, 8.0
#: How far it does, the top of a standing lift tells: there the bar lies against the thighs, so far ahead of the
#: mid-foot, metres. 20 tops of the lab's bars are at 0.02 to 0.06, the hands at 8 of real lifters' at 0.04 to 0.09.
AT_TOP_M, AT_TOP_SIGMA_M = 0.05, 0.03
#: The top is this share of the load's way up and down …
TOP_SHARE = 0.1
#: … with the plate's middle no further above or below the hips than this, leg lengths: on 20 clips, real and
#: rendered, it is 0.02 to 0.31 below them. A bar on the shoulders is a trunk's length above.
NEAR_HIPS_LEG = 0.4
#: … and where the plate shows so well that its middle is known to this share of its radius: at the tops of 18 clips,
#: real and rendered, to 0.008 to 0.034; to 0.053 where clutter was taken for it, 13 cm off.
TOP_SHOWS = 0.04
#: How far the picture leans at the least, degrees, though its lean was taken out: over a lift of 0.6 m that is 2 cm.
LEANS_DEG = 2.0
#: Speeds are told from positions without what is faster than this, hertz: a lift's speed has nothing above it.
SPEED_HZ = 5.0

NOT_AHEAD = Unavailable(N_("how far the load is from the feet shows from the side"))
NO_FEET = Unavailable(N_("the feet are not seen: where the load is over them is not known"))
FEET_WANDER = Unavailable(
    N_("the feet do not stay where they are in the picture: what is ahead of them is not known")
)
MOVES = Unavailable(N_("the camera moves: where the load goes does not show"))


def load_series(
    track: LoadTrack, scale: LoadScale, lifter: LoadScale, motion: Motion, size_px: tuple[int, int]
) -> dict[str, Series | Unavailable]:
    """The contract's series of the load.

    Parameters
    ----------
    track : LoadTrack
    scale, lifter : LoadScale
        Where the load is, and where the lifter is.
    motion : Motion
    size_px : (int, int)
        Width and height of the picture: what is nearer to the camera stands further from its middle.
    """
    if motion.place_lost:
        return dict.fromkeys(("load_x_m", "load_y_m", "load_speed_m_s"), MOVES)
    middle = 0.5 * np.array(size_px, dtype=float)
    place = (track.centre_px - middle) * scale.m_per_px
    noise = track.sigma_px * scale.m_per_px
    share = scale.off
    feet = _feet_px(motion)
    return {
        "load_x_m": _ahead(place, noise, share, feet, middle, lifter, motion),
        "load_y_m": _above(place, noise, share, feet, middle, lifter, motion),
        "load_speed_m_s": _speed(place, noise, share, motion.rate_hz),
    }


@dataclass(frozen=True, slots=True)
class _Feet:
    """Where the feet are that carry, pixels; NaN where they are not seen."""

    across: Floats  #: their middle; who changes legs, changes it [shape=(n,)]
    floor: float


def _feet_px(motion: Motion) -> _Feet:
    """Where the middle of the feet is across the picture, and the lowest of them the floor: they stand still.

    On two legs that of the nearer foot, which is seen best; where one leg works, that of its own.
    """
    joints = {side: [point(side, joint) for joint in SOLE] for side in SIDES}
    rows = len(motion)
    if motion.working_side != "both":
        across, down = np.full(rows, np.nan), []
        for side in SIDES:
            stands = motion.stands_left == (side == LEFT)
            seen = stands & (motion.visibility[:, joints[side]].min(axis=1) >= FOOT_SEEN)
            points = motion.image_px[seen][:, joints[side]]
            if seen.sum() >= MIN_FOOT_SEEN * stands.sum() and np.isfinite(points).any():
                across[stands] = np.nanmedian(points[..., 0])
                down.append(points[..., 1].ravel())
        return _Feet(across, float(np.nanpercentile(np.concatenate(down), 75)) if down else float("nan"))
    points = motion.image_px[:, joints[LEFT] + joints[RIGHT]]
    if not np.isfinite(points).any():
        return _Feet(np.full(rows, np.nan), float("nan"))
    near = motion.image_px[:, joints[motion.view.near_side], 0]
    middle = float(np.nanmedian(near if np.isfinite(near).any() else points[..., 0]))
    return _Feet(np.full(rows, middle), float(np.nanpercentile(points[..., 1], 75)))


def _near_foot_strays(motion: Motion) -> bool:
    """Whether the nearer foot, where it is seen while the load is, does not stay where it is in the picture."""
    track, near = motion.load.track, motion.view.near_side
    assert track is not None
    feet = motion.image_px[:, [point(near, joint) for joint in SOLE], 0].mean(axis=1)
    stands = feet[foot_seen(motion, near) & track.seen]
    return len(stands) > 0 and float(stands.std()) > WANDERS_LEG * motion.leg_px


def _ahead(
    place: Floats, noise: Floats, share: float, feet: _Feet, middle: Floats, lifter: LoadScale, motion: Motion
) -> Series | Unavailable:
    if motion.view.off_side_deg > AHEAD_LIMIT_DEG:
        return NOT_AHEAD
    if not np.isfinite(feet.across).any():
        return NO_FEET
    if motion.working_side == "both" and not motion.face_up and _near_foot_strays(motion):
        return FEET_WANDER
    facing = motion.view.facing
    value = facing * (place[:, 0] - (feet.across - middle[0]) * lifter.m_per_px)
    if (beside_px := _beside_fist_px(motion)) is not None:
        value = value - facing * beside_px * lifter.m_per_px
    if motion.load.kind != "barbell":
        return Series(value, np.sqrt(noise**2 + (share * value) ** 2 + FOOT_M**2), "m")
    turned_deg = max(motion.view.off_side_deg, VIEW_DEG)
    beside = float(np.hypot(PLATE_OUT_M * np.sin(np.radians(turned_deg)), FOOT_M))
    at_top = _at_top(value, noise, motion)
    if at_top is None:
        return Series(value, np.sqrt(noise**2 + (share * value) ** 2 + beside**2), "m")
    top, off = at_top
    told = beside**2 / (beside**2 + off**2)
    value = value + told * (AT_TOP_M - top)
    leans_deg = max(LEANS_DEG, motion.vertical_sigma_deg)
    leans = float(np.tan(np.radians(leans_deg))) * (place[:, 1] - np.nanmin(place[:, 1]))
    known = noise**2 + (share * (value - AT_TOP_M)) ** 2 + leans**2
    return Series(value, np.sqrt(known + told * off**2), "m")


def _beside_fist_px(motion: Motion) -> float | None:
    """How far across a dumbbell's head is from its fist, which holds its middle; None where none is followed."""
    track = motion.load.track
    if track is None or track.side == "both" or not track.seen.any():
        return None
    beside_px = track.centre_px[track.seen] - fist_px(motion.image_px[track.seen], track.side)
    return float(np.nanmedian(beside_px[:, 0]))


def _at_top(ahead: Floats, noise: Floats, motion: Motion) -> tuple[float, float] | None:
    """Where a plate stands at the top of the lifts, and the error of its telling where the bar is, metres.

    None where its outline does not show there, or is not at the thighs: cut lifts, and bars on the shoulders.
    """
    track = motion.load.track
    assert track is not None
    seen = track.seen & np.isfinite(ahead) & np.isfinite(noise)
    if motion.face_up or not seen.any():
        return None
    down = track.centre_px[:, 1]
    high, low = np.percentile(down[seen], [2, 98])
    rows = seen & (down <= high + TOP_SHARE * (low - high))
    hips = motion.image_px[rows][:, both("HIP"), 1].mean(axis=1)
    below = down[rows] - hips
    if not (np.isfinite(below).any() and abs(float(np.nanmedian(below))) < NEAR_HIPS_LEG * motion.leg_px):
        return None
    if np.nanmin(track.sigma_px[rows] / track.radius_px[rows, 1]) > TOP_SHOWS:
        return None
    weight = 1.0 / noise[rows] ** 2
    top = float((weight * ahead[rows]).sum() / weight.sum())
    strays = float(np.sqrt((weight * (ahead[rows] - top) ** 2).sum() / weight.sum()))
    return top, float(np.sqrt(AT_TOP_SIGMA_M**2 + strays**2 + 1.0 / weight.max()))


def _above(
    place: Floats, noise: Floats, share: float, feet: _Feet, middle: Floats, lifter: LoadScale, motion: Motion
) -> Series | Unavailable:
    if not np.isfinite(feet.floor):
        return NO_FEET
    value = (feet.floor - middle[1]) * lifter.m_per_px - place[:, 1]
    floor_m = FLOOR_M
    if motion.load.kind == "barbell" and motion.load.outlined is not None:
        toward = abs(float(np.sin(np.radians(motion.view.azimuth_deg))))
        floor_m = float(np.hypot(FLOOR_M, PLATE_OUT_M * toward * np.tan(np.radians(PITCH_DEG))))
    return Series(value, np.sqrt(noise**2 + (share * value) ** 2 + floor_m**2), "m")


def _speed(place: Floats, noise: Floats, share: float, rate_hz: float) -> Series:
    """Upward speed; its error is that of two places a tenth of a second apart, and the scale's."""
    up = low_pass(-place[:, 1], rate_hz, SPEED_HZ)
    value = np.gradient(up) * rate_hz if len(up) > 1 else np.zeros(len(up))
    return Series(value, np.hypot(np.sqrt(2.0) * noise / 0.1 * 0.5, share * value), "m/s")
