"""A picture that is too dark is said to be, a dark room with a lifter in the light is not."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.types import Frame, Person
from hingecheck.sources.video.brightness import DARK, SHAPE, BrightnessReader


def seen(*pictures: np.ndarray, people: tuple[Person, ...] = ()) -> BrightnessReader:
    """A reader that was shown a picture a second."""
    reader = BrightnessReader()
    for second, picture in enumerate(pictures):
        reader.add(Frame(second, float(second), picture), people)
    return reader


def plain(level: int) -> np.ndarray:
    return np.full((360, 640, 3), level, np.uint8)


@pytest.mark.parametrize(("level", "said"), [(20, (DARK,)), (45, (DARK,)), (60, ()), (200, ())])
def test_a_dark_picture_is_said_to_be(level: int, said: tuple[str, ...]) -> None:
    assert seen(plain(level), plain(level)).problems == said


@pytest.mark.parametrize(("wall", "lifter", "said"), [(54, 56, (DARK,)), (54, 90, ()), (90, 56, ())])
def test_a_dim_picture_is_dark_where_the_lifter_is_dim_too(wall: int, lifter: int, said: tuple[str, ...]) -> None:
    room = plain(wall)
    room[:, 240:262] = lifter
    assert seen(room, room, people=(standing(200.0),)).problems == said


def test_noise_makes_a_dark_picture_no_brighter() -> None:
    noise = np.random.default_rng(5).integers(0, 80, (360, 640, 3)).astype(np.uint8)
    assert seen(noise).problems == (DARK,)


def test_a_lamp_on_the_lifter_is_light_enough() -> None:
    lit = plain(5)
    lit[60:300, 200:400] = 120
    assert seen(lit).problems == ()


def test_a_title_in_the_dark_makes_no_dark_film() -> None:
    assert seen(plain(0), plain(120), plain(120)).problems == ()


def test_black_parts_longer_than_the_lift_make_no_dark_film() -> None:
    """Who is found in no picture of them is not in the dark there; in a room where nobody is found she may be."""
    reader = BrightnessReader()
    body = Person(np.full((33, 2), 100.0), np.ones(33), np.zeros((33, 3)))
    for second in range(20):
        lifts = 4 <= second < 8
        reader.add(Frame(second, float(second), plain(120 if lifts else 5)), (body,) if lifts else ())
    assert reader.problems == ()
    assert seen(*[plain(5)] * 20).problems == (DARK,)


def test_nothing_seen_is_nothing_said() -> None:
    assert BrightnessReader().problems == ()


def standing(left_px: float) -> Person:
    """Somebody a hundred pixels wide and 300 high, all her landmarks along two lines."""
    places = np.linspace(0.0, 1.0, 33)[:, None] * [100.0, 300.0] + [left_px, 30.0]
    return Person(places, np.ones(33), np.zeros((33, 3)))


@pytest.mark.parametrize(("level", "said"), [(10, (SHAPE,)), (60, ())])
def test_a_dark_shape_before_a_lit_wall_is_said_to_be_one(level: int, said: tuple[str, ...]) -> None:
    wall = plain(150)
    wall[:, 190:320] = level
    assert seen(wall, wall, people=(standing(200.0),)).problems == said


def test_who_is_outside_the_picture_is_no_dark_shape() -> None:
    assert seen(plain(150), people=(standing(900.0),)).problems == ()
