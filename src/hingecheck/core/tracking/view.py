"""Camera azimuth, near side and facing direction from landmarks, and the projection onto the sagittal plane."""

from __future__ import annotations

from typing import get_args

import numpy as np

from ..arrays import Floats
from ..geometry import circular_mean_deg, wrap_deg
from ..landmarks import LEFT, RIGHT, Side, both, point
from ..types import View, ViewName

#: Within this angle of a true side view the picture itself is the sagittal plane; further round, the
#: world landmarks are. Of a first trial's rendered bodies hinges err in the picture by 4.0° at ±20° and by 21° at
#: 45°, in the world by 6.6°.
SIDE_VIEW_LIMIT_DEG = 22.5
#: Further off a true side view than this (as the view is estimated), a body's outline is no longer the spine's.
BACK_VIEW_LIMIT_DEG = 40.0
#: From further off the side than this, a lying lifter's trunk and shins lie along the line of sight.
LYING_VIEW_LIMIT_DEG = 60.0
#: No further off the side than this do feet in the picture point to where she faces …
FEET_TELL_DEG = 60.0
#: … which those tell that are surer to be seen than this, and three in four of which point the same way.
FEET_SEEN, FEET_AGREE = 0.5, 0.5


def estimate_view(image_px: Floats, world_m: Floats, visibility: Floats) -> View:
    """Camera azimuth round the lifter, from the hip and shoulder lines and the feet.

    Parameters
    ----------
    image_px : array [shape=(n, 33, 2)]
    world_m : array [shape=(n, 33, 3)]
    visibility : array [shape=(n, 33)]

    Returns
    -------
    View
        Azimuth 0 = camera before the lifter, 90 = the left side towards it, -90 = right, 180 = behind.

    Notes
    -----
    Seen from above, with x to the picture's right and z away from the camera, a lifter who faces the camera
    has the left hip at +x and the toes at -z. Each cue is one direction a frame; cues are averaged as
    unit vectors over the video, so that a few bad frames do not turn it.
    """
    estimates = np.array(
        [
            _line_azimuth_deg(world_m, "HIP"),
            _line_azimuth_deg(world_m, "SHOULDER"),
            _feet_azimuth_deg(world_m, visibility),
        ]
    )
    azimuth = circular_mean_deg(estimates)
    if not np.isfinite(azimuth):
        azimuth = 90.0
    spread = np.abs(wrap_deg(estimates - azimuth))
    azimuth = _agree_with_feet(azimuth, image_px, visibility)
    return View(
        azimuth_deg=float(wrap_deg(np.array(azimuth))),
        spread_deg=float(np.nanmax(spread)) if np.isfinite(spread).any() else 180.0,
        near_side=LEFT if azimuth >= 0 else RIGHT,
    )


#: Sectors of azimuth: front, front-oblique, side, and all that lies behind.
SECTORS = 4
#: Sectors in which the camera sees the lifter's front, straight or at 45°; and the one behind.
FRONTAL_SECTORS, BEHIND = (0, 1), SECTORS - 1


def sector_of(view: View) -> int:
    """Which part of the circle the camera stands in: 0 front, 1 front-oblique, 2 side, 3 behind."""
    return min(get_args(ViewName).index(view.name), BEHIND)


def forward_axis(view: View) -> Floats:
    """Unit vector (x, z) of the lifter's forward direction in the world landmarks' level plane."""
    azimuth = np.radians(view.azimuth_deg)
    return np.array([-np.sin(azimuth), -np.cos(azimuth)])


def project_sagittal(image_px: Floats, world_m: Floats, view: View) -> Floats:
    """Landmarks in the lifter's sagittal plane as (forward, up) [shape=(n, 33, 2)].

    From the picture in a side view, in pixels; else from the world landmarks, in metres.
    """
    if view.off_side_deg <= SIDE_VIEW_LIMIT_DEG:
        return np.stack([image_px[..., 0] * view.facing, -image_px[..., 1]], axis=-1)
    return world_plane(world_m, view)


def world_plane(world_m: Floats, view: View) -> Floats:
    """World landmarks in the lifter's sagittal plane as (forward, up), metres [shape=(n, 33, 2)]."""
    axis = forward_axis(view)
    return np.stack([world_m[..., 0] * axis[0] + world_m[..., 2] * axis[1], -world_m[..., 1]], axis=-1)


def _line_azimuth_deg(world_m: Floats, joint: str) -> float:
    """Azimuth from the line between the left and the right `joint`."""
    line = world_m[:, point(LEFT, joint)] - world_m[:, point(RIGHT, joint)]
    return circular_mean_deg(np.degrees(np.arctan2(-line[:, 2], line[:, 0])))


def _feet_azimuth_deg(world_m: Floats, visibility: Floats) -> float:
    """Azimuth from the direction heel to toe of both feet, the better seen counting more."""
    angles, weights = [], []
    side: Side
    for side in (LEFT, RIGHT):
        heel, toe = point(side, "HEEL"), point(side, "FOOT_INDEX")
        foot = world_m[:, toe] - world_m[:, heel]
        angles.append(np.degrees(np.arctan2(-foot[:, 0], -foot[:, 2])))
        weights.append(np.minimum(visibility[:, heel], visibility[:, toe]) * np.hypot(foot[:, 0], foot[:, 2]))
    return circular_mean_deg(np.concatenate(angles), np.concatenate(weights))


def _agree_with_feet(azimuth_deg: float, image_px: Floats, visibility: Floats) -> float:
    """In a side view the feet in the picture show the facing plainly: turn the azimuth round if it disagrees.

    Hips one before the other are told apart by depth alone, the weakest of the model's outputs.
    """
    if abs(abs(azimuth_deg) - 90.0) > FEET_TELL_DEG:
        return azimuth_deg
    heels = both("HEEL")
    toes = both("FOOT_INDEX")
    foot = image_px[:, toes] - image_px[:, heels]
    seen = np.minimum(visibility[:, toes], visibility[:, heels])
    ok = np.isfinite(foot).all(axis=-1) & (seen > FEET_SEEN)
    if not ok.any():
        return azimuth_deg
    share = float(np.mean(np.sign(foot[..., 0][ok])))
    faces_left = azimuth_deg > 0
    if abs(share) > FEET_AGREE and (share < 0) != faces_left:
        return -azimuth_deg
    return azimuth_deg
