"""Reps and their phases against the minimum-jerk set they were posed from.

A minimum-jerk move creeps in and out: its ends are carried on from where it is seen to move. The filters before that
make it longer by 0.06 s of 1.5 s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import Landmark
from hingecheck.core.load_types import LoadSeen, LoadTrack
from hingecheck.core.reps import by_load
from hingecheck.core.reps.by_load import told_by_load
from hingecheck.core.reps.phases import HingeCurve, pull_row, top_cut
from hingecheck.core.reps.segmentation import Segmentation, find_reps, one_by_one
from hingecheck.core.reps.summaries import summarise_rep
from hingecheck.core.types import Analysis, Cycle, Lift, Motion, Span
from hingecheck.errors import NothingMeasuredError
from loads import MOVE, analysed, beside, looked, with_load
from stick_figure import (
    DEADLIFT,
    RDL,
    TALL,
    THRUST_BOTTOM,
    THRUST_TOP,
    Move,
    Posture,
    cut,
    figure,
    follow,
    glide,
    hide,
    lean_free_leg,
    lose,
    reps,
)

Check = Callable[..., Analysis]
#: Edge of a phase, seconds, for phases of at most 1.5 s (see above).
EDGE_S = 0.08


def assert_phases(analysis: Analysis, move: Move, tall: bool = True, edge_s: float = EDGE_S) -> None:
    """Start, bottom and end of each rep lie where they were posed; lengths are 85 to 108 % of the posed ones."""
    assert len(analysis.reps) == len(move.phases)
    for rep, phase in zip(analysis.reps, move.phases, strict=True):
        begin, end = (phase.lowering_s[0], phase.lifting_s[1]) if tall else (phase.lifting_s[0], phase.lowering_s[1])
        assert rep.start_s == pytest.approx(begin, abs=edge_s)
        assert rep.bottom_s == pytest.approx(phase.lifting_s[0], abs=edge_s)
        assert rep.end_s == pytest.approx(end, abs=edge_s)
        for found, (since, until) in (
            (rep.tempo.lowering_s, phase.lowering_s),
            (rep.tempo.lifting_s, phase.lifting_s),
        ):
            assert found is not None
            assert 0.85 * (until - since) < found < 1.08 * (until - since)


@pytest.mark.parametrize("n", [1, 2, 3, 8])
def test_a_set_that_starts_tall(n: int, check: Check) -> None:
    move = reps(n)
    analysis = check(figure(move))
    assert_phases(analysis, move)
    assert [r.index for r in analysis.reps] == list(range(1, n + 1))
    assert not analysis.partial_reps
    assert [s.reps for s in analysis.sets] == [tuple(range(1, n + 1))]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_deadlift_that_opens_and_ends_on_the_floor(n: int, check: Check) -> None:
    move = reps(n, bottom=DEADLIFT, starts="floor")
    analysis = check(figure(move))
    assert_phases(analysis, move, tall=False)
    assert analysis.lift.name == "deadlift"


@pytest.mark.parametrize("n", [2, 4])
def test_a_hip_thrust_has_its_lowering_after_the_lift(n: int, check: Check) -> None:
    move = reps(n, THRUST_TOP, THRUST_BOTTOM, starts="floor")
    assert_phases(check(figure(move)), move, tall=False)


def test_a_hip_thrust_is_counted_by_the_hinge_where_the_camera_walks(measure: Callable[..., Motion]) -> None:
    """Heights in the picture go with it."""
    move = reps(4, THRUST_TOP, THRUST_BOTTOM, starts="floor")
    motion = measure(figure(move))
    drifts = np.linspace(0.0, 2.0 * motion.leg_px, len(motion))[:, None, None] * np.array([0.0, 1.0])
    walked = replace(motion, image_px=motion.image_px + drifts, place_lost=True)
    assert [cycle.complete for cycle in find_reps(walked).cycles] == [True] * 4


def test_plates_on_the_hips_tell_where_reps_begin_and_end(measure: Callable[..., Motion]) -> None:
    """Behind them hips are guessed, and hinge and trunk with them: at the top they creep on for half a second."""
    move = reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor")
    motion = measure(figure(move))
    hips = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
    rows = len(motion)
    late = np.maximum(np.arange(rows) - 15, 0)
    image = motion.image_px.copy()
    image[:, hips] = image[late][:, hips]
    crept = {
        name: replace(one, value=one.value[late], sigma=np.full(len(motion), 12.0))
        for name, one in motion.series.items()
    }
    guessed = replace(motion, image_px=image, series=crept)
    plates = LoadTrack(
        "both",
        motion.image_px[:, hips].mean(axis=1),
        np.ones(rows),
        np.full((rows, 2), 90.0),
        np.ones(rows, dtype=bool),
        "outline",
    )
    found = find_reps(guessed)
    thrust = Lift("hip-thrust", given=False, confidence=0.95, working_side="both")
    seen = replace(guessed, load=LoadSeen("barbell", 0.9, (plates,), reason="", searched=True))
    told = told_by_load(found, seen, thrust)
    for cycle, guess, phase in zip(told.cycles, found.cycles, move.phases, strict=True):
        lift_s = (cycle.lifting.first / 30.0, cycle.lifting.last / 30.0)
        assert lift_s == pytest.approx(phase.lifting_s, abs=0.2)
        assert guess.lifting.last / 30.0 - phase.lifting_s[1] > 0.3
    assert told_by_load(found, guessed, thrust) is found
    small = replace(seen, load=replace(seen.load, kind="dumbbell"))  # it hides no hips
    assert told_by_load(found, small, thrust) is found


def test_where_the_load_tells_other_lifts_they_stay_as_they_were(
    measure: Callable[..., Motion], monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = measure(figure(reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor")))
    found, track = find_reps(motion), with_load(analysed(figure(MOVE)), 0.4, 0.4, 0.4).motion.load
    monkeypatch.setattr(by_load, "find_reps", lambda *_: replace(found, cycles=found.cycles[1:]))
    thrust = Lift("hip-thrust", given=False, confidence=0.95, working_side="both")
    assert told_by_load(found, replace(motion, load=track), thrust) is found


def test_legs_that_are_mixed_up_where_a_lift_ends_have_not_walked(measure: Callable[..., Motion]) -> None:
    """Feet stand 0.6 leg lengths apart; in the last rows each is called by the other one's name."""
    motion = measure(figure(reps(2)))
    left, right = Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE
    image = motion.image_px.copy()
    top = find_reps(motion).cycles[-1].top
    swung = 0.6 * (np.arange(len(motion)) < top - 1) * motion.leg_px
    image[:, left, 0] += swung
    mixed = image.copy()
    mixed[top - 1 :, left], mixed[top - 1 :, right] = image[0, right], image[0, left]
    assert len(find_reps(replace(motion, image_px=mixed)).cycles) == 2


