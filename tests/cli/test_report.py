"""What comes out: the terminal report, JSON, series, and what changes them."""

from __future__ import annotations

import csv
import io
import os
import re
import select
import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest

from slow import SLOW

from .. import contract_schema, mannequin
from .conftest import COMMAND, TIMEOUT_S, Checked, Cli, Clips, manifest, strict_json

pytestmark = pytest.mark.model

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
#: Measures that a side view of a standing lift must give in the most part of each rep.
ALWAYS = ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg")
#: Rules whose labels the footage carries and this version judges.
JUDGED = {"knee-dominant", "hips-rise-first"}
#: A short clip of each lift; the others are the same again, and `benchmarks/real.py` counts all of them.
EACH_KIND = ("hip-thrust-f.mp4", "barbell-d-rounded-1.mp4", "figure-single-leg.mp4")
CLIPS = [
    pytest.param(row["path"], id=row["path"], marks=() if row["path"] in EACH_KIND else SLOW) for row in manifest()
]
EXAMPLE = [clip for clip in CLIPS if clip.id == EACH_KIND[0]]


def without_time(report: dict[str, Any]) -> dict[str, Any]:
    provenance = {key: value for key, value in report["provenance"].items() if key != "created"}
    return {**report, "provenance": provenance}


class TestDrawnLifter:
    """End to end without footage: the drawn lifter's joints are known."""

    def test_reps_and_angles(self, lifter: Checked) -> None:
        report = lifter.report
        assert contract_schema.problems(report) == []
        assert report["source"]["frames_with_pose"] >= 0.8 * report["source"]["frames_read"]
        assert [report["view"]["name"], report["view"]["near_side"]] == ["side", "right"]
        assert len(report["reps"]) == 3
        period_s = mannequin.REP_S + mannequin.REST_S
        for rep in report["reps"]:
            bottom_s = mannequin.REST_S + mannequin.REP_S / 2 + (rep["index"] - 1) * period_s
            assert rep["bottom_s"] == pytest.approx(bottom_s, abs=0.2)
            for measure, truth in (
                ("hip_hinge_deg", mannequin.HINGE_DEG),
                ("knee_flexion_deg", mannequin.KNEE_DEG),
                ("trunk_inclination_deg", mannequin.TRUNK_DEG),
            ):
                assert rep["measures"][measure]["max"] == pytest.approx(truth, abs=12)

    def test_saved_poses_give_the_same_report(self, cli: Cli, lifter: Checked) -> None:
        again = cli.ok("check", lifter.video, "--pose", lifter.poses, "--json", "-").report
        assert without_time(again) == without_time(lifter.report)


@pytest.mark.footage
@pytest.mark.parametrize("clip", CLIPS)
class TestFootage:
    """The labelled clips: what this project is held to."""

    def test_reps_and_faults(self, clip: str, checked: Callable[[str], Checked]) -> None:
        (row,) = [row for row in manifest() if row["path"] == clip]
        report = checked(clip).report
        assert contract_schema.problems(report) == []
        assert len(report["reps"]) == int(row["reps"])
        found = {finding["rule"]: len(finding["reps"]) for finding in report["findings"]}
        expected, forbidden = ({*row[key].split(";")} & JUDGED for key in ("expected", "forbidden"))
        enough = min(8, len(report["reps"])) if len(report["reps"]) <= 10 else 0.8 * len(report["reps"])
        for rule in expected:
            assert found.get(rule, 0) >= enough, f"{rule} in {found.get(rule, 0)} of {len(report['reps'])} reps"
        assert not forbidden & found.keys()
        assert max(map(len, checked(clip).text.splitlines())) <= 80


@pytest.mark.footage
@pytest.mark.parametrize("clip", EXAMPLE)
def test_saved_poses_of_a_clip_give_the_same_report(clip: str, checked: Callable[[str], Checked], cli: Cli) -> None:
    done = checked(clip)
    again = cli.ok("check", "--pose", done.poses, "--json", "-").report
    assert without_time(again) == without_time(done.report)


