"""A camera that moves or leans, made of steps and edges worked out by hand, and taken out of a lifter's track."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hingecheck.core.analysis import analyse
from hingecheck.core.camera import Background, HeldCamera
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.measures.less_sure import WIDER_WALKING, doubts_of_filming
from hingecheck.core.reps.leg_change import join_motions
from hingecheck.core.tracking.camera_motion import camera_path, shift_at, straighten, upright
from hingecheck.core.tracking.camera_roll import (
    Roll,
    Witnesses,
    agreed,
    roll_from_standing,
    roll_witnesses,
    unsettled_deg,
)
from hingecheck.core.tracking.cleaning import leg_length
from hingecheck.core.tracking.held_camera import BLANK_DEG, hold_camera
from hingecheck.core.tracking.held_scenes import hold_scenes
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.uncertainty import less_sure
from hingecheck.core.types import DepthTarget, Motion, PoseTrack
from hingecheck.sources.files.weights import default_weights
from joined_tracks import sample
from stick_figure import figure, reps

NO_LINES = np.empty((0, 5))


def steps_of(path: np.ndarray) -> np.ndarray:
    """Steps between frames that make a path of turns, zooms and shifts (as complex numbers: turn, shift)."""
    turn, shift = path[:, 0] + 1j * path[:, 1], path[:, 2] + 1j * path[:, 3]
    between = turn[1:] / turn[:-1]
    moved = shift[1:] - between * shift[:-1]
    first = [np.nan] * 4
    return np.array([first, *np.stack([between.real, between.imag, moved.real, moved.imag], axis=1).tolist()])


def hand_held(rows: int, across_px: float = 15.0, turn_deg: float = 0.0) -> np.ndarray:
    """A path that begins where it is."""
    row = np.arange(rows)
    turn = np.exp(1j * np.radians(turn_deg * np.sin(row / 9.0)))
    shift = across_px * np.sin(row / 3.0) + 0.5j * across_px * (1 - np.cos(row / 4.0))
    return np.stack([turn.real, turn.imag, shift.real, shift.imag], axis=1)


def filmed(track: PoseTrack, path: np.ndarray) -> PoseTrack:
    """The track as a camera that goes this way would have it."""
    image, outline = (HeldCamera(path).in_picture(p) for p in (track.image_px, track.outline_px))
    return replace(track, image_px=image, outline_px=outline.astype(np.float32))


@given(st.floats(-20, 20), st.floats(-30, 30), st.floats(0.8, 1.2))
def test_a_path_is_its_steps_one_after_the_other(turn_deg: float, across_px: float, zoom: float) -> None:
    path = hand_held(40, across_px, turn_deg)
    path[:, :2] *= np.linspace(1.0, zoom, 40)[:, None]
    assert camera_path(steps_of(path)) == pytest.approx(path, abs=1e-6)


def test_straightening_undoes_what_the_camera_did() -> None:
    track = figure(reps(1))
    path = hand_held(len(track), 20.0, 5.0)
    straight = straighten(filmed(track, path), HeldCamera(path))
    assert straight.image_px == pytest.approx(track.image_px, abs=1e-6)
    assert straight.camera is not None
    assert straight.camera.in_picture(straight.image_px) == pytest.approx(filmed(track, path).image_px, abs=1e-6)


def test_edges_that_agree_turn_no_picture_in_which_she_would_fall() -> None:
    """Seen cornerwise, a room's floor and ceiling lean as if the picture were turned."""
    upright, level = Roll(20.0, 2.0), Roll(17.5, 0.7)
    assert agreed(upright, level, Roll(0.0, 4.0)) is None
    for standing in (None, Roll(12.0, 4.0)):
        turned = agreed(upright, level, standing)
        assert turned is not None
        assert turned.roll_deg == pytest.approx(18.0, abs=1.0)


