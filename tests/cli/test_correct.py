"""``hingecheck correct``: said once, it counts whenever the set is analysed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

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


def test_a_named_file_counts_anywhere(cli: Cli, result: Path) -> None:
    cli.ok("correct", result, "--not-a-rep", "1")
    kept = result / "corrections.json"
    said = cli.ok("check", "--pose", POSES, "--corrections", kept, "--json", "-").report
    assert said["corrected"] == {"not_reps_s": json.loads(kept.read_text())["not_reps_s"]}
    other = REPO / "tests" / "golden" / "samples" / "rdl-clean.npz"
    assert "another video" in cli.fails(2, "check", "--pose", other, "--corrections", kept)


@pytest.mark.parametrize(
    ("status", "args", "said"),
    [
        (2, (), "say what is wrong"),
        (2, ("--not-a-rep", "9"), "no rep 9"),
        (2, ("--rep", "1"), "--start"),
        (2, ("--rep", "1", "--start", "4", "--end", "3"), "does not hold its bottom"),
        (2, ("--joint", "tail@1=1,2"), "left_knee@5.1=310,480"),
        (2, ("--joint", "left_knee@nan=1,2"), "time_s"),
        (4, ("--not-a-rep", "1", "--not-a-rep", "2", "--not-a-rep", "3"), "taken out by hand"),
    ],
)
def test_what_cannot_be_changes_nothing(
    cli: Cli, result: Path, status: int, args: tuple[str, ...], said: str
) -> None:
    assert said in cli.fails(status, "correct", result, *args)


@pytest.mark.parametrize(("content", "status"), [("{", 3), ('{"lift": "squat"}', 2)])
def test_a_damaged_file_is_said(cli: Cli, result: Path, content: str, status: int) -> None:
    (result / "corrections.json").write_text(content)
    assert "corrections.json" in cli.fails(status, "correct", result, "--not-a-rep", "1")


def test_a_folder_without_a_result(cli: Cli) -> None:
    assert "holds no report.json" in cli.fails(3, "correct", cli.folder, "--lift", "rdl")
