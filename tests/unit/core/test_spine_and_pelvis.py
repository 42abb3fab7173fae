"""When the low back and the pelvis are measured, which way they count, and what is said where they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.learned.estimates import FrameEstimates
from hingecheck.core.learned.network import Estimate
from hingecheck.core.measures import lumbar as spine
from hingecheck.core.measures import pelvis
from hingecheck.core.measures.motion import build_motion
from hingecheck.core.measures.stance import constant_stance
from hingecheck.core.tracking.cleaning import clean
from hingecheck.core.types import Series, Unavailable, View
from hingecheck.sources.files.weights import default_weights
from joined_tracks import sample
from stick_figure import figure, reps

N = 60
FREE = np.zeros(N, dtype=bool)
SIDE, OBLIQUE, REAR = View(90.0, 2.0, "left"), View(45.0, 2.0, "left"), View(175.0, 2.0, "left")


def estimate(*columns: np.ndarray | float, sigma: float = 5.0, trust: float = 1.0) -> Estimate:
    value = np.stack([np.broadcast_to(np.asarray(c, float), (N,)) for c in columns], axis=1)
    return Estimate(value, np.full(value.shape, sigma), np.full(N, trust))


def frame_estimates(**over: object) -> FrameEstimates:
    whole = FrameEstimates(
        joints=estimate(*[0.0] * 16),
        spine=estimate(20.0, 40.0),
        pelvis=estimate(12.0, 3.0, -30.0),
        stance=estimate(*[0.0] * 7),
        near="left",
        outline=np.ones(N),
        in_frame={"left": np.ones(N, bool), "right": np.ones(N, bool)},
        tells=np.ones(N, bool),
    )
    return replace(whole, **over)  # type: ignore[arg-type]


class TestLumbarFlexion:
    def test_from_the_side_it_is_what_the_network_says(self) -> None:
        out = spine.lumbar_flexion(frame_estimates(), SIDE, FREE, face_up=False)
        assert isinstance(out, Series)
        assert out.value.tolist() == [20.0] * N
        assert out.sigma.tolist() == [5.0] * N

    @pytest.mark.parametrize(
        ("seen", "view", "face_up", "words"),
        [
            (None, SIDE, False, "networks"),
            (frame_estimates(), SIDE, True, "bench"),
            (frame_estimates(), View(5.0, 2.0, "left"), False, "side"),
            (frame_estimates(), REAR, False, "side"),
            (frame_estimates(outline=np.full(N, 0.3)), SIDE, False, "broken"),
            (frame_estimates(spine=estimate(20.0, 40.0, trust=0.1)), SIDE, False, "unlike"),
            (frame_estimates(spine=estimate(20.0, 40.0, sigma=30.0)), SIDE, False, "not clear"),
        ],
    )
    def test_where_it_cannot_be_had_it_says_why(
        self, seen: FrameEstimates, view: View, face_up: bool, words: str
    ) -> None:
        out = spine.lumbar_flexion(seen, view, FREE, face_up=face_up)
        assert isinstance(out, Unavailable)
        assert words in out.reason

    def test_frames_with_a_broken_outline_are_missing(self) -> None:
        outline = np.ones(N)
        outline[10:20] = 0.5
        out = spine.lumbar_flexion(frame_estimates(outline=outline), SIDE, FREE, face_up=False)
        assert isinstance(out, Series)
        assert np.flatnonzero(np.isnan(out.value)).tolist() == list(range(10, 20))
        assert np.isnan(out.sigma[10:20]).all()

    def test_frames_out_of_the_picture_are_missing(self) -> None:
        in_frame = np.ones(N, bool)
        in_frame[:5] = False
        out = spine.lumbar_flexion(
            frame_estimates(in_frame={"left": in_frame, "right": in_frame}), SIDE, FREE, face_up=False
        )
        assert isinstance(out, Series)
        assert np.isnan(out.value[:5]).all()


class TestHandOnBack:
    """From the left side; the trunk level, its back up, unless it stands."""

    @pytest.mark.parametrize(
        ("shoulder", "hand", "covered"),
        [
            ((100.0, 200.0), (190.0, 170.0), True),  # on the low back
            ((100.0, 200.0), (110.0, 300.0), False),  # hanging
            ((100.0, 200.0), (50.0, 170.0), False),  # behind the head
            ((205.0, 100.0), (220.0, 195.0), False),  # standing, beside the hips
        ],
    )
    def test_only_where_it_lies_along_the_back(
        self, shoulder: tuple[float, float], hand: tuple[float, float], covered: bool
    ) -> None:
        points = clean(figure(reps(2), 90.0), 30.0)
        image = points.image_px.copy()
        for joint, place in (("HIP", (200.0, 200.0)), ("SHOULDER", shoulder), ("WRIST", hand)):
            image[:, [point(side, joint) for side in SIDES]] = place
        assert set(spine.hand_on_back(replace(points, image_px=image), SIDE).tolist()) == {covered}


class TestLumbarShare:
    """A fold of 100° of which the low back does 25: tall for the first half, down in the second."""

    DOWN = np.linspace(0.0, 1.0, N).clip(0.3, 0.9) / 0.6 - 0.5  # 0 … 1, held at both ends

    def share(self, back: float, tilt: float, thigh: float) -> Series | Unavailable:
        seen = frame_estimates(spine=estimate(3.0 + back * self.DOWN, 5.0 + tilt * self.DOWN))
        lumbar = spine.lumbar_flexion(seen, SIDE, FREE, face_up=False)
        assert isinstance(lumbar, Series)
        trunk = Series(70.0 * self.DOWN, np.full(N, 3.0), "deg")
        hinge = Series((70.0 + thigh) * self.DOWN, np.full(N, 3.0), "deg")
        return spine.lumbar_share(seen, lumbar, hinge, trunk)

    def test_by_hand(self) -> None:
        out = self.share(25.0, 55.0, 20.0)
        assert isinstance(out, Series)
        assert out.value[-1] == pytest.approx(0.25)
        own, reference, of_hip = 5.0, 0.6 * 5.0, 0.25 * 5.0
        assert out.sigma[-1] == pytest.approx(np.sqrt(own**2 + reference**2 + of_hip**2) / 100.0)
        assert np.isnan(out.value[0])

    def test_a_small_fold_has_no_share(self) -> None:
        out = self.share(10.0, 15.0, 5.0)
        assert isinstance(out, Unavailable)
        assert "fold" in out.reason

    @pytest.mark.parametrize("hinge_known", [True, False])
    def test_where_standing_is_not_seen_the_fold_has_nothing_to_count_from(self, hinge_known: bool) -> None:
        """Shoulders out of the picture, or an outline that comes and goes, until the lifter is half way down."""
        seen = frame_estimates(spine=estimate(3.0 + 35.0 * self.DOWN, 5.0 + 55.0 * self.DOWN))
        low = self.DOWN > 0.3
        lumbar = Series(np.where(low, seen.spine.value[:, 0], np.nan), np.where(low, 5.0, np.nan), "deg")
        hinge = 90.0 * self.DOWN if hinge_known else np.where(low, 90.0 * self.DOWN, np.nan)
        trunk = Series(70.0 * self.DOWN, np.full(N, 3.0), "deg")
        out = spine.lumbar_share(seen, lumbar, Series(hinge, np.full(N, 3.0), "deg"), trunk)
        assert isinstance(out, Unavailable)
        assert "tall" in out.reason


class TestPelvis:
    def test_it_opens_towards_the_free_leg(self) -> None:
        """The network counts towards the near side, here the left; the right leg works, so the free one is near."""
        out = pelvis.rotation_and_drop(frame_estimates(), OBLIQUE, constant_stance("right", N, one_leg=True))
        assert not isinstance(out, Unavailable)
        assert out[0].value[0] == 12.0
        assert out[1].value[0] == 3.0
        turned = pelvis.rotation_and_drop(frame_estimates(), OBLIQUE, constant_stance("left", N, one_leg=True))
        assert not isinstance(turned, Unavailable)
        assert turned[0].value[0] == -12.0

    @pytest.mark.parametrize(
        ("seen", "view", "working", "words"),
        [
            (frame_estimates(), OBLIQUE, None, "one-legged"),
            (None, OBLIQUE, "left", "networks"),
            (frame_estimates(), REAR, "left", "behind"),
            (frame_estimates(pelvis=estimate(12.0, 3.0, -30.0, trust=0.0)), OBLIQUE, "left", "clearly"),
            (frame_estimates(pelvis=estimate(12.0, 3.0, -30.0, sigma=40.0)), OBLIQUE, "left", "clearly"),
        ],
    )
    def test_where_it_cannot_be_had_it_says_why(
        self, seen: FrameEstimates, view: View, working: str | None, words: str
    ) -> None:
        stance = None if working is None else constant_stance(working, N, one_leg=True)  # type: ignore[arg-type]
        out = pelvis.rotation_and_drop(seen, view, stance)
        assert isinstance(out, Unavailable)
        assert words in out.reason


def test_an_outline_of_few_pixels_tells_less_of_the_back_and_of_its_share() -> None:
    track = sample("deadlift-clean")
    shares = {}
    for by in (1.0, 0.35):
        small = replace(
            track,
            image_px=by * track.image_px,
            outline_px=np.float32(by) * track.outline_px,
            width_px=round(by * track.width_px),
            height_px=round(by * track.height_px),
        )
        series = build_motion(small, 30.0, learned=default_weights()).series
        shares[by] = [float(np.nanmedian(series[name].sigma)) for name in ("lumbar_flexion_deg", "lumbar_share")]
    assert shares[0.35][0] > 2.0 * shares[1.0][0]
    assert shares[0.35][1] > 1.7 * shares[1.0][1]


def test_a_soft_picture_leaves_every_angle_and_the_back_less_sure() -> None:
    track = sample("deadlift-clean")
    unread, clear, soft = (
        build_motion(replace(track, detail_px=detail_px), 30.0, learned=default_weights()).series
        for detail_px in (None, 250.0, 130.0)
    )
    for name, least_deg in (("trunk_inclination_deg", 4.6), ("hip_hinge_deg", 4.6), ("lumbar_flexion_deg", 6.9)):
        none, before, after = (float(np.nanmedian(series[name].sigma)) for series in (unread, clear, soft))
        assert none == before
        assert after >= 0.999 * np.hypot(before, least_deg)
    shares = [float(np.nanmedian(series["lumbar_share"].sigma)) for series in (clear, soft)]
    assert shares[1] > 1.5 * shares[0]


def test_a_back_without_an_edge_is_less_sure_of_its_shape_and_of_nothing_else() -> None:
    track = sample("deadlift-clean")
    unread, clear, hidden, shape = (
        build_motion(replace(track, unclear_back=unclear), 30.0, learned=default_weights())
        for unclear in (None, 0.02, 0.16, 1.0)
    )
    none, before, after = (
        float(np.nanmedian(motion.series["lumbar_flexion_deg"].sigma)) for motion in (unread, clear, hidden)
    )
    assert none == before
    assert after == pytest.approx(np.hypot(before, 6.0), rel=0.02)
    for name in ("trunk_inclination_deg", "hip_hinge_deg"):
        assert (hidden.series[name].sigma == clear.series[name].sigma).all()
    assert "lumbar_flexion_deg" not in shape.series
    assert "not clear enough" in shape.missing["lumbar_flexion_deg"]


def test_landmarks_that_tremble_leave_every_angle_less_sure() -> None:
    track = sample("deadlift-clean")
    leg_px = clean(track, 30.0).leg_px
    noise_px = np.random.default_rng(4).normal(0.0, 0.04 * leg_px, track.image_px.shape)
    still, grainy = (
        build_motion(one, 30.0, learned=default_weights()).series
        for one in (track, replace(track, image_px=track.image_px + noise_px))
    )
    for name in ("trunk_inclination_deg", "hip_hinge_deg", "neck_extension_deg"):
        before, after = (float(np.nanmedian(series[name].sigma)) for series in (still, grainy))
        assert after > np.hypot(before, 4.0)
