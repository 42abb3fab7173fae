"""The truth file beside a clip."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hingecheck.errors import InputError
from hingecheck.lab.truth import TrueVerdict, Truth, load_truth, save_truth, truth_path

Make = Callable[..., Any]


@pytest.fixture
def truth(make_truth: Make) -> Truth:
    """Two reps, the first lowering not shown whole, a measure with a hole."""
    made: Truth = make_truth(
        {"knee_flexion_deg": np.linspace(0.0, 90.0, 301), "pelvis_drop_deg": 1.25},
        joints=("LEFT_HIP", "RIGHT_HIP"),
        joints_px=np.arange(301 * 4).reshape(301, 2, 2) / 8.0,
        verdicts=(TrueVerdict("knee-locked", 1, 4.5, "mild"), TrueVerdict("knee-locked", 2, 12.0, None)),
        recipe={"name": "clip", "movement": {"lift": "rdl", "load": {"plate_m": None}}},
    )
    made.series["pelvis_drop_deg"][10:20] = np.nan
    return replace(made, reps=(replace(made.reps[0], lowering_s=None), made.reps[1]))


@pytest.fixture
def path(truth: Truth, tmp_path: Path) -> Path:
    file = truth_path(tmp_path / "clip.mp4")
    save_truth(truth, file)
    return file


def test_path() -> None:
    assert truth_path(Path("some/clip.v2.mp4")) == Path("some/clip.v2.truth.json")


def test_round_trip(truth: Truth, path: Path) -> None:
    """All comes back: angles to 0.001, pixels to 0.1, times to 0.0001, NaN as NaN."""
    back = load_truth(path)
    for name in ("name", "lift", "working_side", "azimuth_deg", "width_px", "height_px", "joints", "recipe"):
        assert getattr(back, name) == getattr(truth, name)
    assert back.reps == truth.reps
    assert back.verdicts == truth.verdicts
    assert np.abs(back.time_s - truth.time_s).max() <= 0.00005 + 1e-9
    assert back.joints_px.shape == truth.joints_px.shape
    assert np.abs(back.joints_px - truth.joints_px).max() <= 0.05 + 1e-9
    assert back.series.keys() == truth.series.keys()
    for name, values in truth.series.items():
        assert (np.isnan(back.series[name]) == np.isnan(values)).all()
        assert np.nanmax(np.abs(back.series[name] - values)) <= 0.0005 + 1e-9


def test_saved_again_it_is_the_same_file(path: Path, tmp_path: Path) -> None:
    save_truth(load_truth(path), tmp_path / "again.truth.json")
    assert (tmp_path / "again.truth.json").read_bytes() == path.read_bytes()


def test_strict_json_and_nothing_left_beside(path: Path) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    json.loads(path.read_text("utf-8"), parse_constant=refuse)
    assert list(path.parent.iterdir()) == [path]


class TestBadFiles:
    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"clip\.truth\.json: cannot be read"):
            load_truth(tmp_path / "clip.truth.json")

    @pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
    def test_cut(self, path: Path, share: float) -> None:
        whole = path.read_bytes()
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(InputError, match=r"is no truth file.*hingecheck lab render"):
            load_truth(path)

    def test_no_text(self, path: Path) -> None:
        path.write_bytes(b"\x00\xff\xfe\x80")
        with pytest.raises(InputError, match="is no truth file"):
            load_truth(path)

    @pytest.mark.parametrize("body", ['{"schema": "hingecheck.truth/9"}', "{}", "[]", "3", "null"])
    def test_another_schema(self, path: Path, body: str) -> None:
        path.write_text(body, encoding="utf-8")
        with pytest.raises(InputError, match=r"is not of schema hingecheck\.truth/1"):
            load_truth(path)
