"""Single pictures of a recording, by a second reading from front to back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...core.pictures.keyframes import Box
from ...quiet import quiet_cv2
from .frames import open_frames

#: Largest width and height of a picture, pixels, and its JPEG quality: ten stay below a megabyte.
WIDEST_PX, HIGHEST_PX = 480, 600
QUALITY = 82


def read_pictures(path: Path, wanted: Mapping[int, tuple[int, Box]]) -> dict[int, bytes]:
    """Cut pictures out of a recording as JPEG.

    Seeking lands beside the frame in many files, so the recording is decoded again from its start to the last
    wanted frame, at a frame's memory.

    Parameters
    ----------
    path : Path
        A video, a still or a folder of stills.
    wanted : mapping
        Any key → (number of the frame, part of the picture).

    Returns
    -------
    dict
        Key → JPEG file, scaled down to at most 480 × 600 pixels. A frame that cannot be decoded is left out.

    Raises
    ------
    InputError
        The recording cannot be read.
    """
    indices = {index for index, _ in wanted.values()}
    found: dict[int, bytes] = {}
    for frame in open_frames(path).chosen(indices):
        for key, (index, box) in wanted.items():
            if index == frame.index:
                found[key] = _jpeg(frame.rgb, box)
    return found


def _jpeg(rgb: NDArray[np.uint8], box: Box) -> bytes:
    cv2 = quiet_cv2()
    part = rgb[box.top : box.top + box.height, box.left : box.left + box.width]
    scale = min(1.0, WIDEST_PX / part.shape[1], HIGHEST_PX / part.shape[0])
    if scale < 1.0:
        size = (max(round(part.shape[1] * scale), 1), max(round(part.shape[0] * scale), 1))
        part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    _, coded = cv2.imencode(".jpg", cv2.cvtColor(part, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return bytes(coded)
