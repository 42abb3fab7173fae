"""``hingecheck correct``: said once, it counts whenever the set is analysed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hingecheck.apps.batch.folder import BatchFolder, DoneMark
from hingecheck.apps.changes import Changes, RepChange
from hingecheck.apps.correct import correct, open_result
from hingecheck.cli.correct import _borders, _check_usage, _joint
from hingecheck.core.corrections import JointMoved
from hingecheck.core.landmarks import Landmark
from hingecheck.errors import ConfigError, InputError

from .conftest import REPO, Cli

POSES = REPO / "tests" / "golden" / "samples" / "deadlift-hips-rise-first.npz"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("checked")
    Cli(folder, cache).ok("check", "--pose", POSES, "--out", "out", "--body-mass", "70", "--height", "1.7")
    return folder / "out"


@pytest.fixture
def result(cli: Cli, checked: Path) -> Path:
    shutil.copytree(checked, cli.folder / "out")
    (folder,) = (cli.folder / "out").iterdir()
    return folder


def report(folder: Path) -> dict[str, object]:
    return json.loads((folder / "report.json").read_text())


def test_said_once_it_counts_ever_after(cli: Cli, result: Path) -> None:
    before = report(result)
    said = cli.ok("correct", result, "--not-a-rep", "2", "--lift", "rdl").out
    assert "Corrected by hand: the lift, 1 rep taken out" in said
    after = report(result)
    assert len(after["reps"]) == len(before["reps"]) - 1
    assert after["lift"]["name"] == "rdl"
    assert after["told"] == before["told"] == {"body_mass_kg": 70.0, "height_m": 1.7}
    assert "hip_work_share" in after["reps"][0]["measures"]
    assert "corrected by hand" in (result / "report.html").read_text()
    cli.ok("check", "--pose", POSES, "--out", "out")
    assert len(report(result)["reps"]) == len(after["reps"])
    cli.ok("correct", result, "--forget", "--rep", "1", "--end", str(before["reps"][0]["end_s"] + 0.2))
    assert len(report(result)["reps"]) == len(before["reps"])
    assert report(result)["corrected"].keys() == {"borders"}


def test_a_lift_is_corrected_though_another_was_told(cli: Cli, result: Path) -> None:
    cli.ok("check", "--pose", POSES, "--lift", "deadlift", "--out", "out")
    assert report(result)["lift"]["name"] == "deadlift"
    cli.ok("correct", result, "--lift", "rdl")
    assert report(result)["lift"]["name"] == "rdl"


def test_one_set_alone_is_told(cli: Cli, result: Path) -> None:
    cli.ok("correct", result, "--set", "1", "--lift", "rdl")
    assert report(result)["lift"]["name"] == "rdl"
    assert report(result)["corrected"].keys() == {"sets"}
    cli.ok("correct", result, "--lift", "deadlift")  # the whole recording: the newer word
    assert report(result)["lift"]["name"] == "deadlift"
    assert report(result)["corrected"].keys() == {"lift"}
    assert "there is no set 9" in cli.refuses(2, "correct", result, "--set", "9", "--lift", "rdl")
    assert "say what the set was" in cli.refuses(2, "correct", result, "--set", "1")


def test_a_named_file_counts_anywhere(cli: Cli, result: Path) -> None:
    cli.ok("correct", result, "--not-a-rep", "1")
    kept = result / "corrections.json"
    said = cli.ok("check", "--pose", POSES, "--corrections", kept, "--json", "-").report
    assert said["corrected"] == {"not_reps_s": json.loads(kept.read_text())["not_reps_s"]}
    other = REPO / "tests" / "golden" / "samples" / "rdl-clean.npz"
    assert "another video" in cli.refuses(2, "check", "--pose", other, "--corrections", kept)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (Changes(not_reps=(9,)), "no rep 9"),
        (Changes(borders=(RepChange(1, 4.0, 3.0),)), "does not hold its bottom"),
        (Changes(borders=(RepChange(2, start_s=1.0),)), r"reach into rep 1, which is from 0\.83 to 4\.43 s"),
        (Changes(borders=(RepChange(1, end_s=5.5),)), r"reach into rep 2, which is from 5\.10 to 8\.70 s"),
        (Changes(borders=(RepChange(3, end_s=99.0),)), "99.00 s is behind the end of the recording"),
        (Changes(joints=(JointMoved(500.0, Landmark.LEFT_KNEE, 310.0, 480.0),)), r"behind the end .* 14\.10 s long"),
        (Changes(joints=(JointMoved(float("nan"), Landmark.NOSE, 1.0, 2.0),)), "time_s"),
    ],
)
def test_what_cannot_be_changes_nothing(result: Path, changes: Changes, said: str) -> None:
    before = {path: path.read_bytes() for path in result.iterdir()}
    with pytest.raises(ConfigError, match=said):
        correct(open_result(result), changes)
    assert {path: path.read_bytes() for path in result.iterdir()} == before


def test_a_border_is_moved_up_to_the_next_rep_and_past_one_that_is_none(result: Path) -> None:
    correct(open_result(result), Changes(borders=(RepChange(1, end_s=5.1), RepChange(3, end_s=14.1))))
    assert [rep["end_s"] for rep in report(result)["reps"]] == pytest.approx([5.1, 8.7, 14.1], abs=0.04)
    both = (RepChange(1, end_s=4.8), RepChange(2, start_s=4.8))
    correct(open_result(result), Changes(borders=both, forget=True))
    assert len(report(result)["reps"]) == 3
    correct(open_result(result), Changes(not_reps=(2,), borders=(RepChange(1, end_s=6.0),)))
    assert [rep["end_s"] for rep in report(result)["reps"]][:1] == pytest.approx([6.0], abs=0.04)


def test_a_rep_that_was_moved_and_then_taken_out_is_not_missed(result: Path) -> None:
    """Its number is another one by then."""
    for changes in (Changes(not_reps=(1,)), Changes(borders=(RepChange(1, end_s=8.5),)), Changes(not_reps=(1,))):
        remade = correct(open_result(result), changes)
    assert not [said for said in remade.report.analysis.quality.problems if "moved by hand" in str(said)]
    assert report(result)["corrected"].keys() == {"not_reps_s"}


def test_what_cannot_be_made_anew_without_the_video_stays_and_is_said(cli: Cli, result: Path) -> None:
    for name in ("annotated.mp4", "cover.jpg"):
        (result / name).write_bytes(b"of before")
    mark = DoneMark("/gone/set.mp4", report(result)["source"]["sha256"], "s", "p", 0, "")
    for batch in (None, BatchFolder(result.parent)):
        if batch is not None:
            files = {path.name: path.read_bytes() for path in result.iterdir() if path.name != "corrections.json"}
            batch.store(result.name, mark, files)
        ran = cli.here("correct", result, "--forget", "--not-a-rep", "1")
        assert ran.status == 0
        assert f"{result}: cover.jpg, annotated.mp4: could not be made anew without the video" in ran.err
        assert (result / "annotated.mp4").read_bytes() == (result / "cover.jpg").read_bytes() == b"of before"
    kept = BatchFolder(result.parent).marks()[result.name]
    assert kept.by_hand == mark.by_hand  # where the video comes back it is done again


def test_a_result_without_a_rep_is_no_result(cli: Cli, result: Path) -> None:
    every = ("--not-a-rep", "1", "--not-a-rep", "2", "--not-a-rep", "3")
    assert "taken out by hand" in cli.refuses(4, "correct", result, *every)


def test_options_that_say_nothing() -> None:
    with pytest.raises(ConfigError, match="--start"):
        _borders(1, None, None)
    with pytest.raises(ConfigError, match=r"left_knee@5\.1=310,480"):
        _joint("tail@1=1,2")
    with pytest.raises(ConfigError, match="say what is wrong"):
        _check_usage(Changes())


@pytest.mark.parametrize(("content", "error"), [("{", InputError), ('{"lift": "squat"}', ConfigError)])
def test_a_damaged_file_is_said(result: Path, content: str, error: type[Exception]) -> None:
    (result / "corrections.json").write_text(content)
    with pytest.raises(error, match=r"corrections\.json"):
        correct(open_result(result), Changes(lift="rdl"))


def test_a_folder_without_a_result(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no report\.json"):
        open_result(tmp_path)
