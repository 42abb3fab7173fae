"""The README's accuracy figures are the ones on file, and its example tells the truth."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import hingecheck
from hingecheck.apps.check import report_on
from hingecheck.apps.recording import load_recording

ROOT = Path(__file__).parents[2]
ROWS = {
    "hip hinge": "hip_hinge_deg",
    "knee": "knee_flexion_deg",
    "trunk": "trunk_inclination_deg",
    "shank": "shank_inclination_deg",
    "lumbar flexion (standing lifts)": "lumbar_flexion_deg",
    "pelvis rotation (one-legged lifts)": "pelvis_rotation_deg",
}
VIEWS = ("side", "front-oblique", "front", "rear-oblique", "rear")


def test_the_table_is_the_one_on_file() -> None:
    scores = json.loads((ROOT / "benchmarks" / "accuracy.json").read_text(encoding="utf-8"))["measures"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for label, measure in ROWS.items():
        of_view = {s["group"]: s["mae"] for s in scores if s["measure"] == measure and s["by"] == "view"}
        cells = ["–" if of_view.get(view) is None else f"{of_view[view]:.1f}°" for view in VIEWS]
        assert f"| {label} | {' | '.join(cells)} |" in readme


def test_the_example_finds_the_deepest_moment_past_a_hole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = report_on(load_recording(ROOT / "tests" / "golden" / "samples" / "deadlift-hips-rise-first.npz"))
    motion = report.analysis.motion
    hinge = motion.series["hip_hinge_deg"]
    deepest_s = motion.time_s[hinge.value.argmax()]
    holed = replace(hinge, value=np.where(motion.time_s < 0.5, np.nan, hinge.value))
    motion = replace(motion, series={**motion.series, "hip_hinge_deg": holed})
    report = replace(report, analysis=replace(report.analysis, motion=motion))
    monkeypatch.setattr(hingecheck, "check_video", lambda *args, **given: report)
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(example, {})
    assert str(deepest_s) in capsys.readouterr().out
