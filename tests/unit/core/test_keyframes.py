"""Which part of which frame is shown, and what is drawn over it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hingecheck.core.landmarks import point
from hingecheck.core.pictures.figure import back_at, figure_at
from hingecheck.core.pictures.keyframes import bottom_moments, nearest_frames
from hingecheck.core.types import Analysis
from stick_figure import RDL, figure, hide, reps

Check = Callable[..., Analysis]


def test_boxes_hold_the_lifter_and_are_of_one_size(check: Check) -> None:
    move = reps(3)
    analysis = check(figure(move, hands_ahead_m=0.03, across_m=np.linspace(-0.3, 0.3, len(move.time_s))))
    moments = bottom_moments(analysis, 960, 1280)
    assert [m.rep for m in moments] == [1, 2, 3]
    assert len({(m.box.width, m.box.height) for m in moments}) == 1
    assert len({m.box.left for m in moments}) == 3  # it goes with the lifter
    for moment in moments:
        box, points = moment.box, analysis.motion.image_px[moment.row]
        assert points[:, 0].min() > box.left
        assert points[:, 0].max() < box.left + box.width
        assert points[:, 1].min() > box.top
        assert points[:, 1].max() < box.top + box.height


def test_boxes_hold_the_back_line_too(check: Check) -> None:
    analysis = check(figure(reps(2), hands_ahead_m=0.03))
    bare = bottom_moments(analysis, 960, 1280)
    left, top = analysis.motion.image_px[bare[0].row].min(axis=0)
    hump = np.array([[left, top - 60.0], [left - 40.0, top]])
    for moment in bottom_moments(analysis, 960, 1280, {1: hump, 2: hump}):
        assert moment.box.top < top - 60.0
        assert moment.box.left < left - 40.0


@pytest.mark.parametrize(("azimuth_deg", "outward"), [(90.0, 1.0), (-90.0, -1.0)])
def test_the_back_line_is_the_outline_behind_the_trunk(check: Check, azimuth_deg: float, outward: float) -> None:
    """A body drawn as a band round the trunk: the line runs along its dorsal edge, whichever way the lifter faces."""
    track = figure(reps(2), azimuth_deg, hands_ahead_m=0.03)
    motion, row = check(track).motion, 0  # standing tall
    side = motion.view.near_side
    hip, shoulder = (track.image_px[row, point(side, name)] for name in ("HIP", "SHOULDER"))
    trunk = shoulder - hip
    across = np.array([trunk[1], -trunk[0]]) / np.hypot(*trunk)
    ends = (hip - 0.5 * trunk, shoulder + 0.5 * trunk)
    corners = [ends[0] + 30 * across, ends[1] + 30 * across, ends[1] - 30 * across, ends[0] - 30 * across]
    edges = [np.linspace(a, b, 48, endpoint=False) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    track.outline_px[row] = np.concatenate(edges)
    line = back_at(motion, track, row)
    assert len(line) >= 20
    off = (line - hip) @ across
    assert abs(off) == pytest.approx(30.0, abs=0.1)
    toes = track.image_px[row, point(side, "FOOT_INDEX")] - track.image_px[row, point(side, "HEEL")]
    assert np.all((line - hip)[:, 0] * toes[0] < 0)  # behind, where the toes do not point
    assert np.sign(toes[0]) == -outward
    track.outline_px[row + 2], track.outline_px[row] = track.outline_px[row], np.nan
    np.testing.assert_allclose(back_at(motion, track, row), line, atol=0.5)  # it goes along with hip and shoulder
    track.outline_px[row + 2] = np.nan
    assert len(back_at(motion, track, row)) == 0


def test_no_back_line_from_the_front(check: Check) -> None:
    track = figure(reps(2), 10.0, hands_ahead_m=0.03)
    assert len(back_at(check(track).motion, track, 0)) == 0


@pytest.mark.parametrize("px_per_m", [400.0, 600.0])
def test_boxes_stay_in_the_picture(check: Check, px_per_m: float) -> None:
    analysis = check(figure(reps(2), across_m=0.7, px_per_m=px_per_m))
    for moment in bottom_moments(analysis, 960, 1280):
        box = moment.box
        assert min(box.left, box.top) >= 0
        assert box.left + box.width <= 960
        assert box.top + box.height <= 1280


def test_nearest_frames(check: Check) -> None:
    analysis = check(figure(reps(2)))
    moments = bottom_moments(analysis, 960, 1280)
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
    assert np.linalg.det([tip - hip, first]) == pytest.approx(0, abs=1e-6)


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
