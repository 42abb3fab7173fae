"""Each judged rule: clean, then faulty by degrees; the value is the posed one within its sigma."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from hingecheck.core.load_types import Measurement, RepLoad
from hingecheck.core.rules import RULES, RULES_BY_ID, Clean, Fault, SetContext, Unknown, Verdict
from hingecheck.core.rules.base import severest_in
from hingecheck.core.rules.findings import judge
from hingecheck.core.rules.limits import Limits
from hingecheck.core.rules.sets import SAID_LYING, SAID_STANDING
from hingecheck.core.rules.shins import FLOOR_BRIDGE
from hingecheck.core.rules.tempo import LOAD_FALLS, fast_lowering
from hingecheck.core.rules.trunk import (
    FROM_BEFORE,
    FROM_BEHIND,
    FROM_THE_FEET,
    UNSURE_DEG,
    hips_rise_first,
    incomplete_lockout,
)
from hingecheck.core.types import SEVERITIES, Analysis, Finding, LiftName
from stick_figure import (
    DEADLIFT,
    LEG_M,
    RDL,
    TALL,
    THRUST_BOTTOM,
    THRUST_TOP,
    Move,
    PoseTrack,
    Posture,
    figure,
    follow,
    glide,
    reps,
)

Check = Callable[..., Analysis]


@dataclass(frozen=True)
class Case:
    """One rule's motion, dialled."""

    rule: str
    lift: str
    pose: Callable[[float], PoseTrack]
    clean: tuple[float, ...]  #: degrees of the fault that are none
    faulty: tuple[float, float, float]  #: mild, moderate, severe
    tolerance: float | None = None  #: of the value against the degree, where it is not sigma

    @property
    def dial(self) -> list[tuple[float, str | None]]:
        """Each degree with the severity it should get."""
        return [*((d, None) for d in self.clean), *zip(self.faulty, SEVERITIES, strict=True)]


def hinge_with(knee_to_hip: float, hinge_deg: float = 84.0, shank_deg: float = 14.0) -> Posture:
    """The bottom whose knees bend by that share of the hips."""
    knee = knee_to_hip * hinge_deg
    return hinge_deg - knee + shank_deg, knee - shank_deg, shank_deg


def knees_bent(knee_to_hip: float) -> PoseTrack:
    return figure(reps(3, bottom=hinge_with(knee_to_hip)), hands_ahead_m=0.03)


def knee_at(knee_deg: float) -> PoseTrack:
    return figure(reps(3, bottom=(70.0, knee_deg - 4.0, 4.0)))


def hips_first(tip_deg: float, opens_tall: bool = False) -> PoseTrack:
    """From the bottom the hips come up while the trunk tips over by `tip_deg`; then all of it rises."""
    t, f, s = DEADLIFT
    # Over the first tenth of the hips' way the tip does not count yet: it is made after it.
    begun, tipped = (t, f - 8.0, s - 2.0), (t + tip_deg, f - 24.0, s - 8.0)
    rep = [(0.5, DEADLIFT), (0.4, begun), (0.6, tipped), (1.0, TALL), (1.0, TALL), (1.5, DEADLIFT)]
    if opens_tall:
        return figure(glide(TALL, (1.0, TALL), (1.5, DEADLIFT), *rep, *rep[:-1]), hands_ahead_m=0.03)
    return figure(glide(DEADLIFT, *rep, *rep, (0.5, DEADLIFT)), hands_ahead_m=0.03)


def load_ahead(offset_leg: float) -> PoseTrack:
    return figure(reps(3, bottom=DEADLIFT), hands_ahead_m=offset_leg * LEG_M)


def top_bent(hinge_deg: float) -> PoseTrack:
    return figure(reps(3, top=(0.7 * hinge_deg, 0.3 * hinge_deg, 4.0)), hands_ahead_m=0.03)


def top_leaning_back(lean_deg: float) -> PoseTrack:
    return figure(reps(3, top=(-lean_deg, 1.0, 1.0)), hands_ahead_m=0.03)


