"""What a rule is, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from ..limits import Levels, Limits
from ..types import Lift, LiftName, Motion, Rep, Series, Severity


@dataclass(frozen=True, slots=True)
class Clean:
    """Measured, and beyond its limit by no more than the error."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Measured, and past a limit by more than the error."""

    severity: Severity
    value: float
    sigma: float
    limit: float
    at_s: float
    sign: float = 1.0  #: +1 where the fault lies above the limit, -1 below

    @property
    def confidence(self) -> float:
        """Probability that the true value lies past the mild limit or the one it was graded by."""
        margin = self.sign * (self.value - self.limit) / max(self.sigma, 1e-9)
        return 0.5 * (1.0 + erf(margin / sqrt(2.0)))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not measured, and why."""

    reason: str


Verdict = Clean | Fault | Unknown


@dataclass(frozen=True, slots=True)
class SetContext:
    """All that a rule may look at."""

    motion: Motion
    lift: Lift
    reps: tuple[Rep, ...]
    limits: Limits


#: A rule's work: one verdict a rep, by the rep's index.
Judge = Callable[[SetContext], Mapping[int, Verdict]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the rule table."""

    id: str
    lifts: tuple[LiftName, ...]
    flags: str  #: what it flags, in one line
    measure: str  #: the measure it judges
    unit: str
    limits: tuple[str, ...]  #: names of its entries in `Limits`
    views: str  #: how to film so that it can be judged
    message: str  #: what was seen; may use {value}
    cue: str  #: the one thing to change
    praise: str  #: what to say where it is clean
    judge: Judge


def per_rep(judge: Callable[[Rep, SetContext], Verdict], not_yet_for: Mapping[LiftName, str] | None = None) -> Judge:
    """Turn a rule that looks at one rep at a time into one for the set.

    Parameters
    ----------
    judge : callable
        The rule on one rep.
    not_yet_for : mapping, optional
        Lifts that the rule is meant for but cannot judge yet: lift → reason.
    """
    unready = not_yet_for or {}

    def judge_all(context: SetContext) -> Mapping[int, Verdict]:
        reason = unready.get(context.lift.name)
        if reason is not None:
            return {rep.index: Unknown(reason) for rep in context.reps}
        return {rep.index: judge(rep, context) for rep in context.reps}

    return judge_all


#: Share of the frames asked about in which a measure must have been had, to speak of its greatest value.
LEAST_SEEN = 0.5


def greatest(series: Series, rows: NDArray[np.int64], percentile: float) -> tuple[float, float, int] | None:
    """A measure's high percentile over some rows: value, sigma there and row; None where too little is known.

    Parameters
    ----------
    series : Series
    rows : array of int [shape=(k,)]
    percentile : float
        Below 100, so that a single frame's slip is not taken for the greatest value.
    """
    value = series.value[rows]
    known = np.isfinite(value)
    if not len(value) or known.mean() < LEAST_SEEN:
        return None
    most = float(np.percentile(value[known], percentile))
    row = int(rows[np.nanargmin(np.abs(value - most))])
    return most, float(series.sigma[row]), row


def grade(value: float, sigma: float, levels: Levels, at_s: float, *, below: bool = False) -> Verdict:
    """Worst level that the value passes by more than its standard error.

    Parameters
    ----------
    value, sigma : float
        In the limit's unit.
    levels : Levels
    at_s : float
        When it was measured.
    below : bool
        The fault lies below the levels, not above.

    Examples
    --------
    >>> grade(14.0, 2.0, Levels(5.0, 10.0, 15.0), 1.5).severity
    'moderate'
    >>> grade(6.0, 2.0, Levels(5.0, 10.0, 15.0), 1.5)
    Clean()
    """
    sign = -1.0 if below else 1.0
    for severity, level in levels.items():
        if sign * (value - level) > sigma:
            return Fault(severity, value, sigma, level, at_s, sign)
    return Clean()
