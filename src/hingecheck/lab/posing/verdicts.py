"""True verdict of each rule on each rep, from the exact motion; written apart from the rules it checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ...core.landmarks import SIDES, Side
from ...core.lifts import LIFTS
from ...core.rules.limits import Levels, Limits
from ...core.types import LiftName, Severity
from ..truth import TrueRep, TrueVerdict, Truth
from .measures import Exact
from .movement import Movement
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is exactly known of a clip."""

    movement: Movement
    timeline: Timeline
    exact: Exact
    hand_tilt_deg: Floats  #: line between the hands from level [shape=(n,)]
    centre_leg: Floats  #: centre of mass over the stance foot, (forward, sideways), leg lengths [shape=(n, 2)]

    def rows(self, start_s: float, end_s: float) -> NDArray[np.int64]:
        """Frames between two moments, at least one."""
        time = self.timeline.time_s
        found = np.flatnonzero((time >= start_s - 1e-6) & (time <= end_s + 1e-6))
        return found if len(found) else np.array([int(np.abs(time - start_s).argmin())])

    def at(self, name: str, moment_s: float) -> float:
        """A measure at a moment."""
        return float(np.interp(moment_s, self.timeline.time_s, self.exact.series[name]))

    def during(self, name: str, span: tuple[float, float]) -> Floats:
        """A measure over a span."""
        return np.asarray(self.exact.series[name][self.rows(*span)])

    def whole(self, name: str, rep: TrueRep) -> Floats:
        """A measure over a rep."""
        return self.during(name, (rep.start_s, rep.end_s))

    def top(self, name: str, rep: TrueRep) -> Floats:
        """A measure round the top of a rep."""
        end = rep.lifting_s[1]
        return self.during(name, (end - 0.3, end + 0.3))


Value = Callable[[Evidence, TrueRep], "float | None"]


def _knee_dominant(e: Evidence, rep: TrueRep) -> float:
    hinge, knee = e.whole("hip_hinge_deg", rep), e.whole("knee_flexion_deg", rep)
    deep = hinge >= 0.85 * hinge.max()
    return float(np.median(knee[deep]) / np.median(hinge[deep]))


def _hips_rise_first(e: Evidence, rep: TrueRep) -> float:
    trunk = e.during("trunk_inclination_deg", rep.lifting_s)
    return float(trunk.max() - trunk[0])


def _overextended(e: Evidence, rep: TrueRep) -> float:
    name = "hip_hinge_deg" if e.movement.lift == "hip-thrust" else "trunk_inclination_deg"
    return float(-e.top(name, rep).min())


def _uneven(e: Evidence, rep: TrueRep) -> float | None:
    if e.movement.load.kind not in ("barbell", "two-dumbbells"):
        return None
    tilt = e.hand_tilt_deg[e.rows(*rep.lifting_s)]
    return float(np.percentile(np.abs(tilt - e.hand_tilt_deg[e.rows(rep.lifting_s[1], rep.lifting_s[1])][0]), 90))


def _fast_lowering(e: Evidence, rep: TrueRep) -> float | None:
    return None if rep.lowering_s is None else rep.lowering_s[1] - rep.lowering_s[0]


def _hips_opening(e: Evidence, rep: TrueRep) -> float:
    leaning = e.whole("trunk_inclination_deg", rep) > 30.0
    rotation = e.whole("pelvis_rotation_deg", rep)
    return float(np.percentile(rotation[leaning], 90)) if leaning.any() else 0.0


def true_lumbar_share(e: Evidence, rep: TrueRep) -> float:
    """The low back's part of the fold from tall to bottom."""
    tall = rep.lowering_s[0] if rep.lowering_s and rep.lowering_s[0] < rep.bottom_s else rep.lifting_s[1]
    lumbar, hip = (e.at(name, rep.bottom_s) - e.at(name, tall) for name in ("lumbar_flexion_deg", "hip_flexion_deg"))
    return lumbar / max(lumbar + hip, 1.0)


def _balance(e: Evidence, rep: TrueRep) -> float:
    """Sway, and half a level more for each rep of the set in which a foot came down or hopped."""
    rows = e.rows(rep.start_s, rep.end_s)
    spread = np.percentile(e.centre_leg[rows], 97.5, axis=0) - np.percentile(e.centre_leg[rows], 2.5, axis=0)
    falls = e.movement.touch_reps + e.movement.hop_reps
    return float(spread.max()) + (0.06 + 0.03 * (len(falls) - 1) if rep.index in falls else 0.0)


