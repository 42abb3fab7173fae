"""How fast the load went, how sure that is, and how much speed a set lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from hingecheck.core.load.astray import with_wider_speeds
from hingecheck.core.load.following import hands_of
from hingecheck.core.load.path import LEANS_DEG
from hingecheck.core.load.speeds import CUT, MIN_REPS, UNKNOWN, around_lift, rep_load, speed_loss
from hingecheck.core.load_types import LoadTrack, Measurement, RepLoad
from hingecheck.core.types import Analysis, Motion, PoseTrack, Rep
from loads import analysed, looked
from stick_figure import DEADLIFT, RDL, TALL, figure, glide, reps

#: Pixels a metre where the figure stands, and at a plate that is two and a half metres from a phone.
PX_PER_M, NEARER = 400.0, 1.6
PLATE_PX = 0.225 * PX_PER_M * NEARER


def held(track: PoseTrack) -> np.ndarray:
    """A plate whose middle is a little below the hands [shape=(n, 6)]."""
    centre = hands_of(track) + np.array([0.0, 0.15 * PX_PER_M])
    size = np.full(len(track), PLATE_PX)
    return np.stack([*centre.T, size, size, np.full(len(track), 0.9), np.full(len(track), 0.4)], axis=1)


@pytest.fixture(scope="module")
def lifted() -> Analysis:
    lifter = figure(reps(3))
    return analysed(looked(lifter, held(lifter)))


def test_of_a_lift_that_the_film_cuts_only_speeds_are_known(lifted: Analysis) -> None:
    cycle = lifted.reps[0].cycle
    whole, cut = (rep_load(replace(cycle, lifting_cut=cuts), lifted.motion) for cuts in (False, True))
    assert whole.range_m is not None
    assert whole.deviation_m is not None
    assert (cut.range_m, cut.time_to_peak_s, cut.deviation_m, cut.sticking_height) == (None,) * 4
    assert cut.reason == CUT
    assert (cut.peak_m_s, cut.lowering_m_s) == (whole.peak_m_s, whole.lowering_m_s)


def test_the_scales_error_is_whole_in_the_mean_speed_of_the_lowering(lifted: Analysis) -> None:
    """A tenth of error in the scale, and noise of 0.02 m/s beside it, of which the mean has less."""
    motion = lifted.motion
    speed, scale = motion.series["load_speed_m_s"], motion.load.scale
    assert scale is not None
    unsure = replace(motion.load, scale=replace(scale, sigma_m_per_px=0.1 * scale.m_per_px))
    noisy = replace(speed, sigma=np.hypot(0.02, 0.1 * speed.value))
    found = rep_load(
        lifted.reps[0].cycle, replace(motion, load=unsure, series={**motion.series, "load_speed_m_s": noisy})
    ).lowering_m_s
    assert found is not None
    assert 0.1 * found.value < found.sigma < np.hypot(0.02, 0.1 * found.value)


def test_a_deviation_is_no_surer_than_the_picture_is_upright(lifted: Analysis) -> None:
    found = lifted.reps[0].load
    assert found is not None
    assert found.deviation_m is not None
    assert found.range_m is not None
    assert found.deviation_m.sigma > 0.9 * np.tan(np.radians(LEANS_DEG)) * found.range_m.value


def test_the_fastest_moment_is_no_sooner_than_the_lift_begins(lifted: Analysis) -> None:
    """A load that is slower from the beginning on, as one that is caught on its way."""
    motion, cycle = lifted.motion, lifted.reps[0].cycle
    speed = motion.series["load_speed_m_s"]
    slower = replace(speed, value=1.0 - 0.001 * np.arange(len(motion)))
    found = rep_load(cycle, replace(motion, series={**motion.series, "load_speed_m_s": slower}))
    assert found.time_to_peak_s is not None
    assert 0.0 <= found.time_to_peak_s.value < 1.0 / motion.rate_hz


def test_a_lift_all_in_a_hole_of_the_speeds_has_none(lifted: Analysis) -> None:
    motion, cycle = lifted.motion, lifted.reps[0].cycle
    speed = motion.series["load_speed_m_s"]
    value = speed.value.copy()
    value[around_lift(cycle, motion)] = np.nan
    gone = replace(motion, series={**motion.series, "load_speed_m_s": replace(speed, value=value)})
    assert rep_load(cycle, gone) == RepLoad(reason=UNKNOWN)


def test_a_load_whose_foot_is_nowhere_seen_in_the_lift_goes_ahead_nobody_knows_how_far(lifted: Analysis) -> None:
    motion, cycle = lifted.motion, lifted.reps[0].cycle
    ahead = motion.series["load_x_m"]
    value = ahead.value.copy()
    value[cycle.first : cycle.last] = np.nan
    unseen = rep_load(cycle, replace(motion, series={**motion.series, "load_x_m": replace(ahead, value=value)}))
    assert unseen.deviation_m is None
    assert unseen == replace(rep_load(cycle, motion), deviation_m=None)


def test_a_lift_that_is_braked_from_its_first_row_on_has_no_other_mean_speed(lifted: Analysis) -> None:
    """It loses 0.5 m/s a row, 15 m/s², where gravity takes 9.81; as where it is slower by a hundredth of that."""
    motion, cycle = lifted.motion, lifted.reps[0].cycle
    speed = motion.series["load_speed_m_s"]
    for loses_m_s in (0.5, 0.005):
        braked = replace(speed, value=1.0 - loses_m_s * np.arange(len(motion)))
        found = rep_load(cycle, replace(motion, series={**motion.series, "load_speed_m_s": braked}))
        assert found.mean_propulsive_m_s is not None
        assert found.mean_propulsive_m_s == found.mean_concentric_m_s


@pytest.mark.parametrize("end", ["lowest", "highest"])
def test_a_lift_whose_end_does_not_show_has_no_mean_speed(lifted: Analysis, end: str) -> None:
    """Behind a plate the hands, which stand in for it there, go anywhere: here a fifth of the way beyond."""
    motion, cycle, track = lifted.motion, lifted.reps[0].cycle, lifted.motion.load.track
    assert track is not None
    around = around_lift(cycle, motion)
    way = np.ptp(track.centre_px[around, 1])
    at = {"lowest": cycle.lifting.first, "highest": cycle.lifting.last}[end]
    rows = np.arange(at - 10, at + 10)
    centre, seen = track.centre_px.copy(), track.seen.copy()
    beyond = 0.2 * way * np.sin(np.linspace(0.0, np.pi, len(rows)))
    centre[rows, 1] += beyond if end == "lowest" else -beyond
    seen[rows] = False
    found = rep_load(cycle, moved(motion, replace(track, centre_px=centre, seen=seen)))
    assert found.mean_concentric_m_s is None
    assert found.reason == UNKNOWN


@pytest.mark.parametrize("end", ["lowest", "highest"])
def test_an_end_that_shows_on_one_side_alone_is_not_seen(lifted: Analysis, end: str) -> None:
    """A bell that goes behind a leg just before the top: the hands tell how high it comes."""
    motion, cycle, track = lifted.motion, lifted.reps[0].cycle, lifted.motion.load.track
    assert track is not None
    around = around_lift(cycle, motion)
    down = track.centre_px[around, 1]
    off = (down.max() - down if end == "lowest" else down - down.min()) / np.ptp(down)
    there = around.start + int(np.flatnonzero(off < 0.015)[0])
    short, long = slice(there + 1, there + 3), slice(there + 1, there + 20)
    for hidden, told in ((short, True), (long, False)):
        seen = track.seen.copy()
        seen[hidden] = False
        found = rep_load(cycle, moved(motion, replace(track, seen=seen)))
        assert (found.mean_concentric_m_s is not None) == told


def test_what_creeps_before_the_lift_is_not_in_its_mean_speed(lifted: Analysis) -> None:
    """A plate that settles on the floor before it is lifted reads two centimetres lower at first."""
    motion, cycle, track = lifted.motion, lifted.reps[0].cycle, lifted.motion.load.track
    assert track is not None
    plain = rep_load(cycle, motion).mean_concentric_m_s
    around = around_lift(cycle, motion)
    waits = 45
    still = np.repeat(track.centre_px[around.start + 10][None], waits, axis=0)
    still[:, 1] += np.linspace(0.08, 0.0, waits) * np.ptp(track.centre_px[around, 1])
    centre = track.centre_px.copy()
    centre[around.start + 10 - waits : around.start + 10] = still
    early = replace(cycle, lifting=replace(cycle.lifting, first=cycle.lifting.first - waits))
    found = rep_load(early, moved(motion, replace(track, centre_px=centre))).mean_concentric_m_s
    assert plain is not None
    assert found is not None
    assert found.value == pytest.approx(plain.value, rel=0.03)


def test_a_bar_that_sticks_near_the_lockout_and_goes_on_is_as_slow_as_that() -> None:
    """The grinding rep is what a loss of speed is told for."""
    low, tall = np.array(DEADLIFT), np.array(TALL)
    for stuck in (0.3, 0.7):
        halt = tuple(float(v) for v in tall + (low - tall) * (1.0 - stuck))
        fresh = [(1.5, DEADLIFT), (0.5, DEADLIFT), (1.2, TALL), (1.0, TALL)]
        grinds = [(1.5, DEADLIFT), (0.5, DEADLIFT), (1.0, halt), (1.0, halt), (0.6, TALL), (1.0, TALL)]
        track = figure(glide(TALL, (1.0, TALL), *fresh, *fresh, *grinds))
        found = analysed(looked(track, held(track)), "deadlift")
        first, _, last = (rep.load.mean_concentric_m_s for rep in found.reps if rep.load)
        assert first is not None
        assert last is not None
        assert last.value < 0.5 * first.value
        loss = found.sets[0].speed_loss
        assert loss is not None
        assert loss.value > 0.5


def test_an_end_that_is_slowly_passed_is_less_sure(lifted: Analysis) -> None:
    """As far off in place, the slower it goes there the further off in time."""
    motion, cycle, track = lifted.motion, lifted.reps[0].cycle, lifted.motion.load.track
    assert track is not None

    def own(noise_px: float, by: Literal["outline", "hands"] = "outline") -> float:
        noisy = replace(track, sigma_px=np.full(len(motion), noise_px), by=by)
        mean = rep_load(cycle, moved(motion, noisy)).mean_concentric_m_s
        assert mean is not None
        assert mean.own_sigma is not None
        return mean.own_sigma / mean.value

    assert own(0.0) == pytest.approx(own(0.0, "hands"))
    assert own(5.0) > 1.5 * own(5.0, "hands")


def moved(motion: Motion, track: LoadTrack) -> Motion:
    """That motion with another path of its load."""
    return replace(motion, load=replace(motion.load, tracks=(track,)))


def with_speeds(rep: Rep, speeds: Sequence[float | None], sigma: float, own: float | None = None) -> list[Rep]:
    """That rep again and again, each time with another mean speed."""
    had = [None if speed is None else Measurement(speed, sigma, own) for speed in speeds]
    return [replace(rep, load=RepLoad(mean_concentric_m_s=speed)) for speed in had]


def test_loss_of_speed_is_from_the_fastest_to_the_last(lifted: Analysis) -> None:
    def reps_of(*speeds: float | None) -> list[Rep]:
        return with_speeds(lifted.reps[0], speeds, 0.02)

    loss = speed_loss(reps_of(0.45, 0.50, 0.40))
    assert loss is not None
    assert loss.value == pytest.approx(0.2)
    assert 0.0 < loss.sigma < 0.2
    assert speed_loss(reps_of(*[0.5] * (MIN_REPS - 1))) is None
    assert speed_loss(reps_of(0.5, 0.5, 0.5, None)) is None


def test_a_loss_is_as_unsure_as_its_own_reps_and_not_as_the_scale(lifted: Analysis) -> None:
    def sigma(speeds: list[float | None], all_in_all: float, own: float) -> float:
        loss = speed_loss(with_speeds(lifted.reps[0], speeds, all_in_all, own))
        assert loss is not None
        return loss.sigma

    falling: list[float | None] = [0.8, 0.6, 0.4]
    assert sigma(falling, 0.05, 0.01) == pytest.approx(sigma(falling, 0.01, 0.01))
    assert sigma(falling, 0.05, 0.02) == pytest.approx(2.0 * sigma(falling, 0.05, 0.01))
    even: list[float | None] = [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.4]
    only_one: list[float | None] = [0.8, *[0.4] * 7]
    assert sigma(even, 0.05, 0.02) > 1.1 * sigma(only_one, 0.05, 0.02)
    assert speed_loss(with_speeds(lifted.reps[0], falling, 0.05, 0.09)) is None


def test_noise_is_no_sticking_point_and_where_hands_are_followed_there_is_none(lifted: Analysis) -> None:
    motion, cycle, track = lifted.motion, lifted.reps[0].cycle, lifted.motion.load.track
    assert track is not None

    def sticks(at: float, *, noise_m_s: float = 0.01, by: Literal["outline", "hands"] = "outline") -> float | None:
        """With a dip at this share of the lift's time."""
        speed, rows = motion.series["load_speed_m_s"], np.arange(len(motion))
        dips = 0.2 * np.exp(-0.5 * ((rows - cycle.lifting.first - at * len(cycle.lifting)) / 2.0) ** 2)
        seen = replace(speed, value=speed.value - dips, sigma=np.full(len(motion), noise_m_s))
        load = replace(motion.load, tracks=(replace(track, by=by),))
        found = rep_load(cycle, replace(motion, load=load, series={**motion.series, "load_speed_m_s": seen}))
        return None if found.sticking_height is None else found.sticking_height.value

    assert sticks(0.4) == pytest.approx(0.55, abs=0.1)
    assert sticks(0.4, noise_m_s=0.3) is None
    assert sticks(0.4, by="hands") is None
    assert sticks(0.25) is None


