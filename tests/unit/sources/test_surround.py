"""Bars round a film, and that everything is measured as without them."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from hingecheck.core.types import Frame
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.pose.litert.source import LiteRTPoses
from hingecheck.sources.video.background import BackgroundLook, BackgroundReader, background_of, inner_of
from hingecheck.sources.video.frames import open_frames
from hingecheck.sources.video.surround import EVERY, FIRST, Inner, SurroundWatch, without_bars

from .conftest import REPO

WIDE, HIGH, BAR = 202, 360, 219


def film(seed: int = 0) -> np.ndarray:
    """A portrait picture of blots, as a camera's: soft, with a little noise [shape=(HIGH, WIDE, 3)]."""
    rng = np.random.default_rng(seed)
    blots = quiet_cv2().resize(rng.uniform(20, 235, (24, 14, 3)).astype(np.float32), (WIDE, HIGH))
    return np.clip(blots + rng.normal(0.0, 3.0, blots.shape), 0, 255).astype(np.uint8)


def barred(rgb: np.ndarray, kind: str) -> np.ndarray:
    """The picture in the middle of a wide one."""
    cv2 = quiet_cv2()
    if kind == "blurred":
        across = cv2.resize(rgb, (WIDE + 2 * BAR, HIGH))
        whole = cv2.GaussianBlur(across, (0, 0), 20.0) // 2
    else:
        whole = np.full((HIGH, WIDE + 2 * BAR, 3), {"black": 0, "grey": 128, "white": 255}[kind], np.uint8)
    whole[:, BAR : BAR + WIDE] = rgb
    return np.asarray(whole)


@pytest.mark.parametrize("kind", ["black", "grey", "white", "blurred"])
def test_bars_aside_and_above_are_left_out(kind: str) -> None:
    wide = barred(film(), kind)
    assert without_bars(wide) == pytest.approx((BAR, 0, BAR + WIDE, HIGH), abs=1)
    high = np.ascontiguousarray(wide.transpose(1, 0, 2))
    assert without_bars(high) == pytest.approx((0, BAR, HIGH, BAR + WIDE), abs=1)


def test_what_is_drawn_at_the_edges_is_no_bar() -> None:
    """A plain wall on both sides without a border, doors as alike as bars, and bars on one side alone."""
    rgb = film()
    assert without_bars(rgb) == (0, 0, WIDE, HIGH)
    fading = np.linspace(0.0, 1.0, 60)[None, :, None]
    wall = rgb.astype(float)
    wall[:, :60] = 128 * (1 - fading) + fading * wall[:, 59:60]
    wall[:, -60:] = 128 * fading + (1 - fading) * wall[:, -60:-59]
    assert without_bars(wall.astype(np.uint8)) == (0, 0, WIDE, HIGH)
    doors = film(1)
    doors[:, :50] //= 3
    doors[:, -50:] //= 3
    assert without_bars(doors) == (0, 0, WIDE, HIGH)
    one_side = barred(film(), "black")[:, : BAR + WIDE]
    assert without_bars(one_side) == (0, 0, BAR + WIDE, HIGH)


