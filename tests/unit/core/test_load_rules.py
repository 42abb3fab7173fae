"""Rules that read the load's own place where its outline shows, and the hands' where it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.rules import RULES_BY_ID, Fault, SetContext, Verdict
from hingecheck.core.rules.limits import Limits
from hingecheck.core.types import Analysis
from loads import M_PER_PX, with_load
from stick_figure import DEADLIFT, figure, reps

Check = Callable[..., Analysis]


@pytest.fixture
def close_hands(check: Check) -> Analysis:
    """Deadlifts whose hands stay over the feet."""
    return check(figure(reps(2, bottom=DEADLIFT), hands_ahead_m=0.05), lift="deadlift")


def drifting(analysis: Analysis) -> list[Verdict]:
    context = SetContext(analysis.motion, analysis.lift, analysis.reps, Limits())
    return list(RULES_BY_ID["load-drifting"].judge(context).values())


def test_a_bar_that_swings_out_is_seen_over_hands_that_do_not(close_hands: Analysis) -> None:
    far_m = 0.3 * close_hands.motion.leg_px * M_PER_PX
    assert not [v for v in drifting(close_hands) if isinstance(v, Fault)]
    verdicts = drifting(with_load(close_hands, 0.5, 0.5, ahead_m=far_m))
    assert all(isinstance(v, Fault) for v in verdicts)
    assert [v.value for v in verdicts if isinstance(v, Fault)] == pytest.approx([0.3, 0.3], abs=1e-6)


def test_a_load_that_is_followed_by_the_hands_or_hardly_seen_is_judged_as_before(close_hands: Analysis) -> None:
    far = with_load(close_hands, 0.5, 0.5, ahead_m=0.3 * close_hands.motion.leg_px * M_PER_PX)
    (track,) = far.motion.load.tracks
    hidden = np.arange(len(track.seen)) % 2 == 0
    for other in (replace(track, by="hands"), replace(track, seen=hidden)):
        motion = replace(far.motion, load=replace(far.motion.load, tracks=(other,)))
        assert drifting(replace(far, motion=motion)) == drifting(close_hands)
