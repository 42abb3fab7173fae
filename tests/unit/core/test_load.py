"""The load from outlines near the hands: which is held, where it goes, how fast, and what is said where none is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.load.choosing import choose_held
from hingecheck.core.load.following import hands_of
from hingecheck.core.load.speeds import BEYOND_S, ENDS, UNKNOWN, rep_load
from hingecheck.core.load_types import SHAPES_KEPT, LoadShapes
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, PoseTrack
from stick_figure import figure, reps

#: Pixels a metre where the figure stands, and at a plate that is two and a half metres from a phone.
PX_PER_M, NEARER = 400.0, 1.6
PLATE_PX = 0.225 * PX_PER_M * NEARER
RNG = np.random.default_rng(5)


def held(track: PoseTrack, radius_px: float = PLATE_PX, ahead_px: float = 0.0) -> np.ndarray:
    """A plate whose middle is a little below the hands [shape=(n, 6)]."""
    centre = hands_of(track) + np.array([ahead_px, 0.15 * PX_PER_M])
    size = np.full(len(track), radius_px)
    return np.stack([*centre.T, size, size, np.full(len(track), 0.9), np.full(len(track), 0.4)], axis=1)


def standing(track: PoseTrack, x_px: float, y_px: float) -> np.ndarray:
    """Another plate, that leans on the wall [shape=(n, 6)]."""
    return np.tile([x_px, y_px, PLATE_PX, PLATE_PX, 0.7, 0.4], (len(track), 1))


def seen(track: PoseTrack, *outlines: np.ndarray) -> PoseTrack:
    """The track with outlines in every second frame."""
    shapes = np.full((len(track), SHAPES_KEPT, 6), np.nan)
    for place, outline in enumerate(outlines):
        shapes[:, place] = outline
    looked = np.arange(len(track)) % 2 == 0
    return replace(track, loads=LoadShapes(np.where(looked[:, None, None], shapes, np.nan), looked))


def analysed(track: PoseTrack, **facts: object) -> Analysis:
    return analyse(LifterTrack(track, 0, 0), KnownFacts(lift="rdl", **facts))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def lifter() -> PoseTrack:
    return figure(reps(3))


@pytest.fixture(scope="module")
def lifted(lifter: PoseTrack) -> Analysis:
    hands = np.nanmedian(hands_of(lifter), axis=0)
    return analysed(seen(lifter, standing(lifter, *hands), held(lifter)))


def test_the_outline_that_goes_with_the_hands_is_the_load(lifter: PoseTrack, lifted: Analysis) -> None:
    load = lifted.motion.load
    assert load.kind == "barbell"
    assert load.reason == ""
    assert load.track is not None
    want = np.stack([np.interp(lifted.motion.time_s, lifter.time_s, c) for c in held(lifter)[:, :2].T], axis=1)
    off = np.hypot(*(load.track.centre_px - want)[5:-5].T)
    assert np.nanpercentile(off, 95) < 3.0
    assert all(load.track.seen[rep.cycle.first : rep.cycle.last].all() for rep in lifted.reps)


def test_a_plate_gives_the_scale(lifted: Analysis) -> None:
    scale = lifted.motion.load.scale
    assert scale is not None
    assert scale.source == "plate"
    assert scale.m_per_px == pytest.approx(1 / (PX_PER_M * NEARER), rel=0.01)


def test_speed_and_range_of_each_repetition(lifter: PoseTrack, lifted: Analysis) -> None:
    height = -held(lifter)[:, 1] / (PX_PER_M * NEARER)
    for rep in lifted.reps:
        assert rep.load is not None
        assert rep.load.range_m is not None
        assert rep.load.mean_concentric_m_s is not None
        inside = (lifter.time_s >= rep.bottom_s - 0.3) & (lifter.time_s <= rep.end_s + 0.3)
        assert rep.load.range_m.value == pytest.approx(np.ptp(height[inside]), rel=0.05)
        rise = height[inside]
        low, high = rise.min() + ENDS * np.ptp(rise), rise.max() - ENDS * np.ptp(rise)
        first = int(rise.argmin())
        begins = first + int(np.flatnonzero(rise[first:] > low)[0])
        ends = begins + int(np.flatnonzero(rise[begins:] > high)[0])
        times = lifter.time_s[inside]
        assert rep.load.mean_concentric_m_s.value == pytest.approx(
            (high - low) / (times[ends] - times[begins]), rel=0.08
        )


def test_the_speed_series_is_the_slope_of_the_height(lifted: Analysis) -> None:
    series = lifted.motion.series
    slope = np.gradient(series["load_y_m"].value) * lifted.motion.rate_hz
    assert np.nanmax(np.abs(slope - series["load_speed_m_s"].value)[10:-10]) < 0.05
    assert np.nanmin(series["load_y_m"].value) > 0.0


def test_a_smaller_plate_is_not_taken_for_a_full_one(lifter: PoseTrack) -> None:
    small = held(lifter, 0.8 * PLATE_PX)
    scale = analysed(seen(lifter, small)).motion.load.scale
    assert scale is not None
    assert scale.source == "leg-length"
    told = analysed(seen(lifter, small), plate_diameter_m=0.36).motion.load.scale
    assert told is not None
    assert told.source == "plate"
    assert told.m_per_px == pytest.approx(1 / (PX_PER_M * NEARER), rel=0.01)


def test_the_nearer_a_plates_size_is_to_a_smaller_one_the_more_doubt_there_is(lifter: PoseTrack) -> None:
    shares = []
    for size in (1.1, 1.0, 0.95):
        scale = analysed(seen(lifter, held(lifter, size * PLATE_PX))).motion.load.scale
        assert scale is not None
        assert scale.source == "plate"
        shares.append(scale.sigma_m_per_px / scale.m_per_px)
    assert shares[0] < shares[1] < shares[2]
    told = analysed(seen(lifter, held(lifter)), plate_diameter_m=0.45).motion.load.scale
    assert told is not None
    assert told.sigma_m_per_px / told.m_per_px < shares[1]


def test_plates_in_the_room_are_no_load(lifter: PoseTrack) -> None:
    hands = hands_of(lifter)
    low, high = hands[hands[:, 1].argmax()], hands[hands[:, 1].argmin()]
    stray = standing(lifter, 0.0, 0.0)
    stray[:, :2] = hands + RNG.normal(0.0, 0.3 * PX_PER_M, (len(lifter), 2))
    analysis = analysed(seen(lifter, standing(lifter, *low), standing(lifter, *high), stray))
    assert analysis.motion.load.tracks == ()
    assert analysis.motion.load.searched
    assert analysis.motion.missing["load_speed_m_s"] == analysis.motion.load.reason != ""
    assert all(rep.load is not None and rep.load.range_m is None and rep.load.reason for rep in analysis.reps)


def test_hands_that_are_guessed_behind_the_plate_do_not_hide_that_it_goes_along() -> None:
    """One repetition after a long wait at the bar; hands that the plate hides jitter by a quarter of their way."""
    lifter = figure(reps(1, starts="floor", pause_s=3.0))
    image = lifter.image_px.copy()
    jitter = RNG.normal(0.0, 0.10 * PX_PER_M, (len(lifter), 1))
    for side in SIDES:
        for joint in ("WRIST", "INDEX", "PINKY"):
            image[:, point(side, joint), 1] += jitter[:, 0]
    plate = held(lifter)
    guessed = replace(lifter, image_px=image)
    assert analysed(seen(guessed, plate)).motion.load.kind == "barbell"
    low, high = (standing(lifter, *np.nanpercentile(plate[:, :2], share, axis=0)) for share in (95, 5))
    assert analysed(seen(guessed, low, high)).motion.load.kind == "unknown"


def test_hands_stand_in_where_a_load_is_told(lifter: PoseTrack) -> None:
    load = analysed(seen(lifter), load_kg=40.0).motion.load
    assert load.track is not None
    assert load.track.by == "hands"
    assert not load.track.seen.any()
    assert load.kind == "unknown"


def test_nobody_looked(lifter: PoseTrack) -> None:
    analysis = analysed(lifter)
    assert not analysis.motion.load.searched
    assert all(rep.load is None for rep in analysis.reps)
    assert "load_y_m" not in analysis.motion.series


def test_an_outline_that_is_away_for_a_while_is_carried_by_the_hands(lifter: PoseTrack) -> None:
    plate = held(lifter)
    plate[40:64] = np.nan
    track = analysed(seen(lifter, plate)).motion.load.track
    assert track is not None
    assert not track.seen[44:58].any()
    assert np.isfinite(track.centre_px[44:58]).all()
    assert track.sigma_px[50] > 3.0 * track.sigma_px[30]


@pytest.mark.parametrize(("share", "told"), [(0.55, False), (0.65, True)])
def test_a_lift_of_which_half_shows_has_no_speed(lifted: Analysis, share: float, told: bool) -> None:
    cycle, track = lifted.reps[0].cycle, lifted.motion.load.track
    assert track is not None
    beyond = round(BEYOND_S * lifted.motion.rate_hz)
    rows = np.arange(cycle.lifting.first - beyond, cycle.lifting.last + beyond)
    shown = track.seen.copy()
    middle = len(rows) // 3
    shown[rows[middle : middle + round((1.0 - share) * len(rows))]] = False
    hidden = replace(lifted.motion.load, tracks=(replace(track, seen=shown),))
    found = rep_load(cycle, replace(lifted.motion, load=hidden))
    assert (found.mean_concentric_m_s is not None) is told
    assert (found.reason == UNKNOWN) is not told


def test_an_outline_that_leaves_its_place_at_the_top_of_one_lift_is_not_the_load(lifter: PoseTrack) -> None:
    plate = held(lifter)
    slips = range(100, 150)
    plate[slips, 0] += 0.17 * PX_PER_M
    track = analysed(seen(lifter, plate)).motion.load.track
    assert track is not None
    off = np.abs(track.centre_px[slips, 0] - held(lifter)[slips, 0])
    assert np.nanmax(off[5:-5]) < 0.08 * PX_PER_M


def test_too_few_looks_tell_nothing() -> None:
    assert choose_held(np.full((5, SHAPES_KEPT, 6), np.nan), np.zeros((5, 2)), 300.0, np.arange(5) / 15.0) is None


@pytest.mark.parametrize("seed", [57, 98, 221])
def test_of_outlines_anywhere_near_the_hands_none_is_held(seed: int) -> None:
    rng, looks = np.random.default_rng(seed), 12
    hands = np.stack([np.full(looks, 320.0), 300.0 + 100.0 * np.cos(np.linspace(0.0, 6.0 * np.pi, looks))], axis=1)
    shapes = np.full((looks, 4, 6), 0.9)
    shapes[..., :2] = hands[:, None] + 40.0 * rng.normal(size=(looks, 4, 2))
    shapes[..., 2] = shapes[..., 3] = 60.0 * np.exp(0.2 * rng.normal(size=(looks, 4)))
    assert choose_held(shapes, hands, 300.0, np.arange(looks) / 15.0) is None


@pytest.mark.parametrize("looks_hz", [15.0, 60.0])
def test_looks_of_a_slowed_film_are_as_far_apart_as_those_of_any_other(looks_hz: float) -> None:
    """Hands that jitter go nowhere with a bell in a twentieth of a second, and with it in a fifth of one."""
    rng, look_s = np.random.default_rng(7), np.arange(0.0, 6.0, 1.0 / looks_hz)
    bell = np.stack([np.full(len(look_s), 320.0), 300.0 + 100.0 * np.cos(np.pi * look_s)], axis=1)
    hands = bell + rng.normal(0.0, 12.0, bell.shape) - np.array([0.0, 60.0])
    shapes = np.full((len(look_s), SHAPES_KEPT, 6), np.nan)
    shapes[:, 0] = [320.0, 300.0, 36.0, 36.0, 0.9, 0.4]
    shapes[:, 0, :2] = bell
    assert choose_held(shapes, hands, 300.0, look_s) is not None