class TestOutputs:
    def test_json_file_is_one_line_and_the_report_still_shows(self, cli: Cli, lifter: Checked) -> None:
        ran = cli.ok("check", "--pose", lifter.poses, "--json", "r.json")
        assert ran.out == lifter.text
        text = (cli.folder / "r.json").read_text("utf-8")
        assert text.count("\n") == 1
        assert text.endswith("\n")
        assert contract_schema.problems(strict_json(text)) == []

    def test_json_on_standard_output_alone(self, cli: Cli, lifter: Checked) -> None:
        ran = cli.ok("check", "--pose", lifter.poses, "--json", "-", "--series", "s.csv")
        assert contract_schema.problems(ran.report) == []

    def test_series(self, cli: Cli, lifter: Checked) -> None:
        report = cli.ok("check", "--pose", lifter.poses, "--series", "s.csv", "--json", "-").report
        rows = list(csv.DictReader(io.StringIO((cli.folder / "s.csv").read_text("utf-8"))))
        names = list(rows[0])
        assert names[:4] == ["time_s", "frame", "rep", "phase"]
        measures = names[4::2]
        assert names[5::2] == [f"{name}_sigma" for name in measures]
        assert set(contract_schema.MEASURES[:12]) <= set(measures)
        times = [float(row["time_s"]) for row in rows]
        assert times == sorted(set(times))
        frames = [int(row["frame"]) for row in rows]
        assert frames == sorted(frames)
        assert len(rows) == pytest.approx(report["source"]["frames_read"], abs=2)
        assert frames[-1] < report["source"]["frames_read"]
        assert {row["rep"] for row in rows} == {"", "1", "2", "3"}
        assert {row["phase"] for row in rows} <= {"", "lowering", "bottom", "lifting", "top"}
        for row in rows:
            assert bool(row["rep"]) == bool(row["phase"])
            self.judge_cells(row, measures)
        for name in ALWAYS:
            assert sum(bool(row[name]) for row in rows) > 0.9 * len(rows)
        for rep in report["reps"]:
            mine = [row for row in rows if row["rep"] == str(rep["index"])]
            assert float(mine[0]["time_s"]) == pytest.approx(rep["start_s"], abs=0.001)
            assert float(mine[-1]["time_s"]) == pytest.approx(rep["end_s"], abs=0.001)
            deepest = max(float(row["hip_hinge_deg"]) for row in mine if row["hip_hinge_deg"])
            assert deepest == pytest.approx(rep["measures"]["hip_hinge_deg"]["max"], abs=0.001)

    def judge_cells(self, row: dict[str, str], measures: list[str]) -> None:
        """A value and its error are there together, or neither is."""
        for name in measures:
            assert bool(row[name]) == bool(row[f"{name}_sigma"])
            if row[name]:
                assert abs(float(row[name])) < 1e4
                assert float(row[f"{name}_sigma"]) > 0

    def test_folder(self, cli: Cli, lifter: Checked) -> None:
        cli.ok("check", "--pose", lifter.poses, "--out", "new/folder")
        folder = cli.folder / "new" / "folder" / lifter.video.stem
        assert sorted(path.name for path in folder.iterdir()) == [
            "poses.npz", "report.html", "report.json", "series.csv",
        ]  # fmt: skip
        report = strict_json((folder / "report.json").read_text("utf-8"))
        again = cli.ok("check", "--pose", folder / "poses.npz", "--json", "-").report
        assert without_time(again) == without_time(report)


