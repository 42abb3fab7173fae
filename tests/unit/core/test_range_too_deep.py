"""Going lower than hips and back hold: both leave position from a hinge on, laid over a stick figure's lifts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import Landmark
from hingecheck.core.rules import RULES_BY_ID, Clean, Fault, SetContext, Unknown, Verdict
from hingecheck.core.rules.base import TOO_CLOSE
from hingecheck.core.rules.depth import stopping_place
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, LiftName, Series
from stick_figure import figure, reps

RULE = RULES_BY_ID["range-too-deep"]
NAMES = ("lumbar_flexion_deg", "pelvis_rotation_deg")
REASONS = {name: f"no {name} here" for name in NAMES}
#: Mild levels of hips and back.
LEVEL = {"lumbar_flexion_deg": 30.0, "pelvis_rotation_deg": 10.0}


@pytest.fixture(scope="module")
def lifted() -> Analysis:
    """Three reps to a hinge of 84°, knees and hands seen."""
    return analyse(LifterTrack(figure(reps(3)), jumps=0, others=0), KnownFacts(lift="rdl"))


def deepest(lifted: Analysis) -> float:
    return float(np.nanmax(lifted.motion.series["hip_hinge_deg"].value))


def leaves(lifted: Analysis, name: str, excess_deg: float, by_deg: float = 12.0) -> np.ndarray:
    """A measure well below its level down to `excess_deg` above the bottom, well past it from there on."""
    hinge = lifted.motion.series["hip_hinge_deg"].value
    past = hinge > deepest(lifted) - excess_deg
    return np.where(past, LEVEL[name] + by_deg, LEVEL[name] - by_deg)


def judged(
    lifted: Analysis, values: Mapping[str, np.ndarray], sigma: float = 2.0, lift: LiftName = "rdl"
) -> dict[int, Verdict]:
    """Verdicts where these measures are had, with one error, and no others."""
    motion = lifted.motion
    had = {name: Series(v, np.where(np.isfinite(v), sigma, np.nan), "deg") for name, v in values.items()}
    series = {name: s for name, s in motion.series.items() if name not in NAMES}
    context = SetContext(
        replace(motion, series={**series, **had}, missing={**motion.missing, **REASONS}),
        replace(lifted.lift, name=lift),
        lifted.reps,
        Limits(),
    )
    return dict(RULE.judge(context))


@pytest.mark.parametrize(("excess_deg", "severity"), [(9.0, "mild"), (16.0, "moderate"), (30.0, "severe")])
@pytest.mark.parametrize(("name", "lift"), [(NAMES[0], "rdl"), (NAMES[1], "kickstand-rdl")])
def test_each_degree(lifted: Analysis, name: str, lift: LiftName, excess_deg: float, severity: str) -> None:
    for verdict in judged(lifted, {name: leaves(lifted, name, excess_deg, by_deg=20.0)}, lift=lift).values():
        assert isinstance(verdict, Fault)
        assert verdict.severity == severity
        assert verdict.value == pytest.approx(excess_deg, abs=4.0)


@pytest.mark.parametrize(("by_deg", "severity"), [(5.0, "mild"), (12.0, "moderate")])
def test_a_back_that_is_a_little_round_makes_no_depth_severe(lifted: Analysis, by_deg: float, severity: str) -> None:
    verdicts = judged(lifted, {NAMES[0]: leaves(lifted, NAMES[0], 30.0, by_deg)}).values()
    assert {v.severity for v in verdicts if isinstance(v, Fault)} == {severity}


def test_a_position_that_holds_is_clean(lifted: Analysis) -> None:
    held = {name: np.full(len(lifted.motion), LEVEL[name] - 15.0) for name in NAMES}
    assert set(judged(lifted, {NAMES[0]: held[NAMES[0]]}).values()) == {Clean()}
    assert set(judged(lifted, held, lift="single-leg-rdl").values()) == {Clean()}


def test_a_position_lost_only_on_the_way_and_held_at_the_bottom_is_clean(lifted: Analysis) -> None:
    hinge = lifted.motion.series["hip_hinge_deg"].value
    value = np.where((hinge > 20.0) & (hinge < 40.0), 45.0, 8.0)
    assert set(judged(lifted, {NAMES[0]: value}).values()) == {Clean()}


@pytest.mark.parametrize("had", NAMES)
def test_one_measure_alone_can_blame_but_never_clear_a_one_legged_lift(lifted: Analysis, had: str) -> None:
    (other,) = set(NAMES) - {had}
    held = np.full(len(lifted.motion), LEVEL[had] - 15.0)
    assert set(judged(lifted, {had: held}, lift="single-leg-rdl").values()) == {Unknown(REASONS[other])}
    blamed = judged(lifted, {had: leaves(lifted, had, 20.0)}, lift="single-leg-rdl").values()
    assert all(isinstance(v, Fault) for v in blamed)


def test_without_either_it_cannot_be_told(lifted: Analysis) -> None:
    assert set(judged(lifted, {}).values()) == {Unknown(REASONS["lumbar_flexion_deg"])}
    holes = {name: np.full(len(lifted.motion), np.nan) for name in NAMES}
    assert all(isinstance(v, Unknown) for v in judged(lifted, holes, lift="single-leg-rdl").values())


def test_a_measure_that_scatters_about_its_level_claims_no_depth(lifted: Analysis) -> None:
    scatter = 10.0 + np.random.default_rng(3).normal(0.0, 6.0, len(lifted.motion))
    held = np.full(len(lifted.motion), 5.0)
    verdicts = judged(lifted, {NAMES[1]: scatter, NAMES[0]: held}, sigma=8.0, lift="single-leg-rdl")
    assert not [v for v in verdicts.values() if isinstance(v, Fault)]


def test_a_measure_that_may_well_be_past_its_level_is_too_close_to_call(lifted: Analysis) -> None:
    near = np.full(len(lifted.motion), LEVEL[NAMES[0]])
    assert set(judged(lifted, {NAMES[0]: near}, sigma=8.0).values()) == {Unknown(TOO_CLOSE, filming=False)}


def test_a_bottom_that_is_not_seen_is_neither(lifted: Analysis) -> None:
    hinge = lifted.motion.series["hip_hinge_deg"].value
    value = np.where(hinge > deepest(lifted) - 12.0, np.nan, 5.0)
    assert all(isinstance(v, Unknown) for v in judged(lifted, {NAMES[0]: value}).values())


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    excess_deg=st.sampled_from([0.0, 8.0, 14.0, 30.0, 60.0]),
    seed=st.integers(0, 99),
    share=st.sampled_from([0.1, 0.4, 0.8]),
)
def test_missing_frames_make_no_fault_and_no_worse_one(
    lifted: Analysis, excess_deg: float, seed: int, share: float
) -> None:
    whole = leaves(lifted, NAMES[0], excess_deg)
    holed = np.where(np.random.default_rng(seed).random(len(whole)) < share, np.nan, whole)
    order = ("mild", "moderate", "severe")
    for rep, less in judged(lifted, {NAMES[0]: holed}).items():
        full = judged(lifted, {NAMES[0]: whole})[rep]
        if isinstance(less, Fault):
            assert isinstance(full, Fault)
            assert order.index(less.severity) <= order.index(full.severity)


@pytest.mark.parametrize(("hinge_deg", "place"), [(30.0, "mid-thigh"), (82.0, "knee height")])
def test_hands_and_knees_say_where_to_stop(lifted: Analysis, hinge_deg: float, place: str) -> None:
    cycle = lifted.reps[0].cycle
    assert stopping_place(lifted.motion, np.arange(cycle.first, cycle.last), hinge_deg) == place


@pytest.mark.parametrize(("hinge_deg", "place"), [(30.0, "mid-thigh"), (70.0, "knee height"), (95.0, "mid-shin")])
@pytest.mark.parametrize("hidden", [Landmark.LEFT_WRIST, Landmark.LEFT_KNEE])
def test_where_they_are_hidden_the_hinge_says_it(
    lifted: Analysis, hinge_deg: float, place: str, hidden: Landmark
) -> None:
    visibility = lifted.motion.visibility.copy()
    visibility[:, [hidden, Landmark(hidden + 1)]] = 0.1
    motion = replace(lifted.motion, visibility=visibility)
    cycle = lifted.reps[0].cycle
    assert stopping_place(motion, np.arange(cycle.first, cycle.last), hinge_deg) == place


def test_the_cue_says_where_to_stop(lifted: Analysis) -> None:
    (verdict, *_) = judged(lifted, {NAMES[0]: leaves(lifted, NAMES[0], 60.0)}).values()
    assert isinstance(verdict, Fault)
    assert verdict.words is not None
    assert "low back rounds" in verdict.words.message
    assert "mid-thigh" in verdict.words.cue


def test_open_hips_are_told_from_a_round_back(lifted: Analysis) -> None:
    values = {NAMES[1]: leaves(lifted, NAMES[1], 40.0), NAMES[0]: leaves(lifted, NAMES[0], 10.0)}
    (verdict, *_) = judged(lifted, values, lift="single-leg-rdl").values()
    assert isinstance(verdict, Fault)
    assert verdict.words is not None
    assert "hips turn open" in verdict.words.message
    assert "hip bones" in verdict.words.cue
