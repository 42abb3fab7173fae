"""Repetitions, partial repetitions and sets, from the hinge curve and its own range.

Nothing here knows a fixed angle for "the top" or "the bottom": both are what this lifter does in this
video. Only `MIN_RANGE_DEG` is absolute, to tell a lift from standing and breathing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .geometry import length
from .landmarks import Landmark
from .signals import bridge
from .types import Cycle, Motion, Span

Floats = NDArray[np.float64]

#: A set whose hinge moves less than this is no lift.
MIN_RANGE_DEG = 25.0
#: A turn of the curve counts from this share of the set's range on.
PROMINENCE = 0.2
#: A lift that ends within this share of the range above the set's tops has reached the top.
TOP_BAND = 0.3
#: … and within this share where the video ends in it.
CUT_TOP_BAND = 0.15
#: A lift that starts within this share of the range below the set's bottoms is a full one.
BOTTOM_BAND = 0.4
#: Edges of the moving part of a phase, as shares of that rep's own range.
EDGE = 0.05
#: … and the share of the phase's peak speed that still counts as moving.
EDGE_SPEED = 0.1
#: Feet that travel further than this during a lift are walking, in leg lengths.
WALK_LEG = 0.45
#: A first or last bottom this far from the others' posture is picking up or putting down something, degrees.
ODD_POSTURE_DEG = 25.0
#: A pause longer than this between two reps ends the set.
SET_PAUSE_S = 15.0


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What the hinge curve holds."""

    cycles: tuple[Cycle, ...]  #: full and partial lifts in time order
    starts_tall: bool  #: the lowering before each lift belongs to it, not the one after
    reason: str = ""  #: why there are no cycles, where there are none


@dataclass(frozen=True, slots=True)
class _Turn:
    """A top or a bottom of the curve."""

    row: int
    bottom: bool


def find_reps(motion: Motion) -> Segmentation:
    """Find every lift, and the lowering that belongs to it.

    Parameters
    ----------
    motion : Motion

    Returns
    -------
    Segmentation
        Empty, with a reason, where the hinge cannot be followed or nobody lifts.
    """
    hinge = motion.series["hip_hinge_deg"].value
    known = np.isfinite(hinge)
    if known.sum() < max(8, 0.2 * len(hinge)):
        return Segmentation((), True, "shoulder, hip and knee of one side were never seen together for long enough")
    curve = bridge(hinge[:, None])[:, 0]
    low, high = np.percentile(curve[known], [5, 95])
    if high - low < MIN_RANGE_DEG:
        return Segmentation((), True, f"the hips bend by only {high - low:.0f}°: no repetition to see")
    turns = find_turns(curve, PROMINENCE * (high - low))
    lifts = [(a, b) for a, b in pairwise(turns) if a.bottom and not b.bottom]
    lifts = [(a, b) for a, b in lifts if curve[a.row] - curve[b.row] >= 0.5 * MIN_RANGE_DEG]
    lifts = [pair for pair in lifts if not _walks(motion, pair[0].row, pair[1].row)]
    lifts = _drop_odd_ends(motion, lifts)
    if not lifts:
        return Segmentation((), True, "the hips bend, but never come up again: no repetition to see")
    top = float(np.percentile([curve[b.row] for _, b in lifts], 25))
    bottom = float(np.median([curve[a.row] for a, _ in lifts]))
    tall = _starts_tall(motion, curve, lifts[0][0].row, top, bottom)
    span = bottom - top
    cycles = []
    for place, (down, up) in enumerate(lifts):
        until = lifts[place + 1][0].row if place + 1 < len(lifts) else len(curve) - 1
        since = lifts[place - 1][1].row if place else 0
        lifting = _moving(curve, down.row, up.row)
        if tall:
            lowering, cut = _lowering_before(curve, since, down.row, top + 0.15 * span)
        else:
            lowering, cut = _lowering_after(curve, up.row, until, top + 0.85 * span)
        # A lift that the video cuts off must be all but there: where it would have ended is not known.
        band = CUT_TOP_BAND if up.row >= len(curve) - 2 else TOP_BAND
        full = curve[up.row] <= top + band * span and curve[down.row] >= bottom - BOTTOM_BAND * span
        cycles.append(Cycle(lifting.first, up.row, lowering, lifting, bool(full), lowering_cut=cut))
    return Segmentation(tuple(cycles), tall)


def find_turns(curve: Floats, prominence: float) -> list[_Turn]:
    """Tops and bottoms in turn; the curve's ends count as turns too.

    A turn is confirmed once the curve has gone back from it by `prominence`: hysteresis, so that a pause
    or a wobble at the bottom makes no rep.
    """
    turns: list[_Turn] = []
    highest = lowest = 0
    going_down: bool | None = None  # bending, the hinge angle grows
    for row, value in enumerate(curve):
        if value > curve[highest]:
            highest = row
        if value < curve[lowest]:
            lowest = row
        if going_down is not True and value - curve[lowest] >= prominence:
            turns.append(_Turn(lowest, bottom=False))
            going_down, highest = True, row
        elif going_down is not False and curve[highest] - value >= prominence:
            turns.append(_Turn(highest, bottom=True))
            going_down, lowest = False, row
    if going_down is not None:
        turns.append(_Turn(highest if going_down else lowest, bottom=going_down))
    return turns


