"""How much of a back can be told from what is behind it."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.landmarks import both
from hingecheck.core.tracking.uncertainty import DARK_SHAPE
from hingecheck.core.types import OUTLINE_POINTS, Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.back_edge import ALL_HIDDEN, BackEdgeReader, unclear_back

#: A trunk bent over by 60°, its hip on the left or the right, and a box of 120 pixels round it.
LENGTH, WIDE = 200.0, 60.0


def bent(turned: float = 1.0, leaning_deg: float = 60.0) -> Person:
    lean = np.radians(leaning_deg)
    along = np.array([turned * np.sin(lean), -np.cos(lean)])
    across = np.array([along[1], -along[0]])
    hip = np.array([320.0 - turned * 80.0, 260.0])
    image_px = np.tile(hip, (33, 1))
    for name, at in (("HIP", hip), ("SHOULDER", hip + LENGTH * along)):
        image_px[list(both(name))] = at
    corners = [(-0.5, -1.0), (-0.5, 1.0), (1.3, 1.0), (1.3, -1.0)]
    ends = np.array([hip + s * LENGTH * along + side * WIDE * across for s, side in corners])
    share = np.linspace(0.0, 4.0, OUTLINE_POINTS, endpoint=False)
    closed = np.vstack([ends, ends[:1]])
    outline = np.stack([np.interp(share, np.arange(5), closed[:, axis]) for axis in (0, 1)], axis=1)
    return Person(image_px, np.ones(33), np.zeros((33, 3)), outline)


def picture(person: Person, body: int, room: int, lit_from_px: int = 640) -> np.ndarray:
    """A body of one grey in a room of another, the room's right part lit."""
    out = np.full((400, 640, 3), room, dtype=np.uint8)
    out[:, lit_from_px:] = 220
    quiet_cv2().fillPoly(out, [np.rint(person.outline_px).astype(np.int32)], (body, body, body))
    return out


def unclear(person: Person, rgb: np.ndarray, scale: tuple[float, float] = (1.0, 1.0)) -> float | None:
    reader = BackEdgeReader()
    return unclear_back(reader.look(Frame(row, row / 10.0, rgb, scale), (person,)) for row in range(10))


@pytest.mark.parametrize("turned", [1.0, -1.0])
def test_dark_clothes_before_a_dark_wall_have_no_edge(turned: float) -> None:
    person = bent(turned)
    assert unclear(person, picture(person, 34, 38)) == ALL_HIDDEN
    assert unclear(person, picture(person, 34, 120)) == 0.0


def test_a_dark_shape_before_what_is_lit_is_one() -> None:
    person = bent()
    assert unclear(person, picture(person, 12, 200)) == DARK_SHAPE
    assert unclear(person, picture(person, 120, 124)) == ALL_HIDDEN


def test_half_a_back_before_a_window_is_half_hidden() -> None:
    person = bent()
    assert unclear(person, picture(person, 34, 38, lit_from_px=300)) == pytest.approx(0.5, abs=0.25)


def test_a_picture_that_was_made_smaller_says_the_same() -> None:
    person = bent()
    small = quiet_cv2().resize(picture(person, 34, 38, lit_from_px=300), (320, 200), interpolation=0)
    whole = unclear(person, picture(person, 34, 38, lit_from_px=300))
    assert unclear(person, small, (2.0, 2.0)) == pytest.approx(whole, abs=0.1)


def test_who_stands_or_has_no_outline_says_nothing() -> None:
    upright, plain = bent(leaning_deg=10.0), bent()
    assert unclear(upright, picture(upright, 30, 34)) is None
    rgb = picture(plain, 30, 34)
    assert unclear(Person(plain.image_px, plain.visibility, plain.world_m), rgb) is None
    assert unclear(plain, np.zeros_like(rgb)) is None