class TestOptions:
    def again(self, cli: Cli, done: Checked, *args: str) -> dict[str, Any]:
        report = cli.ok("check", "--pose", done.poses, "--json", "-", *args).report
        assert contract_schema.problems(report) == []
        return report

    def test_fail_on(self, cli: Cli, lifter: Checked) -> None:
        """The drawn lifter's load is where it is: limits below that make of it a fault of any degree."""
        (cli.folder / "mild.toml").write_text("[limits.load_drifting]\nmild = -3\nmoderate = 2\nsevere = 3\n")
        (cli.folder / "severe.toml").write_text("[limits.load_drifting]\nmild = -5\nmoderate = -4\nsevere = -3\n")
        for args, status in (
            (("--fail-on", "severe", "--config", "severe.toml"), 10),
            (("--fail-on", "mild", "--config", "mild.toml"), 10),
            (("--fail-on", "moderate", "--config", "mild.toml"), 0),
        ):
            ran = cli.here("check", "--pose", lifter.poses, "--json", "-", *args)
            assert (ran.status, ran.err) == (status, "")
            assert contract_schema.problems(ran.report) == []

    @pytest.mark.parametrize("lift", ["deadlift", "kickstand-rdl"])
    def test_lift(self, cli: Cli, lifter: Checked, lift: str) -> None:
        said = self.again(cli, lifter, "--lift", lift, "--stance", "right")["lift"]
        side = "right" if lift in contract_schema.ONE_LEG else "both"
        assert (said["name"], said["given"], said["confidence"], said["working_side"]) == (lift, True, 1.0, side)

    def test_a_stance_leg_means_nothing_on_two(self, cli: Cli, lifter: Checked) -> None:
        plain, told = (self.again(cli, lifter, "--lift", "deadlift", *more) for more in ((), ("--stance", "left")))
        assert told["reps"] == plain["reps"]
        assert told["quality"] == plain["quality"]

    def test_load_and_height(self, cli: Cli, lifter: Checked) -> None:
        assert lifter.report["load"]["mass_kg"] is None  # nobody said so, and pictures do not tell
        told = self.again(cli, lifter, "--load", "24", "--load-side", "left", "--height", "1.7")
        assert (told["load"]["mass_kg"], told["load"]["side"]) == (24.0, "left")
        for report, metres in ((lifter.report, False), (told, True)):
            assert all(("load_offset_m" in rep["measures"]) == metres for rep in report["reps"])

    def test_body_mass_and_height_give_moments(self, cli: Cli, lifter: Checked) -> None:
        names = {"hip_moment_nm", "knee_moment_nm", "lumbosacral_moment_nm"}
        body = ("--height", "1.7", "--body-mass", "70", "--sex", "female", "--lift", "rdl")
        bare, loaded = self.again(cli, lifter, *body), self.again(cli, lifter, *body, "--load", "60")
        for without in (lifter.report, self.again(cli, lifter, "--body-mass", "70", "--load", "60")):
            assert not any(names & rep["measures"].keys() for rep in without["reps"])
        for light, heavy in zip(bare["reps"], loaded["reps"], strict=True):
            moments = [rep["measures"]["hip_moment_nm"]["max"] for rep in (light, heavy)]
            assert 0.0 < moments[0] < moments[1]
            assert heavy["measures"]["hip_moment_nm"]["sigma"] > 0.1 * heavy["measures"]["hip_moment_nm"]["mean"]

    @pytest.mark.parametrize("given", [("--body-mass", "19"), ("--body-mass", "301"), ("--sex", "man")])
    def test_a_body_out_of_range_is_one_kind_line(self, cli: Cli, lifter: Checked, given: tuple[str, str]) -> None:
        ran = cli.here("check", "--pose", lifter.poses, "--height", "1.7", *given)
        assert ran.status == 2
        assert given[0] in ran.err
        assert len(ran.err.strip().splitlines()) == 1

    @pytest.mark.parametrize("felt", ["pain", "glutes"])
    def test_felt(self, cli: Cli, lifter: Checked, felt: str) -> None:
        advice = self.again(cli, lifter, "--felt", felt)["advice"]
        assert any("felt" in step["because"] for step in advice)
        if felt == "pain":
            assert "stop" in advice[0]["text"].lower()
            assert advice[0]["because"] == ["felt"]
            assert len(advice) == 1

    def test_my_own_limits(self, cli: Cli, lifter: Checked) -> None:
        """Tighter limits make a fault and change the fingerprint; the defaults written out change neither."""
        assert "load-drifting" not in {finding["rule"] for finding in lifter.report["findings"]}
        (cli.folder / "tight.toml").write_text("[limits.load_drifting]\nmild = -5\nmoderate = -4\nsevere = -3\n")
        tight = self.again(cli, lifter, "--config", "tight.toml")
        assert "load-drifting" in {finding["rule"] for finding in tight["findings"]}
        assert tight["provenance"]["config_sha256"] != lifter.report["provenance"]["config_sha256"]
        (cli.folder / "same.toml").write_text(cli.ok("config", "show").out, encoding="utf-8")
        same = self.again(cli, lifter, "--config", "same.toml")["provenance"]
        assert same["config_sha256"] == lifter.report["provenance"]["config_sha256"]


