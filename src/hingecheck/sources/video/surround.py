"""Bars round a film's own picture, as players and other apps add them: black, of one colour, or the film blurred."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Mask, Picture

#: Bars are as wide on both sides to this share of the picture, and no narrower and no wider than these.
ALIKE, NARROWEST, WIDEST = 0.006, 0.04, 0.45
#: Neither bars nor what is between them are narrower than this, pixels.
LEAST_PX = 8
#: Where a bar meets the film the picture changes by so many levels within three pixels, in so much of the border:
#: bars of the colour of what they meet show in 0.36 of it.
STEP, SHOWN = 8, 0.35
#: Bars that were there stay as long as a border shows in so much of either side, and in pictures of fewer levels than
#: this, which are black.
STILL_SHOWN, DARK = 0.1, 40
#: Nothing is drawn in bars: what the picture bends from pixel to pixel along them, levels, is less than this in all
#: but a twentieth of them, and so much less in the mean than within. Of 24 films with bars, some of them blurred, up
#: to 0.8 and 0.25; of 168 others with such a border on both sides 1.7 and more.
PLAIN, PLAINER = 1.0, 0.4
#: Lines across which that is looked at.
LINES = 180
#: It is looked for in the first pictures, and in every so many after them: titles go before films.
FIRST, EVERY = 5, 30


class Inner(NamedTuple):
    """A part of a picture, its own pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def of(self, rgb: Picture) -> Picture:
        """That part."""
        whole = (self.left, self.top, self.right, self.bottom) == (0, 0, rgb.shape[1], rgb.shape[0])
        return rgb if whole else np.ascontiguousarray(rgb[self.top : self.bottom, self.left : self.right])


class SurroundWatch:
    """Takes the pictures of a recording in order and says where the film's own is in them."""

    def __init__(self) -> None:
        self._seen = 0
        self._shape: tuple[int, ...] = ()
        self._inner: Inner | None = None

    def inner(self, rgb: Picture) -> Inner:
        """The next picture without its bars."""
        same = rgb.shape == self._shape
        if self._inner is None or not same or self._seen < FIRST or self._seen % EVERY == 0:
            stays = self._inner is not None and same and _still_there(rgb, self._inner)
            self._inner = self._inner if stays and self._inner is not None else without_bars(rgb)
        self._seen, self._shape = self._seen + 1, rgb.shape
        return self._inner


def without_bars(rgb: Picture) -> Inner:
    """Where a film's own picture is: all of it, where no bars stand on two sides.

    Parameters
    ----------
    rgb : array [shape=(height, width, 3)]

    Examples
    --------
    >>> film = np.random.default_rng(0).integers(0, 255, (90, 60, 3)).astype(np.uint8)
    >>> without_bars(np.pad(film, ((0, 0), (50, 50), (0, 0))))
    Inner(left=50, top=0, right=110, bottom=90)
    """
    green = rgb[..., 1].astype(np.int16)
    aside, over = _bar_px(green), _bar_px(green.T)
    high, wide = green.shape
    return Inner(aside, over, wide - aside, high - over)


def _bar_px(green: NDArray[np.int16]) -> int:
    """Width of the bars left and right; 0 without any."""
    high, wide = green.shape
    if min(high, wide) < 4 * LEAST_PX:
        return 0
    borders = _borders(green)
    half, alike = wide // 2, max(2, round(ALIKE * wide))
    other = np.lib.stride_tricks.sliding_window_view(np.pad(borders[::-1][:half], alike), 2 * alike + 1).max(axis=1)
    at = np.flatnonzero(np.minimum(borders[:half], other) >= SHOWN)
    at = at[(at >= max(NARROWEST * wide, LEAST_PX)) & (at <= WIDEST * wide - LEAST_PX)]
    if not len(at):
        return 0
    bends = _bends(green)
    outer = np.cumsum([bends, bends[::-1]], axis=1)[:, at - 3] / (at - 2)
    within = (bends.sum() - 2.0 * (at + 2) * outer.mean(axis=0)) / (wide - 2 * (at + 2))  # borders are few pixels
    for bar_px in at[outer.max(axis=0) < np.minimum(PLAIN, PLAINER * within)]:
        if _outer(bends, int(bar_px)) < PLAIN:
            return int(bar_px) + int(borders[bar_px + 1] >= borders[bar_px])
    return 0


def _outer(bends: Floats, bar_px: int) -> float:
    """What less than a twentieth of either bar's columns bends more than; 0 without bars."""
    bar_px = max(bar_px - 2, 0)
    outer = np.stack([bends[:bar_px], bends[::-1][:bar_px]])
    return float(np.percentile(outer, 95.0, axis=1).max()) if bar_px else 0.0


def _still_there(rgb: Picture, inner: Inner) -> bool:
    """Whether bars that were there before still are, plain and with a border; in a dark picture they are."""
    if (inner.left, inner.top) == (0, 0):
        return False
    green = rgb[..., 1].astype(np.int16)
    if int(green.max()) - int(green.min()) < DARK:
        return True
    return all(_stays(lines, bar_px) for lines, bar_px in ((green, inner.left), (green.T, inner.top)) if bar_px)


def _stays(green: NDArray[np.int16], bar_px: int) -> bool:
    """Whether bars left and right are plain, and a border shows beside either."""
    if _outer(_bends(green), bar_px) >= 2.0 * PLAIN:
        return False
    borders, beside = _borders(green), slice(max(bar_px - 3, 0), bar_px + 4)
    return bool(max(borders[beside].max(), borders[::-1][beside].max()) >= STILL_SHOWN)


def _lines(green: NDArray[np.int16]) -> NDArray[np.int64]:
    return np.linspace(1, len(green) - 2, min(LINES, len(green) - 2)).astype(np.int64)


def _bends(green: NDArray[np.int16]) -> Floats:
    """How much each column bends from pixel to pixel, in the mean of some places down it [shape=(width,)]."""
    at = _lines(green)
    return np.asarray(np.abs(green[at - 1] - 2 * green[at] + green[at + 1]).mean(axis=0))


def _borders(green: NDArray[np.int16]) -> Floats:
    """In how many of some places down it each column parts what is left of it from what is right [shape=(width,)]."""
    rows = green[_lines(green)]
    steps: Mask = np.abs(rows[:, 2:] - rows[:, :-2]) >= STEP
    return np.pad(steps.mean(axis=0), 1)
