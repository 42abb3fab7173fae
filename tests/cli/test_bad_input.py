"""Inputs that cannot be read, or show nobody: one line, the right status, nothing left behind."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from .. import contract_schema, mannequin
from .conftest import X264, Cli, Clips, Ran, strict_json, unchanged

#: Every output at once, to see that none is begun.
ALL_OUTPUTS = ("--json", "r.jsonl", "--series", "s.csv", "--save-pose", "p.npz", "--out", "folder")
#: Ten pictures a second are enough to find the drawn lifter's rep, and a third of the work.
QUICK = ("--rate", "10")


#: What cannot be read, and what the message says of it.
UNREADABLE = {
    "missing.mp4": "no such file",
    "link.mp4": "no such file",
    "http:/localhost:1/a.mp4": "is an address",
    "concat:a.mp4|b.mp4": "no such file",
    "pipe:0": "no such file",
    "folder.mp4": "folder",
    "notes": "without pictures",
    "films": "hingecheck batch films --out results",
    "stills": "damaged",
    "text.mp4": "text",
    "text.mov": "text",
    "text.jpg": "",
    "no-suffix": "text",
    "random.mp4": "",
    "random01.webm": "",
    "empty.mp4": "empty",
    "empty.png": "empty",
    "cut.mp4": "cut off",
    "cut-in-its-index.mp4": "",
    "no-frames.mp4": "",
    "sound.mp4": "sound",
    "sound.wav": "sound",
}


@pytest.fixture(scope="module")
def refused(clips: Clips, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run over them all: each must be said, and nothing may be begun."""
    folder = tmp_path_factory.mktemp("unreadable")
    (folder / "link.mp4").symlink_to("nowhere.mp4")
    for name in ("folder.mp4", "notes", "stills", "films"):
        (folder / name).mkdir()
    (folder / "films" / "a.mp4").touch()
    (folder / "notes" / "a.txt").write_text("no picture")
    for name in ("a.png", "b.jpg"):
        (folder / "stills" / name).write_bytes(b"\x89PNG but not really")
    for name in ("text.mp4", "text.mov", "text.jpg", "no-suffix"):
        (folder / name).write_text("dear diary\n" * 500)
    for name in ("random.mp4", "random01.webm"):
        (folder / name).write_bytes(np.random.default_rng(1).bytes(20_000))
    for name in ("empty.mp4", "empty.png"):
        (folder / name).touch()
    shutil.copy(clips.cut(0.4, index_first=False), folder / "cut.mp4")
    (folder / "cut-in-its-index.mp4").write_bytes(clips.cut(0.4, index_first=True).read_bytes()[:900])
    source = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=30")
    shutil.copy(clips.ffmpeg("none.mp4", *source, "-frames:v", "0", *X264), folder / "no-frames.mp4")
    for name in ("sound.mp4", "sound.wav"):
        shutil.copy(clips.ffmpeg(name, "-f", "lavfi", "-i", "sine=duration=0.5"), folder / name)
    with unchanged(folder):
        return Cli(folder, cache).run("check", *UNREADABLE, "--json", "r.jsonl", "--out", "reports")


class TestCannotBeRead:
    def test_status_3_and_a_line_each(self, refused: Ran) -> None:
        assert (refused.status, refused.out) == (3, "")
        assert len(refused.err.splitlines()) == len(UNREADABLE)

    @pytest.mark.parametrize("name", UNREADABLE)
    def test_why(self, refused: Ran, name: str) -> None:
        (line,) = [line for line in refused.err.splitlines() if line.startswith(f"hingecheck: {name}: ")]
        assert UNREADABLE[name] in line

    @pytest.mark.parametrize("name", ["missing.mp4", "--help.mp4"])
    def test_alone_with_every_output(self, cli: Cli, name: str) -> None:
        assert "no such file" in cli.fails(3, "check", *ALL_OUTPUTS, "--", name)

    def test_name_too_long(self, cli: Cli) -> None:
        cli.refuses(3, "check", "n" * 300)


#: What shows nobody who lifts, and why, in a word of the message.
NOBODY = {
    "noise": "nobody",
    "pixels-16x16": "nobody",
    "pixels-4k": "nobody",
    "one-frame": "1 of 1 frame",
    "standing": "",
    "ends-bent-down": "never come up",
}
TURNS = {90: "transpose=2"}


