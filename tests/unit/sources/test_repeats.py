"""Recordings that show each picture several times."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.sources.video.repeats import REPEATS, RepeatReader

ROOM = np.random.default_rng(3).integers(0, 255, (72, 128, 3))


def problems(*places_px: float, noise: float = 1.0) -> tuple[str, ...]:
    """What is said of frames in which a bright body has moved down to these places."""
    rng, reader = np.random.default_rng(7), RepeatReader()
    for place_px in places_px:
        picture = ROOM + rng.normal(0.0, noise, ROOM.shape)
        picture[int(place_px) : int(place_px) + 20, 40:90] = 220.0
        reader.add(np.clip(picture, 0, 255).astype(np.uint8))
    return reader.problems


LOWERED = 20.0 - 18.0 * np.cos(np.arange(120) / 120 * 4 * np.pi)  #: two reps in four seconds


@pytest.mark.parametrize("each", [2, 3, 4, 5])
def test_pictures_shown_several_times_are_said(each: int) -> None:
    assert problems(*np.repeat(LOWERED[::each], each)) == (REPEATS,)


def test_a_repeat_now_and_then_is_said_to_be_none() -> None:
    held = np.arange(len(LOWERED)) - (np.arange(len(LOWERED)) % 5 == 4)  # 24 frames a second as 30
    assert problems(*LOWERED[held]) == ()


def test_smooth_motion_and_somebody_who_stands_still_repeat_nothing() -> None:
    assert problems(*LOWERED) == problems(*[2.0] * 120) == ()


def test_cuts_are_no_repeats() -> None:
    assert problems(*np.where(np.arange(120) < 60, LOWERED, 50.0)) == ()


def test_few_frames_and_other_sizes_say_nothing() -> None:
    reader = RepeatReader()
    assert reader.problems == ()
    for row, high in enumerate([20, 40] * 15):
        reader.add(np.full((high, 64, 3), row, np.uint8))
    assert reader.problems == ()
