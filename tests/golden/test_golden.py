"""Reports of posed sets against the ones on file.

After a change that is meant::

    HINGECHECK_GOLDEN=write python -m pytest tests/golden     then read the difference before committing it
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.tracking.lifter import LifterTrack
from reporting import report_dict
from stick_figure import DEADLIFT, SQUATTED_RDL, TALL, PoseTrack, figure, glide, reps

FOLDER = Path(__file__).parent
KEPT = (
    "lift",
    "view",
    "sets",
    "reps",
    "partial_reps",
    "findings",
    "not_assessable",
    "good",
    "advice",
    "cues",
    "filming",
    "quality",
)
TOLERANCE = 1e-3
WRITE = os.environ.get("HINGECHECK_GOLDEN") == "write"


def hips_first() -> PoseTrack:
    """Three deadlifts from the floor: the hips come up first and tip the trunk over by 16°."""
    t, f, s = DEADLIFT
    begun, tipped = (t, f - 8.0, s - 2.0), (t + 16.0, f - 24.0, s - 8.0)
    rep = [(0.5, DEADLIFT), (0.4, begun), (0.6, tipped), (1.0, TALL), (1.0, TALL), (1.5, DEADLIFT)]
    return figure(glide(DEADLIFT, *rep, *rep, *rep, (0.5, DEADLIFT)), azimuth_deg=-80.0, hands_ahead_m=0.03)


TRACKS = {
    "deadlift-clean": (lambda: figure(reps(5, bottom=DEADLIFT, starts="floor"), hands_ahead_m=0.03), None),
    "deadlift-hips-rise-first": (hips_first, None),
    "rdl-knee-dominant": (lambda: figure(reps(3, bottom=SQUATTED_RDL), -90.0, hands_ahead_m=0.03), "rdl"),
}


def differences(got: Any, kept: Any, where: str = "") -> list[str]:
    """Where two JSON values differ by more than the tolerance."""
    if isinstance(got, dict) and isinstance(kept, dict):
        missing = [f"{where}/{key}: only on one side" for key in got.keys() ^ kept.keys()]
        return missing + [
            d for key in got.keys() & kept.keys() for d in differences(got[key], kept[key], f"{where}/{key}")
        ]
    if isinstance(got, list) and isinstance(kept, list) and len(got) == len(kept):
        return [d for i, (a, b) in enumerate(zip(got, kept, strict=True)) for d in differences(a, b, f"{where}/{i}")]
    both_numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (got, kept))
    same = abs(got - kept) <= TOLERANCE if both_numbers else got == kept
    return [] if same else [f"{where}: {kept!r} is now {got!r}"]


@pytest.mark.parametrize("name", TRACKS)
def test_report_is_the_one_on_file(name: str) -> None:
    pose, lift = TRACKS[name]
    analysis = analyse(LifterTrack(pose(), jumps=0, others=0), KnownFacts(lift=lift))
    report = report_dict(analysis)
    got = {key: report[key] for key in KEPT}
    path = FOLDER / f"{name}.json"
    if WRITE:
        path.write_text(json.dumps(got, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    assert not differences(got, json.loads(path.read_text(encoding="utf-8")))


def test_differences_are_seen() -> None:
    kept = {"a": [1.0, None], "b": "x"}
    assert not differences({"a": [1.0005, None], "b": "x"}, kept)
    assert differences({"a": [1.01, None], "b": "x"}, kept) == ["/a/0: 1.0 is now 1.01"]
    assert differences({"a": [1.0], "b": "x"}, kept)
    assert differences({"a": [1.0, None]}, kept) == ["/b: only on one side"]
    assert differences({"a": [1.0, 0.0], "b": "x"}, kept) == ["/a/1: None is now 0.0"]
