"""Single frames out of a recording, and figures drawn onto them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from hingecheck.core.pictures.figure import Bone, Figure, HingeMark
from hingecheck.core.pictures.keyframes import Box
from hingecheck.drawing.figures import NEAR, Tile, contact_sheet, draw_figure
from hingecheck.errors import InputError
from hingecheck.sources.video.frames import open_frames
from hingecheck.sources.video.keyframes import read_pictures


def decoded(jpeg: bytes) -> Any:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def test_chosen_frames_are_those_of_reading_it_all(clips: Any) -> None:
    path, times = clips.variable()
    every = {frame.index: frame for frame in open_frames(path).frames(None)}
    source = open_frames(path)
    chosen = list(source.chosen({3, 31, 40}))
    assert [frame.index for frame in chosen] == [3, 31, 40]
    for frame in chosen:
        assert frame.time_s == pytest.approx(times[frame.index], abs=1e-3)
        np.testing.assert_array_equal(frame.rgb, every[frame.index].rgb)
    assert source.frames_read == 41  # it stops after the last
    assert not source.problems
    assert list(open_frames(path).chosen(())) == []


def test_chosen_stills(tmp_path: Path) -> None:
    for number in range(4):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((20, 30, 3), 50 * number, np.uint8))
    assert [frame.rgb.mean() for frame in open_frames(tmp_path).chosen({1, 3})] == [50, 150]


def test_pictures_are_cut_and_scaled_down(clips: Any) -> None:
    path = clips.upright()  # white upper left quarter of 160 × 96
    found = read_pictures(path, {1: (0, Box(0, 0, 80, 48)), 2: (2, Box(80, 48, 80, 48)), 3: (99, Box(0, 0, 9, 9))})
    assert sorted(found) == [1, 2]
    assert decoded(found[1]).mean() > 220
    assert decoded(found[2]).mean() < 30
    big = clips.plain(size="1280x720", frames=2)
    (jpeg,) = read_pictures(big, {1: (1, Box(0, 0, 1280, 720))}).values()
    assert decoded(jpeg).shape[:2] == (270, 480)


def test_a_lost_video_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_pictures(tmp_path / "gone.mp4", {1: (0, Box(0, 0, 10, 10))})


FIGURE = Figure(
    bones=(Bone("far", (10.0, 10.0), (10.0, 90.0)), Bone("near", (50.0, 10.0), (50.0, 90.0))),
    joints=np.array([[50.0, 10.0]]),
    hinge=HingeMark(
        np.array([[50.0, 50.0], [90.0, 50.0]]), np.array([[80.0, 50.0], [70.0, 30.0]]), (98.0, 2.0), 95, 6
    ),
)


def test_the_near_side_is_whole_and_the_far_side_dashed() -> None:
    picture = np.zeros((200, 200, 3), np.uint8)
    draw_figure(picture, FIGURE, Box(0, 0, 100, 100))
    near = (picture[40:170, 100] == NEAR).all(axis=-1)
    assert near.mean() > 0.95
    far = picture[30:170, 20, 0] > 200
    assert 0.3 < far.mean() < 0.75
    assert np.abs(np.diff(far.astype(int))).sum() >= 8


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
@pytest.mark.parametrize("count", [0, 1, 7])
def test_a_sheet_of_any_number(suffix: str, count: int) -> None:
    jpeg = bytes(cv2.imencode(".jpg", np.full((50, 50, 3), 128, np.uint8))[1])
    tiles = [Tile(jpeg if i % 2 else None, Box(0, 0, 100, 100), FIGURE, f"rep {i}") for i in range(count)]
    sheet = decoded(contact_sheet(tiles, "Deadlift", suffix))
    rows, columns = -(-count // 5), max(1, min(count, 5))
    assert sheet.shape[1] == 10 + 330 * columns
    assert sheet.shape[0] == 56 + rows * (330 if count else 10)
