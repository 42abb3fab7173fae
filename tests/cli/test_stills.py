"""`hingecheck check` of one picture, and of a folder that holds a start and an end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ..contract_schema import problems
from .conftest import REPO, Cli, Clips, strict_json

pytestmark = pytest.mark.model

SAMPLE = REPO / "sample_videos" / "rdl-clean.mp4"
TRUTH = json.loads(SAMPLE.with_suffix(".truth.json").read_text(encoding="utf-8"))
TALL_S, BENT_S = TRUTH["reps"][0]["start_s"] - 0.3, TRUTH["reps"][0]["bottom_s"]
WITHIN_DEG = 10.0


def pictures(cli: Cli, clips: Clips, *moments_s: float) -> Path:
    folder = cli.folder / "pictures"
    folder.mkdir()
    for number, time_s in enumerate(moments_s):
        found = clips.ffmpeg(f"at-{time_s:.2f}.png", "-ss", f"{time_s:.3f}", "-i", SAMPLE, "-frames:v", "1")
        (folder / f"{number}.png").write_bytes(found.read_bytes())
    return folder


def hinge_of(still: dict[str, Any]) -> float:
    return float(still["measures"]["hip_hinge_deg"]["value"])


def true_hinge(time_s: float) -> float:
    return float(np.interp(time_s, TRUTH["time_s"], TRUTH["series"]["hip_hinge_deg"]))


@pytest.mark.parametrize("moments_s", [(TALL_S, BENT_S), (BENT_S, TALL_S)], ids=["tall first", "bent first"])
def test_start_and_end_each_read_as_they_are(cli: Cli, clips: Clips, moments_s: tuple[float, float]) -> None:
    """The tracker must not carry the first picture's posture into the second."""
    folder = pictures(cli, clips, *moments_s)
    ran = cli.ok("check", folder, "--json", "r.json", "--html", "page.html")
    report = strict_json((cli.folder / "r.json").read_text(encoding="utf-8"))
    assert not problems(report)
    assert report["reps"] == report["findings"] == report["good"] == []
    assert [hinge_of(s) for s in report["stills"]] == pytest.approx(
        [true_hinge(s) for s in moments_s], abs=WITHIN_DEG
    )
    assert report["view"]["name"] == "side"
    assert "2 pictures" in " ".join(ran.out.split())
    page = (cli.folder / "page.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg") == 2
    assert "Picture 2" in page


def test_a_picture_without_one_of_standing_says_that_it_is_rough(cli: Cli, clips: Clips) -> None:
    picture = pictures(cli, clips, BENT_S) / "0.png"
    report = strict_json(cli.ok("check", picture, "--json", "-").out)
    assert not problems(report)
    (still,) = report["stills"]
    sigma = still["measures"]["hip_hinge_deg"]["sigma"]
    assert hinge_of(still) == pytest.approx(true_hinge(BENT_S), abs=2 * sigma)
    assert any("tall" in problem for problem in report["quality"]["problems"])
