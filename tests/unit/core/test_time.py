"""Time: slow motion and time lapse told or noticed, gaps in the stamps, reps cut off by the video, low rates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.reps.playback import share_of_way
from hingecheck.core.rules.base import Clean, Fault, SetContext, Unknown
from hingecheck.core.rules.limits import Limits
from hingecheck.core.rules.tempo import UNSURE_WAY, fast_lowering
from hingecheck.core.rules.trunk import UNSURE_DEG
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.quality import MIN_FOLLOWED_HZ
from hingecheck.core.tracking.timebase import timebase
from hingecheck.core.tracking.uncertainty import following_sigma_deg
from hingecheck.core.types import Analysis, PoseTrack, Span
from hingecheck.sources.files.weights import default_weights
from hingecheck.sources.pose.saved import load_track
from loads import beside, looked
from stick_figure import figure, follow, reps
from variants import at_rows, thinned, with_idle_ends

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"


def poses(name: str) -> PoseTrack:
    return load_track(SAMPLES / f"{name}.npz").track


def report(track: PoseTrack, speed_factor: float | None = None, time_hint: float | None = None) -> Analysis:
    facts = KnownFacts(speed_factor=speed_factor)
    return analyse(LifterTrack(track, 0, 0), facts, learned=default_weights(), time_hint=time_hint)


def played(track: PoseTrack, speed_factor: float) -> PoseTrack:
    return replace(track, time_s=track.time_s / speed_factor)


@pytest.fixture(scope="module")
def kept() -> Analysis:
    return report(poses("rdl-clean"))


@pytest.mark.parametrize("speed_factor", [0.25, 4.0])
def test_what_is_told_gives_true_tempo_and_the_videos_own_times(kept: Analysis, speed_factor: float) -> None:
    found = report(played(poses("rdl-clean"), speed_factor), speed_factor)
    for new, old in zip(found.reps, kept.reps, strict=True):
        assert new.tempo == old.tempo
        assert new.start_s * speed_factor == pytest.approx(old.start_s)
        assert new.end_s * speed_factor == pytest.approx(old.end_s)
    assert (found.playback.speed_factor, found.playback.source) == (speed_factor, "told")
    assert found.sets[0].end_s * speed_factor == pytest.approx(kept.sets[0].end_s)
    assert [f.rule for f in found.findings] == [f.rule for f in kept.findings]
    assert found.good == kept.good
    assert found.motion.time_s[-1] * speed_factor == pytest.approx(kept.motion.time_s[-1])


def test_what_the_file_says_goes_after_what_is_told(kept: Analysis) -> None:
    slow = played(poses("rdl-clean"), 0.25)
    hinted = report(slow, None, time_hint=0.25)
    assert (hinted.playback.source, hinted.reps[0].tempo) == ("metadata", kept.reps[0].tempo)
    assert report(slow, 1.0, time_hint=0.25).playback.source == "told"


@pytest.mark.parametrize(("speed_factor", "said"), [(0.25, "slow motion"), (4.0, "time lapse")])
def test_what_no_body_does_is_noticed_and_tempo_not_judged(speed_factor: float, said: str) -> None:
    found = report(thinned(played(poses("rdl-clean"), speed_factor), 30.0))
    times = re.search(r"\((\d+) to (\d+) times", str(found.playback.problem))
    assert times is not None
    assert int(times[1]) <= 4 <= int(times[2])
    assert found.playback.source == "estimated"
    assert found.playback.speed_factor == pytest.approx(speed_factor, rel=0.35)
    assert any(said in problem for problem in found.quality.problems)
    assert "fast-lowering" not in {f.rule for f in found.findings} | set(found.good)
    assert "--speed" in next(n.reason for n in found.not_assessable if n.rule == "fast-lowering")


def test_reps_with_a_pause_are_sped_up_and_not_slowed() -> None:
    """Down and up in half a second each, a second low between them."""
    move = reps(4, lowering_s=0.5, pause_s=1.0, lifting_s=0.5)
    found = analyse(LifterTrack(figure(move), 0, 0))
    assert found.playback.speed_factor is not None
    assert found.playback.speed_factor >= 2.0
    assert "times as fast as life" in str(found.playback.problem)


def test_reps_so_fast_that_they_blur_into_one_are_time_lapse_too() -> None:
    found = report(thinned(played(poses("rdl-clean"), 8.0), 30.0))
    assert any("time lapse" in problem for problem in found.quality.problems)
    assert "fast-lowering" not in {f.rule for f in found.findings}


def test_a_film_that_changes_its_speed_is_noticed() -> None:
    track = poses("rdl-clean")
    step_s = np.diff(track.time_s, prepend=track.time_s[0])
    ramped = replace(track, time_s=np.cumsum(np.where(track.time_s > 8.7, 4.0, 1.0) * step_s))
    found = report(ramped)
    assert (found.playback.speed_factor, found.playback.source) == (None, "estimated")


@pytest.mark.parametrize("slowed", [2.0, 0.5], ids=["a replay", "the replay first"])
@pytest.mark.parametrize("times", [1, 2])
def test_reps_shown_again_in_slow_motion_are_noticed(
    slowed: float, times: int, check: Callable[..., Analysis]
) -> None:
    paces = [reps(times, lowering_s=1.5 * slow, lifting_s=1.2 * slow) for slow in (1.0, slowed)]
    shown = figure(follow(*paces))
    outline = beside(shown, "left", 0.3, 0.15, 0.0)
    found = check(looked(shown, outline), lift="rdl")
    assert "shows them again" in str(found.playback.problem)
    assert found.motion.load.kind == "barbell"
    for rep in found.reps:
        assert rep.load is not None
        assert (rep.load.mean_concentric_m_s, rep.load.peak_m_s, rep.load.lowering_m_s) == (None, None, None)
        assert "in doubt" in rep.load.reason
    assert [one.speed_loss for one in found.sets] == [None]
    assert "load_speed_m_s" not in found.motion.series


def test_a_last_rep_that_is_a_grind_is_no_replay(check: Callable[..., Analysis]) -> None:
    found = check(figure(follow(reps(2), reps(1, lowering_s=1.6, lifting_s=3.0))), lift="rdl")
    assert not found.playback.problem


def test_a_film_at_its_own_speed_is_not_doubted(kept: Analysis) -> None:
    assert (kept.playback.speed_factor, kept.playback.source, kept.playback.problem) == (None, None, "")


def slowed_where(track: PoseTrack, slow: np.ndarray, times: float) -> PoseTrack:
    """The track with some of its rows' steps that many times as long."""
    step_s = np.diff(track.time_s, prepend=track.time_s[0])
    return replace(track, time_s=np.cumsum(np.where(slow, times, 1.0) * step_s))


