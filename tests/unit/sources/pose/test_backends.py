from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest

from hingecheck.apps import doctor
from hingecheck.errors import ConfigError
from hingecheck.sources.pose import backends
from hingecheck.sources.pose.backends import BACKENDS, PoseChoice, backend_of, identify_model, open_poses


def test_litert_is_the_default_where_it_is_installed():
    assert backend_of(PoseChoice())[0] == "litert"


def test_where_it_has_no_wheel_mediapipe_serves(monkeypatch):
    monkeypatch.setattr(backends, "find_spec", lambda package: None if package == "ai_edge_litert" else object())
    assert backend_of(PoseChoice())[0] == "mediapipe"
    monkeypatch.setattr(backends, "find_spec", lambda package: None)
    assert backend_of(PoseChoice())[0] == "litert"  # its error says what is missing


def test_an_unknown_backend_is_a_mistake_of_the_user():
    with pytest.raises(ConfigError, match="there are litert, mediapipe"):
        open_poses(PoseChoice("onnx"))


@pytest.mark.model
@pytest.mark.parametrize("name", BACKENDS)
def test_a_backend_starts_with_the_model_it_names(name):
    if not BACKENDS[name].installed:
        pytest.skip(f"{name} cannot be had here")
    with open_poses(PoseChoice(name)) as poses:
        assert identify_model(PoseChoice(name)) == (poses.model_name, poses.model_sha256)
        assert identify_model(PoseChoice(name, "full")) == identify_model(PoseChoice(name))


def test_choosing_imports_no_backend():
    code = (
        "import sys; from hingecheck.sources.pose.backends import *; backend_of(PoseChoice()); "
        "identify_model(PoseChoice('litert'));"
        "print([m for m in ('mediapipe', 'cv2', 'ai_edge_litert.interpreter') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"


# What the doctor says of it


@pytest.mark.parametrize(
    ("found", "works", "said"),
    [
        ({}, False, "not installed"),
        ({"opencv-python": "5.0.0"}, True, "opencv-python 5.0.0"),
        ({"opencv-contrib-python": "4.11.0", "opencv-python": "4.11.0"}, True, "uninstall both or none"),
        ({"opencv-contrib-python": "4.11.0", "opencv-python": "5.0.0"}, False, "pip uninstall opencv-contrib-python"),
    ],
)
def test_two_copies_of_opencv_are_noticed(found, works, said):
    finding = doctor._opencv(found)
    assert finding.works is works
    assert said in finding.detail


def test_the_doctor_names_runtime_networks_and_hashes():
    found = {finding.what: finding for finding in [*doctor._backends(), *doctor._networks()]}
    assert found["backend litert"].works
    assert "ai-edge-litert" in found["backend litert"].detail
    assert "sha256 e9a5c5cb17f7" in found["pose network"].detail


def test_the_doctor_says_what_each_extra_lacks(monkeypatch):
    monkeypatch.setitem(
        doctor.EXTRAS, "speak", ("no spoken cues: {missing} not installed; {advice}", ("numpy", "no-such-voice"))
    )
    monkeypatch.setitem(
        doctor.EXTRAS, "tables", ("no series as Parquet: {missing} not installed; {advice}", ("numpy",))
    )
    lacking, whole = doctor._extra("speak"), doctor._extra("tables")
    assert (lacking.works, whole.works) == (None, True)
    assert lacking.detail == "no spoken cues: no-such-voice not installed; pip install 'hingecheck[speak]'"
    assert whole.detail.startswith("numpy ")


def test_the_doctor_knows_every_extra():
    brings = set(metadata.metadata("hingecheck").get_all("Provides-Extra"))
    assert brings == {*doctor.EXTRAS, "video", "mediapipe"}  # these two are looked at by what they do
