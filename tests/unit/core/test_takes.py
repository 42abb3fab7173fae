"""Films cut within a way down or up: how long it took is not known, and no fault of haste is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.corrections import Corrections, RepBorders
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.reps.takes import OF_BOTH_S, SPEED, takes_s, without_speeds_between
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import PoseTrack, Rep, Series
from stick_figure import DEADLIFT, THRUST_BOTTOM, THRUST_TOP, figure, reps

TALL = reps(3, bottom=DEADLIFT)
LYING = reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor")


def slower(track: PoseTrack, rows: np.ndarray) -> PoseTrack:
    """Some of its frames alone."""
    names = ("time_s", "frame_index", "image_px", "visibility", "world_m", "outline_px", "people")
    return replace(track, **{name: getattr(track, name)[rows] for name in names})


def cut(track: PoseTrack, first_s: float, last_s: float) -> tuple[PoseTrack, int]:
    """Without what lies between two moments, and the row of the first frame after."""
    keep = np.flatnonzero((track.time_s < first_s) | (track.time_s >= last_s))
    film = slower(track, keep)
    return replace(film, time_s=np.arange(len(keep)) / 30.0), int((track.time_s < first_s).sum())


def first_rep(track: PoseTrack, leaps: tuple[int, ...]) -> tuple[Rep, list[str]]:
    found = analyse(LifterTrack(track, 0, 0, leaps=leaps))
    return found.reps[0], [finding.rule for finding in found.findings]


@pytest.mark.parametrize("move", [TALL, LYING], ids=["stands", "lies"])
def test_a_way_down_that_is_cut_is_not_too_fast(move) -> None:
    whole = figure(move)
    rep, _ = first_rep(whole, ())
    lowering = rep.cycle.lowering
    assert lowering is not None
    middle = 0.5 * (lowering.first + lowering.last) / 30.0
    film, row = cut(whole, middle - 0.3 * len(lowering) / 30.0, middle + 0.3 * len(lowering) / 30.0)
    seen, rules = first_rep(film, (row,))
    assert seen.tempo.lowering_s is None
    assert "fast-lowering" not in rules
    assert seen.tempo.lifting_s == pytest.approx(rep.tempo.lifting_s, abs=0.2)


def test_a_way_up_that_is_cut_has_no_time() -> None:
    whole = figure(TALL)
    rep, _ = first_rep(whole, ())
    middle = 0.5 * (rep.cycle.lifting.first + rep.cycle.lifting.last) / 30.0
    film, row = cut(whole, middle - 0.2, middle + 0.2)
    seen, _ = first_rep(film, (row,))
    assert seen.tempo.lifting_s is None
    assert seen.tempo.lowering_s == pytest.approx(rep.tempo.lowering_s, abs=0.2)


def test_a_picture_that_leaps_while_the_body_goes_on_is_no_other_take() -> None:
    whole = figure(TALL)
    rep, rules = first_rep(whole, ())
    lowering = rep.cycle.lowering
    assert lowering is not None
    seen, same = first_rep(whole, ((lowering.first + lowering.last) // 2, rep.cycle.lifting.first + 10))
    assert seen.tempo == rep.tempo
    assert same == rules


def test_a_border_moved_by_hand_is_known_though_the_film_is_cut() -> None:
    whole = figure(TALL)
    lowering = first_rep(whole, ())[0].cycle.lowering
    assert lowering is not None
    middle = 0.5 * (lowering.first + lowering.last) / 30.0
    film, row = cut(whole, middle - 0.3, middle + 0.3)
    seen, _ = first_rep(film, (row,))
    by_hand = Corrections(borders=(RepBorders(seen.bottom_s, start_s=seen.start_s + 0.1),))
    told = analyse(LifterTrack(film, 0, 0, leaps=(row,)), corrections=by_hand).reps[0]
    assert seen.tempo.lowering_s is None
    assert told.tempo.lowering_s is not None


@pytest.mark.parametrize("every", [2, 3, 4])
def test_few_frames_a_second_are_no_cuts(every: int) -> None:
    motion = build_motion(figure(TALL), 30.0)
    whole = figure(TALL)
    few = slower(whole, np.arange(0, len(whole), every))
    assert takes_s(few, tuple(few.time_s), motion) == ()


def test_a_picture_that_stands_still_for_a_moment_is_no_cut() -> None:
    motion, whole = build_motion(figure(TALL), 30.0), figure(TALL)
    image_px = whole.image_px.copy()
    caught_up = list(range(10, len(whole) - 4, 15))
    for row in caught_up:
        image_px[row : row + 3] = image_px[row - 1]
    assert takes_s(replace(whole, image_px=image_px), tuple(whole.time_s[[r + 3 for r in caught_up]]), motion) == ()


def test_a_film_that_shows_its_pictures_over_and_over_is_not_cut() -> None:
    """Six a second at thirty, encoded anew: what repeats trembles."""
    motion, whole = build_motion(figure(TALL), 30.0), figure(TALL)
    new = np.arange(len(whole)) // 5 * 5
    noise_px = np.random.default_rng(2).normal(0.0, 0.005 * motion.leg_px, whole.image_px.shape)
    film = replace(whole, image_px=whole.image_px[new] + noise_px)
    assert takes_s(film, tuple(film.time_s[5::5]), motion) == ()


def test_from_rest_into_a_bend_is_a_cut() -> None:
    """Tall and still for a second, half bent in the next frame."""
    motion, whole = build_motion(figure(TALL), 30.0), figure(TALL)
    image_px = whole.image_px.copy()
    image_px[:60] = image_px[0]
    still = replace(whole, image_px=image_px)
    film, row = cut(still, 59.5 / 30.0, 59.5 / 30.0 + 0.8)
    hips = film.image_px[:, 11:13].mean(axis=1)
    assert np.linalg.norm(hips[row] - hips[row - 1]) > 0.12 * motion.leg_px
    assert takes_s(film, (float(film.time_s[row]),), motion) == (float(film.time_s[row]),)


def test_a_loads_speed_is_unknown_round_another_take() -> None:
    motion = build_motion(figure(TALL), 30.0)
    speed = Series(np.ones(len(motion)), np.full(len(motion), 0.1), "m/s")
    found = without_speeds_between(replace(motion, series={**motion.series, SPEED: speed}), (2.0,))
    unknown = np.isnan(found.series[SPEED].value)
    assert motion.time_s[unknown].tolist() == pytest.approx([t for t in motion.time_s if abs(t - 2.0) <= OF_BOTH_S])
    assert without_speeds_between(motion, (2.0,)) is motion