def test_a_film_that_may_be_slowed_earns_no_praise_for_its_tempo(kept: Analysis) -> None:
    """Phases of 4 s both ways: slow motion, or a very calm lifter. Told that it plays as it was, she is praised."""
    track = poses("rdl-clean")
    assert "fast-lowering" in kept.good
    calm = slowed_where(track, np.ones(len(track), dtype=bool), 2.5)
    found = report(calm)
    assert (found.playback.problem, found.playback.maybe_slowed) == ("", True)
    assert "fast-lowering" not in found.good
    assert "--speed" in next(n.reason for n in found.not_assessable if n.rule == "fast-lowering")
    assert "fast-lowering" in report(calm, 1.0).good


def test_who_lowers_in_five_seconds_and_lifts_in_two_is_praised(kept: Analysis) -> None:
    track = poses("rdl-clean")
    lowers = np.zeros(len(track), dtype=bool)
    for rep in kept.reps:
        assert rep.cycle.lowering is not None
        first, last = kept.motion.time_s[[rep.cycle.lowering.first, rep.cycle.lowering.last]]
        lowers |= (track.time_s > first) & (track.time_s < last)
    found = report(slowed_where(track, lowers, 2.8))
    assert min(rep.tempo.lowering_s or 0.0 for rep in found.reps) > 4.0
    assert not found.playback.maybe_slowed
    assert "fast-lowering" in found.good


def test_a_jump_of_hours_costs_nothing() -> None:
    track = poses("rdl-clean")
    late = replace(track, time_s=track.time_s + np.where(np.arange(len(track)) > 255, 7200.0, 0.0))
    found = report(late)
    assert len(found.motion) < 1200
    assert [len(part.reps) for part in found.sets] == [2, 1]
    assert found.sets[1].start_s > 7200.0
    assert found.reps[2].tempo.lowering_s is not None


def test_rows_are_bound_by_the_frames() -> None:
    base = timebase(np.arange(1000) * 60.0, 30.0)  # a picture a minute
    assert base.life_s[-1] * 30.0 <= 8 * 1000 + 8000
    assert base.video(base.life_s[500]) == pytest.approx(30000.0)


def test_a_lift_cut_by_the_start_is_judged_in_nothing_that_needs_its_start() -> None:
    track = poses("deadlift-hips-rise-first")
    rows = np.flatnonzero(track.time_s >= 1.4)
    found = report(at_rows(track, rows, track.time_s[rows] - track.time_s[rows[0]]))
    assert found.reps[0].cycle.lift_off_cut
    assert found.reps[0].tempo.lifting_s is None
    silent = {n.rule: n.reps for n in found.not_assessable if "in the middle of this lift" in n.reason}
    assert silent["hips-rise-first"] == (1,)
    assert {"knee-dominant", "back-dominant"} <= set(silent)
    assert next(f for f in found.findings if f.rule == "hips-rise-first").reps == (2, 3)


