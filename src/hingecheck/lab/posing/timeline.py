"""Rep timing: minimum-jerk repetitions with pauses, and angles that follow them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ..truth import TrueRep

#: Part of a phase in which an angle moves: from … to, as shares of the phase's duration.
Interval = tuple[float, float]
WHOLE: Interval = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class RepPlan:
    """Durations of one repetition, seconds."""

    lowering_s: float
    bottom_s: float
    lifting_s: float
    top_s: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A set over time: where in its rep each frame lies."""

    time_s: Floats  #: [shape=(n,)]
    lowering: Floats  #: share of the lowering's duration gone, 1 after it [shape=(n,)]
    lifting: Floats  #: share of the lift's duration gone; 1 before it in a clip that opens tall [shape=(n,)]
    bottom_of: NDArray[np.int64]  #: the rep whose bottom is nearest, from 0 [shape=(n,)]
    top_of: NDArray[np.int64]  #: the top that is nearest: changes at each bottom [shape=(n,)]
    reps: tuple[TrueRep, ...]

    def __len__(self) -> int:
        return len(self.time_s)


def minimum_jerk(share: Floats) -> Floats:
    """Smooth way from 0 to 1 (Flash & Hogan 1985): no velocity or acceleration at either end."""
    s = np.clip(share, 0.0, 1.0)
    return np.asarray(s**3 * (10.0 - 15.0 * s + 6.0 * s**2))


def make_timeline(plans: tuple[RepPlan, ...], rate_hz: float, *, starts_low: bool, hold_s: float) -> Timeline:
    """Lay reps out in time.

    Parameters
    ----------
    plans : tuple of RepPlan
    rate_hz : float
        Frames a second.
    starts_low : bool
        The clip opens at the bottom; each lift's lowering follows it. Else it opens tall.
    hold_s : float
        Standing still before the first and after the last movement.
    """
    marks, clock = [], hold_s
    for plan in plans:
        if starts_low:
            lift = (clock, clock + plan.lifting_s)
            lower = (lift[1] + plan.top_s, lift[1] + plan.top_s + plan.lowering_s)
            clock = lower[1] + plan.bottom_s
        else:
            lower = (clock, clock + plan.lowering_s)
            lift = (lower[1] + plan.bottom_s, lower[1] + plan.bottom_s + plan.lifting_s)
            clock = lift[1] + plan.top_s
        marks.append((lower, lift))
    time = np.arange(round((clock + hold_s) * rate_hz)) / rate_hz
    lowers, lifts = (np.array([mark[kind] for mark in marks]) for kind in (0, 1))
    return Timeline(
        time_s=time,
        lowering=_progress(time, lowers, lifts, first=1.0 if starts_low else 0.0),
        lifting=_progress(time, lifts, lowers, first=0.0 if starts_low else 1.0),
        bottom_of=_place(time, lifts[:, 1], len(plans)),
        top_of=_place(time, lowers[:, 1] if starts_low else lifts[:, 0], len(plans)),
        reps=tuple(_rep(i, lower, lift) for i, (lower, lift) in enumerate(marks, start=1)),
    )


def _progress(time_s: Floats, spans: Floats, others: Floats, first: float) -> Floats:
    """Share gone of the span that runs or ran last; back to 0 when one of the others begins."""
    out = np.full(len(time_s), first)
    events = sorted([(start, end, True) for start, end in spans] + [(s, e, False) for s, e in others])
    for start, end, own in events:
        after = time_s >= start
        if own:
            out[after] = np.clip((time_s[after] - start) / (end - start), 0.0, 1.0)
    return out


def _place(time_s: Floats, changes: Floats, count: int) -> NDArray[np.int64]:
    """How many changes lie behind each time, at most `count` - 1."""
    return np.minimum(np.searchsorted(changes, time_s, side="right"), count - 1)


def _rep(index: int, lower: tuple[float, float], lift: tuple[float, float]) -> TrueRep:
    return TrueRep(
        index=index,
        start_s=min(lower[0], lift[0]),
        bottom_s=lift[0],
        end_s=max(lower[1], lift[1]),
        lowering_s=lower,
        lifting_s=lift,
    )


def depth(timeline: Timeline, lower: Interval = WHOLE, lift: Interval = WHOLE) -> Floats:
    """How far down an angle is, 0 at the top and 1 at the bottom [shape=(n,)].

    Parameters
    ----------
    timeline : Timeline
    lower, lift : (from, to)
        The part of the phase in which it moves: (0, 0.5) leads, (0.5, 1) lags.
    """
    down = minimum_jerk(_within(timeline.lowering, lower))
    up = minimum_jerk(_within(timeline.lifting, lift))
    lifting_last = _lifting_last(timeline)
    return np.asarray(np.where(lifting_last, 1.0 - up, down))


def _within(share: Floats, window: Interval) -> Floats:
    start, end = window
    return np.asarray((share - start) / max(end - start, 1e-6))


def _lifting_last(timeline: Timeline) -> NDArray[np.bool_]:
    """Whether a lift began since the last lowering began [shape=(n,)]."""
    starts = sorted(
        [(rep.lifting_s[0], True) for rep in timeline.reps]
        + [(rep.lowering_s[0], False) for rep in timeline.reps if rep.lowering_s]
    )
    times = np.array([start for start, _ in starts])
    kinds = np.array([not starts[0][1], *(kind for _, kind in starts)])
    return np.asarray(kinds[np.searchsorted(times, timeline.time_s, side="right")])


def follow(
    timeline: Timeline, top: Floats, bottom: Floats, lower: Interval = WHOLE, lift: Interval = WHOLE
) -> Floats:
    """An angle that goes from each rep's own top value to its own bottom value and back [shape=(n,)].

    Parameters
    ----------
    timeline : Timeline
    top, bottom : array [shape=(reps,)]
    lower, lift : (from, to)
    """
    share = depth(timeline, lower, lift)
    return np.asarray(top[timeline.top_of] * (1.0 - share) + bottom[timeline.bottom_of] * share)


def wander(timeline: Timeline, rng: np.random.Generator, size: float, slowest_s: float = 4.0) -> Floats:
    """Slow natural sway: a sum of sines of random phase with standard deviation `size` [shape=(n,)]."""
    out = np.zeros(len(timeline))
    periods = slowest_s / np.array([1.0, 1.7, 2.9, 4.3])
    weights = 1.0 / np.arange(1, len(periods) + 1)
    for period, weight in zip(periods, weights, strict=True):
        out += weight * np.sin(2 * np.pi * timeline.time_s / period + rng.uniform(0, 2 * np.pi))
    return np.asarray(size * out / np.sqrt(0.5 * np.sum(weights**2)))


def bump(timeline: Timeline, middle_s: float, width_s: float) -> Floats:
    """A smooth rise to 1 and back round a moment [shape=(n,)]."""
    return np.asarray(minimum_jerk(1.6 - 1.6 * np.abs(timeline.time_s - middle_s) / width_s))
