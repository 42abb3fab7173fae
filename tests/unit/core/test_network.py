"""The networks' arithmetic, worked out by hand; how the corrector blends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.learned.network import LOST_AT, Estimate, Member, Network, Novelty, evaluate
from hingecheck.core.learned.networks import JOINT_MEASURES
from hingecheck.core.measures.belief import Belief
from hingecheck.core.measures.corrector import ALONE_FROM, correct_sides, correct_working
from hingecheck.core.types import Series
from small_networks import linear_network


def silu(x: float) -> float:
    return x / (1.0 + np.exp(-x))


def network_for(network: Network, features: np.ndarray) -> Estimate:
    """What a network says of rows seen from the side."""
    return network.estimate(features, np.full(len(features), 2))


def test_one_perceptron_by_hand() -> None:
    one = np.ones((1, 1), np.float32)
    member = Member(
        first=2 * one, first_bias=one[0], second=3 * one, second_bias=-one[0], out=0.5 * one, past=0.25 * one,
        out_bias=one[0], error=0.1 * one, error_bias=-one[0],
    )  # fmt: skip
    out, log_error = evaluate(member, np.array([[0.7]], np.float32))
    hidden = silu(3.0 * silu(2.0 * 0.7 + 1.0) - 1.0)
    assert out[0, 0] == pytest.approx(0.5 * hidden + 0.25 * 0.7 + 1.0, rel=1e-5)
    assert log_error[0, 0] == pytest.approx(0.1 * hidden - 1.0, rel=1e-5)


class TestEnsemble:
    NETWORK = linear_network(np.array([[1.0], [0.5]]), np.array([0.2]))

    def test_value_and_sigma(self) -> None:
        said = network_for(self.NETWORK, np.array([[0.1, 0.4]]))
        assert said.value[0, 0] == pytest.approx(30.0 * (0.1 + 0.2 + 0.2), rel=1e-5)
        assert said.sigma[0, 0] == pytest.approx(30.0 * np.exp(-1.0), rel=1e-5)
        assert said.trust[0] == 1.0

    def test_members_that_disagree_widen_sigma(self) -> None:
        (member,) = self.NETWORK.members
        other = replace(member, out_bias=member.out_bias + 1.0)
        both = network_for(replace(self.NETWORK, members=(member, other)), np.array([[0.1, 0.4]]))
        assert both.value[0, 0] == pytest.approx(30.0 * (0.5 + 0.5), rel=1e-5)
        assert both.sigma[0, 0] == pytest.approx(30.0 * np.hypot(np.exp(-1.0), 0.5), rel=1e-5)

    def test_calibration_scales_sigma_only(self) -> None:
        """Each sector of view has a scale of its own."""
        scaled = replace(self.NETWORK, calibration=np.array([[2.0], [1.0], [0.5], [1.0]], np.float32))
        said = scaled.estimate(np.array([[0.1, 0.4]] * 3), np.array([0, 1, 2]))
        assert said.value[:, 0] == pytest.approx([15.0] * 3, rel=1e-5)
        assert said.sigma[:, 0] == pytest.approx(30.0 * np.exp(-1.0) * np.array([2.0, 1.0, 0.5]), rel=1e-5)

    def test_a_missing_feature_gives_nothing_in_its_row(self) -> None:
        said = network_for(self.NETWORK, np.array([[0.1, np.nan], [0.1, 0.4]]))
        assert np.isnan(said.value[0, 0])
        assert np.isnan(said.sigma[0, 0])
        assert said.trust.tolist() == [0.0, 1.0]

    def test_nothing_in_nothing_out(self) -> None:
        assert network_for(self.NETWORK, np.full((3, 2), np.nan)).trust.tolist() == [0.0] * 3

    def test_what_is_the_same_in_every_row_may_be_given_once(self) -> None:
        random = np.random.default_rng(4)
        plane = np.linalg.qr(random.normal(size=(3, 2)))[0].astype(np.float32)
        network = replace(
            linear_network(random.normal(size=(3, 2)), np.array([0.2, -0.1])),
            novelty=Novelty(plane, np.ones(2, np.float32), np.full(2, 1.0, np.float32)),
        )
        own, fixed = random.normal(size=(20, 1)), np.array([0.7, -0.4])
        whole = network_for(network, np.concatenate([own, np.tile(fixed, (20, 1))], axis=1))
        apart = network.estimate(own, np.full(20, 2), fixed)
        for name in ("value", "sigma", "trust"):
            assert getattr(apart, name) == pytest.approx(getattr(whole, name), abs=1e-4)
        assert 0.0 < whole.trust.mean() < 1.0
        assert np.isnan(network.estimate(own, np.full(20, 2), np.array([0.7, np.nan])).value).all()

    def test_wild_features_are_cut(self) -> None:
        near, far = (network_for(self.NETWORK, np.array([[x, 0.0]])).value[0, 0] for x in (6.0, 1e9))
        assert far == pytest.approx(near)


def test_fixed_features_that_stray_come_nearer_in_their_own_direction() -> None:
    """By hand: two of three features are fixed, of mean 1 and 2 and deviation 2 and 0.5; 3 and 4 deviations off."""
    network = replace(
        linear_network(np.zeros((3, 1)), np.zeros(1)),
        centre=np.array([9.0, 1.0, 2.0], np.float32),
        spread=np.array([7.0, 2.0, 0.5], np.float32),
    )
    strays = np.sqrt(0.5 * (3.0**2 + 4.0**2))
    for most in (0.8, 0.5 * strays, strays):
        by = (network.nearer(np.array([7.0, 4.0]), most) - network.centre[1:]) / network.spread[1:]
        assert by == pytest.approx(most / strays * np.array([3.0, 4.0]), rel=1e-5)
        assert np.sqrt(np.mean(by**2)) == pytest.approx(most, rel=1e-5)
    for fixed in ([1.6, 2.2], [1.0, 2.0], [-0.6, 2.4]):  # 0.35, 0 and 0.8 deviations off
        assert network.nearer(np.array(fixed), 0.81) == pytest.approx(fixed, rel=1e-5)


class TestNovelty:
    """A plane along the first of two features; usual is 1 within it and 0.5 off it."""

    PLANE = Novelty(
        np.array([[1.0], [0.0]], np.float32), np.array([2.0], np.float32), np.array([1.0, 0.5], np.float32)
    )

    @pytest.mark.parametrize(
        ("z", "novelty"),
        [((0.0, 0.0), 0.0), ((2.0, 0.0), 1.0), ((-4.0, 0.0), 2.0), ((0.0, 1.0), np.sqrt(0.5) / 0.5)],
    )
    def test_by_hand(self, z: tuple[float, float], novelty: float) -> None:
        assert self.PLANE.of(np.array([z], np.float32))[0] == pytest.approx(novelty)

    @pytest.mark.parametrize(
        ("x", "trust"), [(0.0, 1.0), (2.0, 1.0), (1.0 + LOST_AT, 0.5), (2.0 * LOST_AT, 0.0), (6.0, 0.0)]
    )
    def test_trust_falls_beyond_the_usual(self, x: float, trust: float) -> None:
        network: Network = replace(linear_network(np.zeros((2, 1)), np.zeros(1)), novelty=self.PLANE)
        assert network_for(network, np.array([[x, 0.0]])).trust[0] == pytest.approx(trust, abs=1e-5)


def raw(value: float = 50.0, sigma: float = 10.0) -> dict[str, Series]:
    return {
        f"{name}.{side}": Series(np.full(3, value), np.full(3, sigma), "deg")
        for name in (*JOINT_MEASURES, "load_offset_leg")
        for side in ("left", "right")
    }


def said(trust: float, near: float = 60.0, far: float = 40.0) -> Estimate:
    value = np.concatenate([np.full((3, 5), x) for x in (near, far, WORKING)] + [np.full((3, 1), 90.0)], axis=1)
    return Estimate(value, np.full((3, 16), 2.0), np.full(3, trust))


WORKING = 70.0
FRAMED = {"left": np.ones(3, bool), "right": np.ones(3, bool)}


class TestCorrector:
    def test_near_its_domain_it_is_taken_whole(self) -> None:
        out = correct_sides(raw(), said(1.0), "right", FRAMED, face_up=False)
        assert out["hip_hinge_deg.right"].value.tolist() == [60.0] * 3
        assert out["hip_hinge_deg.left"].value.tolist() == [40.0] * 3
        assert out["knee_flexion_deg.left"].sigma.tolist() == [2.0] * 3

    def test_far_from_it_the_raw_angle_stays(self) -> None:
        before = raw()
        out = correct_sides(before, said(0.0), "left", FRAMED, face_up=False)
        assert all(np.array_equal(out[name].value, before[name].value) for name in before)
        assert out["hip_hinge_deg.left"].sigma.tolist() == [10.0] * 3

    def test_between_it_is_a_blend_with_a_wider_sigma(self) -> None:
        out = correct_sides(raw(), said(0.25), "left", FRAMED, face_up=False)["hip_hinge_deg.left"]
        assert out.value[0] == pytest.approx(0.25 * 60 + 0.75 * 50)
        assert out.sigma[0] == pytest.approx(np.sqrt(0.25 * 4 + 0.75 * 100 + 0.25 * 0.75 * 100))

    def test_what_it_does_not_know_passes_through(self) -> None:
        before = raw()
        out = correct_sides(before, said(1.0), "left", FRAMED, face_up=False)
        assert out["load_offset_leg.left"] is before["load_offset_leg.left"]

    def test_lying_counts_the_trunk_the_other_way(self) -> None:
        out = correct_sides(raw(), said(1.0, near=-80.0), "left", FRAMED, face_up=True)
        assert out["trunk_inclination_deg.left"].value[0] == 80.0

    @pytest.mark.parametrize(("trust", "whole"), [(ALONE_FROM, True), (ALONE_FROM - 0.01, False)])
    def test_hidden_joints_are_taken_from_it_only_when_it_is_sure(self, trust: float, whole: bool) -> None:
        before = raw()
        knee = before["knee_flexion_deg.left"]
        before["knee_flexion_deg.left"] = replace(knee, value=np.array([np.nan, 50.0, 50.0]))
        out = correct_sides(before, said(trust), "left", FRAMED, face_up=False)
        assert np.isfinite(out["knee_flexion_deg.left"].value[0]) == whole
        # what belongs together comes from one source
        assert out["hip_hinge_deg.left"].value[0] == (60.0 if whole else 50.0)

    def test_joints_out_of_the_picture_are_not_made_up(self) -> None:
        before = raw()
        before["knee_flexion_deg.left"] = replace(before["knee_flexion_deg.left"], value=np.full(3, np.nan))
        out = correct_sides(before, said(1.0), "left", {**FRAMED, "left": np.zeros(3, bool)}, face_up=False)
        assert np.isnan(out["knee_flexion_deg.left"].value).all()
        assert out["hip_hinge_deg.left"].value.tolist() == [50.0] * 3

    def test_held_back_the_landmarks_stay_where_they_show_the_leg(self) -> None:
        before = raw()
        knee = before["knee_flexion_deg.left"]
        before["knee_flexion_deg.left"] = replace(knee, value=np.array([np.nan, 50.0, 50.0]))
        belief = Belief({"left": 0.0, "right": 1.0}, disputed=True)
        out = correct_sides(before, said(1.0), "left", FRAMED, belief, face_up=False)
        assert out["hip_hinge_deg.left"].value.tolist() == [60.0, 50.0, 50.0]
        assert out["hip_hinge_deg.right"].value.tolist() == [40.0] * 3
        assert out["neck_extension_deg.left"].value.tolist() == [60.0] * 3

    @pytest.mark.parametrize(("disputed", "sigma"), [(True, 15.0), (False, 2.0)])
    def test_where_both_disagree_the_error_is_half_of_it(self, disputed: bool, sigma: float) -> None:
        belief = Belief({"left": 1.0, "right": 1.0}, disputed=disputed)
        out = correct_sides(raw(30.0), said(1.0), "left", FRAMED, belief, face_up=False)["hip_hinge_deg.left"]
        assert (out.value[0], out.sigma[0]) == (60.0, sigma)

    def test_the_working_leg_has_an_estimate_of_its_own(self) -> None:
        own = {name: raw()[f"{name}.left"] for name in JOINT_MEASURES}
        out = correct_working(own, said(1.0), FRAMED["left"], FRAMED["left"], face_up=False)
        assert out["hip_hinge_deg"].value.tolist() == [WORKING] * 3