def split_sets(cycles: tuple[Cycle, ...], motion: Motion) -> list[list[int]]:
    """Places of the full cycles, grouped by set: a pause over `SET_PAUSE_S` or walking away parts them."""
    groups: list[list[int]] = []
    previous: Cycle | None = None
    for place, cycle in enumerate(cycles):
        if not cycle.complete:
            continue
        parted = previous is not None and (
            (cycle.first - previous.last) / motion.rate_hz > SET_PAUSE_S
            or _walks(motion, previous.last - 1, cycle.first)
        )
        if previous is None or parted:
            groups.append([])
        groups[-1].append(place)
        previous = cycle
    return groups


def _walks(motion: Motion, first: int, last: int) -> bool:
    """Whether both feet end somewhere else than they began; in single-leg work the free one may travel."""
    feet = [Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
    path = motion.image_px[min(first, last) : last + 1, feet]
    known = np.isfinite(path).all(axis=-1)
    moved = []
    for foot in range(len(feet)):
        rows = np.flatnonzero(known[:, foot])
        if len(rows) > 1:
            moved.append(float(length(path[rows[0], foot], path[rows[-1], foot])))
    return bool(moved) and min(moved) > WALK_LEG * motion.leg_px


def _drop_odd_ends(motion: Motion, lifts: list[tuple[_Turn, _Turn]]) -> list[tuple[_Turn, _Turn]]:
    """Leave out a first or last bend unlike the rest: crouching to the laptop, picking up a plate."""
    if len(lifts) < 4:
        return lifts
    names = ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg")
    posture = np.array([[motion.series[name].value[down.row] for name in names] for down, _ in lifts])
    inner = posture[1:-1]
    kept = list(lifts)
    for place in (len(lifts) - 1, 0):
        for column in range(len(names)):
            others = inner[np.isfinite(inner[:, column]), column]
            if len(others) < 2 or not np.isfinite(posture[place, column]):
                continue
            spread = 1.4826 * float(np.median(np.abs(others - np.median(others))))
            if abs(posture[place, column] - np.median(others)) > max(ODD_POSTURE_DEG, 4 * spread):
                kept.pop(place)
                break
    return kept


def _starts_tall(motion: Motion, curve: Floats, first_bottom: int, top: float, bottom: float) -> bool:
    """Whether the first bottom of the set is reached by bending from above, as far as the video shows."""
    if motion.face_up:
        return False
    before = curve[: first_bottom + 1]
    return bool(before.min() <= bottom - 0.35 * (bottom - top))


def _moving(curve: Floats, down: int, up: int) -> Span:
    """Rows in which the hips rise from the bottom at `down` to the top at `up`.

    The middle nine tenths of the way are surely moving; from there the phase reaches out as long as the
    speed stays above a tenth of its peak. (The middle alone would leave a third of a minimum-jerk lift's
    time out; speed alone would stop at a sticking point.)
    """
    span = curve[down] - curve[up]
    part = curve[down : up + 1]
    first = int(np.flatnonzero(part >= curve[down] - EDGE * span)[-1])
    last = first + int(np.flatnonzero(part[first:] <= curve[up] + EDGE * span)[0])
    speed = -np.gradient(part) if len(part) > 1 else np.zeros(1)
    slow = EDGE_SPEED * float(speed.max())
    while first > 0 and speed[first - 1] > slow:
        first -= 1
    while last < len(part) - 1 and speed[last + 1] > slow:
        last += 1
    return Span(down + first, down + last + 1)


def _bending(curve: Floats, tall: int, down: int) -> Span:
    """Rows from the last moment at the top to the first at the bottom."""
    return _moving(-curve, tall, down)


def _lowering_before(curve: Floats, since: int, down: int, cut_above: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top before (`since`) and the bottom; cut off if the video opens in it."""
    rows = np.arange(since, down + 1)
    start = int(rows[np.argmin(curve[rows])])
    if start >= down:
        return None, False
    if start <= 1 and curve[start] > cut_above:
        return Span(0, _bending(curve, start, down).last), True
    # The last moment near the top, not the lowest: a lifter may stand for a while before bending.
    return _bending(curve, start, down), False


def _lowering_after(curve: Floats, up: int, until: int, cut_below: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top and the next bottom (`until`); cut off if the video ends in it."""
    rows = np.arange(up, until + 1)
    end = int(rows[np.argmax(curve[rows])])
    if end <= up or curve[end] - curve[up] < 0.5 * MIN_RANGE_DEG:
        return None, False
    if end >= len(curve) - 2 and curve[end] < cut_below:
        return Span(_bending(curve, up, end).first, len(curve)), True
    return _bending(curve, up, end), False
