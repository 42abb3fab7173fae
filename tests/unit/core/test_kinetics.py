"""Moments against statics worked by hand; work shares: how they scale, what they need, and the rule on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import SetOptions, analyse
from hingecheck.core.kinetics.segments import MAN, WOMAN, Build, Segments, segments_of
from hingecheck.core.kinetics.statics import Footing, Moments, Pose, moments
from hingecheck.core.kinetics.work import (
    FROM_SIDE,
    GIVE_BODY,
    GIVE_HEIGHT,
    MOMENTS,
    NO_KNEE,
    NO_THRUST_SHARES,
    SHARES,
    UNSEEN,
    with_kinetics,
)
from hingecheck.core.reps.recognition import recognise
from hingecheck.core.reps.segmentation import Segmentation, find_reps
from hingecheck.core.rules import RULES_BY_ID, Clean, Fault, SetContext, Unknown, Verdict
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, LiftName, Motion, Series, Summary
from hingecheck.reports.words import work_words
from stick_figure import DEADLIFT, RDL, THRUST_BOTTOM, THRUST_TOP, figure, reps

#: The man of the biomechanics reference, section 3.3.
MAN_OF_78 = segments_of(Build(78.0, 1.75, "male"))
WOMAN_OF_70 = Build(70.0, 1.7, "female")


def pose(trunk: float, knee: float, shank: float, hands_m: float = 0.0, **more: float) -> Pose:
    """One posture, hands this far ahead of the mid-foot."""
    values = {
        "trunk_deg": trunk, "hinge_deg": trunk + knee - shank, "knee_deg": knee, "shank_deg": shank,
        "lumbar_deg": 0.0, "hands_ahead_m": hands_m, "hang_m": 0.0, "lumbosacral_m": 0.0,
        "bench_share": 0.78, "load_m": 0.0, **more,
    }  # fmt: skip
    return Pose(**{name: np.array([value]) for name, value in values.items()})


def held(posture: Pose, load_kg: float, footing: Footing = "two", body: Segments = MAN_OF_78) -> dict[str, float]:
    found: Moments = moments(posture, body, load_kg, footing)
    return {"hip": found.hip.item(), "knee": found.knee.item(), "back": found.lumbosacral.item()}


@pytest.mark.parametrize(
    ("posture", "load_kg", "worked"),
    [
        (pose(62, 65, 16.2), 120.0, {"hip": 455.0, "back": 321.0, "knee": 109.0}),  # deadlift, off the floor
        (pose(62, 65, 16.2), 150.0, {"hip": 532.0, "back": 373.0, "knee": 127.0}),
        (pose(55, 30, 3.9), 120.0, {"hip": 397.0, "back": 273.0, "knee": -67.0}),  # deadlift, past the knee
        (pose(75, 20, -2.9), 80.0, {"hip": 358.0, "back": 247.0, "knee": -132.0}),  # RDL, bottom
    ],
)
def test_worked_by_hand(posture: Pose, load_kg: float, worked: dict[str, float]) -> None:
    """The reference's worked check: the same tables put together by another hand."""
    assert held(posture, load_kg) == pytest.approx(worked, rel=0.03, abs=4.0)


def test_one_weight_on_a_lever() -> None:
    """A massless body with level trunk: the load's weight times its way from hip and L5/S1, nothing else."""
    ghost = segments_of(Build(1e-9, 1.75, "male"))
    found = held(pose(90, 0, 0, hands_m=float("nan")), 10.0, body=ghost)
    assert found["hip"] == pytest.approx(98.1 * ghost.trunk_length)
    assert found["back"] == pytest.approx(98.1 * (ghost.trunk_length - ghost.lumbosacral_above_hip))
    assert found["knee"] == pytest.approx(-98.1 * ghost.trunk_length)


def test_five_centimetres_further_ahead() -> None:
    """Load and part of the arms move: 0.05 m of 80 kg is 39 N·m, before the lifter leans back against it."""
    near, far = held(pose(75, 20, -2.9), 80.0), held(pose(75, 20, -2.9, hands_m=0.05), 80.0)
    assert far["hip"] - near["hip"] == pytest.approx(9.81 * 0.05 * (80 + 0.47 * 78 * 0.0988), rel=1e-6)
    assert far["back"] - near["back"] == pytest.approx(far["hip"] - near["hip"])


