"""What a drift is told from: reps that are seen whole, and every angle that is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.advice.depth import depth_of
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.rules import RULES_BY_ID, SetContext, Unknown
from hingecheck.core.rules.base import CUT_OFF, Clean, Fault, Verdict
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis
from stick_figure import DEADLIFT, cut, figure, reps

Check = Callable[..., Analysis]


def test_a_drift_is_told_from_the_first_reps_that_are_seen_whole(check: Check) -> None:
    move = reps(7, bottom=[DEADLIFT] * 3 + [(85.0, 40.0, 16.0)] * 4, starts="floor")
    analysis = check(cut(figure(move), 0.75), lift="deadlift")
    assert [rep.cycle.lift_off_cut for rep in analysis.reps] == [True] + [False] * 6
    finding = next((f for f in analysis.findings if f.rule == "form-drift"), None)
    assert finding is not None
    assert finding.reps == (5, 6, 7)
    target = analysis.sets[0].depth_target
    assert depth_of(analysis.reps[0], target) is None
    assert depth_of(analysis.reps[1], target) is not None


def drift_of_hinge(analysis: Analysis, change_deg: float, places: slice) -> list[Verdict]:
    """The drift where the hinge alone is changed in the reps of some places."""
    series = analysis.motion.series["hip_hinge_deg"]
    value = series.value.copy()
    for rep in analysis.reps[places]:
        value[rep.cycle.first : rep.cycle.last] += change_deg
    changed = {**analysis.motion.series, "hip_hinge_deg": replace(series, value=value)}
    motion = replace(analysis.motion, series=changed)
    verdicts = RULES_BY_ID["form-drift"].judge(SetContext(motion, analysis.lift, analysis.reps, Limits()))
    return [verdicts[rep.index] for rep in analysis.reps]


@pytest.mark.parametrize("change_deg", [10.0, np.nan], ids=["too close to call", "not seen"])
def test_no_drift_is_told_only_where_every_angle_says_so(change_deg: float, check: Check) -> None:
    verdicts = drift_of_hinge(check(figure(reps(6)), lift="rdl"), change_deg, slice(3, None))
    assert [isinstance(verdict, Unknown) for verdict in verdicts] == [False] * 3 + [True] * 3


def test_a_lifter_of_few_pixels_is_not_blamed_for_how_each_rep_is_read(check: Check) -> None:
    large = check(figure(reps(6)), lift="rdl")
    small = replace(large, motion=replace(large.motion, leg_px=40.0))
    assert all(isinstance(verdict, Fault) for verdict in drift_of_hinge(large, 17.0, slice(3, None))[3:])
    assert all(isinstance(verdict, Unknown) for verdict in drift_of_hinge(small, 17.0, slice(3, None))[3:])


def test_one_rep_in_doubt_makes_no_drift_doubtful(check: Check) -> None:
    assert set(drift_of_hinge(check(figure(reps(8)), lift="rdl"), 10.0, slice(3, 4))) == {Clean()}


@pytest.fixture(scope="module")
def even() -> Analysis:
    return analyse(LifterTrack(figure(reps(6)), 0, 0), KnownFacts(lift="rdl"))


def drift(analysis: Analysis, **changes_deg: list[float]) -> str:
    """The drift of six reps that are alike but for these changes of an angle, a letter each; NaN is not seen."""
    series = dict(analysis.motion.series)
    for name, changes in changes_deg.items():
        whole = {"trunk": "trunk_inclination_deg", "knee": "knee_flexion_deg"}[name]
        value = series[whole].value.copy()
        for rep, change in zip(analysis.reps, changes, strict=True):
            value[rep.cycle.first : rep.cycle.last] += change
        series[whole] = replace(series[whole], value=value)
    motion = replace(analysis.motion, series=series)
    verdicts = RULES_BY_ID["form-drift"].judge(SetContext(motion, analysis.lift, analysis.reps, Limits()))
    return "".join(
        {"Clean": "-", "Unknown": "?"}.get(type(one).__name__) or one.severity[1]  # type: ignore[union-attr]
        for one in (verdicts[rep.index] for rep in analysis.reps)
    )


NOT_SEEN = float("nan")


@pytest.mark.parametrize(
    ("trunk", "said"),
    [
        ([0, 1, -1, 0, 0, 1], "------"),
        ([0, 1, -1, 0, 25, 25], "----ee"),
        ([0, 1, -1, 0, 10.5, 25], "----??"),  # the other late rep is too close to call: so is the drift
        ([0, 1, -1, 0, 0, 25], "-----?"),  # one alone is no drift, and not like the first ones
        ([0, 1, -1, 0, 25, -25], "----??"),
        ([0, 1, -1, 0, 25, NOT_SEEN], "----??"),
    ],
)  # fmt: skip
def test_what_the_last_reps_do_not_share_is_no_drift_and_far_from_the_first_is_not_clean(
    trunk: list[float], said: str, even: Analysis
) -> None:
    assert drift(even, trunk=trunk) == said


def test_an_angle_that_the_first_reps_hide_is_not_passed_over(even: Analysis) -> None:
    assert drift(even, knee=[NOT_SEEN, 0, 0, 0, 0, 0]) == "??????"
    assert drift(even, knee=[NOT_SEEN, 0, 0, 0, 0, 0], trunk=[0, 0, 0, 0, 25, 25]) == "????ee"


def test_each_rep_is_told_by_the_angle_that_changes_most_there(even: Analysis) -> None:
    assert drift(even, trunk=[0, 0, 0, 0, 25, 25], knee=[0, 0, 0, 16, 16, 16]) == "---oee"


def test_a_rep_whose_start_is_cut_off_is_said_to_be(check: Check) -> None:
    analysis = check(cut(figure(reps(7, bottom=DEADLIFT, starts="floor")), 0.75), lift="deadlift")
    entry = next(e for e in analysis.not_assessable if e.rule == "form-drift")
    assert (entry.reps, entry.reason) == ((1,), CUT_OFF["lift-off"])
