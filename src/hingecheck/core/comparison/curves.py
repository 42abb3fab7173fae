"""Curves of two sides in step: each phase of each rep stretched to the same length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..arrays import Floats
from ..types import Cycle, Motion, Rep, Span
from .differences import COUNTS_FROM
from .sides import ComparedSide

PhaseName = Literal["lowering", "lifting"]
#: Points a phase: finer than a rep of two seconds has rows.
POINTS = 51


@dataclass(frozen=True, slots=True)
class PhaseCurve:
    """A measure of both sides over one phase after the other."""

    measure: str
    unit: str
    before: Floats  #: mean over the reps; NaN where it was not measured [shape=(POINTS * phases,)]
    after: Floats
    sigma: Floats  #: standard error of their difference

    @property
    def differs(self) -> Floats:
        """Where the sides differ beyond their error, as 0 and 1 [shape=(POINTS * phases,)]."""
        known = np.isfinite(self.sigma) & np.isfinite(self.before) & np.isfinite(self.after)
        apart = np.abs(np.where(known, self.after - self.before, 0.0))
        return np.where(known & (apart > COUNTS_FROM * np.nan_to_num(self.sigma)), 1.0, 0.0)


def phases_of(before: ComparedSide, after: ComparedSide) -> tuple[PhaseName, ...]:
    """The phases that both sides have whole, in the order of the first side's reps."""
    first = before.reps[0].cycle
    tall = first.lowering is None or first.lowering.first < first.lifting.first
    order: tuple[PhaseName, ...] = ("lowering", "lifting") if tall else ("lifting", "lowering")
    return tuple(
        name for name in order if all(any(span_of(r.cycle, name) for r in side.reps) for side in (before, after))
    )


def phase_curves(before: ComparedSide, after: ComparedSide, measures: Sequence[str]) -> tuple[PhaseCurve, ...]:
    """Curves of the measures that both sides have.

    Parameters
    ----------
    before, after : ComparedSide
    measures : sequence of str

    Returns
    -------
    tuple of PhaseCurve
        Over `phases_of` both; empty where they share none.
    """
    phases = phases_of(before, after)
    out = []
    for name in measures if phases else ():
        one, other = (_mean_curve(side.motion, side.reps, name, phases) for side in (before, after))
        if one is not None and other is not None:
            unit = before.motion.series[name].unit
            out.append(PhaseCurve(name, unit, one[0], other[0], np.hypot(one[1], other[1])))
    return tuple(out)


def span_of(cycle: Cycle, phase: PhaseName) -> Span | None:
    """The rows of a phase; None where the video does not show it whole."""
    if phase == "lifting":
        return None if cycle.lifting_cut or len(cycle.lifting) < 2 else cycle.lifting
    whole = cycle.lowering is not None and not cycle.lowering_cut and not cycle.lowering_part
    return cycle.lowering if whole and cycle.lowering is not None and len(cycle.lowering) > 1 else None


def _mean_curve(
    motion: Motion, reps: Sequence[Rep], measure: str, phases: Sequence[PhaseName]
) -> tuple[Floats, Floats] | None:
    """Mean over the reps and its error; None where it is hardly measured."""
    series = motion.series.get(measure)
    if series is None:
        return None
    values, sigmas = [], []
    for phase in phases:
        spans = [span for rep in reps if (span := span_of(rep.cycle, phase)) is not None]
        part = np.stack([_stretched(series.value[span.rows]) for span in spans])
        error = np.stack([_stretched(series.sigma[span.rows]) for span in spans])
        known = np.isfinite(part).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(known > 0, np.nansum(part, axis=0) / known, np.nan)
            around = np.nansum((part - mean) ** 2, axis=0) / np.maximum(known - 1, 1)
            usual = np.where(known > 0, np.nansum(error, axis=0) / known, np.nan)
            values.append(mean)
            sigmas.append(np.hypot(usual, np.sqrt(around / np.maximum(known, 1))))
    value = np.concatenate(values)
    return (value, np.concatenate(sigmas)) if np.isfinite(value).mean() > 0.3 else None


def _stretched(values: Floats) -> Floats:
    """Resampled to `POINTS`, holes kept."""
    at = np.linspace(0, len(values) - 1, POINTS)
    known = np.isfinite(values)
    if known.sum() < 2:
        return np.full(POINTS, np.nan)
    out = np.interp(at, np.flatnonzero(known), values[known])
    return np.where(known[np.round(at).astype(int)], out, np.nan)
