"""A session in which one lift follows another without a pause."""

from __future__ import annotations

from hingecheck.apps.check import CheckOptions
from hingecheck.apps.live.session import LiveJob, run_live
from hingecheck.sources.video.camera import FakeCamera
from joined_tracks import joined, sample

from .conftest import FakeFrontend, Ran, frames_of, poses_of


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
