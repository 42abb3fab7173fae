"""What kind of load it is: a bar by its line, dumbbells at the fists, a bell below them, hands that lie still."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, Side, point
from hingecheck.core.load.kinds import MIN_BAR
from hingecheck.core.types import PoseTrack
from loads import LEG_PX, MOVE, analysed, beside, load_of, looked
from stick_figure import THRUST_BOTTOM, THRUST_TOP, figure, lean_free_leg, reps


@pytest.fixture(scope="module")
def from_front() -> PoseTrack:
    return figure(MOVE, 30.0)


def test_a_line_beyond_both_hands_is_a_bar_that_goes_with_them(from_front: PoseTrack) -> None:
    analysis = analysed(looked(from_front, bar=0.9))
    load = analysis.motion.load
    assert (load.kind, load.reason) == ("barbell", "")
    assert [track.by for track in load.tracks] == ["hands"]
    assert all(rep.load is not None and rep.load.mean_concentric_m_s is not None for rep in analysis.reps)


def test_a_line_that_shows_now_and_then_is_the_rooms(from_front: PoseTrack) -> None:
    line = np.where(np.arange(len(from_front)) % 10 < 10 * (MIN_BAR - 0.1), 1.0, 0.2)
    assert load_of(looked(from_front, bar=line)).kind == "unknown"
    assert load_of(looked(from_front, bar=np.nan)).kind == "unknown"
    assert load_of(looked(from_front)).kind == "unknown"


def test_from_the_side_a_line_through_the_hands_is_no_bar() -> None:
    assert load_of(looked(figure(MOVE, 90.0), bar=1.0)).kind == "unknown"


def test_heads_at_both_fists_are_two_dumbbells_with_a_path_each(from_front: PoseTrack) -> None:
    heads = {side: beside(from_front, side, 0.09, 0.06) for side in SIDES}
    load = load_of(looked(from_front, *heads.values()))
    assert load.kind == "dumbbells"
    assert {track.side: track.by for track in load.tracks} == {"left": "outline", "right": "outline"}
    for track in load.tracks:
        off = track.centre_px - np.asarray(heads[track.side][:, :2])[: len(track.centre_px)]
        assert np.nanpercentile(np.hypot(*off[5:-5].T), 90) < 0.02 * LEG_PX


@pytest.mark.parametrize(("side", "other"), [SIDES, SIDES[::-1]])
def test_the_speeds_of_a_pair_are_of_the_head_that_shows_longest(
    from_front: PoseTrack, side: Side, other: Side
) -> None:
    """Not of the one that shows best and is gone before the last rep."""
    heads = {one: beside(from_front, one, 0.09, 0.06) for one in SIDES}
    heads[side][round(0.65 * len(from_front)) :] = np.nan
    heads[side][:, 4], heads[other][:, 4] = 1.0, 0.4
    analysis = analysed(looked(from_front, *heads.values()))
    track = analysis.motion.load.track
    assert track is not None
    assert (analysis.motion.load.kind, track.side) == ("dumbbells", other)
    for rep in analysis.reps:
        assert rep.load is not None
        assert rep.load.mean_concentric_m_s is not None
        assert rep.load.peak_m_s is not None
        assert rep.load.peak_m_s.value > rep.load.mean_concentric_m_s.value


def test_the_second_of_a_pair_goes_with_its_hand_where_it_does_not_show() -> None:
    side_view = figure(MOVE, 90.0)
    load = load_of(looked(side_view, beside(side_view, "left", 0.09, 0.06)))
    assert load.kind == "dumbbells"
    assert {track.side: track.by for track in load.tracks} == {"left": "outline", "right": "hands"}


def test_on_one_leg_one_dumbbell_that_shows_may_be_one_of_two() -> None:
    on_one = figure(MOVE, 30.0, free="right", free_angles_deg=lean_free_leg(MOVE))
    load = load_of(looked(on_one, beside(on_one, "right", 0.09, 0.06)), "single-leg-rdl")
    assert load.kind == "unknown"
    assert "other" in load.reason
    assert [track.side for track in load.tracks] == ["right"]


@pytest.mark.parametrize(("ahead_leg", "kind"), [(0.15, "dumbbells"), (0.03, "unknown")])
def test_a_head_that_is_no_fist_is_one_though_it_shows_in_three_of_five_looks(ahead_leg: float, kind: str) -> None:
    side = figure(MOVE, 90.0)
    head = beside(side, "left", 0.09, 0.06, ahead_leg)
    head[np.arange(len(side)) % 10 < 4] = np.nan
    assert load_of(looked(side, head)).kind == kind


def test_a_bell_hangs_below_the_fist_that_holds_it(from_front: PoseTrack) -> None:
    assert load_of(looked(from_front, beside(from_front, "left", 0.11, 0.24))).kind == "kettlebell"


def test_where_an_empty_bars_sleeve_begins_is_no_bell(from_front: PoseTrack) -> None:
    assert load_of(looked(from_front, beside(from_front, "left", 0.06, 0.24))).kind == "unknown"


def test_a_bell_that_legs_hide_at_the_bottom_is_known_at_the_top(from_front: PoseTrack) -> None:
    """A trouser seat goes with the hands too, and shows all the time."""
    bell = beside(from_front, "left", 0.11, 0.24)
    hands_y = from_front.image_px[:, point("left", "WRIST"), 1]
    bell[hands_y > np.percentile(hands_y, [5, 95]).mean()] = np.nan
    assert load_of(looked(from_front, bell)).kind == "kettlebell"


@pytest.mark.parametrize(
    ("below_leg", "shows", "kind"),
    [(0.15, 0.75, "barbell"), (0.0, 0.75, "unknown"), (-0.1, 0.75, "unknown"), (0.0, 0.95, "barbell")],
)
def test_a_seat_beside_the_hands_is_no_plate(below_leg: float, shows: float, kind: str) -> None:
    """From the side a plate's middle is below where the hands behind it are read."""
    side = figure(MOVE, 90.0)
    round_one = beside(side, "left", 0.30, below_leg)
    round_one[:, 4] = shows
    assert load_of(looked(side, round_one)).kind == kind


