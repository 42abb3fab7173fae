"""One drawn picture: odd sizes, letters at the edge, and the strip."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.pictures.figure import Figure
from hingecheck.drawing.annotated_frame import AMBER, Scene, canvas_size, draw_scene
from hingecheck.drawing.lettering import INK, width_of, write

QUIET = Scene(Figure((), np.empty((0, 2)), None), np.empty((0, 2)), (), 1.0, (), "", "")
GREY = 90


@pytest.mark.parametrize("size", [(361, 639), (640, 360), (37, 41)])
def test_any_size_becomes_even_and_the_picture_stays(size: tuple[int, int]) -> None:
    width, height = size
    drawn = draw_scene(np.full((height, width, 3), GREY, np.uint8), QUIET, size)
    assert drawn.shape[1::-1] == canvas_size(width, height)
    assert (drawn.shape[0] % 2, drawn.shape[1] % 2) == (0, 0)
    assert (drawn[height // 2 : height] == GREY).all()
    assert (drawn[height:] == INK).all()


def test_a_fault_fills_the_strip_and_then_leaves_it() -> None:
    rgb = np.full((360, 640, 3), GREY, np.uint8)
    told = draw_scene(rgb, replace(QUIET, heading="Knee dominant", cue="Sit the hips back."), (640, 360))
    assert (told[-1, 0] == AMBER).all()
    assert (told[360:] == 255).all(axis=2).sum() > 200
    assert (draw_scene(rgb, QUIET, (640, 360))[360:] == INK).all()


def test_letters_reach_no_further_than_their_width() -> None:
    picture = np.zeros((60, 400, 3), np.uint8)
    write(picture, "hip 87° ± 4°", (20, 40), 14.0)
    columns = np.flatnonzero((picture > 128).any(axis=(0, 2)))
    assert 18 <= columns[0] <= 30
    assert columns[-1] == pytest.approx(20 + width_of("hip 87° ± 4°", 14.0), abs=6)


@pytest.mark.parametrize("at", [(-30, 20), (80, 20), (20, -3), (20, 70), (-500, -500), (500, 500)])
def test_letters_are_cut_at_the_edge(at: tuple[int, int]) -> None:
    picture = np.full((64, 100, 3), GREY, np.uint8)
    write(picture, "lowering", at, 14.0)
    inside = abs(at[0]) < 200
    assert (picture != GREY).any() == inside


@pytest.mark.parametrize(("hip", "knee"), [(180, 182), (180, 180), (358, 357), (120, 200), (180, 30)])
def test_angles_of_joints_that_are_level_do_not_lie_on_each_other(hip: int, knee: int) -> None:
    rgb = np.full((360, 640, 3), GREY, np.uint8)
    angles = [(np.array([300.0, hip]), "hip 97° ± 8°"), (np.array([290.0, knee]), "knee 106° ± 6°")]
    drawn = draw_scene(rgb, replace(QUIET, angles=angles, facing=-1.0), (640, 360))[:360]
    alone = [draw_scene(rgb, replace(QUIET, angles=[one], facing=-1.0), (640, 360))[:360] for one in angles]
    white = [int((picture == 255).all(axis=2).sum()) for picture in (drawn, *alone)]
    assert white[0] == pytest.approx(white[1] + white[2], rel=0.02)  # nothing is covered
