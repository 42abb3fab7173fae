"""A few points across each picture: enough to see that it changed."""

from __future__ import annotations

from ...core.arrays import Picture

#: Points from left to right, at least.
ACROSS = 64


def few_points(rgb: Picture) -> Picture:
    """Points on a grid across a picture; of such points, all of them once more.

    >>> import numpy as np
    >>> points = few_points(np.zeros((720, 1280, 3), dtype=np.uint8))
    >>> points.shape, few_points(points).shape
    ((36, 64, 3), (36, 64, 3))
    """
    step = max(rgb.shape[1] // ACROSS, 1)
    return rgb[::step, ::step].copy()
