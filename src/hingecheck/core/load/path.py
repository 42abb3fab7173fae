"""The load's path in metres: ahead of the mid-foot, above the floor, and how fast it rises."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..landmarks import SIDES, point
from ..load_types import LoadScale, LoadTrack
from ..phrases import N_
from ..signals import low_pass
from ..types import Motion, Series, Unavailable

#: Further off a true side view than this, ahead of the feet is not what lies beside them in the picture.
AHEAD_LIMIT_DEG = 20.0
#: Error of the floor's place under the load, metres: by the feet, and by a camera that may look up or down.
FLOOR_M = 0.05
#: Error of the mid-foot, metres: behind plates the landmarks of the feet lie on them.
FOOT_M = 0.06
#: A near plate is this far nearer than the feet, metres, and the view is known to so many degrees at best: it stands
#: further ahead or back in the picture than the bar between the hands does.
PLATE_OUT_M, VIEW_DEG = 0.72, 8.0
#: Speeds are told from positions without what is faster than this, hertz: a lift's speed has nothing above it.
SPEED_HZ = 5.0

NOT_AHEAD = Unavailable(N_("how far the load is from the feet shows from the side"))
NO_FEET = Unavailable(N_("the feet are not seen: where the load is over them is not known"))
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
    share = scale.sigma_m_per_px / scale.m_per_px
    feet = _mid_foot_px(motion)
    return {
        "load_x_m": _ahead(place, noise, share, feet, middle, lifter, motion),
        "load_y_m": _above(place, noise, share, feet, middle, lifter),
        "load_speed_m_s": _speed(place, noise, share, motion.rate_hz),
    }


def _mid_foot_px(motion: Motion) -> Floats:
    """Where both feet's middle is, and the lowest of them the floor: feet that carry stand still [shape=(2,)]."""
    joints = [point(side, joint) for side in SIDES for joint in ("HEEL", "FOOT_INDEX")]
    points = motion.image_px[:, joints]
    if not np.isfinite(points).any():
        return np.full(2, np.nan)
    near = [joints.index(point(motion.view.near_side, joint)) for joint in ("HEEL", "FOOT_INDEX")]
    across = points[:, near, 0] if np.isfinite(points[:, near, 0]).any() else points[..., 0]
    return np.array([np.nanmedian(across), np.nanpercentile(points[..., 1], 75)])


def _ahead(
    place: Floats, noise: Floats, share: float, feet: Floats, middle: Floats, lifter: LoadScale, motion: Motion
) -> Series | Unavailable:
    if motion.view.off_side_deg > AHEAD_LIMIT_DEG:
        return NOT_AHEAD
    if not np.isfinite(feet[0]):
        return NO_FEET
    forward = -1.0 if motion.view.azimuth_deg >= 0 else 1.0
    value = forward * (place[:, 0] - (feet[0] - middle[0]) * lifter.m_per_px)
    turned_deg = max(motion.view.off_side_deg, VIEW_DEG)
    beside = PLATE_OUT_M * float(np.sin(np.radians(turned_deg))) if motion.load.kind == "barbell" else 0.0
    return Series(value, np.sqrt(noise**2 + (share * value) ** 2 + FOOT_M**2 + beside**2), "m")


def _above(
    place: Floats, noise: Floats, share: float, feet: Floats, middle: Floats, lifter: LoadScale
) -> Series | Unavailable:
    if not np.isfinite(feet[1]):
        return NO_FEET
    value = (feet[1] - middle[1]) * lifter.m_per_px - place[:, 1]
    return Series(value, np.sqrt(noise**2 + (share * value) ** 2 + FLOOR_M**2), "m")


def _speed(place: Floats, noise: Floats, share: float, rate_hz: float) -> Series:
    """Upward speed; its error is that of two places a tenth of a second apart, and the scale's."""
    up = low_pass(-place[:, 1], rate_hz, SPEED_HZ)
    value = np.gradient(up) * rate_hz if len(up) > 1 else np.zeros(len(up))
    return Series(value, np.hypot(np.sqrt(2.0) * noise / 0.1 * 0.5, share * value), "m/s")
