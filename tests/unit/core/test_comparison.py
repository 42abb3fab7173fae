"""Two sides held against each other: a difference counts only beyond the error of both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.apps.compare_film import in_step
from hingecheck.core.analysis import analyse
from hingecheck.core.comparison.compare import compare_sides
from hingecheck.core.comparison.curves import POINTS, phases_of
from hingecheck.core.comparison.differences import COUNTS_FROM, MEASURES, Difference, SideValue
from hingecheck.core.comparison.sides import rule_words, side_of
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.lifts import LiftName
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Severity
from hingecheck.errors import ConfigError
from hingecheck.reports.compare_page import to_html
from hingecheck.reports.compare_words import alike_words, sections, side_words, to_dict
from stick_figure import DEADLIFT, RDL, SQUATTED_RDL, figure, reps

RDL_FACTS = KnownFacts(lift="rdl")


def analysed(posture: tuple[float, float, float], count: int = 2) -> Analysis:
    return analyse(LifterTrack(figure(reps(count, bottom=posture)), 0, 0), RDL_FACTS)


@pytest.fixture(scope="module")
def clean() -> Analysis:
    return analysed(RDL)


@pytest.fixture(scope="module")
def squatted() -> Analysis:
    return analysed(SQUATTED_RDL)


def test_the_same_set_twice_has_no_difference(clean: Analysis) -> None:
    found = compare_sides(side_of("a", clean), side_of("b", clean))
    assert found.measures
    assert not found.differing
    assert not sections(found)
    assert not any(curve.differs.any() for curve in found.curves)
    assert not found.doubts


def test_reps_of_another_lift_in_the_recording_are_not_compared(clean: Analysis) -> None:
    first, *_ = clean.sets
    other = replace(first, index=2, reps=(2,), lift=replace(first.lift, name="hip-thrust"))
    mixed = replace(clean, sets=(replace(first, reps=(1,)), other))
    assert [rep.index for rep in side_of("a", mixed).reps] == [1]
    assert [rep.index for rep in side_of("a", mixed, "left").reps] == [1]


def test_knees_that_bend_far_more_are_named_and_the_fault_is_worse(clean: Analysis, squatted: Analysis) -> None:
    found = compare_sides(side_of("a", clean), side_of("b", squatted))
    (knee,) = [one for one in found.differing if one.about.measure == "knee_flexion_deg"]
    assert knee.change == pytest.approx(55, abs=8)
    assert knee.better is None
    fault = next(one for one in found.rules if one.rule == "knee-dominant")
    assert (fault.before, fault.better) == ("clean", False)
    back = compare_sides(side_of("b", squatted), side_of("a", clean))
    assert next(one for one in back.rules if one.rule == "knee-dominant").better is True
    assert any("knee dominant" in line for _, lines in sections(back) for line in lines)


def test_a_difference_counts_from_its_error_on(clean: Analysis) -> None:
    side = side_of("a", clean)
    sigma = next(m for m in compare_sides(side, side).measures if m.about.title == "most knee bend").sigma
    for factor, counts in ((0.9, False), (1.1, True)):
        more = factor * COUNTS_FROM * sigma
        moved = tuple(
            replace(
                rep,
                measures={
                    name: replace(one, max=one.max + more)
                    if name == "knee_flexion_deg" and one.max is not None
                    else one
                    for name, one in rep.measures.items()
                },
            )
            for rep in side.reps
        )
        found = compare_sides(side, replace(side, reps=tuple(moved)))
        assert any(one.about.title == "most knee bend" for one in found.differing) is counts


def of_title(title: str, before: float, after: float, sigma: float) -> Difference:
    about = next(one for one in MEASURES if one.title == title)
    return Difference(about, SideValue(before, sigma, 3), SideValue(after, sigma, 3))


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [(8.4, -8.5, None), (-9.0, 7.0, None), (20.0, -2.0, True), (-2.0, 20.0, False), (20.0, 3.0, True)],
)
def test_as_far_to_the_other_side_of_straight_is_neither_better_nor_worse(
    before: float, after: float, better: bool | None
) -> None:
    top = of_title("hinge left at the top", before, after, 4.0)
    assert top.counts
    assert top.better is better


@pytest.mark.parametrize(
    ("title", "before", "after", "better"),
    [
        ("load furthest ahead", -0.1, -0.6, None),
        ("load furthest ahead", -0.6, 0.02, None),
        ("load furthest ahead", 0.3, -0.2, True),
        ("load furthest ahead", -0.2, 0.3, False),
        ("most rounding of the low back", -2.0, -12.0, None),
        ("most drop of the free hip", -12.0, -2.0, None),
    ],
)
def test_below_none_nothing_is_amiss(title: str, before: float, after: float, better: bool | None) -> None:
    found = of_title(title, before, after, 0.03 if "load" in title else 2.0)
    assert found.counts
    assert found.better is better


@pytest.mark.parametrize(("lift", "asked"), [("rdl", True), ("deadlift", True), ("hip-thrust", False)])
def test_a_load_ahead_is_compared_where_the_hands_hold_it(clean: Analysis, lift: LiftName, asked: bool) -> None:
    sets = tuple(replace(one, lift=replace(one.lift, name=lift)) for one in clean.sets)
    side = side_of("a", replace(clean, sets=sets, lift=replace(clean.lift, name=lift)))
    ahead = {"load_offset_leg": side.reps[0].measures["knee_flexion_deg"]}
    side = replace(side, reps=tuple(replace(rep, measures={**rep.measures, **ahead}) for rep in side.reps))
    titles = {one.about.title for one in compare_sides(side, side).measures}
    assert ("load furthest ahead" in titles) is asked
    assert "most knee bend" in titles


def test_curves_are_in_step_whatever_the_pace(clean: Analysis) -> None:
    slow = analyse(LifterTrack(figure(reps(2, bottom=RDL)), 0, 0), replace(RDL_FACTS, speed_factor=2.0))
    found = compare_sides(side_of("a", clean), side_of("b", slow))
    assert found.phases == ("lowering", "lifting")
    hinge = next(one for one in found.curves if one.measure == "hip_hinge_deg")
    assert len(hinge.before) == 2 * POINTS
    assert np.nanmax(np.abs(hinge.before - hinge.after)) < 12
    assert {one.about.title for one in found.differing} >= {"lowering", "lifting"}


def test_a_film_of_both_goes_through_each_phase_of_each(clean: Analysis, squatted: Analysis) -> None:
    found = compare_sides(side_of("a", clean), side_of("b", squatted))
    moments = list(in_step(found))
    before = [one for one, _ in moments]
    assert before == sorted(before)
    spans = [rep.cycle.lifting for rep in found.after.reps]
    ends = [float(squatted.motion.time_s[span.last - 1]) for span in spans]
    assert {round(end, 3) for end in ends} <= {round(other, 3) for _, other in moments}


def test_one_rep_of_a_set(clean: Analysis) -> None:
    side = side_of("a", clean, 2)
    assert [rep.index for rep in side.reps] == [2]
    assert side.label == "a, rep 2"
    with pytest.raises(ConfigError, match="no rep 7; it has 2"):
        side_of("a", clean, 7)


def test_the_legs_of_a_lift_on_two_are_compared_by_what_each_has(clean: Analysis) -> None:
    found = compare_sides(side_of("a", clean, "left"), side_of("a", clean, "right"), "legs")
    names = {one.about.measure for one in found.measures}
    assert "knee_flexion_deg" in names
    assert not names & {"lumbar_flexion_deg", "lowering_s"}


def test_the_leg_of_a_one_legged_lift_is_its_sets() -> None:
    stood = analyse(LifterTrack(figure(reps(2, bottom=RDL)), 0, 0), KnownFacts(lift="single-leg-rdl", stance="left"))
    assert len(side_of("a", stood, "left").reps) == 2
    with pytest.raises(ConfigError, match="no set on the right leg"):
        side_of("a", stood, "right")


def test_what_was_not_judged_got_neither_better_nor_worse(clean: Analysis) -> None:
    side = side_of("a", clean)
    said = rule_words(side)
    assert "not judged" in said.values()
    found = compare_sides(side, side)
    assert all(one.better is None for one in found.rules)


@pytest.mark.parametrize(("errors", "better"), [(0.5, None), (6.0, False)])
def test_a_fault_across_a_limit_by_less_than_its_error_is_no_worse(
    errors: float, better: bool | None, squatted: Analysis
) -> None:
    """One mild, one moderate, of values so many errors apart."""
    found = next(f for f in squatted.findings if f.rule == "knee-dominant")

    def with_fault(severity: Severity, more: float) -> Analysis:
        faults = tuple(replace(f, severity=severity, value=f.value + more * f.sigma) for f in found.by_rep)
        return replace(squatted, findings=(replace(found, severity=severity, by_rep=faults),))

    one, other = side_of("a", with_fault("mild", 0.0)), side_of("b", with_fault("moderate", errors))
    (rule,) = [r for r in compare_sides(one, other).rules if r.rule == "knee-dominant"]
    assert (rule.before, rule.after, rule.better) == ("mild", "moderate", better)
    said = "knee dominant: mild → moderate"
    assert (said in alike_words(compare_sides(one, other))) == (better is None)
    worse = [line for _, lines in sections(compare_sides(one, other)) for line in lines]
    assert (said in worse) == (better is False)


def test_what_was_found_in_another_set_alone_is_no_word_on_these_reps(clean: Analysis, squatted: Analysis) -> None:
    first, *_ = clean.sets
    found = replace(next(f for f in squatted.findings if f.rule == "knee-dominant"), rule="hips-opening", set_index=2)
    fault = replace(found.by_rep[0], rep=2)
    found = replace(found, reps=(2,), by_rep=(fault,), at_s=(fault.at_s,))
    both = replace(
        clean,
        sets=(replace(first, reps=(1,)), replace(first, index=2, reps=(2,))),
        findings=(*clean.findings, found),
    )
    assert "hips-opening" not in rule_words(side_of("a", both, 1))
    assert rule_words(side_of("a", both, 2))["hips-opening"] == found.severity


def test_other_lifts_and_other_places_are_doubted(clean: Analysis) -> None:
    other = analyse(LifterTrack(figure(reps(2, bottom=DEADLIFT), 40.0), 0, 0), KnownFacts(lift="deadlift"))
    doubts = " ".join(compare_sides(side_of("a", clean), side_of("b", other)).doubts)
    assert "other lifts" in doubts
    assert "places" in doubts


def test_reps_of_two_lifts_in_one_film_are_named_and_doubted(clean: Analysis) -> None:
    first, *_ = clean.sets
    floor = replace(first.lift, name="deadlift")
    turned = replace(first.view, azimuth_deg=first.view.azimuth_deg + 40.0)
    other = replace(first, index=2, reps=(2,), lift=floor, view=turned)
    mixed = replace(clean, sets=(replace(first, reps=(1,)), other))
    found = compare_sides(side_of("a", mixed, 1), side_of("a", mixed, 2))
    assert [to_dict(found)[side]["lift"] for side in ("before", "after")] == ["rdl", "deadlift"]
    assert to_dict(found)["after"]["view"]["azimuth_deg"] == turned.azimuth_deg
    assert "Deadlift" in side_words(found.after)
    doubts = " ".join(found.doubts)
    assert "other lifts (rdl and deadlift)" in doubts
    assert "40° apart" in doubts


def test_page_and_json_hold_it_all(clean: Analysis, squatted: Analysis) -> None:
    found = compare_sides(side_of("<a>", clean), side_of("b", squatted), "reference")
    page = to_html(found)
    assert "&lt;a&gt;" in page
    assert "<a>" not in page
    assert "Against the reference" in page
    plain = to_dict(found)
    assert plain["schema"] == "hingecheck.comparison/1"
    assert len(plain["curves"][0]["before"]) == POINTS * len(phases_of(found.before, found.after))