def test_the_free_leg_behind_relieves_the_hip_not_the_back() -> None:
    both, one = held(pose(75, 20, -2.9), 20.0), held(pose(75, 20, -2.9), 20.0, "one")
    kickstand = held(pose(75, 20, -2.9), 20.0, "kickstand")
    assert one["hip"] < both["hip"]
    assert kickstand["hip"] == pytest.approx(both["hip"])
    assert one["back"] == kickstand["back"] == both["back"]


def test_a_hip_thrust_held_between_bench_and_feet() -> None:
    """Level at the top with 130 kg: 353 N·m by hand, from both ends the same, nothing said of the knee."""
    found = held(pose(-90, 90, 0), 130.0, "lying")
    assert found["hip"] == pytest.approx(353.0, rel=0.10)
    assert 0.5 * found["hip"] < found["back"] < found["hip"]
    assert np.isnan(found["knee"])


def test_segments_make_a_body() -> None:
    for table in (MAN, WOMAN):
        parts = ("trunk_mass", "head_mass", "arms_mass", "thighs_mass", "shanks_mass", "feet_mass")
        assert sum(getattr(table, part) for part in parts) == pytest.approx(1.0, abs=0.003)
    told, untold = segments_of(Build(70.0, 1.7, "male")), segments_of(Build(70.0, 1.7))
    woman = segments_of(WOMAN_OF_70)
    assert untold.thighs_mass == pytest.approx(0.5 * (told.thighs_mass + woman.thighs_mass))


# ------------------------------------------------------------------------------------------------------------ sets


def lift(name: LiftName = "rdl", lumbar_deg: float | None = 10.0, **options: object) -> tuple[Motion, Segmentation]:
    """Three reps of a stick figure; the low back bends with the hinge, up to so much."""
    bottom = {"deadlift": DEADLIFT, "hip-thrust": THRUST_BOTTOM}.get(name, RDL)
    move = reps(3, bottom=bottom, top=THRUST_TOP) if name == "hip-thrust" else reps(3, bottom=bottom)
    track = figure(move, hands_ahead_m=None if name == "hip-thrust" else 0.0)
    motion = analyse(LifterTrack(track, jumps=0, others=0), SetOptions(lift=name, **options)).motion  # type: ignore[arg-type]
    if lumbar_deg is not None:
        hinge = motion.series["hip_hinge_deg"].value
        bend = lumbar_deg * hinge / np.nanmax(hinge)
        motion = replace(motion, series={**motion.series, "lumbar_flexion_deg": Series(bend, 0 * bend + 3.0, "deg")})
    return motion, find_reps(motion)


def weighed(motion: Motion, found: Segmentation, name: LiftName = "rdl", load_kg: float = 60.0) -> Motion:
    return with_kinetics(motion, found, recognise(motion, found, name), WOMAN_OF_70, load_kg)


def test_shares_sum_to_one_in_every_rep_and_only_there() -> None:
    motion, found = lift("deadlift")
    out = weighed(motion, found, "deadlift")
    shares = np.stack([out.series[name].value for name in SHARES])
    inside = np.zeros(len(motion), dtype=bool)
    for cycle in found.cycles:
        inside[cycle.first : cycle.last] = True
        assert np.ptp(shares[:, cycle.first : cycle.last], axis=1) == pytest.approx(0.0)
    assert shares[:, inside].sum(axis=0) == pytest.approx(1.0)
    assert np.isnan(shares[:, ~inside]).all()
    assert (shares[:, inside] >= 0.0).all()
    assert all((out.series[name].sigma[inside] < 0.25).all() for name in SHARES)


def test_more_bend_of_the_low_back_is_more_of_its_work() -> None:
    """By statics 5, 10, 20 and 30° of some 84° at a moment ratio of 0.7 make 4, 9, 18 and 28 % of hip and back."""
    parts = []
    for lumbar in (5.0, 10.0, 20.0, 30.0):
        out = weighed(*lift(lumbar_deg=lumbar))
        hip, back = (float(np.nanmedian(out.series[name].value)) for name in ("hip_work_share", "back_work_share"))
        parts.append(back / (hip + back))
    by_ratio = [0.7 * b / (0.7 * b + 84.0 - b) for b in (5.0, 10.0, 20.0, 30.0)]
    assert parts == pytest.approx(by_ratio, abs=0.03)


