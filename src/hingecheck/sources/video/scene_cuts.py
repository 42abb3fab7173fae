"""Where a recording goes over to another scene, at once or in a fade: told from a few points of each picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Mask, Picture
from .few_points import few_points

#: Another scene changes the picture's values by so much in the mean, of 255, and by so many times the change just
#: before: 27 to 87 at the cuts of edited clips, 17 at most without one (a walk with the phone in hand) …
CHANGE, TIMES = 20.0, 3.0
#: … the same view may be suddenly cropped otherwise where they change by so much, and so many times: 44 punches of 16
#: films change them by 9 to 44, after 0.0 to 5.3.
SUDDEN, SUDDEN_TIMES = 7.0, 2.5
#: … and is laid out otherwise: with the picture before it a light that goes on still goes together by 0.8, another
#: scene by -0.3 to 0.4.
ALIKE = 0.5
#: The middle of the picture, of one of these shares of its height and width, goes on where bars come or go at the
#: edges, also those round a portrait film in a landscape one: with the picture before it goes together by 0.99 there,
#: and by 0.4 at most at the cuts of edited clips.
MIDDLES, GOES_ON = ((0.5, 0.5), (0.5, 0.28), (0.28, 0.5)), 0.9
#: Bars at the edges are black, of 255, on either side as wide as on the other but for so many points, and what they
#: leave is of so many a side: of who moves in a dark room neither holds.
BLACK, UNEVEN, LEAST_SHOWN = 6.0, 1, 8
#: Values spread by less than this show nothing: a finger on the lens, a black picture between two scenes. What comes
#: after it is compared with what was before it, and by its layout alone: scenes fade in.
FLAT = 12.0
#: One scene fades into another within this long, seconds, and comes up from black; …
FADE_S = 2.0
#: … while its values spread further by so much, it still comes up: it does not fade from its own dark pictures into
#: brighter ones in which the lifter has moved. Where they have not for so long, seconds, it is up: what comes then
#: may be a fade into another, as from a title. A fade from black of `FADE_S` spreads by 10 % or more in that time.
COMES_UP, IS_UP_S = 1.01, 0.25
#: Fading, each picture between is the two scenes laid over each other, but for this share of what parts them, in the
#: mean: 0.06 to 0.08 in a fade of a second, 0.54 and more in pans, slides and a walk with the phone in hand; …
MIXED = 0.25
#: … so many of them with more than this share of either; none with less of the new one than those before, but for
#: this much; and the last one with all of it, but for as much as a fade of `FADE_S` goes on by in half a picture.
MIN_BETWEEN, SHOWS, FALLS, OVER = 3, 0.15, 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Sudden:
    """A picture is suddenly another than one before it."""

    mixed: int  #: so many between the two show both
    scene: bool  #: it seems to be of another scene


class SceneWatch:
    """Takes the pictures of a recording in order and says where another scene begins."""

    def __init__(self) -> None:
        self._sudden = False  #: whether the last one differs far more from the one before than that from its own
        self._last: Floats | None = None
        self._brightest: Floats | None = None  #: in each place, of the scene so far
        self._change = 0.0
        self._after_flat = False
        self._recent: deque[tuple[float, Floats]] = deque()
        #: when nothing showed last, and the widest spread since, and when that was
        self._flat_s, self._widest, self._widest_s = -np.inf, FLAT, -np.inf

    def begins(self, rgb: Picture, time_s: float) -> int | None:
        """Take the next picture, or a few points of it; whether another scene begins than the last that showed much.

        Returns
        -------
        int or None
            How many pictures before it show both scenes, one fading into the other: 0 after a cut. None: it goes on.
        """
        red, green, blue = np.moveaxis(few_points(rgb).astype(np.float64), 2, 0)
        points = (red + green + blue) / 3.0  # half the time of a mean over the last axis
        if self._cuts(points):
            self._recent.clear()
            self._recent.append((time_s, points))
            return 0
        if self._comes_up(float(points.std()), time_s):
            self._recent.clear()
        self._recent.append((time_s, points))
        while time_s - self._recent[0][0] > FADE_S:
            self._recent.popleft()
        mixed = _mixed([points for _, points in self._recent])
        if mixed is not None:
            self._recent.clear()
        return mixed

    def sudden(self, mixed: int | None) -> Sudden | None:
        """How the picture just taken is to be compared with one before it; None where it is like the last.

        After black another scene begins than was before that: the last picture is nothing to compare with.

        Parameters
        ----------
        mixed : int or None
            What `begins` said of it.
        """
        return Sudden(mixed or 0, scene=mixed is not None) if mixed or self._sudden else None

    def _comes_up(self, spread: float, time_s: float) -> bool:
        """Whether a picture belongs to a scene that still comes up from black."""
        if spread < FLAT:
            self._flat_s, self._widest, self._widest_s = time_s, FLAT, time_s
            return True
        if max(time_s - self._flat_s - FADE_S, time_s - self._widest_s - IS_UP_S) > 0.0:
            return False
        if spread < COMES_UP * self._widest:
            return False
        self._widest, self._widest_s = spread, time_s
        return True

    def _cuts(self, points: Floats) -> bool:
        """Whether a picture is at once of another scene."""
        self._sudden = False
        if points.std() < FLAT:
            self._after_flat = self._last is not None
            return False
        last, before, after_flat = self._last, self._change, self._after_flat
        self._last, self._after_flat = points, False
        if last is None or last.shape != points.shape:
            self._brightest = None
            return last is not None
        self._brightest = np.maximum(points, last if self._brightest is None else self._brightest)
        inner = _between_bars(self._brightest)
        self._change = float(np.abs(points - last)[inner].mean())
        self._sudden = not after_flat and self._change >= max(SUDDEN, SUDDEN_TIMES * before)
        sudden = self._change >= CHANGE and self._change >= TIMES * before
        another = (sudden or after_flat) and _is_another(last[inner], points[inner])
        if another:
            self._brightest = points
        return another


def _mixed(pictures: Sequence[Floats]) -> int | None:
    """How many before the last one show the first scene and the last; None where they are no fade, or not over."""
    first, last = pictures[0], pictures[-1]
    if len(pictures) < MIN_BETWEEN + 2 or min(first.std(), last.std()) < FLAT or not _is_another(first, last):
        return None
    apart = last - first
    between = np.array(pictures[1:-1]) - first
    shares = (between * apart).sum(axis=(1, 2)) / float((apart**2).sum())
    left_over = np.abs(between - shares[:, None, None] * apart).mean(axis=(1, 2)) / float(np.abs(apart).mean())
    if left_over.max() > MIXED or np.diff(shares).min() < -FALLS or shares[-1] < 1.0 - OVER:
        return None
    showing = int(((shares > SHOWS) & (shares < 1.0 - SHOWS)).sum())
    return len(shares) - int(np.argmax(shares > SHOWS)) if showing >= MIN_BETWEEN else None


def _is_another(one: Floats, other: Floats) -> bool:
    """Whether two pictures, neither of them flat, are laid out otherwise, in the middle too."""
    if not _alike(one, other) < ALIKE:
        return False
    return not any(_alike(_middle(one, share), _middle(other, share)) >= GOES_ON for share in MIDDLES)


def _between_bars(brightest: Floats) -> tuple[slice, slice]:
    """Rows and columns between black bars at the edges, which are alike in any scene; all where there are none."""
    shows = brightest >= BLACK
    rows, columns = (_inner(shows.any(axis=axis)) for axis in (1, 0))
    return rows, columns


def _inner(shows: Mask) -> slice:
    places = np.flatnonzero(shows)
    if len(places) < LEAST_SHOWN or abs(places[0] - (len(shows) - 1 - places[-1])) > UNEVEN:
        return slice(None)
    return slice(int(places[0]), int(places[-1]) + 1)


def _middle(points: Floats, share: tuple[float, float]) -> Floats:
    high, wide = (round(0.5 * (1.0 - part) * size) for part, size in zip(share, points.shape, strict=True))
    return points[high : len(points) - high, wide : points.shape[1] - wide]


def _alike(one: Floats, other: Floats) -> float:
    """Correlation of two pictures' values; NaN where one is of a single value."""
    a, b = (one - one.mean()).ravel(), (other - other.mean()).ravel()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / spread if spread > 0.0 else float("nan")
