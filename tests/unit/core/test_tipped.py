"""A phone that falls over, or is set up after the start: what it shows lying on its side is nobody's lift."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.camera import Background, HeldCamera
from hingecheck.core.tracking.camera_motion import upright
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.stretches import without_rows
from hingecheck.core.tracking.tipped import without_tipped
from hingecheck.core.types import PoseTrack
from hingecheck.errors import NothingMeasuredError
from joined_tracks import sample
from stick_figure import figure, reps

NO_LINES = np.empty((0, 5))


def turned(track: PoseTrack, turns_deg: np.ndarray) -> PoseTrack:
    """The track through a camera turned by so much in each frame."""
    path = np.concatenate([upright(float(deg), track.width_px, track.height_px, 1) for deg in turns_deg])
    return replace(track, image_px=HeldCamera(path).in_picture(track.image_px))


def falling(track: PoseTrack, at_s: float, deg: float, lasts_s: float = 0.4) -> np.ndarray:
    """Turns of a phone that falls by an angle."""
    return np.asarray(deg * np.clip((track.time_s - at_s) / lasts_s, 0.0, 1.0))


def blurred(turns_deg: np.ndarray) -> Background:
    """A room that is followed while the picture stands, and lost while it turns."""
    steps = np.tile([1.0, 0.0, 0.0, 0.0], (len(turns_deg), 1))
    steps[np.diff(turns_deg, prepend=turns_deg[0]) != 0] = np.nan
    steps[0] = np.nan
    return Background(steps, NO_LINES)


def filmed(track: PoseTrack, turns_deg: np.ndarray) -> LifterTrack:
    return LifterTrack(turned(track, turns_deg), 0, 0, blurred(turns_deg))


@pytest.mark.parametrize("deg", [-86.0, 86.0, 40.0])
def test_what_comes_after_a_fall_is_left_out(deg: float) -> None:
    track = figure(reps(3))
    at_s = 8.65  # between the second rep and the third
    left, said = without_tipped(filmed(track, falling(track, at_s, deg)))
    assert left.track.present.tolist() == (track.time_s < at_s + 1e-6).tolist()
    assert said[0].startswith(f"the picture was tipped over from {at_s:.1f} to")


@pytest.mark.parametrize("followed", [0.25, 0.5, 0.75])
def test_a_fall_of_which_the_room_shows_a_part_is_one_too(followed: float) -> None:
    track = figure(reps(3))
    turns = falling(track, 8.65, 86.0)
    filmed_so = filmed(track, turns)
    steps = filmed_so.background.steps  # type: ignore[union-attr]
    falls = np.flatnonzero(np.isnan(steps[1:, 0])) + 1
    known = falls[: round(followed * len(falls))]
    step = np.radians(np.diff(turns, prepend=0.0)[known])
    steps[known] = np.stack([np.cos(step), np.sin(step), 0.0 * step, 0.0 * step], axis=1)
    left, _ = without_tipped(filmed_so)
    assert np.flatnonzero(left.track.present != (track.time_s < 8.65 + 1e-6)).size <= len(known)


def test_a_phone_that_is_set_up_after_the_start_shows_the_set_from_there_on() -> None:
    track = figure(reps(3))
    turns = 86.0 - falling(track, 1.5, 86.0)
    left, _ = without_tipped(filmed(track, turns))
    assert np.flatnonzero(left.track.present != (track.time_s >= 1.9)).size <= 2  # the borders of the fall


def test_a_phone_that_falls_and_is_set_up_again_loses_the_time_between() -> None:
    track = figure(reps(4))
    turns = falling(track, 4.0, 86.0) - falling(track, 7.0, 86.0)
    left, said = without_tipped(filmed(track, turns))
    shown = (track.time_s < 4.0 + 1e-6) | (track.time_s > 7.4 + 1e-6)
    assert np.flatnonzero(left.track.present != shown).size <= 2
    assert len(left.cuts) == 2
    assert len(said) == 1


def test_no_lean_back_is_seen_in_a_phone_that_falls() -> None:
    track = sample("rdl-clean")
    at_s = float(track.time_s[-1]) - 3.5
    found = analyse(filmed(track, falling(track, at_s, 86.0)))
    assert [finding.rule for finding in found.findings] == []
    assert len(found.reps) == 2
    assert any("tipped over" in line for line in found.quality.problems)


def test_a_scene_on_its_side_is_left_out_beside_an_upright_one() -> None:
    track = figure(reps(2))
    half = len(track) // 2
    turns = np.where(np.arange(len(track)) < half, 0.0, 90.0)
    left, _ = without_tipped(replace(filmed(track, turns), cuts=(half,)))
    assert left.track.present.tolist() == (np.arange(len(track)) < half).tolist()


def test_a_film_on_its_side_with_a_title_before_it_is_to_be_turned() -> None:
    track = figure(reps(2))
    title = 30
    shown = without_rows(track, np.arange(len(track)) < title)
    lifter = replace(filmed(shown, np.full(len(track), 90.0)), cuts=(title,))
    assert without_tipped(lifter) == (lifter, ())
    with pytest.raises(NothingMeasuredError, match="Turn it by a quarter"):
        analyse(lifter)


class TestNoFall:
    def test_a_knock_after_which_the_picture_is_as_before(self) -> None:
        track = figure(reps(3))
        turns = np.where((track.time_s > 5.0) & (track.time_s < 5.3), 10.0 * np.sin(track.time_s * 40.0), 0.0)
        lifter = filmed(track, turns)
        assert without_tipped(lifter) == (lifter, ())

    def test_shanks_that_a_tracker_loses_within_a_frame(self) -> None:
        track = figure(reps(3))
        turns = np.where(track.time_s > 5.0, 86.0, 0.0)
        lifter = filmed(track, turns)
        assert without_tipped(lifter) == (lifter, ())

    def test_a_room_that_is_never_followed(self) -> None:
        track = figure(reps(3))
        lifter = LifterTrack(track, 0, 0, Background(np.full((len(track), 4), np.nan), NO_LINES))
        assert without_tipped(lifter) == (lifter, ())

    def test_a_turn_that_is_followed_is_the_cameras_path_to_take_out(self) -> None:
        track = figure(reps(3))
        turns = falling(track, 5.0, 86.0, lasts_s=2.0)
        step = np.exp(1j * np.radians(np.diff(turns, prepend=0.0)))
        steps = np.stack([step.real, step.imag, np.zeros(len(track)), np.zeros(len(track))], axis=1)
        lifter = LifterTrack(turned(track, turns), 0, 0, Background(steps, NO_LINES))
        assert without_tipped(lifter) == (lifter, ())

    def test_nobody_looked_at_the_room(self) -> None:
        lifter = LifterTrack(figure(reps(3)), 0, 0)
        assert without_tipped(lifter) == (lifter, ())


def test_it_is_said_in_the_videos_own_time() -> None:
    track = figure(reps(3))
    _, said = without_tipped(filmed(track, falling(track, 8.65, 86.0)), 4.0 * track.time_s)
    _, own = without_tipped(filmed(track, falling(track, 8.65, 86.0)))
    times = [[float(number) for number in re.findall(r"[\d.]+", text)] for text in (*said, *own)]
    assert times[0] == pytest.approx([4.0 * time_s for time_s in times[1]], abs=0.3)
