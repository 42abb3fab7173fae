"""Rules on what the networks measure: low back and pelvis, laid over a stick figure's lifts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.rules import RULES_BY_ID, Clean, Fault, SetContext, Unknown, Verdict
from hingecheck.core.rules.base import TOO_CLOSE
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Series
from stick_figure import figure, reps

LEARNED = {
    "lumbar-rounding": "lumbar_flexion_deg",
    "back-dominant": "lumbar_share",
    "hips-opening": "pelvis_rotation_deg",
}
#: A value of each measure that is clean, and one of each severity, with an error small against the steps between.
VALUES = {
    "lumbar-rounding": (12.0, 34.0, 41.0, 50.0, 2.0),
    "back-dominant": (0.15, 0.285, 0.345, 0.45, 0.01),
    "hips-opening": (4.0, 12.5, 20.0, 32.0, 1.0),
}
SEVERITY = (None, "mild", "moderate", "severe")


@pytest.fixture(scope="module")
def lifted() -> Analysis:
    return analyse(LifterTrack(figure(reps(3)), jumps=0, others=0), KnownFacts(lift="rdl"))


def judged(lifted: Analysis, rule: str, value: np.ndarray | float | None, sigma: float = 0.0) -> dict[int, Verdict]:
    """A rule's verdicts where its measure reads `value` in every frame."""
    motion, name = lifted.motion, LEARNED[rule]
    series = dict(motion.series)
    if value is not None:
        filled = np.broadcast_to(np.asarray(value, float), (len(motion),)).copy()
        series[name] = Series(filled, np.where(np.isfinite(filled), sigma, np.nan), "deg")
    missing = {**motion.missing, name: "there is a reason"} if value is None else motion.missing
    context = SetContext(replace(motion, series=series, missing=missing), lifted.lift, lifted.reps, Limits())
    return dict(RULES_BY_ID[rule].judge(context))


@pytest.mark.parametrize("rule", LEARNED)
@pytest.mark.parametrize("degree", range(4))
def test_each_degree(lifted: Analysis, rule: str, degree: int) -> None:
    *values, sigma = VALUES[rule]
    for verdict in judged(lifted, rule, values[degree], sigma).values():
        if degree == 0:
            assert verdict == Clean()
        else:
            assert isinstance(verdict, Fault)
            assert verdict.severity == SEVERITY[degree]
            assert verdict.value == pytest.approx(values[degree])


@pytest.mark.parametrize("rule", LEARNED)
def test_within_the_error_nothing_is_said(lifted: Analysis, rule: str) -> None:
    *values, sigma = VALUES[rule]
    wide = 20 * sigma
    assert set(judged(lifted, rule, values[1], wide).values()) <= {Clean(), Unknown(TOO_CLOSE, filming=False)}


@pytest.mark.parametrize("rule", LEARNED)
def test_not_measured_is_never_clean(lifted: Analysis, rule: str) -> None:
    verdicts = judged(lifted, rule, None)
    assert set(verdicts) == {1, 2, 3}
    assert all(v == Unknown("there is a reason") for v in verdicts.values())
    holes = np.full(len(lifted.motion), np.nan)
    assert all(isinstance(v, Unknown) for v in judged(lifted, rule, holes).values())


@pytest.mark.parametrize("rule", LEARNED)
def test_a_rep_that_hardly_shows_is_not_judged_and_leaves_the_others(lifted: Analysis, rule: str) -> None:
    value = np.full(len(lifted.motion), VALUES[rule][3])
    cycle = lifted.reps[1].cycle
    value[cycle.first : cycle.last] = np.nan
    verdicts = judged(lifted, rule, value, VALUES[rule][-1])
    assert isinstance(verdicts[2], Unknown)
    assert isinstance(verdicts[1], Fault)
    assert isinstance(verdicts[3], Fault)


@pytest.mark.parametrize("rule", LEARNED)
def test_what_is_not_seen_at_the_bottom_is_not_clean(lifted: Analysis, rule: str) -> None:
    hinge = lifted.motion.series["hip_hinge_deg"].value
    value = np.where(hinge > 0.8 * hinge.max(), np.nan, VALUES[rule][0])
    assert all(isinstance(v, Unknown) for v in judged(lifted, rule, value, VALUES[rule][-1]).values())


@pytest.mark.parametrize("rule", LEARNED)
def test_missing_frames_never_make_a_fault(lifted: Analysis, rule: str) -> None:
    value = np.full(len(lifted.motion), VALUES[rule][0])
    value[np.random.default_rng(1).random(len(value)) < 0.3] = np.nan
    assert not [v for v in judged(lifted, rule, value, VALUES[rule][-1]).values() if isinstance(v, Fault)]


def test_one_slipped_frame_is_no_rounding(lifted: Analysis) -> None:
    value = np.full(len(lifted.motion), 8.0)
    value[lifted.reps[0].cycle.bottom] = 60.0
    assert judged(lifted, "lumbar-rounding", value, 2.0)[1] == Clean()


def test_standing_the_turn_of_the_pelvis_does_not_count(lifted: Analysis) -> None:
    trunk = lifted.motion.series["trunk_inclination_deg"].value
    verdicts = judged(lifted, "hips-opening", np.where(trunk > 30.0, 3.0, 40.0), 1.0)
    assert set(verdicts.values()) == {Clean()}


def test_the_worst_moment_is_named(lifted: Analysis) -> None:
    cycle = lifted.reps[0].cycle
    value = np.full(len(lifted.motion), 8.0)
    value[cycle.bottom - 6 : cycle.bottom + 7] = 45.0
    fault = judged(lifted, "lumbar-rounding", value, 2.0)[1]
    assert isinstance(fault, Fault)
    assert fault.at_s == pytest.approx(lifted.motion.time_s[cycle.bottom], abs=0.3)


def test_where_the_fold_is_not_known_what_grows_with_it_is_not_clean(lifted: Analysis) -> None:
    """The low back is seen all through, and never rounds; how far the hips fold is not, in the first rep."""
    motion, cycle = lifted.motion, lifted.reps[0].cycle
    hinge = motion.series["hip_hinge_deg"]
    folds = hinge.value.copy()
    folds[cycle.first : cycle.last] = np.nan
    blind = replace(motion, series={**motion.series, "hip_hinge_deg": replace(hinge, value=folds)})
    verdicts = judged(replace(lifted, motion=blind), "lumbar-rounding", 12.0, 2.0)
    assert [type(verdict) for verdict in verdicts.values()] == [Unknown, Clean, Clean]
