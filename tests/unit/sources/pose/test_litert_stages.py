"""Each stage of our own pose loop on input that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.types import OUTLINE_POINTS
from hingecheck.sources.pose.following import BLOCK_FRAMES, FORGET_S, SCOUT_EVERY_S
from hingecheck.sources.pose.litert.anchors import anchor_centres
from hingecheck.sources.pose.litert.beside import only_as_large, stands_apart
from hingecheck.sources.pose.litert.body_outline import body_outline
from hingecheck.sources.pose.litert.detector import Detections, decode, suppress
from hingecheck.sources.pose.litert.heatmaps import refine_by_heatmap
from hingecheck.sources.pose.litert.landmarks import LandmarkNetwork, Look, SeenBody
from hingecheck.sources.pose.litert.regions import Region, crop, overlap, parts_of, region_of, whole_picture
from hingecheck.sources.pose.litert.smoothing import BodySmoother, OneEuro
from hingecheck.sources.pose.litert.tracking import CLOSER_AFTER_S, MOST_FRAMES, SEEK_EVERY_S, Tracker

SURE = 20.0  #: a logit whose sigmoid is 1 for all we care

# Regions


def test_the_region_stands_round_the_hips_twice_as_wide_as_the_radius_and_a_quarter_more():
    assert region_of(np.array([100.0, 80.0]), np.array([100.0, 40.0])) == Region((100.0, 80.0), 100.0, 0.0)


@pytest.mark.parametrize(
    ("rim", "turn_deg"), [((0, -1), 0), ((1, 0), 90), ((-1, 0), -90), ((1, -1), 45), ((0, 1), 180)]
)
def test_the_region_turns_with_the_body(rim, turn_deg):
    region = region_of(np.zeros(2), np.array(rim, float))
    assert np.degrees(region.angle_rad) == pytest.approx(turn_deg)
    # Whatever the turn, the rim lies straight above the middle: 1 of 2.5 sides.
    np.testing.assert_allclose(region.to_square(np.array([rim], float)), [[0.5, 0.1]], atol=1e-12)


def test_from_square_to_picture_and_back():
    region = Region((320.0, 180.0), 250.0, 0.7)
    shares = np.random.default_rng(1).uniform(-0.5, 1.5, (20, 2))
    np.testing.assert_allclose(region.to_square(region.to_picture(shares)), shares, atol=1e-12)
    np.testing.assert_allclose(Region((50, 60), 20, 0).to_picture(np.array([[0.0, 1.0]])), [[40, 70]])


def test_overlap_of_squares():
    one = Region((0, 0), 10, 0.0)
    assert overlap(one, replace(one, angle_rad=1.0)) == 1.0
    assert overlap(one, Region((5, 0), 10, 0)) == pytest.approx(50 / 150)
    assert overlap(one, Region((0, 0), 5, 0)) == pytest.approx(25 / 100)
    assert overlap(one, Region((10, 0), 10, 0)) == 0
    assert overlap(Region((0, 0), 0, 0), Region((0, 0), 0, 0)) == 0


@pytest.mark.parametrize("region", [Region((0, 0), 0, 0), Region((0, 0), 1e9, 0), Region((np.nan, 0), 10, 0)])
def test_some_squares_cannot_be_cropped(region):
    assert not region.usable


# Crops


def test_a_crop_at_the_pictures_own_scale_is_the_picture():
    rgb = np.random.default_rng(2).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    np.testing.assert_array_equal(crop(rgb, whole_picture(40, 40), 40, replicate=False), rgb)


def test_a_crop_between_pixels_is_their_mean():
    rgb = np.zeros((8, 8, 3), np.uint8)
    rgb[:, ::2] = 100
    assert (crop(rgb, Region((4.5, 4.0), 8, 0), 8, replicate=True)[:, :7] == 50).all()


def test_a_turned_crop_turns_the_picture():
    rgb = np.random.default_rng(3).integers(0, 256, (33, 33, 3)).astype(np.uint8)
    # A quarter clockwise about pixel 16: up in the crop is right in the picture, so the crop goes down its rows.
    turned = crop(rgb, Region((16.0, 16.0), 32, np.pi / 2), 32, replicate=True)
    np.testing.assert_array_equal(turned, np.rot90(rgb)[:32, :32])


@pytest.mark.parametrize(("replicate", "beyond"), [(True, 77), (False, 0)])
def test_beyond_the_edge(replicate, beyond):
    rgb = np.full((20, 20, 3), 77, np.uint8)
    assert (crop(rgb, Region((-100, 10), 20, 0), 16, replicate=replicate) == beyond).all()


def test_a_wide_picture_is_letterboxed_in_black():
    seen = crop(np.full((10, 40, 3), 200, np.uint8), whole_picture(40, 10), 40, replicate=False)
    assert (seen[16:24] == 200).all()
    assert (seen[:14] == 0).all()
    assert (seen[26:] == 0).all()


# Detector


def test_anchors_lie_in_the_middle_of_their_cells():
    centres = anchor_centres()
    assert centres.shape == (2254, 2)
    np.testing.assert_allclose(centres[[0, 1, 2]] * 224, [(4, 4), (4, 4), (12, 4)])
    np.testing.assert_allclose(centres[1568] * 224, (8, 8))  # after 28 x 28 cells of two
    np.testing.assert_allclose(centres[[1960, 1965, 1966, -1]] * 224, [(16, 16), (16, 16), (48, 16), (208, 208)])


def test_answers_count_from_their_anchor():
    answers, logits = np.zeros((2254, 12), np.float32), np.full(2254, -SURE, np.float32)
    answers[0] = (4, 8, 56, 112, 0, 0, 12, 24, 0, 0, 0, 0)
    logits[0], logits[1] = 0.0, -0.01  # .5 is enough, less is not
    found = decode(answers, logits)
    assert len(found) == 1
    assert found.score[0] == 0.5
    np.testing.assert_allclose(found.corners[0] * 224, (8 - 28, 12 - 56, 8 + 28, 12 + 56))
    np.testing.assert_allclose(found.keypoints[0, :2] * 224, [(4, 4), (16, 28)])


def test_the_surest_comes_first():
    logits = np.full(2254, -SURE, np.float32)
    logits[[5, 900, 2000]] = 1, 3, 2
    np.testing.assert_allclose(
        decode(np.zeros((2254, 12), np.float32), logits).score, 1 / (1 + np.exp([-3, -2, -1])), rtol=1e-6
    )


def test_boxes_on_one_person_are_averaged_by_score():
    # A box, nearly the same box, another person, and one that overlaps the first by exactly a half.
    corners = np.array([(0, 0, 1, 1), (0, 0, 1, 0.8), (3, 0, 4, 1), (0, 0, 1, 0.5)])
    keypoints = np.arange(4.0)[:, None, None] * np.ones((4, 4, 2))
    kept = suppress(Detections(np.array([0.9, 0.6, 0.55, 0.5]), corners, keypoints))
    np.testing.assert_allclose(kept.score, [0.9, 0.55, 0.5])
    np.testing.assert_allclose(kept.corners[0], (0, 0, 1, (0.9 * 1 + 0.6 * 0.8) / 1.5))
    np.testing.assert_allclose(kept.keypoints[:, 0, 0], [0.4, 2, 3])


def test_nothing_and_empty_boxes_are_no_trouble():
    assert len(suppress(Detections(np.zeros(0), np.zeros((0, 4)), np.zeros((0, 4, 2))))) == 0
    assert len(suppress(Detections(np.ones(2), np.zeros((2, 4)), np.zeros((2, 4, 2))))) == 2


# Heatmaps


def heatmap(*peaks: tuple[int, int, float]) -> np.ndarray:
    logits = np.full((64, 64, 1), -SURE, np.float32)
    for column, row, logit in peaks:
        logits[row, column] = logit
    return logits


def test_a_landmark_moves_to_its_heatmaps_mean():
    two = heatmap((20, 30, SURE), (22, 31, SURE))
    np.testing.assert_allclose(refine_by_heatmap(np.array([[21.4, 30.2]]) / 64, two) * 64, [[21, 30.5]], atol=1e-5)


def test_a_peak_outside_the_window_has_no_say():
    far = heatmap((20, 30, SURE), (24, 30, SURE))
    np.testing.assert_allclose(refine_by_heatmap(np.array([[20.5, 30.5]]) / 64, far) * 64, [[20, 30]], atol=1e-5)


def test_an_unsure_heatmap_leaves_the_landmark():
    place = np.array([[20.5, 30.5]]) / 64
    np.testing.assert_array_equal(refine_by_heatmap(place, heatmap((20, 30, -0.1))), place)
    assert refine_by_heatmap(place, heatmap((20, 30, 0.0))) is not place


@pytest.mark.parametrize("place", [(-1.5, 3), (3, -1.5), (64.5, 3)])
def test_a_landmark_beyond_the_edge_stays(place):
    at = np.array([place]) / 64
    np.testing.assert_array_equal(refine_by_heatmap(at, heatmap((0, 3, SURE), (3, 0, SURE), (63, 3, SURE))), at)


def test_at_the_edge_the_window_is_cut():
    np.testing.assert_allclose(
        refine_by_heatmap(np.array([[0.2, 0.2]]) / 64, heatmap((0, 0, SURE), (2, 0, SURE))) * 64, [[1, 0]], atol=1e-4
    )


# Smoothing


def test_one_euro_leaves_the_first_value_and_what_does_not_change():
    one = OneEuro(0.05, 80.0)
    for _ in range(3):
        np.testing.assert_array_equal(one.add(np.array([3.0, 4.0]), 1 / 30, 1.0), [3.0, 4.0])


def test_one_euro_by_hand():
    one = OneEuro(least_cutoff_hz=1.0, growth=2.0)
    one.add(np.array([0.0]), 0.0, 1.0)
    # Step .1 s, speed 10/s; its own filter at 1 Hz: w = .2π / (.2π + 1), so 3.859/s; cut-off 8.717 Hz.
    turn = 2 * np.pi * 0.1
    cutoff = 1 + 2 * 10 * turn / (turn + 1)
    assert one.add(np.array([1.0]), 0.1, 1.0)[0] == pytest.approx(turn * cutoff / (turn * cutoff + 1))


def test_smoothing_is_steadier_at_rest_and_a_frame_at_the_same_time_is_let_through():
    rng, smoother = np.random.default_rng(4), BodySmoother(landmarks=True)
    noisy = [body(image_px=100 + rng.normal(0, 0.5, (33, 2))) for _ in range(90)]
    smooth = [smoother.add(one, n / 30) for n, one in enumerate(noisy)]
    late = slice(30, None)
    jitter = [np.std([one.image_px for one in these[late]], axis=0).mean() for these in (noisy, smooth)]
    assert jitter[1] < 0.5 * jitter[0]
    assert smoother.add(noisy[0], 89 / 30) is noisy[0]


@pytest.mark.parametrize("rate_hz", [15, 30, 60])
def test_visibilities_fade_at_the_same_pace_at_any_rate(rate_hz):
    smoother, one = BodySmoother(), body()
    smoother.add(one, 0.0)
    gone = replace(one, visibility=np.zeros(33))
    for n in range(1, rate_hz // 5 + 1):
        last = smoother.add(gone, n / rate_hz)
    np.testing.assert_allclose(last.visibility, 0.9**6)
    np.testing.assert_array_equal(last.image_px, one.image_px)


# The outline


MIDDLE = Region((100, 100), 200, 0.0)


def body(image_px: np.ndarray | None = None, region: Region = MIDDLE, mask: np.ndarray | None = None) -> SeenBody:
    if image_px is None:
        image_px = (
            np.asarray(region.centre_px) + np.random.default_rng(5).uniform(-0.3, 0.3, (33, 2)) * region.side_px
        )
    return SeenBody(
        image_px=image_px,
        visibility=np.ones(33),
        world_m=np.zeros((33, 3)),
        mask=np.full((256, 256), -SURE, np.float32) if mask is None else mask,
        region=region,
        next_region=region,
    )


def disc(radius: float) -> np.ndarray:
    """Logits of a disc about the region's middle, a soft edge of a few pixels."""
    at = np.arange(256) - 128.0
    return ((radius - np.hypot(at, at[:, None])) * 1.5).astype(np.float32)


