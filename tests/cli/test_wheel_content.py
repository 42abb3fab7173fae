"""What is in the wheel, and what is not."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .conftest import REPO, unchanged

#: Not text: weights, pictures, recordings, poses.
BINARY = (".task", ".tflite", ".mp4", ".mov", ".npz", ".png", ".jpg", ".jpeg", ".onnx", ".pt", ".so", ".pyc")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    if importlib.util.find_spec("pip") is None:
        pytest.skip("no pip in this environment")
    folder = tmp_path_factory.mktemp("wheel")
    with unchanged(REPO / "models"):
        done = subprocess.run(
            [sys.executable, "-m", "pip", "wheel", str(REPO), "--no-deps", "--quiet", "--wheel-dir", str(folder)],
            capture_output=True,
            timeout=170,
            check=False,
            text=True,
        )
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("hatchling cannot be had: no package index here")
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_it_carries_what_the_command_needs(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    for name in ("sources/pose/manifest.toml", "sources/files/measures.npz", "py.typed", "__main__.py"):
        assert f"hingecheck/{name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    sources = {path.relative_to(REPO / "src").as_posix() for path in (REPO / "src" / "hingecheck").rglob("*.py")}
    assert sources <= set(names)
    templates = REPO / "src" / "hingecheck" / "reports" / "templates"
    assert {f"hingecheck/reports/templates/{path.name}" for path in templates.iterdir()} <= set(names)


def test_it_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert [name for name in names if Path(name).suffix in BINARY] == ["hingecheck/sources/files/measures.npz"]
    assert {name.split("/")[0].split("-")[0] for name in names} == {"hingecheck"}
    assert not [name for name in names if "test" in name.lower()]
    sizes = {entry.filename: entry.file_size for entry in wheel.infolist()}
    assert sizes.pop("hingecheck/sources/files/measures.npz") < 8_500_000  # 8.0 MB: 32 perceptrons
    assert sum(sizes.values()) < 1_500_000  # 1.2 MB: text alone


def test_its_metadata(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("METADATA")]
    said = wheel.read(name).decode("utf-8")
    needs = [line for line in said.splitlines() if line.startswith("Requires-Dist:")]
    assert any("mediapipe==0.10.21" in need for need in needs)
    assert not [need for need in needs if "opencv" in need], "one cv2 only: mediapipe brings it"
    assert "Requires-Python: <3.13,>=3.10" in said
    (points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "hingecheck = hingecheck.cli.main:main" in wheel.read(points).decode("utf-8")