def test_no_lift_is_carried_back_into_the_repetition_before_it() -> None:
    """A lift that is carried back into the lowering before it; one with a lowering of its own begins with that."""
    first = Cycle(0, 30, Span(31, 90), Span(0, 31), complete=True)
    second = Cycle(80, 130, Span(131, 190), Span(80, 131), complete=True)
    assert one_by_one([first, second])[1] == replace(second, bottom=90, lifting=Span(90, 131))
    apart = replace(second, bottom=95, lifting=Span(95, 131))
    down_first = replace(second, lowering=Span(60, 80))
    assert one_by_one([first, apart]) == (first, apart)
    assert one_by_one([first, down_first]) == (first, down_first)
    assert one_by_one([]) == ()


def test_a_foot_seen_for_half_a_lift_that_slips_onto_a_plate_is_no_walk(
    measure: Callable[..., Motion],
) -> None:
    motion = measure(figure(reps(3)))
    lift = find_reps(motion).cycles[0]
    image_px = motion.image_px.copy()
    image_px[:, [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] = np.nan
    middle = (lift.bottom + lift.top) // 2
    seen = slice(lift.bottom, middle)
    image_px[seen, Landmark.LEFT_ANKLE] = motion.image_px[seen, Landmark.LEFT_ANKLE]
    image_px[middle - 2 : middle, Landmark.LEFT_ANKLE, 1] -= 0.6 * motion.leg_px
    assert [cycle.complete for cycle in find_reps(replace(motion, image_px=image_px)).cycles] == [True] * 3


def test_a_hip_thrust_that_opens_at_the_top_still_has_its_lowering_after_the_lift(check: Check) -> None:
    analysis = check(figure(reps(3, THRUST_TOP, THRUST_BOTTOM)))
    assert len(analysis.reps) == 3
    assert [r.tempo.lowering_s is not None for r in analysis.reps] == [True, True, False]


@pytest.mark.parametrize("azimuth_deg", [90, -90, 0, 45, 135])
@pytest.mark.parametrize("lowering_s", [0.5, 1.0, 2.5])
def test_tempo_from_any_side_and_at_any_speed(azimuth_deg: float, lowering_s: float, check: Check) -> None:
    move = reps(3, lowering_s=lowering_s, lifting_s=0.8, pause_s=1.0)
    for rep in check(figure(move, azimuth_deg)).reps:
        assert rep.tempo.lowering_s is not None
        assert rep.tempo.lowering_s == pytest.approx(lowering_s, abs=0.05 + 0.08 * lowering_s)
        assert rep.tempo.pause_s == pytest.approx(1.0, abs=0.08)


@pytest.mark.parametrize("rate_hz", [24.0, 60.0, 120.0])
def test_the_cameras_rate_does_not_matter(rate_hz: float, check: Check) -> None:
    move = reps(3, rate_hz=rate_hz)
    assert_phases(check(figure(move)), move)


def test_frames_at_uneven_times(check: Check) -> None:
    move = reps(3, rate_hz=60.0)
    keep = np.sort(np.random.default_rng(3).choice(len(move.time_s), size=len(move.time_s) // 2, replace=False))
    keep[0], keep[-1] = 0, len(move.time_s) - 1
    uneven = replace(move, time_s=move.time_s[keep], angles_deg=move.angles_deg[keep])
    assert_phases(check(figure(uneven)), move, edge_s=EDGE_S + 0.04)


def test_measures_of_a_rep_are_those_of_its_posture(check: Check) -> None:
    move = reps(3)
    for rep in check(figure(move)).reps:
        hinge = rep.measures["hip_hinge_deg"]
        assert (hinge.bottom, hinge.max) == pytest.approx((84, 84), abs=2)
        assert (hinge.top, hinge.start, hinge.min) == pytest.approx((4, 4, 4), abs=3)
        assert rep.measures["trunk_inclination_deg"].bottom == pytest.approx(70, abs=2)
        assert rep.measures["knee_flexion_deg"].bottom == pytest.approx(20, abs=1)
        assert hinge.coverage == 1.0


@pytest.mark.parametrize("since_s", [1.5, 1.65, 1.8])
def test_a_first_lowering_that_the_video_cuts_off_has_no_tempo_but_its_rep_counts(
    since_s: float, check: Check
) -> None:
    analysis = check(cut(figure(reps(3)), since_s))
    assert [r.tempo.lowering_s is None for r in analysis.reps] == [True, False, False]
    unseen = next(n for n in analysis.not_assessable if n.rule == "fast-lowering")
    assert unseen.reps == (1,)
    assert analysis.reps[0].start_s == pytest.approx(since_s, abs=0.05)


@pytest.mark.parametrize("since_s", [1.28, 1.3])
def test_a_lowering_that_is_cut_off_near_its_beginning_is_not_called_fast(since_s: float, check: Check) -> None:
    move = reps(3, lowering_s=1.25)
    whole, short = check(figure(move), lift="rdl"), check(cut(figure(move), since_s), lift="rdl")
    assert "fast-lowering" in whole.good
    assert "fast-lowering" not in {f.rule for f in short.findings}


def test_a_video_that_opens_in_the_lower_half_of_a_lowering_still_starts_tall(check: Check) -> None:
    analysis = check(cut(figure(reps(3)), since_s=2.0))
    assert [r.tempo.lowering_s is None for r in analysis.reps] == [True, False, False]


def test_a_last_lowering_that_the_video_cuts_off_has_no_tempo_but_its_rep_counts(check: Check) -> None:
    move = reps(3, bottom=DEADLIFT, starts="floor")
    analysis = check(cut(figure(move), until_s=move.phases[-1].lowering_s[0] + 0.7))
    assert [r.tempo.lowering_s is None for r in analysis.reps] == [False, False, True]


def test_times_are_the_videos_own_where_it_is_cut(check: Check) -> None:
    move = reps(3)
    analysis = check(cut(figure(move), since_s=0.6))
    assert_phases(analysis, move)


def test_lifts_that_never_reach_the_top_are_partial(check: Check) -> None:
    half: tuple[float, float, float] = (45.0, 9.0, 4.0)
    unfinished = glide(
        TALL, (1.5, RDL), (0.5, RDL), (1.0, half), (0.5, half), (1.0, RDL), (0.5, RDL), (1.2, TALL), (1, TALL)
    )
    analysis = check(figure(follow(reps(3), unfinished)))
    assert len(analysis.reps) == 4
    assert len(analysis.partial_reps) == 1
    assert analysis.partial_reps[0].index == 1
    assert analysis.partial_reps[0].bottom_s == pytest.approx(13.6 + 2.0, abs=0.2)


@pytest.mark.parametrize("frames", [1, 5], ids=["at once", "as a tracker follows"])
def test_a_still_of_the_bottom_before_the_film_is_no_lift(frames: int, check: Check) -> None:
    still = glide(RDL, (2.0, RDL), (frames / 30, TALL))
    analysis = check(figure(follow(still, reps(2))))
    assert [rep.start_s for rep in analysis.reps] == pytest.approx([2.0 + 1.0, 2.0 + 5.2], abs=0.3)
    assert not analysis.partial_reps


@pytest.mark.parametrize("frames", [1, 5], ids=["at once", "as a tracker follows"])
def test_a_still_of_the_top_before_a_film_that_opens_low_is_no_fast_lowering(frames: int, check: Check) -> None:
    still = glide(TALL, (2.0, TALL), (frames / 30, DEADLIFT))
    analysis = check(figure(follow(still, reps(3, bottom=DEADLIFT, starts="floor"))))
    assert len(analysis.reps) == 3
    assert "fast-lowering" not in {finding.rule for finding in analysis.findings}
    assert "fast-lowering" in {entry.rule for entry in analysis.not_assessable if entry.reps == (1,)}


def test_half_a_lift_within_three_frames_is_no_partial_one(check: Check) -> None:
    move = reps(3)
    slips = move.angles_deg.copy()
    slips[80:95] = 0.35 * slips[80:95] + 0.65 * np.asarray(TALL)  # read nearly upright for half a second
    analysis = check(figure(replace(move, angles_deg=slips)))
    assert [rep.end_s for rep in analysis.reps] == pytest.approx([4.2, 8.4, 12.6], abs=0.1)
    assert not analysis.partial_reps


def test_a_film_that_ends_just_as_a_lift_begins_has_no_part_of_it(check: Check) -> None:
    down, up = (-48.0, 122.0, -8.0), (-62.0, 113.0, -6.0)
    analysis = check(figure(follow(reps(2, top=THRUST_TOP, bottom=down, starts="floor"), glide(down, (0.1, up)))))
    assert len(analysis.reps) == 2
    assert not analysis.partial_reps


def test_a_film_sped_up_keeps_its_quick_lifts(check: Check) -> None:
    quick = reps(4, lowering_s=0.25, pause_s=0.1, lifting_s=0.25, stand_s=0.3)
    assert len(check(figure(quick)).reps) == 4


def test_a_quick_lift_alone_is_said_to_be_too_fast(check: Check) -> None:
    alone = check(figure(reps(1, lowering_s=0.3, pause_s=0.05, lifting_s=0.1, stand_s=0.4)))
    assert len(alone.reps) == 1
    assert any("too fast for a body" in str(problem) for problem in alone.quality.problems)


def test_shallow_bends_are_partial(check: Check) -> None:
    shallow: tuple[float, float, float] = (28.0, 7.0, 4.0)
    analysis = check(figure(follow(reps(2), reps(1, bottom=shallow), reps(2))))
    assert len(analysis.reps) == 4
    assert len(analysis.partial_reps) == 1


@pytest.mark.parametrize("wobble_deg", [3.0, 6.0, 10.0])
def test_a_wobble_at_the_bottom_is_no_rep(wobble_deg: float, check: Check) -> None:
    t, f, s = RDL
    up = (t - wobble_deg, f, s)
    rep = [(1.5, RDL), (0.4, up), (0.4, RDL), (0.4, up), (0.4, RDL), (1.2, TALL), (1.0, TALL)]
    analysis = check(figure(glide(TALL, (1.0, TALL), *rep, *rep, *rep)))
    assert len(analysis.reps) == 3
    assert not analysis.partial_reps


def test_shaky_landmarks_make_no_more_reps(check: Check) -> None:
    move = reps(4)
    track = figure(move)
    noise = np.random.default_rng(11).normal(0.0, 4.0, track.image_px.shape)
    analysis = check(replace(track, image_px=track.image_px + noise))
    assert len(analysis.reps) == 4
    for rep, phase in zip(analysis.reps, move.phases, strict=True):
        assert rep.bottom_s == pytest.approx(phase.lifting_s[0], abs=0.5)


def test_single_leg_reps_count(check: Check) -> None:
    move = reps(3)
    assert_phases(check(figure(move, free="left", free_angles_deg=lean_free_leg(move))), move)


def test_a_short_hole_in_the_track_changes_nothing(check: Check) -> None:
    move = reps(3)
    assert_phases(check(lose(figure(move), slice(50, 56))), move)


def test_a_long_hole_at_the_top_leaves_the_reps(check: Check) -> None:
    move = reps(3, stand_s=3.0)
    stand_s = move.phases[0].lifting_s[1]
    rows = slice(int(30 * (stand_s + 0.6)), int(30 * (stand_s + 2.2)))
    assert_phases(check(lose(figure(move), rows)), move)


@pytest.mark.parametrize(("from_s", "until_s"), [(6.1, 7.8), (6.1, 7.2), (6.7, 7.8)])
def test_a_hole_at_the_bottom_leaves_the_pause_unknown(from_s: float, until_s: float, check: Check) -> None:
    track = figure(reps(3))
    analysis = check(lose(track, (track.time_s > from_s) & (track.time_s < until_s)), lift="rdl")
    assert [rep.tempo.pause_s is None for rep in analysis.reps] == [False, True, False]


def test_a_hidden_knee_takes_no_reps_where_the_other_measures_can_be_had(check: Check) -> None:
    move = reps(3)
    track = hide(figure(move), ("KNEE",), rows=slice(0, 45))
    assert 2 <= len(check(track).reps) <= 3


@pytest.mark.parametrize(
    ("move", "text"),
    [
        (glide(TALL, (5.0, TALL)), "bend by only"),
        (glide(TALL, (1.0, (12.0, 4.0, 3.0)), (1.0, TALL), (1.0, (12.0, 4.0, 3.0)), (1.0, TALL)), "bend by only"),
        (glide(TALL, (2.0, TALL), (1.5, RDL), (2.0, RDL)), "never come up"),
    ],
)
def test_what_is_no_lift_is_said_to_be_none(move: Move, text: str, check: Check) -> None:
    with pytest.raises(NothingMeasuredError, match=text):
        check(figure(move))


def test_legs_never_seen_is_said(check: Check) -> None:
    with pytest.raises(NothingMeasuredError, match="never seen together"):
        check(hide(figure(reps(2)), ("KNEE", "ANKLE")))


def test_nobody_there_is_said(check: Check) -> None:
    track = figure(reps(1))
    with pytest.raises(NothingMeasuredError, match="nobody was found"):
        check(lose(track, slice(None)))
    with pytest.raises(NothingMeasuredError, match="only 5 of"):
        check(lose(track, slice(5, None)))


def test_what_she_does_after_the_set_is_no_part_of_its_last_rep(check: Check) -> None:
    """A stretch that leans back, four seconds after the load was put away."""
    back = (-22.0, 0.0, 0.0)
    after = glide(TALL, (4.0, TALL), (1.0, back), (1.0, back), (1.0, TALL), (2.0, TALL))
    plain, stretched = (check(figure(move), lift="rdl") for move in (reps(3), follow(reps(3), after)))
    assert stretched.reps[-1].end_s == pytest.approx(plain.reps[-1].end_s, abs=0.1)
    assert [finding.rule for finding in stretched.findings] == [finding.rule for finding in plain.findings]


def test_who_stops_short_has_not_finished_when_she_stands_up_later(check: Check) -> None:
    short = (26.0, 2.0, 2.0)
    after = glide(short, (5.0, short), (1.0, TALL), (3.0, TALL))
    found = check(figure(follow(reps(3, top=short), after)), lift="rdl").findings
    assert [finding.reps for finding in found if finding.rule == "incomplete-lockout"] == [(1, 2, 3)]


def test_who_is_lost_on_her_way_up_did_not_stop_where_she_halted() -> None:
    """A bar sticks at 83° for a moment; then her head leaves the picture, and with it the track."""
    rises = np.concatenate([np.linspace(112.0, 83.0, 22), np.full(4, 83.0), np.linspace(80.0, 66.0, 6)])
    stays = rises[:32] - 60.0  # one who is upright then
    for way, unseen in ((rises, True), (rises[:26], True), (np.minimum(stays, stays[21]), True), (stays[:26], False)):
        hinge = np.concatenate([way, [93.0], np.full(60, np.nan)])
        known = np.isfinite(hinge)
        value = np.where(np.arange(len(hinge)) < 22, hinge, hinge[21])  # the running median ends with what is bridged
        curve = HingeCurve(value, known, np.full(len(hinge), np.nan), hinge)
        assert top_cut(curve, Span(3, 22), 22) is unseen


@pytest.mark.parametrize(("plate", "first_s", "tall"), [(True, 0.5, False), (False, 2.0, False), (False, 0.5, True)])
def test_a_load_that_lies_while_she_bends_to_it_is_lifted_first(
    check: Check, plate: bool, first_s: float, tall: bool
) -> None:
    """Seen to lie, or set up for; else the bend may be with the load in the hands."""
    first = [(1.0, TALL), (1.5, DEADLIFT), (first_s, DEADLIFT), (1.2, TALL)]
    later = [(1.0, TALL), (1.5, DEADLIFT), (0.5, DEADLIFT), (1.2, TALL)]
    track = figure(glide(TALL, *first, *later * 2, (1.0, TALL), (1.5, DEADLIFT)))
    outline = beside(track, "left", 0.3, 0.15, 0.0)
    lifts_row = round(30 * (2.5 + first_s))
    outline[:lifts_row] = outline[lifts_row]
    found = check(looked(track, outline) if plate else track, lift="deadlift")
    lowers_first = [rep.start_s < rep.bottom_s - 0.3 for rep in found.reps]
    assert lowers_first == [tall] * 3
    assert found.reps[0].bottom_s == pytest.approx(2.5 + first_s, abs=0.15)
    assert all(rep.tempo.lowering_s == pytest.approx(1.5, abs=0.15) for rep in found.reps)


@pytest.mark.parametrize(("first_s", "others_s", "tall"), [(2.0, 0.5, False), (1.2, 0.5, True), (2.0, 1.2, True)])
def test_who_sets_up_stays_below_for_long_and_longer_than_before_the_others(
    check: Check, first_s: float, others_s: float, tall: bool
) -> None:
    def rep(pause_s: float) -> list[tuple[float, Posture]]:
        return [(1.0, TALL), (1.5, DEADLIFT), (pause_s, DEADLIFT), (1.2, TALL)]

    found = check(figure(glide(TALL, *rep(first_s), *rep(others_s) * 3)), lift="deadlift")
    assert (found.reps[0].start_s < found.reps[0].bottom_s - 0.3) is tall


def test_a_lift_does_not_begin_in_the_bend_to_the_load(measure: Callable[..., Motion]) -> None:
    """From a low squat the hips go up again while she reaches on for a load that is far away; then she lifts."""
    low, reaches = (35.0, 50.0, 30.0), (95.0, 20.0, 5.0)
    motion = measure(figure(glide(TALL, (1.0, TALL), (1.2, low), (1.0, reaches), (1.2, TALL), (1.0, TALL))))
    (cycle,) = find_reps(motion, starts_tall=False).cycles
    assert cycle.lifting.first / 30.0 == pytest.approx(3.2, abs=0.15)


def test_a_load_that_is_seen_for_the_first_degrees_of_a_bend_alone_may_be_in_the_hands(check: Check) -> None:
    """Over 12° from standing hands go down by 0.01 leg lengths."""
    track = figure(reps(4))
    outline = beside(track, "left", 0.3, 0.15, 0.0)
    outline[42:75] = np.nan
    assert len(check(looked(track, outline), lift="rdl").reps) == 4


def test_hips_that_sink_again_were_set_for_the_pull() -> None:
    """Up by 0.9 of their way, down to 0.6 of it, and on without a halt."""
    rate_hz = 30.0
    depth = 1.0 - 0.3 * np.interp(np.arange(90), [10, 25, 40, 80], [0.0, 0.9, 0.6, 1.0])
    assert pull_row(depth, 0, 60, 89, rate_hz) == 40
    assert pull_row(np.minimum.accumulate(depth), 0, 30, 89, rate_hz) == 0
    assert pull_row(depth, 0, 60, 89, 1.0) >= 0


@pytest.mark.parametrize("lies", [True, False])
def test_picking_up_the_load_is_no_romanian_deadlift(check: Check, lies: bool) -> None:
    track = figure(reps(4))
    outline = beside(track, "left", 0.3, 0.15, 0.0)
    if lies:
        outline[:75] = outline[75]
    found = check(looked(track, outline), lift="rdl")
    assert found.motion.load.kind == "barbell"
    assert len(found.reps) == (3 if lies else 4)
    assert [rep.index for rep in found.reps] == list(range(1, len(found.reps) + 1))


@pytest.mark.parametrize(
    ("lies_rows", "seen", "cut"),
    [(6, True, False), (0, True, True), (6, False, True)],
    ids=["lies", "rises from the first", "hidden"],
)
def test_a_load_that_lies_as_the_film_opens_shows_the_start_of_its_lift(
    lies_rows: int, seen: bool, cut: bool, measure: Callable[..., Motion]
) -> None:
    """It rises by a hundredth of a leg a row: by 0.04 within 0.13 s, four rows, where it does not lie for those."""
    motion = measure(figure(reps(2, bottom=DEADLIFT, starts="floor")))
    rows = np.arange(len(motion))
    height_px = 0.01 * motion.leg_px * np.clip(rows - lies_rows, 0, 80)
    shows = np.ones(len(rows), dtype=bool)
    shows[2] = seen
    plate = LoadTrack(
        "both",
        np.stack([np.full(len(rows), 300.0), 900.0 - height_px], axis=1),
        np.ones(len(rows)),
        np.full((len(rows), 2), 90.0),
        shows,
        "outline",
    )
    first = Cycle(2, 38, None, Span(2, 39), complete=True, lifting_cut=True, lift_off_cut=True)
    found = Segmentation((first, Cycle(120, 156, None, Span(120, 157), complete=True)), starts_tall=False)
    deadlift = Lift("deadlift", given=True, confidence=1.0, working_side="both")
    loaded = replace(motion, load=LoadSeen("barbell", 0.9, (plate,), reason="", searched=True))
    told = told_by_load(found, loaded, deadlift)
    assert told.cycles == (replace(first, lift_off_cut=cut, lifting_cut=cut), found.cycles[1])
    ends_too = replace(found, cycles=(replace(first, top_cut=True),))
    assert told_by_load(ends_too, loaded, deadlift).cycles[0].lifting_cut  # how long it takes is not known then
    assert told_by_load(found, motion, deadlift) is found
    hands = replace(loaded, load=replace(loaded.load, tracks=(replace(plate, by="hands"),)))
    assert told_by_load(found, hands, deadlift) is found
    sunk = plate.centre_px + np.where(rows == 100, motion.leg_px, 0.0)[:, None] * np.array([0.0, 1.0])
    slow = replace(loaded, load=replace(loaded.load, tracks=(replace(plate, centre_px=sunk),)))
    assert told_by_load(found, slow, deadlift) is found  # it lies lower later: a slow lift was under way


@pytest.mark.parametrize(
    ("low", "top", "rest_s", "begins_s"),
    [
        (THRUST_BOTTOM, THRUST_TOP, 2.0, 3.5),
        (THRUST_BOTTOM, THRUST_TOP, 0.0, 0.5),
        (DEADLIFT, TALL, 2.0, 0.5),
    ],
    ids=["lies and rests", "lies", "stands and rests"],
)
def test_who_lies_and_settles_has_not_begun_to_lift(
    low: Posture, top: Posture, rest_s: float, begins_s: float, measure: Callable[..., Motion]
) -> None:
    """Up by a quarter of the way from 0.5 to 1.5 s; then a rest, if any; then all the way up."""
    quarter = tuple(float(deg) for deg in 0.75 * np.asarray(low) + 0.25 * np.asarray(top))
    rest = [(rest_s, quarter)] if rest_s else []
    later = [(0.5, low), (1.2, top), (1.0, top), (1.5, low)]
    move = glide(low, (0.5, low), (1.0, quarter), *rest, *later[1:], *later * 2)
    cycles = find_reps(measure(figure(move)), starts_tall=False).cycles
    assert [cycle.complete for cycle in cycles] == [True] * 3
    assert cycles[0].lifting.first / 30.0 == pytest.approx(begins_s, abs=0.25)
    assert cycles[0].lifting.last / 30.0 == pytest.approx(2.7 + rest_s, abs=0.15)


@pytest.mark.parametrize(("usual", "below", "told"), [(2.0, 6.0, 6.0), (2.0, 1.0, 2.0)])
def test_a_measure_of_a_rep_is_no_surer_than_at_the_bottom_where_it_is_quoted(
    usual: float, below: float, told: float, measure: Callable[..., Motion]
) -> None:
    """The error is another within five rows of the bottom; elsewhere it is as usual."""
    motion = measure(figure(reps(2)))
    cycle, hinge = find_reps(motion).cycles[0], motion.series["hip_hinge_deg"]
    sigma = np.where(np.abs(np.arange(len(motion)) - cycle.bottom) <= 5, below, usual)
    unsure = replace(motion, series={**motion.series, "hip_hinge_deg": replace(hinge, sigma=sigma)})
    summary = summarise_rep(1, cycle, unsure).measures["hip_hinge_deg"]
    assert summary.sigma == told
    assert (summary.error("bottom"), summary.error("top"), summary.error("max")) == (below, usual, told)


def test_a_top_that_is_cut_off_is_not_told(measure: Callable[..., Motion]) -> None:
    motion = measure(figure(reps(2)))
    cycle = find_reps(motion).cycles[0]
    whole, short = (
        summarise_rep(1, replace(cycle, top_cut=cuts), motion).measures["hip_hinge_deg"] for cuts in (False, True)
    )
    assert whole.top == pytest.approx(4.0, abs=3.0)
    assert short == replace(whole, top=None, sigma_at={k: v for k, v in whole.sigma_at.items() if k != "top"})


@pytest.mark.parametrize(("opens_at", "told"), [(0, True), (12, False)])
def test_where_a_film_opens_half_way_up_is_no_bottom(
    measure: Callable[..., Motion], opens_at: int, told: bool
) -> None:
    motion = measure(figure(reps(2, starts="floor")))
    cycle = find_reps(motion).cycles[0]
    row = cycle.lifting.first + opens_at
    late = replace(cycle, bottom=row, lifting=replace(cycle.lifting, first=row), lift_off_cut=True, lifting_cut=True)
    summary = summarise_rep(1, late, motion).measures["hip_hinge_deg"]
    assert (summary.bottom is not None) == told
    assert summary.top is not None


def test_a_top_later_than_the_rep_is_told_at_its_end_and_in_its_range(measure: Callable[..., Motion]) -> None:
    motion = measure(figure(reps(2)))
    cycle = find_reps(motion).cycles[0]
    short = replace(cycle, lifting=replace(cycle.lifting, last=cycle.top - 12))
    assert short.last < cycle.top
    summary = summarise_rep(1, short, motion).measures["hip_hinge_deg"]
    assert None not in (summary.min, summary.max, summary.top)
    assert summary.min <= summary.top <= summary.max
    assert summary.top == pytest.approx(motion.series["hip_hinge_deg"].value[short.last - 1], abs=1.0)


HIGH, HIGHER = (82.0, 29.0, 6.0), (76.0, 35.0, 9.0)  # hips above `DEADLIFT`'s, the hinge as it is there


@pytest.mark.parametrize(
    "set_up",
    [
        [(0.6, HIGH), (0.4, DEADLIFT), (0.6, DEADLIFT)],
        [(0.6, HIGH), (0.4, HIGHER), (0.6, HIGHER)],
        [(0.4, HIGH), (0.4, HIGHER), (0.4, HIGH), (0.4, HIGHER)],
    ],
    ids=["sits back down", "stays higher", "pumps and pulls"],
)
def test_a_lift_begins_with_the_pull_not_with_hips_that_are_set_before_it(
    check: Check, set_up: list[tuple[float, Posture]]
) -> None:
    rep = [(0.5, DEADLIFT), *set_up, (1.5, TALL), (1.0, TALL), (1.5, DEADLIFT)]
    found = check(figure(glide(DEADLIFT, *rep * 3)), lift="deadlift")
    whole_s, before_s = (sum(seconds for seconds, _ in steps) for steps in (rep, rep[: 1 + len(set_up)]))
    pulls_s = [before_s + whole_s * place for place in range(3)]
    assert [rep.bottom_s for rep in found.reps] == pytest.approx(pulls_s, abs=0.2)
    assert "hips-rise-first" not in [finding.rule for finding in found.findings]


def test_a_first_frame_of_something_else_is_no_bend(measure: Callable[..., Motion]) -> None:
    """A set that opens at the bottom, whose first rows are unsure but one that reads half way up."""
    motion = measure(figure(reps(2, bottom=DEADLIFT, starts="floor")))
    hinge = motion.series["hip_hinge_deg"]
    value, sigma = hinge.value.copy(), hinge.sigma.copy()
    value[:3], sigma[:7] = np.nan, 38.0
    value[3], sigma[3] = 0.5 * value[10], 23.0
    odd = replace(motion, series={**motion.series, "hip_hinge_deg": replace(hinge, value=value, sigma=sigma)})
    plain, found = find_reps(motion), find_reps(odd)
    assert not plain.starts_tall
    assert not found.starts_tall
    assert [cycle.lowering for cycle in found.cycles] == [cycle.lowering for cycle in plain.cycles]


def test_a_number_of_a_rep_is_read_in_the_rep_alone(measure: Callable[..., Motion]) -> None:
    """The knee shows until the rep begins, and again half a second later: how it was as it began is not known."""
    motion = measure(figure(reps(2)))
    cycle, knee = find_reps(motion).cycles[1], motion.series["knee_flexion_deg"]
    value = knee.value.copy()
    value[cycle.first : cycle.first + 15] = np.nan
    hidden = replace(motion, series={**motion.series, "knee_flexion_deg": replace(knee, value=value)})
    whole, part = (summarise_rep(2, cycle, one).measures["knee_flexion_deg"] for one in (motion, hidden))
    assert whole.start is not None
    assert part.start is None
    assert part.top == whole.top
