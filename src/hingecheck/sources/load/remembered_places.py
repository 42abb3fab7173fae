"""Where something round hung under the hands before, and how large it was: there it is looked for again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from .followed_outlines import SMALL_BELOW_LEG

#: What shows less than this is not remembered, nor is it there again: edges for half a circle lie anywhere, and
#: where they are looked for under the hands, something would always go along with them.
SHOWS = 0.7
#: It is the same again where it is no further from its place under the hands, leg lengths, and as large to a share.
SAME_PLACE_LEG, SAME_SIZE = 0.10, 0.12
#: How much a new look moves place and size.
NEW = 0.2
#: Looks in which it was there again before it is looked for, and at most counted. Each in which nothing is there
#: counts back by the first: two seconds behind the knees do not make it forgotten; each in which something else shows
#: better by the second: the gleam on a bell is round too, and shows where its rim does not.
KNOWN, MOST = 5.0, 15.0
MISSED, OTHER = 0.25, 1.0


@dataclass(slots=True)
class _Place:
    """One thing round that hung under the hands."""

    offset_px: Floats  #: from the hands [shape=(2,)]
    half_px: Floats  #: half width and half height [shape=(2,)]
    counts: float = 1.0

    def under(self, hands_px: Floats) -> Floats:
        """The outline that it has under hands at a place [shape=(6,)]."""
        return np.array([*(hands_px + self.offset_px), *self.half_px, 1.0, 0.0])


class RememberedPlaces:
    """The most regular small outline of a recording, and the most regular large one."""

    def __init__(self) -> None:
        self._places: list[_Place | None] = [None, None]

    def expected(self, hands_px: Floats, beside: list[Floats]) -> list[Floats]:
        """Where they should be, less those that are expected there anyway.

        Parameters
        ----------
        hands_px : array [shape=(2,)]
        beside : list of array [shape=(k, 6)]
            Places of what is followed from the look before.

        Returns
        -------
        list of array [shape=(1, 6)]
        """
        found = []
        for place in self._places:
            if place is None or place.counts < KNOWN:
                continue
            one = place.under(hands_px)
            if not any(_is_same(one, other[0], 0.3 * one[3]) for other in beside):
                found.append(one[None])
        return found

    def learn(self, outlines: Floats, hands_px: Floats, leg_px: float) -> None:
        """Take what the next look saw, the best first."""
        small = outlines[:, 3] < SMALL_BELOW_LEG * leg_px
        for which, mine in enumerate((outlines[small], outlines[~small])):
            self._places[which] = _learned(self._places[which], mine[mine[:, 4] > SHOWS], hands_px, leg_px)


def _learned(place: _Place | None, outlines: Floats, hands_px: Floats, leg_px: float) -> _Place | None:
    if place is not None:
        if len(outlines) and _is_same(place.under(hands_px), outlines[0], SAME_PLACE_LEG * leg_px):
            one = outlines[0]
            place.offset_px = (1.0 - NEW) * place.offset_px + NEW * (one[:2] - hands_px)
            place.half_px = (1.0 - NEW) * place.half_px + NEW * one[2:4]
            place.counts = min(place.counts + 1.0, MOST)
            return place
        place.counts -= OTHER if len(outlines) else MISSED
        if place.counts > 0:
            return place
    return _Place(outlines[0, :2] - hands_px, outlines[0, 2:4]) if len(outlines) else None


def _is_same(one: Floats, other: Floats, near_px: float) -> bool:
    apart = float(np.hypot(*(one[:2] - other[:2])))
    return apart < near_px and abs(float(other[3] / one[3]) - 1.0) < SAME_SIZE