def thrust_to(hinge_deg: float, shank_deg: float = 0.0, azimuth_deg: float = 90.0) -> PoseTrack:
    """Hip thrusts that end at a hinge and with the shin at an angle."""
    trunk, _, _ = THRUST_TOP
    return figure(reps(3, top=(trunk, hinge_deg - trunk, shank_deg), bottom=THRUST_BOTTOM), azimuth_deg)


#: A bridge, shoulders on the floor.
FLOOR_TOP: Posture = (-113.0, 115.0, 0.0)
FLOOR_BOTTOM: Posture = (-90.0, 150.0, -10.0)


def thrust_past(arch_deg: float) -> PoseTrack:
    return thrust_to(-arch_deg)


def shins_ahead(lean_deg: float) -> PoseTrack:
    return thrust_to(2.0, lean_deg)


def shins_behind(lean_deg: float) -> PoseTrack:
    return thrust_to(2.0, -lean_deg)


def hands_tilted(tilt_deg: float) -> PoseTrack:
    """From the front; the hands' line tilts as the lifter bends, and is level at the top."""
    move = reps(3)
    depth = (move.hinge_deg - move.hinge_deg.min()) / np.ptp(move.hinge_deg)
    return figure(move, 0.0, hands_tilt_deg=tilt_deg * depth)


def lowered_in(seconds: float) -> PoseTrack:
    return figure(reps(3, lowering_s=seconds), hands_ahead_m=0.03)


def drifting(trunk_deg: float) -> PoseTrack:
    t, f, s = RDL
    return figure(reps(7, bottom=[RDL] * 4 + [(t + trunk_deg, f, s)] * 3), hands_ahead_m=0.03)


CASES = [
    Case("knee-dominant", "rdl", knees_bent, (0.24, 0.5), (0.68, 0.85, 1.3)),
    Case("knee-dominant", "deadlift", knees_bent, (0.5, 0.7), (0.92, 1.08, 1.4)),
    Case("knee-locked", "rdl", knee_at, (20, 15), (-2, -7, -14)),
    Case("hips-rise-first", "deadlift", hips_first, (0, 5), (10, 15, 18.5)),
    Case("load-drifting", "deadlift", load_ahead, (0.0, 0.14), (0.24, 0.29, 0.36)),
    Case("load-drifting", "rdl", load_ahead, (0.04,), (0.24, 0.29, 0.36)),
    Case("incomplete-lockout", "rdl", top_bent, (2, 8), (18.5, 24, 34)),
    Case("incomplete-lockout", "deadlift", top_bent, (2,), (18.5, 24, 34)),
    Case("overextended-lockout", "rdl", top_leaning_back, (0, 8), (15, 20, 26)),
    Case("incomplete-lockout", "hip-thrust", thrust_to, (2, 6), (21, 26, 36)),
    Case("overextended-lockout", "hip-thrust", thrust_past, (0,), (16, 21, 26)),
    Case("shin-angle", "hip-thrust", shins_ahead, (0, 5), (18, 23.5, 29)),
    Case("shin-angle", "hip-thrust", shins_behind, (0, 5), (18, 23.5, 29)),
    Case("uneven-sides", "deadlift", hands_tilted, (0, 5), (9.5, 13, 18)),
    Case("fast-lowering", "rdl", lowered_in, (1.5, 1.1), (0.6, 0.36, 0.16), tolerance=0.1),
    Case("form-drift", "rdl", drifting, (0, 8), (12, 17, 23)),
]
DIALLED = [(case, degree, severity) for case in CASES for degree, severity in case.dial]


def finding_of(analysis: Analysis, rule: str) -> Finding | None:
    return next((f for f in analysis.findings if f.rule == rule), None)


@pytest.mark.parametrize(
    ("case", "degree", "severity"), DIALLED, ids=[f"{c.rule}-{c.lift}-{d:g}" for c, d, _ in DIALLED]
)
def test_severity_and_value_follow_the_degree(case: Case, degree: float, severity: str | None, check: Check) -> None:
    analysis = check(case.pose(degree), lift=case.lift)
    finding = finding_of(analysis, case.rule)
    assert (finding.severity if finding else None) == severity
    assert (case.rule in analysis.good) == (severity is None)
    if finding:
        assert finding.value == pytest.approx(degree, abs=case.tolerance or finding.sigma)
        assert finding.sigma > 0


