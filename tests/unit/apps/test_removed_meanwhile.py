"""Results that somebody takes away while others are being made: an error, never status 0."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import cv2
import numpy as np
import pytest

from hingecheck.apps.batch.folder import NEEDED, DoneMark
from hingecheck.apps.batch.pool import Ended
from hingecheck.apps.batch.run import BatchJob, VideoDone, VideoTask, batch
from hingecheck.apps.check import CheckOptions, report_on
from hingecheck.apps.check_files import CheckJob, check_many
from hingecheck.apps.outputs import Outputs
from hingecheck.apps.recording import Recording
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Frame, Person, Source
from hingecheck.errors import OutputError
from hingecheck.reports.json_report import to_json
from hingecheck.sources.pose import backends
from hingecheck.sources.pose.pose_source import FakePoses
from stick_figure import figure, people_of, reps


def report() -> bytes:
    track = figure(reps(1))
    source = Source("a.mp4", "0" * 64, 960, 1280, 5.0, 30.0, len(track), len(track))
    recording = Recording(LifterTrack(track, 0, 0, None), source, "full", "")
    return to_json(report_on(recording, CheckOptions(raw=True))).encode()


@pytest.mark.parametrize("what", ["out", "out/a"])
def test_of_a_batch(tmp_path: Path, what: str) -> None:
    files = dict.fromkeys(NEEDED, report())
    for name in "ab":
        (tmp_path / f"{name}.mp4").write_text(name)

    def run(do: object, tasks: Iterator[VideoTask]) -> Iterator[Ended[VideoTask, VideoDone]]:
        for task in tasks:
            mark = DoneMark(str(task.home), "0" * 64, task.settings, task.poses_settings, 0, "")
            yield Ended(task, VideoDone(task.name, task.path, 0, "", mark, files))
            if task.name == "a":
                shutil.rmtree(tmp_path / what)

    job = BatchJob((tmp_path / "a.mp4", tmp_path / "b.mp4"), tmp_path / "out", 1)
    with pytest.raises(OutputError, match=r"out/a: was changed or removed while the batch was writing"):
        batch(job, lambda videos: lambda done: None, run)


class Remover:
    """A reporter that takes the folder away before the second video is read."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.read = folder, 0

    def report(self, report: object) -> None:
        pass

    def data(self, line: str) -> None:
        pass

    def problem(self, text: str) -> None:
        raise AssertionError(text)

    def reading(self, path: Path, doing: str = "reading") -> AbstractContextManager[Callable[..., None]]:
        self.read += 1
        if self.read == 2:
            shutil.rmtree(self.folder)
        return nullcontext(lambda *counts: None)


def test_of_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = people_of(figure(reps(1, rate_hz=15), px_per_m=45.0, size_px=(96, 128)))

    def lifter(frame: Frame) -> tuple[Person, ...]:
        return (people[min(frame.index, len(people) - 1)],)

    monkeypatch.setattr(backends, "open_poses", lambda *args, **more: FakePoses(lifter))
    videos = tuple(film(tmp_path / name, len(people)) for name in ("a.avi", "b.avi"))
    job = CheckJob(videos, outputs=Outputs(folder=tmp_path / "out"))
    with pytest.raises(OutputError, match=r"out/a/report\.json: was removed"):
        check_many(job, Remover(tmp_path / "out"))


def film(path: Path, frames: int) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 15, (96, 128))
    for _ in range(frames):
        writer.write(np.full((128, 96, 3), 120, np.uint8))
    writer.release()
    return path
