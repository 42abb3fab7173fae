"""Pictures out of focus, or still in the dark, are known by how little detail they show round the lifter."""

from __future__ import annotations

import numpy as np

from hingecheck.core.types import Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.clearness import ClearnessReader

LIFTER = Person(np.random.default_rng(1).uniform([200, 60], [400, 320], (33, 2)), np.ones(33), np.zeros((33, 3)))
SHARP = np.random.default_rng(2).integers(0, 255, (45, 80, 3), dtype=np.uint8).repeat(8, axis=0).repeat(8, axis=1)
BLURRED = quiet_cv2().GaussianBlur(SHARP, (0, 0), 8.0)
DARK = SHARP // 8
SOFT = quiet_cv2().GaussianBlur(SHARP, (0, 0), 1.0)


def shown(*pictures: np.ndarray, cut_at: int | None = None) -> ClearnessReader:
    reader = ClearnessReader()
    for row, picture in enumerate(pictures):
        if row == cut_at:
            reader.cut()
        reader.add(Frame(row, row / 30.0, picture), (LIFTER,))
    return reader


def test_what_is_out_of_focus_or_dark_for_a_moment_is_unclear() -> None:
    reader = shown(*[DARK] * 3, *[SHARP] * 20, *[BLURRED] * 4, *[SOFT] * 4)
    assert np.flatnonzero(reader.unclear()).tolist() == [0, 1, 2, 23, 24, 25, 26]
    (line,) = reader.problems
    assert line.startswith("in 23% of the frames")


def test_a_soft_film_is_as_clear_as_it_is() -> None:
    assert not shown(*[BLURRED] * 30).unclear().any()
    assert shown(*[BLURRED] * 30).problems == ()


def test_each_scene_is_compared_with_itself() -> None:
    both = [*[SHARP] * 40, *[BLURRED] * 15]
    assert shown(*both).unclear().sum() == 15
    assert not shown(*both, cut_at=40).unclear().any()


def test_where_nobody_is_seen_nothing_is_unclear() -> None:
    reader = ClearnessReader()
    for row in range(20):
        reader.add(Frame(row, row / 30.0, SHARP), () if row < 4 else (LIFTER,))
    assert not reader.unclear().any()
