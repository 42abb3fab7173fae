"""Which leg works, when it changes, and what is said of balance: on estimates and motions worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import LEFT, RIGHT, SIDES, point
from hingecheck.core.learned.estimates import FrameEstimates
from hingecheck.core.learned.network import Estimate
from hingecheck.core.measures.feet import free_foot_height, kickstand_probability
from hingecheck.core.measures.stance import HINGE, constant_stance, planted_leg, stance_from_votes
from hingecheck.core.reps.balance import HIDDEN_WAY, hops, touch_downs, with_sway
from hingecheck.core.reps.segmentation import find_reps, split_sets
from hingecheck.core.rules import RULES_BY_ID, Clean, Fault, SetContext, Unknown, Verdict
from hingecheck.core.rules.balance import FOOT_UNSEEN
from hingecheck.core.rules.limits import Limits
from hingecheck.core.tracking.cleaning import CleanTrack, clean
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, Motion, Playback, PoseTrack, Series, Unavailable, View
from hingecheck.sources.files.weights import default_weights
from joined_tracks import joined, sample
from stick_figure import THRUST_BOTTOM, THRUST_TOP, figure, reps

RATE_HZ = 10.0


def estimate(*columns: np.ndarray | float, rows: int, trust: float = 1.0) -> Estimate:
    value = np.stack([np.broadcast_to(np.asarray(c, float), (rows,)) for c in columns], axis=1)
    return Estimate(value, np.full(value.shape, 2.0), np.full(rows, trust))


def estimates_of(
    votes: np.ndarray, *, near: str = "left", trust: float = 1.0, **stance: np.ndarray | float
) -> FrameEstimates:
    rows = len(votes)
    names = ("foot_above", "foot_ahead", "load_ahead", "kickstand")
    in_frame = np.ones(rows, bool)
    return FrameEstimates(
        joints=estimate(*[0.0] * 16, rows=rows),
        spine=estimate(0.0, 0.0, rows=rows),
        pelvis=estimate(0.0, 0.0, votes, rows=rows, trust=trust),
        stance=estimate(*[stance.get(name, 0.0) for name in names], rows=rows, trust=trust),
        near=near,  # type: ignore[arg-type]
        outline=np.ones(rows),
        in_frame={"left": in_frame, "right": in_frame},
        tells=np.ones(rows, bool),
    )


class TestPlantedLeg:
    """On the back, one foot in the air: the other leg is measured."""

    @staticmethod
    def points(raised: str, height_leg: float, seen: float) -> CleanTrack:
        track = clean(figure(reps(1, top=THRUST_TOP, bottom=THRUST_BOTTOM)), RATE_HZ)
        image, visibility = track.image_px.copy(), np.ones_like(track.visibility)
        ankle = point(raised, "ANKLE")  # type: ignore[arg-type]
        image[:, ankle, 1] -= height_leg * track.leg_px
        visibility[:, ankle] = seen
        return replace(track, image_px=image, visibility=visibility)

    @pytest.mark.parametrize(("raised", "planted"), [("left", "right"), ("right", "left")])
    def test_the_other_foot_is_in_the_air(self, raised: str, planted: str) -> None:
        assert planted_leg(self.points(raised, 0.5, 0.95)) == planted

    @pytest.mark.parametrize(("height_leg", "seen"), [(0.0, 1.0), (0.12, 1.0), (0.5, 0.7)])
    def test_both_are_down_or_it_is_not_seen(self, height_leg: float, seen: float) -> None:
        assert planted_leg(self.points("left", height_leg, seen)) is None


class TestVotes:
    @pytest.mark.parametrize(
        ("lean", "near", "leg", "one_leg"),
        [
            (30.0, "left", "left", True),
            (18.0, "right", "right", True),
            (-25.0, "left", "right", True),
            (12.0, "left", "left", False),
            (0.0, "right", "right", False),
        ],
    )
    def test_the_middle_vote_decides(self, lean: float, near: str, leg: str, one_leg: bool) -> None:
        out = stance_from_votes(estimates_of(np.full(100, lean), near=near), RATE_HZ)
        assert out is not None
        assert (out.side, out.one_leg) == (leg, one_leg)
        assert (out.left == (leg == "left")).all()
        assert 0.5 <= out.confidence <= 1.0

    def test_waiting_on_both_feet_says_nothing_of_the_lift(self) -> None:
        """Nine tenths of the time she stands; where she folds she stands on one."""
        folded = np.arange(300) >= 270
        seen = estimates_of(np.where(folded, 28.0, 0.0), foot_above=np.where(folded, 40.0, 0.0), foot_ahead=20.0)
        seen.joints.value[:, HINGE] = np.where(folded, 80.0, 4.0)
        out = stance_from_votes(seen, RATE_HZ)
        assert out is not None
        assert out.one_leg

    def test_too_little_trust_names_no_leg(self) -> None:
        assert stance_from_votes(estimates_of(np.full(100, 30.0), trust=0.2), RATE_HZ) is None

    def test_who_changes_legs_is_followed(self) -> None:
        votes = np.where(np.arange(200) < 110, 28.0, -28.0)
        out = stance_from_votes(estimates_of(votes), RATE_HZ)
        assert out is not None
        assert out.one_leg
        assert out.left[:105].all()
        assert not out.left[115:].any()
        assert out.side == LEFT

    def test_a_short_slip_is_no_change(self) -> None:
        votes = np.full(200, 28.0)
        votes[80:110] = -28.0  # three seconds: longer than the vote, shorter than a rep
        out = stance_from_votes(estimates_of(votes), RATE_HZ)
        assert out is not None
        assert out.left.all()


class TestFeet:
    def test_the_free_foot_counts_from_the_stance_foot(self) -> None:
        """The near (left) ankle lies 0.4 leg lengths above the far one: the right leg stands."""
        seen = estimates_of(np.full(60, -30.0), foot_above=40.0)
        out = free_foot_height(seen, constant_stance("right", 60, one_leg=True))
        assert isinstance(out, Series)
        assert out.value == pytest.approx(0.40)
        other = free_foot_height(seen, constant_stance("left", 60, one_leg=True))
        assert isinstance(other, Series)
        assert other.value == pytest.approx(-0.40)

    def test_two_legs_and_no_weights_say_why(self) -> None:
        two = free_foot_height(estimates_of(np.zeros(60)), constant_stance("left", 60, one_leg=False))
        assert isinstance(two, Unavailable)
        assert "one-legged" in two.reason
        none = free_foot_height(None, constant_stance("left", 60, one_leg=True))
        assert isinstance(none, Unavailable)
        assert "networks" in none.reason

    def test_a_resting_foot_is_a_kickstand(self) -> None:
        assert (kickstand_probability(estimates_of(np.zeros(60), kickstand=29.0)) or 0.0) > 0.95
        assert (kickstand_probability(estimates_of(np.zeros(60), kickstand=1.0)) or 1.0) < 0.05
        assert kickstand_probability(estimates_of(np.zeros(60), trust=0.0)) is None
        assert kickstand_probability(None) is None


@pytest.fixture(scope="module")
def lifted() -> Analysis:
    return analyse(LifterTrack(figure(reps(3)), jumps=0, others=0), KnownFacts(lift="single-leg-rdl", stance="left"))


def standing(lifted: Analysis, *, sway_leg: float = 0.0, foot: np.ndarray | float | None = 0.4) -> Motion:
    """The lift with the whole body but the stance foot swaying to and fro, and a free foot at a height."""
    motion, rows = lifted.motion, len(lifted.motion)
    image = motion.image_px.copy()
    fixed = [point(LEFT, joint) for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]
    moved = [k for k in range(image.shape[1]) if k not in fixed]
    image[:, moved, 0] += (0.5 * sway_leg * np.sin(2 * np.pi * 0.7 * motion.time_s) * motion.leg_px)[:, None]
    series = {name: s for name, s in motion.series.items() if name != "sway_leg"}
    by_side = dict(motion.by_side)
    if foot is not None:
        height = np.broadcast_to(np.asarray(foot, float), (rows,)).copy()
        by_side["free_foot_leg"] = Series(height, np.full(rows, 0.01), "leg")
    return replace(motion, image_px=image, series=series, by_side=by_side, missing={})


def judged(lifted: Analysis, motion: Motion) -> dict[int, Verdict]:
    swayed = with_sway(motion, find_reps(lifted.motion))
    return dict(RULES_BY_ID["balance-loss"].judge(SetContext(swayed, lifted.lift, lifted.reps, Limits())))


class TestBalance:
    def test_sway_is_the_range_over_the_rep_and_the_fold_is_none(self, lifted: Analysis) -> None:
        segmentation = find_reps(lifted.motion)
        still = with_sway(standing(lifted), segmentation).series["sway_leg"]
        moved = with_sway(standing(lifted, sway_leg=0.08), segmentation).series["sway_leg"]
        for rep in lifted.reps:
            assert still.value[rep.cycle.bottom] < 0.01
            assert moved.value[rep.cycle.bottom] == pytest.approx(HIDDEN_WAY * 0.08, rel=0.4)

    def test_few_pixels_blame_nobody(self, lifted: Analysis) -> None:
        whole = standing(lifted, sway_leg=0.17)
        small = 40.0 / whole.leg_px
        assert {type(v) for v in judged(lifted, whole).values()} == {Fault}
        few = replace(whole, image_px=whole.image_px * small, leg_px=40.0)
        assert Fault not in {type(v) for v in judged(lifted, few).values()}

    @pytest.mark.parametrize(
        ("sway", "severity"), [(0.01, None), (0.17, "mild"), (0.26, "moderate"), (0.37, "severe")]
    )
    def test_each_degree(self, lifted: Analysis, sway: float, severity: str | None) -> None:
        said = [
            v.severity if isinstance(v, Fault) else None
            for v in judged(lifted, standing(lifted, sway_leg=sway)).values()
        ]
        assert said[1] == severity

    @pytest.mark.parametrize(("unknown", "blamed"), [(True, False), (False, True)])
    def test_what_goes_with_a_shaking_picture_is_no_sway(self, lifted: Analysis, unknown: bool, blamed: bool) -> None:
        still = standing(lifted)
        shake = 0.2 * np.sin(2 * np.pi * 1.3 * still.time_s) * still.leg_px
        shaken = replace(still, image_px=still.image_px + np.stack([shake, 0.0 * shake], axis=1)[:, None])
        verdicts = judged(lifted, replace(shaken, place_unknown=unknown)).values()
        assert any(isinstance(v, Fault) for v in verdicts) is blamed
        assert not any(isinstance(v, Clean) for v in verdicts)

    @pytest.mark.parametrize(("unknown", "blamed"), [(True, False), (False, True)])
    def test_a_picture_that_hops_is_no_hop(self, lifted: Analysis, unknown: bool, blamed: bool) -> None:
        still = standing(lifted)
        shake = 0.04 * np.sin(2 * np.pi * 1.3 * still.time_s) * still.leg_px
        shaken = replace(still, image_px=still.image_px + np.stack([0.0 * shake, shake], axis=1)[:, None])
        verdicts = judged(lifted, replace(shaken, place_unknown=unknown)).values()
        assert any(isinstance(v, Fault) for v in verdicts) is blamed

    def test_a_foot_that_is_never_seen_in_a_rep_leaves_it_open_where_the_camera_may_move(
        self, lifted: Analysis
    ) -> None:
        still = standing(lifted)
        hidden = still.image_px.copy()
        cycle = lifted.reps[1].cycle
        hidden[cycle.first : cycle.last, [point(LEFT, joint) for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]] = np.nan
        verdicts = judged(lifted, replace(still, image_px=hidden, place_unknown=True))
        assert [type(v) for v in verdicts.values()] == [Clean, Unknown, Clean]

    def test_a_film_that_may_be_slowed_earns_no_praise(self, lifted: Analysis) -> None:
        context = SetContext(
            with_sway(standing(lifted), find_reps(lifted.motion)), lifted.lift, lifted.reps, Limits()
        )
        slowed = replace(context, playback=Playback(maybe_slowed=True))
        judge = RULES_BY_ID["balance-loss"].judge
        assert {type(v) for v in judge(context).values()} == {Clean}
        assert {type(v) for v in judge(slowed).values()} == {Unknown}

    def foot(self, lifted: Analysis, *, down: tuple[int, ...]) -> np.ndarray:
        """The free foot goes up with the fold, and comes down to the floor for 0.4 s in some reps."""
        hinge = lifted.motion.series["hip_hinge_deg"].value
        height = 0.10 + 0.006 * np.nan_to_num(hinge)
        for rep in lifted.reps:
            if rep.index in down:
                cycle = rep.cycle
                middle = (cycle.lifting.first + cycle.lifting.last) // 2
                height[middle - 6 : middle + 6] = 0.08
        return height

    def test_a_touch_down_is_found_where_it_is(self, lifted: Analysis) -> None:
        motion = standing(lifted, foot=self.foot(lifted, down=(2,)))
        (row,) = touch_downs(motion, lifted.reps)
        cycle = lifted.reps[1].cycle
        assert cycle.lifting.first < row < cycle.lifting.last
        swaying = standing(lifted, sway_leg=0.05, foot=self.foot(lifted, down=(2,)))
        assert [isinstance(v, Fault) for v in judged(lifted, swaying).values()] == [False, True, False]

    @pytest.mark.parametrize(("hidden", "azimuth_deg", "found"), [(0.7, 90.0, 0), (0.95, 90.0, 1), (0.7, 10.0, 1)])
    def test_a_foot_that_is_hidden_on_its_way_down_touches_nothing(
        self, lifted: Analysis, hidden: float, azimuth_deg: float, found: int
    ) -> None:
        """As behind somebody who passes before it; from the front the stance leg hides it."""
        motion = standing(lifted, foot=self.foot(lifted, down=(2,)))
        lifting = lifted.reps[1].cycle.lifting
        seen = motion.visibility.copy()
        middle = (lifting.first + lifting.last) // 2
        seen[middle - 15 : middle + 10, point(RIGHT, "ANKLE")] = hidden
        view = replace(motion.view, azimuth_deg=azimuth_deg)
        assert len(touch_downs(replace(motion, visibility=seen, view=view), lifted.reps)) == found

    def test_what_she_does_beside_the_reps_hides_no_touch_down(self, lifted: Analysis) -> None:
        """Bent over the load on both feet for longer than the set lasts."""
        height = self.foot(lifted, down=(1, 2, 3))
        within = np.zeros(len(height), dtype=bool)
        for rep in lifted.reps:
            within[rep.cycle.first : rep.cycle.last] = True
        beside = replace(
            standing(lifted, foot=np.where(within, height, 0.03)),
        )
        assert len(touch_downs(beside, lifted.reps)) == 3

    def test_a_foot_that_stays_down_or_up_touches_nothing(self, lifted: Analysis) -> None:
        assert touch_downs(standing(lifted, foot=0.10), lifted.reps) == []
        assert touch_downs(standing(lifted, foot=self.foot(lifted, down=())), lifted.reps) == []

    def test_a_hop_is_foot_and_hips_leaving_their_way(self, lifted: Analysis) -> None:
        motion, rep = standing(lifted), lifted.reps[1]
        image = motion.image_px.copy()
        middle = (rep.cycle.lifting.first + rep.cycle.lifting.last) // 2
        body = [point(side, joint) for side in (LEFT, RIGHT) for joint in ("HIP", "ANKLE", "HEEL", "FOOT_INDEX")]
        rows = slice(middle - 3, middle + 4)
        image[rows, body, 1] -= 0.06 * motion.leg_px
        (row,) = hops(replace(motion, image_px=image))
        assert abs(row - middle) <= 2
        assert hops(motion) == []
        knee = motion.series["knee_flexion_deg"]
        doubted = replace(knee, sigma=np.where(np.arange(len(motion)) == middle + 3, 5.0 * knee.sigma, knee.sigma))
        badly_read = replace(motion, image_px=image, series={**motion.series, "knee_flexion_deg": doubted})
        assert hops(badly_read) == []
        image[rows, point(LEFT, "HEEL"), 1] += 0.06 * motion.leg_px  # the heel stays: no hop
        assert hops(replace(motion, image_px=image)) == []

    def test_not_measured_is_never_clean(self, lifted: Analysis) -> None:
        assert all(isinstance(v, Unknown) for v in judged(lifted, standing(lifted, foot=None)).values())
        hidden = standing(lifted)
        gone = replace(hidden, image_px=np.full_like(hidden.image_px, np.nan))
        assert all(isinstance(v, Unknown) for v in judged(lifted, gone).values())
        assert set(judged(lifted, standing(lifted)).values()) == {Clean()}

    def test_from_behind_it_is_not_judged(self, lifted: Analysis) -> None:
        behind = replace(standing(lifted), view=View(170.0, 2.0, "left"))
        assert all(isinstance(v, Unknown) for v in judged(lifted, behind).values())


def test_a_free_foot_that_is_not_seen_in_the_bend_may_have_come_down(lifted: Analysis) -> None:
    hinge, cycle = lifted.motion.series["hip_hinge_deg"].value, lifted.reps[1].cycle
    up = np.where(hinge > 30.0, 0.6, 0.1)
    hidden = up.copy()
    hidden[cycle.first : cycle.last][hinge[cycle.first : cycle.last] > 30.0] = np.nan
    assert list(judged(lifted, standing(lifted, foot=up)).values()) == [Clean()] * 3
    verdicts = judged(lifted, standing(lifted, foot=hidden))
    assert list(verdicts.values()) == [Clean(), Unknown(FOOT_UNSEEN), Clean()]


def test_changing_legs_makes_two_sets(lifted: Analysis) -> None:
    cycles = find_reps(lifted.motion).cycles
    left = np.arange(len(lifted.motion)) < cycles[1].last
    changed = replace(lifted.motion, stands_left=left)
    assert split_sets(cycles, lifted.motion) == [[0, 1, 2]]
    assert split_sets(cycles, changed) == [[0, 1], [2]]
    assert (LEFT, RIGHT) == ("left", "right")


@pytest.mark.parametrize("steps_leg", [(0.0, 0.1, 0.2), (0.0, 0.1, -0.05)])
def test_a_foot_set_down_elsewhere_between_reps_is_no_sway(steps_leg: tuple[float, ...]) -> None:
    """Read from a rendered clip, whose reps are not alike: on a stick figure's nothing goes with the step."""
    track, weights = sample("single-leg-rdl-clean"), default_weights()
    still = analyse(joined(track), learned=weights)
    away = np.zeros(len(track))
    for rep, step_leg in zip(still.reps[1:], steps_leg[1:], strict=True):
        away[track.time_s >= rep.start_s - 0.2] = step_leg * still.motion.leg_px
    shift = np.stack([away, np.zeros(len(track))], axis=1)[:, None]
    outline = (track.outline_px + shift).astype(np.float32)
    moved = analyse(joined(replace(track, image_px=track.image_px + shift, outline_px=outline)), learned=weights)
    assert "balance-loss" in still.good
    assert "balance-loss" in moved.good


