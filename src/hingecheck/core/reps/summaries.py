"""Summary of each measure over a rep: start, bottom, top, range, mean, sigma and coverage; tempo of its phases."""

from __future__ import annotations

import numpy as np

from ..signals import median
from ..types import Cycle, Motion, Rep, Series, Summary, Tempo
from .phases import begins_half_way
from .segmentation import Segmentation

#: Half width, in seconds, of the window a moment's value is the median of: rides over a hidden joint.
MOMENT_S = 0.13


def summarise_rep(index: int, cycle: Cycle, motion: Motion) -> Rep:
    """Measures and tempo of one cycle."""
    time = motion.time_s
    low, unseen = cycle.bottom, _unseen(cycle, motion)
    return Rep(
        index=index,
        start_s=float(time[cycle.first]),
        bottom_s=float(time[low]),
        end_s=float(time[cycle.last - 1]),
        measures={name: _summary(series, cycle, motion.rate_hz, unseen) for name, series in motion.series.items()},
        tempo=_tempo(cycle, motion.rate_hz),
        cycle=cycle,
    )


def _unseen(cycle: Cycle, motion: Motion) -> tuple[str, ...]:
    """Moments of a rep that are not in the film: where she was lost, or it was cut, on the way up."""
    bottom = ("bottom",) if begins_half_way(cycle, motion) else ()
    return (*(("top",) if cycle.top_cut else ()), *bottom)


def at_moment(series: Series, row: int, rate_hz: float) -> tuple[float, float] | None:
    """Value and standard error at a row: medians over `MOMENT_S` each side; None where nothing is known."""
    half = _half(rate_hz)
    rows = slice(max(row - half, 0), row + half + 1)
    value, sigma = series.value[rows], series.sigma[rows]
    ok = np.isfinite(value)
    if not ok.any():
        return None
    return median(value[ok]), median(sigma[ok])


def _half(rate_hz: float) -> int:
    return max(1, round(MOMENT_S * rate_hz))


def _about(row: int, rate_hz: float, cycle: Cycle) -> slice:
    """Rows about a moment that are the cycle's, counted from its first."""
    half = _half(rate_hz)
    return slice(max(row - half - cycle.first, 0), max(min(row + half + 1, cycle.last) - cycle.first, 0))


def summarise_reps(segmentation: Segmentation, motion: Motion) -> tuple[tuple[Rep, ...], tuple[Rep, ...]]:
    """Full and partial reps, each counted from 1 in time order."""
    full = [c for c in segmentation.cycles if c.complete]
    part = [c for c in segmentation.cycles if not c.complete]
    return (
        tuple(summarise_rep(i, c, motion) for i, c in enumerate(full, 1)),
        tuple(summarise_rep(i, c, motion) for i, c in enumerate(part, 1)),
    )


def _summary(series: Series, cycle: Cycle, rate_hz: float, unseen: tuple[str, ...]) -> Summary:
    rows = slice(cycle.first, cycle.last)
    value = series.value[rows]
    ok = np.isfinite(value)
    moments_at = {"start": cycle.first, "bottom": cycle.bottom, "top": cycle.top}
    at = {name: row for name, row in moments_at.items() if name not in unseen}
    if not ok.any():
        return Summary(None, None, None, None, None, None, None, 0.0)
    known, usual = value[ok], median(series.sigma[rows][ok])
    # who ends a lift a little later than the rep has its top at the rep's end
    within = {name: int(np.clip(row, cycle.first, cycle.last - 1)) for name, row in at.items()}
    near = {name: row for name, row in within.items() if ok[_about(row, rate_hz, cycle)].any()}  # what is of this rep
    moments = {name: found for name, row in near.items() if (found := at_moment(series, row, rate_hz)) is not None}
    start, bottom, top = (
        float(np.clip(moments[name][0], known.min(), known.max())) if name in moments else None
        for name in ("start", "bottom", "top")
    )
    sigma_at = {name: sigma for name, (_, sigma) in moments.items()}
    return Summary(
        start=start,
        bottom=bottom,
        top=top,
        min=float(known.min()),
        max=float(known.max()),
        mean=float(known.mean()),
        sigma=max(usual, sigma_at.get("bottom", usual)),  # values are quoted at the bottom
        coverage=float(ok.mean()),
        sigma_at=sigma_at,
    )


def _tempo(cycle: Cycle, rate_hz: float) -> Tempo:
    lowering, lifting = cycle.lowering, cycle.lifting
    lowering_s = pause_s = None
    if lowering is not None:
        if not (cycle.lowering_cut or cycle.lowering_part):
            lowering_s = (len(lowering) - 1) / rate_hz
        # A hole at the bottom or in the lift leaves open when the lift began; one at its top does not.
        lift_off_seen = not cycle.lifting_cut or (cycle.top_cut and not cycle.lift_off_cut)
        # Between the two lies the bottom; else the top, which is no pause.
        if lift_off_seen and lowering.first < lifting.first:
            pause_s = max(lifting.first - lowering.last + 1, 0) / rate_hz
    return Tempo(lowering_s, pause_s, None if cycle.lifting_cut else (len(lifting) - 1) / rate_hz)
