"""Our own loop beside the one it was rebuilt from, where mediapipe 0.10.21 can be installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.types import Frame, Person
from hingecheck.sources.pose.litert.source import LiteRTPoses
from hingecheck.sources.pose.models import default_model
from hingecheck.sources.video.frames import open_frames

mediapipe_pose = pytest.importorskip("hingecheck.sources.pose.mediapipe_pose")
pytest.importorskip("mediapipe")
pytestmark = pytest.mark.model

CLIPS = Path(__file__).parents[4] / "sample_videos"
APART_S = 2.0  #: frames so far apart are each a first one for the tracker: "picture mode"
#: MediaPipe's filters take a first frame at time 0 for none.
START_S = 1.0
#: Runs of mediapipe on pictures with a grain of noise.
RUNS = 4


def frames(clip: str) -> Iterable[Frame]:
    return open_frames(CLIPS / clip).frames(30.0)


def landmarker(video: bool) -> mediapipe_pose._Landmarker:
    return mediapipe_pose._Landmarker(default_model(), video=video, count=1, masks=True)


def apart_px(one: Person, other: Person) -> np.ndarray:
    return np.hypot(*(one.image_px - other.image_px).T)


@pytest.mark.parametrize("sample", ["deadlift-clean.mp4", "hip-thrust-clean.mp4"])
def test_pictures_read_the_same(sample):
    reference = landmarker(video=False)
    apart, world, seen, outline = [], [], [], []
    with LiteRTPoses() as ours:
        for n, frame in enumerate(islice(frames(sample), 0, None, 12)):
            (theirs,) = reference.find(frame.rgb, 0.0, np.ones(2))
            (own,) = ours.people(replace(frame, time_s=n * APART_S))
            apart.append(apart_px(own, theirs))
            world.append(np.abs(own.world_m - theirs.world_m))
            seen.append(np.abs(own.visibility - theirs.visibility))
            near = np.linalg.norm(own.outline_px[:, None] - theirs.outline_px, axis=2).min(axis=1)
            outline.append(np.median(near))
    reference.close()
    assert np.percentile(apart, 99) < 0.1
    assert np.percentile(world, 99) < 0.002
    assert np.percentile(seen, 99) < 0.005
    # Points of two lines are half their distance apart at the most, 2 px here, if the lines lie on each other.
    assert np.median(outline) < 1.5


def test_a_film_reads_as_much_the_same_as_mediapipe_does_to_itself():
    """The region of a frame comes from the landmarks of the last: a grain of noise is enough to part two runs.

    How far they part is itself a matter of chance, so there are several.
    """
    rng = np.random.default_rng(6)
    reference, *again = [landmarker(video=True) for _ in range(1 + RUNS)]
    ours_px, again_px = [], []
    with LiteRTPoses(smooth=True) as ours:
        for frame in islice(frames("deadlift-clean.mp4"), 60):
            time_s = START_S + round(frame.time_s, 3)
            (theirs,) = reference.find(frame.rgb, time_s, np.ones(2))
            (own,) = ours.people(replace(frame, time_s=time_s))
            ours_px.append(apart_px(own, theirs))
            noisy = [one.find(grainy(frame.rgb, rng), time_s, np.ones(2))[0] for one in again]
            again_px.append([apart_px(one, theirs) for one in noisy])
    for one in (reference, *again):
        one.close()
    each = np.moveaxis(again_px, 1, 0).reshape(RUNS, -1)
    assert np.median(ours_px) < np.median(each, axis=1).max()
    assert np.percentile(ours_px, 99) < np.percentile(each, 99, axis=1).max()


def grainy(rgb: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """1 % of the pixels one grey level lighter or darker."""
    chosen = rng.random(rgb.shape[:2]) < 0.01
    changed = rgb.astype(np.int16)
    changed[chosen] += rng.choice([-1, 1], (chosen.sum(), 1)).astype(np.int16)
    return np.clip(changed, 0, 255).astype(np.uint8)
