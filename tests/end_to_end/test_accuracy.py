"""The core on the saved poses of the validation set's quick subset: accuracy may not get worse unseen.

The bounds are what was measured when they were written, a little rounded up (`hingecheck lab validate
benchmarks/quick`). Whoever makes the pipeline better lowers them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hingecheck.lab.scoring.measure_scores import MeasureScore
from hingecheck.lab.scoring.validate import Validation, validate

QUICK = Path(__file__).parents[2] / "benchmarks" / "quick"
#: Mean absolute error inside true reps by measure and view, degrees.
MAE_DEG = {
    ("hip_hinge_deg", "side"): 11.5,
    ("hip_hinge_deg", "front-oblique"): 11.0,
    ("hip_hinge_deg", "front"): 17.0,
    ("knee_flexion_deg", "side"): 7.5,
    ("knee_flexion_deg", "front-oblique"): 13.0,
    ("trunk_inclination_deg", "side"): 5.5,
    ("trunk_inclination_deg", "front-oblique"): 7.5,
    ("trunk_inclination_deg", "front"): 9.5,
    ("shank_inclination_deg", "side"): 6.5,
}


@pytest.fixture(scope="module")
def quick() -> Validation:
    return validate(QUICK, jobs=2)


def score(quick: Validation, measure: str, view: str) -> MeasureScore:
    (found,) = (s for s in quick.table.measures if (s.measure, s.by, s.group) == (measure, "view", view))
    return found


def test_every_clip_of_the_subset_is_there(quick: Validation) -> None:
    assert quick.unread == ()
    assert quick.table.clips == 30


@pytest.mark.parametrize(("measure", "view"), MAE_DEG)
def test_angles_are_no_worse_than_measured(quick: Validation, measure: str, view: str) -> None:
    found = score(quick, measure, view)
    assert found.mae is not None
    assert found.mae <= MAE_DEG[measure, view]
    assert found.coverage >= 0.90


def test_reps_are_found(quick: Validation) -> None:
    (reps,) = (s for s in quick.table.rep_scores if s.group == "all")
    assert reps.true == 71
    assert reps.matched >= 65
    assert reps.extra <= 4


def test_no_rule_cries_wolf_more_than_measured(quick: Validation) -> None:
    worst = {rule.rule: rule.every.false_alarm_rate or 0.0 for rule in quick.table.rules if rule.group == "all"}
    assert worst.pop("incomplete-lockout") <= 0.22
    assert worst.pop("load-drifting") <= 0.22
    assert worst.pop("fast-lowering") <= 0.14
    assert max(worst.values()) <= 0.05


def test_hips_that_rise_first_are_found_every_time(quick: Validation) -> None:
    (rule,) = (r for r in quick.table.rules if (r.rule, r.group) == ("hips-rise-first", "all"))
    assert rule.every.precision == 1.0
    assert rule.every.recall == 1.0
