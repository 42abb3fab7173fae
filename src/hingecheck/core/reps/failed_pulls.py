"""Lifts that begin, turn back and end where they began, too brief for the hinge curve without spikes to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..filters import running_median
from ..signals import bridge
from .phases import HingeCurve
from .turns import LiftSpan, find_turns

#: Taking out spikes takes the tip off a brief pull: one that opens the hinge by 26° within 0.6 s keeps 16 of them. So
#: that much of a turn that counts must be left there, which is nothing of a slip of the tracker …
LEFT = 0.5
#: … and the whole of it must show over this long, seconds, within so long of the tip. Of 46 real clips and 183 of the
#: lab no other movement does so.
SHOWN_S, TIP_S = 0.16, 0.25


@dataclass(frozen=True, slots=True)
class FailedPull:
    """Rows of a pull's bottom, of where it turns back, and of the bottom it comes back to."""

    down: int
    up: int
    back: int

    @property
    def span(self) -> LiftSpan:
        """As a lift that goes as far as it gets."""
        return LiftSpan(self.down, self.up)


def failed_pulls(curve: HingeCurve, prominence: float, least: float, deep: float) -> list[FailedPull]:
    """Pulls that the turns of the curve do not show.

    Parameters
    ----------
    curve : HingeCurve
    prominence : float
        From how much on a turn of it counts, degrees.
    least : float
        A pull that opens the hinge by less than this too is none, degrees.
    deep : float
        Hinge that a pull begins and ends at, or further down, degrees.
    """
    turns = find_turns(curve.value, LEFT * prominence)
    known = {turn.row for turn in find_turns(curve.value, prominence)}
    shown = running_median(bridge(curve.measured[:, None])[:, 0], round(SHOWN_S * curve.rate_hz) | 1)
    reach = round(TIP_S * curve.rate_hz)
    pulls = []
    for before, top, after in zip(turns, turns[1:], turns[2:], strict=False):
        lowest = min(curve.value[before.row], curve.value[after.row])
        if top.bottom or top.row in known or lowest < deep or lowest - curve.value[top.row] >= prominence:
            continue
        tip = np.min(shown[max(top.row - reach, before.row) : min(top.row + reach, after.row) + 1])
        if lowest - tip >= max(prominence, least):
            pulls.append(FailedPull(before.row, top.row, after.row))
    return pulls


def with_pulls(lifts: Iterable[LiftSpan], pulls: Sequence[FailedPull]) -> list[LiftSpan]:
    """Lifts and pulls in time order: a lift begins where the last pull within it has come back to."""
    begun = [
        LiftSpan(max((p.back for p in pulls if lift.down < p.up < lift.up), default=lift.down), lift.up)
        for lift in lifts
    ]
    return sorted([*begun, *(pull.span for pull in pulls)], key=lambda lift: lift.down)
