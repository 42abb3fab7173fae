"""What a set's track is made of, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.apps.live.set_recording import PictureSize, RecordingTracker, SetRecording
from hingecheck.core.types import Frame, Person
from stick_figure import figure, reps

TRACK = figure(reps(1))
BLANK = np.zeros((8, 8, 3), dtype=np.uint8)


@pytest.mark.parametrize(("edges", "told"), [((None, None), None), ((0.5, None), 0.5), ((0.25, 0.75), 0.5)])
def test_how_much_of_the_back_shows_goes_with_the_track(edges: tuple[float | None, ...], told: float | None) -> None:
    recording = SetRecording(PictureSize(TRACK.width_px, TRACK.height_px), own_times=True)
    for row in range(60):
        person = Person(TRACK.image_px[row], TRACK.visibility[row], TRACK.world_m[row])
        recording.add(Frame(row, row / 30.0, BLANK), (person,), None, edges[row % 2])
    assert recording.lifter().track.unclear_back == told
    assert RecordingTracker(recording, 10.0).lifter().track.unclear_back == told
