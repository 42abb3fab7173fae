"""What is told of the hands themselves: empty ones, a band, one dumbbell and not two; and of colours at the fists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, Side, point
from hingecheck.core.load_types import FIST_MEASURES, SHAPES_KEPT
from hingecheck.core.types import PoseTrack
from loads import LEG_PX, MOVE, analysed, beside, load_of, looked
from stick_figure import figure, lean_free_leg, reps

#: What goes along, the room, how unlike skin, a stripe.
EMPTY, HELD, BAND = (0.0, 0.95, 14.0, 0.1), (0.25, 0.6, 50.0, 0.1), (np.nan, np.nan, 20.0, 0.9)


def with_fists(
    track: PoseTrack, left: tuple[float, ...], right: tuple[float, ...], unlike: float = np.nan
) -> PoseTrack:
    """The looked-at track with the same of its fists, and of its outlines' colour, in every sixth frame."""
    assert track.loads is not None
    fists = np.full((len(track), 2, FIST_MEASURES), np.nan)
    fists[::6] = [left, right]
    colours = np.full((len(track), SHAPES_KEPT), np.nan)
    colours[::6] = unlike
    return replace(track, loads=replace(track.loads, fists=fists, unlike=colours))


def hand_on_hip(track: PoseTrack, side: Side) -> PoseTrack:
    image = track.image_px.copy()
    for joint in ("WRIST", "INDEX", "PINKY", "THUMB"):
        image[:, point(side, joint)] = image[:, point(side, "HIP")] + np.array([10.0, -15.0])
    return replace(track, image_px=image)


@pytest.fixture(scope="module")
def side_view() -> PoseTrack:
    return figure(MOVE, 90.0)


def test_two_hands_that_are_seen_empty_hold_nothing(side_view: PoseTrack) -> None:
    analysis = analysed(with_fists(looked(side_view), EMPTY, EMPTY))
    assert analysis.motion.load.kind == "none"
    assert "hold nothing" in analysis.motion.load.reason
    assert "load_speed_m_s" in analysis.motion.missing


@pytest.mark.parametrize("other", [HELD, (0.0, 0.95, 60.0, 0.1), (0.0, 0.5, 14.0, 0.1), (np.nan,) * 4])
def test_one_hand_that_is_not_seen_empty_leaves_it_open(side_view: PoseTrack, other: tuple[float, ...]) -> None:
    assert load_of(with_fists(looked(side_view), EMPTY, other)).kind == "unknown"


def test_a_hand_on_the_hip_lifts_nothing() -> None:
    track = looked(hand_on_hip(figure(MOVE, 90.0), "left"))  # its left side to the camera
    assert load_of(with_fists(track, (np.nan,) * 4, EMPTY)).kind == "none"
    far = looked(hand_on_hip(figure(MOVE, 90.0), "right"))
    assert load_of(with_fists(far, EMPTY, (np.nan,) * 4)).kind == "unknown"  # behind the body: a guess


def test_a_stripe_to_the_foot_at_all_heights_is_a_band(side_view: PoseTrack) -> None:
    load = load_of(with_fists(looked(side_view), (np.nan,) * 4, BAND))
    assert load.kind == "band"
    assert [track.by for track in load.tracks] == ["hands"]
    now_and_then = with_fists(looked(side_view), EMPTY, BAND)
    assert now_and_then.loads is not None
    now_and_then.loads.fists[::18, 1, 3] = 0.2  # type: ignore[index]
    assert load_of(now_and_then).kind != "band"


@pytest.mark.parametrize(("unlike", "kind"), [(20.0, "unknown"), (41.0, "unknown"), (70.0, "dumbbells")])
def test_a_small_thing_at_the_fist_is_a_head_by_its_colour(side_view: PoseTrack, unlike: float, kind: str) -> None:
    head = beside(side_view, "left", 0.05, 0.02)
    head[np.arange(len(side_view)) % 10 < 4] = np.nan
    assert load_of(with_fists(looked(side_view, head), HELD, HELD, unlike)).kind == kind


def test_a_fist_as_large_as_a_head_is_none_by_its_colour(side_view: PoseTrack) -> None:
    fist = looked(side_view, beside(side_view, "left", 0.075, 0.0))
    assert load_of(with_fists(fist, HELD, HELD)).kind == "dumbbells"  # no arm is bare: by size and place alone
    assert load_of(with_fists(fist, HELD, HELD, 18.0)).kind == "unknown"


@pytest.mark.parametrize(("other", "kind"), [(EMPTY, "dumbbell"), (HELD, "unknown")])
def test_on_one_leg_one_head_and_an_empty_hand_are_one_dumbbell(other: tuple[float, ...], kind: str) -> None:
    on_one = figure(MOVE, 30.0, free="right", free_angles_deg=lean_free_leg(MOVE))
    head = looked(on_one, beside(on_one, "right", 0.09, 0.06))
    load = load_of(with_fists(head, other, HELD), "single-leg-rdl")
    assert load.kind == kind
    assert [track.side for track in load.tracks] == ["right"]
    both_empty = with_fists(head, EMPTY, EMPTY)  # but one of them holds a head: fists tell nothing here
    assert load_of(both_empty, "single-leg-rdl").kind == "unknown"


def test_a_bar_that_is_not_lowered_is_found_in_the_lifts() -> None:
    track = figure(reps(2, starts="floor"), 90.0)
    plate = beside(track, "left", 0.27, 0.10)
    analysis = analysed(looked(track, plate), "deadlift")
    assert analysis.motion.load.kind == "barbell"
    stands = plate.copy()
    lowest = plate[int(plate[:, 1].argmax())]
    for rep in analysis.reps:
        lowering = rep.cycle.lowering
        if lowering is not None:  # bends with empty hands to a plate that stands there
            stands[lowering.first : lowering.last] = lowest
    for side in SIDES:
        assert track.visibility[:, point(side, "WRIST")].min() > 0.5
    load = load_of(looked(track, stands), "deadlift")
    assert load.kind == "barbell"
    assert load.confidence > 0.5
    assert LEG_PX * 0.26 < np.nanmedian(load.tracks[0].radius_px) < LEG_PX * 0.28


@pytest.mark.parametrize(("ahead_leg", "kind"), [(0.08, "kettlebell"), (0.3, "unknown")])
def test_a_bell_hangs_under_its_fist_not_beside_it(side_view: PoseTrack, ahead_leg: float, kind: str) -> None:
    assert load_of(looked(side_view, beside(side_view, "left", 0.11, 0.24, ahead_leg))).kind == kind


def test_what_is_round_at_hands_that_are_held_up_does_not_hang_from_them() -> None:
    track = figure(MOVE, 90.0)
    image = track.image_px.copy()
    for side in SIDES:
        for joint in ("WRIST", "INDEX", "PINKY", "THUMB"):
            image[:, point(side, joint)] = image[:, point(side, "SHOULDER")] + np.array([12.0, -30.0])
        image[:, point(side, "ELBOW")] = image[:, point(side, "SHOULDER")] + np.array([20.0, 90.0])
    up = replace(track, image_px=image)
    head = looked(up, beside(up, "left", 0.09, 0.0))
    assert load_of(with_fists(head, HELD, HELD, 80.0)).kind == "unknown"
    assert load_of(looked(up, beside(up, "left", 0.11, 0.24))).kind == "unknown"  # leaves behind a neck, a bell on it
