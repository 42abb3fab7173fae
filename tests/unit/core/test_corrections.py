"""What a person set right: reps taken out, borders and joints moved, lift and leg named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.corrections import Corrections, JointMoved, RepBorders, SetTold
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import Landmark
from hingecheck.core.reps.by_hand import corrected_reps
from hingecheck.core.reps.segmentation import Segmentation
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.moved_joints import REACH_S, with_joints_moved
from hingecheck.core.types import Analysis, Cycle, Span
from hingecheck.errors import NothingMeasuredError
from stick_figure import RDL, figure, reps

TRACK = figure(reps(3, bottom=RDL))


def analysed(corrections: Corrections, speed_factor: float = 1.0, facts: KnownFacts | None = None) -> Analysis:
    track = replace(TRACK, time_s=TRACK.time_s / speed_factor)
    told = replace(facts or KnownFacts(), speed_factor=speed_factor)
    return analyse(LifterTrack(track, 0, 0), told, corrections=corrections)


@pytest.mark.parametrize("speed_factor", [1.0, 0.5], ids=["as it was", "slowed"])
def test_a_rep_that_was_none_is_taken_out(speed_factor: float) -> None:
    before = analysed(Corrections(), speed_factor)
    after = analysed(Corrections(not_reps_s=(before.reps[1].bottom_s,)), speed_factor)
    assert [rep.bottom_s for rep in after.reps] == [before.reps[0].bottom_s, before.reps[2].bottom_s]
    assert [rep.index for rep in after.reps] == [1, 2]
    assert after.corrections


def test_a_moment_written_to_a_file_still_finds_its_rep_and_no_neighbour() -> None:
    before = analysed(Corrections())
    after = analysed(Corrections(not_reps_s=(round(before.reps[1].start_s, 4),)))
    assert len(after.reps) == 2


def test_without_any_rep_left_nothing_is_measured() -> None:
    every = tuple(rep.bottom_s for rep in analysed(Corrections()).reps)
    with pytest.raises(NothingMeasuredError, match="taken out by hand"):
        analysed(Corrections(not_reps_s=every))


@pytest.mark.parametrize("speed_factor", [1.0, 0.5], ids=["as it was", "slowed"])
def test_borders_are_where_they_were_put(speed_factor: float) -> None:
    rep = analysed(Corrections(), speed_factor).reps[1]
    start_s, end_s = rep.start_s - 0.2 / speed_factor, rep.end_s + 0.3 / speed_factor
    moved = analysed(Corrections(borders=(RepBorders(rep.bottom_s, start_s, end_s),)), speed_factor).reps[1]
    row_s = 1 / 30 / speed_factor
    assert moved.start_s == pytest.approx(start_s, abs=row_s)
    assert moved.end_s == pytest.approx(end_s, abs=row_s)
    assert moved.tempo.lowering_s == pytest.approx((rep.tempo.lowering_s or 0) + 0.2, abs=0.07)
    assert moved.tempo.lifting_s == pytest.approx((rep.tempo.lifting_s or 0) + 0.3, abs=0.07)


def test_borders_of_a_rep_that_is_gone_are_said() -> None:
    after = analysed(Corrections(borders=(RepBorders(0.0, None, 0.1),)))
    assert any("not found any more" in problem for problem in after.quality.problems)


def test_a_border_beyond_the_bottom_is_left() -> None:
    rep = analysed(Corrections()).reps[0]
    after = analysed(Corrections(borders=(RepBorders(rep.bottom_s, None, rep.bottom_s - 0.5),)))
    assert after.reps[0].end_s == rep.end_s


@pytest.mark.parametrize(
    ("start", "end", "lifting"),
    [
        (39, None, Span(39, 41)),
        (40, None, Span(20, 41)),
        (45, None, Span(20, 41)),
        (None, 21, Span(20, 22)),
        (None, 20, Span(20, 41)),
        (None, 15, Span(20, 41)),
    ],
)
def test_a_start_after_the_lifts_last_row_and_an_end_before_its_first_are_left(
    start: int | None, end: int | None, lifting: Span
) -> None:
    """The lift is in rows 20 to 40, its bottom in row 10 and its top in row 60: there is time on both sides."""
    motion = analysed(Corrections()).motion
    found = Segmentation((Cycle(10, 60, None, Span(20, 41), complete=True),), starts_tall=False)
    start_s, end_s = (None if row is None else float(motion.time_s[row]) for row in (start, end))
    told = Corrections(borders=(RepBorders(float(motion.time_s[30]), start_s, end_s),))
    (cycle,) = corrected_reps(found, motion, told).cycles
    assert cycle.lifting == lifting


def test_lift_and_leg_go_before_what_was_said_of_a_whole_folder() -> None:
    said = KnownFacts(lift="deadlift", stance="right")
    assert analysed(Corrections(), facts=said).lift.name == "deadlift"
    by_hand = analysed(Corrections(lift="single-leg-rdl", stance="left"), facts=said)
    assert (by_hand.lift.name, by_hand.lift.working_side) == ("single-leg-rdl", "left")


def test_one_set_of_two_is_told_and_measured_by_itself() -> None:
    """Two alike with a pause between them; the pause is where they are parted, whatever the film's speed."""
    after_s = float(TRACK.time_s[-1]) + 20.0
    twice = {
        name: np.concatenate([getattr(TRACK, name)] * 2)
        for name in ("image_px", "visibility", "world_m", "outline_px", "people")
    }
    time_s = np.concatenate([TRACK.time_s, TRACK.time_s + after_s])
    track = replace(TRACK, time_s=time_s, frame_index=np.arange(len(time_s)), **twice)
    found = analyse(LifterTrack(track, 0, 0), KnownFacts(lift="deadlift"))
    assert [one.lift.name for one in found.sets] == ["deadlift", "deadlift"]
    second = SetTold(found.sets[1].start_s + 1.0, lift="single-leg-rdl", stance="left")
    told = analyse(LifterTrack(track, 0, 0), KnownFacts(lift="deadlift"), corrections=Corrections(sets=(second,)))
    assert [one.lift.name for one in told.sets] == ["deadlift", "single-leg-rdl"]
    assert told.sets[1].lift.working_side == "left"
    assert [one.reps for one in told.sets] == [one.reps for one in found.sets]
    assert {finding.rule for finding in told.findings if finding.set_index == 1} == {
        finding.rule for finding in found.findings if finding.set_index == 1
    }


