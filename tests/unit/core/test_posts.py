"""A post before the lifter's legs: its edge in the room, her outline that ends at it, and what is not believed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.camera import Background
from hingecheck.core.landmarks import point
from hingecheck.core.measures.angles import POST_TRUNK_SIGMA_DEG
from hingecheck.core.tracking.cleaning import leg_length
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.posts import behind_post
from hingecheck.core.types import Analysis, PoseTrack
from hingecheck.sources.files.weights import default_weights
from joined_tracks import sample

OF_THE_KNEE = {"knee-dominant", "knee-locked"}


@pytest.fixture(scope="module")
def rdl() -> PoseTrack:
    return sample("rdl-clean")


def edge(track: PoseTrack, leg: float) -> float:
    """So many leg lengths beside the middle of her knees, pixels."""
    knees = track.image_px[:, [point("left", "KNEE"), point("right", "KNEE")], 0]
    return round(float(np.nanmedian(knees)) + leg * leg_length(track.image_px, track.visibility))


def seen_to(track: PoseTrack, place_px: float) -> PoseTrack:
    """The track with outlines that end at a post's edge."""
    outline = track.outline_px.copy()
    outline[..., 0] = np.fmin(outline[..., 0], place_px)
    return replace(track, outline_px=outline)


def room(track: PoseTrack, place_px: float) -> Background:
    """A room on a tripod, with an upright edge above her head."""
    still = np.tile([1.0, 0.0, 0.0, 0.0], (len(track), 1))
    return Background(still, np.array([[0.0, place_px, 0.0, place_px, 0.2 * track.height_px]]))


def report(track: PoseTrack, background: Background) -> Analysis:
    return analyse(LifterTrack(track, 0, 0, background), learned=default_weights())


def test_her_outline_ends_at_a_post_that_stands_before_her(rdl: PoseTrack) -> None:
    place = edge(rdl, -0.05)
    assert behind_post(seen_to(rdl, place), room(rdl, place))


def test_a_post_behind_her_or_beside_her_hides_nothing(rdl: PoseTrack) -> None:
    place = edge(rdl, -0.05)
    assert not behind_post(rdl, room(rdl, place))
    assert not behind_post(seen_to(rdl, edge(rdl, -0.05)), room(rdl, edge(rdl, 0.1)))
    assert not behind_post(seen_to(rdl, place), None)
    assert not behind_post(seen_to(rdl, place), room(rdl, place), cuts=(40,))


def test_where_her_legs_do_not_stand_it_hides_no_leg(rdl: PoseTrack) -> None:
    """Her head passes behind it in the bend, or her arms do."""
    place = edge(rdl, 0.3)
    assert not behind_post(seen_to(rdl, place), room(rdl, place))


def test_knees_behind_it_are_not_judged_and_it_is_said(rdl: PoseTrack) -> None:
    place = edge(rdl, -0.05)
    hidden = report(seen_to(rdl, place), room(rdl, place))
    assert hidden.reps
    silent = {entry.rule for entry in hidden.not_assessable if "hidden" in entry.reason}
    assert silent >= OF_THE_KNEE
    assert not OF_THE_KNEE & {finding.rule for finding in hidden.findings}
    assert any("post" in line for line in hidden.quality.problems)


@pytest.mark.parametrize("drawn_leg", [-0.15, 0.0, 0.15])
def test_where_feet_behind_it_are_put_is_not_believed(rdl: PoseTrack, drawn_leg: float) -> None:
    place, image = edge(rdl, -0.05), rdl.image_px.copy()
    feet = [point(side, joint) for side in ("left", "right") for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]
    image[:, feet, 0] += drawn_leg * leg_length(rdl.image_px, rdl.visibility)
    hidden = report(seen_to(replace(rdl, image_px=image), place), room(rdl, place))
    assert any("post" in line for line in hidden.quality.problems)
    assert not np.isfinite(hidden.motion.series["load_offset_leg"].value).any()
    assert "load-drifting" in {entry.rule for entry in hidden.not_assessable if "hidden" in entry.reason}
    assert hidden.lift.name == "rdl"


def test_nor_is_balance_over_them() -> None:
    track = sample("single-leg-rdl-balance-loss")
    place = edge(track, 0.0)
    plain, hidden = (report(seen_to(track, place), room(track, where)) for where in (1.5 * place, place))
    assert "sway_leg" in plain.motion.series
    assert "sway_leg" not in hidden.motion.series
    assert "balance-loss" in {entry.rule for entry in hidden.not_assessable}


def test_which_lift_it_is_hangs_on_the_knees(rdl: PoseTrack) -> None:
    place = edge(rdl, -0.05)
    plain, hidden = (report(seen_to(rdl, place), room(rdl, where)) for where in (place + 0.5 * place, place))
    assert plain.lift.name == "rdl"
    assert hidden.lift.confidence < 0.8 < plain.lift.confidence


def test_hips_drawn_to_its_side_leave_the_trunk_less_sure(rdl: PoseTrack) -> None:
    place = edge(rdl, -0.05)
    plain, hidden = (report(seen_to(rdl, place), room(rdl, where)) for where in (place + 0.5 * place, place))
    sure, unsure = (np.nanmedian(one.motion.series["trunk_inclination_deg"].sigma) for one in (plain, hidden))
    assert unsure > max(POST_TRUNK_SIGMA_DEG, sure)
