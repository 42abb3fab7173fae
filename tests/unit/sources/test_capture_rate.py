"""Slow motion by what a camera wrote into its file: a few frames coded here, and the index's parts built by hand."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from hingecheck.sources.video.capture_rate import ANDROID_KEY, FLOAT_32, FLOAT_64, TEXT, speed_by_metadata
from hingecheck.sources.video.video_file import VideoFile


def part(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", 8 + len(inside)) + kind + inside


def film(folder: Path, code: int, value: bytes, *, key: bytes = ANDROID_KEY) -> Path:
    """An MP4 file that holds nothing but its metadata, written as Android does."""
    keys = part(b"keys", struct.pack(">II", 0, 2) + part(b"mdta", b"com.android.version") + part(b"mdta", key))
    data = part(b"data", struct.pack(">II", code, 0) + value)
    values = part(
        b"ilst", part(b"\0\0\0\1", part(b"data", struct.pack(">II", TEXT, 0) + b"15")) + part(b"\0\0\0\2", data)
    )
    path = folder / "film.mp4"
    path.write_bytes(
        part(b"ftyp", b"isom\0\0\0\0") + part(b"moov", part(b"meta", part(b"hdlr", b"mdta") + keys + values))
    )
    return path


@pytest.mark.parametrize(
    ("code", "value"), [(FLOAT_32, struct.pack(">f", 240.0)), (FLOAT_64, struct.pack(">d", 240.0)), (TEXT, b"240")]
)
def test_a_film_taken_eight_times_faster_than_it_is_shown_plays_at_an_eighth(tmp_path, code, value) -> None:
    assert speed_by_metadata(film(tmp_path, code, value), 30.0) == pytest.approx(0.125)


@pytest.mark.parametrize("value", [29.97, 30.02, 40.0, 1e9, -30.0, float("nan"), float("inf")])
def test_usual_rates_and_nonsense_say_nothing(tmp_path, value: float) -> None:
    assert speed_by_metadata(film(tmp_path, FLOAT_32, struct.pack(">f", value)), 30.0) is None


@pytest.mark.parametrize(("code", "value"), [(FLOAT_32, b"\0"), (TEXT, b"fast"), (99, b"\0\0\0\0")])
def test_a_value_that_cannot_be_read_says_nothing(tmp_path, code: int, value: bytes) -> None:
    assert speed_by_metadata(film(tmp_path, code, value), 30.0) is None


def test_other_metadata_and_other_files_say_nothing(tmp_path) -> None:
    assert speed_by_metadata(film(tmp_path, TEXT, b"240", key=b"com.android.model"), 30.0) is None
    text = tmp_path / "notes.txt"
    text.write_text("240 frames a second")
    assert speed_by_metadata(text, 30.0) is None
    assert speed_by_metadata(tmp_path / "gone.mp4", 30.0) is None


def test_a_file_cut_off_anywhere_is_read_without_harm(tmp_path) -> None:
    whole = film(tmp_path, FLOAT_32, struct.pack(">f", 240.0)).read_bytes()
    for length in range(len(whole)):
        cut = tmp_path / "cut.mp4"
        cut.write_bytes(whole[:length])
        assert speed_by_metadata(cut, 30.0) in (None, pytest.approx(0.125))


def test_a_coded_film_carries_it_to_its_reader(clips) -> None:
    path = clips.run(
        "slow.mp4", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=30", "-t", "0.3",
        "-metadata", "com.android.capture.fps=120", "-movflags", "use_metadata_tags",
    )  # fmt: skip
    assert VideoFile(path).time_hint == pytest.approx(0.25)