def test_the_knees_work_in_a_deadlift_and_hardly_in_an_rdl() -> None:
    knees = {name: weighed(*lift(name), name).series["knee_work_share"] for name in ("deadlift", "rdl")}  # type: ignore[arg-type]
    assert np.nanmedian(knees["rdl"].value) < 0.02 < np.nanmedian(knees["deadlift"].value)


def test_moments_grow_with_the_load_by_a_straight_line() -> None:
    motion, found = lift("deadlift")
    bare, some, twice = (weighed(motion, found, "deadlift", kg) for kg in (0.0, 60.0, 120.0))
    for name in MOMENTS:
        step = some.series[name].value - bare.series[name].value
        assert twice.series[name].value - some.series[name].value == pytest.approx(step, abs=1e-9)
        assert np.nanmax(np.abs(step)) > 20.0
        assert (some.series[name].sigma > 0.0).all()


def test_a_wider_error_of_the_pose_is_a_wider_error_of_the_moment() -> None:
    motion, found = lift()
    knee = motion.series["knee_flexion_deg"]
    worse = replace(motion, series={**motion.series, "knee_flexion_deg": replace(knee, sigma=knee.sigma + 3.0)})
    for name in MOMENTS:
        before, after = (np.nanmedian(weighed(m, found).series[name].sigma) for m in (motion, worse))
        assert after > before


def test_without_body_mass_or_height_nothing_is_guessed() -> None:
    for told, why in (
        ({}, GIVE_BODY.reason),
        ({"height_m": 1.7}, GIVE_BODY.reason),
        ({"body_mass_kg": 70.0}, GIVE_HEIGHT.reason),
    ):
        motion, _ = lift(lumbar_deg=None, **told)
        assert not {*MOMENTS, *SHARES} & motion.series.keys()
        assert {motion.missing[name] for name in (*MOMENTS, *SHARES)} == {why}


def test_without_the_low_back_there_are_moments_but_no_shares() -> None:
    motion, _ = lift(lumbar_deg=None, body_mass_kg=70.0, height_m=1.7)
    assert set(MOMENTS) <= motion.series.keys()
    assert not set(SHARES) & motion.series.keys()
    assert motion.missing["back_work_share"] == motion.missing["lumbar_flexion_deg"]


def test_a_rep_whose_low_back_is_hidden_has_no_shares_and_leaves_the_others() -> None:
    motion, found = lift()
    lumbar, hidden = motion.series["lumbar_flexion_deg"], found.cycles[1]
    value = lumbar.value.copy()
    value[hidden.first : hidden.last] = np.nan
    motion = replace(motion, series={**motion.series, "lumbar_flexion_deg": replace(lumbar, value=value)})
    share = weighed(motion, found).series["back_work_share"].value
    assert [bool(np.isnan(share[c.bottom])) for c in found.cycles] == [False, True, False]


def test_where_the_joints_are_missing_the_moments_are() -> None:
    motion, found = lift()
    trunk = motion.series["trunk_inclination_deg"]
    holes = trunk.value.copy()
    holes[:40] = np.nan
    some = weighed(
        replace(motion, series={**motion.series, "trunk_inclination_deg": replace(trunk, value=holes)}), found
    )
    assert np.isnan(some.series["hip_moment_nm"].value[:40]).all()
    assert np.isfinite(some.series["hip_moment_nm"].value[40:]).all()
    gone = replace(trunk, value=np.full(len(motion), np.nan))
    none = weighed(replace(motion, series={**motion.series, "trunk_inclination_deg": gone}), found)
    assert not {*MOMENTS, *SHARES} & none.series.keys()
    assert {none.missing[name] for name in (*MOMENTS, *SHARES)} == {UNSEEN.reason}


