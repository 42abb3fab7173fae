"""The folders that ``check``, ``batch`` and ``live`` write of one recording: the same files, the same content."""

from __future__ import annotations

from pathlib import Path

import pytest

from .. import contract_schema
from .conftest import Cli, Clips, strict_json

pytestmark = pytest.mark.model

#: The same in all processes: when it was made, and the order in which sums are taken.
ENV = {"SOURCE_DATE_EPOCH": "1700000000", "OPENBLAS_NUM_THREADS": "1"}
ALWAYS = {"poses.npz", "report.json", "series.csv", "report.html"}
ASKED = {"angles.mot", "series.npz"}
ASK = ("--export", "npz", "--export", "mot", "--load", "60", "--felt", "glutes")


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.usefixtures("in_its_own_process")
def test_check_and_batch_write_the_same_and_live_the_same_files(cli: Cli, clips: Clips) -> None:
    video = clips.lifter(1)
    cli.ok("check", video, "--out", "checked", *ASK, env=ENV)
    checked = content(cli.folder / "checked" / video.stem)
    assert set(checked) == ALWAYS | ASKED | {"cover.jpg"}

    assert cli.here("batch", video, "--out", "batched", "--jobs", "1", *ASK, env=ENV).status == 0
    batched = content(cli.folder / "batched" / video.stem)
    assert batched.pop("batch.json")
    assert batched == checked

    camera = ("--headless", "--fast", "--camera", video)
    assert cli.here("live", *camera, "--out", "lived", *ASK, env=ENV).status == 0
    lived = content(cli.folder / "lived" / "set-1")
    assert set(lived) == set(checked)
    report = strict_json(lived["report.json"].decode())
    assert contract_schema.problems(report) == []
    # a file that plays is there to be looked at again
    assert lived["report.html"].count(b"data:image/jpeg") == len(report["reps"]) > 0


def test_a_set_that_is_recorded_has_pictures_of_its_own_video(cli: Cli, clips: Clips) -> None:
    camera = ("--headless", "--fast", "--camera", clips.lifter(1))
    assert cli.here("live", *camera, "--out", "lived", "--record", env=ENV).status == 0
    folder = cli.folder / "lived" / "set-1"
    assert {path.name for path in folder.iterdir()} == ALWAYS | {"cover.jpg", "video.mp4"}
    assert (folder / "report.html").read_bytes().count(b"data:image/jpeg") == 1


def test_an_export_needs_a_folder(cli: Cli, clips: Clips) -> None:
    video = clips.lifter(1)
    assert "--out" in cli.refuses(2, "check", video, "--export", "npz")
    assert "--out" in cli.refuses(2, "live", "--headless", "--camera", video, "--export", "npz")
    assert "no such format" in cli.refuses(2, "live", "--camera", video, "--out", "x", "--export", "csv")
