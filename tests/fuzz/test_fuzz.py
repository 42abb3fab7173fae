"""A short run of the harness: what once broke a promise, and some inputs that are always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and limits memory, as Linux does")


def fuzz(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: it forks, which a process with threads should not."""
    env = {**os.environ, "PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-m", "fuzz", "--keep", str(folder), *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=600, check=False)


def test_no_promise_is_broken(tmp_path: Path) -> None:
    ran = fuzz(tmp_path, "--seeds", "--inputs", "16", "--first", "1")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 broke a promise" in ran.stdout


def test_the_harness_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A command that crashes, writes elsewhere and says too much, in the stead of the real one."""
    ran = fuzz(tmp_path, "--inputs", "1", "--first", "1", "--only", "limits", "--broken")
    assert ran.returncode == 1
    for found in (
        "was ended by signal 11",
        "lines of trouble",
        "a traceback",
        "wrote 'elsewhere'",
        "control characters",
    ):
        assert found in ran.stdout, ran.stdout + ran.stderr
    assert len(list(tmp_path.glob("limits/*.seed"))) == 1