def shins_cut_off(track: PoseTrack) -> PoseTrack:
    """The picture ends at mid-shin: standing, the feet are put below its edge, folded, squeezed in above it."""
    knees, ankles = (track.image_px[:, [point(side, joint) for side in SIDES], 1] for joint in ("KNEE", "ANKLE"))
    edge = int(0.5 * (np.nanmedian(knees) + np.nanmedian(ankles)))
    feet = [point(side, joint) for side in SIDES for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]
    shoulders = track.image_px[:, [point(side, "SHOULDER") for side in SIDES], 1].mean(axis=1)
    low = shoulders > np.nanpercentile(shoulders, 60)
    image = track.image_px.copy()
    image[np.ix_(low, feet, [1])] = np.minimum(image[np.ix_(low, feet, [1])], edge - 5.0)
    return replace(track, image_px=image, height_px=edge)


def test_nothing_that_stands_on_feet_out_of_the_picture_is_good() -> None:
    """Read from a rendered clip, as above; its legs are in the picture in 40 % of the frames, so it seems."""
    whole, weights = sample("single-leg-rdl-clean"), default_weights()
    facts = KnownFacts(lift="single-leg-rdl")
    cut = analyse(joined(shins_cut_off(whole)), facts, learned=weights)
    stands_on_feet = {"balance-loss", "hips-opening", "range-too-deep", "knee-dominant"}
    assert stands_on_feet <= set(analyse(joined(whole), facts, learned=weights).good)
    assert stands_on_feet <= {entry.rule for entry in cut.not_assessable}
    assert not np.isfinite(cut.motion.series["knee_flexion_deg"].value).any()
    told = analyse(joined(shins_cut_off(whole)), learned=weights)
    assert told.lift.name == "single-leg-rdl"
    assert told.lift.confidence <= 0.5
    assert len(told.reps) == len(cut.reps) == len(analyse(joined(whole), learned=weights).reps)


