"""One view that is suddenly shown otherwise, and what is another."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.apps.watching import Looking, Seen
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.background import background_of
from hingecheck.sources.video.few_points import few_points
from hingecheck.sources.video.same_view import same_view

from .test_background import HEIGHT, WIDTH, frame, seen, somebody

ALL = np.ones((HEIGHT, WIDTH), dtype=bool)


def gray(rgb: np.ndarray) -> np.ndarray:
    return np.asarray(quiet_cv2().cvtColor(rgb, quiet_cv2().COLOR_RGB2GRAY))


def other_room() -> np.ndarray:
    noise = np.random.default_rng(11).uniform(0, 255, (40, 70)).astype(np.float32)
    wall = quiet_cv2().resize(noise, (WIDTH, HEIGHT), interpolation=quiet_cv2().INTER_CUBIC)
    return np.repeat(wall.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def captioned(rgb: np.ndarray) -> np.ndarray:
    """With lines of text above and below the film."""
    out = rgb.copy()
    for line, y in enumerate((30, 60, 330, 350)):
        quiet_cv2().putText(out, f"LINE {line} of a caption that stays", (20, y), 0, 0.9, (255, 255, 255), 2)
    return out


@pytest.mark.parametrize(("zoom", "shift"), [(1.3, (0.0, 0.0)), (0.8, (20.0, -10.0)), (1.0, (120.0, 0.0))])
def test_a_view_cropped_otherwise_is_the_same(zoom: float, shift: tuple[float, float]) -> None:
    matrix = same_view((gray(seen()), ALL), (gray(seen(zoom=zoom, shift=shift)), ALL))
    assert matrix is not None
    assert np.hypot(*matrix[:, 0]) == pytest.approx(zoom, rel=0.01)
    middle = np.array([WIDTH / 2, HEIGHT / 2, 1.0])
    assert matrix @ middle - middle[:2] == pytest.approx(shift, abs=2.0)


@pytest.mark.parametrize("lighter", [0.5, 1.6])
def test_so_is_one_that_is_lighter_or_darker(lighter: float) -> None:
    changed = np.clip(seen() * lighter, 0, 255).astype(np.uint8)
    matrix = same_view((gray(seen()), ALL), (gray(changed), ALL))
    assert matrix is not None
    assert matrix[:, :2] == pytest.approx(np.eye(2), abs=0.01)
    assert matrix[:, 2] == pytest.approx(np.zeros(2), abs=0.5)


def test_another_room_is_not_also_under_the_same_captions() -> None:
    assert same_view((gray(seen()), ALL), (gray(other_room()), ALL)) is None
    assert same_view((gray(captioned(seen())), ALL), (gray(captioned(other_room())), ALL)) is None
    assert same_view((gray(seen()), ALL), (gray(np.full_like(seen(), 90)), ALL)) is None


def looked(pictures: list[np.ndarray]) -> list[Seen]:
    looking, people = Looking(), (somebody(300.0, 80.0),)
    return [looking.look(few_points(rgb), frame(rgb, row), people) for row, rgb in enumerate(pictures)]


def test_a_punch_in_is_a_step_of_the_camera_in_that_frame_and_no_scene() -> None:
    found = looked([seen()] * 20 + [seen(zoom=1.3)] * 20 + [seen()] * 20)
    assert all(one.mixed is None for one in found)
    steps = background_of([one.room for one in found]).steps
    zooms = np.hypot(steps[:, 0], steps[:, 1])
    assert zooms[20] == pytest.approx(1.3, rel=0.01)
    assert zooms[40] == pytest.approx(1.0 / 1.3, rel=0.01)
    calm = np.delete(zooms, [20, 40])
    assert calm[np.isfinite(calm)] == pytest.approx(1.0, abs=1e-3)


def test_another_room_is_another_scene() -> None:
    found = looked([seen()] * 20 + [other_room()] * 20)
    assert [row for row, one in enumerate(found) if one.mixed is not None] == [20]


def test_after_black_it_is_another_scene_though_the_picture_before_was_black_too() -> None:
    black = np.zeros_like(seen())
    found = looked([seen()] * 20 + [black] * 5 + [other_room()] * 20)
    assert [row for row, one in enumerate(found) if one.mixed is not None] == [25]


def faded(first: np.ndarray, second: np.ndarray, frames: int = 12) -> list[np.ndarray]:
    shares = np.linspace(0.0, 1.0, frames + 2)[1:-1]
    between = [np.rint((1.0 - share) * first + share * second).astype(np.uint8) for share in shares]
    return [first] * 30 + between + [second] * 30


def test_a_fade_into_a_closer_crop_is_another_scene_whose_mixed_pictures_are_nobodys() -> None:
    (row,) = [row for row, one in enumerate(looked(faded(seen(), seen(zoom=1.3)))) if one.mixed]
    assert row == pytest.approx(42, abs=3)


def test_a_camera_that_grows_darker_for_a_while_is_in_one_scene() -> None:
    lit, dark = seen(), np.rint(0.45 * seen()).astype(np.uint8)
    assert all(one.mixed is None for one in looked(faded(lit, dark)))


@pytest.mark.parametrize("before", [20, 21, 22])
def test_up_to_a_punch_in_a_camera_that_stands_is_known_to_stand(before: int) -> None:
    steps = background_of([one.room for one in looked([seen()] * before + [seen(zoom=1.3)] * 10)]).steps
    assert np.isfinite(steps[1 : before + 5]).all()
    assert np.hypot(steps[before, 0], steps[before, 1]) == pytest.approx(1.3, rel=0.01)


def test_a_film_whose_bars_go_is_not_told_the_same_size() -> None:
    small = np.zeros_like(seen())
    small[HEIGHT // 4 : 3 * HEIGHT // 4, WIDTH // 4 : 3 * WIDTH // 4] = seen()[::2, ::2]
    for count in (40, 60):
        found = looked([small] * count + [seen()] * 20)
        steps = background_of([one.room for one in found]).steps[count]
        zoom = float(np.hypot(*steps[:2]))
        assert found[count].mixed is not None or not np.isfinite(zoom) or zoom == pytest.approx(2.0, rel=0.02)
