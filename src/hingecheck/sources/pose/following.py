"""How many people are followed, and when to look for more: the same for every pose backend."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ...core.arrays import Picture
from ..video.few_points import few_points

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
#: A cut to another scene changes the picture's values by so much in the mean, of 255, and by so many times the change
#: just before: 27 to 87 at the cuts of edited clips, 17 at most without one (a walk with the phone in hand).
CUT_CHANGE, CUT_TIMES = 20.0, 3.0


class SceneCuts:
    """Sees where a video cuts to another scene, from a few points of each picture.

    Who is followed across a cut is sought where nobody is: a lifter filmed anew was seen upside down for three
    seconds.
    """

    def __init__(self) -> None:
        self._last: Picture | None = None
        self._change = 0.0
        self._ahead: list[tuple[Picture, float]] = []  #: of pictures that were looked at and not taken yet

    def add(self, rgb: Picture) -> bool:
        """Take the next picture; whether it is of another scene than the one before."""
        before = self._change
        if self._ahead:
            self._last, self._change = self._ahead.pop(0)
        else:
            points = few_points(rgb)
            self._last, self._change = points, _change(self._last, points)
        return _is_cut(before, self._change)

    def first(self, pictures: Sequence[Picture]) -> int | None:
        """Place of the first of the next pictures that is of another scene; they are not taken yet."""
        last = self._ahead[-1][0] if self._ahead else self._last
        for rgb in pictures[len(self._ahead) :]:
            points = few_points(rgb)
            change = _change(last, points)
            self._ahead.append((points, change))
            last = points
        changes = [self._change, *(change for _, change in self._ahead[: len(pictures)])]
        cuts = [place for place, (one, other) in enumerate(pairwise(changes)) if _is_cut(one, other)]
        return cuts[0] if cuts else None


def _change(last: Picture | None, points: Picture) -> float:
    """Mean change of the picture's values: 0 without a last one, and all that can be after one of another size."""
    if last is None:
        return 0.0
    if last.shape != points.shape:
        return float("inf")
    return float(np.abs(points.astype(np.int16) - last).mean())


def _is_cut(before: float, change: float) -> bool:
    return change >= CUT_CHANGE and change >= CUT_TIMES * before
