"""Every report of every sample video, made from saved poses, against the ones on file: JSON, terminal, page, series.

Words must be the same to the letter; numbers to the last digit but one, since processors round differently.
After a change that is meant::

    HINGECHECK_GOLDEN=write python -m pytest tests/golden     then read the difference before committing it
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "samples"
NAMES = sorted(path.name.removesuffix(".npz") for path in FOLDER.glob("*.npz"))
WRITE = os.environ.get("HINGECHECK_GOLDEN") == "write"
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?")
#: Two roundings of one number differ by one in its last digit; a third of a percent where digits are many.
RELATIVE = 3e-3
#: What differs from run to run: when the report was made.
CREATED = re.compile(r"20\d\d-\d\d-\d\dT[\d:+.Z]+")


def told_apart(text: str) -> tuple[str, list[float], list[float]]:
    """The words of a text, its numbers, and how far each may be off."""
    text = CREATED.sub("", text)
    numbers = NUMBER.findall(text)
    digits = [len(n.partition(".")[2]) for n in numbers]
    allowed = [1.01 * 10.0**-d + RELATIVE * abs(float(n)) for n, d in zip(numbers, digits, strict=True)]
    return NUMBER.sub("#", text), [float(n) for n in numbers], allowed


def difference(got: str, kept: str) -> str:
    """The first thing that differs; empty if nothing does."""
    words, numbers, _ = told_apart(got)
    kept_words, kept_numbers, allowed = told_apart(kept)
    if words != kept_words:
        ours, theirs = words.splitlines(), kept_words.splitlines()
        pairs = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
        return f"{pairs[0][1]!r} is now {pairs[0][0]!r}" if pairs else "one is longer"
    for new, old, most in zip(numbers, kept_numbers, allowed, strict=True):
        if abs(new - old) > most:
            return f"{old} is now {new}"
    return ""


def kept_text(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_the_ones_on_file(name: str, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"report.{kind}" for kind in ("json", "csv", "html")}
    command = [sys.executable, "-m", "hingecheck", "check", "--pose", f"{name}.npz", "--json", str(files["json"])]
    command += ["--series", str(files["csv"]), "--html", str(files["html"])]
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=FOLDER, env=plain, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    got = {kind: path.read_text("utf-8") for kind, path in files.items()}
    got["txt"] = done.stdout
    for kind, text in got.items():
        path = FOLDER / f"{name}.{kind}.gz"
        if WRITE:
            path.write_bytes(gzip.compress(CREATED.sub("", text).encode("utf-8"), mtime=0))
        assert difference(text, kept_text(path)) == "", f"{name}: {kind}"


def test_differences_are_seen() -> None:
    assert difference("bent by 12.3° ± 3°", "bent by 12.3° ± 3°") == ""
    assert difference("bent by 12.4° ± 3°", "bent by 12.3° ± 3°") == ""
    assert difference("bent by 14.3° ± 3°", "bent by 12.3° ± 3°") == "12.3 is now 14.3"
    assert "now" in difference("turned by 12.3°", "bent by 12.3°")
    assert difference("a\nb", "a") == "one is longer"


def test_every_sample_video_is_there() -> None:
    videos = Path(__file__).parents[2] / "sample_videos"
    assert sorted(path.stem for path in videos.glob("*.mp4")) == NAMES
