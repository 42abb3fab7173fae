"""Who passes before the lifter and takes her track along is not her; who walks is."""

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.camera import Background
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.passers import PASSED, without_passers
from hingecheck.core.types import PoseTrack
from stick_figure import TALL, figure, follow, glide, lose, reps

MOVE = reps(3)
LOW = (55.0, 70.0, 25.0)


def taken_along(track: PoseTrack, since_s: float, until_s: float, across_m: tuple[float, float]) -> PoseTrack:
    """The same with one who stands tall, and goes from one place to another, read in some seconds."""
    rows = (track.time_s >= since_s) & (track.time_s < until_s)
    way = np.interp(track.time_s, [since_s, until_s], across_m)
    other = figure(glide(TALL, (float(track.time_s[-1]) + 0.001, TALL)), across_m=way)
    there = rows[:, None, None]
    return replace(
        track,
        image_px=np.where(there, other.image_px, track.image_px),
        world_m=np.where(there, other.world_m, track.world_m),
    )


def seen(track: PoseTrack) -> np.ndarray:
    return without_passers(LifterTrack(track, 0, 0))[0].track.present


@pytest.mark.parametrize("across_m", [(-0.5, 1.5), (0.5, -1.5), (-0.5, 0.6)])
@pytest.mark.parametrize("since_s", [2.2, 4.6, 6.7])
def test_who_passes_is_not_her(since_s: float, across_m: tuple[float, float]) -> None:
    until_s = since_s + abs(across_m[1] - across_m[0]) / 1.4
    track = taken_along(figure(MOVE), since_s, until_s, across_m)
    hers = (track.time_s < since_s - 0.15) | (track.time_s > until_s + 0.15)
    his = (track.time_s >= since_s + 0.05) & (track.time_s < until_s - 0.05)
    assert seen(track)[hers].all()
    assert not seen(track)[his].any()


def test_it_is_said_and_her_reps_stay() -> None:
    """Carried along as she rises, the rep ended there, in his body."""
    phases = MOVE.phases[1].lifting_s
    track = taken_along(figure(MOVE), phases[0] + 0.2, phases[0] + 1.1, (-0.4, 0.9))
    found = analyse(LifterTrack(track, 0, 0), rate_hz=30.0)
    assert len(found.reps) == 3
    assert PASSED in found.quality.problems
    assert found.quality.level == "fair"
    end_s = float(found.motion.time_s[found.reps[1].cycle.last - 1])
    assert abs(end_s - phases[1]) < 0.25


def test_hips_that_jump_away_and_back_are_not_hers() -> None:
    """As where the tracker is taken along for too short a time to see where he goes."""
    track = taken_along(figure(MOVE), 6.8, 7.0, (-0.6, -0.5))
    between = (track.time_s >= 6.75) & (track.time_s < 7.0)
    assert not seen(track)[between].any()
    assert seen(track)[(track.time_s < 6.7) | (track.time_s > 7.15)].all()


def test_shoulders_that_jump_before_the_hips_do_are_his() -> None:
    """As he is read above her hips, she seems to stand: no rep begins there."""
    track = taken_along(figure(MOVE), 6.8, 7.3, (-0.6, 0.1))
    image = track.image_px.copy()
    above = (track.time_s >= 6.65) & (track.time_s < 6.8)
    image[above, :23] = figure(glide(TALL, (1.0, TALL))).image_px[0, :23]
    assert not seen(replace(track, image_px=image))[above].any()


def test_she_may_have_gone_down_meanwhile() -> None:
    move = reps(2, bottom=LOW)
    track = taken_along(figure(move), 4.9, 6.6, (0.7, -1.0))
    assert not seen(track)[(track.time_s >= 4.95) & (track.time_s < 6.55)].any()
    assert seen(track)[(track.time_s < 4.7) | (track.time_s > 6.8)].all()


def test_a_film_at_four_times_its_speed_shows_nobody_else() -> None:
    fast = reps(3, bottom=LOW, lowering_s=0.25, pause_s=0.2, lifting_s=0.25, stand_s=0.5)
    lifter = LifterTrack(figure(fast), 0, 0)
    assert without_passers(lifter) == (lifter, ())


def test_who_walks_in_steps_aside_and_walks_out_is_herself() -> None:
    move = follow(glide(TALL, (2.0, TALL)), MOVE, glide(TALL, (4.0, TALL)))
    ends_s = float(move.time_s[-1])
    way = np.interp(
        move.time_s,
        [0.0, 1.5, ends_s - 3.5, ends_s - 3.1, ends_s - 2.7, ends_s - 1.5, ends_s],
        [-2.0, 0.0, 0.0, 0.5, 0.0, 0.0, 2.5],
    )
    lifter = LifterTrack(figure(move, across_m=way), 0, 0)
    assert without_passers(lifter) == (lifter, ())


def test_a_camera_that_is_knocked_is_nobody() -> None:
    shakes_m = 0.35 * np.exp(-3.0 * np.maximum(MOVE.time_s - 3.0, 0.0)) * np.sin(8.0 * np.pi * (MOVE.time_s - 3.0))
    shakes_m[MOVE.time_s < 3.0] = 0.0
    track = figure(MOVE, across_m=shakes_m)
    still = np.tile([1.0, 0.0, 0.0, 0.0], (len(track), 1))
    still[1:, 2] = 400.0 * np.diff(shakes_m)
    lifter = LifterTrack(track, 0, 0, Background(still, np.empty((0, 5))))
    assert without_passers(lifter) == (lifter, ())


def test_who_is_lost_as_she_walks_off_and_stands_there_again_only_walked() -> None:
    """Where the two places lie apart, she went from one to the other."""
    move = glide(TALL, (6.0, TALL))
    way = np.interp(move.time_s, [0.0, 2.0, 3.0], [0.0, 0.0, 1.2])
    lifter = LifterTrack(lose(figure(move, across_m=way), slice(72, 80)), 0, 0)
    assert without_passers(lifter) == (lifter, ())


@pytest.mark.parametrize("rate_hz", [30.0, 10.0])
def test_two_slips_of_a_frame_leave_what_lies_between_as_it_is(rate_hz: float) -> None:
    """Nobody is elsewhere between them; and at ten frames a second a step says nothing of how somebody goes."""
    track = figure(reps(3, rate_hz=rate_hz))
    image = track.image_px.copy()
    for at_s in (3.3, 4.5):
        image[round(at_s * rate_hz), :, 0] += 0.5 * 344.0
    lifter = LifterTrack(replace(track, image_px=image), 0, 0)
    assert without_passers(lifter) == (lifter, ())
