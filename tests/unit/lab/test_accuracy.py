"""Comparisons whose outcome can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hingecheck.core.types import Lift, NotAssessable, Tempo
from hingecheck.lab.scoring import validate
from hingecheck.lab.scoring.accuracy import AccuracyTable, tabulate
from hingecheck.lab.scoring.comparison import ClipComparison, Detection, compare, has_plates, match_reps
from hingecheck.lab.scoring.measure_scores import MeasureScore, separation
from hingecheck.lab.scoring.rule_comparison import is_borderline
from hingecheck.lab.scoring.rule_scores import RuleScore
from hingecheck.lab.truth import Truth, save_truth

SEEN = Detection(frames=300, with_lifter=270)
FRAMES = 152  #: inside the two true reps of the made-up clip
Make = Callable[..., Any]


def measure(table: AccuracyTable, name: str, by: str = "all", group: str = "all") -> MeasureScore:
    (score,) = [s for s in table.measures if (s.measure, s.by, s.group) == (name, by, group)]
    return score


def rule(table: AccuracyTable, name: str, group: str = "all") -> RuleScore:
    (score,) = [s for s in table.rules if (s.rule, s.group) == (name, group)]
    return score


class TestMeasures:
    def test_a_constant_error(self, make_truth: Make, make_analysis: Make) -> None:
        table = tabulate(
            [compare(make_truth({"knee_flexion_deg": 20}), make_analysis({"knee_flexion_deg": (23, 2)}), SEEN)]
        )
        score = measure(table, "knee_flexion_deg")
        assert (score.mae, score.bias, score.p95) == pytest.approx((3.0, 3.0, 3.0))
        assert (score.within_1_sigma, score.within_2_sigma) == (0.0, 1.0)
        assert (score.frames, score.measured, score.coverage) == (FRAMES, FRAMES, 1.0)

    def test_errors_of_both_signs(self, make_truth: Make, make_analysis: Make) -> None:
        """In rep 1 4° too much with σ 5°, in rep 2 2° too little with σ 0.5°."""
        first = np.arange(301) < 130
        reported = {"knee_flexion_deg": (np.where(first, 24.0, 18.0), np.where(first, 5.0, 0.5))}
        score = measure(
            tabulate([compare(make_truth({"knee_flexion_deg": 20}), make_analysis(reported), SEEN)]),
            "knee_flexion_deg",
        )
        assert (score.mae, score.bias, score.p95) == pytest.approx((3.0, 1.0, 4.0))
        assert (score.within_1_sigma, score.within_2_sigma) == (0.5, 0.5)

    def test_frames_outside_reps_do_not_count(self, make_truth: Make, make_analysis: Make) -> None:
        inside = np.zeros(301, dtype=bool)
        inside[30:106] = inside[150:226] = True
        reported = {"knee_flexion_deg": (np.where(inside, 20.0, 90.0), 1.0)}
        assert (
            measure(
                tabulate([compare(make_truth({"knee_flexion_deg": 20}), make_analysis(reported), SEEN)]),
                "knee_flexion_deg",
            ).mae
            == 0.0
        )

    def test_coverage_of_holes(self, make_truth: Make, make_analysis: Make) -> None:
        reported = {"knee_flexion_deg": (np.where(np.arange(301) < 130, 21.0, np.nan), 1.0)}
        score = measure(
            tabulate([compare(make_truth({"knee_flexion_deg": 20}), make_analysis(reported), SEEN)]),
            "knee_flexion_deg",
        )
        assert (score.coverage, score.mae) == (0.5, 1.0)

    def test_a_rep_beyond_the_motions_end_is_not_measured(self, make_truth: Make, make_analysis: Make) -> None:
        """The lifter is lost after 4 s: the second rep stays in the denominator."""
        reported = make_analysis({"knee_flexion_deg": (20, 1)}, reps=((1.0, 2.5, 3.5),), time_s=np.arange(121) / 30.0)
        score = measure(tabulate([compare(make_truth({"knee_flexion_deg": 20}), reported, SEEN)]), "knee_flexion_deg")
        assert (score.frames, score.coverage) == (FRAMES, 0.5)

    def test_truth_at_another_rate_is_interpolated(self, make_truth: Make, make_analysis: Make) -> None:
        time_s = np.arange(601) / 60.0 + 0.004
        truth = replace(make_truth(), time_s=time_s, series={"knee_flexion_deg": 10.0 * time_s})
        reported = make_analysis({"knee_flexion_deg": (10.0 * np.arange(301) / 30.0, 1)})
        score = measure(tabulate([compare(truth, reported, SEEN)]), "knee_flexion_deg")
        assert score.mae == pytest.approx(0.0, abs=1e-9)

    @pytest.mark.parametrize("reported", [{}, {"lumbar_flexion_deg": (np.nan, np.nan)}], ids=["absent", "all NaN"])
    def test_a_measure_that_is_never_given(
        self, make_truth: Make, make_analysis: Make, reported: dict[str, Any]
    ) -> None:
        """It has coverage 0 and no number that could be taken for a good one."""
        score = measure(
            tabulate([compare(make_truth({"lumbar_flexion_deg": 10}), make_analysis(reported), SEEN)]),
            "lumbar_flexion_deg",
        )
        assert (score.coverage, score.clips, score.clips_measured) == (0.0, 1, 0)
        numbers = (score.mae, score.bias, score.p95, score.within_1_sigma, score.within_2_sigma, score.clip_mae)
        assert numbers == (None,) * 6

    def test_a_missing_sigma_is_not_honest(self, make_truth: Make, make_analysis: Make) -> None:
        score = measure(
            tabulate(
                [
                    compare(
                        make_truth({"knee_flexion_deg": 20}), make_analysis({"knee_flexion_deg": (20, np.nan)}), SEEN
                    )
                ]
            ),
            "knee_flexion_deg",
        )
        assert (score.mae, score.within_1_sigma, score.within_2_sigma) == (0.0, 0.0, 0.0)

    def test_truth_without_meaning_is_not_asked(self, make_truth: Make, make_analysis: Make) -> None:
        assert tabulate([compare(make_truth({"pelvis_drop_deg": np.nan}), make_analysis(), SEEN)]).measures == ()

    def test_a_clip_without_analysis_counts(self, make_truth: Make, make_analysis: Make) -> None:
        truth = make_truth({"knee_flexion_deg": 20})
        table = tabulate(
            [compare(truth, make_analysis({"knee_flexion_deg": (21, 2)}), SEEN), compare(truth, None, SEEN)]
        )
        score = measure(table, "knee_flexion_deg")
        assert (score.clips, score.clips_measured, score.coverage, score.mae) == (2, 1, 0.5, 1.0)
        assert table.unmeasured == ("clip.mp4",)

    def test_groups_and_spread_over_clips(self, make_truth: Make, make_analysis: Make) -> None:
        clips = []
        for azimuth, lift, error, plate in (
            (90.0, "rdl", 1.0, 0.2),
            (-100.0, "deadlift", 3.0, None),
            (-45.0, "rdl", 5.0, None),
        ):
            recipe = {"movement": {"load": {"kind": "barbell", "plate_m": plate}}}
            truth = make_truth({"knee_flexion_deg": 20}, azimuth_deg=azimuth, lift=lift, recipe=recipe)
            clips.append(compare(truth, make_analysis({"knee_flexion_deg": (20 + error, 9)}), SEEN))
        table = tabulate(clips)
        mae = {(s.by, s.group): s.mae for s in table.measures}
        assert mae == pytest.approx({
            ("all", "all"): 3.0, ("view", "side"): 2.0, ("view", "front-oblique"): 5.0,
            ("lift", "deadlift"): 3.0, ("lift", "rdl"): 3.0, ("plates", "plates"): 1.0, ("plates", "no plates"): 4.0,
            ("view and lift", "side, deadlift"): 3.0, ("view and lift", "side, rdl"): 1.0,
            ("view and lift", "front-oblique, rdl"): 5.0,
            ("view and plates", "side, plates"): 1.0, ("view and plates", "side, no plates"): 3.0,
            ("view and plates", "front-oblique, no plates"): 5.0,
        })  # fmt: skip
        spread = measure(table, "knee_flexion_deg").clip_mae
        assert spread is not None
        assert (spread.p10, spread.median, spread.p90) == pytest.approx((1.4, 3.0, 4.6))

    @pytest.mark.parametrize(
        ("recipe", "plates"),
        [
            ({}, False),
            ({"plates": True}, True),
            ({"movement": {"load": {"kind": "barbell", "plate_m": 0.2}}}, True),
            ({"movement": {"load": {"kind": "barbell", "plate_m": None}}}, False),
            ({"movement": {"load": {"kind": "kettlebell", "plate_m": 0.2}}}, False),
        ],
    )
    def test_plates_are_read_from_the_recipe(self, recipe: dict[str, Any], plates: bool) -> None:
        assert has_plates(recipe) is plates


class TestSeparation:
    def test_by_hand(self) -> None:
        """Of 9 pairs 7 are in order and one is a tie."""
        measured = np.array([1.0, 2.0, 5.0, 4.0, 5.0, 6.0, np.nan, 99.0])
        low = np.array([1, 1, 1, 0, 0, 0, 1, 0], dtype=bool)
        high = np.array([0, 0, 0, 1, 1, 1, 0, 0], dtype=bool)
        assert separation(measured, low, high) == pytest.approx(7.5 / 9)

    def test_perfect_reversed_and_chance(self) -> None:
        low, high = np.arange(6) < 3, np.arange(6) >= 3
        assert separation(np.arange(6.0), low, high) == 1.0
        assert separation(-np.arange(6.0), low, high) == 0.0
        assert separation(np.zeros(6), low, high) == 0.5

    def test_too_few(self) -> None:
        low, high = np.arange(6) < 3, np.arange(6) >= 3
        assert separation(np.array([1.0, 2.0, np.nan, 4.0, 5.0, 6.0]), low, high) is None

    def test_reps_are_sorted_by_their_deep_part(self, make_truth: Make, make_analysis: Make) -> None:
        """Rounded only where the hinge is deep; half the low reps measure as high as the rounded ones."""
        deep = np.zeros(301, dtype=bool)
        deep[60:75] = deep[180:195] = True
        clips = []
        for lumbar, reported in ((30.0, 25.0), (30.0, 25.0), (10.0, 25.0), (10.0, 5.0)):
            truth = make_truth(
                {"hip_hinge_deg": np.where(deep, 90.0, 20.0), "lumbar_flexion_deg": np.where(deep, lumbar, 0.0)}
            )
            clips.append(
                compare(truth, make_analysis({"lumbar_flexion_deg": (np.where(deep, reported, 0.0), 5.0)}), SEEN)
            )
        score = tabulate(clips).separations[0]
        assert (score.measure, score.low, score.high) == ("lumbar_flexion_deg", 12.0, 27.0)
        assert (score.low_reps, score.low_measured, score.high_reps, score.high_measured) == (4, 4, 4, 4)
        assert score.auc == pytest.approx(0.75)


class TestReps:
    def test_times(self, make_truth: Make, make_analysis: Make) -> None:
        """Rep 1 begins 0.2 s late, rep 2 0.4 s early; the lowering of both is 0.3 s too long."""
        reported = make_analysis(reps=((1.2, 2.5, 3.6), (4.6, 6.5, 7.6)), tempo=Tempo(1.3, 0.1, None))
        (score, *_) = tabulate([compare(make_truth(), reported, SEEN)]).rep_scores
        assert (score.clips_exact, score.true, score.found, score.matched, score.extra, score.missed) == (
            1,
            2,
            2,
            2,
            0,
            0,
        )
        times = {t.name: (t.reps, t.mae_s, t.bias_s) for t in score.times}
        assert times["start_s"] == (2, pytest.approx(0.3), pytest.approx(-0.1))
        assert times["end_s"] == (2, pytest.approx(0.1), pytest.approx(0.1))
        assert times["lowering_s"] == (2, pytest.approx(0.3), pytest.approx(0.3))
        assert times["lifting_s"] == (0, None, None)

    def test_extra_and_missed(self, make_truth: Make, make_analysis: Make) -> None:
        """As many as there are, but one of them elsewhere: not an exact count."""
        (score, *_) = tabulate(
            [compare(make_truth(), make_analysis(reps=((1, 2.5, 3.5), (8, 8.5, 9.5))), SEEN)]
        ).rep_scores
        assert (score.clips_exact, score.found, score.matched, score.extra, score.missed) == (0, 2, 1, 1, 1)

    @pytest.mark.parametrize("found", [((1.0, 2.0, 7.5), (5.0, 6.4, 7.5)), ((5.0, 6.4, 7.5), (1.0, 2.0, 7.5))])
    def test_the_best_fit_goes_first(self, make_truth: Make, make_analysis: Make, found: Any) -> None:
        """One long rep covers both true ones; the one that fits the second better leaves it the first."""
        pairs = match_reps(make_truth().reps, make_analysis(reps=found).reps)
        assert {true: rep.bottom_s for true, rep in pairs.items()} == {1: 2.0, 2: 6.4}

    def test_a_touch_is_no_match(self, make_truth: Make, make_analysis: Make) -> None:
        assert match_reps(make_truth().reps, make_analysis(reps=((2.0, 3.1, 4.5),)).reps) == {}

    def test_no_analysis(self, make_truth: Make) -> None:
        (score, *_) = tabulate([compare(make_truth(), None, SEEN)]).rep_scores
        assert (score.true, score.found, score.missed, score.clips_exact) == (2, 0, 2, 0)


class TestRules:
    def clips(
        self, make_truth: Make, make_analysis: Make, make_finding: Make, make_verdict: Make
    ) -> list[ClipComparison]:
        """knee-locked: found, missed; false alarm, passed; twice not assessed (one faulty); rep not found."""
        rows: tuple[tuple[tuple[Any, Any], dict[str, Any]], ...] = (
            (("severe", "mild"), {"findings": (make_finding("knee-locked", r1="moderate"),)}),
            ((None, None), {"findings": (make_finding("knee-locked", r2="mild"),)}),
            (("mild", None), {"not_assessable": (NotAssessable("knee-locked", "all", "hidden"),)}),
            (("mild", None), {"reps": ((5.0, 6.5, 7.5),)}),
        )
        out = []
        for truths, reported in rows:
            verdicts = tuple(make_verdict("knee-locked", i, severity) for i, severity in enumerate(truths, 1))
            out.append(compare(make_truth(verdicts=verdicts), make_analysis(**reported), SEEN))
        return out

    def test_precision_recall_and_silence(
        self, make_truth: Make, make_analysis: Make, make_finding: Make, make_verdict: Make
    ) -> None:
        score = rule(tabulate(self.clips(make_truth, make_analysis, make_finding, make_verdict)), "knee-locked")
        every = score.every
        assert (every.found, every.missed, every.silent_faulty) == (1, 1, 2)
        assert (every.false_alarms, every.passed, every.silent_clean, every.strays) == (1, 2, 1, 0)
        assert (every.precision, every.recall_assessed, every.recall) == (1 / 2, 1 / 2, 1 / 4)
        assert (every.abstention, every.false_alarm_rate) == (3 / 8, 1 / 3)
        assert (score.severity_exact, score.severity_within_one) == (0.0, 1.0)
        assert score.silence == {"not assessable": 2, "rep not found": 1}

    def test_the_bar(self, make_truth: Make, make_analysis: Make, make_finding: Make, make_verdict: Make) -> None:
        """Mild reps and what was not assessed do not count for recall, nor do clips with a fault for false alarms."""
        severities = (("severe", "moderate"), ("moderate", "mild"), (None, None), (None, None))
        recipes = ({"faults": {"knee-locked": 2}}, {"faults": {}}, {"faults": {}}, {})
        reported = (
            {"findings": (make_finding("knee-locked", r1="mild"),)},
            {"not_assessable": (NotAssessable("knee-locked", (1,), "hidden"),)},
            {"findings": (make_finding("knee-locked", r2="mild"),)},
            {"findings": (make_finding("knee-locked", r1="mild"),)},
        )
        clips = []
        for pair, recipe, words in zip(severities, recipes, reported, strict=True):
            verdicts = tuple(make_verdict("knee-locked", i, severity) for i, severity in enumerate(pair, 1))
            clips.append(compare(make_truth(verdicts=verdicts, recipe=recipe), make_analysis(**words), SEEN))
        table = tabulate(clips)
        score = rule(table, "knee-locked")
        assert (score.bar.serious, score.bar.serious_found, score.bar.recall) == (2, 1, 0.5)
        assert (score.bar.faultless, score.bar.faultless_blamed, score.bar.false_alarm_rate) == (2, 1, 0.5)
        assert score.against_bar == {"precision": False, "recall": False, "false alarms": False}
        assert (table.faultless.clips, table.faultless.reps, table.faultless.blamed) == (2, 4, 1)

    def test_a_rule_that_is_mild_at_worst_is_held_to_its_mild_ones(
        self, make_truth: Make, make_analysis: Make, make_finding: Make, make_verdict: Make
    ) -> None:
        verdicts = tuple(make_verdict("load-side", index, "mild") for index in (1, 2))
        lift = Lift("single-leg-rdl", given=True, confidence=1.0, working_side="left")
        reported = make_analysis(lift=lift, findings=(make_finding("load-side", r1="mild"),))
        score = rule(tabulate([compare(make_truth(verdicts=verdicts), reported, SEEN)]), "load-side")
        assert (score.bar.serious, score.bar.serious_found) == (2, 1)

    def test_the_found_rep_counts_not_its_number(
        self, make_truth: Make, make_analysis: Make, make_finding: Make, make_verdict: Make
    ) -> None:
        """Only the second rep is found and is the analysis's first."""
        reported = make_analysis(reps=((5.0, 6.5, 7.5),), findings=(make_finding("knee-locked", r1="mild"),))
        verdicts = (make_verdict("knee-locked", 1, None), make_verdict("knee-locked", 2, "mild"))
        every = rule(tabulate([compare(make_truth(verdicts=verdicts), reported, SEEN)]), "knee-locked").every
        assert (every.found, every.silent_clean, every.false_alarms, every.strays) == (1, 1, 0, 0)

    def test_strays(self, make_truth: Make, make_analysis: Make, make_finding: Make) -> None:
        """A fault on a rep that is none, and one of a rule that is not meant for the true lift."""
        reported = make_analysis(
            reps=((1.0, 2.5, 3.5), (5.0, 6.5, 7.5), (8.0, 8.6, 9.5)),
            lift=Lift("deadlift", given=False, confidence=0.6, working_side="both"),
            findings=(make_finding("fast-lowering", r3="mild"), make_finding("hips-rise-first", r1="severe")),
        )
        table = tabulate([compare(make_truth(), reported, SEEN)])
        for name in ("fast-lowering", "hips-rise-first"):
            assert (rule(table, name).every.strays, rule(table, name).every.precision) == (1, 0.0)

    def test_a_fault_without_a_truth_is_no_stray(
        self, make_truth: Make, make_analysis: Make, make_finding: Make
    ) -> None:
        reported = make_analysis(findings=(make_finding("form-drift", r2="mild"),))
        assert tabulate([compare(make_truth(), reported, SEEN)]).rules == ()

    def test_a_rule_that_another_lift_kept_from_being_asked(
        self, make_truth: Make, make_analysis: Make, make_verdict: Make
    ) -> None:
        """Recognised as a deadlift, the knee is never judged as locked: that is no clean bill."""
        reported = make_analysis(lift=Lift("deadlift", given=False, confidence=0.6, working_side="both"))
        truth = make_truth(verdicts=(make_verdict("knee-locked", 1, "mild"), make_verdict("knee-locked", 2, None)))
        score = rule(tabulate([compare(truth, reported, SEEN)]), "knee-locked")
        assert (score.every.abstention, score.every.recall, score.every.recall_assessed) == (1.0, 0.0, None)
        assert score.silence == {"other lift": 2}

    def test_borderline_reps_are_counted_apart(
        self, make_truth: Make, make_analysis: Make, make_verdict: Make
    ) -> None:
        """fast-lowering is mild below 1.0 s and moderate below 0.7: 0.9 s is a doubtful fault, 0.6 s none."""
        verdicts = (make_verdict("fast-lowering", 1, "mild", 0.9), make_verdict("fast-lowering", 2, "moderate", 0.6))
        score = rule(tabulate([compare(make_truth(verdicts=verdicts), make_analysis(), SEEN)]), "fast-lowering")
        assert (score.every.missed, score.clear.missed) == (2, 1)

    def test_margin_on_both_sides(self, make_verdict: Make) -> None:
        """incomplete-lockout: mild from 10°, moderate from 15°."""
        near = {
            v: is_borderline(make_verdict("incomplete-lockout", 1, None, v), "rdl") for v in (7.4, 7.6, 12.4, 12.6)
        }
        assert near == {7.4: False, 7.6: True, 12.4: True, 12.6: False}
        assert is_borderline(make_verdict("knee-dominant", 1, None, 0.5), "rdl")
        assert not is_borderline(make_verdict("knee-dominant", 1, None, 0.5), "deadlift")
        assert not is_borderline(make_verdict("no-such-rule", 1, None, 0.0), "rdl")


