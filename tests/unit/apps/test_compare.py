"""What the two sides of a comparison are called, and what they are judged by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hingecheck.apps.check import CheckOptions, report_on
from hingecheck.apps.compare import SideName, compare_recordings
from hingecheck.apps.compare_files import CompareOutputs, check_compare_outputs, write_comparison
from hingecheck.apps.desk.quiet_reading import QuietReading
from hingecheck.apps.recording import load_recording
from hingecheck.apps.result_folder import OUTPUTS, POSES, REPORT, CheckedRecording, result_files, write_files
from hingecheck.errors import ConfigError
from hingecheck.sources.files.config import load_limits

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"


def test_a_result_that_was_judged_by_other_limits_is_doubted(tmp_path: Path) -> None:
    loaded = load_recording(SAMPLES / "deadlift-hips-rise-first.npz")
    limits = tmp_path / "mine.toml"
    limits.write_text("[limits.hips_rise_first]\nmild = 60.0\nmoderate = 70.0\nsevere = 80.0\n")
    mine = CheckOptions(limits=load_limits(limits))
    sides = {tmp_path / "mine": mine, tmp_path / "usual": CheckOptions()}
    for folder, options in sides.items():
        checked = CheckedRecording(loaded, report_on(loaded, options))
        write_files(folder, result_files(checked, (POSES, REPORT), folder))
    before, after = (SideName(folder) for folder in sides)
    for options, doubted in ((CheckOptions(), "mine: its own report"), (mine, "usual: its own report")):
        (doubt,) = compare_recordings(before, after, options, QuietReading()).comparison.doubts
        assert doubt.startswith(doubted)


def test_two_sets_of_one_camera_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    loaded = load_recording(SAMPLES / "rdl-clean.npz")
    live = replace(loaded, source=replace(loaded.source, path="camera 0"))
    made = dict(result_files(CheckedRecording(live, report_on(live)), (POSES, REPORT), tmp_path))
    sides = [tmp_path / name for name in ("set-1", "set-2")]
    for folder in sides:
        write_files(folder, made.items())
    before, after = SideName(sides[0]), SideName(sides[1] / "report.json")
    found = compare_recordings(before, after, CheckOptions(), QuietReading()).comparison
    assert (found.before.label, found.after.label) == ("set-1", "set-2")


@pytest.mark.parametrize("name", ["result", "result/report.json"])
def test_a_comparison_overwrites_nothing_that_it_is_made_from(tmp_path: Path, name: str) -> None:
    folder, loaded = tmp_path / "result", load_recording(SAMPLES / "rdl-clean.npz")
    write_files(folder, result_files(CheckedRecording(loaded, report_on(loaded)), (POSES, REPORT), folder))
    sides = SideName(tmp_path / name, 1), SideName(tmp_path / name, 2)
    for taken in (folder / OUTPUTS[key].file for key in (POSES, REPORT)):
        with pytest.raises(ConfigError, match="would be overwritten"):
            check_compare_outputs(CompareOutputs(html=taken), sides)
    (folder / "beside.html").write_text("of a comparison before")
    check_compare_outputs(CompareOutputs(html=folder / "beside.html"), sides)
    compared, video = compare_recordings(*sides, CheckOptions(), QuietReading()), tmp_path / "rdl.mp4"
    video.write_bytes(b"a film")
    of_video = replace(compared, before=replace(compared.before, video=video))
    with pytest.raises(ConfigError, match="would be overwritten"):
        write_comparison(of_video, CompareOutputs(html=video), QuietReading())
    assert video.read_bytes() == b"a film"
