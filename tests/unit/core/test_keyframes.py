"""Which part of which frame is shown, and what is drawn over it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hingecheck.core.figure import figure_at
from hingecheck.core.keyframes import bottoms, nearest_frames
from hingecheck.core.types import Analysis
from stick_figure import RDL, figure, hide, reps

Check = Callable[..., Analysis]


def test_boxes_hold_the_lifter_and_are_of_one_size(check: Check) -> None:
    move = reps(3)
    analysis = check(figure(move, hands_ahead_m=0.03, across_m=np.linspace(-0.3, 0.3, len(move.time_s))))
    moments = bottoms(analysis, 960, 1280)
    assert [m.rep for m in moments] == [1, 2, 3]
    assert len({(m.box.width, m.box.height) for m in moments}) == 1
    assert len({m.box.left for m in moments}) == 3  # it goes with the lifter
    for moment in moments:
        box, points = moment.box, analysis.motion.image_px[moment.row]
        assert points[:, 0].min() > box.left
        assert points[:, 0].max() < box.left + box.width
        assert points[:, 1].min() > box.top
        assert points[:, 1].max() < box.top + box.height


@pytest.mark.parametrize("px_per_m", [400.0, 900.0])
def test_boxes_stay_in_the_picture(check: Check, px_per_m: float) -> None:
    analysis = check(figure(reps(2), across_m=0.7, px_per_m=px_per_m))
    for moment in bottoms(analysis, 960, 1280):
        box = moment.box
        assert min(box.left, box.top) >= 0
        assert box.left + box.width <= 960
        assert box.top + box.height <= 1280


def test_nearest_frames(check: Check) -> None:
    analysis = check(figure(reps(2)))
    moments = bottoms(analysis, 960, 1280)
    time_s = np.arange(0, 12, 0.25)
    found = nearest_frames(moments, time_s, 7 * np.arange(len(time_s)))
    for moment in moments:
        assert abs(time_s[found[moment.rep] // 7] - moment.time_s) <= 0.125 + 1e-9


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
def test_the_arc_spans_the_hinge(check: Check, azimuth_deg: float) -> None:
    analysis = check(figure(reps(2), azimuth_deg))
    drawn = figure_at(analysis.motion, analysis.reps[0].cycle.bottom)
    assert drawn.hinge is not None
    hip, tip = drawn.hinge.guide
    first, last = drawn.hinge.arc[0] - hip, drawn.hinge.arc[-1] - hip
    cos = first @ last / np.linalg.norm(first) / np.linalg.norm(last)
    assert np.degrees(np.arccos(cos)) == pytest.approx(RDL[0] + RDL[1], abs=3)
    assert drawn.hinge.value_deg == pytest.approx(RDL[0] + RDL[1], abs=3)
    assert np.cross(tip - hip, first) == pytest.approx(0, abs=1e-6)


def test_far_limbs_end_where_they_are_hidden(check: Check) -> None:
    track = figure(reps(2), 80.0, hands_ahead_m=0.03)
    whole = figure_at(check(track).motion, 60)
    hidden = hide(track, ("KNEE",), sides=("right",))
    hidden.visibility[:, [26]] = 0.05
    less = figure_at(check(hidden).motion, 60)
    count = [sum(bone.depth == "far" for bone in figure.bones) for figure in (whole, less)]
    assert count[0] - count[1] == 4  # thigh, shank and foot
    assert [bone.depth for bone in whole.bones][-1] == "near"


def test_a_lost_lifter_draws_nothing(check: Check) -> None:
    motion = check(figure(reps(2))).motion
    motion.image_px[60] = np.nan
    lost = figure_at(motion, 60)
    assert (lost.bones, len(lost.joints), lost.hinge) == ((), 0, None)