class TestLooks:
    def test_plain_in_a_pipe(self, lifter: Checked) -> None:
        said = lifter.text
        assert "\x1b" not in said
        assert "\r" not in said
        assert max(map(len, said.splitlines())) <= 80
        for part in ("lifter-3.mp4", "3 reps", "the right side", "rep  hinge", "Good in every rep"):
            assert part in said
        assert "Could not be judged" in said
        assert "Next steps" in said

    def test_faults_are_worst_first_with_value_error_and_cue(self, lifter: Checked) -> None:
        said = " ".join(lifter.text.split())
        places = [said.index(f"{f['severity'].upper()} {f['rule']}") for f in lifter.report["findings"]]
        assert places == sorted(places)
        for finding in lifter.report["findings"]:
            assert (finding["cue"] in said) == (finding["rule"] in lifter.report["cues"])
            assert finding["message"] in said
            assert "±" in finding["message"]

    def test_colours_on_a_terminal_and_none_where_not_wanted(self, cli: Cli, lifter: Checked) -> None:
        def colours(text: str) -> set[str]:
            codes = {code for match in re.findall(r"\x1b\[([\d;]+)m", text) for code in match.split(";")}
            return {code for code in codes if re.fullmatch("(3|4|9|10)[0-8]", code)}

        command = ("check", "--pose", str(lifter.poses))
        _, shown = on_terminal(cli, *command)
        assert colours(shown)
        _, shown = on_terminal(cli, *command, env={"NO_COLOR": "1"})
        assert not colours(shown)
        assert max(len(ESCAPE.sub("", line)) for line in shown.splitlines()) <= 80

    def test_progress_bar_only_on_a_terminal(self, cli: Cli, clips: Clips) -> None:
        """Standard error may be a terminal while standard output is a file; `Cli.ok` sees to the other case."""
        video = clips.lifter()
        out, shown = on_terminal(cli, "check", str(video), "--rate", "10", "--json", "-", stream="stderr")
        assert f"reading {video.name}" in ESCAPE.sub("", shown)
        assert contract_schema.problems(strict_json(out)) == []


def on_terminal(cli: Cli, *args: str, stream: str = "stdout", env: dict[str, str] | None = None) -> tuple[str, str]:
    """Run with one stream on a terminal of 80 columns; give the other stream's text and the terminal's."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
    extra = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40", **(env or {})}
    running = subprocess.Popen([*COMMAND, *args], cwd=cli.folder, env={**cli.env, **extra}, text=True, **streams)
    os.close(theirs)
    shown = b""
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        ready, _, _ = select.select([ours], [], [], 0.2)
        try:
            part = os.read(ours, 65536) if ready else b"wait"
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        shown += part if ready else b""
    os.close(ours)
    out, err = running.communicate(timeout=TIMEOUT_S)
    assert running.returncode == 0, err
    return (out if stream == "stderr" else err) or "", shown.decode()


def test_one_set_wants_two_videos(cli: Cli) -> None:
    ran = cli.here("check", "side.mp4", "--same-set")
    assert ran.status == 2
    assert "two or more videos of one set" in ran.err
