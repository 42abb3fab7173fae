"""Harmless changes of the video itself, read again by the pose model: slow, so only where HINGECHECK_SLOW is set."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from hingecheck.apps.check import check_video
from hingecheck.core.types import SetReport
from slow import SLOW

SAMPLES = Path(__file__).parents[2] / "sample_videos"
ENCODED = ("-c:v", "libx264", "-crf", "25", "-preset", "veryfast", "-an", "-loglevel", "error")
#: Name of the sample, filter, how much later it is then.
CHANGES = [
    ("deadlift-clean", "null", 0.0),
    ("deadlift-clean", "tpad=start_mode=clone:start_duration=3", 3.0),
    ("rdl-clean", "hflip", 0.0),
    ("rdl-clean", "pad=800:480:80:60:gray,eq=brightness=0.06,fps=25", 0.0),
]
pytestmark = [pytest.mark.model, SLOW]


@pytest.fixture(scope="module")
def unchanged() -> dict[str, SetReport]:
    return {name: check_video(SAMPLES / f"{name}.mp4") for name in sorted({change[0] for change in CHANGES})}


@pytest.mark.parametrize(("name", "changed_by", "later_s"), CHANGES)
def test_reps_lift_and_faults_stay(
    name: str, changed_by: str, later_s: float, unchanged: dict[str, SetReport], tmp_path: Path
) -> None:
    video = tmp_path / "changed.mp4"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run(
        [ffmpeg, "-i", SAMPLES / f"{name}.mp4", "-vf", changed_by, *ENCODED, video], check=True, timeout=120
    )
    kept, found = unchanged[name].analysis, check_video(video).analysis
    assert found.lift.name == kept.lift.name
    for new, old in zip(found.reps, kept.reps, strict=True):
        assert new.start_s - later_s == pytest.approx(old.start_s, abs=0.15)
        assert new.end_s - later_s == pytest.approx(old.end_s, abs=0.15)
        assert new.measures["hip_hinge_deg"].max == pytest.approx(old.measures["hip_hinge_deg"].max, abs=3.0)
    assert {f.rule for f in found.findings} == {f.rule for f in kept.findings}
