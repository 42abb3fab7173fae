"""Recordings that show each picture several times."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.sources.video.repeats import REPEATS, SHARE, STILL, STILL_SHARE, RepeatReader, jumping_share

ROOM = np.random.default_rng(3).integers(0, 255, (72, 128, 3))


def picture(place_px: float, noise: np.ndarray) -> np.ndarray:
    """A bright body, moved down so far, before the room."""
    rows = np.arange(len(ROOM))
    cover = np.clip(rows - place_px + 1.0, 0.0, 1.0) * np.clip(place_px + 20.0 - rows, 0.0, 1.0)
    share = np.zeros(ROOM.shape)
    share[:, 40:90] = cover[:, None, None]
    return np.asarray(np.clip((1.0 - share) * (ROOM + noise) + 220.0 * share, 0, 255).astype(np.uint8))


def problems(*places_px: float, noise: float = 1.0) -> tuple[str, ...]:
    """What is said of frames in which a bright body has moved down to these places; a repeat has the same noise."""
    rng, reader, last_px, grain = np.random.default_rng(7), RepeatReader(), np.nan, np.zeros(ROOM.shape)
    for place_px in places_px:
        if place_px != last_px:
            grain, last_px = rng.normal(0.0, noise, ROOM.shape), place_px
        reader.add(picture(place_px, grain))
    return reader.problems


LOWERED = 20.0 - 18.0 * np.cos(np.arange(120) / 120 * 4 * np.pi)  #: two reps in four seconds


@pytest.mark.parametrize("each", [2, 3, 4, 5])
def test_pictures_shown_several_times_are_said(each: int) -> None:
    assert problems(*np.repeat(LOWERED[::each], each)) == (REPEATS,)


def test_words_that_come_and_go_at_the_lower_edge_are_no_repeats() -> None:
    reader, rng = RepeatReader(), np.random.default_rng(7)
    for row, place_px in enumerate([*LOWERED[:60], *[2.0] * 60]):
        shown = picture(place_px, rng.normal(0.0, 0.05, ROOM.shape))
        if row // 10 % 2:
            shown[60:72, 4:124] = 0
        reader.add(shown)
    changes = np.array(reader._changes).mean(axis=1)
    assert jumping_share(changes) >= SHARE
    assert np.quantile(changes, STILL) < STILL_SHARE * changes.mean()
    assert reader.problems == ()


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


@pytest.mark.parametrize("every", [6, 8, 10])
def test_key_frames_of_a_strong_encoder_are_no_repeats(every: int) -> None:
    reader, rng = RepeatReader(), np.random.default_rng(11)
    for row, place_px in enumerate(LOWERED):
        if row % every == 0:  # all that was left out since the last one comes at once
            grain = rng.normal(0.0, 9.0, ROOM.shape)
        reader.add(picture(place_px, grain))
    assert jumping_share(np.array(reader._changes).mean(axis=1)) >= SHARE
    assert reader.problems == ()


def test_what_is_said_is_true_of_a_slowed_film_too() -> None:
    said = str(REPEATS)
    assert "light" in said
    assert "slowed" in said
    assert "--speed" in said
