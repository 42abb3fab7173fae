"""The causal parts of live feedback, on motion worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hingecheck.core.camera import Background
from hingecheck.core.live.boundaries import GONE_S, MAX_SET_S, SetBounds, pick_lifter
from hingecheck.core.live.causal import PhaseDetector, SmoothBody, fit_hinge, hinge_deg
from hingecheck.core.live.cues import EVERY_REPS, MIN_S, STANDS_S, CueBook
from hingecheck.core.live.guidance import CUT_S, LOST_S, READY_S, Guide, SetupFrame
from hingecheck.core.live.midrep import EVIDENCE_S, FreeFoot, mid_rep_faults
from hingecheck.core.live.reported_reps import SETTLED_S, ReportedReps
from hingecheck.core.live.windows import since, video_places
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Finding, Motion, Person, Series
from stick_figure import DEADLIFT, LEG_M, RDL, TALL, cut, figure, glide, lean_free_leg, people_of, reps

Check = Callable[..., Analysis]
Measure = Callable[..., Motion]


# --- as of now -------------------------------------------------------------------------------------------------


def test_the_hinge_is_trunk_against_thigh() -> None:
    for posture in (TALL, RDL, DEADLIFT):
        person = people_of(figure(glide(posture, (0.5, posture))))[0]
        assert hinge_deg(person.world_m) == pytest.approx(posture[0] + posture[1], abs=0.1)


def test_on_one_leg_the_standing_one_counts() -> None:
    move = glide(TALL, (1.0, RDL))
    track = figure(move, free="left", free_angles_deg=lean_free_leg(move))
    assert hinge_deg(people_of(track)[-1].world_m) == pytest.approx(84.0, abs=0.5)


def test_smoothing_is_causal_and_settles() -> None:
    """The same past gives the same present, whatever comes; a body at rest comes to rest where it is."""
    people = people_of(figure(glide(TALL, (1.0, RDL), (2.0, RDL))))
    other = people_of(figure(glide(TALL, (1.0, RDL), (2.0, TALL))))
    one, two = SmoothBody(), SmoothBody()
    for row in range(30):
        a, b = one.update(row / 30, people[row]), two.update(row / 30, other[row])
        assert np.array_equal(a.image_px, b.image_px)
    for row in range(30, len(people)):
        a = one.update(row / 30, people[row])
    assert np.abs(a.image_px - people[-1].image_px).max() < 0.5


def test_smoothing_takes_jitter_away_and_lags_little() -> None:
    rng = np.random.default_rng(1)
    track = figure(reps(3))
    noise = rng.normal(0, 3.0, track.image_px.shape)
    body = SmoothBody()
    smooth = np.array(
        [body.update(t, replace(p, image_px=p.image_px + n)).image_px
         for t, p, n in zip(track.time_s, people_of(track), noise, strict=True)]
    )  # fmt: skip
    still = track.time_s < 1.0
    assert (smooth - track.image_px)[still][10:].std() < 0.6 * noise.std()
    lag = np.abs(smooth - track.image_px).max(axis=(1, 2))
    assert np.percentile(lag, 95) < 0.10 * LEG_M * 400  # a tenth of a leg while moving


@pytest.mark.parametrize("every", [1, 2, 3, 4, 5])
def test_phases_follow_the_rep(every: int) -> None:
    """Of 30 frames a second, and of as few as 6."""
    move = reps(2)
    watch = PhaseDetector()
    moments = [watch.update(t, h) for t, h in zip(move.time_s[::every], move.hinge_deg[::every], strict=True)]
    rep = move.phases[1]

    def phase(at_s: float) -> str:
        return moments[round(at_s * 30 / every)].phase

    assert phase(sum(rep.lowering_s) / 2) == "lowering"
    assert phase(rep.lowering_s[1] + 0.3) == "bottom"
    assert phase(sum(rep.lifting_s) / 2) == "lifting"
    assert phase(rep.lifting_s[1] + 0.4) == "top"
    assert moments[(int(rep.lifting_s[1] * 30) + 12) // every].ended_s < 0.7


def test_frames_before_a_gap_tell_no_speed() -> None:
    watch = PhaseDetector()
    assert [watch.update(t, h).speed_deg_s for t, h in ((0.0, 0.0), (0.1, 0.0), (3.0, 60.0))] == [0.0] * 3


def test_standing_is_still() -> None:
    watch = PhaseDetector()
    rng = np.random.default_rng(2)
    assert all(watch.update(k / 30, 5 + rng.normal()).phase == "still" for k in range(90))


def test_the_shown_hinge_agrees_with_the_measured_one(measure: Measure) -> None:
    """A tracker that reads a folded hip too small, by a straight line: undone."""
    track = figure(reps(2))
    motion = measure(track)
    hinge = motion.series["hip_hinge_deg"]
    truth = Series(1.2 * hinge.value - 6.0, hinge.sigma, "deg")
    gain, offset = fit_hinge(track, replace(motion, series={**motion.series, "hip_hinge_deg": truth}))
    assert (gain, offset) == (pytest.approx(1.2, abs=0.03), pytest.approx(-6.0, abs=1.5))
    assert fit_hinge(figure(glide(TALL, (3.0, TALL))), motion) == (1.0, 0.0)


# --- reps told -------------------------------------------------------------------------------------------------


def test_a_rep_is_told_once_and_not_before_it_ended(check: Check) -> None:
    move = reps(3)
    track = figure(move)
    reported, told = ReportedReps(), []
    now = np.arange(1.0, track.time_s[-1], 0.1)
    near_an_end = np.abs(now[:, None] - [phase.lifting_s[1] for phase in move.phases]).min(axis=1) < 0.5
    for now_s in now[near_an_end | (np.arange(len(now)) % 4 == 0)]:
        try:
            analysis = check(cut(track, until_s=now_s))
        except Exception:  # nobody lifts yet
            continue
        told += [(now_s, rep.index) for rep in reported.update(analysis, now_s, -1e9).reps]
    assert [index for _, index in told] == [1, 2, 3]
    for (now_s, _), phase in zip(told, move.phases, strict=True):
        assert phase.lifting_s[1] - 0.3 + SETTLED_S <= now_s <= phase.lifting_s[1] + 0.4


def test_when_a_rep_that_seems_over_will_have_settled_is_said(check: Check) -> None:
    move = reps(2)
    track, reported = figure(move), ReportedReps()
    end_s = check(track).reps[0].end_s
    before = reported.update(check(cut(track, until_s=end_s + 0.05)), end_s + 0.05, -1e9)
    assert (before.reps, before.settles_s) == ((), pytest.approx(end_s + SETTLED_S, abs=0.1))
    after = reported.update(check(cut(track, until_s=end_s + 0.4)), end_s + 0.4, -1e9)
    assert (len(after.reps), after.settles_s) == (1, None)


def test_a_short_window_begins_where_a_rep_ended(check: Check) -> None:
    track, reported = figure(reps(5)), ReportedReps()
    now_s = float(track.time_s[-1])
    reported.update(check(track), now_s, -1e9)
    ends = [rep.end_s for rep in reported.reps]
    assert reported.window_s(now_s, 8.0, 60.0) == max(end_s for end_s in ends if end_s <= now_s - 8.0)
    assert reported.window_s(now_s, 60.0, 60.0) == now_s - 60.0  # nothing is cut off
    inside_s = 0.5 * (reported.reps[2].start_s + ends[2])
    assert reported.window_s(now_s, 60.0, now_s - inside_s) == ends[2]


def test_a_window_that_moves_on_tells_no_rep_twice(check: Check) -> None:
    track = figure(reps(5))
    reported = ReportedReps()
    first = reported.update(check(cut(track, until_s=13.5)), 13.5, -1e9)
    start_s = reported.window_s(float(track.time_s[-1]), 12.0, 15.0)
    rest = reported.update(check(cut(track, since_s=start_s)), float(track.time_s[-1]), start_s)
    assert [rep.index for rep in first.reps] == [1, 2, 3]
    assert [rep.index for rep in rest.reps] == [4, 5]
    assert not rest.withdrawn


@pytest.mark.parametrize("starts", ["tall", "floor"])
@pytest.mark.parametrize("since_s", [6.0, 7.0, 8.0, 9.0])
def test_wherever_a_window_begins_no_rep_is_told_twice(since_s: float, starts: str, check: Check) -> None:
    """A window that opens in mid-rep takes lift and lowering together otherwise: still the same reps."""
    track = figure(reps(6, starts=starts))  # type: ignore[arg-type]
    reported = ReportedReps()
    whole = cut(track, until_s=20.0)
    told = [rep.index for rep in reported.update(check(whole), 20.0, -1e9).reps]
    for _ in range(4):
        changes = reported.update(check(cut(track, since_s=since_s, until_s=20.0)), 20.0, since_s)
        assert not changes.withdrawn
        assert all(rep.bottom_s > 17.0 for rep in changes.reps)  # the fifth, without its lowering
    assert told == [1, 2, 3, 4]
    now_s = float(track.time_s[-1])
    start_s = reported.window_s(now_s, 12.0, 15.0)
    assert start_s in [rep.end_s for rep in reported.reps]
    reported.update(check(cut(track, since_s=start_s)), now_s, start_s)
    assert [rep.index for rep in reported.reps] == [1, 2, 3, 4, 5, 6]


def test_a_rep_that_vanishes_is_taken_back_after_some_looks(check: Check) -> None:
    three, one = check(figure(reps(3))), check(figure(reps(1)))
    reported = ReportedReps()
    reported.update(three, 14.0, -1e9)
    assert [len(reported.update(one, 14.0, -1e9).withdrawn) for _ in range(4)] == [0, 0, 2, 0]
    assert len(reported) == 1


def test_the_end_of_the_set_has_the_last_word(check: Check) -> None:
    reported = ReportedReps()
    reported.update(check(figure(reps(3))), 14.0, -1e9)
    changes = reported.close(check(figure(reps(2))))
    assert (len(changes.reps), len(changes.withdrawn), len(reported)) == (0, 1, 2)


def test_two_told_reps_that_are_one_in_the_report_are_one(check: Check) -> None:
    two = check(figure(reps(2)))
    first, second = two.reps
    reported = ReportedReps()
    reported.update(two, 14.0, -1e9)
    changes = reported.close(replace(two, reps=(replace(first, end_s=second.end_s),)))
    assert [rep.index for rep in changes.withdrawn] == [2]
    assert (len(reported), changes.numbers) == (1, ((1, 1),))


def test_a_reps_number_is_its_place_among_those_that_stand(check: Check) -> None:
    """So that what was told of it is found under that number in the report."""
    four = check(figure(reps(4)))
    first, *others = four.reps
    late = [replace(rep, index=place) for place, rep in enumerate(others, 1)]
    reported = ReportedReps()
    reported.update(replace(four, reps=(first, *others[:1])), 9.0, -1e9)
    for now_s in (9.1, 9.2, 9.3):  # the first was none
        changes = reported.update(replace(four, reps=tuple(late[:1])), now_s, -1e9)
    assert ([rep.index for rep in changes.withdrawn], changes.moved) == ([1], ((2, 1),))
    fresh = reported.update(replace(four, reps=tuple(late)), 20.0, -1e9).reps
    assert [rep.index for rep in fresh] == [2, 3]
    closed = reported.close(four)  # it was one after all
    assert [rep.index for rep in closed.reps] == [1]
    assert closed.moved == ((1, 2), (2, 3), (3, 4))
    assert [rep.bottom_s for rep in reported.reps] == [rep.bottom_s for rep in four.reps]


# --- where a set ends ------------------------------------------------------------------------------------------

STANDING = people_of(figure(glide(TALL, (0.1, TALL))))[0]


def moved(person: Person, px: float) -> Person:
    return replace(person, image_px=person.image_px + np.array([px, 0.0]))


def test_a_set_without_a_rep_never_ends() -> None:
    bounds = SetBounds(0.0)
    bounds.saw(1.0, STANDING)
    assert bounds.ended(1e6, moving=False) is None


def test_a_pause_ends_the_set_but_not_in_the_middle_of_a_rep() -> None:
    bounds = SetBounds(0.0)
    bounds.saw(10.0, STANDING)
    bounds.rep_told(10.0)
    bounds.saw(25.5, STANDING)
    assert bounds.ended(25.5, moving=True) is None
    assert bounds.ended(25.5, moving=False) == "pause"
    assert bounds.ended(24.5, moving=False) is None


def test_gone_and_long() -> None:
    bounds = SetBounds(0.0)
    bounds.saw(10.0, STANDING)
    bounds.rep_told(10.0)
    for time_s in np.arange(10.0, 10.2 + GONE_S, 0.1):
        assert bounds.ended(time_s, moving=False) is None
        bounds.saw(time_s, None)
    assert bounds.ended(10.2 + GONE_S, moving=False) == "gone"
    bounds.saw(MAX_SET_S + 1.0, STANDING)
    assert bounds.ended(MAX_SET_S + 1.0, moving=True) == "long"


@pytest.mark.parametrize(
    ("stalled_s", "px", "why"),
    [(5.0, 0.0, None), (14.0, 0.0, None), (16.0, 0.0, "stalled"), (5.0, 300.0, "walked away")],
)
def test_a_camera_that_stalls_is_a_pause(stalled_s: float, px: float, why: str | None) -> None:
    """The set goes on where she stands where she stood, and nobody is said to have left a picture that never came."""
    bounds = SetBounds(0.0)
    bounds.saw(10.0, STANDING)
    bounds.rep_told(10.0)
    whys = []
    for time_s in np.arange(10.0 + stalled_s, 11.8 + stalled_s, 0.1):
        whys.append(bounds.ended(time_s, moving=True))
        bounds.saw(time_s, moved(STANDING, px))
    assert next((one for one in whys if one is not None), None) == why


def test_a_step_is_no_walk() -> None:
    leg_px = LEG_M * 400
    for far, why in ((0.4, None), (1.0, "walked away")):
        bounds = SetBounds(0.0)
        bounds.saw(10.0, STANDING)
        bounds.rep_told(10.0)
        for time_s in np.arange(10.0, 12.0, 0.1):
            bounds.saw(time_s, moved(STANDING, far * leg_px))
        assert bounds.ended(12.0, moving=False) == why


def test_the_lifter_is_the_one_who_was_it() -> None:
    near, far = moved(STANDING, 20.0), moved(STANDING, 400.0)
    assert pick_lifter((far, near), STANDING) is near
    assert pick_lifter((), STANDING) is None
    assert pick_lifter((far,), None) is far


def larger(person: Person, factor: float) -> Person:
    middle = person.image_px.mean(axis=0)
    return replace(person, image_px=(person.image_px - middle) * factor + middle)


@pytest.mark.parametrize("comes_back", [True, False])
def test_who_passes_before_the_lifter_is_not_followed_away(comes_back: bool) -> None:
    """She is hidden for half a second; who passes is larger, and nearest to where she was seen last."""
    bounds, last = SetBounds(0.0), STANDING
    bounds.saw(10.0, STANDING)
    bounds.rep_told(10.0)
    whys = []
    for time_s in np.arange(10.0, 13.0, 0.1):
        passer = larger(moved(STANDING, 300.0 * (time_s - 11.0)), 1.35)
        hidden = 10.7 < time_s < 11.2 or (time_s >= 11.2 and not comes_back)
        last = pick_lifter((passer,) if hidden else (STANDING, passer), last, bounds.stood) or last
        whys.append(bounds.ended(time_s, moving=False))
        bounds.saw(time_s, last)
    assert (last is STANDING) == comes_back
    assert ("walked away" in whys) != comes_back


# --- cues ------------------------------------------------------------------------------------------------------


def finding(rule: str, severity: str = "mild", rep: int = 1) -> Finding:
    return Finding(rule, severity, (rep,), "x", 1.0, 0.1, 0.5, "deg", (1.0,), 0.9, "m", "c", ())  # type: ignore[arg-type]


def test_the_worst_fault_is_the_cue_and_is_not_said_at_every_rep() -> None:
    book = CueBook()
    found = [finding("knee-dominant"), finding("lumbar-rounding", "severe")]
    said = [book.rep_done(found, (), rep, 4.0 * rep) for rep in range(1, 5)]
    assert [cue.rule if cue else None for cue in said] == [
        "lumbar-rounding", "knee-dominant", "lumbar-rounding", "knee-dominant",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.floats(0.1, 6.0), st.lists(st.sampled_from(["a", "b", "c"]), max_size=2)), max_size=30))
def test_one_cue_at_a_time_none_at_every_rep(script: list[tuple[float, list[str]]]) -> None:
    book, now_s, said = CueBook(), 0.0, []
    for rep, (step_s, rules) in enumerate(script, 1):
        now_s += step_s
        cue = book.rep_done([finding(rule) for rule in rules], ("knee-dominant",), rep, now_s)
        if cue is not None:
            said.append(cue)
            assert book.current(now_s) == cue
    for one, two in pairwise(said):
        assert two.time_s - one.time_s >= MIN_S
    for rule in {cue.rule for cue in said if cue.kind == "fault"}:
        told = [cue.rep for cue in said if cue.rule == rule and cue.kind == "fault"]
        assert all(b - a >= EVERY_REPS for a, b in pairwise(told))


def test_praise_is_a_cue_and_names_what_was_judged() -> None:
    book = CueBook()
    assert book.rep_done([], (), 1, 4.0) is None
    assert book.rep_done([], (), 2, 8.0) is None  # nothing could be judged: no praise
    cue = book.rep_done([], ("form-drift", "hips-opening"), 3, 12.0)
    assert cue is not None
    assert (cue.rule, cue.kind) == ("hips-opening", "praise")
    assert book.rep_done([], ("hips-opening",), 4, 16.0) is None  # not at every rep
    assert book.current(12.0 + STANDS_S + 0.1) is None


@pytest.mark.parametrize("rule", ["lumbar-rounding", "balance-loss"])
def test_what_was_a_fault_in_mid_rep_is_not_praised_as_the_rep_ends(rule: str) -> None:
    book, good = CueBook(), (rule, "knee-dominant")
    assert book.rep_done([], good, 1, 3.0) is None
    told = book.touch_down(2, 5.0) if rule == "balance-loss" else book.mid_rep([finding(rule)], 2, 5.0)
    assert told is not None
    assert book.rep_done([], good, 2, 8.0) is None
    assert book.rep_done([], good, 3, 12.0) is None  # one clean rep
    cue = book.rep_done([], good, 4, 16.0)
    assert cue is not None
    assert (cue.rule, cue.kind) == (rule, "praise")


def test_a_fault_of_the_rep_before_is_not_praised() -> None:
    book, good = CueBook(), ("lumbar-rounding", "knee-dominant")
    for rep in (1, 2):
        book.rep_done([], (), rep, 4.0 * rep)
    book.mid_rep([finding("lumbar-rounding")], 2, 9.0)  # rep 2 was told late: this was the third
    assert book.rep_done([], good, 3, 12.0) is None


# --- in the middle of a rep ------------------------------------------------------------------------------------


def rounding(motion: Motion, value_deg: float, sigma_deg: float, since_s: float) -> Motion:
    """The same with the low back rounding by so much from a moment on."""
    value = np.where(motion.time_s >= since_s, value_deg, 5.0)
    series = Series(value, np.full(len(motion), sigma_deg), "deg")
    return replace(motion, series={**motion.series, "lumbar_flexion_deg": series})


@pytest.mark.parametrize(
    ("value", "sigma", "length_s", "told"),
    [(50.0, 5.0, 0.4, True), (50.0, 5.0, 0.15, False), (30.0, 5.0, 0.4, False), (50.0, 30.0, 0.4, False)],
)
def test_a_mid_rep_cue_needs_evidence_beyond_its_error(
    value: float, sigma: float, length_s: float, told: bool, measure: Measure
) -> None:
    motion = measure(figure(glide(TALL, (1.0, TALL), (1.5, RDL), (0.5, RDL))))
    motion = rounding(motion, value, sigma, float(motion.time_s[-1]) - length_s)
    found = mid_rep_faults(motion, "rdl", Limits(), 3)
    assert bool(found) is told
    if told:
        assert (found[0].rule, found[0].reps) == ("lumbar-rounding", (3,))
    assert not mid_rep_faults(motion, "hip-thrust", Limits(), 3)


def test_standing_tall_is_the_middle_of_no_rep(measure: Measure) -> None:
    motion = measure(figure(glide(TALL, (3.0, TALL))))
    assert not mid_rep_faults(rounding(motion, 60.0, 3.0, 0.0), "rdl", Limits(), 1)


def foot_track(down: bool) -> list[tuple[float, Person, float]]:
    """On one leg at depth; the free foot stays up, or comes to the floor."""
    move = glide(TALL, (1.5, RDL), (1.5, RDL))
    free = lean_free_leg(move)
    if down:
        free[60:] = move.angles_deg[60:]
    track = figure(move, free="left", free_angles_deg=free)
    return list(zip(track.time_s, people_of(track), move.hinge_deg, strict=True))


@pytest.mark.parametrize("every", [1, 4])
@pytest.mark.parametrize("down", [True, False])
def test_the_free_foot_touching_down_is_noticed(down: bool, every: int) -> None:
    watch = FreeFoot()
    seen = foot_track(down)[::every]
    touched = [t for t, person, hinge in seen if watch.touches(t, person, hinge, "single-leg-rdl")]
    assert bool(touched) is down
    if down:
        assert touched[0] == pytest.approx(2.0 + EVIDENCE_S, abs=0.1 * every)
    other = FreeFoot()
    assert not any(other.touches(t, person, hinge, "kickstand-rdl") for t, person, hinge in foot_track(True))


# --- before the set --------------------------------------------------------------------------------------------


def look(person: Person | None = STANDING, **changes: object) -> SetupFrame:
    return replace(SetupFrame(0.0, 120.0, int(person is not None), person, 960, 1280), **changes)  # type: ignore[arg-type]


def zoomed(by: float) -> Person:
    middle = np.array([480.0, 640.0])
    return replace(STANDING, image_px=(STANDING.image_px - STANDING.image_px.mean(axis=0)) * by + middle)


@pytest.mark.parametrize(
    ("frame", "advice"),
    [
        (look(), None),
        (look(brightness=10.0), "too-dark"),
        (look(None), "nobody"),
        (look(people=2), "one-person"),
        (look(zoomed(2.5)), "step-back"),
        (look(replace(STANDING, image_px=STANDING.image_px + np.array([0.0, 200.0]))), "feet"),
        (look(replace(STANDING, image_px=STANDING.image_px - np.array([0.0, 700.0]))), "head"),
        (look(moved(STANDING, 480.0)), "centre"),
        (look(zoomed(0.3)), "come-closer"),
    ],
)
def test_one_piece_of_advice(frame: SetupFrame, advice: str | None) -> None:
    assert Guide().update(frame) == advice


def test_from_the_front_she_is_asked_to_turn_unless_the_lift_is_one_legged() -> None:
    front = people_of(figure(glide(TALL, (0.1, TALL)), azimuth_deg=0.0))[0]
    oblique = people_of(figure(glide(TALL, (0.1, TALL)), azimuth_deg=45.0))[0]
    assert Guide().update(look(front)) == "turn"
    assert Guide("single-leg-rdl").update(look(front)) is None
    assert Guide().update(look(oblique)) is None


def test_who_bends_is_as_near_as_before() -> None:
    """Crouched in a portrait picture she is less than a third of it high."""
    bent = people_of(figure(glide(DEADLIFT, (0.1, DEADLIFT))))[0]
    middle, by = np.array([480.0, 640.0]), 0.34 * 1280 / float(np.ptp(STANDING.image_px[:, 1]))
    small = replace(bent, image_px=(bent.image_px - bent.image_px.mean(axis=0)) * by + middle)
    assert np.ptp(small.image_px[:, 1]) < 0.3 * 1280
    assert Guide().update(look(small)) is None


@pytest.mark.parametrize(
    ("frame", "after_s", "hint"),
    [
        (look(), 9.0, None),
        (look(None), LOST_S - 0.1, None),
        (look(None), LOST_S + 0.1, "unseen"),
        (look(None, brightness=10.0), LOST_S + 0.1, "in-the-dark"),
        (look(replace(STANDING, image_px=STANDING.image_px + np.array([0.0, 200.0]))), CUT_S - 0.1, None),
        (look(replace(STANDING, image_px=STANDING.image_px + np.array([0.0, 200.0]))), CUT_S + 0.1, "feet"),
        (look(people=2), 9.0, None),
    ],
)
def test_what_keeps_a_set_from_being_followed_is_said_once_it_stands(
    frame: SetupFrame, after_s: float, hint: str | None
) -> None:
    guide = Guide()
    assert guide.during_set(frame) is None
    assert guide.during_set(replace(frame, time_s=after_s)) == hint
    assert guide.during_set(look(time_s=after_s + 0.1)) is None


def test_what_was_wrong_in_one_set_is_forgotten_before_the_next() -> None:
    guide = Guide()
    guide.during_set(look(None))
    assert guide.during_set(look(None, time_s=LOST_S + 0.1)) == "unseen"
    guide.update(look(time_s=20.0))
    assert guide.during_set(look(None, time_s=20.1)) is None


def test_where_she_stood_goes_with_the_picture_as_the_camera_moves() -> None:
    bounds = SetBounds(0.0)
    bounds.saw(10.0, STANDING)
    bounds.rep_told(10.0)
    bounds.camera_moved((1.0, 0.0, 100.0, 0.0), 3)
    bounds.camera_moved((float("nan"),) * 4, 1)
    assert stood_while_it_moved(bounds) is None


def test_so_it_does_where_the_camera_moves_before_the_rep_is_told() -> None:
    bounds = SetBounds(0.0)
    bounds.saw(10.0, STANDING)
    bounds.camera_moved((1.0, 0.0, 300.0, 0.0), 1)
    bounds.rep_told(10.0)
    assert stood_while_it_moved(bounds) is None


def stood_while_it_moved(bounds: SetBounds) -> str | None:
    for time_s in np.arange(10.1, 12.5, 0.1):
        bounds.saw(time_s, moved(STANDING, 300.0))
    return bounds.ended(12.5, moving=False)


def test_ready_needs_a_while() -> None:
    guide = Guide()
    for time_s in np.arange(0.0, READY_S - 0.05, 0.1):
        guide.update(look(time_s=time_s))
        assert not guide.ready
    guide.update(look(time_s=READY_S + 0.01))
    assert guide.ready
    guide.update(look(None, time_s=READY_S + 0.1))
    assert not guide.ready


# --- parts of a track ------------------------------------------------------------------------------------------


def test_since_keeps_times() -> None:
    track = figure(reps(2))
    steps, lines = np.ones((len(track), 4)), np.array([[0.0, 1, 2, 3, 4], [75.0, 5, 6, 7, 8]])
    whole = LifterTrack(track, 0, 0, Background(steps, lines), cuts=(30, 80), leaps=(60, 90))
    part = since(whole, 2.0)
    assert part.track.time_s[0] == pytest.approx(2.0, abs=1 / 30)
    assert len(part.track.image_px) == len(part.track) == len(track) - 60
    assert part.background is not None
    assert np.isnan(part.background.steps[0]).all()  # how the camera came there is of before
    assert (part.background.steps[1:] == 1.0).all()
    assert part.background.lines.tolist() == [[15.0, 5.0, 6.0, 7.0, 8.0]]
    assert (part.cuts, part.leaps) == ((20,), (30,))
    assert since(whole, 0.0) is whole


@given(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=60))
def test_places_in_a_video_strictly_increase(steps: list[float]) -> None:
    time_s = np.cumsum(steps)
    places = video_places(time_s, 30.0)
    assert places[0] == 0
    assert (np.diff(places) >= 1).all()
    assert (places >= np.round((time_s - time_s[0]) * 30.0)).all()


def test_a_rep_that_is_found_again_is_missed_as_often_before_it_goes_again(check: Check) -> None:
    whole = check(figure(reps(2)))
    none = replace(whole, reps=())
    reported, now_s = ReportedReps(), whole.reps[-1].end_s + 1.0
    assert len(reported.update(whole, now_s, -1e9).reps) == 2
    for _ in range(2):
        gone = [len(reported.update(none, now_s, -1e9).withdrawn) for _ in range(3)]
        assert gone == [0, 0, 2]
        assert len(reported.update(whole, now_s, -1e9).reps) == 2


def test_how_fast_she_was_is_forgotten_by_the_clock_not_by_frames() -> None:
    """A quick bend, then a slow one: it counts as movement as soon at 10 frames a second as at 60."""
    began = []
    for rate_hz in (10.0, 60.0):
        detector, phases = PhaseDetector(), []
        for time_s in np.arange(0.0, 8.0, 1.0 / rate_hz):
            slow_deg = 30.0 * np.clip(time_s - 3.0, 0.0, None)
            quick_deg = 80.0 * np.clip(time_s / 0.3, 0.0, 1.0) - 80.0 * np.clip((time_s - 1.0) / 0.3, 0.0, 1.0)
            moment = detector.update(float(time_s), float(quick_deg + np.clip(slow_deg, 0.0, 90.0)))
            phases.append((time_s, moment.phase))
        began.append(next(time_s for time_s, phase in phases if time_s > 3.0 and phase == "lowering"))
    assert began[0] == pytest.approx(began[1], abs=0.2)
