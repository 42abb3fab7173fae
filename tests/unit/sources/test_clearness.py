"""Pictures out of focus, or still in the dark, are known by how little detail they show round the lifter."""

from __future__ import annotations

import numpy as np

from hingecheck.core.types import Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.clearness import clearness_problems, detail_round, unclear_frames

LIFTER = Person(np.random.default_rng(1).uniform([200, 60], [400, 320], (33, 2)), np.ones(33), np.zeros((33, 3)))
SHARP = np.random.default_rng(2).integers(0, 255, (45, 80, 3), dtype=np.uint8).repeat(8, axis=0).repeat(8, axis=1)
BLURRED = quiet_cv2().GaussianBlur(SHARP, (0, 0), 8.0)
DARK = SHARP // 8
SOFT = quiet_cv2().GaussianBlur(SHARP, (0, 0), 1.0)


def details(*pictures: np.ndarray) -> np.ndarray:
    return np.array([detail_round(Frame(row, row / 30.0, one), (LIFTER,)) for row, one in enumerate(pictures)])


def unclear(*pictures: np.ndarray, cuts: tuple[int, ...] = ()) -> np.ndarray:
    return unclear_frames(details(*pictures), cuts)


def test_what_is_out_of_focus_or_dark_for_a_moment_is_unclear() -> None:
    detail = details(*[DARK] * 3, *[SHARP] * 20, *[BLURRED] * 4, *[SOFT] * 4)
    found = unclear_frames(detail, ())
    assert np.flatnonzero(found).tolist() == [0, 1, 2, 23, 24, 25, 26]
    (line,) = clearness_problems(detail, found)
    assert line.startswith("in 23% of the frames")


def test_a_soft_film_is_as_clear_as_it_is() -> None:
    detail = details(*[BLURRED] * 30)
    assert not unclear_frames(detail, ()).any()
    assert clearness_problems(detail, unclear_frames(detail, ())) == ()


def test_each_scene_is_compared_with_itself() -> None:
    both = [*[SHARP] * 40, *[BLURRED] * 15]
    assert unclear(*both).sum() == 15
    assert not unclear(*both, cuts=(40,)).any()


def test_where_nobody_is_seen_nothing_is_unclear() -> None:
    detail = [detail_round(Frame(row, row / 30.0, SHARP), () if row < 4 else (LIFTER,)) for row in range(20)]
    assert np.isnan(detail[:4]).all()
    assert not unclear_frames(np.array(detail), ()).any()