class SeesABody:
    """A landmark network that sees a body whose hips and rim are at these shares of the square."""

    def __init__(self, hips: tuple[float, float]) -> None:
        self.points = np.zeros((39, 5), np.float32)
        self.points[:, :2] = 128.0
        self.points[[33, 34], :2] = 256 * np.array([hips, (hips[0], hips[1] - 0.3)])

    def run(self, picture: np.ndarray, scale: float, offset: float) -> list[np.ndarray]:
        return [self.points.reshape(1, -1), np.ones((1, 1)), np.zeros((1, 64, 64, 39)), np.zeros((1, 117))]


@pytest.mark.parametrize(("hips", "read"), [((0.3, 0.5), True), ((0.2, 0.5), False), ((0.5, 0.9), True)])
def test_nobody_is_read_beyond_the_pictures_left_and_right(hips: tuple[float, float], read: bool):
    network = SeesABody(hips)
    seen = LandmarkNetwork(network, network).read(  # type: ignore[arg-type]
        Look(np.zeros((40, 40, 3), np.uint8), Region((15.0, 25.0), 60.0, 0.0), masked=False)
    )
    assert (seen is not None) is read


@pytest.mark.parametrize("turn", [0.0, 0.8, -2.0])
def test_the_outline_of_a_disc_is_its_circle_in_the_picture(turn):
    region = Region((310.0, 190.0), 300.0, turn)
    outline = body_outline(body(region=region, mask=disc(64)), (640, 360))
    assert outline.shape == (OUTLINE_POINTS, 2)
    # Pixel 128 of the mask is the region's middle pixel, whose centre is half a pixel on.
    radius = np.hypot(*(outline - np.asarray(region.centre_px) - 0.5).T)
    np.testing.assert_allclose(radius, 64 * 300 / 256, atol=0.15)