def test_no_balance_is_good_on_a_foot_that_something_covers() -> None:
    """A banner across the feet: the model is as sure of them as ever, and her outline ends above."""
    whole, weights = sample("single-leg-rdl-clean"), default_weights()
    seen = analyse(joined(whole), learned=weights)
    outline = whole.outline_px.copy()
    banner = -seen.motion.image_px[:, [point(side, "ANKLE") for side in SIDES], 1]
    outline[..., 1] = np.minimum(outline[..., 1], -np.nanmin(banner) - 0.15 * seen.motion.leg_px)
    covered = analyse(joined(replace(whole, outline_px=outline)), learned=weights)
    assert "balance-loss" in seen.good
    assert not any("covers the foot" in problem for problem in seen.quality.problems)
    assert "balance-loss" not in covered.good
    assert any("covers the foot" in problem for problem in covered.quality.problems)
    assert [entry.rule for entry in covered.not_assessable if "covers the foot" in entry.reason] == ["balance-loss"]
    assert len(covered.reps) == len(seen.reps)


def test_the_free_foot_alone_is_not_taken_for_both() -> None:
    """It goes up behind, in the picture, while the other stands below its edge: nobody walks, nor has hands down."""
    whole, weights = sample("single-leg-rdl-clean"), default_weights()
    stands = analyse(joined(whole), learned=weights).lift.working_side
    free = [point(side, joint) for side in SIDES if side != stands for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]
    cut = shins_cut_off(whole)
    image = cut.image_px.copy()
    image[:, free, 1] = np.minimum(whole.image_px[:, free, 1], cut.height_px - 5.0)
    found = analyse(joined(replace(cut, image_px=image)), learned=weights)
    assert found.lift.name == "single-leg-rdl"
    assert len(found.reps) == len(analyse(joined(whole), learned=weights).reps)
    assert "balance-loss" not in found.good