def test_a_joint_is_where_it_was_put_and_its_neighbours_come_along() -> None:
    row, knee = 60, Landmark.LEFT_KNEE
    x_px, y_px = TRACK.image_px[row, knee] + [30.0, -10.0]
    moved = with_joints_moved(TRACK, [JointMoved(float(TRACK.time_s[row]), knee, x_px, y_px)])
    shift = moved.image_px[:, knee] - TRACK.image_px[:, knee]
    assert shift[row] == pytest.approx([30.0, -10.0])
    assert 0 < shift[row + 3, 0] < 30
    far = np.abs(TRACK.time_s - TRACK.time_s[row]) > REACH_S
    assert not shift[far].any()
    others = [mark for mark in Landmark if mark != knee]
    assert np.array_equal(moved.image_px[:, others], TRACK.image_px[:, others])
    assert moved.world_m[row, knee, 0] > TRACK.world_m[row, knee, 0]


def test_between_two_moves_that_are_near_the_joint_goes_from_one_to_the_other() -> None:
    knee, rows = Landmark.LEFT_KNEE, (60, 66)
    moves = [JointMoved(float(TRACK.time_s[r]), knee, *(TRACK.image_px[r, knee] + [20.0, 0.0])) for r in rows]
    shift = with_joints_moved(TRACK, moves).image_px[:, knee, 0] - TRACK.image_px[:, knee, 0]
    assert shift[60:67] == pytest.approx(20.0)


def test_a_joint_that_is_moved_changes_the_angle_there() -> None:
    at_s = analysed(Corrections()).reps[1].bottom_s
    row = int(np.abs(TRACK.time_s - at_s).argmin())
    moves = tuple(
        JointMoved(float(TRACK.time_s[row]), knee, *(TRACK.image_px[row, knee] + [30.0, 0.0]))
        for knee in (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    )
    before, after = (analysed(Corrections(joints=joints)).motion for joints in ((), moves))
    change = after.series["knee_flexion_deg"].value - before.series["knee_flexion_deg"].value
    assert abs(change[np.abs(before.time_s - at_s).argmin()]) > 5
    assert np.nanmax(np.abs(change[np.abs(before.time_s - at_s) > 1])) < 0.5


@pytest.mark.parametrize("speed_factor", [0.25, 0.125])
def test_a_joint_that_is_moved_in_slow_motion_counts_as_much(speed_factor: float) -> None:
    row, knee = 60, Landmark.LEFT_KNEE

    def shift(times: float) -> np.ndarray:
        slowed = replace(TRACK, time_s=TRACK.time_s / times)
        x_px, y_px = TRACK.image_px[row, knee] + [30.0, 0.0]
        corrections = Corrections(joints=(JointMoved(float(slowed.time_s[row]), knee, x_px, y_px),))
        told = KnownFacts(speed_factor=times)
        before, after = (analyse(LifterTrack(slowed, 0, 0), told, corrections=c) for c in (None, corrections))
        return after.motion.image_px[:, knee, 0] - before.motion.image_px[:, knee, 0]

    assert shift(speed_factor) == pytest.approx(shift(1.0), abs=0.5, nan_ok=True)


def test_plain_says_only_what_was_corrected() -> None:
    assert Corrections().plain() == {}
    by_hand = Corrections(lift="rdl", joints=(JointMoved(1.0, Landmark.LEFT_HIP, 2.0, 3.0),))
    assert by_hand.plain() == {
        "lift": "rdl",
        "joints": [{"time_s": 1.0, "joint": "left_hip", "x_px": 2.0, "y_px": 3.0}],
    }