def test_shifts_are_told_at_a_place() -> None:
    path = np.array([[0.0, 1.0, 0.0, 0.0]])  # a quarter turn about the corner
    assert shift_at(path, np.array([10.0, 0.0])) == pytest.approx(np.array([[-10.0, 10.0]]))


def test_shifts_are_told_at_a_place_of_each_row() -> None:
    path, places = hand_held(50, 30.0, 4.0), np.linspace([100.0, 300.0], [160.0, 280.0], 50)
    places[7] = np.nan
    one_by_one = [shift_at(path[row : row + 1], places[row])[0] for row in range(50)]
    assert shift_at(path, places) == pytest.approx(np.array(one_by_one), nan_ok=True)


def pitched(points_px: np.ndarray, track: PoseTrack, pitch_deg: float) -> np.ndarray:
    """Where points of a level picture are in that of a camera turned down by an angle (up where negative)."""
    focal_px = 0.75 * max(track.width_px, track.height_px)
    middle = np.array([track.width_px / 2, track.height_px / 2])
    x, y = np.moveaxis((points_px - middle) / focal_px, -1, 0)
    turn = np.radians(pitch_deg)
    depth = np.cos(turn) + y * np.sin(turn)
    below = y * np.cos(turn) - np.sin(turn)
    return middle + focal_px * np.stack([x / depth, below / depth], axis=-1)


