"""Each rep's depth against the lifter's own mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hingecheck.core.advice.depth import SAME_DEPTH_DEG, depth_of, depth_target
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, DepthTarget, Rep
from hingecheck.reports.answer_words import answer_words, depth_cells, mark_words
from stick_figure import SQUATTED_RDL, figure, reps


@pytest.fixture(scope="module")
def squatted() -> Analysis:
    track = figure(reps(4, bottom=SQUATTED_RDL, lowering_s=0.6), -90.0, hands_ahead_m=0.03)
    return analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(lift="rdl"))


def at(rep: Rep, depth: float | None) -> Rep:
    hinge = replace(rep.measures["hip_hinge_deg"], bottom=depth)
    return replace(rep, measures={**rep.measures, "hip_hinge_deg": hinge})


def test_the_first_good_reps_set_the_mark(squatted: Analysis) -> None:
    four = [at(rep, depth) for rep, depth in zip(squatted.reps, (70.0, 90.0, 92.0, 60.0), strict=True)]
    assert depth_target(four, (), None) == DepthTarget(90.0, told=False)
    (finding, *_) = squatted.findings
    worse = replace(finding, by_rep=tuple(replace(f, severity="severe") for f in finding.by_rep if f.rep == 1))
    assert depth_target(four, [worse], None) == DepthTarget(90.0, told=False)  # of 90, 92 and 60
    mild = replace(worse, by_rep=tuple(replace(f, severity="mild") for f in worse.by_rep))
    assert depth_target(four, [mild], None) == DepthTarget(90.0, told=False)
    bad = replace(finding, by_rep=tuple(replace(f, severity="severe") for f in finding.by_rep))
    none_good = DepthTarget(90.0, told=False, of_good=False)  # the first are all there is, and are not called good
    assert depth_target(four, [bad], None) == none_good


def test_what_is_told_counts_and_one_rep_sets_no_mark(squatted: Analysis) -> None:
    assert depth_target(squatted.reps[:1], (), 95.0) == DepthTarget(95.0, told=True)
    assert depth_target(squatted.reps[:1], (), None) is None
    assert depth_target([at(rep, None) for rep in squatted.reps], (), None) is None


@pytest.mark.parametrize(
    ("depth", "verdict", "cell"),
    [(90.0 + SAME_DEPTH_DEG - 0.1, "on the mark", "on"), (97.0, "deeper", "+7°"), (80.0, "shallower", "-10°")],
)
def test_a_rep_against_the_mark(squatted: Analysis, depth: float, verdict: str, cell: str) -> None:
    rep, target = at(squatted.reps[0], depth), DepthTarget(90.0, told=False)
    found = depth_of(rep, target)
    assert found is not None
    assert (found.verdict, found.off_deg) == (verdict, pytest.approx(depth - 90))
    lift_set = replace(squatted.sets[0], depth_target=target)
    assert depth_cells([rep], lift_set) == [cell]
    assert "90°" in mark_words(lift_set)
    assert depth_of(at(rep, None), target) is None
    assert depth_of(rep, None) is None


def test_a_clean_rep_gets_an_answer(squatted: Analysis) -> None:
    words = answer_words(squatted.reps[0], depth_of(squatted.reps[0], squatted.sets[0].depth_target))
    assert words.startswith("on your mark, down ")
    assert " up " in words


def test_the_analysis_carries_the_mark(squatted: Analysis) -> None:
    target = squatted.sets[0].depth_target
    assert target is not None
    assert not target.told
    assert target.value_deg == pytest.approx(squatted.reps[1].measures["hip_hinge_deg"].bottom, abs=3)