@pytest.mark.parametrize("case", CASES, ids=[f"{c.rule}-{c.lift}" for c in CASES])
def test_a_finding_says_where_how_sure_and_what_to_do(case: Case, check: Check) -> None:
    analysis = check(case.pose(case.dial[-1][0]), lift=case.lift)
    finding, rule = finding_of(analysis, case.rule), RULES_BY_ID[case.rule]
    assert finding is not None
    reps_by_index = {r.index: r for r in analysis.reps}
    assert len(finding.at_s) == len(finding.by_rep) == len(finding.reps)
    assert finding.reps == tuple(f.rep for f in finding.by_rep)
    for fault, at_s in zip(finding.by_rep, finding.at_s, strict=True):
        assert fault.at_s == at_s
        assert reps_by_index[fault.rep].start_s - 0.35 <= at_s <= reps_by_index[fault.rep].end_s + 0.35
    assert 0.84 <= finding.confidence <= 1.0
    assert (finding.measure, finding.unit) == (rule.measure, rule.unit)
    assert (finding.cue == rule.cue) == (case.lift != "hip-thrust")  # lying asks for words of its own
    assert "{" not in finding.message
    assert "±" in finding.message


@pytest.mark.parametrize("azimuth_deg", [-90, 45, -45, 135, 0])
@pytest.mark.parametrize("rule", ["knee-dominant", "incomplete-lockout", "fast-lowering", "form-drift"])
def test_a_gross_fault_shows_from_any_view_but_none_is_made_up(rule: str, azimuth_deg: float, check: Check) -> None:
    moves: dict[str, tuple[Move, Move]] = {
        "knee-dominant": (reps(3), reps(3, bottom=hinge_with(1.6))),
        "incomplete-lockout": (reps(3), reps(3, top=(28.0, 14.0, 4.0))),
        "fast-lowering": (reps(3), reps(3, lowering_s=0.45)),
        "form-drift": (reps(6), reps(7, bottom=[RDL] * 4 + [(93.0, 14.0, 6.0)] * 3)),
    }
    clean, faulty = moves[rule]
    assert finding_of(check(figure(clean, azimuth_deg), lift="rdl"), rule) is None
    analysis = check(figure(faulty, azimuth_deg), lift="rdl")
    hidden = {135: FROM_BEHIND, 0: FROM_BEFORE}
    if rule == "incomplete-lockout" and azimuth_deg in hidden:
        reasons = {entry.reason for entry in analysis.not_assessable if entry.rule == rule}
        assert reasons == {hidden[azimuth_deg]}
    else:
        assert finding_of(analysis, rule) is not None


@pytest.mark.parametrize(("azimuth_deg", "judged"), [(90.0, True), (45.0, True), (25.0, False)])
def test_a_thrust_from_before_the_feet_shows_no_top(azimuth_deg: float, judged: bool, check: Check) -> None:
    analysis = check(thrust_to(33, azimuth_deg=azimuth_deg), lift="hip-thrust")
    unjudged = {entry.rule for entry in analysis.not_assessable if entry.reason == FROM_THE_FEET}
    assert unjudged == (set() if judged else {"incomplete-lockout", "overextended-lockout"})
    assert (finding_of(analysis, "incomplete-lockout") is not None) == judged


def test_no_lockout_is_told_of_a_leg_whose_knee_does_not_show(check: Check) -> None:
    analysis = check(figure(reps(3, top=(28.0, 14.0, 4.0))), lift="rdl")
    knee = analysis.motion.series["knee_flexion_deg"]
    hidden = {**analysis.motion.series, "knee_flexion_deg": replace(knee, value=np.full_like(knee.value, np.nan))}
    for motion, expected in ((analysis.motion, Fault), (replace(analysis.motion, series=hidden), Unknown)):
        context = SetContext(motion, analysis.lift, analysis.reps, Limits())
        assert isinstance(incomplete_lockout(analysis.reps[1], context), expected)


