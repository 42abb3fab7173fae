"""The few faults that help to know in the middle of a rep: rounding, hips opening, the free foot touching down.

A fault is told here only after `EVIDENCE_S` of frames that all pass the rule's mild limit by more than their error.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

import numpy as np

from ..landmarks import SIDES, point
from ..lifts import FREE_FOOT, STANDING
from ..rules import RULES, Fault
from ..rules.base import grade
from ..rules.findings import finding_of
from ..rules.limits import Levels, Limits
from ..rules.pelvis import LEANING_DEG
from ..tracking.trails import longer_leg_px
from ..types import Finding, Motion, MovementName, Person, RepFault
from .causal import FEWEST, last_moments

#: How long a fault must show without a break, seconds; in `FEWEST` frames, however slowly they come.
EVIDENCE_S = 0.2
#: The filter's last moments lean on nothing behind them: not judged, seconds.
EDGE_S = 0.07
#: A free foot is up when it is this far above the standing one, and down below this, in leg lengths; the
#: landmark's own error taken off.
FOOT_UP_LEG, FOOT_DOWN_LEG, FOOT_SIGMA_LEG = 0.25, 0.12, 0.04
#: Touch-down counts only while the hips are folded this far, degrees: at the top the foot may rest.
FOLDED_DEG = 35.0


def mid_rep_faults(motion: Motion, lift: MovementName | None, limits: Limits, rep: int) -> tuple[Finding, ...]:
    """What the last moments of a motion show.

    Parameters
    ----------
    motion : Motion
        Of the last few seconds.
    lift : str or None
        As far as known; without it only rules of all standing lifts are asked.
    limits : Limits
    rep : int
        Number of the rep under way.
    """
    out = []
    for rule in RULES:
        if not rule.in_mid_rep:
            continue
        meant = {lift} if lift else set(STANDING)
        levels = limits.of_rule(rule.id, lift) if meant <= set(rule.lifts) else None
        fault = None if levels is None else _shows(motion, rule.measure, levels)
        if fault is not None:
            out.append(finding_of(rule, {rep: fault}, lift))
    return tuple(out)


def of_one_rep(finding: Finding, fault: RepFault, number: int) -> Finding:
    """What a finding of the set says of one of its reps, in that rep's own words; it has this number now."""
    return replace(
        finding,
        severity=fault.severity,
        reps=(number,),
        value=fault.value,
        sigma=fault.sigma,
        limit=fault.limit,
        at_s=(fault.at_s,),
        measure=fault.measure,
        message=fault.message,
        cue=fault.cue,
        by_rep=(replace(fault, rep=number),),
    )


def _shows(motion: Motion, measure: str, levels: Levels) -> Fault | None:
    """The mildest fault of an unbroken stretch at the end, or None."""
    series, trunk = motion.series.get(measure), motion.series["trunk_inclination_deg"].value
    edge = round(EDGE_S * motion.rate_hz)
    rows = slice(max(len(motion) - edge - max(round(EVIDENCE_S * motion.rate_hz), 2) - 1, 0), len(motion) - edge)
    if series is None or not np.isfinite(series.value[rows]).all() or not (trunk[rows] > LEANING_DEG).all():
        return None
    pairs = zip(series.value[rows], series.sigma[rows], motion.time_s[rows], strict=True)
    faults = [grade(float(v), float(s), levels, float(t)) for v, s, t in pairs]
    sure = [fault for fault in faults if isinstance(fault, Fault)]
    if not sure or len(sure) < len(faults):
        return None
    return min(sure, key=lambda fault: fault.value)


@dataclass(frozen=True, slots=True)
class _Step:
    time_s: float
    height_leg: float


class FreeFoot:
    """Notices the free foot touching down in the middle of a one-legged rep, in the picture alone."""

    def __init__(self) -> None:
        self._steps: deque[_Step] = deque(maxlen=240)

    def touches(self, time_s: float, person: Person, hinge_deg: float, lift: MovementName | None) -> bool:
        """Take a frame; whether a foot that was up has been down for long enough, in mid-rep.

        Notes
        -----
        Only where the free foot is in the air: a kickstand's toes rest on the floor.
        """
        if lift not in FREE_FOOT or hinge_deg < FOLDED_DEG:
            self._steps.clear()
            return False
        toes = [float(person.image_px[point(side, "FOOT_INDEX"), 1]) for side in SIDES]
        self._steps.append(_Step(time_s, abs(toes[0] - toes[1]) / max(longer_leg_px(person.image_px), 1.0)))
        lately = [*self._steps][-last_moments((step.time_s for step in self._steps), time_s, EVIDENCE_S) :]
        was_up = any(s.height_leg - FOOT_SIGMA_LEG > FOOT_UP_LEG for s in self._steps)
        long_enough = len(lately) >= FEWEST and lately[0].time_s <= time_s - 0.75 * EVIDENCE_S
        return was_up and long_enough and all(s.height_leg + FOOT_SIGMA_LEG < FOOT_DOWN_LEG for s in lately)
