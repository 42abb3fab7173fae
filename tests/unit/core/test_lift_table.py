"""A lift is one row: whole tables or a loud refusal, every rule in one place, moments wherever the load is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core import lifts
from hingecheck.core.kinetics.segments import Build, segments_of
from hingecheck.core.kinetics.statics import GRAVITY_M_S2, Pose, moments
from hingecheck.core.lift_row import Applies, LiftRow, NotJudged, NotMeant
from hingecheck.core.lifts import LIFT_NAMES, LIFTS, ROWS, LiftName, one_for_each_lift, table_of
from hingecheck.core.rules import RULES, SetContext, check_row
from hingecheck.core.rules.limits import Limits
from hingecheck.core.types import Analysis
from stick_figure import RDL, figure, reps

Check = Callable[..., Analysis]
ROW = ROWS[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_says_of_every_rule_whether_it_is_judged_and_if_not_why(row: LiftRow) -> None:
    assert list(row.rules) == [rule.id for rule in RULES]
    assert all(use.reason for use in row.rules.values() if not isinstance(use, Applies))
    texts = (row.text.looks_like, row.text.starts, row.text.rep, row.text.finished)
    assert all(texts)
    assert (row.legs == "one") == (row.other_foot is not None)


def test_a_row_that_passes_over_a_rule_is_refused_by_its_name() -> None:
    silent = {rule: use for rule, use in ROW.rules.items() if rule not in ("load-side", "form-drift")}
    with pytest.raises(LookupError, match=f"{ROW.id}.*does not say .* by load-side, form-drift"):
        check_row(replace(ROW, rules=silent))
    with pytest.raises(LookupError, match="no rule: knees-dominant"):
        check_row(replace(ROW, rules={**ROW.rules, "knees-dominant": Applies()}))
    with pytest.raises(LookupError, match="judges knee-dominant by knee_dominant_squat, which is no limit"):
        check_row(replace(ROW, rules={**ROW.rules, "knee-dominant": Applies("knee_dominant_squat")}))


def test_a_lift_with_a_name_and_no_row_or_twice_is_refused() -> None:
    with pytest.raises(LookupError, match=ROW.id):
        table_of(ROWS[1:])
    with pytest.raises(LookupError, match="good-morning"):
        table_of((*ROWS, replace(ROW, id="good-morning")))
    with pytest.raises(LookupError, match=ROW.id):
        table_of((*ROWS, ROW))


def test_a_table_that_lacks_a_lift_is_refused_by_what_it_is_and_lacks() -> None:
    whole = dict.fromkeys(LIFT_NAMES, 1)
    assert one_for_each_lift("motions", whole) == whole
    with pytest.raises(LookupError, match="motions: nothing for hip-thrust"):
        one_for_each_lift("motions", {name: 1 for name in LIFT_NAMES if name != "hip-thrust"})


def test_what_is_derived_is_what_lifters_would_say() -> None:
    assert lifts.ONE_LEG == (*lifts.FREE_FOOT, *lifts.RESTING_FOOT) == ("single-leg-rdl", "kickstand-rdl")
    assert (lifts.LYING, lifts.FROM_FLOOR, lifts.FROM_TALL) == (("hip-thrust",), ("deadlift",), ("rdl",))
    assert set(lifts.STANDING) == set(LIFT_NAMES) - {"hip-thrust"}
    assert [row.footing for row in ROWS] == ["two", "two", "one", "kickstand", "lying"]


@pytest.mark.parametrize("lift", LIFT_NAMES)
def test_every_rule_is_in_exactly_one_place(lift: LiftName, check: Check) -> None:
    analysis = check(figure(reps(5, bottom=RDL), hands_ahead_m=0.03), lift=lift)
    places = [
        {finding.rule for finding in analysis.findings} | {entry.rule for entry in analysis.not_assessable},
        set(analysis.good),
        {rule for rule, use in LIFTS[lift].rules.items() if isinstance(use, NotMeant)},
    ]
    assert sorted(rule for place in places for rule in place) == sorted(rule.id for rule in RULES)


def test_every_rule_is_judged_by_the_limit_that_the_row_names(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    analysis, limits = check(figure(reps(3)), lift="rdl"), Limits()
    context = SetContext(analysis.motion, analysis.lift, analysis.reps, limits)
    for rule in (rule for rule in RULES if "rdl" in rule.lifts):
        own = {"knee-dominant": "knee_dominant_rdl", "overextended-lockout": "overextended_lockout_held"}
        name = own.get(rule.id, rule.id.replace("-", "_"))
        assert context.levels(rule.id) is getattr(limits, name)
    row = LIFTS["rdl"]
    other = replace(row, rules={**row.rules, "back-dominant": Applies("back_work")})
    monkeypatch.setitem(lifts.LIFTS, "rdl", other)  # type: ignore[arg-type]
    assert context.levels("back-dominant") is limits.back_work
    with pytest.raises(LookupError, match="nothing for knees-locked in rdl"):
        context.levels("knees-locked")


def test_what_cannot_be_judged_in_a_lift_is_said_for_every_rep(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    row = LIFTS["rdl"]
    mute = replace(row, load_at="shoulders", rules={**row.rules, "load-drifting": NotJudged("on the shoulders")})
    monkeypatch.setitem(lifts.LIFTS, "rdl", mute)  # type: ignore[arg-type]
    analysis = check(figure(reps(3), hands_ahead_m=0.03), lift="rdl")
    (entry,) = (entry for entry in analysis.not_assessable if entry.rule == "load-drifting")
    assert (entry.reps, entry.reason, entry.filming) == ("all", "on the shoulders", False)
    assert "load_offset_leg" in analysis.motion.missing
    assert not any("load_offset_leg" in rep.measures for rep in analysis.reps)


def test_a_load_on_the_shoulders_turns_about_the_hips_from_the_shoulders() -> None:
    body = segments_of(Build(70.0, 1.7))
    one, nothing = np.array([60.0]), np.zeros(1)
    pose = Pose(
        trunk_deg=one, hinge_deg=one, knee_deg=nothing, shank_deg=nothing, lumbar_deg=nothing,
        hands_ahead_m=np.array([0.3]), hang_m=nothing, lumbosacral_m=nothing, bench_share=nothing, load_m=nothing,
    )  # fmt: skip
    lever_m = body.trunk_length * np.sin(np.radians(60.0))
    with_load, without = (moments(pose, body, kg, "two", "shoulders") for kg in (50.0, 0.0))
    assert with_load.hip - without.hip == pytest.approx(GRAVITY_M_S2 * 50.0 * lever_m)
    held = moments(pose, body, 50.0, "two", "hands")
    assert held.hip[0] < with_load.hip[0]  # nearer to the hips than the shoulders are, over the feet