@pytest.mark.parametrize("azimuth_deg", [0.0, 20.0, 165.0])
def test_from_front_and_rear_where_the_hands_place_does_not_show_there_are_none(azimuth_deg: float) -> None:
    track = figure(reps(3, bottom=RDL), azimuth_deg, hands_ahead_m=0.0)
    options = SetOptions(lift="rdl", body_mass_kg=70.0, height_m=1.7)
    motion = analyse(LifterTrack(track, jumps=0, others=0), options).motion
    assert not {*MOMENTS, *SHARES} & motion.series.keys()
    assert {motion.missing[name] for name in (*MOMENTS, *SHARES)} == {FROM_SIDE.reason}


def test_a_hip_thrust_has_no_knee_moment_and_says_why() -> None:
    out = weighed(*lift("hip-thrust", lumbar_deg=None), "hip-thrust")
    assert (out.missing["knee_moment_nm"], out.missing["back_work_share"]) == (
        NO_KNEE.reason,
        NO_THRUST_SHARES.reason,
    )
    assert np.nanmedian(out.series["hip_moment_nm"].value) > 100.0
    assert "knee_moment_nm" not in out.series


def test_the_line_of_the_report(lifted: Analysis) -> None:
    """Means over the reps, the widest error, whole per cents that make 100; else why not; nothing unasked."""
    parts = {"hip_work_share": (0.784, 0.775), "knee_work_share": (0.086, 0.095), "back_work_share": (0.13, 0.13)}
    counted = tuple(
        replace(rep, measures={name: Summary(*[part[n]] * 6, 0.04 + 0.02 * n, 1.0) for name, part in parts.items()})
        for n, rep in enumerate(lifted.reps[:2])
    )
    assert work_words(replace(lifted, reps=counted)) == "hips 78%, knees 9%, low back 13% (± 6)"
    assert work_words(lifted) == ""
    hidden = replace(lifted.motion, missing={**lifted.motion.missing, "hip_work_share": FROM_SIDE.reason})
    assert work_words(replace(lifted, motion=hidden)) == f"not shared out: {FROM_SIDE.reason}"
    half = replace(lifted.motion, missing={**lifted.motion.missing, "hip_work_share": GIVE_HEIGHT.reason})
    assert work_words(replace(lifted, motion=half)) == f"not shared out: {GIVE_HEIGHT.reason}"


# ------------------------------------------------------------------------------------------------------------ rule


@pytest.fixture(scope="module")
def lifted() -> Analysis:
    return analyse(LifterTrack(figure(reps(3)), jumps=0, others=0), SetOptions(lift="rdl"))


def judged(lifted: Analysis, fold: float | None, work: float | None, work_sigma: float = 0.02) -> set[Verdict]:
    """back-dominant's verdicts with these shares of fold and work."""
    motion = lifted.motion
    if fold is not None:
        share = Series(np.full(len(motion), fold), np.full(len(motion), 0.01), "")
        motion = replace(motion, series={**motion.series, "lumbar_share": share})
    summary = Summary(work, work, work, work, work, work, work_sigma, 1.0)
    more = {} if work is None else {"back_work_share": summary}
    counted = tuple(replace(rep, measures={**rep.measures, **more}) for rep in lifted.reps)
    return set(RULES_BY_ID["back-dominant"].judge(SetContext(motion, lifted.lift, counted, Limits())).values())


def test_the_worse_of_fold_and_work_counts_and_is_named(lifted: Analysis) -> None:
    for fold, work, severity, measure in (
        (0.15, 0.19, "mild", "back_work_share"),
        (0.15, 0.26, "moderate", "back_work_share"),
        (0.285, 0.40, "severe", "back_work_share"),
        (0.45, 0.19, "severe", None),
        (0.345, 0.26, "moderate", None),
        (None, 0.40, "severe", "back_work_share"),
    ):
        for verdict in judged(lifted, fold, work):
            assert isinstance(verdict, Fault)
            assert verdict.severity == severity
            assert (verdict.words.measure if verdict.words else None) == measure


def test_a_rough_share_of_work_leaves_the_verdict_on_the_fold(lifted: Analysis) -> None:
    assert judged(lifted, 0.15, 0.05) == judged(lifted, 0.15, None) == {Clean()}
    assert judged(lifted, 0.15, 0.25, work_sigma=0.3) == {Clean()}
    assert all(isinstance(verdict, Unknown) for verdict in judged(lifted, None, 0.05))