def test_the_outline_ends_where_the_picture_does():
    outline = body_outline(body(region=Region((10, 100), 200, 0.3), mask=disc(64)), (640, 200))
    assert outline.min() >= 0
    assert (outline[:, 0] < 1).sum() > 10


def test_an_empty_mask_has_no_outline():
    assert np.isnan(body_outline(body(), (200, 200))).all()


# Following


class Scene:
    """People at places that the test moves, as the two networks would see them."""

    def __init__(self, *centres: tuple[float, float]) -> None:
        self.regions = [Region(centre, 100.0, 0.0) for centre in centres]
        self.detected = self.read_count = 0

    def detect(self, rgb: np.ndarray, square: Region) -> list[Region]:
        self.detected += 1
        return list(self.regions)

    def read(self, asked: Sequence[Look]) -> list[SeenBody | None]:
        return [self._read(look.region) for look in asked]

    def _read(self, region: Region) -> SeenBody | None:
        self.read_count += 1
        here = [one for one in self.regions if overlap(one, region) > 0.1]
        return body(region=here[0]) if here else None

    def tracker(self) -> Tracker:
        return Tracker(self.detect, self.read)


PICTURE = np.zeros((4, 4, 3), np.uint8)


def centres(people: list[SeenBody]) -> list[tuple[float, float]]:
    return [one.region.centre_px for one in people]


def test_one_person_is_followed_without_the_detector():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    for n in range(30):
        scene.regions = [Region((100.0 + n, 100), 100, 0.0)]
        assert centres(tracker.step(PICTURE, n / 30)) == [(100 + n, 100)]
    assert scene.detected == 1
    assert tracker.most == 1


def blocks(tracker: Tracker, times_s: Sequence[float]) -> list[list[SeenBody]]:
    """Everybody in frames at these times, asked for in blocks."""
    frames, found = [(PICTURE, time_s) for time_s in times_s], []
    while frames:
        some = tracker.block(frames)
        assert 1 <= len(some) <= MOST_FRAMES
        found, frames = found + some, frames[len(some) :]
    return found


