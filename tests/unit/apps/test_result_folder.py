"""The table of a result's files: what is made, in which order, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hingecheck.apps import result_folder
from hingecheck.apps.check import report_on
from hingecheck.apps.recording import Recording, load_recording
from hingecheck.apps.result_folder import (
    ALWAYS,
    OF_REPORT,
    OUTPUTS,
    CheckedRecording,
    Output,
    pose_files,
    result_files,
    write_files,
)
from hingecheck.reports.exports import EXPORTS

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"


@pytest.fixture(scope="module")
def recording() -> Recording:
    return load_recording(min(SAMPLES.glob("*.npz")))


@pytest.fixture(scope="module")
def result(recording: Recording) -> CheckedRecording:
    return CheckedRecording(recording, report_on(recording), no_video="no picture was taken")


def test_every_file_has_one_row() -> None:
    files = [output.file for output in OUTPUTS.values()]
    assert len(set(files)) == len(files)
    assert set(EXPORTS) < set(OUTPUTS)
    assert [OUTPUTS[name].file for name in ALWAYS] == ["poses.npz", "report.json", "series.csv", "report.html"]


def test_files_are_made_in_the_order_of_the_table(result: CheckedRecording) -> None:
    made = dict(result_files(result, ("mot", *reversed(ALWAYS)), Path("out")))
    assert list(made) == ["poses.npz", "report.json", "series.csv", "report.html", "angles.mot"]
    assert b"no picture was taken" in made["report.html"]
    assert made["poses.npz"] == dict(pose_files(result.recording))["poses.npz"]


def test_an_output_more_is_a_row(monkeypatch: pytest.MonkeyPatch, result: CheckedRecording, tmp_path: Path) -> None:
    row = Output("reps.txt", lambda made, _: f"{len(made.report.analysis.reps)} reps".encode())
    monkeypatch.setattr(result_folder, "OUTPUTS", {**OUTPUTS, "reps": row})
    write_files(tmp_path / "set", result_files(result, (*OF_REPORT, "reps"), tmp_path / "set"))
    assert (tmp_path / "set" / "reps.txt").read_text() == f"{len(result.report.analysis.reps)} reps"


def test_what_was_made_before_a_crash_is_written_whole(tmp_path: Path) -> None:
    def crashing() -> Iterator[tuple[str, bytes]]:
        yield "one", b"whole"
        raise ZeroDivisionError

    (tmp_path / "two").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        write_files(tmp_path, crashing())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one": b"whole", "two": b"old"}
