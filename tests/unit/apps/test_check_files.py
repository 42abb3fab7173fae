"""Several recordings in one go: where each one's result goes, and what was corrected by hand in each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from hingecheck.apps import check_files
from hingecheck.apps.changes import Changes, RepChange, moved_borders
from hingecheck.apps.check import Progress, report_on
from hingecheck.apps.check_files import CheckJob, check_many, check_same_set, folder_names
from hingecheck.apps.correct import correct, open_result
from hingecheck.apps.outputs import Outputs
from hingecheck.apps.recording import Recording, load_recording
from hingecheck.core.corrections import Corrections, RepBorders
from hingecheck.core.types import SetReport
from hingecheck.errors import ConfigError
from hingecheck.sources.files.corrections import corrections_json

POSES = Path(__file__).parents[2] / "golden" / "samples" / "rdl-clean.npz"


class Kept:
    """A reporter that keeps the reports."""

    def __init__(self) -> None:
        self.reports: list[SetReport] = []

    def report(self, report: SetReport) -> None:
        self.reports.append(report)

    def data(self, line: str) -> None:
        pass

    def problem(self, text: str) -> None:
        pytest.fail(text)

    def note(self, text: str) -> None:
        pass

    @contextmanager
    def reading(self, path: Path, doing: str = "reading") -> Iterator[Progress]:
        yield lambda done, expected: None


def test_no_video_gets_the_folder_of_another() -> None:
    videos = [Path(name) for name in ("a/set.mp4", "b/set.mp4", "b/SET.mov", "set-2.mp4", "a/set.mp4", "con\x1b.mp4")]
    assert folder_names(videos) == {
        "a/set.mp4": "set",
        "b/set.mp4": "set-3",
        "b/SET.mov": "SET-4",
        "set-2.mp4": "set-2",
        "con\\x1b.mp4": "con_",
    }


def test_what_was_corrected_counts_in_a_report_of_two_recordings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record(path: Path, **_: object) -> Recording:
        loaded = load_recording(POSES)
        return replace(loaded, source=replace(loaded.source, path=str(path)))

    monkeypatch.setattr(check_files, "record", record)
    videos = tmp_path / "side.mp4", tmp_path / "front.mp4"
    recording, kept = record(videos[0]), Kept()
    _, second, _ = report_on(recording).analysis.reps
    said = Corrections(not_reps_s=(second.bottom_s,))
    (tmp_path / "corrections.json").write_text(corrections_json(said, recording.source.sha256))
    check_same_set(CheckJob(videos, outputs=Outputs(folder=tmp_path / "out")), kept)
    (report,) = kept.reports
    assert len(report.analysis.reps) == 2
    with pytest.raises(ConfigError, match="several recordings"):
        correct(open_result(tmp_path / "out" / "side"), Changes(lift="deadlift"))


def test_a_result_of_another_recording_is_kept_and_the_same_ones_folder_used_again(tmp_path: Path) -> None:
    """Whatever the order, and whether they are checked in one go or one after the other."""
    out = tmp_path / "out"
    loaded = load_recording(POSES)

    def checked(*asked: str) -> dict[str, str]:
        """The folder of each recording: its video's path stands for its content."""
        job = CheckJob(tuple(map(Path, asked)), outputs=Outputs(folder=out))
        for path in asked:
            folder = check_files._folder(job, replace(loaded, source=replace(loaded.source, path=path, sha256=path)))
            assert folder is not None
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "report.json").write_text(json.dumps({"source": {"sha256": path}}))
        return {json.loads(one.read_text())["source"]["sha256"]: one.parent.name for one in out.rglob("report.json")}

    two = {"a/set.mp4": "set", "b/set.mp4": "set-2"}
    assert checked("a/set.mp4", "b/set.mp4") == two
    assert checked("b/set.mp4") == two
    assert checked("b/set.mp4", "a/set.mp4") == two
    assert checked("c/set.mp4", "a/set.mp4") == {**two, "c/set.mp4": "set-3"}