@pytest.mark.parametrize(("way_m", "at_first_m"), [(0.0, 0.0), (0.0, 0.4), (0.2, 0.0)])
def test_a_lying_lifters_hands_that_stay_where_they_are_hold_nothing(way_m: float, at_first_m: float) -> None:
    """In the first repetition they may still be on their way."""
    track = figure(reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor"))
    image = track.image_px.copy()
    hips = image[:, [point(side, "HIP") for side in SIDES]].mean(axis=1)
    low = np.array([0.0, 60.0]) + np.median(hips, axis=0)
    first = (np.arange(len(track)) < len(track) / 3)[:, None]
    own = 400.0 * (way_m + at_first_m * first) * (hips - np.median(hips, axis=0)) / np.ptp(hips[:, 1])
    for side in SIDES:
        for joint in ("WRIST", "INDEX", "PINKY", "THUMB"):
            image[:, point(side, joint)] = low + own
            image[:, point(side, "SHOULDER"), 1] = low[1] - 10.0
    analysis = analysed(looked(replace(track, image_px=image)), "hip-thrust")
    assert analysis.motion.load.kind == ("none" if way_m == 0.0 else "unknown")
    assert analysis.motion.load.tracks == ()


def behind_a_plate(aside: float) -> PoseTrack:
    """A lying lifter whose hands, hidden by the plate on her hips, are drawn anywhere; its middle is so many of its
    widths beside the hips.
    """
    track = figure(reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor"))
    image, rng = track.image_px.copy(), np.random.default_rng(3)
    hips = image[:, [point(side, "HIP") for side in SIDES]].mean(axis=1)
    jitter = rng.normal(0.0, 0.2 * LEG_PX, (len(track), 2))
    for side in SIDES:
        for joint in ("WRIST", "INDEX", "PINKY", "THUMB"):
            image[:, point(side, joint)] = hips.mean(axis=0) + jitter
    size = np.full(len(track), 0.35 * LEG_PX)
    middle = hips + np.array([aside * 0.35, -0.22]) * LEG_PX
    plate = np.stack([*middle.T, size, size, np.full(len(track), 0.9), np.full(len(track), 0.4)], axis=1)
    return looked(replace(track, image_px=image), plate)


def test_a_lying_lifters_plate_goes_with_the_hips_where_it_hides_the_hands() -> None:
    load = load_of(behind_a_plate(0.0), "hip-thrust")
    assert (load.kind, [track.by for track in load.tracks]) == ("barbell", ["outline"])
    assert load_of(behind_a_plate(0.9), "hip-thrust").kind == "unknown"
