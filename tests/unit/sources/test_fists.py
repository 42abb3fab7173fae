"""What is at the fists in drawn pictures: skin or a dumbbell, a room that stays behind, a band down to the foot."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hingecheck.core.landmarks import SIDES, Side, point
from hingecheck.core.types import Frame, Person, PoseTrack
from hingecheck.sources.load.fists import FistReader, unlike_skin
from hingecheck.sources.load.hand_window import HandWindow, hand_window
from hingecheck.sources.load.remembered_places import RememberedPlaces
from stick_figure import figure, reps

SIZE, LEG_PX = (960, 1280), 340.0
SKIN, RUBBER, SLEEVE, BAND = (205, 150, 125), (35, 35, 38), (40, 80, 170), (190, 30, 60)
Draw = Callable[[NDArray[np.uint8], PoseTrack, int], None]


@pytest.fixture(scope="module")
def lifter() -> PoseTrack:
    """Bends before the camera, arms hanging ahead of the legs."""
    return figure(reps(1), 90.0, hands_ahead_m=0.25)


@pytest.fixture(scope="module")
def room() -> NDArray[np.uint8]:
    """A wall of grey blocks, as large as a hand."""
    blocks = np.random.default_rng(3).integers(90, 220, (32, 24, 1)).repeat(3, axis=2).astype(np.uint8)
    return np.asarray(cv2.resize(blocks, SIZE, interpolation=cv2.INTER_NEAREST))


def at(track: PoseTrack, row: int, side: Side, *joints: str) -> tuple[int, int]:
    x, y = track.image_px[row, [point(side, joint) for joint in joints]].mean(axis=0)
    return round(float(x)), round(float(y))


def fist(track: PoseTrack, row: int, side: Side) -> tuple[int, int]:
    return at(track, row, side, "WRIST", "INDEX", "PINKY")


def bare_arms(rgb: NDArray[np.uint8], track: PoseTrack, row: int, colour: tuple[int, int, int] = SKIN) -> None:
    for side in SIDES:
        cv2.line(rgb, at(track, row, side, "SHOULDER"), at(track, row, side, "ELBOW"), colour, 30)
        cv2.line(rgb, at(track, row, side, "ELBOW"), at(track, row, side, "WRIST"), colour, 26)
        cv2.circle(rgb, fist(track, row, side), 24, SKIN, -1)


def sleeves(rgb: NDArray[np.uint8], track: PoseTrack, row: int) -> None:
    bare_arms(rgb, track, row, SLEEVE)


def dumbbells(rgb: NDArray[np.uint8], track: PoseTrack, row: int) -> None:
    bare_arms(rgb, track, row)
    for side in SIDES:
        x, y = fist(track, row, side)
        for way in (-1, 1):
            cv2.circle(rgb, (x + way * 52, y), 30, RUBBER, -1)


def band(rgb: NDArray[np.uint8], track: PoseTrack, row: int) -> None:
    bare_arms(rgb, track, row)
    for side in SIDES:
        cv2.line(
            rgb, fist(track, row, side), at(track, row, side, "ANKLE", "HEEL", "FOOT_INDEX"), BAND, 9, cv2.LINE_AA
        )


def windows(track: PoseTrack, room: NDArray[np.uint8], draw: Draw) -> list[HandWindow]:
    found = []
    for row in range(0, len(track), 4):
        rgb = room.copy()
        draw(rgb, track, row)
        person = Person(track.image_px[row], track.visibility[row], track.world_m[row])
        window = hand_window(Frame(row, float(track.time_s[row]), rgb), person, LEG_PX)
        assert window is not None
        found.append(window)
    return found


def measured(track: PoseTrack, room: NDArray[np.uint8], draw: Draw) -> NDArray[np.float64]:
    """What goes along, the room, how unlike skin, and a stripe, in the mean of all looks at the left fist."""
    reader = FistReader()
    looks = np.array([reader.look(window)[0] for window in windows(track, room, draw)])
    with np.errstate(invalid="ignore"):
        return np.array(
            [column[np.isfinite(column)].mean() if np.isfinite(column).any() else np.nan for column in looks.T]
        )


def test_round_empty_hands_the_room_shows_and_nothing_goes_along(lifter: PoseTrack, room: NDArray[np.uint8]) -> None:
    along, shows, unlike, stripe = measured(lifter, room, bare_arms)
    assert along < 0.03
    assert shows > 0.9
    assert unlike < 20.0
    assert stripe < 0.5


def test_dumbbells_go_along_with_the_hands_and_are_no_skin(lifter: PoseTrack, room: NDArray[np.uint8]) -> None:
    along, shows, _, _ = measured(lifter, room, dumbbells)
    assert along > 0.2
    assert shows < 0.75


def test_in_sleeves_nothing_is_told_by_skin(lifter: PoseTrack, room: NDArray[np.uint8]) -> None:
    along, shows, unlike, _ = measured(lifter, room, sleeves)
    assert np.isnan([along, shows, unlike]).all()


def test_a_band_is_a_stripe_from_fist_to_foot(lifter: PoseTrack, room: NDArray[np.uint8]) -> None:
    assert measured(lifter, room, band)[3] > 0.8


def test_a_heads_inside_is_unlike_skin_and_a_fists_is_like_it(lifter: PoseTrack, room: NDArray[np.uint8]) -> None:
    window = windows(lifter, room, dumbbells)[0]
    x, y = window.grips["left"]
    shapes = np.array([[x + 52, y, 30, 30, 1.0, 0.3], [x, y, 22, 22, 1.0, 0.3], [x, y, 80, 80, 1.0, 0.3]])
    head, own, plate, none = unlike_skin(window, shapes, np.ones(2))
    assert head > 60.0
    assert own < 20.0
    assert np.isnan([plate, none]).all()


def test_hands_outside_the_picture_are_not_looked_at(lifter: PoseTrack, room: NDArray[np.uint8]) -> None:
    away = Person(lifter.image_px[0] + 5000.0, lifter.visibility[0], lifter.world_m[0])
    lost = Person(np.full((33, 2), np.nan), lifter.visibility[0], lifter.world_m[0])
    for person in (away, lost):
        assert hand_window(Frame(0, 0.0, room), person, LEG_PX) is None


def test_what_hung_there_is_looked_for_there_again() -> None:
    places, bell = RememberedPlaces(), np.array([[10.0, 90.0, 40.0, 40.0, 0.9, 0.2]])
    for step in range(8):
        hands = np.array([0.0, 5.0 * step])
        moved = bell + np.array([0.0, 5.0 * step, 0.0, 0.0, 0.0, 0.0])
        assert bool(places.expected(hands, [])) == (step > 4)
        places.learn(moved, hands, LEG_PX)
    (expected,) = places.expected(np.array([0.0, 200.0]), [])
    assert expected[0, :4] == pytest.approx([10.0, 290.0, 40.0, 40.0], abs=0.1)
    assert places.expected(np.array([0.0, 200.0]), [expected]) == []  # followed there anyway


def test_what_shows_better_for_long_is_remembered_in_its_place() -> None:
    places, hands = RememberedPlaces(), np.zeros(2)
    gleam, rim = (np.array([[0.0, 80.0, radius, radius, 0.9, 0.2]]) for radius in (30.0, 42.0))
    for one in [gleam] * 20 + [rim] * 25:
        places.learn(one, hands, LEG_PX)
    (expected,) = places.expected(hands, [])
    assert expected[0, 3] == pytest.approx(42.0)
