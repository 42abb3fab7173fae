"""What surrounds the reps: walking in, setting down, long pauses, two sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis
from stick_figure import DEADLIFT, LEG_M, RDL, TALL, THRUST_BOTTOM, THRUST_TOP, Move, figure, follow, glide, reps

Check = Callable[..., Analysis]
CROUCH = (25.0, 95.0, 30.0)  # to the laptop on the floor: hinge 120, knee 125


def walk(move: Move, since_s: float, until_s: float, metres: float) -> np.ndarray:
    """Place across the picture while walking from `since_s` to `until_s`."""
    return metres * np.clip((move.time_s - since_s) / (until_s - since_s), 0.0, 1.0)


def test_walking_in_is_no_rep(check: Check) -> None:
    steps = [(0.4, (15.0, 18.0, 5.0)), (0.4, (5.0, 4.0, 4.0))] * 3
    move = follow(glide(TALL, (0.5, TALL), *steps, (0.5, TALL)), reps(3))
    across = walk(move, 0.5, 2.9, 1.0) - 1.0
    analysis = check(figure(move, across_m=across))
    assert len(analysis.reps) == 3
    assert analysis.reps[0].start_s > 3.0


def test_who_lies_on_the_back_does_not_walk_wherever_the_feet_are_seen(check: Check) -> None:
    move = reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor")
    up = 1.0 - (move.hinge_deg - move.hinge_deg.min()) / np.ptp(move.hinge_deg)
    assert len(check(figure(move, across_m=1.2 * LEG_M * up, size_px=(1280, 1280))).reps) == 3


def test_a_bend_while_walking_is_no_rep(check: Check) -> None:
    stoop = glide(TALL, (1.0, RDL), (1.0, TALL), (0.5, TALL))
    move = follow(stoop, reps(3))
    analysis = check(figure(move, across_m=walk(move, 0.3, 2.0, 1.5 * LEG_M) - 0.6, size_px=(1280, 1280)))
    assert len(analysis.reps) == 3
    assert not analysis.partial_reps


@pytest.mark.parametrize("first", [True, False])
def test_an_odd_crouch_at_either_end_is_no_rep(first: bool, check: Check) -> None:
    crouch = glide(TALL, (1.5, CROUCH), (1.0, CROUCH), (1.0, TALL), (1.0, TALL))
    move = follow(crouch, reps(4)) if first else follow(reps(4), crouch)
    analysis = check(figure(move))
    assert len(analysis.reps) == 4
    assert all(r.measures["knee_flexion_deg"].bottom == pytest.approx(20, abs=2) for r in analysis.reps)


SOFT = (10.0, 6.0, 4.0)  # standing with the hips a little bent: hinge 16, against 4


@pytest.mark.parametrize("first", [True, False])
def test_two_reps_done_otherwise_at_either_end_are_reps(first: bool, check: Check) -> None:
    otherwise, hinge = reps(2, bottom=CROUCH), reps(5)
    move = follow(otherwise, hinge) if first else follow(hinge, otherwise)
    assert len(check(figure(move), lift="deadlift").reps) == 7


@pytest.mark.parametrize("first", [True, False])
def test_so_they_are_where_the_picture_cuts_off_the_feet_and_no_knee_is_known(first: bool, check: Check) -> None:
    otherwise, hinge = reps(2, bottom=CROUCH), reps(5)
    track = figure(follow(otherwise, hinge) if first else follow(hinge, otherwise))
    ankles = track.image_px[:, [point(side, "ANKLE") for side in SIDES], 1]
    barred = replace(track, inner_px=(0.0, 0.0, float(track.width_px), float(ankles.min()) - 5.0))
    assert len(check(barred, lift="deadlift").reps) == 7


def test_a_crouch_before_the_first_rep_is_no_part_of_it(check: Check) -> None:
    crouch = glide(TALL, (1.0, TALL), (1.5, CROUCH), (1.0, CROUCH), (1.0, SOFT), (1.0, SOFT))
    analysis = check(figure(follow(crouch, reps(4, top=SOFT)), hands_ahead_m=0.03))
    assert len(analysis.reps) == 4
    assert analysis.reps[0].start_s > 5.5
    assert "knee-dominant" in analysis.good


def test_a_bend_while_walking_is_no_part_of_the_next_rep(check: Check) -> None:
    stoop = glide(TALL, (1.0, RDL), (1.0, SOFT), (1.0, SOFT))
    move, begin_s = follow(reps(2), stoop, reps(2, top=SOFT)), reps(2).time_s[-1]
    analysis = check(
        figure(move, across_m=walk(move, begin_s, begin_s + 2.0, 1.5 * LEG_M) - 0.6, size_px=(1280, 1280))
    )
    assert len(analysis.reps) == 4
    assert analysis.reps[2].start_s > begin_s + 3.0
    assert analysis.reps[2].tempo.lowering_s == pytest.approx(analysis.reps[3].tempo.lowering_s, abs=0.05)


@pytest.mark.parametrize("trunk_deg", [35.0, 45.0])
def test_a_shallow_last_rep_is_not_passed_over(trunk_deg: float, check: Check) -> None:
    analysis = check(figure(reps(4, bottom=[RDL, RDL, RDL, (trunk_deg, 9.0, 4.0)])))
    assert len(analysis.reps) + len(analysis.partial_reps) == 4


def test_a_drifting_but_kindred_last_rep_stays(check: Check) -> None:
    move = reps(5, bottom=[RDL, RDL, RDL, RDL, (78.0, 22.0, 8.0)])
    assert len(check(figure(move)).reps) == 5


def test_going_down_to_put_the_bar_away_is_no_rep(check: Check) -> None:
    move = follow(reps(3), glide(TALL, (1.5, DEADLIFT), (1.0, DEADLIFT)))
    assert len(check(figure(move)).reps) == 3


@pytest.mark.parametrize(("pause_s", "sets"), [(10.0, [(1, 2, 3, 4)]), (17.0, [(1, 2), (3, 4)])])
def test_a_pause_over_fifteen_seconds_parts_two_sets(pause_s: float, sets: list, check: Check) -> None:
    move = follow(reps(2), glide(TALL, (pause_s - 2.0, TALL)), reps(2))
    analysis = check(figure(move))
    assert [s.reps for s in analysis.sets] == sets
    assert [s.index for s in analysis.sets] == list(range(1, len(sets) + 1))
    assert analysis.sets[0].start_s == analysis.reps[0].start_s
    assert analysis.sets[-1].end_s == analysis.reps[-1].end_s


def test_walking_away_parts_two_sets(check: Check) -> None:
    move = follow(reps(2), glide(TALL, (4.0, TALL)), reps(2))
    begin_s = reps(2).time_s[-1] + 0.5
    analysis = check(figure(move, across_m=walk(move, begin_s, begin_s + 3.0, 0.8)))
    assert [s.reps for s in analysis.sets] == [(1, 2), (3, 4)]
    assert [r.index for r in analysis.reps] == [1, 2, 3, 4]


def test_a_pause_at_the_bottom_parts_nothing(check: Check) -> None:
    move = reps(2, bottom=DEADLIFT, pause_s=6.0, starts="floor")
    analysis = check(figure(move))
    assert [s.reps for s in analysis.sets] == [(1, 2)]


@pytest.mark.parametrize(("rest_s", "sets"), [(14.0, [3]), (17.0, [2, 1])])
def test_who_rests_at_the_top_with_the_load_in_her_hands_begins_another_set(rest_s: float, sets: list[int]) -> None:
    up, down = [(1.2, TALL)], [(1.5, DEADLIFT), (0.5, DEADLIFT)]
    steps = [(0.5, DEADLIFT), *up, (1.0, TALL), *down, *up, (rest_s, TALL), *down, *up, (1.0, TALL), *down]
    analysis = analyse(LifterTrack(figure(glide(DEADLIFT, *steps)), 0, 0), KnownFacts(lift="deadlift"))
    assert [len(one.reps) for one in analysis.sets] == sets
    if len(sets) == 2:
        assert analysis.reps[1].end_s == pytest.approx(5.9, abs=0.2)
