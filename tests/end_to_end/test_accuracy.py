"""The core on the saved poses of the validation set's quick subset: accuracy may not get worse unseen.

The bounds are what was measured when they were written, a little rounded up (`hingecheck lab validate
benchmarks/quick`). Whoever makes the pipeline better lowers them; new weights that are better over the whole
validation set may be a little worse on these few clips, and then write what they measure.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hingecheck.lab.scoring.measure_scores import MeasureScore
from hingecheck.lab.scoring.validate import Validation, validate

QUICK = Path(__file__).parents[2] / "benchmarks" / "quick"
#: Mean absolute error inside true reps by measure and view, degrees.
MAE_DEG = {
    (
        "hip_hinge_deg",
        "side",
    ): 3.6,  # without thrusts 2.5: who lies is read more by the landmarks, see benchmarks/real.md
    ("hip_hinge_deg", "front-oblique"): 5.1,
    ("hip_hinge_deg", "front"): 4.8,
    ("knee_flexion_deg", "side"): 3.0,
    ("knee_flexion_deg", "front-oblique"): 3.4,
    ("trunk_inclination_deg", "side"): 2.1,
    ("trunk_inclination_deg", "front-oblique"): 2.9,
    ("trunk_inclination_deg", "front"): 4.5,
    ("shank_inclination_deg", "side"): 1.9,
}
#: The same where a measure is not promised in every frame.
PARTLY_DEG = {
    ("lumbar_flexion_deg", "side"): 4.4,
    ("pelvis_rotation_deg", "side"): 3.6,
    ("pelvis_rotation_deg", "front-oblique"): 3.9,
    ("pelvis_rotation_deg", "front"): 1.9,
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


@pytest.mark.parametrize(("measure", "view"), PARTLY_DEG)
def test_spine_and_pelvis_are_no_worse_than_measured(quick: Validation, measure: str, view: str) -> None:
    found = score(quick, measure, view)
    assert found.mae is not None
    assert found.mae <= PARTLY_DEG[measure, view]


@pytest.mark.parametrize("view", ["side", "front-oblique"])
def test_errors_are_claimed_honestly(quick: Validation, view: str) -> None:
    """The whole set is held to 0.92 within two sigma; nine clips of one view are few bodies: 0.90 here."""
    for measure in ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg"):
        found = score(quick, measure, view)
        assert found.within_1_sigma is not None
        assert found.within_2_sigma is not None
        assert found.within_1_sigma >= 0.60
        assert found.within_2_sigma >= 0.90


def test_the_low_back_is_not_guessed_from_the_front(quick: Validation) -> None:
    assert score(quick, "lumbar_flexion_deg", "front").measured == 0


def test_reps_are_found(quick: Validation) -> None:
    (reps,) = (s for s in quick.table.rep_scores if s.group == "all")
    assert reps.true == 71
    assert reps.matched >= 70
    assert reps.extra <= 1


def test_tempo_reads_true(quick: Validation) -> None:
    (reps,) = (s for s in quick.table.rep_scores if s.group == "all")
    times = {time.name: time for time in reps.times}
    for name in ("lowering_s", "lifting_s"):
        assert abs(times[name].bias_s or 0.0) <= 0.17  # a phase begins where the movement shows
        assert (times[name].mae_s or 9.0) <= 0.22


def test_no_rule_cries_wolf_more_than_measured(quick: Validation) -> None:
    worst = {rule.rule: rule.every.false_alarm_rate or 0.0 for rule in quick.table.rules if rule.group == "all"}
    assert max(worst.values()) <= 0.03


def test_what_is_said_of_hips_that_rise_first_is_so(quick: Validation) -> None:
    (rule,) = (r for r in quick.table.rules if (r.rule, r.group) == ("hips-rise-first", "all"))
    assert rule.every.precision == 1.0
    assert (rule.every.recall or 0.0) >= 0.6


def test_every_lift_is_recognised(quick: Validation) -> None:
    assert quick.table.lifts.right >= 0.96
