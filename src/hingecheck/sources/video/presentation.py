"""Pictures as players show them: of interlaced ones a field, cropped, with square pixels, turned and mirrored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...core.arrays import Picture
from ...quiet import quiet_cv2
from .interlacing import one_field
from .tracks import UPRIGHT, DisplayMatrix

#: Pixels that differ less from squares are squares: a hundredth turns a line by 0.3° at the most, and files that were
#: scaled carry such remainders of rounding (404:405).
SQUARE_WITHIN = 0.01
#: A ratio beyond is a mistake of the file: anamorphic film has 2, the widest in the standards' tables is 2.4.
MOST_ASPECT = 4.0


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is done to each decoded picture, in this order."""

    first_field: Literal["top", "bottom"] | None = None
    aperture: tuple[int, int, int, int] | None = None  #: left, top, width, height
    sample_aspect: float = 1.0  #: a pixel's width over its height
    matrix: DisplayMatrix = UPRIGHT

    def show(self, picture: Picture) -> Picture:
        """The picture as it is meant to be seen; the very same where nothing is to be done.

        Parameters
        ----------
        picture : array [shape=(height, width, 3)]
        """
        if self.first_field is not None:
            picture = one_field(picture, self.first_field)
        if self.aperture is not None:
            left, top, width, height = self.aperture
            picture = picture[top : top + height, left : left + width]
        return turned(squared(picture, self.sample_aspect), self.matrix)


def squared(picture: Picture, sample_aspect: float) -> Picture:
    """The picture with square pixels: wider or higher, never smaller.

    >>> squared(np.zeros((360, 480, 3), np.uint8), 4 / 3).shape
    (360, 640, 3)
    """
    if not 1 / MOST_ASPECT <= sample_aspect <= MOST_ASPECT or abs(sample_aspect - 1) <= SQUARE_WITHIN:
        return picture
    height, width = picture.shape[:2]
    size = (round(width * sample_aspect), height) if sample_aspect > 1 else (width, round(height / sample_aspect))
    cv2 = quiet_cv2()
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def turned(picture: Picture, matrix: DisplayMatrix) -> Picture:
    """The picture turned by quarters and mirrored, as the container's display matrix says.

    >>> turned(np.arange(6, dtype=np.uint8).reshape(2, 3), (0, 1, -1, 0))
    array([[3, 0],
           [4, 1],
           [5, 2]], dtype=uint8)
    """
    if matrix == UPRIGHT:
        return picture
    a, b, c, d = matrix
    if not a:
        picture = np.swapaxes(picture, 0, 1)
    if a < 0 or c < 0:
        picture = picture[:, ::-1]
    if d < 0 or b < 0:
        picture = picture[::-1]
    return np.ascontiguousarray(picture)
