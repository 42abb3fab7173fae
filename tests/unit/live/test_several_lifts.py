"""A session in which one lift follows another without a pause."""

from __future__ import annotations

from hingecheck.apps.check import CheckOptions
from hingecheck.apps.live.session import LiveJob, run_live
from hingecheck.sources.video.camera import FakeCamera
from joined_tracks import joined, sample
from stick_figure import DEADLIFT, TALL, figure, follow, glide, reps

from .conftest import FakeFrontend, Ran, frames_of, poses_of, session_of

#: Deadlifts, a rest, and Romanian ones.
RESTED = follow(reps(3, bottom=DEADLIFT), glide(TALL, (8.0, TALL)), reps(3, bottom=(62.0, 20.0, 5.0)))


def test_reps_are_held_against_those_of_their_own_lift_once_it_is_seen_to_be_another(seldom: None) -> None:
    """Romanian deadlifts, whose hips fold less, after deadlifts."""
    track = joined(sample("deadlift-clean"), sample("rdl-clean")).track
    out, job = FakeFrontend(), LiveJob("0", CheckOptions(), fast=True)
    status = run_live(job, out, camera=FakeCamera(frames_of(track)), make_poses=poses_of(track))
    reps = Ran(status, out).reps
    assert len(reps) == 6
    last = reps[-1].depth
    assert last is not None
    assert abs(last.off_deg) < 5.0
    assert abs(last.value_deg - reps[1].rep.measures["hip_hinge_deg"].bottom) > 30.0  # type: ignore[operator]


def test_the_first_rep_of_another_lift_after_a_rest_is_held_against_nothing(seldom: None) -> None:
    """Nobody knows yet that it is another; it is not 29° short, nor is a set over that has just begun."""
    told = session_of(figure(RESTED)).reps
    assert len(told) == 6
    assert told[3].depth is None
    assert [rep.depth.verdict for rep in told[4:] if rep.depth] == ["on the mark", "on the mark"]


def test_a_camera_shows_life_however_quick_the_reps_are(seldom: None) -> None:
    (ended,) = session_of(figure(reps(4, lowering_s=0.45, pause_s=0.1, lifting_s=0.5, stand_s=0.1))).sets
    playback = ended.report.analysis.playback
    assert (playback.speed_factor, playback.problem) == (1.0, "")
    assert not any("time lapse" in problem for problem in ended.report.analysis.quality.problems)
