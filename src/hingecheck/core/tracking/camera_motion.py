"""The camera's path over a recording, and a lifter's track with path and roll taken out of it.

From the background's motion between frames to one place a frame, and from a track in the picture to the track as a
still and upright camera would have it. What is drawn goes the way back (`HeldCamera.in_picture`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..arrays import Complexes, Floats
from ..camera import HeldCamera
from ..load_types import LoadShapes
from ..types import PoseTrack

NOT_MOVED = (1.0, 0.0, 0.0, 0.0)
#: In a thirtieth of a second no camera comes nearer by this factor, nor does the picture's middle go by this share of
#: its longer side: an editor crops it otherwise.
REFRAMED_ZOOM, REFRAMED_SHARE = 1.07, 0.12


def camera_path(steps: Floats) -> Floats:
    """Where the first frame's background is in each frame, from the steps between frames.

    Parameters
    ----------
    steps : array [shape=(n, 4)]
        See `Background.steps`; no motion is assumed where they are NaN.

    Returns
    -------
    array [shape=(n, 4)]
        The same numbers from the first frame's pixels to each frame's own.
    """
    still = np.where(np.isfinite(steps).all(axis=1)[:, None], steps, NOT_MOVED)
    turn = np.asarray(np.cumprod(still[:, 0] + 1j * still[:, 1]))
    place = np.empty(len(still), dtype=complex)
    at = 0j
    for row, (a, b, tx, ty) in enumerate(still):
        at = (a + 1j * b) * at + (tx + 1j * ty)
        place[row] = at
    return _columns(turn, place)


def after(first: Floats, then: Floats) -> Floats:
    """One motion after another, row by row [shape=(n, 4)]."""
    turn, shift = _complex(then)
    first_turn, first_shift = _complex(first)
    return _columns(turn * first_turn, turn * first_shift + shift)


def shift_at(path: Floats, place_px: Floats) -> Floats:
    """How far each row's motion carries a place of the picture, one for all or one a row [shape=(n, 2)]."""
    turn, shift = _complex(path)
    there = turn * (place_px[..., 0] + 1j * place_px[..., 1]) + shift
    return np.asarray(np.stack([there.real, there.imag], axis=1) - place_px)


def straighten(track: PoseTrack, camera: HeldCamera) -> PoseTrack:
    """A track as a still, upright camera would have it.

    Parameters
    ----------
    track : PoseTrack
        In each frame's own pixels.
    camera : HeldCamera
        The way back, a row a frame of the track.
    """
    turn, shift = _complex(camera.to_picture)
    world = track.world_m.copy()
    level = (world[..., 0] + 1j * world[..., 1]) * np.exp(-1j * np.angle(turn))[:, None]
    world[..., 0], world[..., 1] = level.real, level.imag
    return replace(
        track,
        image_px=_back(track.image_px, turn, shift),
        outline_px=_back(track.outline_px.astype(np.float64), turn, shift).astype(np.float32),
        world_m=world,
        camera=camera,
        loads=None if track.loads is None else _loads_back(track.loads, turn, shift),
    )


def still_lines(lines: Floats, path: Floats) -> Floats:
    """Edges seen in several frames as the first frame has them.

    Parameters
    ----------
    lines : array [shape=(k, 5)]
        See `Background.lines`.
    path : array [shape=(n, 4)]

    Returns
    -------
    array [shape=(k, 4)]
    """
    turn, shift = _complex(path[lines[:, 0].astype(int)])
    return _back(lines[:, 1:].reshape(-1, 2, 2), turn, shift).reshape(-1, 4)


def reframings(steps: Floats, width_px: int, height_px: int) -> list[int]:
    """Rows into which the picture is cropped otherwise, from one frame to the next.

    Parameters
    ----------
    steps : array [shape=(n, 4)]
        As `Background.steps`.
    width_px, height_px : int
    """
    zoom = np.abs(np.log(np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-6)))
    middle = np.array([[0.5 * width_px, 0.5 * height_px]])
    away = np.linalg.norm(shift_at(steps, np.repeat(middle, len(steps), axis=0)), axis=1)
    far = (zoom >= np.log(REFRAMED_ZOOM)) | (away >= REFRAMED_SHARE * max(width_px, height_px))
    return [int(row) for row in np.flatnonzero(far)]


def reframed_for_good(steps: Floats, rows: list[int]) -> list[int]:
    """Those of the rows into which the picture is cropped otherwise after which it never is again as it was before.

    An editor who comes nearer and goes back stays in one take.

    Parameters
    ----------
    steps : array [shape=(n, 4)]
        As `Background.steps`.
    rows : list of int
        Of `reframings`.
    """
    nearer = np.cumsum([0.0, *np.log(np.hypot(steps[rows, 0], steps[rows, 1])).tolist()])
    again = [np.abs(nearer[place + 1 :] - nearer[place]) < 0.5 * np.log(REFRAMED_ZOOM) for place in range(len(rows))]
    return [row for row, back in zip(rows, again, strict=True) if not back.any()]


def upright(roll_deg: float, width_px: int, height_px: int, rows: int) -> Floats:
    """Turn about the picture's middle by the camera's roll, from upright to as it is [shape=(rows, 4)]."""
    turn = np.exp(1j * np.radians(roll_deg))
    middle = (width_px + 1j * height_px) / 2
    shift = middle - turn * middle
    return np.tile([turn.real, turn.imag, shift.real, shift.imag], (rows, 1))


def _complex(motion: Floats) -> tuple[Complexes, Complexes]:
    return motion[:, 0] + 1j * motion[:, 1], motion[:, 2] + 1j * motion[:, 3]


def _columns(turn: Complexes, shift: Complexes) -> Floats:
    return np.stack([turn.real, turn.imag, shift.real, shift.imag], axis=1)


def _loads_back(loads: LoadShapes, turn: Complexes, shift: Complexes) -> LoadShapes:
    """Outlines where a still camera would have them; a roll of a few degrees leaves upright ones upright."""
    shapes = loads.shapes.copy()
    shapes[..., :2] = _back(loads.shapes[..., :2], turn, shift)
    shapes[..., [2, 3, 5]] /= np.abs(turn)[:, None, None]
    return replace(loads, shapes=shapes)


def _back(points: Floats, turn: Complexes, shift: Complexes) -> Floats:
    here = (points[..., 0] + 1j * points[..., 1] - shift[:, None]) / turn[:, None]
    return np.stack([here.real, here.imag], axis=-1)
