"""Metres a pixel where the load is: from the plate, the lifter's height, or the usual length of a leg."""

from __future__ import annotations

import numpy as np

from ..load_types import LoadScale, LoadTrack
from ..measures.feet import LEG_TO_HEIGHT
from ..types import Motion

#: Diameter of a full-size plate, metres (IWF and IPF technical rules: 450 mm ± 1 mm); bumpers of a club wear to 445.
PLATE_M, PLATE_SIGMA = 0.450, 0.010
#: A plate of another size than full is this share of it (400 mm are 0.89, 380 mm 0.84), and so likely before anything
#: is measured: bumpers are all full-size, and so is what a bar is pulled from the floor with. It is taken for
#: full-size where, by the length of the leg and its error, a smaller one is less likely than this. Full plates of the
#: lab read 0.99 to 1.13 of it, from behind 0.89; plates of 0.84 read 0.95 and 1.01, of 0.71 0.77.
SMALLER, SMALLER_BEFORE, SMALLER_AFTER = 0.86, 0.2, 0.12
#: No plate is larger than a full-size one; by the leg's length one may look so, up to this.
MAX_FULL = 1.32
#: Height of a lifter who does not give it, metres, and its share of error (NCD-RisC 2016: 1.61 ± 0.07 for women, 1.73
#: ± 0.07 for men, of the young a little more).
USUAL_HEIGHT_M, HEIGHT_SIGMA = 1.70, 0.055
#: Error of a leg's length as a share of the height, and of its landmarks' in the picture.
LEG_SIGMA = 0.035
#: How long the leg that shows longest is in the picture, as a share of a leg in the plane of the load, from the front
#: or from behind, and how much more it is from the side, where it is the nearer one: 43 of the lab's lifters 0.93,
#: 0.93, 0.97 and 0.96 from the front, at 45°, from the side and from behind, ± 0.03; two real cameras 53° and 91°
#: round one lifter are 0.05 apart.
LEG_SHOWS, NEAR_LEG_MORE = 0.94, 0.03
#: The near plate's outside is this far from the middle of the bar, metres (IPF: 1.31 m between the collars, plates of
#: 5 cm).
PLATE_OUT_M = 0.72
#: Focal length of a phone's or laptop's video, lengths of the picture's long side (26 to 28 mm equivalent, with the
#: crop of stabilised video), how far off that is where the picture was cut, and distances that can be, metres.
FOCAL, FOCAL_SIGMA, DISTANCES_M = 0.82, 0.25, (1.8, 7.0)


def usual_leg_m(height_m: float | None) -> float:
    """The length of a leg, metres, by the height, or as usual."""
    return LEG_TO_HEIGHT * (height_m or USUAL_HEIGHT_M)


def leg_scale(motion: Motion, height_m: float | None) -> LoadScale:
    """Metres a pixel where the lifter is."""
    shows = LEG_SHOWS + NEAR_LEG_MORE * float(np.sin(np.radians(motion.view.azimuth_deg))) ** 4
    per_px = usual_leg_m(height_m) * shows / motion.leg_px
    share = LEG_SIGMA if height_m else float(np.hypot(LEG_SIGMA, HEIGHT_SIGMA))
    return LoadScale(per_px, share * per_px, "height" if height_m else "leg-length")


def nearer(scale: LoadScale, motion: Motion, long_side_px: float) -> LoadScale:
    """The same at the near end of the bar, which is nearer to the camera than the lifter."""
    toward = abs(float(np.sin(np.radians(motion.view.azimuth_deg))))
    camera_m = float(np.clip(FOCAL * long_side_px * scale.m_per_px, *DISTANCES_M))
    less = PLATE_OUT_M * toward / camera_m
    per_px = scale.m_per_px * (1.0 - less)
    share = float(np.hypot(scale.off, FOCAL_SIGMA * less))
    return LoadScale(per_px, share * per_px, scale.source)


def plate_scale(
    track: LoadTrack, motion: Motion, long_side_px: float, height_m: float | None, diameter_m: float | None
) -> LoadScale:
    """Metres a pixel at a plate that is seen.

    Parameters
    ----------
    track : LoadTrack
        Followed by its outline.
    motion : Motion
    long_side_px : float
        Of the picture.
    height_m, diameter_m : float or None
        As the lifter tells them.

    Returns
    -------
    LoadScale
        From the plate where its size is told, or looks full; else from the lifter.
    """
    by_lifter = nearer(leg_scale(motion, height_m), motion, long_side_px)
    radius = track.radius_px[track.seen, 1]
    radius_px = float(np.nanmedian(radius))
    spread = 1.4826 * float(np.nanmedian(np.abs(radius - radius_px))) / radius_px
    share = float(np.hypot(PLATE_SIGMA, 0.5 * spread))
    if diameter_m is None:
        full = 2.0 * radius_px * by_lifter.m_per_px / PLATE_M
        smaller = _smaller(full, by_lifter.off)
        if full > MAX_FULL or smaller > SMALLER_AFTER:
            return by_lifter
        share = float(np.hypot(share, np.sqrt(smaller * (1.0 - smaller)) * (1.0 - SMALLER)))
    per_px = (diameter_m or PLATE_M) / (2.0 * radius_px)
    return LoadScale(per_px, share * per_px, "plate")


def _smaller(full: float, sigma: float) -> float:
    """How likely a plate is smaller than full-size, from its size by the lifter's own as a share of full, 0 … 1.

    Parameters
    ----------
    full : float
    sigma : float
        Standard error of its logarithm.
    """
    if full >= 1.0:  # nothing larger is made: what looks so is full-size, and the lifter smaller
        full = min(full, 1.0 + sigma)
    if_smaller, if_full = (float(np.exp(-0.5 * (np.log(full / size) / sigma) ** 2)) for size in (SMALLER, 1.0))
    if_smaller, if_full = SMALLER_BEFORE * if_smaller, (1.0 - SMALLER_BEFORE) * if_full
    return if_smaller / (if_smaller + if_full)
