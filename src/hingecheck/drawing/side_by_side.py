"""Two pictures beside each other, as high as each other."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Picture
from ..quiet import quiet_cv2

#: Height of both, pixels: side by side two upright phone films make a picture of 16:9.
HEIGHT_PX = 540
#: Dark ground between them.
GAP_PX = 8


def beside(left: Picture, right: Picture) -> Picture:
    """Put two pictures beside each other.

    Parameters
    ----------
    left, right : array [shape=(h, w, 3)]
        Of any size.

    Returns
    -------
    array [shape=(HEIGHT_PX, w', 3)]
        Of an even width.
    """
    parts = [_of_height(left), np.zeros((HEIGHT_PX, GAP_PX, 3), np.uint8), _of_height(right)]
    return np.concatenate(parts, axis=1)


def _of_height(picture: Picture) -> Picture:
    cv2 = quiet_cv2()
    height, width = picture.shape[:2]
    wide = max(round(width * HEIGHT_PX / height / 2) * 2, 2)
    resized: Picture = cv2.resize(picture, (wide, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    return resized
