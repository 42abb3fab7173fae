"""Two sides compared: all that reports show of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..geometry import wrap_deg
from ..phrases import N_, Phrase
from .curves import PhaseCurve, PhaseName, phase_curves, phases_of
from .differences import Difference, RuleChange, measure_changes, rule_changes
from .sides import ComparedSide

Kind = Literal["then and now", "reference", "legs"]
#: Cameras that stand further apart than this see another angle than the same one twice: two views 40° apart of the
#: same sets differed by 4 to 6° in hinge and knee (benchmarks/real.md), more than their errors say.
SAME_VIEW_DEG = 25.0
#: Curves, in the order of the page.
CURVES = (
    "hip_hinge_deg",
    "knee_flexion_deg",
    "trunk_inclination_deg",
    "lumbar_flexion_deg",
    "pelvis_rotation_deg",
    "pelvis_drop_deg",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, what differs, and what got better or worse."""

    kind: Kind
    before: ComparedSide
    after: ComparedSide
    measures: tuple[Difference, ...]
    rules: tuple[RuleChange, ...]
    phases: tuple[PhaseName, ...]
    curves: tuple[PhaseCurve, ...]
    doubts: tuple[str, ...]  #: what makes the sides less alike than they look

    @property
    def differing(self) -> tuple[Difference, ...]:
        """Measures that differ beyond their error."""
        return tuple(one for one in self.measures if one.counts)


def compare_sides(before: ComparedSide, after: ComparedSide, kind: Kind = "then and now") -> Comparison:
    """Hold two sides against each other.

    Parameters
    ----------
    before, after : ComparedSide
    kind : str
        What they are to each other: it words the reports.
    """
    return Comparison(
        kind=kind,
        before=before,
        after=after,
        measures=measure_changes(before, after),
        rules=rule_changes(before, after),
        phases=phases_of(before, after),
        curves=phase_curves(before, after, CURVES),
        doubts=_doubts(before, after),
    )


def _doubts(before: ComparedSide, after: ComparedSide) -> tuple[str, ...]:
    out = []
    names = [side.lift_set.lift.name for side in (before, after)]
    if names[0] != names[1]:
        out.append(
            Phrase(
                N_("they show other lifts ({one} and {other}): differences may be the lifts' own"),
                one=names[0],
                other=names[1],
            )
        )
    one, other = (side.lift_set.view.azimuth_deg for side in (before, after))
    apart = abs(float(wrap_deg(np.array(one - other))))
    # from the left and from the right side a two-legged lift looks the same
    apart = min(apart, abs(float(wrap_deg(np.array(one + other)))))
    if apart > SAME_VIEW_DEG:
        out.append(
            Phrase(
                N_("they were filmed from places {apart:.0f}° apart: small differences may be the cameras'"),
                apart=apart,
            )
        )
    for side in (before, after):
        if side.analysis.quality.level == "poor":
            out.append(Phrase(N_("{side}: a poor recording"), side=side.label))
    return tuple(out)
