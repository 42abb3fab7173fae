"""Harmless changes of the video itself, read again by the pose model: slow, so only where HINGECHECK_SLOW is set.

Four of them; with HINGECHECK_SLOW=every all kinds over every sample video, a quarter of an hour of two cores.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from hingecheck.apps.check import check_video
from hingecheck.core.types import SetReport
from slow import SLOW

SAMPLES = Path(__file__).parents[2] / "sample_videos"
ENCODED = ("-c:v", "libx264", "-crf", "25", "-preset", "veryfast", "-an", "-loglevel", "error")
#: Kind → how the video ends, its filter, how much later it is then.
KINDS = {
    "encoded": (".mp4", "null", 0.0),
    "container": (".mkv", "null", 0.0),
    "mirrored": (".mp4", "hflip", 0.0),
    "bordered": (".mp4", "pad=iw+160:ih+120:80:60:gray", 0.0),
    "brighter": (".mp4", "eq=brightness=0.06", 0.0),
    "half": (".mp4", "scale=iw/2:ih/2", 0.0),
    "double": (".mp4", "scale=iw*2:ih*2", 0.0),
    "24": (".mp4", "fps=24", 0.0),
    "25": (".mp4", "fps=25", 0.0),
    "50": (".mp4", "fps=50", 0.0),
    "60": (".mp4", "fps=60", 0.0),
    "120": (".mp4", "fps=120", 0.0),
    "idle-first": (".mp4", "tpad=start_mode=clone:start_duration=3", 3.0),
    "idle-last": (".mp4", "tpad=stop_mode=clone:stop_duration=3", 0.0),
}
SOME = [
    ("deadlift-clean", "encoded"),
    ("deadlift-clean", "idle-first"),
    ("rdl-clean", "mirrored"),
    ("rdl-clean", "25"),
]
EVERY = [(video.stem, kind) for video in sorted(SAMPLES.glob("*.mp4")) for kind in KINDS]
CHANGES = EVERY if os.environ.get("HINGECHECK_SLOW") == "every" else SOME
pytestmark = [pytest.mark.model, SLOW]


@pytest.fixture(scope="module")
def unchanged() -> dict[str, SetReport]:
    return {name: check_video(SAMPLES / f"{name}.mp4") for name in sorted({name for name, _ in CHANGES})}


@pytest.mark.parametrize(("name", "kind"), CHANGES)
def test_reps_lift_and_faults_stay(name: str, kind: str, unchanged: dict[str, SetReport], tmp_path: Path) -> None:
    ending, changed_by, later_s = KINDS[kind]
    video = tmp_path / f"changed{ending}"
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
