"""Tops and bottoms of a curve."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Floats


@dataclass(frozen=True, slots=True)
class Turn:
    """A top or a bottom of the curve."""

    row: int
    bottom: bool


@dataclass(frozen=True, slots=True)
class LiftSpan:
    """Rows of a bottom and of the top after it."""

    down: int
    up: int


def find_turns(curve: Floats, prominence: float) -> list[Turn]:
    """Tops and bottoms in turn; the curve's ends count as turns too.

    A turn is confirmed once the curve has gone back from it by `prominence`: hysteresis, so that a pause
    or a wobble at the bottom makes no rep.
    """
    turns: list[Turn] = []
    highest = lowest = 0
    going_down: bool | None = None  # bending, the hinge angle grows
    for row, value in enumerate(curve):
        if value > curve[highest]:
            highest = row
        if value < curve[lowest]:
            lowest = row
        if going_down is not True and value - curve[lowest] >= prominence:
            turns.append(Turn(lowest, bottom=False))
            going_down, highest = True, row
        elif going_down is not False and curve[highest] - value >= prominence:
            turns.append(Turn(highest, bottom=True))
            going_down, lowest = False, row
    if going_down is not None:
        turns.append(Turn(highest if going_down else lowest, bottom=going_down))
    return turns
