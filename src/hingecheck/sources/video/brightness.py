"""Whether a recording is too dark: a face that is not seen is a lifter who is not found."""

from __future__ import annotations

import numpy as np

from ...core.phrases import N_
from ...core.types import Frame
from .shrinking import shrink

#: A picture a second is looked at, so small that noise makes nothing brighter.
EVERY_S, LONGEST_PX = 1.0, 64
#: What red, green and blue give to how bright a pixel looks (ITU-R BT.601).
LUMA = np.array([0.299, 0.587, 0.114])
#: The brightest tenth of the picture begins below this, levels of 255, by the middle picture: at 57 and more in 46
#: real clips and the sample videos, of which one shows a lifter in black in a dark hall. A set filmed as if at night
#: has 28, and nobody was found in half of its frames; one of 41 had its faults left open.
SHARE, DARK_BELOW = 0.9, 50.0

DARK = N_("the picture is dark: put more light on the lifter")


class BrightnessReader:
    """Takes frames in order."""

    def __init__(self) -> None:
        self._due_s = 0.0
        self._levels: list[float] = []

    def add(self, frame: Frame) -> None:
        """Look at the next frame."""
        if frame.time_s < self._due_s:
            return
        self._due_s = frame.time_s + EVERY_S
        small, _ = shrink(frame.rgb, LONGEST_PX)
        self._levels.append(float(np.quantile(small @ LUMA, SHARE)))

    @property
    def problems(self) -> tuple[str, ...]:
        """What to say of the light so far."""
        return (DARK,) if self._levels and float(np.median(self._levels)) < DARK_BELOW else ()
