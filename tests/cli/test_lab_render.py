"""``hingecheck lab render`` through the real command: what it says when it cannot start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RECIPE = """schema = "hingecheck.lab-recipe/1"
split = "s"
seed = 1
[[group]]
lift = "rdl"
view = "side"
count = 1
"""


def render(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hingecheck", "lab", "render", *map(str, arguments)]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=120, check=False)


def test_a_missing_recipe(tmp_path: Path) -> None:
    done = render(tmp_path / "none.toml", "--out", tmp_path / "clips")
    assert done.returncode == 3
    assert "none.toml: cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "clips").exists()


def test_a_wrong_recipe_names_every_mistake(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(RECIPE.replace('"rdl"', '"squat"').replace('"side"', '"above"'))
    done = render(path, "--out", tmp_path / "clips")
    assert done.returncode == 2
    assert "group.0.lift" in done.stderr
    assert "group.0.view" in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_missing_packages_are_said_once_before_any_work(tmp_path: Path) -> None:
    """A module path in front that hides torch stands for a machine without it."""
    path = tmp_path / "r.toml"
    path.write_text(RECIPE)
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\n_find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name in ('torch', 'moderngl') else _find(name, *a)\n"
    )
    done = render(path, "--out", tmp_path / "clips", PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert "the lab needs torch" in done.stderr
    assert "moderngl" in done.stderr
    assert "pip install torch==2.13.0" in done.stderr
    assert list((tmp_path / "clips").iterdir()) == []


def test_out_that_is_a_file(tmp_path: Path) -> None:
    path, out = tmp_path / "r.toml", tmp_path / "taken"
    path.write_text(RECIPE)
    out.write_text("mine")
    done = render(path, "--out", out)
    assert done.returncode == 3
    assert "taken" in done.stderr
    assert out.read_text() == "mine"
