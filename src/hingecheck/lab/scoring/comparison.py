"""One clip's report compared with its truth: errors of each measure, reps matched, lift and view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ...core.geometry import wrap_deg
from ...core.types import Analysis, Motion, MovementName, Rep, View, ViewName
from ..truth import BEYOND_CONTRACT, TrueRep, Truth
from .rule_comparison import RuleOutcome, Stray, judged_reps, stray_faults

#: A rep that was found is the true one where their lifts, bottom to end, share this part of the shorter.
MIN_OVERLAP = 0.5
#: The deep part of a rep: hip hinge at least this share of its greatest.
DEEP = 0.85
#: Frames a second at which a clip is scored of which nothing could be measured.
RATE_HZ = 30.0
#: Times that are compared in every rep that was found.
TIMES = ("start_s", "bottom_s", "end_s", "lowering_s", "lifting_s")


@dataclass(frozen=True, slots=True)
class MeasureErrors:
    """One measure over the true reps of one clip."""

    name: str
    frames: int  #: frames inside true reps where the truth has a value
    error: Floats  #: measured - true, only where it was measured [shape=(k,)]
    sigma: Floats  #: the standard error that was claimed there [shape=(k,)]
    deep_true: Floats  #: median over the deep part of each true rep [shape=(reps,)]
    deep_measured: Floats  #: the same as measured; NaN where it was not [shape=(reps,)]


@dataclass(frozen=True, slots=True)
class RepCounts:
    """Reps of one clip."""

    true: int
    found: int
    matched: int
    errors_s: Mapping[str, Floats]  #: found - true of every matched rep, by name in `TIMES`

    @property
    def extra(self) -> int:
        """Reps that were found where there is none."""
        return self.found - self.matched

    @property
    def missed(self) -> int:
        """True reps that were not found."""
        return self.true - self.matched


@dataclass(frozen=True, slots=True)
class ReportedLift:
    """Which lift was recognised."""

    name: MovementName
    confidence: float
    unsure: bool  #: a second candidate was named
    right_side: bool  #: the working side is the true one


@dataclass(frozen=True, slots=True)
class ReportedView:
    """Where the camera was thought to stand."""

    name: ViewName
    error_deg: float  #: azimuth, said - true, the short way round


@dataclass(frozen=True, slots=True)
class Detection:
    """Frames that were analysed, and in how many of them the lifter was found."""

    frames: int
    with_lifter: int


@dataclass(frozen=True, slots=True)
class ClipComparison:
    """One clip's truth against its analysis; without one nothing was found and nothing measured."""

    name: str
    lift: MovementName
    view: ViewName  #: by the true azimuth
    plates: bool
    faultless: bool  #: no fault was dialled into it
    measures: tuple[MeasureErrors, ...]
    reps: RepCounts
    rules: tuple[RuleOutcome, ...]
    strays: tuple[Stray, ...]
    reported_lift: ReportedLift | None
    reported_view: ReportedView | None
    detection: Detection

    @property
    def measured(self) -> bool:
        """Whether the pipeline gave an analysis at all."""
        return self.reported_lift is not None


def compare(truth: Truth, analysis: Analysis | None, detection: Detection) -> ClipComparison:
    """Compare a clip's truth with the pipeline's report of it.

    Parameters
    ----------
    truth : Truth
    analysis : Analysis or None
        None where the pipeline ended without one. The clip still counts: everything of it is missed.
    detection : Detection

    Returns
    -------
    ClipComparison
    """
    matches = {} if analysis is None else match_reps(truth.reps, analysis.reps)
    return ClipComparison(
        name=truth.name,
        lift=truth.lift,
        view=View(truth.azimuth_deg, 0.0, "left").name,
        plates=has_plates(truth.recipe),
        faultless=is_faultless(truth.recipe),
        measures=measure_errors(truth, None if analysis is None else analysis.motion),
        reps=_rep_counts(truth, analysis, matches),
        rules=judged_reps(truth, analysis, {true: rep.index for true, rep in matches.items()}),
        strays=() if analysis is None else stray_faults(truth.lift, analysis, {r.index for r in matches.values()}),
        reported_lift=None if analysis is None else _reported_lift(truth, analysis),
        reported_view=None if analysis is None else _reported_view(truth, analysis.motion.view),
        detection=detection,
    )


def has_plates(recipe: Mapping[str, object]) -> bool:
    """Whether a clip's load hides the legs behind plates, by its recipe."""
    if "plates" in recipe:
        return bool(recipe["plates"])
    movement = recipe.get("movement")
    load = movement.get("load") if isinstance(movement, Mapping) else None
    return isinstance(load, Mapping) and load.get("kind") == "barbell" and load.get("plate_m") is not None


def is_faultless(recipe: Mapping[str, object]) -> bool:
    """Whether a clip was posed with no fault at all, by its recipe; one that does not say is not counted so."""
    return "faults" in recipe and not recipe["faults"]