def test_a_lift_whose_start_falls_into_a_hole_does_not_begin_with_the_video() -> None:
    track = poses("deadlift-hips-rise-first")
    begins_s = report(track).reps[1].start_s
    there = (track.time_s < begins_s - 0.5) | (track.time_s > begins_s + 0.1)
    found = report(at_rows(track, np.flatnonzero(there), track.time_s[there]))
    assert [rep.cycle.lift_off_cut for rep in found.reps] == [False, True, False]
    assert not [n for n in found.not_assessable if "the video begins" in n.reason]
    silent = {n.reps for n in found.not_assessable if "start of this lift is not seen" in n.reason}
    assert silent == {(2,)}


def test_pictures_missing_again_and_again_are_said() -> None:
    track = poses("kickstand-rdl-clean")
    there = (track.time_s + 0.3) % 1.7 > 1.0 / 3.0
    found = report(at_rows(track, np.flatnonzero(there), track.time_s[there]))
    assert [line for line in found.quality.problems if "of the time there are no pictures" in line]
    assert found.quality.level == "fair"
    there = np.abs(track.time_s - 6.0) > 0.2
    found = report(at_rows(track, np.flatnonzero(there), track.time_s[there]))
    assert not [line for line in found.quality.problems if "no picture" in line]


def test_idle_footage_first_is_no_lowering() -> None:
    found = report(with_idle_ends(poses("deadlift-clean"), 3.0, 0.0))
    assert found.reps[0].start_s == pytest.approx(3.8, abs=0.25)  # as rendered


def test_frames_too_far_apart_widen_and_are_said() -> None:
    track = poses("deadlift-hips-rise-first")
    grid_s = np.arange(0.0, 13.0, 0.1)
    sigma = {rate: following_sigma_deg(thinned(track, rate), 115.0, grid_s) for rate in (30.0, 10.0, 5.0)}
    assert not sigma[30.0].any()
    assert 0.0 < np.percentile(sigma[10.0], 90) < np.percentile(sigma[5.0], 90)
    assert sigma[5.0].max() > 10.0
    found = report(thinned(track, 5.0))
    assert MIN_FOLLOWED_HZ > 5.0
    assert any("frames a second" in problem for problem in found.quality.problems)


def test_a_way_down_in_which_the_body_hardly_moves_has_no_time(kept: Analysis) -> None:
    """A leg taken for the other lets the hinge jump; shoulders and hips tell that she stood."""
    context = SetContext(kept.motion, kept.lift, kept.reps, Limits())
    rep = kept.reps[1]
    assert rep.cycle.lowering is not None
    assert fast_lowering(rep, context) == Clean()
    assert share_of_way(kept.motion, rep, rep.cycle.lowering) == pytest.approx(1.0, abs=0.05)
    first = rep.cycle.lowering.first
    jumped = replace(
        rep,
        cycle=replace(rep.cycle, lowering=Span(first - 3, first + 2)),
        tempo=replace(rep.tempo, lowering_s=0.17),
    )
    verdict = fast_lowering(jumped, context)
    assert isinstance(verdict, Unknown)
    assert "jumps" in verdict.reason


@pytest.mark.parametrize(("share", "known"), [(0.4, True), (0.6, False)])
def test_a_way_down_in_which_the_hinge_is_hardly_known_has_no_time(kept: Analysis, share: float, known: bool) -> None:
    rep, hinge = kept.reps[1], kept.motion.series["hip_hinge_deg"]
    way = rep.cycle.lowering
    assert way is not None
    sigma = hinge.sigma.copy()
    sigma[way.first : way.first + round(share * len(way))] = UNSURE_DEG + 1.0
    motion = replace(kept.motion, series={**kept.motion.series, "hip_hinge_deg": replace(hinge, sigma=sigma)})
    quick = replace(rep, tempo=replace(rep.tempo, lowering_s=0.6))
    said = fast_lowering(quick, SetContext(motion, kept.lift, kept.reps, Limits()))
    assert isinstance(said, Fault) if known else said == Unknown(UNSURE_WAY, filming=False)


def test_a_way_down_that_no_body_falls_is_not_blamed(kept: Analysis) -> None:
    context = SetContext(kept.motion, kept.lift, kept.reps, Limits())
    rep = kept.reps[1]
    verdicts = [fast_lowering(replace(rep, tempo=replace(rep.tempo, lowering_s=s)), context) for s in (0.3, 0.6)]
    assert isinstance(verdicts[0], Unknown)
    assert "no body lowers itself so fast" in verdicts[0].reason
    assert isinstance(verdicts[1], Fault)
