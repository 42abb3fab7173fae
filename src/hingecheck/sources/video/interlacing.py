"""Interlaced pictures: combs found in the picture itself, and one field taken of each frame.

Few files say that they are interlaced, and one that was converted carelessly has its combs for good.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from ...core.arrays import Picture
from ...quiet import quiet_cv2
from .animated_webp import is_animated_webp

#: A line stands out where it is brighter, or darker, than both beside it by this much of 255: more
#: than the noise of coding.
STANDS_OUT = 12
#: Lines that stand out from their neighbours against those that stand out at twice the distance. Of pictures taken
#: whole: 0.02–0.60 in 17 clips, sharp ones the most; of fields 1/30 s apart in a lift: up to 1.1–2.2 in each of 8.
COMBED_RATIO = 0.9
#: … and against the same of columns: dots of a GIF and grains (up to 4.6) are as fine both ways, combs lie level.
AGAINST_COLUMNS = 1.5
#: … and in this share of the picture at the least: 0.011–0.038 in those of a lift, 0.002 in a drawn test picture.
COMBED_SHARE = 0.004
#: One column, or line, in so many is looked at.
EVERY = 4
#: The last lines are not looked at: of 10-bit H.264, OpenCV leaves as many as it finds in memory.
LEFT_OUT = 4


def has_whole_pictures(path: Path) -> bool:
    """Whether a file is of a kind that has no fields, though its dots may lie in lines: a moving GIF, WebP or PNG."""
    with path.open("rb") as file:
        return file.read(4) in (b"GIF8", b"\x89PNG") or is_animated_webp(path)


def is_combed(picture: Picture) -> bool:
    """Whether every second line of a picture was taken at another time, and something moved between.

    Parameters
    ----------
    picture : array [shape=(height, width, 3)]
    """
    if min(picture.shape[:2]) < 16:
        return False
    picture = picture[:-LEFT_OUT]
    near, ratio = _standing_out(np.ascontiguousarray(picture[:, ::EVERY, 1]))
    if near <= COMBED_SHARE or ratio <= COMBED_RATIO:
        return False
    return ratio > AGAINST_COLUMNS * _standing_out(np.ascontiguousarray(picture[::EVERY, :, 1].T))[1]


def _standing_out(lines: Picture) -> tuple[float, float]:
    """Share of points that stand out from both lines beside theirs, and against the same two lines away."""
    near, far = _share(lines, 1), _share(lines, 2)
    return near, near / far if far else 0.0 if not near else float("inf")


def _share(lines: Picture, step: int) -> float:
    cv2 = quiet_cv2()
    above, here, below = lines[: -2 * step], lines[step:-step], lines[2 * step :]
    brighter = cv2.min(cv2.subtract(here, above), cv2.subtract(here, below))
    darker = cv2.min(cv2.subtract(above, here), cv2.subtract(below, here))
    over = cv2.threshold(cv2.max(brighter, darker), STANDS_OUT, 1, cv2.THRESH_BINARY)[1]
    return float(cv2.countNonZero(over) / over.size)


def one_field(picture: Picture, first: Literal["top", "bottom"]) -> Picture:
    """The lines of the field that was taken first, those between them as their mean.

    The frame's time is that of its first field.
    """
    cv2 = quiet_cv2()
    start = 0 if first == "top" else 1
    out = picture.copy()
    kept = picture[start::2]
    between = cv2.addWeighted(kept[:-1], 0.5, kept[1:], 0.5, 0.0)
    out[start + 1 : start + 1 + 2 * len(between) : 2] = between
    if start:
        out[0] = kept[0]
    if len(picture) % 2 == start:
        out[-1] = kept[-1]
    return out
