"""Movements that are none of the lifts are said to be none; the lifts, however badly done, stay lifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hingecheck.apps.check import CheckOptions, report_on
from hingecheck.apps.recording import load_recording
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, Side, point
from hingecheck.core.lifts import LIFTS, OTHER
from hingecheck.core.live.midrep import mid_rep_faults
from hingecheck.core.reps.other_movements import fit_of, looks_like
from hingecheck.core.reps.segmentation import find_reps
from hingecheck.core.reps.traits import measure_traits
from hingecheck.core.rules import RULES
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.stretches import select_rows
from hingecheck.core.types import Analysis, Motion, PoseTrack
from hingecheck.reports.json_report import to_dict
from hingecheck.reports.words import lift_words, sure_words
from stick_figure import (
    DEADLIFT,
    RDL,
    SQUATTED_RDL,
    TALL,
    THRUST_BOTTOM,
    THRUST_TOP,
    Floats,
    Move,
    figure,
    follow,
    glide,
    hide,
    lean_free_leg,
    lose,
    reps,
)

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"
VIEWS = (90.0, 40.0, 0.0, -135.0)
SQUAT = (38.0, 88.0, 30.0)


def hands_on_trunk(track: PoseTrack, along: float, share: float | Floats = 1.0) -> PoseTrack:
    """Both hands at a place from shoulder (0) to hip (1); `share` of the way there from where they hang."""
    image, world = track.image_px.copy(), track.world_m.copy()
    way = np.broadcast_to(share, len(track))[:, None]
    for places in (image, world):
        for side in SIDES:
            shoulder, hip = places[:, point(side, "SHOULDER")], places[:, point(side, "HIP")]
            for joint in ("WRIST", "INDEX", "PINKY", "THUMB"):
                hand = places[:, point(side, joint)]
                places[:, point(side, joint)] = hand + way * (shoulder + along * (hip - shoulder) - hand)
    return replace(track, image_px=image, world_m=world)


def told(track: PoseTrack, **facts: object) -> Analysis:
    return analyse(LifterTrack(track, 0, 0), KnownFacts(**facts))  # type: ignore[arg-type]


def back_squat(azimuth: float) -> PoseTrack:
    return hands_on_trunk(figure(reps(bottom=SQUAT), azimuth), 0.0)


def goblet_squat(azimuth: float) -> PoseTrack:
    return hands_on_trunk(figure(reps(bottom=SQUAT), azimuth), 0.35)


def good_morning(azimuth: float) -> PoseTrack:
    return hands_on_trunk(figure(reps(bottom=RDL), azimuth), 0.0)


def rows_between(azimuth: float) -> PoseTrack:
    """Bends down, rows a while, stands up."""
    track = figure(reps(1, bottom=RDL, pause_s=12.0), azimuth)
    folded = (track.time_s > 2.5) & (track.time_s < 14.0)
    return hands_on_trunk(track, 0.7, folded * (0.5 - 0.5 * np.cos(2 * np.pi * track.time_s / 1.5)))


def swing_or_clean(azimuth: float) -> PoseTrack:
    """The load hangs in the bend, and comes up to the chest as the hips open."""
    move = reps(4, bottom=RDL)
    trunk = move.angles_deg[:, 0]
    depth = (trunk - trunk.min()) / np.ptp(trunk)
    return hands_on_trunk(figure(move, azimuth), 0.1, np.clip(1.0 - depth / 0.6, 0.0, 1.0))


def back_extension(azimuth: float) -> PoseTrack:
    """Thighs on a bench that leans by 45°, the trunk hangs and comes in line with them."""
    return figure(reps(top=(45.0, 3.0, 45.0), bottom=(105.0, 3.0, 45.0)), azimuth)


def upright_split_squat(azimuth: float) -> PoseTrack:
    move = reps(top=(3.0, 25.0, -15.0), bottom=(5.0, 85.0, 0.0))
    bent = 70.0 * (move.angles_deg[:, 1] - 25.0) / 60.0
    behind = np.stack([move.angles_deg[:, 0], np.full(len(bent), -20.0), 20.0 + bent], axis=-1)
    return figure(move, azimuth, free="right", free_angles_deg=behind)


def walking_on_the_spot(azimuth: float) -> PoseTrack:
    time_s = np.arange(300) / 30.0
    swing = 22.0 * np.sin(2 * np.pi * time_s / 1.1)
    legs = [np.stack([4.0 + 0 * swing, 5.0 + sign * swing, 5.0 + 0 * swing], axis=-1) for sign in (1, -1)]
    return figure(Move(time_s, legs[0]), azimuth, free="right", free_angles_deg=legs[1])


def leg_press(azimuth: float) -> PoseTrack:
    return figure(reps(top=(-40.0, 95.0, -85.0), bottom=(-40.0, 155.0, -60.0), starts="floor"), azimuth)


def bridge_march(azimuth: float) -> PoseTrack:
    """Hips up all the time, one knee after the other drawn up."""
    time_s = np.arange(360) / 30.0
    lifted = 70.0 * np.sin(2 * np.pi * time_s / 5.0)
    legs = [np.stack([-88.0 + 0 * lifted, 90 + np.clip(sign * lifted, 0, None), 0 * lifted], -1) for sign in (1, -1)]
    return figure(Move(time_s, legs[0]), azimuth, free="right", free_angles_deg=legs[1])


def sit_up(azimuth: float) -> PoseTrack:
    return figure(reps(top=(-88.0, 135.0, -45.0), bottom=(-10.0, 135.0, -45.0), starts="floor"), azimuth)


@pytest.mark.parametrize(
    ("name", "stance"), [("kickstand-rdl-clean", "right"), ("single-leg-rdl-balance-loss", "left")]
)
def test_the_other_leg_named_makes_it_no_other_movement(name: str, stance: Side) -> None:
    """The shank of a rear leg leans; that of the leg which stands does not."""
    facts = KnownFacts(stance=stance)
    found = report_on(load_recording(SAMPLES / f"{name}.npz"), CheckOptions(facts=facts)).analysis
    assert found.lift.name == name.removesuffix("-clean").removesuffix("-balance-loss")


OTHERS: dict[Callable[[float], PoseTrack], str] = {
    back_squat: "squat",
    goblet_squat: "squat",
    good_morning: "good morning",
    rows_between: "row",
    swing_or_clean: "swing or clean",
    back_extension: "back extension",
    upright_split_squat: "squat or lunge",
    walking_on_the_spot: "walk",
    leg_press: "leg press",
    bridge_march: "bridge march",
    sit_up: "sit-up",
}


@pytest.mark.parametrize(("hidden", "hangs"), [(("left",), True), (("left", "right"), False)])
def test_a_hand_that_hides_while_the_other_shows_hangs_where_it_was_seen_to(
    hidden: tuple[str, ...], hangs: bool
) -> None:
    """The right hand lies on the trunk throughout; the left one is drawn there in the later half of each bend."""
    track = figure(reps(2, bottom=RDL), 90.0)
    still, drawn = hands_on_trunk(track, 0.5), track.image_px.copy()
    left, right = (point(side, "WRIST") for side in ("left", "right"))
    drawn[:, right] = still.image_px[:, right]
    motion = told(replace(track, image_px=drawn), lift="rdl").motion
    cycles = [cycle for cycle in find_reps(motion).cycles if cycle.complete]
    later = np.zeros(len(motion), dtype=bool)
    for cycle in cycles:
        fold = np.arange(cycle.first, cycle.last)
        later[fold[fold > cycle.bottom]] = True
    image, visibility = motion.image_px.copy(), np.ones_like(motion.visibility)
    image[later, left] = image[later, right]
    for side in hidden:
        visibility[later, point(side, "WRIST")] = 0.2
    traits = measure_traits(replace(motion, image_px=image, visibility=visibility), cycles)
    assert (traits["hands_below_shoulders_leg"] > 0.45) == hangs


@pytest.mark.parametrize("make", OTHERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("azimuth", VIEWS)
def test_what_is_none_of_the_lifts_is_said_to_be_none(make: Callable[[float], PoseTrack], azimuth: float) -> None:
    analysis = told(make(azimuth))
    assert analysis.lift.name == "other"
    assert analysis.lift.looks_like in (OTHERS[make], None)
    assert azimuth != 90.0 or analysis.lift.looks_like == OTHERS[make]


def single_leg(azimuth: float) -> PoseTrack:
    move = reps()
    return figure(move, azimuth, free="right", free_angles_deg=lean_free_leg(move))


LIFT_SETS: dict[str, Callable[[float], PoseTrack]] = {
    "rdl": lambda azimuth: figure(reps(), azimuth),
    "squatted": lambda azimuth: figure(reps(bottom=SQUATTED_RDL), azimuth),
    "deadlift": lambda azimuth: figure(reps(bottom=DEADLIFT, starts="floor"), azimuth),
    "one leg": single_leg,
    "thrust": lambda azimuth: figure(reps(top=THRUST_TOP, bottom=THRUST_BOTTOM, starts="floor"), azimuth),
}


@pytest.mark.parametrize("kind", LIFT_SETS)
@pytest.mark.parametrize("azimuth", VIEWS)
def test_lifts_stay_lifts(kind: str, azimuth: float) -> None:
    lift = told(LIFT_SETS[kind](azimuth)).lift
    assert lift.name in LIFTS
    assert lift.looks_like is None
    assert not lift.unlike


def test_another_movement_is_measured_and_not_judged() -> None:
    analysis = told(good_morning(90.0))
    assert len(analysis.reps) == 3
    assert analysis.reps[0].measures["hip_hinge_deg"].bottom == pytest.approx(84.0, abs=4.0)
    assert not analysis.findings
    assert not analysis.good
    assert not analysis.filming
    assert {entry.rule for entry in analysis.not_assessable} == {rule.id for rule in RULES}
    assert all("--lift" in entry.reason for entry in analysis.not_assessable)
    assert len(analysis.advice) == 1
    assert "not judged" in analysis.advice[0].text


def test_the_lifter_may_insist() -> None:
    analysis = told(good_morning(90.0), lift="rdl")
    assert (analysis.lift.name, analysis.lift.given, analysis.lift.looks_like) == ("rdl", True, None)
    assert analysis.good


def test_moments_are_not_made_up_where_the_load_is_unknown() -> None:
    analysis = told(good_morning(90.0), body_mass_kg=70.0, height_m=1.7)
    assert "none of the lifts" in analysis.motion.missing["hip_moment_nm"]


def test_words() -> None:
    lift = told(good_morning(90.0)).lift
    assert lift_words(lift) == "Other movement (looks like a good morning)"
    assert sure_words(lift).startswith("the hands do not hang below the shoulders")


def test_json_says_what_it_looks_like() -> None:
    report = report_on(load_recording(SAMPLES / "rdl-clean.npz"), CheckOptions())
    other = replace(report, analysis=told(good_morning(90.0)))
    assert to_dict(report)["lift"]["looks_like"] is None
    told_lift = to_dict(other)["lift"]
    assert (told_lift["name"], told_lift["looks_like"]) == ("other", "good morning")


def test_nothing_is_cued_in_the_middle_of_another_movement() -> None:
    assert mid_rep_faults(told(good_morning(90.0)).motion, "other", Limits(), 1) == ()


def test_near_a_demand_is_unsure() -> None:
    row = LIFTS["rdl"]
    hands = {demand.trait: demand for demand in row.demands}["hands_below_shoulders_leg"]
    near = fit_of(row, {hands.trait: hands.limit})
    assert near.probability == pytest.approx(0.5)
    assert not near.is_other
    assert fit_of(row, {hands.trait: hands.limit - 2 * hands.sigma}).is_other
    assert fit_of(row, {}).probability == 1.0


@pytest.mark.parametrize("along", [0.0, 0.5])
def test_by_hands_that_never_show_it_may_be_the_lift_all_the_same(along: float) -> None:
    track = hands_on_trunk(figure(reps(bottom=RDL), 90.0), along)
    seen, hidden = told(track).lift, told(hide(track, ("WRIST",))).lift
    assert (seen.name, hidden.name) == ("other", "other")
    assert seen.confidence > 0.9
    assert seen.runner_up is None
    assert (hidden.confidence, hidden.runner_up, hidden.looks_like) == (0.5, "rdl", None)
    assert sure_words(hidden) == "50% sure; it may be a Romanian deadlift: say so with --lift"


@pytest.mark.parametrize("seen", [True, False])
def test_who_is_not_seen_for_half_of_the_time_may_do_anything(seen: bool) -> None:
    moved = good_morning(90.0)
    half = np.flatnonzero(moved.time_s > 0.45 * moved.time_s[-1])
    lift = told(moved if seen else lose(moved, half)).lift
    assert lift.name == "other"
    assert (lift.confidence <= 0.5, lift.runner_up is not None) == (not seen, not seen)


def test_a_movement_nobody_knows_has_no_name() -> None:
    assert looks_like({}, lying=False) is None
    assert OTHER.demands == ()


def test_a_pull_that_fails_is_a_partial_rep_and_no_fault() -> None:
    recording = load_recording(SAMPLES / "deadlift-clean.npz")
    time_s = recording.lifter.track.time_s
    up, back = np.flatnonzero(time_s <= 8.05), np.flatnonzero((time_s >= 7.53) & (time_s <= 8.05))[::-1]
    rows = np.concatenate([up, back, np.flatnonzero(time_s >= 7.53)])
    track = select_rows(recording.lifter.track, rows)
    track = replace(track, time_s=np.arange(len(rows)) * float(np.median(np.diff(time_s))))
    analysis = report_on(
        replace(recording, lifter=replace(recording.lifter, track=track)), CheckOptions()
    ).analysis  # fmt: skip
    assert (len(analysis.reps), len(analysis.partial_reps)) == (3, 1)
    assert not analysis.findings
    (unjudged,) = (entry for entry in analysis.not_assessable if entry.rule == "fast-lowering")
    assert unjudged.reps == (2,)
    assert "half way" in unjudged.reason


def test_the_bend_after_a_dropped_load_is_no_rep_and_no_lowering() -> None:
    half = tuple(0.45 * angle for angle in DEADLIFT)
    move = follow(
        glide(DEADLIFT, (0.5, DEADLIFT), (1.2, (2.0, 2.0, 2.0)), (1.0, (2.0, 2.0, 2.0))),
        glide((2.0, 2.0, 2.0), (0.3, half), (0.5, (0.0, 0.0, 0.0)), (0.5, (0.0, 0.0, 0.0))),  # type: ignore[arg-type]
    )
    analysis = told(figure(move, 90.0))
    assert (len(analysis.reps), len(analysis.partial_reps)) == (1, 1)
    assert "fast-lowering" not in {finding.rule for finding in analysis.findings}


def test_a_plank_between_two_reps_of_standing_is_another_movement() -> None:
    plank = (86.0, -80.0, 60.0)
    squatted = (70.0, 80.0, 30.0)
    steps = [
        (0.6, squatted),
        (0.5, plank),
        (0.6, plank),
        (0.5, squatted),
        (0.7, (2.0, 2.0, 2.0)),
        (0.5, (2.0, 2.0, 2.0)),
    ]
    analysis = told(figure(glide((2.0, 2.0, 2.0), (0.5, (2.0, 2.0, 2.0)), *(3 * steps)), 90.0))
    assert analysis.lift.name == "other"


def test_a_stance_foot_that_hides_in_the_bend_makes_no_plank_of_it() -> None:
    """Its own foot stays where it was; the one far behind is not the nearer one."""
    move = reps(3)
    seen = figure(move, free="right", free_angles_deg=lean_free_leg(move, (70.0, -55.0, 55.0)))
    bent = np.ptp(seen.image_px[:, 11:13, 0].mean(axis=1)) * 0.4
    away = seen.image_px[:, 11:13, 0].mean(axis=1) - seen.image_px[0, 11:13, 0].mean()
    visibility = seen.visibility.copy()
    visibility[np.ix_(np.abs(away) > bent, [27, 31])] = 0.2
    for track in (seen, replace(seen, visibility=visibility)):
        assert analyse(LifterTrack(track, 0, 0)).lift.name == "single-leg-rdl"


def test_a_free_leg_higher_than_the_hips_makes_no_push_up_of_it() -> None:
    """She stands on the other foot: between both feet nobody stands."""
    move = reps(3, bottom=(100.0, 8.0, 4.0))
    deep = figure(move, free="right", free_angles_deg=lean_free_leg(move, (100.0, -140.0, -140.0)))
    ankles, hips = (deep.image_px[:, [point(side, joint) for side in SIDES], 1] for joint in ("ANKLE", "HIP"))
    assert (ankles.min(axis=1) < hips.min(axis=1)).any()
    assert told(deep).lift.name == "single-leg-rdl"


def test_feet_that_are_read_on_the_plates_make_no_sit_up_of_a_thrust() -> None:
    """They go up with the plates, which is not the shoulders going down."""
    thrust = told(figure(reps(3, top=THRUST_TOP, bottom=THRUST_BOTTOM, starts="floor")))
    cycles, px = [rep.cycle for rep in thrust.reps], thrust.motion.image_px.copy()
    hips_px = px[:, [point(side, "HIP") for side in SIDES], 1].mean(axis=1)
    for side in SIDES:
        px[:, point(side, "ANKLE"), 1] += 2.0 * (hips_px - hips_px.max())
    right, on_plates = (
        measure_traits(motion, cycles) for motion in (thrust.motion, replace(thrust.motion, image_px=px))
    )
    assert on_plates["shoulders_fall_leg"] == pytest.approx(right["shoulders_fall_leg"], abs=0.05)
    assert fit_of(LIFTS["hip-thrust"], on_plates).probability > 0.9


def test_feet_that_are_read_on_the_plates_before_them_make_no_push_up_of_a_deadlift() -> None:
    """The hips seem to go down to them as far as the knees."""
    lifted = told(figure(reps(3, bottom=DEADLIFT, starts="floor")))
    cycles, px = [rep.cycle for rep in lifted.reps], lifted.motion.image_px.copy()
    bent = lifted.motion.series["hip_hinge_deg"].value > 80.0
    for side in SIDES:
        px[bent, point(side, "ANKLE")] = px[bent, point(side, "KNEE")]
    right, on_plates = (
        measure_traits(motion, cycles) for motion in (lifted.motion, replace(lifted.motion, image_px=px))
    )
    assert on_plates["hips_over_feet_leg"] == pytest.approx(right["hips_over_feet_leg"], abs=0.03)
    assert fit_of(LIFTS["deadlift"], on_plates).probability > 0.9


def test_who_stands_for_a_fifth_of_the_time_does_not_lie(measure: Callable[..., Motion]) -> None:
    """Of a deadlift whose face is covered the bent half was read lying, in pieces; standing it was read rightly."""
    thrust = figure(reps(3, THRUST_TOP, THRUST_BOTTOM, starts="floor"))
    tall = figure(glide(TALL, (float(thrust.time_s[-1]) + 0.01, TALL)))
    image, world = thrust.image_px.copy(), thrust.world_m.copy()
    assert measure(thrust).face_up
    some = slice(0, round(0.3 * len(thrust)))
    image[some], world[some] = tall.image_px[some], tall.world_m[some]
    assert not measure(replace(thrust, image_px=image, world_m=world)).face_up
