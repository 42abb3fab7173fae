"""``hingecheck lab render`` through the real command, on a clip of a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import pytest

pytestmark = pytest.mark.usefixtures("painter")

RECIPE = """schema = "hingecheck.lab-recipe/1"
split = "s"
seed = 1
[[clip]]
name = "tiny"
movement = { lift = "rdl", reps = 1, hinge_bottom_deg = 70, lowering_s = 0.5, lifting_s = 0.4, hold_s = 0.2 }
camera = { width_px = 160, height_px = 120 }
film = { rate_hz = 15 }
"""


def render(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hingecheck", "lab", "render", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=570, check=False)


def test_renders_keeps_what_is_current_and_lays_out_a_sheet(tmp_path: Path) -> None:
    recipe, out, sheet = tmp_path / "r.toml", tmp_path / "clips", tmp_path / "sheet.png"
    recipe.write_text(RECIPE)
    first = render(recipe, "--out", out, "--jobs", 1, "--contact-sheet", sheet)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == [f"{out}: 1 rendered, 0 there already, 0 failed", str(sheet)]
    assert sorted(path.name for path in out.iterdir()) == ["tiny.mp4", "tiny.truth.json"]
    picture = cv2.imread(str(sheet))
    assert picture.shape == (180, 2 * 4 * 320, 3)
    assert picture[:, : 4 * 320].std() > 5

    made = (out / "tiny.mp4").stat().st_mtime_ns
    again = render(recipe, "--out", out)
    assert again.stdout.splitlines() == [f"{out}: 0 rendered, 1 there already, 0 failed"]
    assert (out / "tiny.mp4").stat().st_mtime_ns == made

    recipe.write_text(RECIPE.replace("hinge_bottom_deg = 70", "hinge_bottom_deg = 75"))
    changed = render(recipe, "--out", out)
    assert changed.stdout.splitlines() == [f"{out}: 1 rendered, 0 there already, 0 failed"]
    assert (out / "tiny.mp4").stat().st_mtime_ns != made
