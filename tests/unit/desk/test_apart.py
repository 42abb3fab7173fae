"""Videos that are dropped in are read in a process of their own."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import mannequin
from hingecheck.apps.check import CheckOptions
from hingecheck.apps.desk.apart import files_apart, files_here, read_apart
from hingecheck.apps.desk.worker import Worker
from hingecheck.apps.recording import load_recording
from hingecheck.core.known_facts import KnownFacts
from hingecheck.errors import InputError

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"


def nothing(done: int, expected: int | None) -> None:
    pass


@pytest.mark.model
def test_it_reads_a_video_and_tells_how_far_it_is(tmp_path: Path) -> None:
    video = tmp_path / "lifter.mp4"
    mannequin.write_video(video, 1)
    told: list[int] = []
    recording = read_apart(video, lambda done, expected: told.append(done))
    assert told
    assert told == sorted(told)
    assert recording.source.path == str(video)
    assert recording.source.frames_read == len(mannequin.depths(1))
    assert np.isfinite(recording.lifter.track.image_px).all(axis=(1, 2)).mean() > 0.8


def test_what_is_told_may_end_it(tmp_path: Path) -> None:
    video = tmp_path / "lifter.mp4"
    mannequin.write_video(video, 1)

    def closes(done: int, expected: int | None) -> None:
        raise KeyError(str(done))

    with pytest.raises(KeyError):
        read_apart(video, closes)


def test_a_file_that_is_no_video_is_said(tmp_path: Path) -> None:
    video = tmp_path / "diary.mp4"
    video.write_bytes(os.urandom(3000))
    with pytest.raises(InputError, match=r"diary\.mp4"):
        read_apart(video, nothing)


def test_its_files_are_those_that_this_process_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    recording = load_recording(SAMPLES / "rdl-clean.npz")
    work = (recording, CheckOptions(facts=KnownFacts()), tmp_path / "gone.mp4", tmp_path / "rdl-clean")
    apart, here = files_apart(*work), files_here(*work)
    assert apart.keys() == here.keys() >= {"poses.npz", "report.json", "report.html"}
    assert apart["poses.npz"] == here["poses.npz"]


def test_a_desk_reads_so_unless_told_otherwise() -> None:
    assert Worker.__init__.__defaults__ == (read_apart, files_apart)
