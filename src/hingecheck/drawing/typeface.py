"""Rasterised text from OpenCV's fonts: a line's width, and the pixels that its ink and its dark rim cover.

OpenCV 5 carries a real typeface (Rubik, with the letters of most languages); OpenCV 4 has Hershey's strokes alone,
which are ASCII. Pillow was weighed instead: 23 MB, and the face in it lacks ä, ß and ñ, so a font file would have to
come with it; it draws a line of 32 letters in 5.5 ms where OpenCV 5 takes 1.0 (and the strokes take 12).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..quiet import quiet_cv2

#: Height of a capital of OpenCV 5's sans-serif face in its size, and of Hershey's font at scale 1, pixels.
SANS_CAPITAL, STROKE_CAPITAL_PX = 0.75, 21.0
#: Between regular (400) and bold (700): light letters drown in a busy picture three metres away.
SANS_WEIGHT = 500
#: Signs that Hershey's font lacks, and what stands for them; ± and ° are drawn.
PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "×": "x",
    }
    | {"\u00a0": " ", "¿": "", "¡": "", "ß": "ss"}
    | {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}  # as German is written without them
)


class Typeface(Protocol):
    """What lettering asks of a face."""

    def width(self, text: str, capital_px: float) -> int:
        """Width of a line, pixels."""

    def draw(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float) -> None:
        """Draw a line in 255, its base line starting at `at`."""

    def draw_rim(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float) -> None:
        """Draw the line with its rim of `rim_px`."""


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """The best face that this OpenCV has."""
    return Sans() if hasattr(quiet_cv2(), "FontFace") else Strokes()


def rim_px(capital_px: float) -> int:
    """How far the dark rim reaches beyond the letters."""
    return max(1, round(capital_px / 24))


class Sans:
    """OpenCV 5's own sans-serif TrueType face."""

    def __init__(self) -> None:
        self._cv2: Any = quiet_cv2()
        self._face = self._cv2.FontFace("sans")

    def width(self, text: str, capital_px: float) -> int:
        """See `Typeface`."""
        return int(self._cv2.getTextSize((0, 0), text, (0, 0), self._face, _size(capital_px), SANS_WEIGHT)[2])

    def draw(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float) -> None:
        """See `Typeface`."""
        self._cv2.putText(canvas, text, at, (255,), self._face, _size(capital_px), SANS_WEIGHT)

    def draw_rim(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float) -> None:
        """See `Typeface`."""
        self.draw(canvas, text, at, capital_px)
        wide = 2 * rim_px(capital_px) + 1
        disc = self._cv2.getStructuringElement(self._cv2.MORPH_ELLIPSE, (wide, wide))
        self._cv2.dilate(canvas, disc, dst=canvas)


def _size(capital_px: float) -> int:
    return max(1, round(capital_px / SANS_CAPITAL))


class Strokes:
    """OpenCV 4's strokes, with the degree and plus-minus signs that they lack."""

    def width(self, text: str, capital_px: float) -> int:
        """See `Typeface`."""
        return self._width_of_plain(_shown(_plain(text)), capital_px)

    def draw(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float) -> None:
        """See `Typeface`."""
        self._draw(canvas, text, at, capital_px, _stroke_px(capital_px))

    def draw_rim(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float) -> None:
        """See `Typeface`."""
        self._draw(canvas, text, at, capital_px, _stroke_px(capital_px) + 2 * rim_px(capital_px))

    def _draw(self, canvas: NDArray[np.uint8], text: str, at: tuple[int, int], capital_px: float, thick: int) -> None:
        cv2, (left, base), plain = quiet_cv2(), at, _plain(text)
        shown, scale = _shown(plain), capital_px / STROKE_CAPITAL_PX
        cv2.putText(canvas, shown, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
        for place, sign in enumerate(plain):
            if sign not in "±°":
                continue
            start, end = (left + self._width_of_plain(shown[:upto], capital_px) for upto in (place, place + 1))
            if sign == "±":
                inset = round(0.15 * (end - start))
                cv2.line(canvas, (start + inset, base), (end - inset, base), 255, thick, cv2.LINE_AA)
            else:
                centre = (start + round(0.3 * capital_px), base - round(0.8 * capital_px))
                cv2.circle(canvas, centre, max(1, round(0.17 * capital_px)), 255, thick, cv2.LINE_AA)

    def _width_of_plain(self, shown: str, capital_px: float) -> int:
        cv2, scale = quiet_cv2(), capital_px / STROKE_CAPITAL_PX
        return int(cv2.getTextSize(shown, cv2.FONT_HERSHEY_SIMPLEX, scale, _stroke_px(capital_px))[0][0])


def _stroke_px(capital_px: float) -> int:
    return max(1, round(capital_px / 9))


def _shown(plain: str) -> str:
    """The letters that stand for the drawn signs."""
    return plain.replace("±", "+").replace("°", " ")


def _plain(text: str) -> str:
    return "".join(sign if sign in "±°" else _without_accent(sign) for sign in text.translate(PLAIN))


def _without_accent(sign: str) -> str:
    """A letter without its accent; "?" where that is not ASCII."""
    bare = unicodedata.normalize("NFKD", sign)[:1]
    return bare if bare.isascii() else "?"
