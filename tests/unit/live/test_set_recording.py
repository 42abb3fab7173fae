"""What a set's track is made of, row by row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.apps.live.set_recording import PictureSize, RecordingTracker, SetRecording
from hingecheck.apps.watching import Looking, Seen, Watching
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.background import BackgroundLook
from hingecheck.sources.video.few_points import few_points
from stick_figure import figure, reps

TRACK = figure(reps(1))
BLANK = np.zeros((8, 8, 3), dtype=np.uint8)
NOTHING = Seen(BackgroundLook((0.0, 0.0, 8.0, 8.0)))
STEP = (1.0, 0.0, 0.5, 0.0)


def lifter(row: int) -> tuple[Person, ...]:
    return (Person(TRACK.image_px[row], TRACK.visibility[row], TRACK.world_m[row]),)


def recorded(seen: list[Seen]) -> SetRecording:
    recording = SetRecording(PictureSize(TRACK.width_px, TRACK.height_px), own_times=True)
    for row, one in enumerate(seen):
        recording.add(Frame(row, row / 30.0, BLANK), lifter(row), one)
    return recording


def both_ways(recording: SetRecording) -> list[LifterTrack]:
    return [recording.lifter(), RecordingTracker(recording, 10.0).lifter()]


@pytest.mark.parametrize(("edges", "told"), [((None, None), None), ((0.5, None), 0.5), ((0.25, 0.75), 0.5)])
def test_how_much_of_the_back_shows_goes_with_the_track(edges: tuple[float | None, ...], told: float | None) -> None:
    recording = recorded([replace(NOTHING, hidden_edge=edges[row % 2]) for row in range(60)])
    assert [found.track.unclear_back for found in both_ways(recording)] == [told, told]


def test_how_the_camera_moves_goes_with_the_track() -> None:
    rooms = [
        BackgroundLook(NOTHING.room.inner_px, STEP, frames=3) if row % 3 == 0 else NOTHING.room for row in range(60)
    ]
    rooms[30] = replace(rooms[30], lines=np.array([[1.0, 2.0, 3.0, 4.0]]))
    for found in both_ways(recorded([replace(NOTHING, room=room) for room in rooms])):
        assert found.background is not None
        assert (found.background.steps[1:58] == STEP).all()
        assert np.isnan(found.background.steps[58:]).all()  # nobody has looked since
        assert found.background.lines.tolist() == [[30.0, 1.0, 2.0, 3.0, 4.0]]


def test_of_the_last_seconds_the_camera_is_known_as_far_as_they_go() -> None:
    rooms = [
        BackgroundLook(NOTHING.room.inner_px, STEP, frames=3) if row % 3 == 0 else NOTHING.room for row in range(60)
    ]
    kept = recorded([replace(NOTHING, room=room) for room in rooms]).last(1.0)
    (steps,) = {len(found.background.steps) for found in both_ways(kept) if found.background}
    assert steps == len(kept.rows) == 31


def test_another_scene_and_a_leap_are_told_of_a_set_too() -> None:
    seen = [NOTHING] * 60
    seen[20], seen[40] = replace(NOTHING, mixed=0), replace(NOTHING, changed=0.3)
    for found in both_ways(recorded(seen)):
        assert (found.cuts, found.leaps) == ((20,), (40,))


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (60, 90, 3), dtype=np.uint8).repeat(8, 0).repeat(8, 1)


def test_a_set_is_watched_as_a_recording_is() -> None:
    """The same pictures and people, live and from a file: the same track, and all that is known beside it.

    A camera that pans, a leap, a moment out of focus, another scene.
    """
    first, other, blurred = noise(5), noise(6), quiet_cv2().GaussianBlur(noise(5), (0, 0), 9.0)
    watching, looking = Watching(), Looking()
    recording = SetRecording(PictureSize(TRACK.width_px, TRACK.height_px), own_times=False)
    for row in range(75):
        room = other if row >= 60 else blurred if 40 <= row < 43 else first
        rgb = np.ascontiguousarray(room[:400, min(row, 15) :][:, :640])
        if 25 <= row < 50:
            rgb[100:350, 200:450] = 255  # somebody is suddenly shown otherwise
        frame = Frame(row, row / 30.0, rgb, (TRACK.width_px / 640, TRACK.height_px / 400))
        watching.add(frame, lifter(row))
        recording.add(frame, lifter(row), looking.look(few_points(rgb), frame, lifter(row)))
    checked, live = watching.lifter(TRACK.width_px, TRACK.height_px), recording.lifter()
    assert checked.background is not None
    assert live.background is not None
    assert np.array_equal(checked.background.steps, live.background.steps, equal_nan=True)
    assert np.array_equal(checked.background.lines, live.background.lines)
    assert np.nanmedian(live.background.steps[:15, 2]) == pytest.approx(-1.5, abs=0.1)
    assert checked.cuts == live.cuts == (60,)
    assert checked.leaps == live.leaps
    assert 25 in live.leaps
    assert np.array_equal(checked.track.present, live.track.present)
    assert not live.track.present[40:43].any()
    for known in ("detail_px", "unclear_back", "inner_px"):
        assert getattr(checked.track, known) == getattr(live.track, known)
    assert live.track.detail_px is not None


@pytest.mark.parametrize("mixed", [5, 30])
def test_a_set_that_begins_in_a_fade_has_a_row_for_each_frame(mixed: int) -> None:
    seen = [NOTHING] * 60
    seen[20] = replace(NOTHING, mixed=mixed)
    for found in both_ways(recorded(seen)):
        assert {len(getattr(found.track, name)) for name in ("time_s", "people", "image_px")} == {60}
        assert not found.track.present[max(20 - mixed, 0) : 20].any()
        assert found.track.present[20:].all()


def test_a_set_ends_with_the_last_that_is_seen_of_her() -> None:
    """She walked away, and the camera looked on until it was sure."""
    recording = recorded([NOTHING] * 60)
    for row in range(60, 160):
        recording.add(Frame(row, row / 30.0, BLANK), (), NOTHING)
    assert len(recording.lifter().track) == 60
    assert len(RecordingTracker(recording, 10.0).lifter().track) == 160
