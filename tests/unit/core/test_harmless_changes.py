"""Harmless changes of a recording leave its reps, their borders, the lift, the hinge and the faults as they are.

Made on the saved poses of every sample video: mirror, scale, border, other frame rates, noise as re-encoding makes
it, idle footage, a title card. What the pose model itself makes of a changed picture is in
tests/end_to_end/test_harmless_videos.py.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import SEVERITIES, Analysis, PoseTrack
from hingecheck.sources.files.weights import default_weights
from hingecheck.sources.pose.saved import load_track
from variants import mirrored, moved, noisy, resampled, scaled, thinned, with_idle_ends, with_nobody_first

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.npz"))
RATES_HZ = (24.0, 25.0, 50.0, 60.0, 120.0)
#: Of borders, seconds, and of the hinge, degrees.
BORDER_S, HINGE_DEG = 0.15, 3.0
#: What is known to move further: lying, the last of the lockout is slower than any noise; and at 10 frames a second a
#: bottom of 0.15 s.
WIDER_BORDER_S = {"hip-thrust-incomplete-lockout": 0.2, "kickstand-rdl-hips-opening": 0.2}


def poses(name: str) -> PoseTrack:
    return load_track(SAMPLES / f"{name}.npz").track


def report(track: PoseTrack) -> Analysis:
    return analyse(LifterTrack(track, jumps=0, others=0), learned=default_weights())


@cache
def unchanged(name: str) -> Analysis:
    return report(poses(name))


def faults(analysis: Analysis) -> dict[str, int]:
    return {f.rule: SEVERITIES.index(f.severity) for f in analysis.findings}


def assert_alike(changed: Analysis, name: str, later_s: float = 0.0) -> None:
    """Same lift, reps and faults, within a level.

    A mild one may go or come, on which side it lies is luck, and what is wider at a low rate may be left open.
    """
    kept = unchanged(name)
    assert changed.lift.name == kept.lift.name
    assert len(changed.reps) == len(kept.reps)
    border_s = WIDER_BORDER_S.get(name, BORDER_S)
    for new, old in zip(changed.reps, kept.reps, strict=True):
        assert new.start_s - later_s == pytest.approx(old.start_s, abs=border_s)
        assert new.bottom_s - later_s == pytest.approx(old.bottom_s, abs=border_s)
        assert new.end_s - later_s == pytest.approx(old.end_s, abs=border_s)
        for moment in ("bottom", "max"):
            hinges = [getattr(rep.measures["hip_hinge_deg"], moment) for rep in (new, old)]
            assert hinges[0] == pytest.approx(hinges[1], abs=HINGE_DEG)
    ours, theirs, open_now = faults(changed), faults(kept), {entry.rule for entry in changed.not_assessable}
    for rule in {*ours, *theirs} - (open_now - {*ours}):
        assert abs(ours.get(rule, -1) - theirs.get(rule, -1)) <= 1, rule


@pytest.mark.parametrize("name", NAMES)
def test_a_mirrored_and_larger_picture_changes_nothing(name: str) -> None:
    kept, changed = unchanged(name), report(scaled(moved(mirrored(poses(name)), 40.0, 30.0), 2.0))
    for new, old in zip(changed.reps, kept.reps, strict=True):
        assert (new.start_s, new.bottom_s, new.end_s, new.tempo) == (old.start_s, old.bottom_s, old.end_s, old.tempo)
        for measure in ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg"):
            assert new.measures[measure].max == pytest.approx(old.measures[measure].max, abs=0.05)
    assert [(f.rule, f.severity, f.reps) for f in changed.findings] == [
        (f.rule, f.severity, f.reps) for f in kept.findings
    ]
    assert changed.good == kept.good
    assert changed.motion.view.azimuth_deg == pytest.approx(-kept.motion.view.azimuth_deg, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_another_frame_rate_leaves_the_reps(name: str) -> None:
    rate_hz = RATES_HZ[NAMES.index(name) % len(RATES_HZ)]
    assert_alike(report(resampled(poses(name), rate_hz)), name)


@pytest.mark.parametrize("name", NAMES)
def test_ten_frames_a_second_after_a_title_card_leave_the_reps(name: str) -> None:
    changed = report(thinned(with_nobody_first(poses(name), 5.0), 10.0))
    assert_alike(changed, name, later_s=5.0)
    assert changed.reps[0].start_s > 5.0


@pytest.mark.parametrize("name", NAMES)
def test_noise_and_idle_ends_leave_the_reps(name: str) -> None:
    assert_alike(report(with_idle_ends(noisy(poses(name), 0.3), 3.0, 3.0)), name, later_s=3.0)


@pytest.mark.parametrize("name", ["single-leg-rdl-balance-loss", "single-leg-rdl-hips-opening"])
def test_minutes_of_waiting_leave_reps_and_faults(name: str) -> None:
    changed = report(with_idle_ends(poses(name), 60.0, 60.0))
    assert_alike(changed, name, later_s=60.0)
    assert {*faults(changed)} == {*faults(unchanged(name))}


@pytest.mark.parametrize(
    ("name", "rule", "least"),
    [
        ("single-leg-rdl-balance-loss", "balance-loss", "severe"),
        ("single-leg-rdl-hips-opening", "range-too-deep", "mild"),
        ("single-leg-rdl-hips-opening", "hips-opening", "mild"),
    ],
)
def test_posed_faults_are_found_as_grave_as_they_were(name: str, rule: str, least: str) -> None:
    """Their truth is severe; trimming the wait before the first rep once took a level off each.

    The pelvis at 45° is known to ± 7°: its faults are mild beyond doubt, and no more.
    """
    assert faults(unchanged(name))[rule] >= SEVERITIES.index(least)  # type: ignore[arg-type]


def test_ends_are_where_they_truly_are() -> None:
    """Against the rendered truth: within 0.12 s in the mean, before noise and after."""
    import json

    off = []
    for name in NAMES[:4]:
        truth = json.loads((SAMPLES.parents[2] / "sample_videos" / f"{name}.truth.json").read_text())
        for made in (unchanged(name), report(noisy(poses(name), 0.6))):
            for rep, true in zip(made.reps, truth["reps"], strict=True):
                off.append([rep.start_s - true["start_s"], rep.end_s - true["end_s"]])
    assert np.abs(off).mean() < 0.12
