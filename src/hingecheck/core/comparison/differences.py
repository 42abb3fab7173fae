"""Differences of measures and rules between two sides, each with its error: what counts, and which way is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..lift_row import LoadPlace
from ..lifts import row_of
from ..rules.findings import severity_rank
from ..rules.worst_slips import error_of
from ..types import SEVERITIES, Rep, RepFault, Summary
from .sides import CLEAN, UNKNOWN, ComparedSide, rule_words, worst_fault

Better = Literal["less", "nearer to none"]
#: A difference counts where both sides differ with nine chances in ten, as a fault does (docs/adr/0005): a normal
#: error of both together is passed by less than a tenth.
COUNTS_FROM = 1.645
#: Standard error of how long a phase takes: against the truth of 107 rendered reps each end is off by 0.09 s in the
#: mean (`reps.phases`), which is 0.11 s as a standard deviation, and a phase has two.
TIME_SIGMA_S = 0.16


@dataclass(frozen=True, slots=True)
class ComparedMeasure:
    """A number of a rep that sides are compared by."""

    measure: str  #: of the contract, or a part of the tempo
    which: str  #: of its summary's numbers
    title: str
    unit: str
    better: Better | None = None  #: which way is better whatever the lift; None: other, not better
    load_at: LoadPlace | None = None  #: only of lifts whose load is there; None: of all


MEASURES = (
    ComparedMeasure("hip_hinge_deg", "max", "deepest hinge", "deg"),
    ComparedMeasure("knee_flexion_deg", "max", "most knee bend", "deg"),
    ComparedMeasure("trunk_inclination_deg", "max", "most trunk lean", "deg"),
    ComparedMeasure("shank_inclination_deg", "max", "most shin lean", "deg"),
    ComparedMeasure("hip_hinge_deg", "top", "hinge left at the top", "deg", "nearer to none"),
    ComparedMeasure("lumbar_flexion_deg", "max", "most rounding of the low back", "deg", "less"),
    ComparedMeasure("pelvis_rotation_deg", "max", "most opening of the hips", "deg", "less"),
    ComparedMeasure("pelvis_drop_deg", "max", "most drop of the free hip", "deg", "less"),
    ComparedMeasure("load_offset_leg", "max", "load furthest ahead", "leg", "less", "hands"),
    ComparedMeasure("sway_leg", "max", "sway over the foot", "leg", "less"),
    ComparedMeasure("hip_work_share", "mean", "work of the hips", "share"),
    ComparedMeasure("knee_work_share", "mean", "work of the knees", "share"),
    ComparedMeasure("back_work_share", "mean", "work of the low back", "share", "less"),
)
TIMES = (
    ComparedMeasure("lowering_s", "tempo", "lowering", "s"),
    ComparedMeasure("pause_s", "tempo", "pause", "s"),
    ComparedMeasure("lifting_s", "tempo", "lifting", "s"),
)


@dataclass(frozen=True, slots=True)
class SideValue:
    """A number of one side: the mean of its reps."""

    value: float
    sigma: float  #: of the measure, and of the mean of reps that differ
    reps: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of both sides."""

    about: ComparedMeasure
    before: SideValue
    after: SideValue

    @property
    def change(self) -> float:
        """From the first side to the second."""
        return self.after.value - self.before.value

    @property
    def sigma(self) -> float:
        """Standard error of the change."""
        return float(np.hypot(self.before.sigma, self.after.sigma))

    @property
    def counts(self) -> bool:
        """Whether the sides differ beyond their error."""
        return abs(self.change) > COUNTS_FROM * self.sigma

    @property
    def better(self) -> bool | None:
        """Whether the second side is better; None where they do not differ, or neither way is better.

        From 9° short of straight to 8° past it is another way to be amiss, not a worse one, and where less is better
        nothing is amiss below none: what is amiss must differ beyond the error too.
        """
        if not self.counts or self.about.better is None:
            return None
        before, after = (_amiss(side.value, self.about.better) for side in (self.before, self.after))
        change = after - before
        return change < 0 if abs(change) > COUNTS_FROM * self.sigma else None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a rule says of both sides."""

    rule: str
    before: str  #: a severity, `CLEAN` or `UNKNOWN`
    after: str
    within_error: bool = False  #: both are faults, of values that do not differ beyond the error of both

    @property
    def better(self) -> bool | None:
        """Whether the second side is better; None where both are alike or one could not be judged."""
        if self.within_error or UNKNOWN in (self.before, self.after) or self.before == self.after:
            return None
        return _rank(self.after) < _rank(self.before)


def measure_changes(before: ComparedSide, after: ComparedSide) -> tuple[Difference, ...]:
    """Every number that both sides have and that means something in the lifts of both."""
    places = {row_of(side.lift_set.lift.name).load_at for side in (before, after)}
    meant = (about for about in (*MEASURES, *TIMES) if about.load_at is None or places == {about.load_at})
    pairs = ((about, _value(before.reps, about), _value(after.reps, about)) for about in meant)
    return tuple(
        Difference(about, one, other) for about, one, other in pairs if one is not None and other is not None
    )


def rule_changes(before: ComparedSide, after: ComparedSide) -> tuple[RuleChange, ...]:
    """Every rule that was put to both sides."""
    one, other = rule_words(before), rule_words(after)
    return tuple(
        RuleChange(rule, said, other[rule], _within_error(worst_fault(before, rule), worst_fault(after, rule)))
        for rule, said in one.items()
        if rule in other
    )


def _within_error(one: RepFault | None, other: RepFault | None) -> bool:
    """Whether two faults lie on either side of a limit by less than their error."""
    if one is None or other is None or one.measure != other.measure:
        return False
    return abs(other.value - one.value) <= COUNTS_FROM * float(np.hypot(one.sigma, other.sigma))


def _amiss(value: float, better: Better) -> float:
    return max(value, 0.0) if better == "less" else abs(value)


def _rank(verdict: str) -> int:
    return -1 if verdict == CLEAN else severity_rank(next(s for s in SEVERITIES if s == verdict))


def _value(reps: Sequence[Rep], about: ComparedMeasure) -> SideValue | None:
    read = _time_of if about.which == "tempo" else _number_of
    return _mean([found for rep in reps if (found := read(rep, about)) is not None])


def _number_of(rep: Rep, about: ComparedMeasure) -> tuple[float, float] | None:
    summary: Summary | None = rep.measures.get(about.measure)
    if summary is None:
        return None
    value: float | None = getattr(summary, about.which)
    error = error_of(summary, about.measure, about.which)
    return None if value is None or error is None else (value, error)


def _time_of(rep: Rep, about: ComparedMeasure) -> tuple[float, float] | None:
    value: float | None = getattr(rep.tempo, about.measure)
    return None if value is None else (value, TIME_SIGMA_S)


def _mean(found: Sequence[tuple[float, float]]) -> SideValue | None:
    """Mean and error: what a camera gets wrong in one rep it gets wrong in all, so that does not shrink with them."""
    if not found:
        return None
    values, sigmas = (np.array(column) for column in zip(*found, strict=True))
    spread = float(values.std(ddof=1)) / np.sqrt(len(values)) if len(values) > 1 else 0.0
    return SideValue(float(values.mean()), float(np.hypot(np.median(sigmas), spread)), len(values))
