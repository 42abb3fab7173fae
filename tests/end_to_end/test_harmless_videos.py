"""Harmless changes of the video itself, read again by the pose model: slow, so only where HINGECHECK_SLOW is set.

Four of them; all kinds over every sample video: ``python benchmarks/harmless.py``, twenty minutes of two cores.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hingecheck.apps.check import check_video
from slow import SLOW

ROOT = Path(__file__).parents[2]
CHANGES = [
    ("deadlift-clean", "encoded"),
    ("deadlift-clean", "idle-first"),
    ("rdl-clean", "mirrored"),
    ("rdl-clean", "25"),
]
pytestmark = [pytest.mark.model, SLOW]


def bench() -> ModuleType:
    name = "harmless_bench"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / "harmless.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.mark.parametrize(("name", "kind"), CHANGES)
def test_reps_lift_and_faults_stay(name: str, kind: str, tmp_path: Path) -> None:
    harmless = bench()
    kept = harmless.outcome(check_video(ROOT / "sample_videos" / f"{name}.mp4").analysis)
    later_s = harmless.KINDS[kind][2]
    changed = harmless.outcome(check_video(harmless.film(name, kind, tmp_path)).analysis, later_s)
    assert harmless.otherwise(changed, kept) == []
