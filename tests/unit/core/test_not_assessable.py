"""What cannot be seen is said, with a reason, and never passed over or called good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import Landmark
from hingecheck.core.lifts import LIFT_NAMES
from hingecheck.core.rules import RULES
from hingecheck.core.types import Analysis, NotAssessable
from stick_figure import (
    DEADLIFT,
    FREE_LEG,
    RDL,
    SQUATTED_RDL,
    THRUST_BOTTOM,
    THRUST_TOP,
    PoseTrack,
    cut,
    figure,
    hide,
    lean_free_leg,
    lose,
    reps,
)

Check = Callable[..., Analysis]
SET = reps(3)


def unseen(analysis: Analysis, rule: str) -> NotAssessable | None:
    return next((n for n in analysis.not_assessable if n.rule == rule), None)


def without(track: PoseTrack, names: tuple[str, ...], rows: slice) -> PoseTrack:
    """These landmarks of both sides not found in `rows`."""
    image, world = track.image_px.copy(), track.world_m.copy()
    for landmark in (Landmark[f"{side}_{name}"] for name in names for side in ("LEFT", "RIGHT")):
        image[rows, landmark] = world[rows, landmark] = np.nan
    return replace(track, image_px=image, world_m=world)


@pytest.mark.parametrize("rule", ["knee-dominant", "knee-locked"])
def test_hidden_ankles(rule: str, check: Check) -> None:
    entry = unseen(check(hide(figure(SET), ("ANKLE",)), lift="rdl"), rule)
    assert entry is not None
    assert entry.reps == "all"
    assert "hidden" in entry.reason


def test_ankles_hidden_in_one_rep(check: Check) -> None:
    around = slice(int(30 * SET.phases[1].lowering_s[0]), int(30 * SET.phases[1].lifting_s[1]))
    analysis = check(hide(figure(SET), ("ANKLE",), around), lift="rdl")
    for rule in ("knee-dominant", "knee-locked"):
        entry = unseen(analysis, rule)
        assert entry is not None
        assert entry.reps == (2,)
        assert rule not in analysis.good


def test_shoulders_out_of_the_picture_while_lifting(check: Check) -> None:
    since_s, until_s = SET.phases[0].lifting_s
    track = without(figure(SET), ("SHOULDER",), slice(int(30 * since_s), int(30 * until_s) - 3))
    entry = unseen(check(track, lift="deadlift"), "hips-rise-first")
    assert entry is not None
    assert entry.reps == (1,)
    assert "shoulder and hip" in entry.reason


def test_shoulders_gone_round_the_last_top(check: Check) -> None:
    move = reps(3, stand_s=2.0)
    end_s = move.phases[-1].lifting_s[1]
    analysis = check(without(figure(move), ("SHOULDER",), slice(int(30 * (end_s - 0.1)), None)), lift="rdl")
    assert len(analysis.reps) == 3
    assert not {"incomplete-lockout", "overextended-lockout"} & {f.rule for f in analysis.findings}


@pytest.mark.parametrize("azimuth_deg", [0, 45, 180])
def test_the_loads_place_away_from_the_side(azimuth_deg: float, check: Check) -> None:
    entry = unseen(check(figure(SET, azimuth_deg), lift="rdl"), "load-drifting")
    assert entry is not None
    assert entry.reps == "all"
    assert "side" in entry.reason


def test_the_loads_place_with_feet_hidden(check: Check) -> None:
    entry = unseen(check(hide(figure(SET), ("HEEL", "FOOT_INDEX")), lift="rdl"), "load-drifting")
    assert entry is not None
    assert "feet are hidden" in entry.reason


@pytest.mark.parametrize("azimuth_deg", [90, -90, 45, -135])
def test_uneven_sides_away_from_front_and_rear(azimuth_deg: float, check: Check) -> None:
    entry = unseen(check(figure(SET, azimuth_deg), lift="rdl"), "uneven-sides")
    assert entry is not None
    assert "front" in entry.reason


def test_uneven_sides_with_hands_on_one_handle(check: Check) -> None:
    track = figure(SET, 0.0)
    image = track.image_px.copy()
    image[:, Landmark.LEFT_WRIST] = image[:, Landmark.RIGHT_WRIST] + np.array([20.0, 0.0])
    entry = unseen(check(replace(track, image_px=image), lift="rdl"), "uneven-sides")
    assert entry is not None
    assert "hands" in entry.reason


def test_a_lowering_not_in_the_video(check: Check) -> None:
    move = reps(1, bottom=DEADLIFT, starts="floor")
    entry = unseen(check(cut(figure(move), until_s=2.4), lift="deadlift"), "fast-lowering")
    assert entry is not None
    assert entry.reps == "all"
    assert "lowering" in entry.reason


@pytest.mark.parametrize(("n", "judged"), [(4, False), (5, True)])
def test_a_drift_needs_five_reps(n: int, judged: bool, check: Check) -> None:
    analysis = check(figure(reps(n)), lift="rdl")
    assert ("form-drift" in analysis.good) == judged
    assert (unseen(analysis, "form-drift") is None) == judged


def test_a_drift_needs_first_reps_that_are_seen(check: Check) -> None:
    entry = unseen(check(hide(figure(reps(6)), ("ANKLE",)), lift="rdl"), "form-drift")
    assert entry is None  # trunk and hip speak for the knee


@pytest.mark.parametrize("lift", LIFT_NAMES)
def test_rules_to_come_say_so_for_every_rep(lift: str, check: Check) -> None:
    analysis = check(figure(SET), lift=lift)
    for rule in (r for r in RULES if not r.limits and lift in r.lifts):
        entry = unseen(analysis, rule.id)
        assert entry is not None
        assert entry.reps == "all"
        assert "does not measure" in entry.reason


@pytest.mark.parametrize("rule", ["incomplete-lockout", "overextended-lockout"])
def test_the_top_of_a_hip_thrust_with_the_knees_hidden_behind_plates(rule: str, check: Check) -> None:
    move = reps(3, THRUST_TOP, THRUST_BOTTOM)
    end_s = move.phases[1].lifting_s[1]
    around = slice(int(30 * (end_s - 0.4)), int(30 * (end_s + 1.3)))
    entry = unseen(check(hide(figure(move), ("KNEE",), around), lift="hip-thrust"), rule)
    assert entry is not None
    assert entry.reps == (2,)
    assert "not seen together" in entry.reason


def test_shins_that_are_not_seen_at_the_top(check: Check) -> None:
    move = reps(3, THRUST_TOP, THRUST_BOTTOM)
    end_s = move.phases[1].lifting_s[1]
    around = slice(int(30 * (end_s - 0.4)), int(30 * (end_s + 0.8)))
    entry = unseen(check(hide(figure(move), ("ANKLE",), around), lift="hip-thrust"), "shin-angle")
    assert entry is not None
    assert entry.reps == (2,)


def test_a_top_whose_knees_lie_beyond_the_edge_is_neither_blamed_nor_praised(check: Check) -> None:
    track = figure(reps(3, (-88.0, 90.0, 24.0), THRUST_BOTTOM, starts="floor"))
    rules = {"shin-angle", "incomplete-lockout", "overextended-lockout"}
    whole = check(track, lift="hip-thrust")
    assert {one.rule for one in whole.findings} == {"shin-angle"}
    assert rules - {"shin-angle"} <= set(whole.good)
    knee = track.image_px[:, Landmark.LEFT_KNEE, 0]
    assert knee.argmin() > 0  # to the left as the hips rise
    edge = 0.5 * float(knee[0] + knee.min())
    beyond = replace(track, inner_px=(edge, 0.0, float(track.width_px), float(track.height_px)))
    cut = check(beyond, lift="hip-thrust")
    assert len(cut.reps) == 3
    assert not rules & {one.rule for one in cut.findings}
    assert not rules & set(cut.good)
    assert rules <= {one.rule for one in cut.not_assessable}


def test_uneven_sides_with_a_hand_hidden_behind_a_knee(check: Check) -> None:
    entry = unseen(check(hide(figure(SET, 0.0), ("WRIST",), sides=("left",)), lift="rdl"), "uneven-sides")
    assert entry is not None
    assert "hands" in entry.reason


TRACKS = {
    "clean": figure(reps(5), hands_ahead_m=0.03),
    "squatted": figure(reps(6, bottom=SQUATTED_RDL)),
    "floor": figure(reps(3, bottom=DEADLIFT, starts="floor")),
    "front": figure(SET, 0.0),
    "oblique": figure(SET, -45.0),
    "rear": figure(SET, 170.0),
    "one leg": figure(SET, free="left", free_angles_deg=lean_free_leg(SET, FREE_LEG)),
    "thrust": figure(reps(2, THRUST_TOP, THRUST_BOTTOM, starts="floor")),
    "ankles hidden": hide(figure(SET), ("ANKLE", "HEEL", "FOOT_INDEX")),
    "knee hidden at times": hide(figure(reps(5)), ("KNEE",), slice(180, 300)),
    "lost at times": lose(figure(reps(5, bottom=[RDL, SQUATTED_RDL] * 2 + [RDL])), slice(150, 200)),
    "cut": cut(figure(SET), 1.6, 11.8),
}


@pytest.mark.parametrize("lift", LIFT_NAMES)
@pytest.mark.parametrize("name", TRACKS)
def test_never_silence(name: str, lift: str, check: Check) -> None:
    """Each of the lift's rules is found, unseen or good; each rep of each rule in one place only."""
    analysis = check(TRACKS[name], lift=lift)
    every_rep = {r.index for r in analysis.reps}
    found = {f.rule: set(f.reps) for f in analysis.findings}
    spoken = set(found) | {n.rule for n in analysis.not_assessable} | set(analysis.good)
    assert spoken == {rule.id for rule in RULES if lift in rule.lifts}
    assert len(found) == len(analysis.findings)
    assert len(set(analysis.good)) == len(analysis.good)
    assert not set(analysis.good) & (set(found) | {n.rule for n in analysis.not_assessable})
    for entry in analysis.not_assessable:
        reps_unseen = every_rep if entry.reps == "all" else set(entry.reps)
        assert entry.reason
        assert reps_unseen <= every_rep
        assert reps_unseen
        assert not reps_unseen & found.get(entry.rule, set())
