"""Reps that a person took out, or whose beginning and end a person moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ..corrections import Corrections, RepBorders
from ..phrases import N_
from ..types import Cycle, Motion, Rep, Span
from .segmentation import Segmentation

#: Reports have times to a tenth of a millisecond.
ROUNDED_S = 0.001


def corrected_reps(found: Segmentation, motion: Motion, corrections: Corrections) -> Segmentation:
    """What was found, with what a person said of it.

    Parameters
    ----------
    found : Segmentation
    motion : Motion
        That it was found in.
    corrections : Corrections
        On the time axis of `motion`.

    Returns
    -------
    Segmentation
        Without the lifts round the moments that were no rep, and with borders where they were put. A border beyond
        the bottom that it belongs to is left as it was found.
    """
    if not corrections.not_reps_s and not corrections.borders:
        return found
    out = {found.cycles.index(cycle) for at_s in corrections.not_reps_s if (cycle := _at(found, motion, at_s))}
    cycles = dict(enumerate(found.cycles))
    for borders in corrections.borders:
        if (cycle := _at(found, motion, borders.at_s)) is not None:
            place = found.cycles.index(cycle)
            cycles[place] = _moved(cycles[place], motion, borders)
    kept = tuple(cycle for place, cycle in cycles.items() if place not in out)
    reason = found.reason if kept or not found.cycles else N_("every repetition was taken out by hand")
    return replace(found, cycles=kept, reason=reason)


def rep_at(reps: Iterable[Rep], at_s: float) -> Rep | None:
    """The rep that a moment lies in; of two that share it, the one whose bottom is nearer.

    Times that were written to a file and read again may lie `ROUNDED_S` off.
    """
    holding = [rep for rep in reps if rep.start_s - ROUNDED_S <= at_s <= rep.end_s + ROUNDED_S]
    return min(holding, key=lambda rep: abs(rep.bottom_s - at_s), default=None)


def _at(found: Segmentation, motion: Motion, at_s: float) -> Cycle | None:
    """As `rep_at`."""
    time_s = motion.time_s
    holding = [c for c in found.cycles if time_s[c.first] - ROUNDED_S <= at_s <= time_s[c.last - 1] + ROUNDED_S]
    return min(holding, key=lambda cycle: abs(float(time_s[cycle.bottom]) - at_s), default=None)


def _moved(cycle: Cycle, motion: Motion, borders: RepBorders) -> Cycle:
    if borders.start_s is not None:
        cycle = _starting_at(cycle, int(np.searchsorted(motion.time_s, borders.start_s)))
    if borders.end_s is not None:
        row = int(np.searchsorted(motion.time_s, borders.end_s, side="right")) - 1
        cycle = _ending_at(cycle, min(row, len(motion) - 1))
    return cycle


def _starting_at(cycle: Cycle, row: int) -> Cycle:
    """With another first row: the lowering's where it comes first, else the lift's."""
    lowering, lifting = cycle.lowering, cycle.lifting
    if lowering is not None and lowering.first < lifting.first:
        if row >= lowering.last:
            return cycle
        return replace(cycle, lowering=Span(row, lowering.last), lowering_cut=False, lowering_part=False)
    if row >= min(cycle.top, lifting.last - 1):
        return cycle
    moved = Span(row, lifting.last)
    return replace(cycle, bottom=row, lifting=moved, lift_off_cut=False, lifting_cut=cycle.top_cut)


def _ending_at(cycle: Cycle, row: int) -> Cycle:
    """With another last row: the lowering's where it comes last, else the lift's, whose top it then is."""
    lowering, lifting = cycle.lowering, cycle.lifting
    if lowering is not None and lowering.first >= lifting.first:
        if row <= lowering.first:
            return cycle
        return replace(cycle, lowering=Span(lowering.first, row + 1), lowering_cut=False, lowering_part=False)
    if row <= max(cycle.bottom, lifting.first):
        return cycle
    moved = Span(lifting.first, row + 1)
    return replace(cycle, top=row, lifting=moved, top_cut=False, lifting_cut=cycle.lift_off_cut)
