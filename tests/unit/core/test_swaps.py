"""Legs that the tracker exchanged are found and put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.tracking.swaps import LEFT_LEG, RIGHT_LEG, find_swaps, undo_swaps
from hingecheck.core.types import Motion, PoseTrack
from stick_figure import figure, lean_free_leg, lose, reps

MOVE = reps(2)
TRACK = figure(MOVE, free="right", free_angles_deg=lean_free_leg(MOVE))
LEG_PX = 0.86 * 400
DEEP = 80  # the first bottom, legs far apart


def exchange(track: PoseTrack, rows: list[int]) -> PoseTrack:
    mask = np.zeros(len(track), dtype=bool)
    mask[rows] = True
    return replace(
        track,
        image_px=undo_swaps(track.image_px, mask),
        world_m=undo_swaps(track.world_m, mask),
        visibility=undo_swaps(track.visibility, mask),
    )


@pytest.mark.parametrize("rows", [[DEEP], list(range(DEEP, DEEP + 5)), [*range(70, 75), *range(195, 215)]])
def test_exchanged_legs_are_found_and_give_the_same_angles(rows: list[int], measure: Callable[..., Motion]) -> None:
    clean, mended = measure(TRACK), measure(exchange(TRACK, rows))
    assert np.flatnonzero(mended.swapped).tolist() == rows
    assert not clean.swapped.any()
    assert mended.working_side == "left"
    for name, series in clean.by_side.items():
        assert mended.by_side[name].value == pytest.approx(series.value, abs=1e-6), name


def test_an_exchange_across_a_hole_is_found() -> None:
    rows = list(range(DEEP, DEEP + 8))
    track = lose(exchange(TRACK, rows), slice(DEEP - 4, DEEP))
    assert np.flatnonzero(find_swaps(track.image_px, LEG_PX)).tolist() == rows


def test_frames_in_which_the_legs_are_lost_do_not_exchange_what_follows() -> None:
    image = exchange(TRACK, [DEEP]).image_px.copy()
    for row in (DEEP + 1, DEEP + 2):  # both legs in one place: either may be either
        middle = 0.5 * (image[row, LEFT_LEG] + image[row, RIGHT_LEG])
        image[row, LEFT_LEG] = image[row, RIGHT_LEG] = middle
    found = np.flatnonzero(find_swaps(image, LEG_PX))
    assert set(found.tolist()) <= {DEEP, DEEP + 1, DEEP + 2}


def test_only_the_busy_rows_decide_which_labelling_is_right() -> None:
    found = find_swaps(exchange(TRACK, list(range(100, len(TRACK)))).image_px, LEG_PX, busy=slice(0, 100))
    assert np.flatnonzero(found).tolist() == list(range(100, len(TRACK)))


def test_the_labelling_of_most_frames_is_the_right_one() -> None:
    rows = [row for row in range(len(TRACK)) if not 70 <= row < 85]
    found = find_swaps(exchange(TRACK, rows).image_px, LEG_PX)
    assert np.flatnonzero(found).tolist() == list(range(70, 85))


def test_legs_over_each_other_are_left_alone() -> None:
    track = exchange(figure(reps(2), azimuth_deg=88), [50, 51, 52])
    assert not find_swaps(track.image_px, LEG_PX).any()


@pytest.mark.parametrize("image", [np.full((20, 33, 2), np.nan), TRACK.image_px[:2]])
def test_nothing_to_compare_means_no_swap(image: np.ndarray) -> None:
    assert not find_swaps(image, LEG_PX).any()
    assert not find_swaps(TRACK.image_px, 0.0).any()


def test_put_back_exchanges_the_legs_and_nothing_else() -> None:
    mask = np.zeros(len(TRACK), dtype=bool)
    mask[5] = True
    out = undo_swaps(TRACK.image_px, mask)
    assert np.array_equal(out[5, LEFT_LEG], TRACK.image_px[5, RIGHT_LEG])
    assert np.array_equal(out[5, RIGHT_LEG], TRACK.image_px[5, LEFT_LEG])
    rest = np.setdiff1d(np.arange(33), np.concatenate([LEFT_LEG, RIGHT_LEG]))
    assert np.array_equal(out[5, rest], TRACK.image_px[5, rest])
    assert np.array_equal(out[~mask], TRACK.image_px[~mask])
    assert np.array_equal(undo_swaps(out, mask), TRACK.image_px)


def test_feet_that_stand_where_they_did_are_not_exchanged_by_who_walks_past() -> None:
    """For 0.4 s they are taken along, each to the other's place, and jump back with their labels."""
    image = np.zeros((180, 33, 2))
    image[:, LEFT_LEG, 0], image[:, RIGHT_LEG, 0] = 0.0, 0.5 * LEG_PX
    along = np.linspace(0.0, 1.0, 12)[:, None]
    image[90:102, LEFT_LEG, 0] = along * 0.5 * LEG_PX
    image[90:102, RIGHT_LEG, 0] = (1.0 - along) * 0.5 * LEG_PX
    swapped = find_swaps(image, LEG_PX)
    assert not swapped[:90].any()
    assert not swapped[102:].any()


def test_a_long_exchange_of_feet_that_stand_is_found() -> None:
    image = np.zeros((180, 33, 2))
    image[:, LEFT_LEG, 0], image[:, RIGHT_LEG, 0] = 0.0, 0.5 * LEG_PX
    rows = np.arange(180) >= 110
    assert (find_swaps(undo_swaps(image, rows), LEG_PX) == rows).all()
