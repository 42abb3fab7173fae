"""The load's path on a motion's rows: between the looks that show it, and with the hands where they do not."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import SIDES, Side, both, point
from ..load_types import LoadTrack
from ..signals import low_pass, resample
from ..types import Motion, PoseTrack
from .choosing import SMALL_LEG, Held
from .smoothing import smooth_path

#: Between two looks no further apart than this the load is where a smooth path through both has it, seconds: at 15
#: looks a second that passes over six. Paths of the lab's lifts with such holes err by 0.45 cm (root mean square).
BETWEEN_S = 0.5
#: Over longer holes it goes with the hands, up to this long, seconds.
WITH_HANDS_S = 2.0
#: Error of the hands as the place of what they hold, leg lengths: wrists of real lifters jitter by 0.02 to 0.04.
HANDS_LEG = 0.04
#: Error of a fitted middle, shares of its radius, where an outline shows to `FULLY`, and by how much it grows as less
#: shows. Of 1279 of the lab's plates those that show to 0.85 are off by 0.03 (0.02 of it all are alike), those that
#: show to 0.65 by 0.10; of 324 bells, whose handles are edges too, by 0.045 above 0.9 and by 0.10 below.
LEAST_OFF, HIDDEN_OFF, FULLY = 0.012, 0.5, 0.9
#: … and of a plate by how much it grows with how far its size is from the usual one: clutter round it makes outlines
#: of its own. Of those that show to 0.85, 37 with sizes off by 0.05 to 0.08 have middles off by 0.07, 860 by 0.03.
SIZE_OFF = 0.5
#: Least error of a fitted middle, pixels: encoding and a picture's own blur.
LEAST_PX = 0.3


def hands_of(track: PoseTrack) -> Floats:
    """The middle between both hands in each row, pixels [shape=(n, 2)]."""
    return hands_px(track.image_px, track.visibility)


def grips_of(track: PoseTrack) -> dict[Side, Floats]:
    """The middle of each fist in each row, pixels, each [shape=(n, 2)]."""
    return {side: fist_px(track.image_px, side) for side in SIDES}


def fist_px(image_px: Floats, side: Side) -> Floats:
    """The middle of a fist [shape=(..., 2)] in pictures [shape=(..., 33, 2)]."""
    joints = [point(side, joint) for joint in ("WRIST", "INDEX", "PINKY")]
    return np.asarray(image_px[..., joints, :].mean(axis=-2))


def hands_px(image_px: Floats, visibility: Floats) -> Floats:
    """The middle between both hands, nearer to the one that is seen better: behind a plate a hand is a guess.

    Parameters
    ----------
    image_px : array [shape=(n, 33, 2)]
    visibility : array [shape=(n, 33)]

    Returns
    -------
    array [shape=(n, 2)]
    """
    joints = both("WRIST", "INDEX")
    weight = (visibility[:, joints] ** 2 + 0.05)[..., None]
    return np.asarray((image_px[:, joints] * weight).sum(axis=1) / weight.sum(axis=1))


def follow_held(held: Held, look: NDArray[np.int64], track: PoseTrack, hands: Floats, motion: Motion) -> LoadTrack:
    """The path of an outline that is held.

    Parameters
    ----------
    held : Held
    look : array of int [shape=(m,)]
        Rows of the track that were looked at.
    track : PoseTrack
    hands : array [shape=(n, 2)]
        What it goes with where it does not show, in each row of the track, pixels.
    motion : Motion
        Made from that track.
    """
    grid_s, rate_hz, leg_px = motion.time_s, motion.rate_hz, motion.leg_px
    look_s, shapes = track.time_s[look], held.shapes
    usual = float(np.nanmedian(shapes[:, 3]))
    size_off = np.abs(shapes[:, 3] / usual - 1.0) if usual >= SMALL_LEG * leg_px else np.zeros(len(shapes))
    hidden = np.clip(FULLY - shapes[:, 4], 0.0, None)
    worth = np.fmax(shapes[:, 3] * (LEAST_OFF + HIDDEN_OFF * hidden + SIZE_OFF * size_off), LEAST_PX)
    path, error = smooth_path(look_s, shapes[:, :2], worth, grid_s, leg_px)
    size = resample(look_s, shapes[:, 2:4], grid_s, BETWEEN_S)
    seen = np.isfinite(size[:, 0]) & np.isfinite(path[:, 0])
    hand = low_pass(resample(track.time_s, hands, grid_s), rate_hz)
    offset = np.where(seen[:, None], path - hand, np.nan)
    with_hands = hand + resample(grid_s, offset, grid_s, WITH_HANDS_S)
    centre = np.where(seen[:, None], path, with_hands)
    sigma = np.where(seen, error, HANDS_LEG * leg_px)
    known = np.isfinite(centre).all(axis=1)
    return LoadTrack(
        side="both",
        centre_px=centre,
        sigma_px=np.where(known, sigma, np.nan),
        radius_px=_steady(size, rate_hz),
        seen=seen & known,
        by="outline",
    )


def follow_hands(
    track: PoseTrack, hands: Floats, motion: Motion, side: Literal["both", "left", "right"] = "both"
) -> LoadTrack:
    """The path of the hands, or of one, in place of what they hold."""
    centre = low_pass(resample(track.time_s, hands, motion.time_s), motion.rate_hz)
    known = np.isfinite(centre).all(axis=1)
    nowhere = np.full(centre.shape, np.nan)
    sigma = np.where(known, HANDS_LEG * motion.leg_px, np.nan)
    return LoadTrack(side, centre, sigma, nowhere, np.zeros(len(centre), dtype=bool), "hands")


def _steady(radius_px: Floats, rate_hz: float) -> Floats:
    """The outline's size, which changes only as the load comes nearer: smoothed over a second."""
    return np.asarray(low_pass(radius_px, rate_hz, 1.0))