class TestMotion:
    def test_a_camera_on_a_tripod_leaves_the_track_as_it_is(self) -> None:
        track = figure(reps(2))
        path = hand_held(len(track), 0.3)
        held, camera = hold_camera(track, Background(steps_of(path), NO_LINES), None)
        np.testing.assert_array_equal(held.image_px, track.image_px)
        assert (camera.moving, camera.compensated) == (False, False)

    def test_before_a_bare_wall_the_vertical_is_as_unsure_as_people_hold_cameras(self) -> None:
        track = figure(reps(2))
        background = Background(steps_of(hand_held(len(track), 0.3)), NO_LINES)
        held, camera = hold_camera(track, background, None)
        assert held.camera is not None
        assert held.camera.roll_sigma_deg == BLANK_DEG
        assert (camera.turned, camera.unsettled_deg) == (False, 0.0)
        told, _ = hold_camera(track, background, 0.0)
        assert told.camera is None or told.camera.roll_sigma_deg == 0.0

    def test_nothing_is_said_where_nobody_looked(self) -> None:
        track = figure(reps(2))
        held, camera = hold_camera(track, None, None)
        assert held is track
        assert camera.moving is None

    def test_a_hand_held_set_is_the_same_set(self) -> None:
        track = sample("single-leg-rdl-clean")
        path = hand_held(len(track))
        still = analyse(LifterTrack(track, 0, 0))
        moved = filmed(track, path)
        shaken = analyse(LifterTrack(moved, 0, 0, Background(steps_of(path), NO_LINES)))
        assert (shaken.camera.moving, shaken.camera.compensated) == (True, True)
        assert shaken.findings == still.findings
        assert [r.end_s for r in shaken.reps] == [r.end_s for r in still.reps]
        assert any("camera moves" in line for line in shaken.quality.problems)
        # what is drawn lies where the lifter is in each picture
        row = shaken.reps[0].cycle.bottom
        place = np.abs(moved.time_s - shaken.motion.time_s[row]).argmin()
        assert shaken.motion.image_px[row, 25] == pytest.approx(moved.image_px[place, 25], abs=6.0)

    def test_left_in_it_is_no_place_to_judge_balance(self) -> None:
        track = sample("single-leg-rdl-clean")
        path = hand_held(len(track))
        steps = steps_of(path)
        steps[::3] = np.nan
        shaken = analyse(LifterTrack(filmed(track, path), 0, 0, Background(steps, NO_LINES)))
        assert (shaken.camera.moving, shaken.camera.compensated) == (True, False)
        assert not [f for f in shaken.findings if f.rule == "balance-loss"]
        assert [e.reason for e in shaken.not_assessable if e.rule == "balance-loss"]
        assert any("the camera moves, and" in line for line in shaken.quality.problems)

    def test_a_few_steps_that_are_not_known_lead_a_shaken_path_astray(self) -> None:
        """Where as many that are known carry her by a third of a leg: a slow pan's are no loss."""
        track = sample("single-leg-rdl-clean")
        unknown = np.random.default_rng(1).choice(len(track) - 3, 8, replace=False)[:, None] + np.arange(3)
        for across_px, every, taken_out in ((15.0, 2.0, False), (40.0, 60.0, True)):
            path = np.tile([1.0, 0.0, 0.0, 0.0], (len(track), 1))
            path[:, 2] = across_px * np.sin(np.arange(len(track)) / every)
            steps = steps_of(path)
            steps[unknown] = np.nan
            _, camera = hold_camera(filmed(track, path), Background(steps, NO_LINES), None)
            assert (camera.moving, camera.compensated) == (True, taken_out)

    def test_left_in_it_turns_trunk_and_shank_alone(self) -> None:
        """Joint angles do not mind where in the picture she is, nor how it leans."""
        track = sample("single-leg-rdl-clean")
        path = hand_held(len(track), turn_deg=8.0)
        steps = steps_of(path)
        steps[::9] = np.nan
        lifter = LifterTrack(filmed(track, path), 0, 0, Background(steps, NO_LINES))
        shaken = analyse(lifter, learned=default_weights())
        assert shaken.motion.place_lost
        still = analyse(LifterTrack(track, 0, 0), learned=default_weights())
        sigma, before = (
            {name: float(np.nanmedian(one.sigma)) for name, one in found.motion.series.items()}
            for found in (shaken, still)
        )
        for name in ("hip_hinge_deg", "knee_flexion_deg", "pelvis_rotation_deg"):
            assert sigma[name] < before[name] + 1.5
        for name in ("trunk_inclination_deg", "shank_inclination_deg"):
            assert sigma[name] > np.hypot(0.8 * before[name], 3.0)

    def test_walked_about_it_makes_every_angle_less_sure(self, measure: Callable[..., Motion]) -> None:
        motion = replace(measure(figure(reps(3))), place_lost=True)
        rows = np.arange(len(motion))[:, None, None]
        across = np.array([motion.leg_px, 0.0])
        shaken, walked = (
            less_sure(motion, doubts_of_filming(replace(motion, image_px=motion.image_px + by * across)))
            for by in (0.2 * np.sin(rows / 2.0), 0.5 * rows / len(motion))
        )
        hinge = motion.series["hip_hinge_deg"].sigma
        assert shaken.series["hip_hinge_deg"].sigma == pytest.approx(hinge)
        assert walked.series["hip_hinge_deg"].sigma == pytest.approx(WIDER_WALKING * hinge)

    def test_walked_about_a_set_has_no_mark_of_its_own(self) -> None:
        """What the hinge reads goes with the view: reps of one depth read 20° apart."""
        track = figure(reps(3))
        path = np.tile([1.0, 0.0, 0.0, 0.0], (len(track), 1))
        for across_px, marked in ((0.0, True), (400.0, False)):
            path[:, 2] = across_px * np.linspace(0.0, 1.0, len(track))
            steps = steps_of(path)
            steps[np.arange(len(steps)) % 4 > 0] = np.nan
            lifter = LifterTrack(filmed(track, path), 0, 0, Background(steps, NO_LINES))
            (found,) = analyse(lifter, KnownFacts(lift="rdl")).sets
            assert (found.depth_target is not None) == marked
            (told,) = analyse(lifter, KnownFacts(lift="rdl", target_depth_deg=90.0)).sets
            assert told.depth_target == DepthTarget(90.0, told=True)

    def test_a_camera_seen_to_move_now_and_then_is_not_taken_for_still(self) -> None:
        track = sample("single-leg-rdl-clean")
        path = hand_held(len(track), 40.0)
        steps = steps_of(path)
        steps[np.arange(len(steps)) % 4 > 0] = np.nan
        _, camera = hold_camera(filmed(track, path), Background(steps, NO_LINES), None)
        assert (camera.moving, camera.compensated) == (True, False)
        _, camera = hold_camera(track, Background(steps_of(hand_held(len(track), 0.0)), NO_LINES), None)
        assert camera.moving is False

    def test_what_moves_before_a_white_wall_is_no_camera(self) -> None:
        """Nothing of the room shows, and now and then a plate is taken for it: her feet stay where they are."""
        track = sample("deadlift-clean")
        steps = steps_of(hand_held(len(track), 40.0))
        steps[np.arange(len(steps)) % 4 > 0] = np.nan
        held, camera = hold_camera(track, Background(steps, NO_LINES), None)
        np.testing.assert_array_equal(held.image_px, track.image_px)
        assert camera.moving is None

    def test_a_background_that_goes_by_while_the_feet_stay_is_a_walk_round_her(self) -> None:
        track = figure(reps(2))
        path = hand_held(len(track), 200.0)
        _, camera = hold_camera(track, Background(steps_of(path), NO_LINES), None)
        assert (camera.moving, camera.compensated) == (True, False)

    @pytest.mark.parametrize("lasts", [12, 45])
    def test_a_knock_after_which_it_is_back_is_taken_out(self, lasts: int) -> None:
        """A median over all frames does not mind it, and a noise of a thousandth of a leg decided."""
        track = figure(reps(2))
        jitter = np.random.default_rng(2).normal(0.0, 0.4, track.image_px.shape)
        track = replace(track, image_px=track.image_px + jitter)
        path = np.tile([1.0, 0.0, 0.0, 0.0], (len(track), 1))
        path[100 : 100 + lasts, 2] = 60.0 * np.sin(np.linspace(0.0, np.pi, lasts))
        held, camera = hold_camera(filmed(track, path), Background(steps_of(path), NO_LINES), None)
        assert camera.moving
        assert camera.compensated
        assert np.nanmax(np.abs(held.image_px - track.image_px)) < 1.0


