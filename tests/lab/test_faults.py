"""Every rule of the contract can be dialled in by degree, and clean movements are clean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet

from hingecheck.core.lifts import LIFT_NAMES, LIFTS
from hingecheck.core.rules import RULES
from hingecheck.core.types import LiftName
from hingecheck.lab.acting import act
from hingecheck.lab.clipspec import ClipSpec
from hingecheck.lab.posing.body import BodySpec
from hingecheck.lab.posing.faults import DIALS, Degree, apply_fault
from hingecheck.lab.posing.movement import Movement
from hingecheck.lab.posing.posture import HeldLoad
from hingecheck.lab.posing.verdicts import VALUES
from hingecheck.lab.truth import TrueVerdict
from slow import SLOW

BAR = HeldLoad("barbell", 60.0, plate_m=0.225)
GOOD: dict[LiftName, Movement] = {
    "rdl": Movement("rdl", hinge_bottom_deg=88.0, load=BAR),
    "deadlift": Movement("deadlift", knee_bottom_deg=76.0, load=BAR),
    "single-leg-rdl": Movement(
        "single-leg-rdl", hinge_bottom_deg=82.0, load=HeldLoad("dumbbell", 10.0, side="right")
    ),
    "kickstand-rdl": Movement("kickstand-rdl", hinge_bottom_deg=82.0, load=HeldLoad("two-dumbbells", 16.0)),
    "hip-thrust": Movement("hip-thrust", starts_low=True, load=BAR),
}
RANK = {None: 0, "mild": 1, "moderate": 2, "severe": 3}
#: Either it is there or not.
ONE_DEGREE = {"load-side"}


def verdicts_of(movement: Movement) -> tuple[TrueVerdict, ...]:
    return act(ClipSpec("x", body=BodySpec(), movement=movement)).truth.verdicts


def applies(rule: str, lift: LiftName) -> bool:
    return rule == "form-drift" or (rule in VALUES and LIFTS[lift].judges(rule))


def test_every_rule_but_what_she_feels_can_be_posed() -> None:
    assert set(DIALS) == {rule.id for rule in RULES} - {"felt"}


@pytest.mark.parametrize("lift", LIFT_NAMES)
def test_a_good_movement_is_clean_by_every_rule(lift: LiftName) -> None:
    assert [v for v in verdicts_of(GOOD[lift]) if v.severity is not None] == []


def pairs() -> Iterator[ParameterSet]:
    """Every rule on a lift of its own, taken in turn; on all the others where slow tests are asked for."""
    for n, rule in enumerate(DIALS):
        lifts = [lift for lift in LIFT_NAMES if applies(rule, lift)]
        for lift in lifts:
            yield pytest.param(lift, rule, marks=() if lift == lifts[n % len(lifts)] else SLOW)


@pytest.mark.parametrize(("lift", "rule"), list(pairs()))
def test_faults_grow_with_their_degree(lift: LiftName, rule: str) -> None:
    degrees: tuple[Degree, ...] = (1,) if rule in ONE_DEGREE else (1, 2, 3)
    worst = []
    for degree in degrees:
        found = [v for v in verdicts_of(apply_fault(GOOD[lift], rule, degree)) if v.rule == rule]
        worst.append(max(RANK[v.severity] for v in found))
    assert worst[0] >= 1
    assert worst == sorted(worst)
    if rule not in ONE_DEGREE:
        assert worst[-1] >= 2
