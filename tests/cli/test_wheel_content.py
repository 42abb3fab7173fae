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
NETWORKS = ("sources/pose/pose_detector.tflite", "sources/pose/pose_landmarks_full.tflite")


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
    for name in ("sources/pose/manifest.toml", *NETWORKS, "sources/files/measures.npz", "py.typed", "__main__.py"):
        assert f"hingecheck/{name}" in names
    assert {name for name in names if name.startswith("hingecheck/languages/catalogues/")} == {
        f"hingecheck/languages/catalogues/{code}.mo" for code in ("de", "es")
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)
    sources = {path.relative_to(REPO / "src").as_posix() for path in (REPO / "src" / "hingecheck").rglob("*.py")}
    assert sources <= set(names)
    templates = REPO / "src" / "hingecheck" / "reports" / "templates"
    files = {path.relative_to(templates).as_posix() for path in templates.rglob("*") if path.is_file()}
    assert {f"hingecheck/reports/templates/{name}" for name in files} <= set(names)


def test_it_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    binary = {"hingecheck/sources/files/measures.npz", *(f"hingecheck/{name}" for name in NETWORKS)}
    assert {name for name in names if Path(name).suffix in BINARY} == binary
    assert {name.split("/")[0].split("-")[0] for name in names} == {"hingecheck"}
    assert not [name for name in names if "test" in name.lower()]
    sizes = {entry.filename: entry.file_size for entry in wheel.infolist()}
    assert sizes.pop("hingecheck/sources/files/measures.npz") < 8_500_000  # 8.0 MB: 32 perceptrons
    assert sum(sizes.pop(f"hingecheck/{name}") for name in NETWORKS) == 9_399_558
    assert sum(sizes.values()) < 2_900_000  # 2.8 MB: text, a third of a megabyte of it in two other languages


def test_its_metadata(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("METADATA")]
    said = wheel.read(name).decode("utf-8")
    needs = [line for line in said.splitlines() if line.startswith("Requires-Dist:")]
    plain = [need for need in needs if "extra ==" not in need]
    assert any("ai-edge-litert" in need and 'sys_platform != "darwin"' in need.replace("'", '"') for need in plain)
    assert [need for need in plain if "mediapipe" in need and "sys_platform" not in need] == []
    assert [need for need in plain if "opencv" in need] == ["Requires-Dist: opencv-python>=4.8"]
    assert "Requires-Python: >=3.10" in said
    (points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "hingecheck = hingecheck.__main__:main" in wheel.read(points).decode("utf-8")
