"""Grading: a level counts only where the value passes it by more than its own error."""

from __future__ import annotations

import pytest

from hingecheck.core.limits import Levels, Limits, info, names
from hingecheck.core.rules import RULES, RULES_BY_ID, Clean, Fault
from hingecheck.core.rules.base import grade
from hingecheck.core.types import LIFTS

LEVELS = Levels(5.0, 10.0, 15.0)
BELOW = Levels(8.0, 3.0, -3.0)


@pytest.mark.parametrize(
    ("value", "severity", "limit"),
    [
        (0.0, None, None), (6.9, None, None), (7.0, None, None), (7.01, "mild", 5.0), (12.0, "mild", 5.0),
        (12.01, "moderate", 10.0), (17.0, "moderate", 10.0), (17.01, "severe", 15.0), (90.0, "severe", 15.0),
    ],
)  # fmt: skip
def test_value_less_its_error_must_pass_the_limit(value: float, severity: str | None, limit: float | None) -> None:
    verdict = grade(value, 2.0, LEVELS, at_s=1.5)
    if severity is None:
        assert verdict == Clean()
    else:
        assert isinstance(verdict, Fault)
        assert (verdict.severity, verdict.limit, verdict.value, verdict.at_s) == (severity, limit, value, 1.5)


@pytest.mark.parametrize(
    ("value", "severity"),
    [(6.0, None), (5.99, "mild"), (1.0, "mild"), (0.99, "moderate"), (-5.0, "moderate"), (-5.01, "severe")],
)
def test_limits_that_are_broken_from_below(value: float, severity: str | None) -> None:
    verdict = grade(value, 2.0, BELOW, at_s=0.0, below=True)
    assert (verdict.severity if isinstance(verdict, Fault) else None) == severity


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
    two_feet, all_lifts = {"deadlift", "rdl"}, set(LIFTS)
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