def test_a_block_is_read_where_the_frame_before_it_left_everybody():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    assert len(tracker.block([(PICTURE, 0.0), (PICTURE, 0.03)])) == 1  # somebody is to be looked for first
    assert len(tracker.block([(PICTURE, 0.06 + n / 30) for n in range(9)])) == BLOCK_FRAMES
    assert scene.detected == 1


def test_frames_far_apart_are_read_twice():
    scene = Scene((100, 100))
    asked: list[int] = []
    tracker = Tracker(scene.detect, lambda questions: asked.append(len(questions)) or scene.read(questions))
    for n in range(3):
        assert len(tracker.block([(PICTURE, n / 10), (PICTURE, (n + 1) / 10)])) == 1
    assert asked == [1, 1, 1, 1, 1, 1, 1]  # the first was sought anew, and read three times
    tracker.step(PICTURE, 0.23)
    assert len(asked) == 8


def masks_asked(times_s: Sequence[float], *, masks: bool = True) -> list[bool]:
    """Whether the mask of each frame was asked for, one by one."""
    scene, asked = Scene((100, 100)), []
    tracker = Tracker(scene.detect, lambda looks: asked.extend(looks) or scene.read(looks), masks=masks)
    for time_s in times_s:
        tracker.step(PICTURE, time_s)
    return [look.masked for look in asked]


@pytest.mark.parametrize(("rate_hz", "every"), [(60, 5), (30, 3), (25, 2), (24, 2)])
def test_masks_are_read_as_often_as_outlines_are_wanted(rate_hz, every):
    assert masks_asked([n / rate_hz for n in range(20)]) == [n % every == 0 for n in range(20)]


def test_no_mask_is_read_where_nobody_wants_one():
    assert not any(masks_asked([0.0, 0.03, 0.06, 0.09, 0.12], masks=False))


class Walk:
    """One person, her middle at `x_px` of the time, as the landmark network would see her; and when she was read."""

    def __init__(self, x_px: Callable[[float], float]) -> None:
        self.x_px, self.read_s = x_px, []

    def frames(self, times_s: Sequence[float]) -> list[tuple[np.ndarray, float]]:
        """Pictures that tell their time."""
        return [(np.full((4, 4, 3), round(30 * t) % 256, np.uint8), t) for t in times_s]

    def region(self, time_s: float) -> Region:
        return Region((self.x_px(time_s), 100.0), 100.0, 0.0)

    def read(self, looks: Sequence[Look]) -> list[SeenBody | None]:
        times_s = [int(look.rgb[0, 0, 0]) / 30 for look in looks]
        self.read_s += times_s
        return [body(region=self.region(t)) for t in times_s]

    def follow(self, count: int) -> list[float]:
        """Where she is found in so many frames, 30 a second."""
        tracker = Tracker(lambda rgb, square: [self.region(0.0)], self.read)
        frames, found = self.frames([n / 30 for n in range(count)]), []
        while frames:
            some = tracker.block(frames)
            assert 1 <= len(some) <= MOST_FRAMES
            found += [float(people[0].image_px[0, 0] - self._at_0) for people in some]
            frames = frames[len(some) :]
        return found

    @property
    def _at_0(self) -> float:
        """Of her first landmark, from her middle."""
        return float(body(region=Region((0.0, 100.0), 100.0, 0.0)).image_px[0, 0])


def test_of_one_who_moves_slowly_every_second_frame_is_read_and_the_others_lie_between():
    walk = Walk(lambda t: 100.0 + 40.0 * t)  # 0.4 sides of her region a second
    found = walk.follow(28)  # before the second look around
    np.testing.assert_allclose(found, [walk.x_px(n / 30) for n in range(28)], atol=1e-9)
    assert len(walk.read_s) < 20
    assert walk.read_s == sorted(walk.read_s)


def test_one_who_moves_fast_is_read_in_every_frame():
    walk = Walk(lambda t: 100.0 + 90.0 * t)
    assert len(walk.follow(28)) == 28
    assert [round(30 * t) for t in walk.read_s] == [0, 0, *range(28)]  # who is new is read three times


def test_who_starts_to_move_fast_is_read_in_the_frames_that_were_passed_over():
    def x_px(time_s: float) -> float:
        return 100.0 + max(time_s - 0.5, 0.0) * 200.0

    walk = Walk(x_px)
    found = walk.follow(28)
    np.testing.assert_allclose(found, [x_px(n / 30) for n in range(28)], atol=2.3)  # a third of the way of one frame
    assert set(range(17, 28)) <= {round(30 * t) for t in walk.read_s}


def test_of_few_frames_a_second_none_is_drawn_between():
    walk = Walk(lambda t: 100.0)
    tracker = Tracker(lambda rgb, square: [walk.region(0.0)], walk.read)
    frames = walk.frames([n / 20 for n in range(15)])
    while frames:
        frames = frames[len(tracker.block(frames)) :]
    assert len(walk.read_s) >= 15


def test_a_block_ends_where_somebody_is_lost():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    scene.regions = []
    assert tracker.block([(PICTURE, 0.1), (PICTURE, 0.13), (PICTURE, 0.16)]) == [[]]


