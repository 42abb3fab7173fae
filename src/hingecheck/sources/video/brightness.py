"""Whether there is light enough: a face that is not seen is a lifter who is not found, a dark shape has no elbows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...core.landmarks import BONES
from ...core.phrases import N_
from ...core.tracking.trails import largest_of
from ...core.types import Frame, Person
from .shrinking import shrink

#: A picture a second is looked at, so small that noise makes nothing brighter.
EVERY_S, LONGEST_PX = 1.0, 64
#: What red, green and blue give to how bright a pixel looks (ITU-R BT.601).
LUMA = np.array([0.299, 0.587, 0.114])
#: The brightest tenth of the picture begins below this, levels of 255, by the middle picture: at 57 and more in 46
#: real clips and the sample videos, of which one shows a lifter in black in a dark hall. A set filmed as if at night
#: has 28, and nobody was found in half of its frames; one of 41 had its faults left open.
SHARE, DARK_BELOW = 0.9, 50.0
#: … or below this, and the lifter's brightest tenth as well: 52 and 57 in one more filmed as if at night, whose legs
#: were confused in half of the frames. Of the 46 clips none has her below 86.
DIM_BELOW = 60.0
#: The brightest tenth of the lifter, along her bones, begins below this: at 86 and more in 46 real clips; at 7 in one
#: darkened so that she is a shape before a lit wall: her arms were read as rowing.
SHAPE_BELOW = 30.0
#: Places along a bone that are looked at, shares of its length.
ALONG = np.linspace(0.1, 0.9, 9)

DARK = N_("the picture is dark: put more light on the lifter")
SHAPE = N_("the lifter is a dark shape before what is lit: put the light before her, not behind her")


class BrightnessReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._due_s = 0.0
        self._levels: list[float] = []
        self._with_people: list[float] = []
        self._lifter: list[float] = []

    def add(self, frame: Frame, people: Sequence[Person]) -> None:
        """Look at the next frame."""
        if frame.time_s < self._due_s:
            return
        self._due_s = frame.time_s + EVERY_S
        small, _ = shrink(frame.rgb, LONGEST_PX)
        self._levels.append(float(np.quantile(small @ LUMA, SHARE)))
        self._with_people += self._levels[-1:] if people else []
        if (largest := largest_of(people)) is not None:
            self._lifter.append(level_of(frame, largest))

    @property
    def problems(self) -> tuple[str, ...]:
        """What to say of the light so far, by the pictures that show people: titles and black parts are no room."""
        levels = self._with_people or self._levels
        known = [level for level in self._lifter if np.isfinite(level)]
        lifter = float(np.median(known)) if known else np.inf
        picture = float(np.median(levels)) if levels else np.inf
        if picture < DARK_BELOW or max(picture, lifter) < DIM_BELOW:
            return (DARK,)
        return (SHAPE,) if lifter < SHAPE_BELOW else ()


def level_of(frame: Frame, person: Person) -> float:
    """Where the brightest tenth of a person begins, levels of 255; NaN where she is outside the picture."""
    ends = person.image_px[np.array(BONES)] / np.array(frame.scale)
    places = (ends[:, :1] + ALONG[:, None] * (ends[:, 1:] - ends[:, :1])).reshape(-1, 2)
    high, wide = frame.rgb.shape[:2]
    inside = ((places >= 0) & (places < [wide, high])).all(axis=1)
    column, row = places[inside].astype(int).T
    return float(np.quantile(frame.rgb[row, column] @ LUMA, SHARE)) if inside.any() else float("nan")
