"""A rule's words know the lift, and a fault's own words survive, in report, film and live alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.apps.live.analyst import findings_of
from hingecheck.core.lifts import LIFT_NAMES, LiftName
from hingecheck.core.live.cues import Cue, CueBook
from hingecheck.core.live.reported_reps import RepChanges
from hingecheck.core.rules import RULES, RULES_BY_ID, SetContext
from hingecheck.core.rules.findings import judge
from hingecheck.core.rules.limits import Limits
from hingecheck.core.rules.words import words_of
from hingecheck.core.types import Analysis, Finding, PoseTrack, Series, Summary
from hingecheck.reports.commentary import Commentary
from hingecheck.reports.live_words import cue_words
from hingecheck.reports.words import praise
from stick_figure import THRUST_BOTTOM, THRUST_TOP, Posture, figure, glide, reps

Check = Callable[..., Analysis]
#: Nobody who lies on a bench is or ends tall, or leans.
STANDING_WORDS = ("tall", "lean back")


def thrusts(*tops: Posture) -> PoseTrack:
    """A rise to each of these tops, from low hips and back."""
    steps = [step for top in tops for step in ((1.2, top), (1.0, top), (1.5, THRUST_BOTTOM), (0.5, THRUST_BOTTOM))]
    return figure(glide(THRUST_BOTTOM, (0.5, THRUST_BOTTOM), *steps))


def told_live(analysis: Analysis) -> dict[tuple[str, int], Finding]:
    """What live feedback says of each rep, as `findings` events carry it."""
    numbers = tuple((rep.index, rep.index) for rep in analysis.reps)
    said = findings_of(RepChanges(reps=analysis.reps, numbers=numbers), analysis.findings)
    return {(finding.rule, number): finding for number, finding in said}


@pytest.mark.parametrize("lift", [None, *LIFT_NAMES])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_all_its_words_in_every_lift(rule: object, lift: LiftName | None) -> None:
    words = words_of(rule, lift)  # type: ignore[arg-type]
    assert all((words.message, words.cue, words.short_cue, words.praise, words.short_praise))
    assert "10°" in words.message.format(value="10°") or "{value}" not in words.message


def test_nobody_who_lies_is_told_to_stand_tall() -> None:
    for rule in (rule for rule in RULES if "hip-thrust" in rule.lifts):
        words = words_of(rule, "hip-thrust")
        said = (words.message, words.cue, words.short_cue, words.praise, words.short_praise)
        assert not [text for text in said if any(word in text.lower() for word in STANDING_WORDS)], rule.id


def test_a_clean_hip_thrust_is_praised_in_its_own_words(check: Check) -> None:
    analysis = check(thrusts(THRUST_TOP, THRUST_TOP, THRUST_TOP), lift="hip-thrust")
    assert {"incomplete-lockout", "overextended-lockout"} <= set(analysis.good)
    said = [*praise(analysis), *(step.text for step in analysis.advice)]
    assert not [text for text in said if any(word in text for word in STANDING_WORDS)]
    assert "the hips end level with shoulders and knees" in said


def test_live_a_hip_thrust_is_cued_and_praised_in_its_own_words() -> None:
    book = CueBook()
    for rep in (1, 2):
        cue = book.rep_done([], ("incomplete-lockout",), rep, 4.0 * rep, "hip-thrust")
    assert cue is not None
    assert cue_words(cue) == "Good: hips all the way up"
    assert cue_words(replace(cue, kind="fault")) == "Hips all the way up"
    assert cue_words(Cue("incomplete-lockout", "fault", 1, 0.0, lift="rdl")) == "Finish tall"


def test_live_an_arched_thrust_is_not_told_that_it_leans_back(check: Check) -> None:
    analysis = check(thrusts(*[(-108.0, 90.0, 0.0)] * 3), lift="hip-thrust")
    said = told_live(analysis)["overextended-lockout", 2]
    assert "past straight, so the back arches" in said.message
    assert said.cue == "Chin tucked, ribs down: stop where shoulders, hips and knees make one line."


def test_each_rep_keeps_its_own_words_live_and_on_film(check: Check) -> None:
    """The feet too near in one rep, too far in the next: the set has one finding, the reps two cues."""
    near, far = (-88.0, 90.0, 26.0), (-88.0, 90.0, -22.0)
    analysis = check(thrusts(near, far, near), lift="hip-thrust")
    said = {number: finding for (rule, number), finding in told_live(analysis).items() if rule == "shin-angle"}
    assert {number: "further away" in finding.cue for number, finding in said.items()} == {1: True, 2: False, 3: True}
    assert "lean" in said[2].message
    assert "back, feet ahead" in said[2].message
    film = {r.rep: r.cue for r in Commentary(analysis).remarks if r.name == "Shin angle"}
    assert film.items() <= {number: finding.cue for number, finding in said.items()}.items()


def test_live_a_share_of_work_is_not_told_as_one_of_the_fold(check: Check) -> None:
    analysis = check(figure(reps(3), hands_ahead_m=0.0), lift="rdl")
    motion = analysis.motion
    fold = Series(np.full(len(motion), 0.15), np.full(len(motion), 0.01), "")
    motion = replace(motion, series={**motion.series, "lumbar_share": fold})
    work = Summary(*[0.40] * 6, 0.02, 1.0)
    counted = tuple(replace(rep, measures={**rep.measures, "back_work_share": work}) for rep in analysis.reps)
    judged = judge(SetContext(motion, analysis.lift, counted, Limits()))
    said = told_live(replace(analysis, reps=counted, findings=judged.findings))["back-dominant", 1]
    assert said.measure == "back_work_share"
    assert said.message.startswith("Much of the work of lifting is your low back's: an estimated 40%")
    assert "fold" not in said.message


def test_a_rule_without_short_words_is_cued_by_its_name() -> None:
    plain = replace(RULES_BY_ID["knee-locked"], short_cue="")
    assert words_of(plain, "rdl").short_cue == "Knee locked"