def test_a_block_never_spans_a_look_around_or_a_gap():
    tracker = Scene((100, 100)).tracker()
    tracker.step(PICTURE, 0.0)  # the next look around is due at 1 s
    tracker.step(PICTURE, 0.5)
    assert len(tracker.block([(PICTURE, t) for t in (0.91, 0.94, 0.97, 1.0)])) == 1  # far from the last: read twice
    assert len(tracker.block([(PICTURE, t) for t in (0.94, 0.97, 1.0, 1.03)])) == 2
    assert len(tracker.block([(PICTURE, t) for t in (1.0, 1.03)])) == 1
    assert len(tracker.block([(PICTURE, t) for t in (1.03, 1.06, 1.06 + FORGET_S, 2.0)])) == 2


def test_of_few_frames_a_second_each_is_read_where_the_one_before_it_left_her():
    tracker = Scene((100, 100)).tracker()
    tracker.step(PICTURE, 0.0)
    assert len(tracker.block([(PICTURE, t) for t in (0.1, 0.2, 0.3)])) == 1


def test_who_is_still_is_found_alike_in_blocks_and_one_by_one():
    times = [n / 30 for n in range(200)]
    one_by_one, together = Scene((100, 100), (400, 100)).tracker(), Scene((100, 100), (400, 100)).tracker()
    assert [centres(one_by_one.step(PICTURE, t)) for t in times] == [centres(p) for p in blocks(together, times)]


def test_who_is_lost_is_looked_for_in_the_next_picture():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    there, scene.regions = scene.regions, []
    assert tracker.step(PICTURE, 0.1) == []
    scene.regions = there
    assert len(tracker.step(PICTURE, 0.2)) == 1


def test_the_lifter_who_was_lost_comes_before_whoever_the_detector_likes_best():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    scene.regions = []
    tracker.step(PICTURE, 0.1)
    scene.regions = [Region((400, 100), 100, 0.0), Region((105, 100), 100, 0.0)]
    assert centres(tracker.step(PICTURE, 0.2)) == [(105, 100)]


class Near(Scene):
    """Only who fills a seventh of the square that is looked at is seen there, as by the detector."""

    def detect(self, rgb: np.ndarray, square: Region) -> list[Region]:
        self.detected += 1
        return [one for one in self.regions if one.side_px > square.side_px / 7 and overlap(one, square) > 0]


def test_who_is_too_small_for_the_whole_picture_is_found_in_a_part_of_it():
    scene = Near()
    scene.regions = [Region((700.0, 200.0), 60.0, 0.0)]
    tracker, large = scene.tracker(), np.zeros((400, 800, 3), np.uint8)
    parts, before = len(parts_of(800, 400)), round(30 * CLOSER_AFTER_S)
    found = [len(tracker.step(large, n / 30)) for n in range(before + parts + 1)]
    assert found.index(1) >= before
    assert sum(found) == len(found) - found.index(1)


def test_who_comes_back_small_is_found_in_a_part_though_somebody_was_lost_before():
    scene, large = Near(), np.zeros((400, 800, 3), np.uint8)
    scene.regions = [Region((150.0, 200.0), 300.0, 0.0)]
    tracker = scene.tracker()
    assert len(tracker.step(large, 0.0)) == 1
    scene.regions = []
    tracker.step(large, 1 / 30)
    scene.regions = [Region((700.0, 200.0), 60.0, 0.0)]
    parts, before = len(parts_of(800, 400)), round(30 * CLOSER_AFTER_S)
    found = [len(tracker.step(large, n / 30)) for n in range(2, before + parts + 2)]
    assert before - 3 <= found.index(1)


def test_a_region_that_cannot_be_followed_ends_a_rest():
    class Shrinks(Scene):
        def _read(self, region: Region) -> SeenBody | None:
            found = super()._read(region)
            return found and (replace(found, next_region=Region((0, 0), 0, 0)) if self.read_count > 5 else found)

    tracker = Shrinks((100, 100)).tracker()
    tracker.block([(PICTURE, 0.0)])
    for first in np.arange(1, 40, 2) / 30:
        assert tracker.block([(PICTURE, float(first)), (PICTURE, float(first) + 1 / 30)])


def test_who_is_read_upside_down_is_turned_over_where_the_detector_sees_her_upright():
    scene = Scene((100, 100))
    scene.regions = [Region((100.0, 100.0), 100.0, np.pi)]
    tracker, angles = scene.tracker(), []
    tracker.step(PICTURE, 0.0)
    read_upside_down = scene.regions
    for n in range(1, 45):
        scene.regions = [Region((105.0, 100.0), 90.0, 0.1)] if n % 30 == 0 else read_upside_down
        angles += [one.region.angle_rad for one in tracker.step(PICTURE, n / 30)]
        read_upside_down = scene.regions
    assert angles[:29] == [np.pi] * 29
    assert set(angles[29:]) == {0.1}


@pytest.mark.parametrize(("after_s", "turned_over"), [(0.2, True), (1.5, False)])
def test_who_was_just_lost_upright_is_not_taken_up_upside_down(after_s: float, turned_over: bool):
    scene, read = Scene((100, 100)), []

    def spy(looks: Sequence[Look]) -> list[SeenBody | None]:
        read.extend(look.region.angle_rad for look in looks)
        return scene.read(looks)

    tracker = Tracker(scene.detect, spy)
    tracker.step(PICTURE, 0.0)
    scene.regions = []
    for time_s in np.arange(0.1, after_s, 0.1):
        tracker.step(PICTURE, float(time_s))
    scene.regions = [Region((105.0, 100.0), 100.0, np.pi - 0.1)]
    read.clear()
    tracker.step(PICTURE, after_s)
    assert read[0] == pytest.approx(-0.1 if turned_over else np.pi - 0.1)