def test_a_top_of_two_minds_is_no_fault(check: Check) -> None:
    analysis = check(thrust_to(33), lift="hip-thrust")
    hinge = analysis.motion.series["hip_hinge_deg"]
    for sigma_deg, judged in ((4.0, True), (UNSURE_DEG + 1.0, False)):
        unsure = replace(hinge, sigma=np.full_like(hinge.value, sigma_deg))
        motion = replace(analysis.motion, series={**analysis.motion.series, "hip_hinge_deg": unsure})
        verdicts = incomplete_lockout(analysis.reps[0], SetContext(motion, analysis.lift, analysis.reps, Limits()))
        assert isinstance(verdicts, Fault if judged else Unknown)


@pytest.mark.parametrize(
    ("tip_deg", "opens_tall"), [(20, True), (20, False), (24, True), (24, False), (30, False), (30, True)]
)
def test_hips_that_rise_while_the_hinge_stays(tip_deg: float, opens_tall: bool, check: Check) -> None:
    # The trunk tips by as much as the thigh turns back, or more: the hips rise and the hinge does not open.
    finding = finding_of(check(hips_first(tip_deg, opens_tall), lift="deadlift"), "hips-rise-first")
    assert finding is not None
    assert finding.value == pytest.approx(tip_deg, abs=finding.sigma)


def test_a_trunk_read_anywhere_as_plates_pass_the_hips_tells_nothing_of_how_the_lift_began(check: Check) -> None:
    analysis = check(hips_first(20.0), lift="deadlift")
    cycle, trunk = analysis.reps[0].cycle, analysis.motion.series["trunk_inclination_deg"]
    lean = trunk.value.copy()
    lean[cycle.top - 6 : cycle.top - 1] = 150.0
    motion = replace(
        analysis.motion, series={**analysis.motion.series, "trunk_inclination_deg": replace(trunk, value=lean)}
    )
    verdict = hips_rise_first(analysis.reps[0], SetContext(motion, analysis.lift, analysis.reps, Limits()))
    assert isinstance(verdict, Fault)
    assert verdict.value == pytest.approx(20.0, abs=verdict.sigma)


def test_only_the_faulty_reps_are_named(check: Check) -> None:
    move = reps(4, bottom=[RDL, hinge_with(1.3), RDL, hinge_with(0.68)])
    finding = finding_of(check(figure(move), lift="rdl"), "knee-dominant")
    assert finding is not None
    assert finding.reps == (2, 4)
    assert [f.severity for f in finding.by_rep] == ["severe", "mild"]
    assert finding.severity == "severe"
    assert finding.value == max(f.value for f in finding.by_rep)


def test_a_drift_needs_two_of_the_last_three_reps(check: Check) -> None:
    t, f, s = RDL
    once = reps(6, bottom=[RDL] * 4 + [(t + 22, f, s), RDL])
    analysis = check(figure(once), lift="rdl")
    assert finding_of(analysis, "form-drift") is None
    assert "form-drift" not in analysis.good  # nor does rep 5 look like the first


def test_a_drift_may_go_up_as_well_as_down(check: Check) -> None:
    t, f, s = RDL
    finding = finding_of(check(figure(reps(7, bottom=[RDL] * 4 + [(t - 17, f, s)] * 3)), lift="rdl"), "form-drift")
    assert finding is not None
    assert finding.severity == "moderate"
    assert finding.reps == (5, 6, 7)


def test_uneven_sides_takes_the_tilt_at_the_top_as_level(check: Check) -> None:
    leaning_camera = figure(reps(3), 0.0, hands_tilt_deg=12.0)
    assert "uneven-sides" in check(leaning_camera, lift="deadlift").good


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_uneven_sides_whichever_side_hangs_back(side: float, check: Check) -> None:
    finding = finding_of(check(hands_tilted(side * 13.0), lift="deadlift"), "uneven-sides")
    assert finding is not None
    assert finding.value == pytest.approx(13, abs=1.5)


