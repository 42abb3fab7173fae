"""What may not go into git is refused, by the same script that pre-commit and `make lint` run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "check_files.py"


def check(folder: Path, *names: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *names], cwd=folder, capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("clip.MP4", b"\0\n", "a film outside sample_videos"),
        ("models/other.npz", bytes(600 * 1024), "600 KB, more than 512"),
        ("page.md", b"no end", "exactly one end of line"),
        ("page.md", b"two ends\n\n", "exactly one end of line"),
    ],
)
def test_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    status, out = check(tmp_path, name)
    assert status == 1
    assert name in out
    assert says in out
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sample_videos/clip.mp4", b"\0"),
        ("models/measures.npz", bytes(600 * 1024)),
        ("empty.py", b""),
        ("page.md", b"end\n"),
    ],
)
def test_taken(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    assert check(tmp_path, os.fspath(Path(name))) == (0, "")