class FeetUp(Scene):
    """Somebody whose feet the detector takes for her head: so read her nose is `as_found` of a side from her hips."""

    def __init__(self, as_found: float | None, turned_over: float | None) -> None:
        super().__init__()
        self.noses = {True: as_found, False: turned_over}
        self.regions = [Region((100.0, 100.0), 100.0, np.pi - 0.6)]

    def _read(self, region: Region) -> SeenBody | None:
        found, nose = body(region=region), self.noses[region.upside_down]
        if nose is None:
            return None
        found.image_px[[0, 23, 24]] = region.centre_px
        found.image_px[0] -= nose * region.side_px * region.axes[:, 1]
        return found


@pytest.mark.parametrize("as_found", [None, 0.04, 0.22])
def test_whose_feet_are_taken_for_her_head_is_read_the_other_way_up(as_found: float | None):
    (seen,) = FeetUp(as_found, 0.32).tracker().block([(PICTURE, 0.0)])[0]
    assert seen.region.angle_rad == pytest.approx(-0.6)


@pytest.mark.parametrize(("as_found", "turned_over"), [(0.32, 0.24), (0.3, 0.32), (0.08, 0.24), (0.32, None)])
def test_who_is_on_her_head_in_the_film_stays_so(as_found: float, turned_over: float | None):
    (seen,) = FeetUp(as_found, turned_over).tracker().block([(PICTURE, 0.0)])[0]
    assert seen.region.angle_rad == pytest.approx(np.pi - 0.6)


class Lap(Scene):
    """Somebody upright, whose head the network takes to be at her hips where the region leans."""

    def _read(self, region: Region) -> SeenBody | None:
        found = body(region=region)
        nose_px = np.array([0.0, -0.3]) * region.side_px if np.cos(region.angle_rad) > 0.9 else np.zeros(2)
        found.image_px[[0, 23, 24]] = region.centre_px
        found.image_px[0] += nose_px
        self.read_count += 1
        return found


def leaning_then(scene: Scene, seen: Region) -> list[SeenBody]:
    """Who is followed after a few frames: begun in a region that leans, while the detector sees this."""
    scene.regions = [Region((100.0, 100.0), 100.0, 0.8)]
    tracker, people = scene.tracker(), []
    for n in range(12):
        people = tracker.step(PICTURE, n / 30)
        scene.regions = [seen]
    return people


def test_who_is_read_in_her_lap_is_read_where_the_detector_sees_her_stand():
    (right,) = leaning_then(Lap(), Region((105.0, 98.0), 95.0, 0.0))
    assert right.region == Region((105.0, 98.0), 95.0, 0.0)


@pytest.mark.parametrize(
    "seen", [Region((160.0, 100.0), 100.0, 0.0), Region((105.0, 98.0), 95.0, 0.75), Region((100.0, 100.0), 55.0, 0.0)]
)
def test_what_the_detector_sees_beside_or_sees_no_better_changes_no_reading(seen: Region):
    (kept,) = leaning_then(Lap(), seen)
    assert kept.region == Region((100.0, 100.0), 100.0, 0.8)


class OnHerBack(Scene):
    """Somebody whose head lies to the right, till the network takes it to be at her hips; elsewhere it is `there`."""

    def __init__(self, there: tuple[float, float]) -> None:
        super().__init__()
        self.there, self.slips = np.array(there), False

    def _read(self, region: Region) -> SeenBody | None:
        found = body(region=region)
        found.image_px[[0, 23, 24]] = region.centre_px
        hers = region.angle_rad == 1.5
        found.image_px[0] += region.side_px * ((np.array([0.3, 0.0]) * (not self.slips)) if hers else self.there)
        self.read_count += 1
        return found


@pytest.mark.parametrize(("there", "right"), [((0.3, -0.1), True), ((-0.3, 0.0), False)])
def test_a_head_is_not_sought_on_the_other_side_of_the_hips(there: tuple[float, float], right: bool):
    scene = OnHerBack(there)
    scene.regions = [Region((100.0, 100.0), 100.0, 1.5)]
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    scene.slips, scene.regions = True, [Region((105.0, 98.0), 95.0, 0.5)]
    (seen,) = tracker.step(PICTURE, 1 / 30)
    assert (seen.region.angle_rad == 0.5) is right


class BehindAPlate(Scene):
    """Somebody who stands, lost for a frame; then only a larger square than hers shows her, and others a heap."""

    def __init__(self, heap: Region, shows: bool) -> None:
        super().__init__((100, 100))
        self.heap, self.shows, self.gone, self.lost = heap, shows, False, False

    def _read(self, region: Region) -> SeenBody | None:
        if self.gone:
            return None
        found = body(region=region)
        found.image_px[[0, 23, 24]] = region.centre_px
        upright = region.side_px > 100.0 if self.lost else region.angle_rad == 0.0
        share = 0.3 if self.shows and upright else 0.05 if region.side_px >= 50.0 else 0.3
        found.image_px[0] += share * region.side_px * -region.axes[:, 1]
        return found