@pytest.mark.parametrize("size", [(1, 1), (2, 40), (16, 16), (32, 32), (33, 200), (200, 33)])
def test_small_pictures_are_taken_whole_or_in_part(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    for narrow in (0, 1, 4, 9, 14):
        rgb = rng.integers(0, 255, (*size, 3)).astype(np.uint8)
        rgb[:, :narrow] = rgb[:, max(size[1] - narrow, 0) :] = 0
        left, top, right, bottom = SurroundWatch().inner(rgb)
        assert 0 <= left < right <= size[1]
        assert 0 <= top < bottom <= size[0]


def test_bars_are_looked_for_again_and_forgotten_where_a_film_fills_the_picture() -> None:
    watch = SurroundWatch()
    whole = (0, 0, WIDE + 2 * BAR, HIGH)
    title, bars = film(2)[:, :1].repeat(WIDE + 2 * BAR, axis=1), barred(film(), "black")
    inner = [watch.inner(title) for _ in range(EVERY)]
    assert set(inner) == {Inner(*whole)}
    assert watch.inner(bars) == pytest.approx((BAR, 0, BAR + WIDE, HIGH), abs=1)
    assert {watch.inner(np.zeros_like(bars)) for _ in range(EVERY)} == {watch.inner(bars)}  # a blink
    wall = np.full_like(bars, 128)  # plain at its sides, and no border
    wall[:, BAR + 40 : BAR + 160] = film(4)[:, 40:160]
    wall = np.asarray(quiet_cv2().GaussianBlur(wall, (0, 0), 12.0))
    assert [watch.inner(wall) for _ in range(EVERY)][-1] == whole
    assert [watch.inner(bars) for _ in range(EVERY)][-1] == pytest.approx((BAR, 0, BAR + WIDE, HIGH), abs=1)
    larger = np.tile(film(3), (2, 6, 1))
    assert watch.inner(larger) == (0, 0, larger.shape[1], larger.shape[0])
    assert [watch.inner(bars) for _ in range(EVERY)][-1] == pytest.approx((BAR, 0, BAR + WIDE, HIGH), abs=1)
    filled = np.tile(film(3), (1, 4, 1))[:, : WIDE + 2 * BAR]
    assert [watch.inner(filled) for _ in range(EVERY)][-1] == whole


def test_the_cameras_way_is_the_same_with_bars() -> None:
    """A film that pans, and one that stands, in bars that stand."""
    wall = np.tile(film(), (1, 2, 1))
    for shift in (0, 2):
        readers, looks = (BackgroundReader(), BackgroundReader()), ([], [])
        for index in range(6):
            seen = np.ascontiguousarray(wall[:, index * shift :][:, :WIDE])
            for reader, mine, rgb in zip(readers, looks, (seen, barred(seen, "black")), strict=True):
                mine.append(reader.look(Frame(index, index / 30.0, rgb), ()))
        alone, with_bars = looks
        assert inner_of(alone) is None
        assert inner_of(with_bars) == pytest.approx((BAR, 0.0, BAR + WIDE, HIGH), abs=1)
        steps, others = background_of(alone).steps, background_of(with_bars).steps
        known = np.isfinite(steps).all(axis=1)
        assert known.sum() >= 3
        assert np.array_equal(known, np.isfinite(others).all(axis=1))
        for one, other in zip(steps[known], others[known], strict=True):
            at = complex(WIDE / 2, HIGH / 2)
            there, there_too = (
                complex(*step[:2]) * (at + corner) + complex(*step[2:]) - corner
                for step, corner in ((one, 0.0), (other, BAR))
            )
            assert there_too == pytest.approx(there, abs=0.1)
            assert there.real - at.real == pytest.approx(-shift, abs=0.3)


def test_of_clips_of_different_shapes_on_one_canvas_all_is_the_films_own_picture() -> None:
    wide, high = BackgroundLook((0.0, 100.0, 640.0, 460.0)), BackgroundLook((170.0, 0.0, 470.0, 560.0))
    assert inner_of([wide] * 60 + [high] * 40) is None  # together they reach to all edges
    assert inner_of([wide] * 97 + [high] * 3) == wide.inner_px  # a slip
    assert inner_of([high] * 10) == high.inner_px
    assert inner_of([]) is None
    ever_others = [BackgroundLook((float(at), 0.0, 640.0, 480.0)) for at in range(5, 45)]
    assert inner_of(ever_others) == (5.0, 0.0, 640.0, 480.0)


@pytest.mark.model
def test_a_lifter_in_a_barred_film_is_who_she_is_without_bars() -> None:
    some = list(islice(open_frames(REPO / "sample_videos" / "deadlift-clean.mp4").frames(30.0), FIRST + 2))
    people, barred_people = [], []
    with LiteRTPoses() as alone, LiteRTPoses() as with_bars:
        for one in some:
            padded = np.pad(one.rgb, ((0, 0), (150, 150), (0, 0)), constant_values=16)
            people.append(alone.people(one)[0])
            barred_people.append(with_bars.people(Frame(one.index, one.time_s, padded, one.scale))[0])
    for person, other in zip(people, barred_people, strict=True):
        shifted = other.image_px - np.multiply((150, 0), some[0].scale)
        assert shifted == pytest.approx(person.image_px, abs=1e-6)
        assert other.world_m == pytest.approx(person.world_m, abs=1e-6)
        outline_px = other.outline_px - np.multiply((150, 0), some[0].scale)
        assert outline_px == pytest.approx(person.outline_px, abs=1e-6, nan_ok=True)
