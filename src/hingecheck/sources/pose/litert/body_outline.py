"""A body's outline from the mask of its region.

The mask is traced in the region's own 256 × 256 pixels, which is all the network knows, and the points are then taken
to the picture: blown up to the picture's size first, as MediaPipe does, it costs more and says no more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....core.arrays import Floats
from ....core.types import OUTLINE_POINTS
from ....quiet import quiet_cv2
from ..outline import body_window, line_around
from .landmarks import SeenBody
from .regions import Region


def body_outline(body: SeenBody, size_px: tuple[int, int]) -> Floats:
    """Closed outline of the body in the picture.

    Parameters
    ----------
    body : SeenBody
    size_px : pair of int
        Width and height of the picture.

    Returns
    -------
    array [shape=(OUTLINE_POINTS, 2)]
        Pixels, as `hingecheck.sources.pose.outline.trace_outline` gives them; NaN where there is nothing to trace.
    """
    nothing = np.full((OUTLINE_POINTS, 2), np.nan)
    window = body_window(size_px, body.image_px)
    if window is None or body.mask is None:
        return nothing
    points = line_around(_inside(body.mask, body.region, window))
    if points is None:
        return nothing
    # The mask's pixels are the picture at their own corner (see `regions.crop`), and picture pixels have their centre
    # at one half.
    side = body.mask.shape[0]
    picture_px = body.region.to_picture((points - 0.5) / side) + 0.5
    # Where the picture cuts the body off, the turned mask's edge is a staircase a pixel wide.
    return np.asarray(np.clip(picture_px, 0.0, size_px))


def _inside(mask: NDArray[np.float32], region: Region, window: tuple[int, int, int, int]) -> NDArray[np.float32]:
    """Likelihood of body in the region, 0 outside the window: beyond the picture the network saw only its border."""
    left, top, right, bottom = window
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    side = mask.shape[0]
    polygon = np.rint(region.to_square(corners) * side).astype(np.int32)
    inside = np.zeros(mask.shape, np.uint8)
    quiet_cv2().fillConvexPoly(inside, polygon, 1)
    likelihood = np.exp(-np.abs(mask))  # never overflows
    likelihood = np.where(mask >= 0, 1 / (1 + likelihood), likelihood / (1 + likelihood))
    return np.asarray(likelihood * inside, dtype=np.float32)