@pytest.mark.parametrize("report", [None, "[]", '{"source": '])
def test_poses_without_a_whole_report_are_kept_from_another_recording(tmp_path: Path, report: str | None) -> None:
    """Of a recording in which nothing could be measured there are poses alone."""
    loaded = load_recording(POSES)
    first, second = (replace(loaded, source=replace(loaded.source, path=f"{of}/x.mp4", sha256=of)) for of in "cd")
    job = CheckJob((), outputs=Outputs(folder=tmp_path))
    check_files._save_poses(job, first, check_files._folder(job, first))
    if report is not None:
        (tmp_path / "x" / "report.json").write_text(report)
    check_files._save_poses(job, second, check_files._folder(job, second))
    check_files._save_poses(job, first, check_files._folder(job, first))
    kept = {folder.name: load_recording(folder / "poses.npz").source.sha256 for folder in tmp_path.iterdir()}
    assert kept == {"x": "c", "x-2": "d"}
    (tmp_path / "x" / "poses.npz").write_bytes(b"damaged")
    assert check_files._folder(job, first) == tmp_path / "x"


def test_the_results_that_are_there_are_read_once_a_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reported_content(folder: Path) -> str | None:
        read.append(folder.name)
        return "another" if len(read) == 1 else None

    monkeypatch.setattr(check_files, "reported_content", reported_content)
    check_many(CheckJob((), pose=POSES, outputs=Outputs(folder=tmp_path)), Kept())
    (written,) = tmp_path.iterdir()
    assert [read[-1], len(read)] == [written.name, 2]


def test_where_a_result_went_is_said_where_its_name_was_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    kept = Kept()
    monkeypatch.setattr(kept, "note", notes.append)
    own = tmp_path / load_recording(POSES).source.path
    other = tmp_path / own.stem / "report.json"
    other.parent.mkdir()
    other.write_text('{"source": {"sha256": "another"}}')
    job = CheckJob((), pose=POSES, outputs=Outputs(folder=tmp_path))
    check_many(job, kept)
    assert other.read_text() == '{"source": {"sha256": "another"}}'
    assert (tmp_path / f"{own.stem}-2" / "report.json").exists()
    assert len(notes) == 1
    assert f"{own.stem}-2" in notes[0]
    other.unlink()
    check_many(job, kept)
    assert len(notes) == 1


def test_no_rep_that_is_lowered_last_is_told_to_end_before_that_begins() -> None:
    """Down from 4.5 to 6 s; of a film slowed four times from 0 to 6 s."""
    low = {"start_s": 2.0, "bottom_s": 2.0, "end_s": 6.0, "tempo": {"lifting_s": 1.25, "lowering_s": 1.5}}
    assert moved_borders(low, RepChange(3, end_s=4.6)) == RepBorders(2.0, None, 4.6)
    with pytest.raises(ConfigError, match=r"^rep 3: .* down begins at 4\.50 s, .* cannot end at 4\.50 s"):
        moved_borders(low, RepChange(3, end_s=4.5))
    assert moved_borders(low, RepChange(3, end_s=4.5), 0.25) == RepBorders(2.0, None, 4.5)


def test_no_rep_that_starts_low_is_told_to_start_once_its_lift_is_over() -> None:
    """From the floor at 2 s, up for 1.25 s; the load is down again at 6 s."""
    low = {"start_s": 2.0, "bottom_s": 2.0, "end_s": 6.0, "tempo": {"lifting_s": 1.25, "lowering_s": 1.5}}
    assert moved_borders(low, RepChange(3, start_s=3.0)) == RepBorders(3.0, 3.0, None)
    for start_s in (3.25, 4.5):
        with pytest.raises(ConfigError, match=rf"^rep 3: .* over at 3\.25 s, .* cannot begin at {start_s:.2f} s"):
            moved_borders(low, RepChange(3, start_s=start_s))
    unknown = {**low, "tempo": {"lifting_s": None, "lowering_s": None}}
    assert moved_borders(unknown, RepChange(3, start_s=4.5)) == RepBorders(4.5, 4.5, None)
