"""A clip to send: the right rep, H.264, small, and plain words where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from hingecheck.apps.annotate import Artist
from hingecheck.apps.check import report_on
from hingecheck.apps.clip import AROUND_S, CLIP_PX, LAST_S, check_clip, write_clip
from hingecheck.apps.recording import load_recording
from hingecheck.errors import ConfigError, NothingMeasuredError
from hingecheck.sources.video.browser import BrowserFilm, browser_film
from hingecheck.sources.video.frames import open_frames

SAMPLES = Path(__file__).parents[3] / "sample_videos"
POSES = Path(__file__).parents[2] / "golden" / "samples"
NAME = "rdl-lumbar-rounding"


@pytest.fixture(scope="module")
def checked():
    recording = load_recording(POSES / f"{NAME}.npz")
    return report_on(recording), recording


@pytest.mark.parametrize("clip", ["worst", "1"])
def test_a_rep_from_before_its_start_to_after_its_end(checked, tmp_path: Path, clip: str) -> None:
    report, recording = checked
    path = tmp_path / "clip.mp4"
    rep = write_clip(report, recording, SAMPLES / f"{NAME}.mp4", path, clip)
    worst = Artist(report, recording, (640, 360)).commentary.worst()
    assert worst is not None
    assert rep.index == (worst.rep if clip == "worst" else 1)
    assert isinstance(browser_film(path), BrowserFilm)
    assert path.stat().st_size < 1_000_000
    film = open_frames(path)
    times = [frame.time_s for frame in film.frames(None)]
    assert max(film.width, film.height) <= CLIP_PX
    length_s = min(rep.end_s + AROUND_S, report.source.duration_s) - max(rep.start_s - AROUND_S, 0)
    assert times[-1] == pytest.approx(length_s, abs=0.1)
    assert film.duration_s <= length_s + LAST_S + 0.2


def test_no_such_rep(checked, tmp_path: Path) -> None:
    with pytest.raises(NothingMeasuredError, match="no rep 9; its reps are 1 to 3"):
        write_clip(*checked, SAMPLES / f"{NAME}.mp4", tmp_path / "clip.mp4", "9")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("clip", ["0", "-1", "best", "", "1.5", "²"])
def test_what_is_no_rep_is_told_before_the_work(clip: str) -> None:
    with pytest.raises(ConfigError, match="'worst', or the number"):
        check_clip(clip)
