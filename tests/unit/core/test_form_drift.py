"""What a drift is told from: reps that are seen whole, and every angle that is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.advice.depth import depth_of
from hingecheck.core.rules import RULES_BY_ID, SetContext, Unknown
from hingecheck.core.rules.base import Clean, Verdict
from hingecheck.core.rules.limits import Limits
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


def test_one_rep_in_doubt_makes_no_drift_doubtful(check: Check) -> None:
    assert set(drift_of_hinge(check(figure(reps(8)), lift="rdl"), 10.0, slice(3, 4))) == {Clean()}
