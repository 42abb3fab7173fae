"""The outline of something round, to a fraction of a pixel: an ellipse through the edges on rays from its middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Mask, Picture
from ...quiet import quiet_cv2

#: Rays from the middle, and places along each at which the picture is read.
RAYS, PLACES = 48, 25
#: An edge is looked for this far within and beyond the expected outline, shares of its radius; closer in each round
#: of fitting.
NEAR = (0.15, 0.09)
#: Edges this far off the outline, shares of its radius, are something else's.
OFF = 0.045
#: … but no less than this many pixels: a bell's radius may be six.
NEAR_PX, OFF_PX = 2.0, 0.6
#: Weakest edge, levels of all channels together, between two places of a ray.
MIN_STEP = 14.0
#: Share of the outline that must show to fit it, and the width of it to its height that can be.
MIN_SUPPORT, ASPECTS = 0.4, (0.72, 1.38)

_ANGLES = np.arange(RAYS) * 2.0 * np.pi / RAYS
_RAY = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
#: How far each edge moves along its ray as the middle goes right and down, and the half width and height grow.
_MOVES = np.concatenate([_RAY, _RAY**2], axis=1)
#: Of two edges on a ray that are as strong, the nearer to the expected outline counts.
_ALONG = np.linspace(-1.0, 1.0, PLACES)
_ASPECT = np.array([0.0, 0.0, 1.0, -1.0])
_PREFERRED = 1.0 - 0.6 * np.abs(np.linspace(-1.0, 1.0, PLACES - 4)).astype(np.float32)
#: The outline keeps its shape: its width changes against its height only where this many edges ask for it.
STIFF = 25.0


@dataclass(frozen=True, slots=True)
class RoundOutline:
    """An upright ellipse in a small picture."""

    x_px: float
    y_px: float
    half_width_px: float
    half_height_px: float
    support: float  #: share of the outline that shows, 0 … 1
    sigma_px: float  #: standard error of the middle's coordinates


def fit_outline(
    picture: Picture, x_px: float, y_px: float, half_width_px: float, half_height_px: float
) -> RoundOutline | None:
    """Fit an upright ellipse to the edges near an expected one.

    Parameters
    ----------
    picture : array [shape=(height, width, k)]
        Of three or four channels.
    x_px, y_px, half_width_px, half_height_px : float
        Where it is expected.

    Returns
    -------
    RoundOutline or None
        None where too few edges lie on an ellipse.
    """
    shape = np.array([x_px, y_px, half_width_px, half_height_px])
    on_it = np.zeros(RAYS, dtype=bool)
    off_px = np.zeros(RAYS)
    for share in NEAR:
        near = max(share, NEAR_PX / float(shape[2:].mean()))
        off_px, step = _edges(picture, shape, near)
        on_it = step >= MIN_STEP
        if on_it.mean() < MIN_SUPPORT:
            return None
        change, on_it = _settled(off_px, on_it, max(OFF * float(shape[2:].mean()), OFF_PX))
        if on_it.mean() < MIN_SUPPORT:
            return None
        shape, off_px = shape + change, off_px - _MOVES @ change
        if not (shape[2:] > 2.0).all() or np.hypot(*(shape[:2] - (x_px, y_px))) > 0.5 * half_height_px:
            return None
        if not ASPECTS[0] < (shape[2] / shape[3]) / (half_width_px / half_height_px) < ASPECTS[1]:
            return None
    x, y, wide, high = (float(v) for v in shape)
    return RoundOutline(x, y, wide, high, float(on_it.mean()), _middle_sigma(off_px[on_it]))


def _edges(picture: Picture, shape: Floats, near: float) -> tuple[Floats, Floats]:
    """How far beyond the outline the strongest edge of each ray is, pixels, and how strong [shape=(RAYS,)] each."""
    shares = 1.0 + near * _ALONG
    points = shape[:2] + (_RAY * shape[2:])[:, None] * shares[:, None]
    cv2 = quiet_cv2()
    maps = points.astype(np.float32)
    read = cv2.remap(picture, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
    # over four places: an edge is as wide as the picture is sharp
    steps = np.abs(read[:, 4:] - read[:, :-4]).sum(axis=2) * _PREFERRED
    best = steps.argmax(axis=1)
    inner = best.clip(1, steps.shape[1] - 2)
    rows = np.arange(RAYS)
    before, here, after = (steps[rows, inner + k].astype(float) for k in (-1, 0, 1))
    bend = before - 2.0 * here + after
    offset = np.where(np.abs(bend) > 1e-6, 0.5 * (before - after) / np.where(bend == 0, 1.0, bend), 0.0).clip(-1, 1)
    place = np.where(best == inner, inner + offset, best) + 2.0
    ray_px = np.linalg.norm(_RAY * shape[2:], axis=1)
    return (place / (PLACES - 1) * 2.0 - 1.0) * near * ray_px, steps[rows, best].astype(float)


def _settled(off_px: Floats, on_it: Mask, near_px: float) -> tuple[Floats, Mask]:
    """What moves the outline onto its edges, and which those are: each round leaves out what is further off."""
    change = np.zeros(4)
    stiff = STIFF * np.outer(_ASPECT, _ASPECT)
    for factor in (2.0, 1.0):
        weight = on_it / (1.0 + ((off_px - _MOVES @ change) / near_px) ** 2)
        moves = _MOVES * weight[:, None]
        change = np.linalg.solve(moves.T @ _MOVES + stiff + 1e-3 * np.eye(4), moves.T @ off_px)
        close = np.abs(off_px - _MOVES @ change) < factor * near_px
    return change, on_it & close


def _middle_sigma(left_px: Floats) -> float:
    """Error of the middle: what the edges stray, in both directions half of them tell."""
    noise = float(np.sqrt((left_px**2).sum() / max(len(left_px) - 4, 1)))
    return noise * float(np.sqrt(2.0 / max(len(left_px), 1)))
