from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hingecheck.drawing import h264
from hingecheck.drawing.video_writer import TimedFilm
from hingecheck.errors import ConfigError
from hingecheck.sources.video.frames import open_frames

TIMES_S = (0.0, 0.033, 0.05, 0.1, 0.2, 0.21, 0.3)


def grey(level: int) -> np.ndarray:
    return np.full((48, 64, 3), level, np.uint8)


def test_every_picture_keeps_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    with TimedFilm(path, 0.1) as film:
        for place, time_s in enumerate(TIMES_S):
            film.write(grey(30 * place + 20), time_s)
    frames = list(open_frames(path).frames(None))
    assert [frame.time_s for frame in frames] == pytest.approx(TIMES_S, abs=1e-3)
    assert [frame.rgb.mean() for frame in frames] == pytest.approx([30 * k + 20 for k in range(7)], abs=4)
    assert b"avc1" in path.read_bytes()
    assert path.read_bytes().index(b"moov") < path.read_bytes().index(b"mdat")
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with TimedFilm(tmp_path / "x.mp4", 0.1) as film:
            film.write(grey(20), 0.0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_no_ffmpeg_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(h264.shutil, "which", lambda name: None)
    monkeypatch.setitem(__import__("sys").modules, "imageio_ffmpeg", None)
    with pytest.raises(ConfigError, match=r"hingecheck\[video\]"):
        h264.ffmpeg()
