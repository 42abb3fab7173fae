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
#: Products of the moves, from which weights make the normal equations.
_PRODUCTS = (_MOVES[:, :, None] * _MOVES[:, None, :]).reshape(RAYS, 16)
_ALL_CHANNELS = np.ones((1, 4), dtype=np.float32)
#: The outline keeps its shape: its width changes against its height only where this many edges ask for it.
STIFF = 25.0
_STIFF = STIFF * np.outer(_ASPECT, _ASPECT) + 1e-3 * np.eye(4)


@dataclass(frozen=True, slots=True)
class RoundOutline:
    """An upright ellipse in a small picture."""

    x_px: float
    y_px: float
    half_width_px: float
    half_height_px: float
    support: float  #: share of the outline that shows, 0 … 1
    sigma_px: float  #: standard error of the middle's coordinates


def fit_outlines(picture: Picture, expected: Floats) -> list[RoundOutline | None]:
    """Fit upright ellipses to the edges near expected ones, all at once: apart, most of the time is Python's.

    Parameters
    ----------
    picture : array [shape=(height, width, k)]
        Of three or four channels.
    expected : array [shape=(n, 4)]
        Middle (x, y), half width and half height, pixels.

    Returns
    -------
    list of RoundOutline or None
        One for each; None where too few edges lie on an ellipse.
    """
    found: list[RoundOutline | None] = [None] * len(expected)
    left, shapes = np.arange(len(expected)), np.asarray(expected, dtype=np.float64)
    off_px, on_it = np.zeros((len(left), RAYS)), np.ones((len(left), RAYS), dtype=bool)
    for share in NEAR:
        shapes, off_px, on_it, kept = _fitted(picture, shapes, expected[left], share)
        left = left[kept]
        if not len(left):
            return found
    for row, (x, y, wide, high), off, close in zip(left, shapes, off_px, on_it, strict=True):
        sigma = _middle_sigma(off[close])
        found[row] = RoundOutline(float(x), float(y), float(wide), float(high), float(close.mean()), sigma)
    return found


def _fitted(picture: Picture, shapes: Floats, expected: Floats, share: float) -> tuple[Floats, Floats, Mask, Mask]:
    """One round: shapes that are left, how far their edges are off, which count, and which of the shapes are left."""
    sizes = 0.5 * (shapes[:, 2] + shapes[:, 3])
    off_px, step = _edges(picture, shapes, np.maximum(share, NEAR_PX / sizes))
    on_it = step >= MIN_STEP
    kept = np.count_nonzero(on_it, axis=1) >= MIN_SUPPORT * RAYS
    change, off_px, on_it = _settled(off_px, on_it, np.maximum(OFF * sizes, OFF_PX))
    kept &= np.count_nonzero(on_it, axis=1) >= MIN_SUPPORT * RAYS
    shapes = shapes + change
    kept &= (shapes[:, 2:] > 2.0).all(axis=1)
    kept &= np.hypot(*(shapes[:, :2] - expected[:, :2]).T) <= 0.5 * expected[:, 3]
    with np.errstate(divide="ignore", invalid="ignore"):  # of those that are not kept
        aspect = (shapes[:, 2] / shapes[:, 3]) / (expected[:, 2] / expected[:, 3])
    kept &= (aspect > ASPECTS[0]) & (aspect < ASPECTS[1])
    return shapes[kept], off_px[kept], on_it[kept], kept


def _edges(picture: Picture, shapes: Floats, near: Floats) -> tuple[Floats, Floats]:
    """How far beyond each outline the strongest edge of each ray is, pixels, and how strong [shape=(n, RAYS)]."""
    rays = _RAY * shapes[:, None, 2:]
    points = shapes[:, None, None, :2] + rays[:, :, None] * (1.0 + near[:, None] * _ALONG)[:, None, :, None]
    cv2 = quiet_cv2()
    maps = points.astype(np.float32).reshape(-1, PLACES, 2)
    read = cv2.remap(picture, maps, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # over four places: an edge is as wide as the picture is sharp
    channels = cv2.absdiff(read[:, 4:], read[:, :-4]).astype(np.float32)
    # no product of numpy's: so long a one goes to all cores, whose threads then wait at full speed for the next
    steps = cv2.transform(channels, _ALL_CHANNELS[:, : read.shape[2]]) * _PREFERRED
    best = steps.argmax(axis=1)
    inner = best.clip(1, steps.shape[1] - 2)
    rows = np.arange(len(steps))
    before, here, after = (steps[rows, inner + k].astype(float) for k in (-1, 0, 1))
    bend = before - 2.0 * here + after
    offset = np.where(np.abs(bend) > 1e-6, 0.5 * (before - after) / np.where(bend == 0, 1.0, bend), 0.0).clip(-1, 1)
    place = np.where(best == inner, inner + offset, best) + 2.0
    off = (place / (PLACES - 1) * 2.0 - 1.0).reshape(-1, RAYS) * near[:, None] * np.hypot(rays[..., 0], rays[..., 1])
    return off, steps[rows, best].astype(float).reshape(-1, RAYS)


def _settled(off_px: Floats, on_it: Mask, near_px: Floats) -> tuple[Floats, Floats, Mask]:
    """What moves each outline onto its edges, how far these are off it then, and which count: what is near it."""
    change, left_px = np.zeros((len(off_px), 4)), off_px
    for _ in range(2):  # what is further off counts less in the second round
        weight = on_it / (1.0 + (left_px / near_px[:, None]) ** 2)
        normal = (weight @ _PRODUCTS).reshape(-1, 4, 4) + _STIFF
        change = np.linalg.solve(normal, ((weight * off_px) @ _MOVES)[..., None])[..., 0]
        left_px = off_px - change @ _MOVES.T
    return change, left_px, on_it & (np.abs(left_px) < near_px[:, None])


def _middle_sigma(left_px: Floats) -> float:
    """Error of the middle: what the edges stray, in both directions half of them tell."""
    noise = float(np.sqrt((left_px**2).sum() / max(len(left_px) - 4, 1)))
    return noise * float(np.sqrt(2.0 / max(len(left_px), 1)))
