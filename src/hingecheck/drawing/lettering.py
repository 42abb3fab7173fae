"""Text drawn on pictures: measured, broken into lines that fit, rendered once and cached."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.arrays import Picture
from .typeface import rim_px, typeface

Colour = tuple[int, int, int]
Draw = Callable[[NDArray[np.uint8], str, tuple[int, int], float], None]

WHITE: Colour = (255, 255, 255)
INK: Colour = (28, 21, 16)
#: From one line to the next, in heights of a capital.
LEADING = 1.75
#: How far letters reach above and below the base line, in heights of a capital: Å and g.
ASCENT, DESCENT = 1.35, 0.6
#: A hair above 1/255, so that what is kept in full stays as it is when cut to whole levels.
PER_LEVEL = np.float32(1.0001 / 255)


def write(picture: Picture, text: str, at: tuple[float, float], capital_px: float, colour: Colour = WHITE) -> None:
    """Write one line, dark-rimmed, in place.

    Parameters
    ----------
    picture : array [shape=(height, width, 3)]
    text : str
    at : pair of float
        Left end of the base line, pixels.
    capital_px : float
        Height of a capital.
    colour : tuple
        Blue, green, red.
    """
    stamp = _stamp(text, capital_px, colour)
    left, top = round(at[0]) - stamp.left, round(at[1]) - stamp.base
    high, wide = stamp.keep.shape[:2]
    y, x = max(0, -top), max(0, -left)  # what lies outside is left off
    part = picture[max(top, 0) : max(top + high, 0), max(left, 0) : max(left + wide, 0)]
    shown = (slice(y, y + part.shape[0]), slice(x, x + part.shape[1]))
    part[:] = part * (stamp.keep[shown] * PER_LEVEL) + stamp.add[shown]


@lru_cache(maxsize=4096)
def width_of(text: str, capital_px: float) -> int:
    """Width of a line, pixels."""
    return typeface().width(text, capital_px)


def wrapped(text: str, capital_px: float, room_px: float) -> list[str]:
    """Break a text into lines that fit, at its spaces.

    >>> wrapped("hips back first", 21.0, 120.0)
    ['hips', 'back', 'first']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, capital_px) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=64)
def fit_text(text: str, most_px: float, room: tuple[float, float]) -> tuple[tuple[str, ...], float]:
    """Lines of a text and the height of their capitals, at most `most_px`, so that they fill no more than `room`.

    Parameters
    ----------
    text : str
    most_px : float
    room : pair of float
        Width and height, pixels.
    """
    capital = most_px
    while True:
        lines = wrapped(text, capital, room[0])
        wide = max((width_of(line, capital) for line in lines), default=0)
        if (LEADING * len(lines) * capital <= room[1] and wide <= room[0]) or capital <= 4:
            return tuple(lines), capital
        capital *= 0.93


class _Stamp(NamedTuple):
    """A line of letters, drawn once: laying it on is much cheaper than drawing it again.

    Kept in bytes: a live session writes a few hundred different angles and counts, each as large as a hand.
    """

    keep: NDArray[np.uint8]  #: how much of the picture stays, in 255ths [shape=(height, width, 1)]
    add: NDArray[np.uint8]  #: what comes on top [shape=(height, width, 3)]
    left: int  #: where the line starts
    base: int


@lru_cache(maxsize=512)
def _stamp(text: str, capital_px: float, colour: Colour) -> _Stamp:
    face, rim_wide = typeface(), rim_px(capital_px)
    left, base = 3 * rim_wide, round(ASCENT * capital_px) + rim_wide  # a stroke begins before its line does
    size = (base + round(DESCENT * capital_px) + rim_wide, width_of(text, capital_px) + 2 * left)
    rim, ink = (_covered(draw, text, (left, base), capital_px, size) for draw in (face.draw_rim, face.draw))
    add = np.array(INK, np.float32) * (rim * (1 - ink)) + np.array(colour, np.float32) * ink
    keep = (1 - rim) * (1 - ink) * 255
    # both rounded down: together they are never above white
    return _Stamp(keep.astype(np.uint8), add.astype(np.uint8), left, base)


def _covered(
    draw: Draw, text: str, at: tuple[int, int], capital_px: float, size: tuple[int, int]
) -> NDArray[np.float32]:
    """How far a line that is drawn covers each pixel, 0 to 1 [shape=(*size, 1)]."""
    canvas = np.zeros(size, np.uint8)
    draw(canvas, text, at, capital_px)
    return canvas[..., None].astype(np.float32) / np.float32(255)
