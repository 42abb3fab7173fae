"""Holes in the track, longer than may be bridged: what lies in them is not known, and not made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.reps.phases import HingeCurve, hinge_curve
from hingecheck.core.rules import Fault, SetContext, Unknown
from hingecheck.core.rules.limits import Limits
from hingecheck.core.rules.trunk import overextended_lockout
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Series, Span
from stick_figure import RDL, TALL, Move, PoseTrack, figure, follow, glide, lose, reps

Check = Callable[..., Analysis]
MOVE = reps(3, stand_s=2.0)
LOCKOUTS = {"incomplete-lockout", "overextended-lockout"}


def lost(move: Move, since_s: float, until_s: float = 1e3) -> PoseTrack:
    return lose(figure(move, hands_ahead_m=0.03), slice(round(30 * since_s), round(30 * until_s)))


def rules_found(analysis: Analysis) -> set[str]:
    return {f.rule for f in analysis.findings}


def test_measures_in_a_hole_are_missing(measure: Callable) -> None:
    motion = measure(lost(MOVE, 4.0, 6.0))
    gone = (motion.time_s > 4.01) & (motion.time_s < 5.95)
    for name, series in motion.series.items():
        assert np.isnan(series.value[gone]).all(), name
        assert np.isfinite(series.value[motion.time_s < 3.9]).all(), name


def test_a_hole_while_standing_changes_nothing(check: Check) -> None:
    stand_s = MOVE.phases[0].lifting_s[1]
    whole, holed = check(figure(MOVE), lift="rdl"), check(lost(MOVE, stand_s + 0.5, stand_s + 1.5), lift="rdl")
    assert [r.tempo for r in holed.reps] == [r.tempo for r in whole.reps]


@pytest.mark.parametrize("before_end_s", [0.3, 0.4])
def test_a_top_that_is_not_seen_is_no_incomplete_lockout_at_the_end(before_end_s: float, check: Check) -> None:
    """The lifter is lost for good while she comes up from the last rep."""
    analysis = check(lost(MOVE, MOVE.phases[-1].lifting_s[1] - before_end_s), lift="rdl")
    assert not rules_found(analysis) & LOCKOUTS


@pytest.mark.parametrize(("before_s", "after_s"), [(0.3, 2.5), (0.4, 2.6)])
def test_a_top_that_is_not_seen_is_no_incomplete_lockout_between_reps(
    before_s: float, after_s: float, check: Check
) -> None:
    end_s = MOVE.phases[1].lifting_s[1]
    analysis = check(lost(MOVE, end_s - before_s, end_s + after_s), lift="rdl")
    assert not rules_found(analysis) & (LOCKOUTS | {"fast-lowering"})


@pytest.mark.parametrize(("rows", "seen"), [(0, True), (2, True), (5, False)])
def test_a_top_at_the_edge_of_a_hole_tells_no_lean_back(rows: int, seen: bool, check: Check) -> None:
    analysis = check(figure(reps(3, (-22.0, 4.0, 2.0))), lift="rdl")
    rep, trunk = analysis.reps[1], analysis.motion.series["trunk_inclination_deg"]
    value = trunk.value.copy()
    value[rep.cycle.top - 9 : rep.cycle.top - 9 + rows] = np.nan
    series = {**analysis.motion.series, "trunk_inclination_deg": replace(trunk, value=value)}
    motion = replace(analysis.motion, series=series)
    context = SetContext(motion, analysis.lift, analysis.reps, Limits())
    assert isinstance(overextended_lockout(rep, context), Fault if seen else Unknown)


def test_a_lowering_that_is_not_seen_has_no_tempo(check: Check) -> None:
    since_s, until_s = MOVE.phases[1].lowering_s
    analysis = check(lost(MOVE, since_s - 0.5, until_s + 0.2), lift="rdl")
    assert len(analysis.reps) == 3
    assert analysis.reps[1].tempo.lowering_s is None
    assert "fast-lowering" not in analysis.good


def test_a_lift_that_is_not_seen_has_no_tempo(check: Check) -> None:
    since_s, until_s = MOVE.phases[1].lifting_s
    analysis = check(lost(MOVE, since_s - 0.2, until_s + 0.2), lift="rdl")
    assert len(analysis.reps) == 3
    assert analysis.reps[1].tempo.lifting_s is None


def test_a_hinge_that_is_hardly_known_is_a_hole() -> None:
    motion = analyse(LifterTrack(figure(reps(2)), jumps=0, others=0), KnownFacts(lift="rdl")).motion
    hinge = motion.series["hip_hinge_deg"]
    unsure = np.arange(len(motion)) % 40 < 10
    wide = Series(np.where(unsure, 140.0, hinge.value), np.where(unsure, 50.0, hinge.sigma), "deg")
    curve = hinge_curve(replace(motion, series={**motion.series, "hip_hinge_deg": wide}))
    assert (curve.known == (~unsure & np.isfinite(hinge.value))).all()
    assert curve.value.max() < 100.0


@pytest.mark.parametrize(
    ("first", "last", "gap"),
    [(40, 44, False), (40, 48, True), (22, 26, True), (73, 77, True), (20, 23, True), (78, 80, True)],
)
def test_a_hole_that_a_line_may_bridge_amid_a_phase_leaves_its_times_known(first: int, last: int, gap: bool) -> None:
    """Where a plate hid the hips for a tenth of a second half way down, the lowering had no time."""
    known = np.ones(100, dtype=bool)
    known[first:last] = False
    assert HingeCurve(np.zeros(100), known, np.zeros(100), np.zeros(100)).has_gap(Span(20, 80)) == gap


@pytest.mark.parametrize(("lasts_s", "seen", "count"), [(0.4, False, 3), (0.4, True, 4), (1.2, False, 4)])
def test_who_stands_after_a_hole_in_a_bend_has_lifted_only_if_she_had_the_time(
    lasts_s: float, seen: bool, count: int
) -> None:
    """Two films fade into each other: in the one she bends, in the other she stands."""
    move = follow(reps(3), glide(TALL, (1.5, RDL), (lasts_s, TALL), (2.0, TALL)))
    track = figure(move)
    begins_s = float(move.time_s[-1]) - 2.0 - lasts_s
    hole = (track.time_s > begins_s + 0.3 * lasts_s) & (track.time_s < begins_s + 0.8 * lasts_s)
    analysis = analyse(LifterTrack(track if seen else lose(track, hole), 0, 0))
    assert len(analysis.reps) == count