@pytest.mark.parametrize("heap", [Region((95.0, 120.0), 90.0, -1.4), Region((95.0, 120.0), 40.0, -0.9)])
@pytest.mark.parametrize(("shows", "after_s", "seen"), [(True, 0.2, "her"), (False, 0.2, ""), (False, 1.5, "heap")])
def test_who_was_just_lost_is_read_where_she_was_and_not_as_a_heap(
    heap: Region, shows: bool, after_s: float, seen: str
):
    scene = BehindAPlate(heap, True)
    tracker = scene.tracker()
    assert len(tracker.step(PICTURE, 0.0)) == 1
    scene.regions, scene.gone = [], True
    for time_s in np.arange(0.1, after_s, 0.1):
        assert not tracker.step(PICTURE, float(time_s))
    scene.regions, scene.gone, scene.lost, scene.shows = [heap], False, True, shows
    people = tracker.step(PICTURE, after_s)
    assert centres(people) == {"her": [(100.0, 100.0)], "heap": [heap.centre_px], "": []}[seen]


def test_who_folds_towards_the_camera_is_not_looked_for_in_every_frame():
    scene = Lap()
    leaning_then(scene, Region((100.0, 100.0), 100.0, 0.8))
    assert scene.detected <= 4


def test_nobody_is_found_upside_down_in_a_part_of_the_picture():
    scene = Near()
    scene.regions = [Region((700.0, 200.0), 60.0, np.pi)]
    tracker, large = scene.tracker(), np.zeros((400, 800, 3), np.uint8)
    assert not any(tracker.step(large, n / 30) for n in range(round(30 * CLOSER_AFTER_S) + 40))


def test_who_is_lost_is_looked_for_closer_where_she_was_and_nobody_else_is():
    scene = Near()
    scene.regions = [Region((700.0, 200.0), 140.0, 0.0)]
    tracker, large = scene.tracker(), np.zeros((400, 800, 3), np.uint8)
    assert len(tracker.step(large, 0.0)) == 1
    there, scene.regions = scene.regions, []
    assert not tracker.step(large, 0.1)
    scene.regions = [Region((690.0, 200.0), 60.0, 0.0)]  # a head behind her
    assert not tracker.step(large, 0.2)
    scene.regions = [replace(there[0], side_px=90.0)]  # bent
    assert len(tracker.step(large, 0.3)) == 1


@pytest.mark.parametrize("size_px", [(800, 400), (360, 640), (500, 500), (640, 480)])
def test_the_parts_of_a_picture_cover_it(size_px):
    wide, high = size_px
    for side in {part.side_px for part in parts_of(wide, high)}:
        seen = np.zeros((high, wide), bool)
        for part in (part for part in parts_of(wide, high) if part.side_px == side):
            left, top = (round(middle - side / 2) for middle in part.centre_px)
            assert left >= 0
            assert top >= 0
            seen[top : top + round(side), left : left + round(side)] = True
        assert seen.all()


def test_a_bystander_at_the_start_is_followed_from_the_start():
    tracker = Scene((100, 100), (400, 100)).tracker()
    assert centres(tracker.step(PICTURE, 0.0)) == [(100, 100), (400, 100)]
    assert tracker.most == 2


def test_a_bystander_who_comes_later_is_seen_at_the_next_look_around():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    seen = []
    for n in range(int((SCOUT_EVERY_S + 2) * 10)):
        if n == 15:
            scene.regions.append(Region((400, 100), 100, 0.0))
        seen.append(len(tracker.step(PICTURE, n / 10)))
    assert seen.index(2) == pytest.approx(10 * (1 + SCOUT_EVERY_S), abs=1)


class Halved(Scene):
    """Two of whom the detector sees one in the whole picture, and in each half what is in it."""

    def detect(self, rgb: np.ndarray, square: Region) -> list[Region]:
        self.detected += 1
        whole = square == whole_picture(*rgb.shape[1::-1])
        inside = [one for one in self.regions if overlap(one, square) > 0.05]
        return inside[:1] if whole else inside


WIDE = np.zeros((200, 400, 3), np.uint8)


def people_seen(scene: Scene, *, until_s: float = 1.5) -> list[list[tuple[float, float]]]:
    """Where people are followed in a wide picture, 30 a second."""
    tracker = scene.tracker()
    return [centres(tracker.step(WIDE, n / 30)) for n in range(round(30 * until_s))]


def test_a_second_one_as_large_is_found_in_her_half_of_the_picture():
    seen = people_seen(Halved((100, 100), (300, 100)))
    assert seen[29] == [(100, 100)]
    assert seen[30:] == [[(100, 100), (300, 100)]] * 15


def test_live_nobody_looks_at_the_halves_of_the_picture():
    scene = Halved((100, 100), (300, 100))
    live = Tracker(scene.detect, scene.read, smooth=True)
    assert {len(live.step(WIDE, n / 30)) for n in range(45)} == {1}
    assert scene.detected == 2


@pytest.mark.parametrize(("side_px", "people"), [(90.0, 2), (75.0, 1)])
def test_only_who_is_as_large_is_followed_from_her_half(side_px: float, people: int):
    scene = Halved((100, 100))
    scene.regions.append(Region((300.0, 100.0), side_px, 0.0))
    assert len(people_seen(scene)[-1]) == people


