"""How deep each rep went, against the lifter's own mark: so that a clean rep gets an answer too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from ..types import DepthTarget, Finding, Rep

#: Reps that set the mark where none is told: so many of the first that are good.
MARK_REPS = 3
#: Two reps of one set are as deep as each other where they differ by less than this. In 42 sets of the lab (107
#: reps) the error of the hinge at the bottom strays within a set by 0.7° (95 % within 1.3°, all within 2.9°):
#: between two reps 4° is the most that measuring alone was seen to make.
SAME_DEPTH_DEG = 5.0
MEASURE = "hip_hinge_deg"

DepthVerdict = Literal["on the mark", "deeper", "shallower"]


@dataclass(frozen=True, slots=True)
class RepDepth:
    """How deep a rep went."""

    value_deg: float  #: the hinge at the bottom
    off_deg: float  #: deeper than the mark by so much; negative: not as deep
    verdict: DepthVerdict


def depth_target(reps: Sequence[Rep], findings: Sequence[Finding], told_deg: float | None) -> DepthTarget | None:
    """The depth that reps of a set are held against.

    Parameters
    ----------
    reps : sequence of Rep
        Of one set, in order.
    findings : sequence of Finding
        A rep with a moderate or severe fault is none to go by, as long as there are others.
    told_deg : float or None
        What the lifter aims at.

    Returns
    -------
    DepthTarget or None
        The median of the first good reps where nothing is told; None where fewer than two reps are known.
    """
    if told_deg is not None:
        return DepthTarget(told_deg, told=True)
    known = [(rep.index, depth) for rep in reps if (depth := _bottom(rep)) is not None]
    faulty = {f.rep for finding in findings for f in finding.by_rep if f.severity != "mild"}
    good = [pair for pair in known if pair[0] not in faulty]
    mark = (good or known)[:MARK_REPS]
    if len(known) < 2:
        return None
    return DepthTarget(median(depth for _, depth in mark), told=False, of_good=bool(good))


def depth_of(rep: Rep, target: DepthTarget | None) -> RepDepth | None:
    """How deep a rep went against a mark; None where there is none, or the rep's hinge is not known."""
    value = _bottom(rep)
    if value is None or target is None:
        return None
    off = value - target.value_deg
    # what all reps of a set are off by falls out between them, but not against a number from outside
    sigma = rep.measures[MEASURE].error("bottom") or 0.0
    if abs(off) < (max(SAME_DEPTH_DEG, sigma) if target.told else SAME_DEPTH_DEG):
        return RepDepth(value, off, "on the mark")
    return RepDepth(value, off, "deeper" if off > 0 else "shallower")


def _bottom(rep: Rep) -> float | None:
    """The hinge at the bottom; None where it is not known, or the video begins after it."""
    summary = rep.measures.get(MEASURE)
    return None if summary is None or rep.cycle.lift_off_cut else summary.bottom
