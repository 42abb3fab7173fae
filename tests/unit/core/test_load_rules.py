"""Rules that read the load's own place where its outline shows, and the hands' where it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from hingecheck.core.landmarks import both
from hingecheck.core.load.scale import USUAL_HEIGHT_M
from hingecheck.core.measures.feet import LEG_TO_HEIGHT
from hingecheck.core.rules import RULES_BY_ID, Clean, Fault, SetContext, Unknown, Verdict
from hingecheck.core.rules.base import TOO_CLOSE
from hingecheck.core.rules.limits import Limits
from hingecheck.core.rules.load import ONE_HANDLE
from hingecheck.core.types import Analysis, Series
from loads import M_PER_PX, with_load
from stick_figure import DEADLIFT, TALL, THRUST_BOTTOM, THRUST_TOP, figure, follow, glide, hide, reps

Check = Callable[..., Analysis]


@pytest.fixture
def close_hands(check: Check) -> Analysis:
    """Deadlifts whose hands stay over the feet."""
    return check(figure(reps(2, bottom=DEADLIFT), hands_ahead_m=0.05), lift="deadlift")


def drifting(analysis: Analysis) -> list[Verdict]:
    context = SetContext(analysis.motion, analysis.lift, analysis.reps, Limits())
    return list(RULES_BY_ID["load-drifting"].judge(context).values())


def without_hands(analysis: Analysis) -> Analysis:
    """As where plates hide hands and feet."""
    series = {name: one for name, one in analysis.motion.series.items() if name != "load_offset_leg"}
    return replace(analysis, motion=replace(analysis.motion, series=series))


def hands_at(analysis: Analysis, ahead_leg: float, sigma: float) -> Analysis:
    rows = len(analysis.motion)
    offset = Series(np.full(rows, ahead_leg), np.full(rows, sigma), "leg")
    return replace(
        analysis, motion=replace(analysis.motion, series={**analysis.motion.series, "load_offset_leg": offset})
    )


def plate_at(analysis: Analysis, ahead_leg: float) -> Analysis:
    return with_load(analysis, 0.5, 0.5, ahead_m=ahead_leg * LEG_TO_HEIGHT * USUAL_HEIGHT_M)


def test_a_bar_that_swings_out_is_seen_where_plates_hide_the_hands(close_hands: Analysis) -> None:
    assert not [v for v in drifting(close_hands) if isinstance(v, Fault)]
    verdicts = drifting(without_hands(plate_at(close_hands, 0.3)))
    assert [v.value for v in verdicts if isinstance(v, Fault)] == pytest.approx([0.3, 0.3], abs=1e-6)
    assert {v.severity for v in verdicts if isinstance(v, Fault)} == {"severe"}


def test_plate_and_hands_together_are_surer_than_either(close_hands: Analysis) -> None:
    wide = hands_at(close_hands, 0.2, 0.07)
    assert all(isinstance(v, Unknown) for v in drifting(wide))
    found = [v for v in drifting(plate_at(wide, 0.24)) if isinstance(v, Fault)]
    assert len(found) == 2
    assert all(0.2 < v.value <= 0.24 and v.sigma < 0.02 for v in found)


def test_where_plate_and_hands_contradict_each_other_neither_is_believed(close_hands: Analysis) -> None:
    assert drifting(plate_at(hands_at(close_hands, 0.05, 0.02), 0.3)) == [Unknown(TOO_CLOSE, filming=False)] * 2
    assert drifting(plate_at(hands_at(close_hands, 0.3, 0.02), 0.05)) == [Unknown(TOO_CLOSE, filming=False)] * 2


def test_a_bar_is_judged_by_stricter_levels_than_a_bell_that_hangs_further_ahead_by_itself(
    close_hands: Analysis,
) -> None:
    bar = without_hands(plate_at(close_hands, 0.163))
    bell = replace(bar, motion=replace(bar.motion, load=replace(bar.motion.load, kind="kettlebell")))
    assert all(isinstance(v, Fault) for v in drifting(bar))
    assert drifting(bell) == [Clean(), Clean()]


def test_a_bar_that_hardly_shows_is_not_called_close_where_by_its_own_levels_it_is_not(close_hands: Analysis) -> None:
    def verdicts(ahead_leg: float, kind: Literal["barbell", "kettlebell"]) -> list[Verdict]:
        lifted = plate_at(hands_at(close_hands, ahead_leg, 0.012), 0.05)
        (track,) = lifted.motion.load.tracks
        hidden = replace(track, seen=np.arange(len(track.seen)) % 2 == 0)
        load = replace(lifted.motion.load, kind=kind, tracks=(hidden,))
        return drifting(replace(lifted, motion=replace(lifted.motion, load=load)))

    assert verdicts(0.185, "barbell") == [Unknown(TOO_CLOSE, filming=False)] * 2
    assert verdicts(0.185, "kettlebell") == verdicts(0.1, "barbell") == [Clean(), Clean()]


def test_what_hangs_from_hands_that_are_seen_goes_by_them(close_hands: Analysis) -> None:
    bell = plate_at(hands_at(close_hands, 0.1, 0.02), 0.3)
    bell = replace(bell, motion=replace(bell.motion, load=replace(bell.motion.load, kind="kettlebell")))
    assert drifting(bell) == [Clean(), Clean()]


def test_a_load_that_is_followed_by_the_hands_or_hardly_seen_is_judged_as_before(close_hands: Analysis) -> None:
    far = with_load(close_hands, 0.5, 0.5, ahead_m=0.3 * close_hands.motion.leg_px * M_PER_PX)
    (track,) = far.motion.load.tracks
    hidden = np.arange(len(track.seen)) % 2 == 0
    for other in (replace(track, by="hands"), replace(track, seen=hidden)):
        motion = replace(far.motion, load=replace(far.motion.load, tracks=(other,)))
        assert drifting(replace(far, motion=motion)) == drifting(close_hands)


@pytest.mark.parametrize("after", [False, True])
def test_one_hand_held_higher_beside_the_set_makes_no_rep_uneven(check: Check, after: bool) -> None:
    idle, even = glide(TALL, (6.0, TALL)), reps(3, stand_s=0.5)
    move = follow(even, idle) if after else follow(idle, even)
    tilt_deg = np.zeros(len(move.time_s))
    tilt_deg[-len(idle.time_s) :] = 20.0 * after
    tilt_deg[: len(idle.time_s)] = 20.0 * (not after)
    found = check(figure(move, 0.0, hands_tilt_deg=tilt_deg), lift="deadlift")
    assert "uneven-sides" not in [finding.rule for finding in found.findings]


@pytest.mark.parametrize("azimuth_deg", [0.0, 20.0, 180.0])
def test_a_thrust_whose_knees_are_hidden_is_reported(check: Check, azimuth_deg: float) -> None:
    hidden = hide(figure(reps(3, top=THRUST_TOP, bottom=THRUST_BOTTOM), azimuth_deg), ("KNEE",))
    assert len(check(hidden, lift="hip-thrust").reps) == 3


@pytest.mark.parametrize(("from_share", "uneven"), [(0.9, False), (0.5, True)])
def test_hands_that_read_as_uneven_at_the_floor_alone_are_even(from_share: float, uneven: bool, check: Check) -> None:
    """As where wrists are misread behind head and arms that bend over them: gone as soon as the hands rise."""
    move = reps(3, bottom=(75.0, 60.0, 20.0), pause_s=1.0, lifting_s=1.0, starts="floor")
    folded = (move.hinge_deg - move.hinge_deg.min()) / np.ptp(move.hinge_deg)
    found = check(figure(move, 0.0, hands_tilt_deg=13.0 * (folded > from_share)), lift="deadlift")
    assert ("uneven-sides" in [finding.rule for finding in found.findings]) == uneven
    assert ("uneven-sides" in found.good) != uneven


@pytest.mark.parametrize(
    ("kind", "apart_leg", "one_handle"),
    [("kettlebell", 0.25, True), ("kettlebell", 0.5, False), ("barbell", 0.25, False), ("dumbbells", 0.5, False)],
)
def test_two_hands_on_one_handle_have_no_sides(
    kind: Literal["barbell", "dumbbells", "kettlebell"], apart_leg: float, one_handle: bool, check: Check
) -> None:
    """The left hand is higher by 18° in every bend; two kettlebells are held as far apart as dumbbells."""
    move = reps(2)
    depth = (move.hinge_deg - move.hinge_deg.min()) / np.ptp(move.hinge_deg)
    lifted = check(figure(move, 0.0, hands_tilt_deg=18.0 * depth), lift="deadlift")
    px, wrists = lifted.motion.image_px.copy(), both("WRIST")
    middle = px[:, wrists].mean(axis=1, keepdims=True)
    apart_px = np.linalg.norm(px[:, wrists[0]] - px[:, wrists[1]], axis=1)[:, None, None]
    px[:, wrists] = middle + (px[:, wrists] - middle) * apart_leg * lifted.motion.leg_px / apart_px
    motion = replace(lifted.motion, image_px=px, load=replace(lifted.motion.load, kind=kind))
    verdicts = RULES_BY_ID["uneven-sides"].judge(SetContext(motion, lifted.lift, lifted.reps, Limits())).values()
    if one_handle:
        assert list(verdicts) == [Unknown(ONE_HANDLE, filming=False)] * 2
    else:
        assert [type(verdict) for verdict in verdicts] == [Fault, Fault]
