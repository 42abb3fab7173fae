"""The camera's path over a recording, and a lifter's track with path and roll taken out of it.

From the background's motion between frames to one place a frame, and from a track in the picture to the track as a
still and upright camera would have it. What is drawn goes the way back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..arrays import Floats
from ..types import PoseTrack


@dataclass(frozen=True, slots=True)
class CameraStep:
    """How the background moved in the picture since the frame before: (x, y) goes to (ax - by + tx, bx + ay + ty)."""

    a: float
    b: float
    tx_px: float
    ty_px: float


def camera_path(steps: Floats) -> Floats:
    """Where the first frame's background is in each frame, from the steps between frames.

    Parameters
    ----------
    steps : array [shape=(n, 4)]
        ``a, b, tx, ty`` of `CameraStep`; NaN where it is not known (as in the first row): no motion is assumed there.

    Returns
    -------
    array [shape=(n, 4)]
        The same numbers from the first frame's pixels to each frame's own.
    """
    still = np.where(np.isfinite(steps).all(axis=1)[:, None], steps, (1.0, 0.0, 0.0, 0.0))
    turn = np.cumprod(still[:, 0] + 1j * still[:, 1])
    place = np.empty(len(still), dtype=complex)
    at = 0j
    for row, (a, b, tx, ty) in enumerate(still):
        at = (a + 1j * b) * at + (tx + 1j * ty)
        place[row] = at
    return np.stack([turn.real, turn.imag, place.real, place.imag], axis=1)


def straighten(track: PoseTrack, to_picture: Floats) -> PoseTrack:
    """A track as a still, upright camera would have it.

    Parameters
    ----------
    track : PoseTrack
        In each frame's own pixels.
    to_picture : array [shape=(n, 4)]
        From the still picture's pixels to each frame's: turn and zoom a + ib, shift tx, ty.
    """
    turn, shift = to_picture[:, 0] + 1j * to_picture[:, 1], to_picture[:, 2] + 1j * to_picture[:, 3]
    angle = np.exp(-1j * np.angle(turn))
    world = track.world_m.copy()
    level = (world[..., 0] + 1j * world[..., 1]) * angle[:, None]
    world[..., 0], world[..., 1] = level.real, level.imag
    return replace(
        track,
        image_px=_back(track.image_px, turn, shift),
        outline_px=_back(track.outline_px, turn, shift).astype(np.float32),
        world_m=world,
    )


def _back(points: Floats, turn: Floats, shift: Floats) -> Floats:
    here = (points[..., 0] + 1j * points[..., 1] - shift[:, None]) / turn[:, None]
    return np.stack([here.real, here.imag], axis=-1)


def upright(roll_deg: float, width_px: int, height_px: int, rows: int) -> Floats:
    """Turn about the picture's middle by the camera's roll, for `straighten` [shape=(rows, 4)]."""
    turn = np.exp(1j * np.radians(roll_deg))
    middle = (width_px + 1j * height_px) / 2
    shift = middle - turn * middle
    return np.tile([turn.real, turn.imag, shift.real, shift.imag], (rows, 1))
