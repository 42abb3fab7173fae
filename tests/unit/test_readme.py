"""The README's accuracy figures are the ones on file."""

from __future__ import annotations

import json
from pathlib import Path

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
