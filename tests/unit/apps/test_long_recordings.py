"""Of a long recording fewer frames a second are looked at, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from hingecheck.apps import check
from hingecheck.apps.check import record, usual_rate_hz
from hingecheck.apps.recording import load_recording, save_recording
from hingecheck.sources.pose.pose_source import FakePoses

CLIP = Path(__file__).parents[3] / "sample_videos" / "deadlift-clean.mp4"
NOBODY = FakePoses(lambda frame: ())


@pytest.mark.parametrize(("minutes", "rate_hz"), [(0.0, 30.0), (22.0, 30.0), (50.0, 41_000 / 3000), (600.0, 11.4)])
def test_the_usual_rate_falls_with_the_length_down_to_what_reps_need(minutes: float, rate_hz: float) -> None:
    assert usual_rate_hz(60.0 * minutes) == pytest.approx(rate_hz)


def test_a_long_recording_is_thinned_and_that_is_kept_with_its_poses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(check, "MAX_FRAMES", 210)
    recording = record(CLIP, poses=NOBODY)
    assert recording.rate_hz == pytest.approx(210 / recording.source.duration_s)
    assert len(recording.lifter.track) == pytest.approx(210, abs=3)
    assert [text for text in recording.problems if "frames a second were looked at, not 30" in text]
    saved = tmp_path / "poses.npz"
    save_recording(saved, recording)
    again = load_recording(saved)
    assert (again.rate_hz, again.problems) == (recording.rate_hz, recording.problems)


def test_whoever_asks_for_a_rate_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MAX_FRAMES", 210)
    recording = record(CLIP, poses=NOBODY, rate_hz=30.0)
    assert (recording.rate_hz, recording.problems) == (30.0, ())
    assert len(recording.lifter.track) > 400
