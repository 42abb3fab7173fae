"""Grading: a level counts only where it is surely passed; clean is said only where a moderate fault is unlikely."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.lifts import LIFT_NAMES
from hingecheck.core.rules import RULES, RULES_BY_ID, Clean, Fault, Unknown
from hingecheck.core.rules.base import CLEAN_PROBABILITY, FAULT_PROBABILITY, TOO_CLOSE, grade, grade_between
from hingecheck.core.rules.limits import Levels, Limits, info, names

LEVELS = Levels(5.0, 10.0, 15.0)
BELOW = Levels(8.0, 3.0, -3.0)


#: Standard errors between a level and a value that surely passes it, from a table of the normal distribution.
FAULT_SIGMAS = {0.90: 1.2816}[FAULT_PROBABILITY]
#: And from the moderate level down to where it is as likely as `CLEAN_PROBABILITY` to be passed.
CLEAN_SIGMAS = {0.10: 1.2816}[CLEAN_PROBABILITY]


@pytest.mark.parametrize(
    ("past", "severity", "limit"),
    [(5.0, "mild", 5.0), (10.0, "moderate", 10.0), (15.0, "severe", 15.0), (80.0, "severe", 15.0)],
)
def test_a_level_must_be_surely_passed(past: float, severity: str, limit: float) -> None:
    value = past + 2.0 * FAULT_SIGMAS + 0.001
    verdict = grade(value, 2.0, LEVELS, at_s=1.5)
    assert isinstance(verdict, Fault)
    assert (verdict.severity, verdict.limit, verdict.value, verdict.at_s) == (severity, limit, value, 1.5)
    below = grade(value - 0.002, 2.0, LEVELS, at_s=1.5)
    assert (below.severity if isinstance(below, Fault) else None) != severity or past == 80.0


@pytest.mark.parametrize(
    ("past", "severity"), [(8.0, "mild"), (3.0, "moderate"), (-3.0, "severe"), (-30.0, "severe")]
)
def test_limits_that_are_broken_from_below(past: float, severity: str) -> None:
    verdict = grade(past - 2.0 * FAULT_SIGMAS - 0.001, 2.0, BELOW, at_s=0.0, below=True)
    assert isinstance(verdict, Fault)
    assert verdict.severity == severity


@pytest.mark.parametrize(("below", "levels", "towards"), [(False, LEVELS, 1.0), (True, BELOW, -1.0)])
def test_clean_needs_a_moderate_fault_to_be_unlikely(below: bool, levels: Levels, towards: float) -> None:
    sigma = 8.0
    edge = levels.moderate - towards * CLEAN_SIGMAS * sigma
    assert grade(edge - 0.01 * towards, sigma, levels, 0.0, below=below) == Clean()
    assert grade(edge + 0.01 * towards, sigma, levels, 0.0, below=below) == Unknown(TOO_CLOSE, filming=False)


def test_nothing_measured_well_enough_is_ever_too_close_to_call() -> None:
    """With an error small against the steps between levels every value is a fault or clean."""
    verdicts = [grade(value, 1.0, LEVELS, 0.0) for value in np.linspace(-20.0, 40.0, 601)]
    assert not [v for v in verdicts if isinstance(v, Unknown)]


@pytest.mark.parametrize("value", [2.0, 6.0, 9.0, 9.9, 12.0])
def test_a_wider_error_never_turns_unknown_into_clean_or_into_a_fault(value: float) -> None:
    kinds = [type(grade(value, sigma, LEVELS, 0.0)) for sigma in np.linspace(0.5, 40.0, 80)]
    assert Unknown in kinds
    since = kinds.index(Unknown)
    assert set(kinds[since:]) == {Unknown}


def test_an_error_that_differs_to_both_sides() -> None:
    """Same answers as with one error where the three numbers come from it; else each side decides its own."""
    for value in (2.0, 6.9, 9.0, 13.0, 30.0):
        least, most = value - FAULT_SIGMAS * 3.0, value + CLEAN_SIGMAS * 3.0
        one, three = grade(value, 3.0, LEVELS, 1.0), grade_between(least, value, most, LEVELS, 1.0)
        assert type(one) is type(three)
        if isinstance(one, Fault) and isinstance(three, Fault):
            assert (one.severity, one.limit) == (three.severity, three.limit)
            assert three.sigma == pytest.approx(one.sigma, rel=1e-3)
    assert grade_between(0.0, 4.0, 30.0, LEVELS, 0.0) == Unknown(TOO_CLOSE, filming=False)
    assert grade_between(0.0, 4.0, 9.0, LEVELS, 0.0) == Clean()
    assert isinstance(grade_between(6.0, 30.0, 40.0, LEVELS, 0.0), Fault)


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(("value", "sigma"), [(np.nan, 1.0), (2.0, np.nan), (30.0, np.nan), (np.nan, np.nan)])
def test_what_is_no_number_is_never_clean(value: float, sigma: float, below: bool) -> None:
    assert grade(value, sigma, LEVELS, 0.0, below=below) == Unknown(TOO_CLOSE, filming=False)
    assert grade_between(value - sigma, value, value + sigma, LEVELS, 0.0) == Unknown(TOO_CLOSE, filming=False)


@pytest.mark.parametrize(("sure", "sigmas"), [(FAULT_PROBABILITY, FAULT_SIGMAS), (0.95, 1.6449)])
def test_the_error_of_a_fault_is_by_how_surely_it_was_passed(sure: float, sigmas: float) -> None:
    """7° surely, 12° likely: 5° are so many standard errors."""
    verdict = grade_between(7.0, 12.0, 17.0, LEVELS, 0.0, sure=sure)
    assert isinstance(verdict, Fault)
    assert (verdict.severity, verdict.limit) == ("mild", 5.0)
    assert verdict.sigma == pytest.approx(5.0 / sigmas, rel=1e-3)


def test_a_wider_error_never_makes_a_worse_fault() -> None:
    order = ["severe", "moderate", "mild", None]
    found = [getattr(grade(18.0, sigma, LEVELS, 0.0), "severity", None) for sigma in (1.0, 4.0, 9.0, 14.0)]
    assert found == order


@pytest.mark.parametrize("below", [False, True])
def test_confidence_is_the_chance_of_being_past_the_limit(below: bool) -> None:
    sign = -1.0 if below else 1.0
    one = Fault("mild", 5.0 + sign * 2.0, 2.0, 5.0, 0.0, sign).confidence
    two = Fault("mild", 5.0 + sign * 4.0, 2.0, 5.0, 0.0, sign).confidence
    assert one == pytest.approx(0.841, abs=1e-3)
    assert two == pytest.approx(0.977, abs=1e-3)
    assert Fault("mild", 5.0 + sign, 0.0, 5.0, 0.0, sign).confidence == pytest.approx(1.0)


def test_every_limit_is_explained_and_in_order() -> None:
    limits = Limits()
    for name in names():
        levels, about = getattr(limits, name), info(name)
        sign = 1.0 if about.fault == "above" else -1.0
        assert sign * levels.mild < sign * levels.moderate < sign * levels.severe, name
        assert about.unit, name
        assert about.why, name
        assert about.source, name


def test_every_rule_names_limits_that_exist_and_every_limit_has_its_rule() -> None:
    used = {name for rule in RULES for name in rule.limits}
    assert used == set(names())
    for rule in RULES:
        for name in rule.limits:
            assert info(name).unit == rule.unit, rule.id


def test_the_contracts_rules_and_their_lifts() -> None:
    two_feet, all_lifts = {"deadlift", "rdl"}, set(LIFT_NAMES)
    one_leg = {"single-leg-rdl", "kickstand-rdl"}
    contract = {
        "hips-opening": one_leg,
        "back-dominant": two_feet | one_leg,
        "lumbar-rounding": two_feet | one_leg,
        "balance-loss": one_leg,
        "knee-locked": {"rdl"} | one_leg,
        "knee-dominant": two_feet | one_leg,
        "hips-rise-first": {"deadlift"},
        "range-too-deep": {"rdl"} | one_leg,
        "load-drifting": two_feet,
        "incomplete-lockout": all_lifts,
        "overextended-lockout": all_lifts,
        "shin-angle": {"hip-thrust"},
        "uneven-sides": two_feet | {"hip-thrust"},
        "fast-lowering": all_lifts,
        "load-side": {"single-leg-rdl"},
        "form-drift": all_lifts,
    }
    assert {rule.id: set(rule.lifts) for rule in RULES} == contract
    assert list(RULES_BY_ID) == [rule.id for rule in RULES]


def test_a_lift_that_may_be_two_is_judged_by_the_limits_that_forgive_more() -> None:
    limits = Limits()
    assert limits.knee_dominant("rdl") is limits.knee_dominant_rdl
    assert limits.knee_dominant("rdl", "deadlift") is limits.knee_dominant_deadlift
    assert limits.knee_dominant("deadlift", "rdl") is limits.knee_dominant_deadlift
