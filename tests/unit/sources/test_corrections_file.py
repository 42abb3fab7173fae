"""`corrections.json`: read back as written, and every slip in it said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hingecheck.core.corrections import Corrections, JointMoved, RepBorders, SetTold
from hingecheck.core.landmarks import Landmark
from hingecheck.errors import ConfigError, InputError
from hingecheck.sources.files.corrections import corrections_json, read_corrections

SHA = "a" * 64
BY_HAND = Corrections(
    "rdl",
    "left",
    (1.5,),
    (RepBorders(4.0, None, 5.0),),
    (JointMoved(1.0, Landmark.RIGHT_KNEE, 10.0, 20.5),),
    (SetTold(48.0, "deadlift"), SetTold(90.0, None, "right")),
)


def test_it_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "corrections.json"
    path.write_text(corrections_json(BY_HAND, SHA))
    assert read_corrections(path) == (SHA, BY_HAND)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lift": "squat"}, "lift"),
        ({"stance": "both"}, "stance"),
        ({"not_reps_s": [-1.0]}, "not_reps_s.0"),
        ({"not_reps_s": ["1"]}, "not_reps_s.0"),
        ({"borders": [{"at_s": 1.0}]}, "neither"),
        ({"borders": [{"at_s": 1.0, "start_s": 2.0, "end_s": 1.0}]}, "before"),
        ({"joints": [{"time_s": 1, "joint": "tail", "x_px": 1, "y_px": 1}]}, "joints.0.joint"),
        ({"reps": []}, "reps"),
        ({"schema": "hingecheck.corrections/9"}, "schema"),
        ({"sha256": "no hash"}, "sha256"),
    ],
)
def test_a_slip_is_said_with_its_place(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = tmp_path / "corrections.json"
    path.write_text(json.dumps({"schema": "hingecheck.corrections/1", "sha256": SHA, **change}))
    with pytest.raises(ConfigError, match=said) as caught:
        read_corrections(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000], ids=["half", "no text", "deep"])
def test_what_is_no_json_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corrections.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match="holds no JSON"):
        read_corrections(path)
