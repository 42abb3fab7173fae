"""Where the film's own picture ends, which may stand between bars."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..types import PoseTrack


def edges_px(track: PoseTrack) -> Floats:
    """Upper left and lower right of the film's own picture, `PoseTrack.inner_px`, or of all of it [shape=(2, 2)]."""
    whole = (0.0, 0.0, float(track.width_px), float(track.height_px))
    return np.array(track.inner_px or whole).reshape(2, 2)