def test_worst_findings_come_first(check: Check) -> None:
    move = follow(reps(3, top=(13.5, 5.5, 4.0), bottom=hinge_with(1.3), lowering_s=0.36))
    findings = check(figure(move, hands_ahead_m=0.03), lift="rdl").findings
    assert [f.rule for f in findings] == ["knee-dominant", "fast-lowering", "incomplete-lockout"]
    assert [f.severity for f in findings] == ["severe", "moderate", "mild"]


@pytest.mark.parametrize(("quality", "said"), [("good", "severe"), ("fair", "severe"), ("poor", "moderate")])
def test_a_poor_recording_gives_no_severe_fault(quality: str, said: str, check: Check) -> None:
    analysis = check(knees_bent(1.6), lift="deadlift")
    severest = severest_in(replace(analysis.quality, level=quality))  # type: ignore[arg-type]
    context = SetContext(analysis.motion, analysis.lift, analysis.reps, Limits(), severest=severest)
    (worst, *_) = judge(context).findings
    assert (worst.rule, worst.severity) == ("knee-dominant", said)


@pytest.mark.parametrize(
    ("fastest", "verdict"),
    [
        (Measurement(1.9, 0.1), Unknown(LOAD_FALLS, filming=False)),
        (Measurement(1.9, 0.5), Clean()),  # it may as well do 1.4
        (Measurement(1.2, 0.1), Clean()),
        (None, Clean()),
    ],
)
def test_a_load_that_falls_in_good_time_is_not_called_controlled(
    fastest: Measurement | None, verdict: Verdict, check: Check
) -> None:
    analysis = check(lowered_in(1.5), lift="rdl")
    rep = replace(analysis.reps[0], load=RepLoad(peak_lowering_m_s=fastest))
    context = SetContext(analysis.motion, analysis.lift, (rep, *analysis.reps[1:]), Limits())
    assert fast_lowering(rep, context) == verdict


def test_shins_are_not_judged_on_the_floor(check: Check) -> None:
    analysis = check(figure(reps(3, top=FLOOR_TOP, bottom=FLOOR_BOTTOM)), lift="hip-thrust")
    reasons = {entry.reason for entry in analysis.not_assessable if entry.rule == "shin-angle"}
    assert reasons == {FLOOR_BRIDGE.reason}
    assert check(shins_ahead(0), lift="hip-thrust").good.count("shin-angle") == 1


def test_every_rule_that_judges_has_its_case() -> None:
    judged = {rule.id for rule in RULES if rule.limits}
    learned = {"lumbar-rounding", "back-dominant", "hips-opening"}  # in test_learned_rules.py
    assert {case.rule for case in CASES} | learned | {
        "range-too-deep",
        "load-side",
        "balance-loss",
    } == judged  # in their own files


def test_the_words_say_which_way_the_feet_should_go(check: Check) -> None:
    ahead, behind = (
        finding_of(check(pose(24), lift="hip-thrust"), "shin-angle") for pose in (shins_ahead, shins_behind)
    )
    assert ahead is not None
    assert behind is not None
    assert "further away" in ahead.cue
    assert "closer" in behind.cue
    assert ahead.value > 0 < behind.value


@pytest.mark.parametrize(("lift", "why"), [("hip-thrust", SAID_LYING), ("deadlift", "")])
def test_who_stands_is_not_judged_as_one_who_lies(lift: LiftName, why: str, check: Check) -> None:
    """Said to be a thrust, three bends of one who stands were praised for upright shins."""
    analysis = check(figure(reps(3)), lift=lift)
    reasons = {entry.reason for entry in analysis.not_assessable}
    assert (why in reasons) == bool(why)
    assert bool(analysis.good) != bool(why)
    assert not why or not analysis.findings


def test_who_lies_is_not_judged_as_one_who_stands(check: Check) -> None:
    analysis = check(thrust_to(33), lift="rdl")
    assert SAID_STANDING in {entry.reason for entry in analysis.not_assessable}
    assert not analysis.good
    assert not analysis.findings
