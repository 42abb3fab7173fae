"""Round outlines near the hands: found in drawn pictures, read in order, saved and brought back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.load_types import SHAPES_KEPT, LoadShapes
from hingecheck.core.types import Frame, Person, PoseTrack
from hingecheck.errors import InputError
from hingecheck.sources.load.bar_line import bar_shows
from hingecheck.sources.load.load_source import FakeLoads
from hingecheck.sources.load.outline_fit import fit_outlines
from hingecheck.sources.load.reader import LoadReader
from hingecheck.sources.load.round_outlines import RoundOutlines
from hingecheck.sources.pose.saved import SavedTrack, load_track, save_track
from stick_figure import THRUST_BOTTOM, THRUST_TOP, figure, reps

SIZE = (960, 1280)


@pytest.fixture(scope="module")
def lifter() -> PoseTrack:
    return figure(reps(1))


def person(track: PoseTrack, row: int) -> Person:
    return Person(track.image_px[row], track.visibility[row], track.world_m[row])


def picture(track: PoseTrack, row: int, radius_px: float, squeezed: float = 1.0, grey: int = 40) -> Frame:
    """A plate that hangs from the hands before a bright wall with a dark stripe."""
    rgb = np.full((SIZE[1], SIZE[0], 3), 190, dtype=np.uint8)
    cv2.rectangle(rgb, (0, 700), (SIZE[0], 760), (90, 100, 110), -1)
    x, y = plate_middle(track, row)
    axes = (round(16 * radius_px * squeezed), round(16 * radius_px))
    cv2.ellipse(rgb, (round(16 * x), round(16 * y)), axes, 0, 0, 360, (grey, grey, grey), -1, cv2.LINE_AA, 4)
    return Frame(row, float(track.time_s[row]), rgb)


def plate_middle(track: PoseTrack, row: int) -> np.ndarray:
    return np.asarray(track.image_px[row, [15, 16, 19, 20]].mean(axis=0) + np.array([5.3, 60.6]))


@pytest.mark.parametrize("grey", [40, 150])
def test_a_plate_is_found_to_a_fraction_of_a_pixel(lifter: PoseTrack, grey: int) -> None:
    source = RoundOutlines()
    for row in range(0, 30, 2):
        found = source.outlines(picture(lifter, row, 95.0, grey=grey), person(lifter, row))
        assert np.hypot(*(found[0, :2] - plate_middle(lifter, row))) < 1.0
        assert found[0, 2:4] == pytest.approx([95.0, 95.0], rel=0.02)
        assert found[0, 4] > 0.9


def test_a_lying_lifters_plate_is_looked_for_on_the_hips_wherever_hands_are_drawn() -> None:
    track = figure(reps(1, THRUST_TOP, THRUST_BOTTOM))
    hips, shoulders, knees = ([point(side, joint) for side in SIDES] for joint in ("HIP", "SHOULDER", "KNEE"))
    towards_knees = track.image_px[0, knees].mean(axis=0) - track.image_px[0, hips].mean(axis=0)
    place = track.image_px[0, hips].mean(axis=0) + 0.3 * towards_knees - np.array([0.0, 60.0])
    image = track.image_px[0].copy()
    image[[15, 16, 17, 18, 19, 20]] = image[shoulders].mean(axis=0) + np.array([160.0, 0.0])
    rgb = np.full((SIZE[1], SIZE[0], 3), 190, dtype=np.uint8)
    centre = tuple(round(16 * v) for v in place)
    cv2.ellipse(rgb, centre, (16 * 120, 16 * 120), 0, 0, 360, (40, 40, 40), -1, cv2.LINE_AA, 4)
    source = RoundOutlines()
    for row in range(12):
        someone = Person(image, track.visibility[0], track.world_m[0])
        found = source.outlines(Frame(row, row / 15.0, rgb), someone)
    assert found[0, :2] == pytest.approx(place, abs=1.0)


def test_pictures_without_anything_round_hold_no_outline(lifter: PoseTrack) -> None:
    blank = Frame(0, 0.0, np.full((SIZE[1], SIZE[0], 3), 128, dtype=np.uint8))
    assert RoundOutlines().outlines(blank, person(lifter, 0)).shape == (0, 6)


def test_a_person_without_hands_is_not_looked_at(lifter: PoseTrack) -> None:
    missing = np.full_like(lifter.image_px[0], np.nan)
    someone = Person(missing, lifter.visibility[0], lifter.world_m[0])
    assert RoundOutlines().outlines(picture(lifter, 0, 95.0), someone).shape == (0, 6)


def test_an_ellipse_is_fitted_from_a_guess_beside_it() -> None:
    rgb = np.full((120, 120, 3), 200, dtype=np.uint8)
    cv2.ellipse(rgb, (16 * 60 + 5, 16 * 58), (16 * 25, 16 * 28), 0, 0, 360, (30, 60, 90), -1, cv2.LINE_AA, 4)
    fit = fit_outlines(rgb, np.array([[61.5, 59.0, 24.5, 27.0]]))[0]
    assert fit is not None
    assert (fit.x_px, fit.y_px) == pytest.approx((60.31, 58.0), abs=0.25)
    assert (fit.half_width_px, fit.half_height_px) == pytest.approx((25.0, 28.0), abs=0.9)
    assert fit_outlines(rgb, np.array([[20.0, 20.0, 10.0, 10.0]])) == [None]


def test_the_reader_looks_fifteen_times_a_second_at_one_person(lifter: PoseTrack) -> None:
    asked: list[int] = []

    def script(frame: Frame, _: Person) -> np.ndarray:
        asked.append(frame.index)
        return np.full((SHAPES_KEPT + 2, 6), 1.0 + frame.index)

    reader = LoadReader(FakeLoads(script))
    rgb = np.zeros((4, 4, 3), dtype=np.uint8)
    looks = []
    for row in range(30):
        people = () if row in (4, 5) else (person(lifter, row),)
        looks.append(reader.look(Frame(row, row / 30.0, rgb), people))
    shapes = LoadShapes.of(looks)
    assert 13 <= len(asked) <= 15
    assert not {4, 5} & set(asked)
    assert shapes.shapes.shape == (30, SHAPES_KEPT, 6)
    assert np.flatnonzero(shapes.looked).tolist() == asked
    assert (shapes.shapes[asked[3]] == 1.0 + asked[3]).all()
    assert np.isnan(shapes.shapes[~shapes.looked]).all()


def with_bar(track: PoseTrack, row: int, long: float = 3.0, gap: float = 0.0) -> Frame:
    """A bar through both hands, beyond each by its length less one, halved, times their distance; a gap between."""
    rgb = np.full((SIZE[1], SIZE[0], 3), 190, dtype=np.uint8)
    left, right = (track.image_px[row, [wrist, wrist + 2, wrist + 4]].mean(axis=0) for wrist in (15, 16))
    middle, half = 0.5 * (left + right), 0.5 * long * (right - left)
    ends = [tuple(round(v) for v in end) for end in (middle - half, middle + half)]
    cv2.line(rgb, *ends, (70, 70, 80), 11, cv2.LINE_AA)
    if gap:
        inner = [tuple(round(v) for v in middle + way * gap * (right - left)) for way in (-0.5, 0.5)]
        cv2.line(rgb, *inner, (190, 190, 190), 21, cv2.LINE_AA)
    return Frame(row, float(track.time_s[row]), rgb)


def test_two_dumbbells_in_line_are_no_bar_that_lies_before_the_thighs() -> None:
    front, rear = figure(reps(1), 20.0), figure(reps(1), 160.0)
    for row in (0, 20, 40):
        assert bar_shows(with_bar(front, row, gap=0.7), person(front, row)) < 0.5
        assert bar_shows(with_bar(rear, row, gap=0.7), person(rear, row)) > 0.9  # the body may hide what is between


def test_a_bar_shows_beyond_both_hands_that_are_apart() -> None:
    front, side = figure(reps(1), 20.0), figure(reps(1), 90.0)
    for row in (0, 20, 40):
        assert bar_shows(with_bar(front, row), person(front, row)) > 0.9
        assert bar_shows(with_bar(front, row, long=0.9), person(front, row)) < 0.2
        assert bar_shows(with_bar(side, row), person(side, row)) == 0.0
    outside = replace(front, image_px=front.image_px + np.array([5000.0, 0.0]))
    assert np.isnan(bar_shows(with_bar(front, 0), person(outside, 0)))
    lost = Person(np.full((33, 2), np.nan), front.visibility[0], front.world_m[0])
    assert np.isnan(bar_shows(with_bar(front, 0), lost))


def saved(lifter: PoseTrack, **arrays: object) -> SavedTrack:
    reader = LoadReader(FakeLoads(lambda frame, _: np.full((1, 6), 0.1 + frame.index)))
    rgb = np.zeros((4, 4, 3), np.uint8)
    looks = [
        reader.look(Frame(row, float(time_s), rgb), (person(lifter, row),))
        for row, time_s in enumerate(lifter.time_s)
    ]
    return SavedTrack(replace(lifter, loads=LoadShapes.of(looks)), {}, "stick figure", "1" * 64)


def test_saved_outlines_come_back_as_they_were(tmp_path: Path, lifter: PoseTrack) -> None:
    before = saved(lifter)
    save_track(tmp_path / "poses.npz", before)
    after = load_track(tmp_path / "poses.npz").track.loads
    assert before.track.loads is not None
    assert after is not None
    np.testing.assert_array_equal(after.shapes, before.track.loads.shapes)
    np.testing.assert_array_equal(after.looked, before.track.loads.looked)
    assert after.bar is not None
    np.testing.assert_array_equal(after.bar, before.track.loads.bar)


def test_a_file_of_before_bars_were_looked_for_is_read(tmp_path: Path, lifter: PoseTrack) -> None:
    save_track(tmp_path / "poses.npz", saved(lifter))
    with np.load(tmp_path / "poses.npz") as file:
        arrays = {name: file[name] for name in file if name != "load_bar"}
    np.savez_compressed(tmp_path / "older.npz", **arrays)
    loads = load_track(tmp_path / "older.npz").track.loads
    assert loads is not None
    assert loads.bar is None


def test_outlines_without_the_frames_they_are_of_are_refused(tmp_path: Path, lifter: PoseTrack) -> None:
    save_track(tmp_path / "poses.npz", saved(lifter))
    with np.load(tmp_path / "poses.npz") as file:
        arrays = dict(file)
    del arrays["load_looked"]
    np.savez_compressed(tmp_path / "half.npz", **arrays)
    with pytest.raises(InputError, match="load_shapes is there alone"):
        load_track(tmp_path / "half.npz")


@pytest.mark.parametrize("left_px", range(0, 40, 3))
def test_hands_close_to_the_camera_at_the_edge_of_the_picture_crash_nothing(left_px: int) -> None:
    near = figure(reps(1), px_per_m=2000.0, size_px=SIZE)
    source, rgb = RoundOutlines(), np.full((SIZE[1], SIZE[0], 3), 128, dtype=np.uint8)
    out_px = near.image_px[0, [15, 16], 0].mean() - SIZE[0] - left_px
    for look in range(30):  # out of the picture, a hand's width at a time
        moved = near.image_px[0] + [40.0 * look - out_px - 600.0, 0.0]
        source.outlines(Frame(look, look / 15, rgb), Person(moved, near.visibility[0], near.world_m[0]))
