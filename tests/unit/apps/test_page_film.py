"""Where a page's film comes from: inside, beside, copied, or told why not."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from display_matrix import turned
from hingecheck.apps import page_film
from hingecheck.apps.check import report_on
from hingecheck.apps.page_film import playing, write_small
from hingecheck.apps.recording import load_recording
from hingecheck.core.types import Unavailable
from hingecheck.reports.player import PageFilm, Playing
from hingecheck.sources.video.browser import BrowserFilm, browser_film
from hingecheck.sources.video.frames import open_frames

SAMPLES = Path(__file__).parents[3] / "sample_videos"
POSES = Path(__file__).parents[2] / "golden" / "samples" / "rdl-clean.npz"
FILM = SAMPLES / "rdl-clean.mp4"


def written(path: Path, codec: str, frames: int = 8, size: tuple[int, int] = (64, 48)) -> Path:
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = Fraction(1, 25)
        for k in range(frames):
            picture = av.VideoFrame.from_ndarray(np.full((size[1], size[0], 3), 20 * k, np.uint8), format="rgb24")
            for packet in stream.encode(picture):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return path


@pytest.fixture(scope="module")
def checked():
    recording = load_recording(POSES)
    return report_on(recording), recording


class TestKind:
    def test_what_browsers_play(self, tmp_path: Path) -> None:
        assert browser_film(FILM) == BrowserFilm("video/mp4")
        assert browser_film(written(tmp_path / "a.mp4", "libx264")) == BrowserFilm("video/mp4")
        assert browser_film(written(tmp_path / "a.webm", "libvpx-vp9")) == BrowserFilm("video/webm")

    @pytest.mark.parametrize(
        ("name", "codec", "why"),
        [("a.mp4", "mpeg4", "MPEG-4"), ("a.mov", "libx264", "no MP4"), ("a.mkv", "libx264", "no MP4"),
         ("a.mp4", "libx265", "HEVC")],
    )  # fmt: skip
    def test_what_they_may_not(self, tmp_path: Path, name: str, codec: str, why: str) -> None:
        kind = browser_film(written(tmp_path / name, codec))
        assert isinstance(kind, Unavailable)
        assert why in kind.reason

    def test_a_turned_film_is_theirs_and_a_mirrored_one_ours(self, tmp_path: Path) -> None:
        film = written(tmp_path / "a.mp4", "libx264")
        assert isinstance(browser_film(turned(film, (0, 1, -1, 0))), BrowserFilm)
        kind = browser_film(turned(film, (-1, 0, 0, 1)))
        assert isinstance(kind, Unavailable)
        assert "mirrored" in kind.reason


class TestWhere:
    def test_a_small_film_is_inside(self, checked, tmp_path: Path) -> None:
        played = playing(*checked, FILM, tmp_path)
        assert isinstance(played, Playing)
        assert played.film == PageFilm("video/mp4", inside=FILM.read_bytes())
        assert len(played.overlay) == 1

    def test_a_large_one_is_beside(self, checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page_film, "INSIDE_BYTES", 1000)
        folder = tmp_path / "out"
        folder.mkdir()
        shutil.copy(FILM, tmp_path / 'mo 1 "#?%.mp4')
        played = playing(*checked, tmp_path / 'mo 1 "#?%.mp4', folder)
        assert isinstance(played, Playing)
        assert played.film.beside == "../mo%201%20%22%23%3F%25.mp4"
        assert not played.film.inside
        elsewhere = playing(*checked, tmp_path / 'mo 1 "#?%.mp4', folder, tmp_path / "home" / "a.mp4")
        assert isinstance(elsewhere, Playing)
        assert elsewhere.film.beside == "../home/a.mp4"

    def test_what_browsers_do_not_play_is_copied_small(self, checked, tmp_path: Path) -> None:
        film = written(tmp_path / "a.mp4", "mpeg4", size=(66, 50))
        played = playing(*checked, film, tmp_path)
        assert isinstance(played, Playing)
        copy = tmp_path / "copy.mp4"
        copy.write_bytes(played.film.inside)
        assert isinstance(browser_film(copy), BrowserFilm)
        before, after = (list(open_frames(path).frames(None)) for path in (film, copy))
        assert [f.time_s for f in after] == pytest.approx([f.time_s for f in before], abs=1e-3)

    def test_without_an_encoder_it_says_so_and_links(self, checked, tmp_path: Path, monkeypatch) -> None:
        film = written(tmp_path / "a.mp4", "mpeg4")
        monkeypatch.setattr(page_film, "_copy", lambda video: b"")
        played = playing(*checked, film, tmp_path)
        assert isinstance(played, Playing)
        assert played.film.beside == "a.mp4"
        assert "MPEG-4" in played.film.codec_note
        assert "hingecheck[video]" in played.film.codec_note

    def test_nothing_to_play(self, checked, tmp_path: Path) -> None:
        assert playing(*checked, None, tmp_path) == Unavailable("")
        assert playing(*checked, tmp_path / "away.mp4", tmp_path) == Unavailable("")


def test_a_small_copy_is_small_and_even(tmp_path: Path) -> None:
    film = written(tmp_path / "a.mp4", "libx264", size=(130, 90))
    write_small(film, tmp_path / "b.mp4", 66, {"preset": "ultrafast"})
    copy = open_frames(tmp_path / "b.mp4")
    assert (copy.width, copy.height) == (66, 46)