@dataclass(frozen=True)
class Together:
    """One run over many odd inputs, as every run costs three seconds of start."""

    ran: Ran
    folder: Path
    reports: dict[str, dict[str, Any]]  #: by name of the input, without its suffix

    def said(self, name: str) -> list[str]:
        """Lines on standard error about an input."""
        return [line for line in self.ran.err.splitlines() if f" {name}." in " ".join(line.split(": ")[:2])]


@pytest.fixture(scope="module")
def together(clips: Clips, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Together:
    folder = tmp_path_factory.mktemp("together")
    made = {
        "noise": clips.noise(),
        "pixels-16x16": clips.pattern("16x16", 20),
        "pixels-4k": clips.pattern("3840x2160", 4),
        "one-frame": clips.ffmpeg("one.mp4", "-i", clips.lifter(), "-frames:v", "1", *X264),
        "standing": clips.ffmpeg("standing.mp4", "-i", clips.lifter(), "-frames:v", "18", *X264),
        "ends-bent-down": clips.cut(0.4, index_first=True),
        "ends-early": clips.cut(0.8, index_first=True),
        "variable": clips.ffmpeg("variable.mp4", "-i", clips.lifter(), *every_third_missing(), *X264),
        "quick": clips.ffmpeg("quick.mp4", "-i", clips.lifter(2), "-vf", "setpts=0.5*PTS", *X264),  # drops: a fault
        "leaves": clips.ffmpeg("leaves.mp4", "-i", clips.lifter(2), *grey_after(3.7), *X264),
        "[red]n\u00e9 100% [b] {x}": clips.lifter(),
        **{f"turned-{degrees}": clips.turned(degrees, turn) for degrees, turn in TURNS.items()},
    }
    names = [f"{name}.mp4" for name in made]
    for name, path in zip(names, made.values(), strict=True):
        shutil.copy(path, folder / name)
    save_picture(folder / "still.png", 1.0)
    (folder / "stills").mkdir()
    for number, depth in enumerate(mannequin.depths(1)[::3]):
        save_picture(folder / "stills" / f"f{number}.jpg", float(depth))
    (folder / "stills" / "f9.jpg").write_bytes(b"not a picture")
    outputs = ("--json", "-", "--out", "reports", "--fail-on", "mild")
    ran = Cli(folder, cache).run("check", *names, "still.png", "stills", *outputs, *QUICK)
    reports = [strict_json(line) for line in ran.out.splitlines()]
    return Together(ran, folder, {Path(report["source"]["path"]).stem: report for report in reports})


def every_third_missing() -> tuple[str, ...]:
    """In the second half: times must come from the file, not from counting."""
    return ("-vf", "select='lt(n,57)+gt(mod(n,3),0)'", "-fps_mode", "passthrough")


def grey_after(time_s: float) -> tuple[str, ...]:
    """As long without the lifter as with her."""
    paint = f"drawbox=t=fill:color=gray:enable='gte(t,{time_s})'"
    return ("-vf", paint, "-frames:v", str(2 * len(mannequin.depths(1))))


def save_picture(path: Path, depth: float) -> None:
    cv2.imwrite(str(path), cv2.cvtColor(mannequin.picture(round(depth, 4)), cv2.COLOR_RGB2BGR))


@pytest.mark.model
class TestNobodyToMeasure:
    def test_status_4_outweighs_faults_in_the_others(self, together: Together) -> None:
        assert any(report["findings"] for report in together.reports.values())
        assert together.ran.status == 4
        assert len(together.ran.err.splitlines()) == len(NOBODY)

    @pytest.mark.parametrize("name", NOBODY)
    def test_is_said_in_a_line_and_nothing_is_reported(self, together: Together, name: str) -> None:
        (line,) = together.said(name)
        assert NOBODY[name] in line
        assert name not in together.reports
        assert [path.name for path in (together.folder / "reports" / name).iterdir()] == ["poses.npz"]

    def test_a_file_that_ends_early_may_be_why(self, together: Together) -> None:
        assert "ends early" in together.said("ends-bent-down")[0]

    def test_alone(self, cli: Cli, clips: Clips) -> None:
        """Status 4, and of the outputs only the poses, which say the same again."""
        ran = cli.run("check", clips.noise(), "--save-pose", "p.npz", "--json", "r.jsonl", "--series", "s.csv")
        assert ran.status == 4
        assert [path.name for path in cli.folder.iterdir()] == ["p.npz"]
        assert "nobody" in cli.fails(4, "check", "--pose", "p.npz", "--json", "r.jsonl")


@pytest.mark.model
class TestReadAllTheSame:
    """Unusual inputs of a lifter: reported, with what is odd about them."""

    def report(self, together: Together, name: str) -> dict[str, Any]:
        report = together.reports[name]
        assert contract_schema.problems(report) == []
        assert len(report["reps"]) == 1
        return report

    def test_the_file_ends_early(self, together: Together) -> None:
        quality = self.report(together, "ends-early")["quality"]
        assert any("ends early" in problem for problem in quality["problems"])
        assert quality["level"] != "good"

    @pytest.mark.parametrize("degrees", TURNS)
    def test_phone_held_otherwise(self, together: Together, degrees: int) -> None:
        """The pixels lie on their side or head, and the file says by how much."""
        report = self.report(together, f"turned-{degrees}")
        assert (report["source"]["width"], report["source"]["height"]) == (mannequin.WIDTH, mannequin.HEIGHT)
        assert report["view"]["near_side"] == "right"

    def test_variable_frame_rate(self, together: Together) -> None:
        (rep,) = self.report(together, "variable")["reps"]
        assert rep["bottom_s"] == pytest.approx(mannequin.REST_S + mannequin.REP_S / 2, abs=0.25)
        assert rep["end_s"] == pytest.approx(mannequin.REST_S + mannequin.REP_S, abs=0.35)

    def test_the_lifter_leaves(self, together: Together) -> None:
        problems = self.report(together, "leaves")["quality"]["problems"]
        assert any("was not found" in problem for problem in problems)

    def test_one_still(self, together: Together) -> None:
        report = together.reports["still"]
        assert contract_schema.problems(report) == []
        assert report["reps"] == []
        assert len(report["stills"]) == 1

    def test_folder_of_stills(self, together: Together) -> None:
        report = self.report(together, "stills")
        assert report["source"]["frame_rate_hz"] is None
        assert any("f9.jpg" in problem for problem in report["quality"]["problems"])

    def test_odd_name(self, together: Together) -> None:
        """It goes into the report and the folder as it is."""
        name = "[red]n\u00e9 100% [b] {x}"
        assert self.report(together, name)["source"]["path"] == f"{name}.mp4"
        assert (together.folder / "reports" / name / "report.json").exists()

    @pytest.mark.skipif(sys.platform != "linux", reason="file names are text there")
    def test_name_that_is_no_utf8(self, cli: Cli, clips: Clips) -> None:
        """As from a zip made on an old machine."""
        name = os.fsdecode(b"caf\xe9.mp4")
        (cli.folder / name).write_bytes(clips.lifter().read_bytes())
        ran = cli.run("check", name, "--json", "r.json", *QUICK)
        assert ran.status in (0, 3), ran
        if ran.status == 0:
            report = strict_json((cli.folder / "r.json").read_text("utf-8"))
            assert contract_schema.problems(report) == []


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("--series -", ("a.mp4", "--series", "-")),
        ("--save-pose -", ("a.mp4", "--save-pose", "-")),
        ("Leave one out", ("--pose", "p.npz", "--model", "full")),
        ("Leave one out", ("a.mp4", "--pose", "p.npz", "--backend", "litert")),
    ],
)
def test_options_that_would_do_nothing_are_refused(cli: Cli, said: str, args: tuple[str, ...]) -> None:
    assert said in cli.refuses(2, "check", *args)


def test_debug_shows_where_an_input_failed(cli: Cli) -> None:
    ran = cli.here("--debug", "check", "missing.mp4")
    assert ran.status == 3
    assert "Traceback" in ran.err
    assert "no such file" in ran.err


def test_the_folder_one_is_in_is_called_by_its_name(cli: Cli, clips: Clips) -> None:
    still = clips.ffmpeg("still.png", "-i", clips.lifter(), "-frames:v", "1")
    shutil.copy(still, cli.folder / "still.png")
    report = cli.ok("check", ".", "--json", "-").report
    assert Path(report["source"]["path"]) == cli.folder.resolve()
