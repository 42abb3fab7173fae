"""The body's outline from the pose model's segmentation mask, to a fraction of a pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ...core.types import OUTLINE_POINTS
from ...quiet import quiet_cv2

#: Around the landmarks' box, as a share of its own sides. Landmarks are joints and the face: the back of a
#: folded trunk, the hair and a loose shirt lie outside them.
MARGIN = 0.35
#: The model's own mask has 256 x 256 pixels; it comes blown up to the picture, which adds nothing.
LONGEST_PX = 256
#: Where the mask says "as likely body as not".
EDGE = np.float32(0.5)
#: Zeros around the mask while it is traced: a step of one pixel and its right-hand neighbour stay inside.
BORDER_PX = 2


def trace_outline(mask: NDArray[np.float32], image_px: Floats) -> Floats:
    """Trace the largest piece of the mask around the landmarks.

    Parameters
    ----------
    mask : array [shape=(h, w)]
        Likelihood of body in each pixel, 0 … 1.
    image_px : array [shape=(33, 2)]
        The person's landmarks in the same pixels.

    Returns
    -------
    array [shape=(OUTLINE_POINTS, 2)]
        Closed outline, evenly spaced by its length, in the coordinates of the landmarks: 0 is the picture's
        edge, so the centre of the first pixel is 0.5. All NaN where there is nothing to trace.
    """
    window = body_window((mask.shape[1], mask.shape[0]), image_px)
    if window is None:
        return np.full((OUTLINE_POINTS, 2), np.nan)
    left, top, right, bottom = window
    small = _shrink(mask[top:bottom, left:right])
    points = line_around(small)
    if points is None:
        return np.full((OUTLINE_POINTS, 2), np.nan)
    points *= ((right - left) / small.shape[1], (bottom - top) / small.shape[0])
    points += (left, top)
    return points


def line_around(mask: NDArray[np.float32]) -> Floats | None:
    """Closed line round the mask's largest piece, evenly spaced by its length.

    Parameters
    ----------
    mask : array [shape=(h, w)]
        Likelihood of body in each pixel, 0 … 1.

    Returns
    -------
    array [shape=(OUTLINE_POINTS, 2)] or None
        In the mask's pixels, 0.5 being the centre of the first; None where there is next to nothing to trace.
    """
    framed = _frame(mask)
    corners = _largest_contour(framed)
    if corners is None:
        return None
    points = _evenly(_refine(framed, corners))
    points += 0.5 - BORDER_PX
    return points


def body_window(size_px: tuple[int, int], image_px: Floats) -> tuple[int, int, int, int] | None:
    """Box around the landmarks with its margin, cut to the picture (width, height): left, top, right, bottom."""
    low, high = image_px.min(axis=0), image_px.max(axis=0)
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        return None
    side = high - low
    # Someone straight before the camera, arms down, is a narrow box: never less than a sixth of the height.
    margin = np.maximum(MARGIN * side, side.max() / 6) + 2
    left, top = np.floor(np.maximum(low - margin, 0)).astype(int)
    right, bottom = np.ceil(np.minimum(high + margin, size_px)).astype(int)
    if right - left < 3 or bottom - top < 3:
        return None
    return int(left), int(top), int(right), int(bottom)


def _shrink(crop: NDArray[np.float32]) -> NDArray[np.float32]:
    """At most `LONGEST_PX` on the long side."""
    height, width = crop.shape
    scale = LONGEST_PX / max(height, width)
    if scale >= 1:
        return crop
    cv2 = quiet_cv2()
    size = (max(round(width * scale), 3), max(round(height * scale), 3))
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_LINEAR))


def _frame(mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Put nothing around it: a body that the picture cuts off still closes."""
    cv2 = quiet_cv2()
    return np.asarray(cv2.copyMakeBorder(mask, *[BORDER_PX] * 4, cv2.BORDER_CONSTANT, value=0))


def _largest_contour(mask: NDArray[np.float32]) -> NDArray[np.intp] | None:
    """Border pixels of the largest piece, x and y [shape=(n, 2)]."""
    cv2 = quiet_cv2()
    body: Any = (mask >= EDGE).view(np.uint8)
    pieces, _ = cv2.findContours(body, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not pieces:
        return None
    largest = pieces[0] if len(pieces) == 1 else max(pieces, key=cv2.contourArea)
    points = largest.reshape(-1, 2).astype(np.intp)
    return points if len(points) >= 8 else None


def _refine(mask: NDArray[np.float32], corners: NDArray[np.intp]) -> Floats:
    """Move each border pixel down the mask's slope to where it crosses one half, at most one pixel.

    `mask` has a border of zeros, so that every pixel of the body has neighbours on all sides.
    """
    width = mask.shape[1]
    flat = mask.ravel()
    here = corners[:, 1] * width + corners[:, 0]
    down = np.stack([flat[here - 1] - flat[here + 1], flat[here - width] - flat[here + width]])
    down /= np.maximum(np.hypot(down[0], down[1]), np.float32(1e-6))
    inside = flat[here]
    outside = _between(flat, width, corners.T + down)
    # On the straight line between the two, one half is `step` pixels out. Where the next pixel is body too
    # (a notch), stay.
    fall = np.maximum(inside - outside, np.float32(1e-6))
    step = (inside - EDGE) / fall
    step[step > 1] = 0
    return np.asarray(corners + (down * step).T)


def _between(flat: NDArray[np.float32], width: int, places: Floats) -> NDArray[np.float32]:
    """Values of a picture at places between its pixels, x and y [shape=(2, n)], by linear interpolation."""
    whole = places.astype(np.intp)  # never below 0, so this rounds down
    across, down = places - whole
    at = whole[1] * width + whole[0]
    upper = flat[at] * (1 - across) + flat[at + 1] * across
    lower = flat[at + width] * (1 - across) + flat[at + width + 1] * across
    return np.asarray(upper * (1 - down) + lower * down)


def _evenly(points: Floats) -> Floats:
    """`OUTLINE_POINTS` points evenly spaced along the closed line through `points`."""
    closed = np.concatenate([points, points[:1]])
    length = np.concatenate([[0.0], np.hypot(*np.diff(closed, axis=0).T).cumsum()])
    at = np.linspace(0.0, length[-1], OUTLINE_POINTS, endpoint=False)
    return np.stack([np.interp(at, length, closed[:, 0]), np.interp(at, length, closed[:, 1])], axis=1)