def measure_errors(truth: Truth, motion: Motion | None) -> tuple[MeasureErrors, ...]:
    """Every measure that has a truth, measured or not.

    Truth is interpolated to the motion's own grid, which is lengthened to the clip's ends: a rep that lies
    where no pose was found counts as not measured.
    """
    time_s, place = _grid(truth, motion)
    inside = truth.in_reps(time_s)
    out = []
    for name, values in truth.series.items():
        if name in BEYOND_CONTRACT:
            continue
        true = np.interp(time_s, truth.time_s, values, left=np.nan, right=np.nan)
        value, sigma = (np.full(len(time_s), np.nan) for _ in range(2))
        if motion is not None and name in motion.series:
            value[place], sigma[place] = motion.series[name].value, motion.series[name].sigma
        asked = inside & np.isfinite(true)
        if not asked.any():
            continue
        had = asked & np.isfinite(value)
        deep = [_deep_rows(truth, rep, time_s) for rep in truth.reps]
        out.append(
            MeasureErrors(
                name=name,
                frames=int(asked.sum()),
                error=(value - true)[had],
                sigma=sigma[had],
                deep_true=np.array([_median(true[rows]) for rows in deep]),
                deep_measured=np.array([_median(value[rows]) for rows in deep]),
            )
        )
    return tuple(out)


def match_reps(true: tuple[TrueRep, ...], found: tuple[Rep, ...]) -> dict[int, Rep]:
    """Pair true reps with found ones, the best fit of bottom to end first, each used once.

    Returns
    -------
    dict
        Index of the true rep → the rep that was found.
    """
    pairs = []
    for a in true:
        for b in found:
            shared = min(a.end_s, b.end_s) - max(a.bottom_s, b.bottom_s)
            shorter, longer = sorted((a.end_s - a.bottom_s, b.end_s - b.bottom_s))
            if shorter > 0 and shared / shorter >= MIN_OVERLAP:
                pairs.append((shared / (shorter + longer - shared), a, b))
    out: dict[int, Rep] = {}
    used: set[int] = set()
    for _, a, b in sorted(pairs, key=lambda pair: -pair[0]):
        if a.index not in out and b.index not in used:
            out[a.index] = b
            used.add(b.index)
    return out


def _grid(truth: Truth, motion: Motion | None) -> tuple[Floats, slice]:
    """Even times over the whole clip, and the place of the motion's own rows among them."""
    first, last = float(truth.time_s[0]), float(truth.time_s[-1])
    if motion is None:
        return np.arange(first, last + 0.5 / RATE_HZ, 1.0 / RATE_HZ), slice(0, 0)
    step = 1.0 / motion.rate_hz
    before = max(int(np.floor((motion.time_s[0] - first) / step + 1e-6)), 0)
    after = max(int(np.floor((last - motion.time_s[-1]) / step + 1e-6)), 0)
    time_s = np.concatenate(
        [
            motion.time_s[0] - step * np.arange(before, 0, -1),
            motion.time_s,
            motion.time_s[-1] + step * np.arange(1, after + 1),
        ]
    )
    return time_s, slice(before, before + len(motion))


def _deep_rows(truth: Truth, rep: TrueRep, time_s: Floats) -> NDArray[np.int64]:
    """Rows in the deep part of a true rep; without a hinge, those within 0.2 s of its bottom."""
    inside = (time_s >= rep.start_s) & (time_s <= rep.end_s)
    if "hip_hinge_deg" not in truth.series or not inside.any():
        return np.flatnonzero(np.abs(time_s - rep.bottom_s) <= 0.2)
    hinge = np.interp(time_s, truth.time_s, truth.series["hip_hinge_deg"])
    return np.flatnonzero(inside & (hinge >= DEEP * hinge[inside].max()))


def _median(values: Floats) -> float:
    """Median of what is there; NaN of nothing."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _rep_counts(truth: Truth, analysis: Analysis | None, matches: Mapping[int, Rep]) -> RepCounts:
    errors: dict[str, list[float]] = {name: [] for name in TIMES}
    for rep in truth.reps:
        if rep.index not in matches:
            continue
        reported, was = _times(matches[rep.index]), _true_times(rep)
        for name in TIMES:
            a, b = reported[name], was[name]
            if a is not None and b is not None:
                errors[name].append(a - b)
    found = 0 if analysis is None else len(analysis.reps)
    return RepCounts(len(truth.reps), found, len(matches), {name: np.array(e) for name, e in errors.items()})


def _times(rep: Rep) -> dict[str, float | None]:
    own: dict[str, float | None] = {name: getattr(rep, name) for name in TIMES[:3]}
    return {**own, "lowering_s": rep.tempo.lowering_s, "lifting_s": rep.tempo.lifting_s}


def _true_times(rep: TrueRep) -> dict[str, float | None]:
    own: dict[str, float | None] = {name: getattr(rep, name) for name in TIMES[:3]}
    lowering = None if rep.lowering_s is None else rep.lowering_s[1] - rep.lowering_s[0]
    return {**own, "lowering_s": lowering, "lifting_s": rep.lifting_s[1] - rep.lifting_s[0]}


def _reported_lift(truth: Truth, analysis: Analysis) -> ReportedLift:
    lift = analysis.lift
    right_side = lift.working_side == truth.working_side
    return ReportedLift(lift.name, lift.confidence, lift.runner_up is not None, right_side)


def _reported_view(truth: Truth, view: View) -> ReportedView:
    return ReportedView(view.name, float(wrap_deg(np.array(view.azimuth_deg - truth.azimuth_deg))))
