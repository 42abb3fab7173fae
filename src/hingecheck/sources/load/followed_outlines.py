"""Outlines from look to look: where each should be next, how fast it goes, and which were lost just now."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats

#: So many outlines of a look are followed into the next, the best large and the best small one before all others: of
#: a lifter's clothes there are large ones that show better than a bell.
FOLLOWED = 2
#: Outlines of two looks are the same thing's if it went no faster than this, leg lengths a second (1.9 m/s), and its
#: size changed by no more than this share.
FASTEST_LEG_S, GREW = 2.2, 0.1
#: What is smaller than this, leg lengths, is followed in a closer look.
SMALL_BELOW_LEG = 0.14
#: What was followed and is lost is searched for in so many looks more, half a second: an arm or a leg passes it.
SEEKS = 7


class FollowedOutlines:
    """What was seen in the last look of a recording."""

    def __init__(self) -> None:
        self.last: Floats = np.empty((0, 6))  #: as rows of `LoadShapes.shapes`
        self._speed_px_s: Floats = np.empty((0, 2))  #: of each; NaN where it is new
        self._followed: list[int] = []  #: rows of them that are followed
        self._last_s = np.nan
        self._lost: list[tuple[float, int]] = []  #: half height, and in how many looks it is still searched for

    def expected(self, moved_px: Floats, time_s: float) -> list[Floats]:
        """Where the followed should be: gone on as they went before, or gone with the hands, the likelier first.

        Parameters
        ----------
        moved_px : array [shape=(2,)]
            How far the hands went since the last look.
        time_s : float

        Returns
        -------
        list of array [shape=(1 or 2, 6)]
            Of each outline that is followed.
        """
        places = []
        for one, speed in zip(self.last[self._followed], self._speed_px_s[self._followed], strict=True):
            ways = [way for way in (speed * (time_s - self._last_s), moved_px) if np.isfinite(way).all()]
            places.append(np.array([[*(one[:2] + way), *one[2:]] for way in ways]).reshape(-1, 6))
        return places

    def seeks(self, low_px: float, high_px: float) -> bool:
        """Whether one with a half height between these was lost just now."""
        return any(low_px < size < high_px for size, _ in self._lost)

    def keep(self, outlines: Floats, time_s: float, leg_px: float) -> None:
        """Take what the next look saw, the best first."""
        sizes = outlines[:, 3]
        gone = [
            float(one[3])
            for one, speed in zip(self.last[self._followed], self._speed_px_s[self._followed], strict=True)
            if np.isfinite(speed).all() and not _any_as_large(sizes, one[3])
        ]
        self._lost = [(size, looks - 1) for size, looks in self._lost if looks > 1 and not _any_as_large(sizes, size)]
        self._lost += [(size, SEEKS) for size in gone]
        self._speed_px_s = _speeds(outlines, self.last, time_s - self._last_s, FASTEST_LEG_S * leg_px)
        self.last, self._last_s = outlines, time_s
        small = sizes < SMALL_BELOW_LEG * leg_px
        firsts = [int(kind.argmax()) for kind in (small, ~small) if kind.any()]
        others = [row for row in range(len(outlines)) if row not in firsts]
        self._followed = (firsts + others)[:FOLLOWED]


def _any_as_large(sizes: Floats, size: float) -> bool:
    return bool((np.abs(sizes / size - 1.0) < GREW).any())


def _speeds(now: Floats, before: Floats, apart_s: float, fastest_px_s: float) -> Floats:
    """How fast each outline went since the last look; NaN where it was not there [shape=(k, 2)]."""
    speeds = np.full((len(now), 2), np.nan)
    for row, one in enumerate(now):
        went = np.hypot(*(before[:, :2] - one[:2]).T)
        same = (went < fastest_px_s * apart_s) & (np.abs(before[:, 3] / one[3] - 1.0) < GREW)
        if same.any():
            nearest = int(np.where(same, went, np.inf).argmin())
            speeds[row] = (one[:2] - before[nearest, :2]) / apart_s
    return speeds
