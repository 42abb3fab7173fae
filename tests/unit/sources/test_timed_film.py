from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from hingecheck.drawing import h264
from hingecheck.drawing.video_writer import TimedFilm
from hingecheck.errors import ConfigError, OutputError
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


def test_the_last_picture_stays_as_long_as_told_and_colours_are_named(tmp_path: Path) -> None:
    import av

    path = tmp_path / "x.mp4"
    with TimedFilm(path, 1.0) as film:
        for place in range(40):
            film.write(grey(5 * place), place / 30)
    with av.open(str(path)) as made:
        stream = made.streams.video[0]
        assert float(stream.duration * stream.time_base) == pytest.approx(39 / 30 + 1.0, abs=0.05)
        coded = stream.codec_context
        assert (coded.pix_fmt, coded.color_primaries, coded.color_trc, coded.colorspace) == ("yuv420p", 1, 1, 6)


def film_noise(path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    with TimedFilm(path, 0.1) as film:
        for place in range(60):
            film.write(np.roll(noise, 7 * place, axis=1), place / 30)


@pytest.mark.skipif(sys.platform == "win32", reason="limits a file's size as POSIX does")
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    import resource

    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"x\.mp4: the video cannot be written \(.+\)\."):
            film_noise(tmp_path / "x.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file"):
        film_noise(tmp_path / "no" / "x.mp4")


def test_nothing_written_is_no_file(tmp_path: Path) -> None:
    with TimedFilm(tmp_path / "x.mp4", 0.1):
        pass
    assert list(tmp_path.iterdir()) == []


def test_no_encoder_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ConfigError, match=r"hingecheck\[video\]"):
        h264.import_pyav()
    monkeypatch.setitem(sys.modules, "av", SimpleNamespace(codecs_available={"h264"}))
    with pytest.raises(ConfigError, match="libx264"):
        h264.import_pyav()