def _too_deep(e: Evidence, rep: TrueRep) -> float:
    """Hinge beyond the one at which the pelvis opens or the low back rounds past its mild level."""
    hinge, first = e.whole("hip_hinge_deg", rep), np.inf
    limits = Limits()
    for name, levels in (
        ("pelvis_rotation_deg", limits.hips_opening),
        ("lumbar_flexion_deg", limits.lumbar_rounding),
    ):
        if name in e.exact.series:
            out = e.whole(name, rep) > levels.mild
            first = min(first, hinge[out].min() if out.any() else np.inf)
    return float(max(hinge.max() - first, 0.0))


def _load_side(e: Evidence, rep: TrueRep) -> float | None:
    if e.movement.load.kind != "dumbbell" and e.movement.load.mass_kg <= 0:
        return None
    return 1.0 if e.movement.load.kind == "dumbbell" and e.movement.load.side == e.movement.stance else 0.0


#: Rule → value, whether the fault lies below the levels; in which lifts, their rows say.
VALUES: dict[str, tuple[Value, bool]] = {
    "hips-opening": (_hips_opening, False),
    "back-dominant": (true_lumbar_share, False),
    "lumbar-rounding": (lambda e, rep: float(np.percentile(e.whole("lumbar_flexion_deg", rep), 95)), False),
    "balance-loss": (_balance, False),
    "knee-locked": (lambda e, rep: e.at("knee_flexion_deg", rep.bottom_s), True),
    "knee-dominant": (_knee_dominant, False),
    "hips-rise-first": (_hips_rise_first, False),
    "range-too-deep": (_too_deep, False),
    "load-drifting": (lambda e, rep: float(np.percentile(e.during("load_offset_leg", rep.lifting_s), 90)), False),
    "incomplete-lockout": (lambda e, rep: float(e.top("hip_hinge_deg", rep).min()), False),
    "overextended-lockout": (_overextended, False),
    "shin-angle": (lambda e, rep: abs(e.at("shank_inclination_deg", rep.lifting_s[1])), False),
    "uneven-sides": (_uneven, False),
    "fast-lowering": (_fast_lowering, True),
    "load-side": (_load_side, False),
}


def verdicts(evidence: Evidence, limits: Limits | None = None) -> tuple[TrueVerdict, ...]:
    """Verdict of every rule that applies on every rep, with exact values and no error to allow for."""
    limits = limits or Limits()
    lift, out = evidence.movement.lift, []
    for rule, (value_of, below) in VALUES.items():
        if not LIFTS[lift].judges(rule):
            continue
        levels = levels_of(rule, lift, limits)
        for rep in evidence.timeline.reps:
            value = value_of(evidence, rep)
            if value is not None:
                out.append(TrueVerdict(rule, rep.index, round(value, 4), _severity(value, levels, below=below)))
    return (*out, *_form_drift(evidence, limits))


def rejudged(truth: Truth, limits: Limits | None = None) -> Truth:
    """The truth with its verdicts by the limits as they are now: its file may be older than they."""
    limits = limits or Limits()

    def again(verdict: TrueVerdict) -> TrueVerdict:
        below = verdict.rule in VALUES and VALUES[verdict.rule][1]
        levels = levels_of(verdict.rule, truth.lift, limits)
        return replace(verdict, severity=_severity(verdict.value, levels, below=below))

    return replace(truth, verdicts=tuple(again(verdict) for verdict in truth.verdicts))


def levels_of(rule: str, lift: LiftName, limits: Limits) -> Levels:
    """The levels a rule is judged by."""
    levels = limits.of_rule(rule, lift)
    assert levels is not None, f"{rule} has no limits"
    return levels


def _severity(value: float, levels: Levels, *, below: bool) -> Severity | None:
    sign = -1.0 if below else 1.0
    return next((severity for severity, level in levels.items() if sign * (value - level) > 0.0), None)


def _form_drift(e: Evidence, limits: Limits) -> tuple[TrueVerdict, ...]:
    """Change of the bottom posture against the first three reps, in sets of five or more."""
    reps = e.timeline.reps
    if len(reps) < 5:
        return ()
    names = ("trunk_inclination_deg", "hip_hinge_deg", "knee_flexion_deg")
    bottom = np.array([[e.at(name, rep.bottom_s) for name in names] for rep in reps])
    change = np.abs(bottom - np.median(bottom[:3], axis=0)).max(axis=1)
    change[:3] = 0.0
    return tuple(
        TrueVerdict("form-drift", rep.index, round(float(c), 4), _severity(float(c), limits.form_drift, below=False))
        for rep, c in zip(reps, change, strict=True)
    )


def true_hand_tilt_deg(hands_m: Mapping[Side, Floats]) -> Floats:
    """Line from the right to the left hand against level, left lower positive [shape=(n,)]."""
    line = hands_m[SIDES[0]] - hands_m[SIDES[1]]
    return np.asarray(np.degrees(np.arctan2(-line[:, 2], np.hypot(line[:, 0], line[:, 1]))))