def test_beside_a_head_whose_region_reaches_far_out_of_the_picture_somebody_stands_apart():
    head, lifter = Region((100.0, 250.0), 1400.0, 0.0), Region((420.0, 200.0), 200.0, 0.0)
    assert stands_apart(lifter, [head], 540.0)
    assert not stands_apart(Region((200.0, 250.0), 200.0, 0.0), [head], 540.0)
    talking, smaller = (
        replace(one, world_m=np.column_stack([one.image_px / px_per_m, np.zeros(33)]))
        for one, px_per_m in ((body(region=head), 1000.0), (body(region=lifter), 150.0))
    )
    assert only_as_large([smaller], [talking], 540.0) == [None]
    unseen = np.where(np.arange(33) < 23, 1.0, 0.02)
    assert only_as_large([smaller], [replace(talking, visibility=unseen)], 540.0) == [smaller]


def test_a_part_of_the_lifter_in_one_half_is_nobody_else():
    class Cuts(Halved):
        """In each half she is found off her middle, and read there."""

        def detect(self, rgb: np.ndarray, square: Region) -> list[Region]:
            found = super().detect(rgb, square)
            whole = square == whole_picture(*rgb.shape[1::-1])
            return found if whole else [Region((square.centre_px[0], 100.0), 100.0, 0.0)]

        def _read(self, region: Region) -> SeenBody | None:
            return body(region=Region(region.centre_px, region.side_px * self.read_as, 0.0))

    middle = Cuts((190, 100))
    middle.read_as = 1.0
    middle.regions[0] = Region((190.0, 100.0), 300.0, 0.0)
    assert {len(seen) for seen in people_seen(middle)} == {1}


def test_who_is_lost_as_somebody_is_found_in_a_half_is_not_taken_for_her():
    class Blinks(Halved):
        """The first is not read at one second."""

        def _read(self, region: Region) -> SeenBody | None:
            found = super()._read(region)
            self.first_read = getattr(self, "first_read", 0) + (region.centre_px == (100, 100))
            return None if region.centre_px == (100, 100) and self.first_read == 31 else found

    seen = people_seen(Blinks((100, 100), (300, 100)), until_s=1.2)
    assert [(300, 100)] not in seen
    assert seen[-1][0] == (100, 100)


def test_who_goes_away_with_the_region_is_looked_beside_at_once():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    seen = []
    for n in range(45):
        # she has stood for less than a second; somebody crosses and takes the region along; she is seen after a while
        if n > 12:
            beside = [Region((100, 100), 100, 0.0)] if n > 25 else []
            scene.regions[:] = [Region((100 + 5 * (n - 12), 100), 100, 0.0), *beside]
        seen.append(len(tracker.step(PICTURE, n / 15)))
    assert seen.index(2) == pytest.approx(30, abs=1)


class Nearest(Scene):
    """People of whom the network sees the one in the middle of the square."""

    def _read(self, region: Region) -> SeenBody | None:
        here = max(self.regions, key=lambda one: overlap(one, region), default=None)
        return body(region=here) if here is not None and overlap(here, region) > 0.1 else None


def followed_away(*, seen_s: float, stood_s: float = 1.5) -> list[tuple[float, float]]:
    """Where somebody is followed, 30 frames a second, who stood and goes; a while later another stands there."""
    scene, places = Nearest((100, 100)), []
    tracker = scene.tracker()
    for n in range(round(30 * (stood_s + 0.4))):
        gone_s = n / 30 - stood_s
        if gone_s > 0:
            at_home = [Region((100, 100), 100, 0.0)] if gone_s > seen_s else []
            scene.regions[:] = [Region((120 + 120 * gone_s, 100), 100, 0.0), *at_home]
        ((place),) = centres(tracker.step(PICTURE, n / 30))
        places.append(place)
    return places


def test_who_stood_there_is_read_there_again_after_somebody_passed_before_her():
    places = followed_away(seen_s=0.2)
    assert places[49][0] > 125
    assert places[-3:] == [(100, 100)] * 3


@pytest.mark.parametrize(("seen_s", "stood_s"), [(9.0, 1.5), (0.2, 0.5)])
def test_who_walks_off_is_followed_where_nobody_stands_or_stood_for_long(seen_s: float, stood_s: float):
    assert followed_away(seen_s=seen_s, stood_s=stood_s)[-1][0] > 160


def test_somebody_far_behind_is_not_followed():
    scene = Scene((100, 100))
    scene.regions.append(Region((400, 100), 20, 0.0))
    tracker = scene.tracker()
    assert len(tracker.step(PICTURE, 0.0)) == 1
    assert tracker.most == 1


def test_one_who_left_does_not_call_the_detector_in_every_picture():
    scene = Scene((100, 100), (400, 100))
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    del scene.regions[1]
    for n in range(1, 31):
        assert centres(tracker.step(PICTURE, n / 30)) == [(100, 100)]
    assert scene.detected <= 2 + 1 / SEEK_EVERY_S


def test_two_followed_who_turn_out_to_be_one_are_one():
    scene = Scene((100, 100), (400, 100))
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    scene.regions = scene.regions[:1] * 2
    for one in tracker._followed:
        one.region = scene.regions[0]
    assert [len(tracker.step(PICTURE, t)) for t in (0.03, 0.06)] == [1, 1]


def test_after_a_pause_everything_starts_over():
    scene = Scene((100, 100))
    tracker = scene.tracker()
    tracker.step(PICTURE, 0.0)
    tracker.step(PICTURE, 0.5)
    assert scene.detected == 1
    tracker.step(PICTURE, 0.5 + FORGET_S)
    assert scene.detected == 2