class TestLiftAndView:
    def test_recognition(self, make_truth: Make, make_analysis: Make) -> None:
        def reported(
            lift: str, name: Any, confidence: float, second: Any = None, side: Any = "left"
        ) -> ClipComparison:
            lifted = Lift(name, given=False, confidence=confidence, working_side=side, runner_up=second)
            return compare(make_truth(lift=lift, working_side="left"), make_analysis(lift=lifted), SEEN)

        clips = [
            reported("rdl", "rdl", 0.9),
            reported("rdl", "deadlift", 0.4, "rdl"),
            reported("kickstand-rdl", "single-leg-rdl", 0.8, "kickstand-rdl"),
            reported("single-leg-rdl", "single-leg-rdl", 0.75, None, "right"),
            compare(make_truth(lift="hip-thrust"), None, SEEN),
        ]
        lifts = tabulate(clips).lifts
        assert lifts.confusion == {
            "rdl": {"rdl": 1, "deadlift": 1},
            "single-leg-rdl": {"single-leg-rdl": 1},
            "kickstand-rdl": {"single-leg-rdl": 1},
            "hip-thrust": {"none": 1},
        }
        assert (lifts.right, lifts.confident, lifts.right_confident) == (2 / 5, 3, 2 / 3)
        assert (lifts.unsure, lifts.right_side) == (2 / 5, 1 / 2)

    def test_azimuth_goes_the_short_way_round(self, make_truth: Make, make_analysis: Make) -> None:
        clips = [compare(make_truth(azimuth_deg=175.0), make_analysis(azimuth_deg=-170.0), SEEN)]
        clips.append(compare(make_truth(azimuth_deg=-160.0), make_analysis(azimuth_deg=-150.0), SEEN))
        (everything, rear) = tabulate(clips).views
        assert everything.group, rear.group == ("all", "rear")
        assert (rear.azimuth_mae_deg, rear.azimuth_bias_deg, rear.name_right) == pytest.approx((12.5, 12.5, 0.5))

    def test_detection(self, make_truth: Make, make_analysis: Make) -> None:
        clips = [compare(make_truth(), make_analysis(), SEEN), compare(make_truth(), None, Detection(100, 0))]
        (everything, side) = tabulate(clips).views
        assert (side.frames, side.with_lifter) == (400, 270 / 400)
        assert (everything.clips, everything.told) == (2, 1)


def test_no_clips() -> None:
    with pytest.raises(ValueError, match="no clip"):
        tabulate([])


@pytest.mark.parametrize("error", [ValueError("no shape"), IndexError("out of range"), OSError("gone")])
def test_a_crash_while_poses_are_read_is_the_pipelines_miss(
    make_truth: Callable[..., Truth], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Not the truth file's, and no reason to lose the other clips."""
    path = tmp_path / "clip.truth.json"
    save_truth(make_truth({"knee_flexion_deg": np.zeros(301)}), path)

    def crash(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(validate, "read_recording", crash)
    scored = validate.score(validate.Case("clip", path, tmp_path / "clip.poses.npz", tmp_path / "clip.mp4"))
    assert scored.comparison is not None
    assert not scored.comparison.measured
    assert str(scored.problem).startswith("unexpected error: ")
