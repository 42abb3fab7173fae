"""Whether a picture that suddenly changed shows the same view: cropped closer, moved, or lighter; and how it went.

Editors punch in and out within one take, and a camera's exposure steps: neither is another scene.
"""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Mask, Picture
from ...quiet import quiet_cv2

#: Points that are looked for in each picture, of edges of so many levels, how large the patches are that tell them
#: apart, pixels, and how finely and how far their sizes are. Of six punches in rooms nearly bare 12 to 51 matches
#: agree so, to 1 % in size; with edges of 6 levels and patches of 21 3 to 27.
POINTS, EDGE_LEVELS, PATCH_PX, SIZES_APART, SIZES = 800, 2, 31, 1.15, 8
#: A point's match is kept where the second best is this much worse.
SECOND_BEST = 0.8
#: So many matches must agree, within so many pixels of the small picture.
MIN_AGREEING, AGREE_PX = 12, 2.0
#: The view goes closer or further by no more than this, and turns by no more than so many degrees.
CLOSER, TURNS_DEG = 1.7, 20.0
#: Laid over each other the two pictures go together in so large a share of the parts that show something, of so many
#: across and down: what stands in the picture itself, captions and frames, goes together in every cut.
PARTS, SHOWS_LEVELS, TOGETHER, MIN_PARTS = (8, 6), 3.0, 0.5, 0.6


#: A grey picture, and where in it nobody is [shape=(height, width) each].
Pictured = tuple[Picture, Mask]


def same_view(before: Pictured, now: Pictured) -> Floats | None:
    """The similarity that carries a picture onto a later one, where both show the same view.

    Parameters
    ----------
    before, now : Pictured

    Returns
    -------
    array [shape=(2, 3)] or None
        Turn, zoom and shift, pixels of the pictures; None where they show something else, or too little.
    """
    if before[0].shape != now[0].shape:
        return None
    matrix = _matched(before, now)
    if matrix is None:
        return None
    zoom, turn_deg = float(np.hypot(*matrix[:, 0])), float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))
    if not 1.0 / CLOSER < zoom < CLOSER or abs(turn_deg) > TURNS_DEG:
        return None
    return matrix if _go_together(before, now, matrix) else None


def _matched(before: Pictured, now: Pictured) -> Floats | None:
    cv2 = quiet_cv2()
    finder = cv2.ORB_create(
        POINTS, SIZES_APART, SIZES, edgeThreshold=PATCH_PX // 2, patchSize=PATCH_PX, fastThreshold=EDGE_LEVELS
    )
    # made smaller, a mask is where it is 255
    (points, codes), (points_now, codes_now) = (
        finder.detectAndCompute(gray, room.astype(np.uint8) * 255) for gray, room in (before, now)
    )
    if codes is None or codes_now is None or len(codes_now) < 2:
        return None
    pairs = [pair for pair in cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(codes, codes_now, k=2) if len(pair) == 2]
    good = [first for first, second in pairs if first.distance < SECOND_BEST * second.distance]
    if len(good) < MIN_AGREEING:
        return None
    a = np.array([points[one.queryIdx].pt for one in good])
    b = np.array([points_now[one.trainIdx].pt for one in good])
    matrix, agree = cv2.estimateAffinePartial2D(
        a, b, method=cv2.RANSAC, ransacReprojThreshold=AGREE_PX, maxIters=2000, confidence=0.999
    )
    return None if matrix is None or agree.sum() < MIN_AGREEING else np.asarray(matrix)


def _go_together(before: Pictured, now: Pictured, matrix: Floats) -> bool:
    """Whether what both show of the room is the same, but for how light it is."""
    cv2 = quiet_cv2()
    high, wide = now[0].shape
    laid, room = (cv2.warpAffine(one, matrix, (wide, high)) for one in (before[0], before[1].astype(np.uint8)))
    both = room.astype(bool) & now[1]
    pairs = []
    for rows in np.array_split(np.arange(high), PARTS[1]):
        for columns in np.array_split(np.arange(wide), PARTS[0]):
            part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            shown = both[part]
            if shown.mean() < 0.5:
                continue
            one, other = laid[part][shown].astype(np.float64), now[0][part][shown].astype(np.float64)
            if min(one.std(), other.std()) >= SHOWS_LEVELS:
                pairs.append(float(np.corrcoef(one, other)[0, 1]))
    return bool(pairs) and float((np.array(pairs) >= TOGETHER).mean()) >= MIN_PARTS
