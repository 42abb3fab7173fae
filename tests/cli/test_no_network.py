"""`check` opens no connection: traced by the kernel, and refused inside Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import COMMAND, TIMEOUT_S, Cli, Clips

pytestmark = pytest.mark.model

STRACE = ("-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,bind", "-e", "signal=none")


def strace() -> list[str]:
    """The tracer's command, or skip where there is none or it may not trace."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("no strace here")
    for more in (["--seccomp-bpf"], []):  # only the calls we ask for stop the process: as fast as without
        works = subprocess.run([found, *more, *STRACE, "-o", "/dev/null", "true"], capture_output=True, check=False)
        if works.returncode == 0:
            return [found, *more, *STRACE]
    pytest.skip("strace may not trace here")


def traced(cli: Cli, video: Path, status: int) -> list[str]:
    """Network calls of a check."""
    log = cli.folder / "calls"
    done = subprocess.run(
        [
            *strace(),
            "-o",
            str(log),
            *COMMAND,
            "check",
            str(video),
            "--rate",
            "10",
            "--json",
            "r.json",
            "--html",
            "r.html",
        ],
        cwd=cli.folder,
        env=cli.env,
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return [line for line in log.read_text("utf-8", errors="replace").splitlines() if "resumed" not in line]


def test_no_socket_on_a_generated_video(cli: Cli, clips: Clips) -> None:
    calls = traced(cli, clips.noise(), 4)
    assert not [call for call in calls if "AF_INET" in call]


def test_no_socket_in_a_batch(cli: Cli, clips: Clips) -> None:
    """Nor in its processes."""
    log = cli.folder / "calls"
    command = [*strace(), "-o", str(log), *COMMAND, "batch", str(clips.noise()), "--out", "out", "--jobs", "1"]
    done = subprocess.run(command, cwd=cli.folder, env=cli.env, capture_output=True, timeout=TIMEOUT_S, check=False)
    assert done.returncode == 4, done.stderr
    assert not [line for line in log.read_text("utf-8", errors="replace").splitlines() if "AF_INET" in line]


@pytest.mark.footage
def test_no_socket_on_a_real_clip(cli: Cli, footage: Path) -> None:
    calls = traced(cli, footage / "barbell-e-clean.mp4", 0)
    assert not [call for call in calls if "AF_INET" in call]


def test_the_trace_would_show_one(cli: Cli) -> None:
    log = cli.folder / "calls"
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    subprocess.run([*strace(), "-o", str(log), sys.executable, "-c", code], check=True, timeout=TIMEOUT_S)
    assert "AF_INET" in log.read_text()


REFUSE = """
import socket, sys

class Refused(socket.socket):
    def __init__(self, *args, **kwargs):
        raise AssertionError(f"a socket: {args}")

def refuse(*args, **kwargs):
    raise AssertionError(f"a look-up: {args}")

opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith("socket.") else None)
socket.socket = Refused
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


def test_no_socket_from_python(cli: Cli, clips: Clips) -> None:
    """The library, with sockets refused: needs no tracer, so it runs everywhere.

    In a process of its own, because a patched socket and MediaPipe would stay with the other tests.
    """
    code = REFUSE + (
        "import hingecheck\n"
        "report = hingecheck.check_video(sys.argv[1], rate_hz=10.0)\n"
        "assert len(report.analysis.reps) == 1, report.analysis.reps\n"
        "assert not opened, opened\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(clips.lifter())],
        cwd=cli.folder,
        env=cli.env,
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
