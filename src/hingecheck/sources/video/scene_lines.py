"""Straight edges of the background, off all people: what the camera's roll is read from.

From one picture to its long straight segments, in the video's own pixels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...core.arrays import Floats
from ...core.types import Frame, Person
from ...quiet import quiet_cv2
from .background_motion import people_boxes

#: Pictures are looked at this small, on the long side.
LONGEST_PX = 640
#: Shorter segments than this share of the picture's shorter side are texture.
MIN_LENGTH = 0.06


def scene_lines(frame: Frame, people: Sequence[Person]) -> Floats:
    """Straight segments of the background.

    Parameters
    ----------
    frame : Frame
    people : sequence of Person
        Whose surroundings are left out: limbs and bars are no scene.

    Returns
    -------
    array [shape=(n, 4)]
        x and y of both ends, pixels of the video's own picture.
    """
    cv2 = quiet_cv2()
    height, width = frame.rgb.shape[:2]
    over = max(max(height, width) / LONGEST_PX, 1.0)
    size = (max(round(width / over), 1), max(round(height / over), 1))
    gray = cv2.cvtColor(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    found = cv2.createLineSegmentDetector().detect(gray)[0]
    if found is None:
        return np.zeros((0, 4))
    lines = found.reshape(-1, 4).astype(np.float64)
    middle = (lines[:, :2] + lines[:, 2:]) / 2
    kept = np.hypot(*(lines[:, 2:] - lines[:, :2]).T) >= MIN_LENGTH * min(size)
    to_px = (frame.scale[0] * width / size[0], frame.scale[1] * height / size[1])
    for left, top, right, bottom in people_boxes(people, to_px):
        kept &= ~((middle >= (left, top)) & (middle <= (right, bottom))).all(axis=1)
    return np.asarray(lines[kept] * np.array([*to_px, *to_px]))
