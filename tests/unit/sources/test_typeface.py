"""Both of OpenCV's faces, as far as this OpenCV has them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hingecheck.drawing.typeface import Sans, Strokes, Typeface, rim_px, typeface

FIVE = hasattr(cv2, "FontFace")  # OpenCV 5, which draws something else where it is asked for strokes
SANS = pytest.param(Sans, marks=pytest.mark.skipif(not FIVE, reason="OpenCV 4"))
STROKES = pytest.param(Strokes, marks=pytest.mark.skipif(FIVE, reason="OpenCV 5"))
EACH = pytest.mark.parametrize("kind", [STROKES, SANS])


def drawn(face: Typeface, text: str, *, rim: bool = False, capital_px: float = 40.0) -> np.ndarray:
    canvas = np.zeros((120, 400), np.uint8)
    (face.draw_rim if rim else face.draw)(canvas, text, (30, 80), capital_px)
    return canvas


def spans(canvas: np.ndarray) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of what is drawn."""
    y, x = np.nonzero(canvas > 127)
    return int(y.min()), int(y.max()) + 1, int(x.min()), int(x.max()) + 1


@EACH
def test_a_capital_is_as_high_as_asked_and_stands_on_the_base_line(kind: type[Typeface]) -> None:
    top, bottom, left, right = spans(drawn(kind(), "H"))
    assert bottom - top == pytest.approx(40, abs=6)  # a stroke has round ends
    assert bottom == pytest.approx(80, abs=3)
    assert left >= 28
    assert right <= 30 + kind().width("H", 40.0) + 2


@EACH
@pytest.mark.parametrize("sign", ["±", "°"])
def test_signs_are_drawn(kind: type[Typeface], sign: str) -> None:
    face = kind()
    assert face.width(f"4{sign}", 40.0) > face.width("4", 40.0)
    assert (drawn(face, f"4{sign}") != drawn(face, "4+" if sign == "±" else "4")).any()


@EACH
def test_the_rim_surrounds_the_letters(kind: type[Typeface]) -> None:
    ink, rim = spans(drawn(kind(), "H8")), spans(drawn(kind(), "H8", rim=True))
    reach = [abs(a - b) for a, b in zip(ink, rim, strict=True)]
    assert reach == pytest.approx([rim_px(40.0)] * 4, abs=1)


@pytest.mark.skipif(not FIVE, reason="OpenCV 4 has ASCII alone")
@pytest.mark.parametrize("letter", list("äöüßÄÖÜñáéíóú¿¡–’“„…×"))
def test_letters_of_german_and_spanish(letter: str) -> None:
    face = typeface()
    assert drawn(face, letter).any()
    assert (drawn(face, letter) != drawn(face, "?")).any()
    assert (drawn(face, letter) != drawn(face, "\u0378")).any()  # a letter that no face has


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Hüfte öffnen, groß", "Huefte oeffnen, gross"),
        ("¿Así? año", "Asi? ano"),
        ("12\u00a0% „ja“", '12 % "ja"'),
        ("日", "?"),
    ],
)
def test_strokes_write_what_they_lack_as_one_does_without_it(text: str, written: str) -> None:
    face = Strokes()
    assert (drawn(face, text) == drawn(face, written)).all()