class TestScenes:
    def test_one_on_a_tripod_is_left_alone_by_one_in_the_hand(self) -> None:
        track = figure(reps(2))
        middle = len(track) // 2
        path = hand_held(len(track), 60.0)
        path[:middle] = (1.0, 0.0, 0.0, 0.0)
        steps = steps_of(path)
        steps[middle:][::2] = np.nan  # half of what the hand did is not known
        background = Background(steps, NO_LINES)
        held, camera = hold_scenes(filmed(track, path), background, (middle,), None)
        assert (camera.moving, camera.compensated) == (True, False)
        assert held.camera is not None
        assert not held.camera.rows(np.arange(middle)).place_lost
        assert held.camera.rows(np.arange(middle, len(track))).place_lost
        assert (held.image_px[:middle] == track.image_px[:middle]).all()

    def test_each_is_turned_upright_by_its_own_roll(self) -> None:
        track = sample("deadlift-clean")
        middle = len(track) // 2
        turn = upright(12.0, track.width_px, track.height_px, len(track))
        turn[:middle] = (1.0, 0.0, 0.0, 0.0)
        lines = np.array([[0, x, 20.0, x + 0.3, 200.0] for x in (60.0, 200.0, 330.0, 600.0)])
        first, second = (lines + np.array([row, 0, 0, 0, 0]) for row in (0, middle))
        leaning = HeldCamera(turn[middle : middle + 4]).in_picture(second[:, 1:].reshape(-1, 2, 2)).reshape(-1, 4)
        edges = np.concatenate([first, np.c_[second[:, 0], leaning]])
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), edges)
        held, camera = hold_scenes(filmed(track, turn), background, (middle,), None)
        assert camera.turned
        assert camera.roll_deg == pytest.approx(12.0, abs=1.5)
        assert (held.image_px[:middle] == track.image_px[:middle]).all()
        assert held.image_px[middle:] == pytest.approx(track.image_px[middle:], abs=12.0)

    def test_without_a_cut_it_is_one(self) -> None:
        track = figure(reps(2))
        assert hold_scenes(track, None, (), None)[0] is track

    def test_how_the_picture_went_over_is_no_motion(self) -> None:
        track = figure(reps(2))
        steps = np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1))
        steps[len(track) // 2] = (1.0, 0.0, 200.0, 0.0)
        held, camera = hold_scenes(track, Background(steps, NO_LINES), (len(track) // 2,), None)
        np.testing.assert_array_equal(held.image_px, track.image_px)
        assert camera.moving is False


class TestRoll:
    @pytest.mark.parametrize("roll_deg", [-14.0, 9.0, 20.0])
    def test_told_it_is_taken_out(self, roll_deg: float) -> None:
        track = sample("deadlift-clean")
        leaning = filmed(track, upright(roll_deg, track.width_px, track.height_px, len(track)))
        level, told = (
            analyse(LifterTrack(t, 0, 0), f) for t, f in ((track, None), (leaning, KnownFacts(roll_deg=roll_deg)))
        )
        assert told.camera.roll_deg == roll_deg
        assert [f.rule for f in told.findings] == [f.rule for f in level.findings]
        assert told.reps[0].measures["trunk_inclination_deg"].bottom == pytest.approx(
            level.reps[0].measures["trunk_inclination_deg"].bottom, abs=1.5
        )

    @pytest.mark.parametrize("roll_deg", [-11.0, 6.0, 15.0])
    def test_found_from_a_room_and_one_who_stands(self, roll_deg: float) -> None:
        track = sample("deadlift-clean")
        turn = upright(roll_deg, track.width_px, track.height_px, len(track))
        lines = np.array([[0, x, 20.0, x + 0.3, 200.0] for x in (60.0, 200.0, 330.0, 600.0)])
        ends = HeldCamera(turn[:4]).in_picture(lines[:, 1:].reshape(-1, 2, 2)).reshape(-1, 4)
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), np.c_[lines[:, 0], ends])
        held, camera = hold_camera(filmed(track, turn), background, None)
        assert camera.roll_deg == pytest.approx(roll_deg, abs=1.5)
        assert camera.turned
        assert held.camera is not None
        assert held.camera.roll_sigma_deg < 2.0

    @pytest.mark.parametrize(("roll_deg", "left_in"), [(4.7, True), (1.0, False)])
    def test_too_small_to_be_turned_by_it_is_in_the_errors(self, roll_deg: float, left_in: bool) -> None:
        track = sample("deadlift-clean")
        turn = upright(roll_deg, track.width_px, track.height_px, len(track))
        lines = np.array([[0, x, 20.0, x + 0.3, 200.0] for x in (60.0, 200.0, 330.0, 600.0)])
        ends = HeldCamera(turn[:4]).in_picture(lines[:, 1:].reshape(-1, 2, 2)).reshape(-1, 4)
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), np.c_[lines[:, 0], ends])
        held, camera = hold_camera(filmed(track, turn), background, None)
        assert not camera.turned
        assert (held.camera is not None and held.camera.roll_sigma_deg > 3.0) == left_in

    @pytest.mark.parametrize(("pitch_deg", "place"), [(-16.0, -0.7), (12.0, 0.7)])
    def test_of_a_phone_that_looks_up_it_is_what_the_lifter_leans_by(self, pitch_deg: float, place: float) -> None:
        track = sample("deadlift-clean")
        wide = replace(track, width_px=2 * track.width_px)
        shift = np.array([track.width_px * (0.5 + place), 0.0])
        tilted = replace(wide, image_px=pitched(track.image_px + shift, wide, pitch_deg))
        columns = np.linspace(0.05, 0.95, 9) * wide.width_px
        posts = np.array([[[x, 0.3 * track.height_px], [x, 0.8 * track.height_px]] for x in columns])
        ends = pitched(posts, wide, pitch_deg).reshape(-1, 4)
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), np.c_[np.zeros(len(ends)), ends])
        _, camera = hold_camera(tilted, background, None)
        foot, head = pitched(
            np.array([[0.0, 400.0], [0.0, 100.0]]) + shift + [track.width_px / 2, 0], wide, pitch_deg
        )
        lean_deg = np.degrees(np.arctan2(head[0] - foot[0], foot[1] - head[1]))
        assert abs(lean_deg) > 4.0
        assert camera.roll_deg == pytest.approx(lean_deg, abs=1.5)
        assert camera.roll_sigma_deg is not None
        assert camera.roll_sigma_deg < 2.5

    @pytest.mark.parametrize("roll_deg", [-12.0, 8.0])
    def test_found_from_level_edges_and_one_who_stands(self, roll_deg: float) -> None:
        """A narrow picture of a room shows no upright edge; level ones lean alike, high and low."""
        track = sample("deadlift-clean")
        turn = upright(roll_deg, track.width_px, track.height_px, len(track))
        lines = np.array([[0, 230.0, y, 400.0, y] for y in (40.0, 90.0, 200.0, 300.0, 330.0)])
        ends = HeldCamera(turn[: len(lines)]).in_picture(lines[:, 1:].reshape(-1, 2, 2)).reshape(-1, 4)
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), np.c_[lines[:, 0], ends])
        _, camera = hold_camera(filmed(track, turn), background, None)
        assert camera.turned
        assert camera.roll_deg == pytest.approx(roll_deg, abs=1.5)

    @pytest.mark.parametrize("heights", [(40.0, 90.0, 200.0, 300.0, 330.0), (290.0, 310.0, 330.0)])
    def test_level_edges_that_lead_away_turn_no_picture(self, heights: tuple[float, ...]) -> None:
        """They meet far beside the picture, at the camera's own height: those low in it all lean one way."""
        track = sample("deadlift-clean")
        meet = np.array([1150.0, 180.0])
        lines = []
        for y in heights:
            way = meet - [230.0, y]
            lines.append([0.0, 230.0, y, *([230.0, y] + 170.0 * way / np.linalg.norm(way))])
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), np.array(lines))
        held, camera = hold_camera(track, background, None)
        assert held is track
        assert not camera.turned
        assert camera.roll_deg is None or abs(camera.roll_deg) < 2 * (camera.roll_sigma_deg or 0.0)

    def test_who_lies_with_the_shoulders_high_does_not_stand(self) -> None:
        """A picture of a thrust that leans lifts the shoulders as far above the feet as one who stands."""
        track = sample("hip-thrust-incomplete-lockout")
        leaning = filmed(track, upright(25.0, track.width_px, track.height_px, len(track)))
        assert roll_from_standing(leaning, leg_length(leaning.image_px, leaning.visibility)) is None

    def test_a_lean_shows_once_the_picture_is_upright(self) -> None:
        """Of two feet in a picture that leans the lower one is no more under her than the other."""
        track = figure(reps(2))
        feet = [point(side, name) for side in SIDES for name in ("ANKLE", "HEEL", "FOOT_INDEX")]
        apart = track.image_px.copy()
        apart[:, feet[:3], 0] -= 0.2 * leg_length(track.image_px, track.visibility)
        apart[:, feet[3:], 0] += 0.2 * leg_length(track.image_px, track.visibility)
        track = replace(track, image_px=apart)
        leaning = filmed(track, upright(15.0, track.width_px, track.height_px, len(track)))
        level, turned = (roll_from_standing(t, leg_length(t.image_px, t.visibility)) for t in (track, leaning))
        assert level is not None
        assert turned is not None
        assert turned.roll_deg - level.roll_deg == pytest.approx(15.0, abs=1.0)

    def test_told_that_it_is_level_it_is_level(self) -> None:
        track = sample("deadlift-clean")
        _, camera = hold_camera(track, None, 0.0)
        assert camera.roll_deg == 0.0

    def test_a_surer_edge_that_contradicts_edges_and_posture_keeps_the_picture(self) -> None:
        """Ground that leads away and a lifter who leans back agree on 9°; upright edges stand upright."""
        level, standing = Roll(-7.4, 3.5), Roll(-9.8, 4.0)
        assert agreed(Roll(1.2, 1.1), level, standing) is None
        assert agreed(Roll(-8.0, 1.1), level, standing) is not None
        assert agreed(None, level, standing) is not None

    @pytest.mark.parametrize(
        ("told", "leans_deg"),
        [
            (Witnesses(Roll(14.6, 0.9), Roll(11.5, 0.8)), 11.5),  # by so much they disagree
            (Witnesses(None, Roll(-12.0, 7.0), Roll(-15.0, 4.0)), 15.0),  # the first does not tell
            (Witnesses(Roll(25.0, 3.6), Roll(11.6, 1.0), Roll(0.0, 4.0)), 0.0),  # she stands upright
            (Witnesses(None, None, Roll(9.0, 4.0)), 0.0),
            (Witnesses(None, None, Roll(-13.0, 4.0)), 13.0),
            (Witnesses(), 0.0),
        ],
    )
    def test_it_leans_where_all_that_tell_say_so(self, told: Witnesses, leans_deg: float) -> None:
        assert unsettled_deg(told, None) == leans_deg

    def test_it_leans_where_two_say_so_though_not_surely(self) -> None:
        told = Witnesses(Roll(7.8, 0.8), Roll(20.0, 7.0), Roll(3.5, 4.0))
        assert unsettled_deg(told, Roll(7.6, 2.2)) == 7.6
        assert unsettled_deg(told, Roll(4.6, 1.8)) == 0.0
        assert unsettled_deg(told, Roll(7.6, 4.0)) == 0.0
        alone = Witnesses(Roll(12.0, 0.7), Roll(1.8, 9.0), None)
        assert unsettled_deg(alone, Roll(11.6, 5.1)) == 12.0  # the second does not tell

    def test_a_lean_that_is_not_settled_is_in_the_errors_and_said(self) -> None:
        """No edge of the room shows, and she leans back by 12° wherever she stands: the picture may lean, or she."""
        track = sample("deadlift-clean")
        leaning = filmed(track, upright(12.0, track.width_px, track.height_px, len(track)))
        background = Background(np.tile((1.0, 0.0, 0.0, 0.0), (len(track), 1)), NO_LINES)
        level, told = (analyse(LifterTrack(t, 0, 0, background)) for t in (track, leaning))
        assert level.camera.unsettled_deg == 0.0
        assert told.camera.unsettled_deg > 10.0
        for name, least in (("trunk_inclination_deg", 8.0), ("shank_inclination_deg", 8.0), ("load_offset_leg", 0.1)):
            wider = [float(np.nanmedian(one.motion.series[name].sigma)) for one in (level, told)]
            assert wider[1] > max(least, wider[0]), name
        assert "overextended-lockout" not in {f.rule for f in told.findings} | set(told.good)
        assert any("seems to lean" in line for line in told.quality.problems)
        assert told.quality.level != "good"

    def test_one_witness_is_none(self) -> None:
        assert agreed(Roll(12.0, 1.0), None, None) is None
        assert agreed(Roll(12.0, 1.0), Roll(-5.0, 1.0), None) is None

    def test_no_line_and_nobody_who_stands_tell_nothing(self) -> None:
        track = figure(reps(1))
        told = roll_witnesses(np.empty((0, 4)), track, leg_length(track.image_px, track.visibility))
        assert agreed(*told) is None


def test_motions_joined_keep_that_the_place_is_lost() -> None:
    motion = analyse(LifterTrack(figure(reps(2)), 0, 0)).motion
    lost = replace(motion, place_lost=True)
    assert join_motions([lost, lost]).place_lost
    assert not join_motions([motion, motion]).place_lost
