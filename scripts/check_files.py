"""Refuse files that do not belong in git: large ones, films outside sample_videos, texts without an end of line.

    python scripts/check_files.py [FILE...]      # without one: every file that git knows

Run by `make lint` and by pre-commit. Ends with status 1 and a line a file where something is wrong.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: Kilobytes; the largest saved poses of the tests have 400.
MAX_KB = 512
#: Large for a reason: the networks' weights, committed once a release.
MAY_BE_LARGE = {"models/measures.npz", "models/pose_detector.tflite", "models/pose_landmarks_full.tflite"}
FILMS = {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm"}
#: An input that once broke a promise, byte for byte.
SEED = ".seed"
FILMS_FOLDER = "sample_videos"


def problems(path: Path) -> Iterator[str]:
    """What is wrong with one file, named relative to the repository's root."""
    if path.suffix.lower() in FILMS and path.parts[0] != FILMS_FOLDER:
        yield f"{path}: a film outside {FILMS_FOLDER}; no footage of people goes into git"
    size_kb = path.stat().st_size / 1024
    if size_kb > MAX_KB and path.as_posix() not in MAY_BE_LARGE:
        yield f"{path}: {size_kb:.0f} KB, more than {MAX_KB}"
        return
    data = path.read_bytes()
    if path.suffix == SEED:
        return
    if data and b"\0" not in data and (not data.endswith(b"\n") or data.endswith(b"\n\n")):
        yield f"{path}: does not end with exactly one end of line"


def known_to_git() -> list[Path]:
    """Every file that git knows and that is there."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := Path(name)).is_file()]


def main(names: list[str]) -> int:
    """Check the files, print what is wrong and give the exit status."""
    paths = [Path(name) for name in names] if names else known_to_git()
    wrong = [problem for path in paths for problem in problems(path)]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
