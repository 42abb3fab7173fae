"""Adding a lift is its row and its name in one file: options, report, moments and words follow by themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import hingecheck
from hingecheck.core.rules import RULES
from hingecheck.sources.pose.saved import SavedTrack, save_track
from reporting import SOURCE
from stick_figure import SQUATTED_RDL, figure, reps

from .conftest import Cli, CliApart

PACKAGE = Path(hingecheck.__file__).parent
JUDGED = (
    "knee-dominant", "back-dominant", "lumbar-rounding", "range-too-deep", "incomplete-lockout",
    "overextended-lockout", "knee-locked", "fast-lowering", "form-drift",
)  # fmt: skip
NO_HANDS = ("load-drifting", "uneven-sides", "load-side")
ROW = """
    LiftRow(
        id="good-morning",
        title="good morning",
        legs="two",
        posture="standing",
        load_at="shoulders",
        start="tall",
        framing=Framing(0.75, 1.0),
        rules={
            "hips-opening": NotJudged("both feet carry"),
            "back-dominant": JUDGED,
            "lumbar-rounding": JUDGED,
            "balance-loss": NotJudged("both feet carry"),
            "knee-dominant": KNEES_OF_ROMANIAN,
            "hips-rise-first": NotJudged("the load does not come from the floor"),
            "range-too-deep": JUDGED,
            "load-drifting": NotJudged("the load lies on the shoulders"),
            "incomplete-lockout": Applies(words=RuleWords(praise="every rep ends upright", short_cue="Come up tall")),
            "overextended-lockout": JUDGED,
            "shin-angle": NotJudged("it is about where the feet of a lying lifter stand"),
            "uneven-sides": NotJudged("the load lies on the shoulders"),
            "load-side": NotJudged("the load lies on the shoulders"),
            "knee-locked": JUDGED,
            "fast-lowering": JUDGED,
            "form-drift": JUDGED,
        },
        text=LiftText(
            looks_like="on two feet, a bar on the shoulders",
            starts="tall, the bar on the shoulders",
            rep="one bow to the depth that the hips allow, and back to tall",
            finished=TALL,
            phases=DOWN_UP,
        ),
    ),
)
"""


def with_row(folder: Path, row: str) -> Path:
    """A copy of the package with one more lift; nothing but `core/lifts.py` differs."""
    package = folder / "hingecheck"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "lab"))
    for place, name in (("pose", "manifest.toml"), ("files", "measures.npz")):  # what the wheel carries
        if not (package / "sources" / place / name).exists():
            shutil.copy(PACKAGE.parents[1] / "models" / name, package / "sources" / place / name)
    table = package / "core" / "lifts.py"
    text = table.read_text(encoding="utf-8")
    names = '"hip-thrust"]'
    before, rows, after = text.partition("ROWS: tuple[LiftRow, ...] = (\n")
    assert rows
    assert text.count(names) == 1
    text = before + rows + after.replace("\n)\n", row, 1)
    text = text.replace(names, '"hip-thrust", "good-morning"]')
    text = text.replace("import Applies, ", "import NotJudged, Applies, ")
    table.write_text(text, encoding="utf-8")
    return package


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Cli:
    """The command of a copy of the package with one more lift."""
    folder = tmp_path_factory.mktemp("extended")
    with_row(folder, ROW)
    source = {**asdict(SOURCE), "jumps": 0, "others": 0, "problems": ""}
    for name, track in (("good", figure(reps(5))), ("squatted", figure(reps(5, bottom=SQUATTED_RDL)))):
        save_track(folder / f"{name}.npz", SavedTrack(track, source, "full", "0" * 64))
    cli = CliApart(folder, cache)
    cli.env["PYTHONPATH"] = os.pathsep.join([str(folder), cli.env.get("PYTHONPATH", "")])
    return cli


def report(cli: Cli, clip: str, *more: str) -> dict[str, Any]:
    return cli.ok("check", "--pose", f"{clip}.npz", "--lift", "good-morning", "--json", "-", *more).report


def test_it_has_reps_and_measures_and_every_rule_in_one_place(extended: Cli) -> None:
    found = report(extended, "good")
    assert found["lift"]["name"] == "good-morning"
    assert len(found["reps"]) == 5
    assert 75.0 < found["reps"][0]["measures"]["hip_hinge_deg"]["max"] < 95.0
    assert "load_offset_leg" not in found["reps"][0]["measures"]  # the hands hold no load
    unjudged = {entry["rule"]: entry["reason"] for entry in found["not_assessable"]}
    places = [{finding["rule"] for finding in found["findings"]} | set(unjudged), set(found["good"])]
    assert sorted(rule for place in places for rule in place) == sorted(rule.id for rule in RULES)
    assert all(unjudged[rule] == "the load lies on the shoulders" for rule in NO_HANDS)
    assert set(unjudged) >= {rule.id for rule in RULES} - set(JUDGED)
    assert {"incomplete-lockout", "fast-lowering", "knee-dominant"} <= set(found["good"])


def test_its_faults_are_found_by_the_limits_that_its_row_names(extended: Cli) -> None:
    (finding,) = (f for f in report(extended, "squatted")["findings"] if f["rule"] == "knee-dominant")
    assert finding["limit"] in (0.50, 0.67, 1.00)
    assert finding["cue"]


def test_its_moments_know_where_the_load_is(extended: Cli) -> None:
    body = ("--body-mass", "70", "--height", "1.7", "--load")
    hips = [
        max(rep["measures"]["hip_moment_nm"]["max"] for rep in report(extended, "good", *body, load)["reps"])
        for load in ("0", "40")
    ]
    assert hips[1] > hips[0] + 100.0


def test_its_words_are_its_own(extended: Cli) -> None:
    said = extended.ok("check", "--pose", "good.npz", "--lift", "good-morning", "--html", "r.html").out
    assert "Good morning" in said
    assert "every rep ends upright" in said
    assert "every rep ends upright" in (extended.folder / "r.html").read_text(encoding="utf-8")


def test_it_can_be_asked_for_everywhere(extended: Cli) -> None:
    wide = {"COLUMNS": "200"}
    for command in ("check", "batch", "live", "history"):
        assert "good-morning" in extended.ok(command, "--help", env=wide).out, command
    assert "good-morning" in extended.ok("lifts").out
    one = " ".join(extended.ok("lifts", "good-morning").out.split())
    assert "load-drifting, uneven-sides, load-side: the load lies on the shoulders" in one
    assert "good-morning" in extended.ok("rules", "knee-locked").out


def test_a_row_that_passes_over_a_rule_does_not_start(tmp_path: Path) -> None:
    with_row(tmp_path, ROW.replace('            "load-side": NotJudged("the load lies on the shoulders"),\n', ""))
    run = subprocess.run(
        [sys.executable, "-c", "import hingecheck.core.rules"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert "the row of 'good-morning' does not say whether it is judged by load-side" in run.stderr
