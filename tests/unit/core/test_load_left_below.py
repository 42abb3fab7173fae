"""A lifter who straightens up with empty hands lifts nothing: the load is seen to stay below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.corrections import Corrections, RepBorders
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.load.left_below import with_load_lifted
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Motion
from loads import analysed, beside, looked, with_load
from stick_figure import DEADLIFT, PoseTrack, figure, reps

MOVE = reps(3, bottom=DEADLIFT, starts="floor")
LAST_S = MOVE.phases[2].lifting_s


@pytest.fixture(scope="module")
def lifted() -> Analysis:
    return with_load(analysed(figure(MOVE), "deadlift"), 0.5, 0.5, 0.5)


def left_below(motion: Motion, since_s: float, seen_until_s: float = np.inf) -> Motion:
    """The load lies from a moment on, and is seen for so long."""
    track = motion.load.tracks[0]
    centre, seen = track.centre_px.copy(), track.seen & (motion.time_s < seen_until_s)
    after = motion.time_s >= since_s
    centre[after] = centre[int(np.argmax(after))]
    return replace(motion, load=replace(motion.load, tracks=(replace(track, centre_px=centre, seen=seen),)))


def test_a_lift_in_which_the_load_stays_below_is_none(lifted: Analysis) -> None:
    cycles = tuple(rep.cycle for rep in lifted.reps)
    assert with_load_lifted(cycles, lifted.motion) == cycles
    assert with_load_lifted(cycles, left_below(lifted.motion, LAST_S[0])) == cycles[:2]


def test_a_load_that_is_not_seen_long_enough_may_have_been_lifted(lifted: Analysis) -> None:
    cycles = tuple(rep.cycle for rep in lifted.reps)
    lost = left_below(lifted.motion, LAST_S[0], LAST_S[0] + 0.2)
    assert with_load_lifted(cycles, lost) == cycles


def test_a_load_that_is_seen_only_at_the_top_may_have_been_lifted(lifted: Analysis) -> None:
    cycles = tuple(rep.cycle for rep in lifted.reps)
    track = lifted.motion.load.tracks[0]
    third = (lifted.motion.time_s >= LAST_S[0] - 0.2) & (lifted.motion.time_s < LAST_S[1] - 0.1)
    seen = replace(track, seen=track.seen & ~third)
    motion = replace(lifted.motion, load=replace(lifted.motion.load, tracks=(seen,)))
    assert with_load_lifted(cycles, motion) == cycles


def test_where_it_is_lifted_but_once_the_outline_may_be_another_things(lifted: Analysis) -> None:
    cycles = tuple(rep.cycle for rep in lifted.reps)
    lies = left_below(lifted.motion, LAST_S[0])
    assert with_load_lifted(cycles[1:], lies) == cycles[1:]


def test_a_pull_that_fails_stays_what_it_is(lifted: Analysis) -> None:
    first, second, third = (rep.cycle for rep in lifted.reps)
    failed = (first, second, replace(third, complete=False))
    assert with_load_lifted(failed, left_below(lifted.motion, LAST_S[0])) == failed


def plates_left_below() -> PoseTrack:
    """Plates at the hands in two lifts, on the floor in the third; the hands are put on them half of the way up."""
    track = figure(MOVE)
    plates, image = beside(track, "left", 0.25, 0.05), track.image_px.copy()
    begins, half = (int(np.argmax(track.time_s >= at_s)) for at_s in (LAST_S[0], sum(LAST_S) / 2))
    plates[begins:, :2] = plates[begins, :2]
    plates[half:] = np.nan
    hands = [point(side, joint) for side in SIDES for joint in ("WRIST", "INDEX", "PINKY", "THUMB")]
    image[begins:half, hands] = image[begins, hands]
    return looked(replace(track, image_px=image), plates)


def test_it_is_not_counted_but_where_a_person_says_so() -> None:
    track = plates_left_below()
    assert len(analysed(figure(MOVE), "deadlift").reps) == 3
    assert [rep.end_s < LAST_S[0] + 0.1 for rep in analysed(track, "deadlift").reps] == [True, True]
    told = Corrections(borders=(RepBorders(sum(LAST_S) / 2, end_s=LAST_S[1] + 0.1),))
    found = analyse(LifterTrack(track, 0, 0), KnownFacts(lift="deadlift"), corrections=told)
    assert len(found.reps) == 3
