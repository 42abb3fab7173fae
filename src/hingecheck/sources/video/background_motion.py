"""Camera motion from frame to frame: corners of the background, off all people, tracked by optical flow.

From two pictures that follow each other to a similarity (turn, zoom, shift) that carries the earlier one's background
onto the later one's, or None where too little background shows. It depends on the two pictures alone, so that a
recording read in parts gives the same as one read in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...core.arrays import Floats, Picture
from ...core.tracking.camera_motion import CameraStep
from ...core.types import Frame, Person
from ...quiet import quiet_cv2

#: Pictures are looked at this small, on the long side: a corner's place is known to a tenth of a pixel all the same.
LONGEST_PX = 400
#: Corners that are looked for, and the least distance between two, pixels of the small picture.
MAX_CORNERS, APART_PX = 160, 7
#: A corner is tracked where its window differs in both directions at least by this share of the best one's.
CORNER_QUALITY = 0.01
#: Round a person's landmarks nothing is background: share of the box's longer side.
MARGIN = 0.12
#: So many corners must agree, and so large a share of those tracked …
MIN_AGREEING, MIN_SHARE = 12, 0.4
#: … within this distance, pixels of the small picture.
AGREE_PX = 0.6
#: A corner that does not come back to its place when tracked backwards was lost, pixels.
RETURN_PX = 0.5


class BackgroundMotion:
    """Takes frames with their people in order, and says how the camera moved since the one before."""

    def __init__(self) -> None:
        self._gray: Picture | None = None
        self._corners: Floats | None = None
        self._to_px = (1.0, 1.0)

    def step(self, frame: Frame, people: Sequence[Person]) -> CameraStep | None:
        """The camera's motion since the frame before, in pixels of the video's own picture.

        Returns
        -------
        CameraStep or None
            None for the first frame, and where too little background shows.
        """
        cv2 = quiet_cv2()
        height, width = frame.rgb.shape[:2]
        over = max(max(height, width) / LONGEST_PX, 1.0)
        size = (max(round(width / over), 1), max(round(height / over), 1))
        gray = cv2.cvtColor(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        to_px = (frame.scale[0] * width / size[0], frame.scale[1] * height / size[1])
        step = None
        if self._gray is not None and self._corners is not None and self._gray.shape == gray.shape:
            step = _similarity(self._gray, gray, self._corners, to_px)
        self._gray, self._to_px = gray, to_px
        self._corners = _corners(gray, people_boxes(people, to_px))
        return step


def people_boxes(people: Iterable[Person], to_px: tuple[float, float]) -> list[tuple[int, int, int, int]]:
    """Boxes round people in the small picture: left, top, right, bottom."""
    boxes = []
    for person in people:
        points = np.concatenate([person.image_px, person.outline_px]) / to_px
        points = points[np.isfinite(points).all(axis=1)]
        if not len(points):
            continue
        low, high = points.min(axis=0), points.max(axis=0)
        room = MARGIN * float((high - low).max())
        boxes.append((*np.floor(low - room).astype(int).tolist(), *np.ceil(high + room).astype(int).tolist()))
    return boxes  # type: ignore[return-value]


def _corners(gray: Picture, boxes: Iterable[tuple[int, int, int, int]]) -> Floats | None:
    """Corners of the background [shape=(n, 1, 2)]; None where there are none."""
    cv2 = quiet_cv2()
    mask = np.full(gray.shape, 255, np.uint8)
    for left, top, right, bottom in boxes:
        mask[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = 0
    found = cv2.goodFeaturesToTrack(gray, MAX_CORNERS, CORNER_QUALITY, APART_PX, mask=mask, blockSize=5)
    return None if found is None else np.asarray(found)


def _similarity(before: Picture, now: Picture, corners: Floats, to_px: tuple[float, float]) -> CameraStep | None:
    cv2 = quiet_cv2()
    window = {"winSize": (15, 15), "maxLevel": 3}
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, corners, None, **window)
    back, returned, _ = cv2.calcOpticalFlowPyrLK(now, before, there, None, **window)
    kept = (found.ravel() == 1) & (returned.ravel() == 1)
    kept &= np.abs(back - corners).reshape(-1, 2).max(axis=1) < RETURN_PX
    if kept.sum() < MIN_AGREEING:
        return None
    a = corners.reshape(-1, 2)[kept] * to_px
    b = there.reshape(-1, 2)[kept] * to_px
    matrix, inliers = cv2.estimateAffinePartial2D(
        a, b, method=cv2.RANSAC, ransacReprojThreshold=AGREE_PX * max(to_px), maxIters=500, confidence=0.999
    )
    if matrix is None or inliers.sum() < max(MIN_AGREEING, MIN_SHARE * kept.sum()):
        return None
    return CameraStep(float(matrix[0, 0]), float(matrix[1, 0]), float(matrix[0, 2]), float(matrix[1, 2]))
