"""``hingecheck lab calibrate``: the weights in use, on saved poses with truth."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from hingecheck.sources.files.weights import default_weights, load_weights

from .conftest import Cli

REPO = Path(__file__).parents[2]
FEW = ("rdl-front-02000", "rdl-oblique-01000")


def folder_of(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    clips.mkdir()
    for path in (REPO / "benchmarks" / "quick").iterdir():
        if path.name.startswith(FEW):
            shutil.copy(path, clips)
    return clips


def test_too_few_clips_leave_sigma_as_it_was_and_the_card_names_the_new_weights(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "models"
    out.mkdir()
    shutil.copy(REPO / "models" / "MEASURES.md", out)
    done = cli.here("lab", "calibrate", folder_of(tmp_path), "--out", out, "--jobs", "1")
    assert done.status == 0, done.err
    before, after = default_weights(), load_weights(out / "measures.npz")
    assert done.out.strip() == f"{out / 'measures.npz'}: {before.name}-c2, calibrated on 2 of 2 clips"
    assert after.name == f"{before.name}-c2"
    assert np.array_equal(after.joints.calibration, before.joints.calibration)
    assert after.sha256 in (out / "MEASURES.md").read_text()


def test_a_card_of_other_weights_stops_it_before_any_work(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "models"
    out.mkdir()
    (out / "MEASURES.md").write_text("# Model card: others\n")
    done = cli.here("lab", "calibrate", folder_of(tmp_path), "--out", out)
    assert done.status == 5
    assert "not the card of the weights in use" in done.err
    assert not (out / "measures.npz").exists()
