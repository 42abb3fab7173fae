"""`hingecheck live` in its own process: JSON Lines, exit statuses, Ctrl-C, a window where there is a display."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from slow import SLOW

from ..contract_schema import problems
from .conftest import COMMAND, REPO, TIMEOUT_S, X264, Cli, Clips, strict_json
from .test_no_network import strace

SAMPLE = REPO / "sample_videos" / "rdl-knee-dominant.mp4"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
EVENTS = {"ready", "set_start", "rep", "finding", "cue", "set_end", "problem"}


@pytest.fixture(scope="module")
def one_rep(clips: Clips) -> Path:
    """The sample's first 4.4 s."""
    return clips.ffmpeg("one-rep.mp4", "-i", SAMPLE, "-t", "4.4", *X264)


def events(text: str) -> list[dict[str, Any]]:
    return [strict_json(line) for line in text.splitlines()]


@pytest.mark.model
def test_a_file_as_camera_gives_the_report_of_check(cli: Cli, one_rep: Path) -> None:
    told = ("--load", "60", "--load-side", "both", "--body-mass", "70", "--height", "1.75")
    ran = cli.here("live", "--headless", "--fast", "--camera", one_rep, "--out", "sessions", *told, env=ONE_THREAD)
    assert ran.status == 0, ran.err
    lines = events(ran.out)
    assert {line["event"] for line in lines} <= EVENTS
    assert [line["event"] for line in lines if line["event"] not in ("finding", "cue")] == [
        "ready", "set_start", "rep", "set_end",
    ]  # fmt: skip
    report = lines[-1]["report"]
    assert not problems(report)
    for line in lines:
        if line["event"] == "rep":
            end_s = min((rep["end_s"] for rep in report["reps"]), key=lambda s: abs(s - line["rep"]["end_s"]))
            assert line["time_s"] - end_s <= 0.5
    # live computes on one thread; sums in another order differ in the last digit
    checked = json.loads(cli.ok("check", one_rep, *told, "--json", "-", env=ONE_THREAD).out)
    poses = "sessions/set-1/poses.npz"
    again = json.loads(cli.ok("check", "--pose", poses, *told, "--json", "-", env=ONE_THREAD).out)
    for each in (report, checked, again):
        each["provenance"].pop("created")
    assert report == again
    # a recording is read two frames at once and not smoothed as it comes: alike, not the same
    assert checked["lift"]["name"] == report["lift"]["name"]
    assert {f["rule"] for f in checked["findings"]} == {f["rule"] for f in report["findings"]}
    assert len(checked["reps"]) == len(report["reps"])
    for one, other in zip(checked["reps"], report["reps"], strict=True):
        assert [one["start_s"], one["end_s"]] == pytest.approx([other["start_s"], other["end_s"]], abs=0.15)
        hinges = [rep["measures"]["hip_hinge_deg"]["max"] for rep in (one, other)]
        assert hinges[0] == pytest.approx(hinges[1], abs=3.0)
    assert report["load"]["mass_kg"] == 60
    assert "rep 1" in ran.err


@pytest.mark.model
def test_a_check_of_the_recorded_video_agrees(cli: Cli, one_rep: Path) -> None:
    """Its poses come from pictures that were compressed once more: the same reps, a little elsewhere."""
    ran = cli.here("live", "--headless", "--fast", "--camera", one_rep, "--out", "sessions", "--record")
    assert ran.status == 0, ran.err
    report = events(ran.out)[-1]["report"]
    video = cli.folder / "sessions" / "set-1" / "video.mp4"
    assert report["source"]["path"] == "sessions/set-1/video.mp4"
    checked = json.loads(cli.ok("check", video, "--json", "-", env=ONE_THREAD).out)
    assert checked["source"]["sha256"] == report["source"]["sha256"]
    assert checked["lift"]["name"] == report["lift"]["name"]
    assert len(checked["reps"]) == len(report["reps"]) == 1
    assert checked["source"]["frames_read"] == report["source"]["frames_read"]  # no picture is lost
    # She waits at the bottom for most of a second: where in that time the angle is greatest is a matter of tenths
    # of a degree, so that the moment is any in that wait.
    assert checked["reps"][0]["bottom_s"] == pytest.approx(report["reps"][0]["bottom_s"], abs=0.6)
    hinges = [each["reps"][0]["measures"]["hip_hinge_deg"]["max"] for each in (checked, report)]
    assert hinges[0] == pytest.approx(hinges[1], abs=3.0)


@pytest.mark.model
@pytest.mark.parametrize(
    ("status", "args"),
    [
        (2, ("--camera", "0", "--fast")),
        (2, ("--camera", "x.mp4", "--record")),
        (3, ("--camera", "none.mp4")),
        (3, ("--camera", "95")),
    ],
)
def test_what_cannot_be_is_said_in_a_line(cli: Cli, status: int, args: tuple[str, ...]) -> None:
    cli.fails(status, "live", "--headless", *args)


def test_without_a_display_headless_is_offered(cli: Cli) -> None:
    said = cli.run("live", "--camera", SAMPLE, env={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    if os.name == "posix" and os.uname().sysname == "Linux":
        assert said.status == 2
        assert "--headless" in said.err


@pytest.mark.model
@pytest.mark.parametrize(
    ("number", "pace"), [("SIGINT", ()), ("SIGHUP", ("--fast",)), pytest.param("SIGTERM", ("--fast",), marks=SLOW)]
)
def test_ctrl_c_reports_the_set_so_far(tmp_path: Path, number: str, pace: tuple[str, ...]) -> None:
    """Interrupted after the first of three reps: report, poses, status 130.

    Being told to end, or the terminal closed, is no other thing; nor is a film that does not wait for its own pace.
    """
    command = [*COMMAND, "live", "--headless", *pace, "--camera", str(SAMPLE), "--out", str(tmp_path)]
    lines, interrupted = [], False
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(json.loads(line))
            if lines[-1]["event"] == "rep" and not interrupted:  # a second one would end it at once
                process.send_signal(getattr(signal, number))
                interrupted = True
    assert process.returncode == 130
    assert lines[-1]["event"] == "set_end"
    assert len(lines[-1]["report"]["reps"]) >= 1
    assert (tmp_path / "set-1" / "poses.npz").exists()


@pytest.mark.model
@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="no display")
def test_in_a_window_the_report_is_printed(cli: Cli, one_rep: Path) -> None:
    env = {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
    ran = cli.run("live", "--camera", one_rep, "--fast", env=env)
    assert ran.status == 0, ran.err
    assert "1 rep" in ran.out


@pytest.mark.model
def test_no_socket(cli: Cli, one_rep: Path, tmp_path: Path) -> None:
    """Nothing leaves the machine: traced by the kernel."""
    log = tmp_path / "calls"
    command = [*strace(), "-o", str(log), *COMMAND, "live", "--headless", "--fast", "--camera", str(one_rep)]
    env = {name: value for name, value in cli.env.items() if name != "DISPLAY"}  # its server is a socket away
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, timeout=TIMEOUT_S, check=False)
    assert done.returncode == 0, done.stderr
    assert not [line for line in log.read_text("utf-8", errors="replace").splitlines() if "resumed" not in line]
