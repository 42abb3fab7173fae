"""How many people are followed, and when to look for more: the same for every pose backend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Picture
from ..video.few_points import few_points
from ..video.scene_cuts import CHANGE, TIMES

#: Larger pictures are shrunk: the landmark network itself sees 256 x 256 around the person.
LONGEST_PX = 1280
#: Most people followed at once: each costs a run of the model in every frame.
MAX_PEOPLE = 3
#: A look around may see one more than are followed, so that a far passer-by does not hide a near one.
SCOUT_PEOPLE = 4
#: When to look for bystanders, seconds of video: at once, after one second, then at this distance.
SCOUT_SECOND_S = 1.0
SCOUT_EVERY_S = 4.0
#: … and at once where she who is followed has gone by this share of her region's side since the last look, but never
#: sooner than `SCOUT_SECOND_S` after it: it may be somebody who crossed before her and took the region along. It is
#: 0.45 of a body, further than hips went in any of 46 real clips and 12 samples but in walking.
SCOUT_GONE = 0.3
#: After so long without a picture nobody is where she was: the tracker starts over, or it drags the old posture
#: along (a lifter who stands in the second of two stills read 85° of hinge, after a first one at the bottom, and 3°
#: alone).
FORGET_S = 0.75
#: Frames of a recording that are read in the region the frame before them left behind, so that they can be read at
#: once. With four, the region of a lifter folded behind plates shrank to a third of her and she was lost; with two it
#: follows her as with one (docs/adr/0007).
BLOCK_FRAMES = 2
#: … and no further apart than this, seconds: of ten frames a second the second one is too far on, of 24 it is not.
BLOCK_S = 0.045
#: Outlines are traced this far apart, seconds: every third frame of 30 a second, each of twelve and fewer. What is
#: read from them is filtered to a few hertz, and without its mask the landmark network costs a quarter less. At 7.5 a
#: second no error of 46 real and 30 rendered clips was larger than at 15 (docs/adr/0012).
OUTLINE_EVERY_S = 0.075
#: A frame further from the one before than this is read twice: where that one left off, and where that finds her. Of
#: ten frames a second one who bends in a second is out of the region that the last frame left.
STEP_S = 0.06
#: A picture whose values spread by so many times as much as when somebody was last looked for shows her anew: who was
#: found in the dark, as a film came up from black, was drawn upright for a second though she was bent. In 46 real
#: clips they do so by 1.4 at most, and by 3.2 in one that fades in. A spread below the second counts as that much:
#: nothing shows.
COMES_UP, NOTHING_SHOWS = 2.0, 6.0


class SceneCuts:
    """Sees where a video cuts to another scene, or comes up from the dark, from a few points of each picture.

    Who is followed across a cut is sought where nobody is: a lifter filmed anew was seen upside down for three
    seconds.
    """

    def __init__(self) -> None:
        self._last: _Glance | None = None
        self._ahead: list[_Glance] = []  #: at pictures that were not taken yet

    def add(self, rgb: Picture) -> bool:
        """Take the next picture; whether who is followed is to be looked for in it."""
        self._last = self._ahead.pop(0) if self._ahead else _glance(self._last, rgb)
        return self._last.anew

    def first(self, pictures: Sequence[Picture]) -> int | None:
        """Place of the first of the next pictures in which she is to be looked for; they are not taken yet."""
        for rgb in pictures[len(self._ahead) :]:
            self._ahead.append(_glance(self._ahead[-1] if self._ahead else self._last, rgb))
        anew = [place for place, glance in enumerate(self._ahead[: len(pictures)]) if glance.anew]
        return anew[0] if anew else None


@dataclass(frozen=True, slots=True)
class _Glance:
    """What one picture tells after those before it."""

    points: Picture
    change: float  #: of the picture's values, in the mean
    shown: float  #: by how much values spread when somebody was last looked for, or since, the least
    anew: bool  #: whether somebody is to be looked for


def _glance(last: _Glance | None, rgb: Picture) -> _Glance:
    points = few_points(rgb)
    spread = max(float(points.std()), NOTHING_SHOWS)
    if last is None:
        return _Glance(points, 0.0, spread, anew=False)
    change = _change(last.points, points)
    anew = (change >= CHANGE and change >= TIMES * last.change) or spread >= COMES_UP * last.shown
    return _Glance(points, change, spread if anew else min(spread, last.shown), anew)


def _change(last: Picture, points: Picture) -> float:
    """Mean change of the picture's values: all that can be after a picture of another size."""
    if last.shape != points.shape:
        return float("inf")
    return float(np.abs(points.astype(np.int16) - last).mean())