def test_a_rep_whose_outline_left_the_hands_is_less_sure_however_deep_the_others_are() -> None:
    """Three lifts, the last of half the depth; at the bottom of the second the outline slides down to the floor."""
    deep, half = RDL, (50.0, 11.0, 5.0)
    track = figure(reps(3, bottom=[deep, deep, half]))
    plain = analysed(looked(track, held(track)))
    rep = plain.reps[1]
    bottom_s = rep.bottom_s
    slides = held(track)
    slides[:, 1] += 0.16 * PX_PER_M * np.exp(-0.5 * ((track.time_s - bottom_s) / 0.15) ** 2)
    motion = plain.motion
    load = motion.load.track
    assert load is not None
    down = np.stack(
        [np.zeros(len(motion)), np.interp(motion.time_s, track.time_s, slides[:, 1] - held(track)[:, 1])], 1
    )
    astray = replace(motion, load=replace(motion.load, tracks=(replace(load, centre_px=load.centre_px + down),)))
    measured = [replace(one, load=rep_load(one.cycle, astray)) for one in plain.reps]
    found = with_wider_speeds(measured, astray)
    speeds = [
        (a.load.mean_concentric_m_s, b.load.mean_concentric_m_s)
        for a, b in zip(measured, found, strict=True)
        if a.load and b.load
    ]
    assert [one == other for one, other in speeds] == [True, False, True]
    before, after = speeds[1]
    assert before is not None
    assert after is not None
    assert after.value == before.value
    assert after.sigma > 0.2 * after.value
    assert with_wider_speeds(plain.reps, motion) == plain.reps
