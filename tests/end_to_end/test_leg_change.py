"""A lifter who does two reps on the left leg and two on the right, in one video: two sets.

tests/data/changes-legs.poses.npz are the poses of a rendered clip: a body of the lab's split "switch" filmed at 45°,
twice, with the stance leg exchanged, and the two films joined.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hingecheck.apps.recording import load_recording
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.measures.motion import HowToMeasure, build_motion
from hingecheck.core.reps.leg_change import join_motions, leg_changes_s, measure_per_leg
from hingecheck.core.reps.segmentation import find_reps
from hingecheck.core.tracking.stretches import track_between
from hingecheck.core.types import Analysis, PoseTrack
from hingecheck.sources.files.weights import default_weights

POSES = Path(__file__).parents[1] / "data" / "changes-legs.poses.npz"
RATE_HZ = 30.0


#: Reps of the clip in the order of a film in which the legs take turns.
TURNS = (0, 2, 1, 3)


def in_turn(track: PoseTrack, analysis: Analysis) -> PoseTrack:
    """The clip's reps in another order, one after the other."""
    middles = [0.5 * (a.end_s + b.start_s) for a, b in pairwise(analysis.reps)]
    spans = list(pairwise([-np.inf, *middles, np.inf]))
    order = [np.flatnonzero((track.time_s >= first_s) & (track.time_s < last_s)) for first_s, last_s in spans]
    rows = np.concatenate([order[at] for at in TURNS])
    each = ("image_px", "visibility", "world_m", "outline_px", "people")
    return replace(
        track,
        time_s=np.arange(len(rows)) / RATE_HZ,
        frame_index=np.arange(len(rows)),
        loads=None,
        **{name: getattr(track, name)[rows] for name in each},
    )


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(load_recording(POSES).lifter, learned=default_weights())


@pytest.fixture(scope="module")
def track() -> PoseTrack:
    return load_recording(POSES).lifter.track


def test_each_leg_is_a_set_of_its_own(analysis: Analysis) -> None:
    assert analysis.lift.name == "single-leg-rdl"
    assert [(s.reps, s.working_side) for s in analysis.sets] == [((1, 2), "left"), ((3, 4), "right")]


def test_legs_that_take_turns_in_every_rep_are_told_and_none_is_put_back(
    analysis: Analysis, track: PoseTrack
) -> None:
    """Left, right, left, right: each rep on the leg it is done on, as square and straight as it was."""
    found = analyse(replace(load_recording(POSES).lifter, track=in_turn(track, analysis)), learned=default_weights())
    assert [(s.reps, s.working_side) for s in found.sets] == [
        ((1,), "left"),
        ((2,), "right"),
        ((3,), "left"),
        ((4,), "right"),
    ]
    assert not any("confused" in str(problem) for problem in found.quality.problems)
    for new, old in zip(found.reps, [analysis.reps[at] for at in TURNS], strict=True):
        assert new.measures["hip_hinge_deg"].bottom == pytest.approx(old.measures["hip_hinge_deg"].bottom, abs=4.0)


def test_the_time_grid_has_no_seam(analysis: Analysis) -> None:
    assert np.diff(analysis.motion.time_s) == pytest.approx(1.0 / RATE_HZ)
    assert all(len(s.value) == len(analysis.motion) for s in analysis.motion.series.values())


def test_who_names_the_leg_is_believed(track: PoseTrack) -> None:
    learned, told = default_weights(), KnownFacts(stance="left")
    motion = build_motion(track, RATE_HZ, told, learned)
    assert measure_per_leg(track, motion, find_reps(motion), HowToMeasure(RATE_HZ, told, learned)) is motion


def test_one_leg_alone_is_not_cut(track: PoseTrack) -> None:
    learned = default_weights()
    first = track_between(track, -np.inf, 10.0)
    motion = build_motion(first, RATE_HZ, None, learned)
    assert leg_changes_s(first, motion, find_reps(motion), RATE_HZ, learned) == []


def test_parts_are_put_together_as_they_were(track: PoseTrack) -> None:
    motion = build_motion(track, RATE_HZ)
    middle = len(motion) // 2
    halves = [
        replace(
            motion,
            **{name: getattr(motion, name)[rows] for name in ("time_s", "image_px", "world_m", "visibility")},
            stands_left=motion.stands_left[rows],
            swapped=motion.swapped[rows],
            series={k: replace(s, value=s.value[rows], sigma=s.sigma[rows]) for k, s in motion.series.items()},
            by_side={k: replace(s, value=s.value[rows], sigma=s.sigma[rows]) for k, s in motion.by_side.items()},
        )
        for rows in (slice(None, middle), slice(middle, None))
    ]
    again = join_motions(halves)
    for name, series in motion.series.items():
        np.testing.assert_array_equal(again.series[name].value, series.value)
    lacking = replace(halves[1], series={k: v for k, v in halves[1].series.items() if k != "neck_extension_deg"})
    holes = join_motions([halves[0], lacking]).series["neck_extension_deg"].value
    assert np.isfinite(holes[:middle]).any()
    assert np.isnan(holes[middle:]).all()


def test_options_reach_every_part() -> None:
    told = analyse(load_recording(POSES).lifter, KnownFacts(height_m=1.7), learned=default_weights())
    assert np.isfinite(told.motion.series["load_offset_m"].value).mean() > 0.5
