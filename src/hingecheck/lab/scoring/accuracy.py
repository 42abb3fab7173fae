"""Accuracy table: from many clips' comparisons with the truth to errors, coverage and rates. Pure numpy, no files.

Frames of one clip are not independent, so beside each pooled number stands how it spreads over clips. Nothing
that was not measured is left out: it is a coverage below 1, and 0 where a measure is never given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.lifts import LIFT_NAMES, ONE_LEG
from ...core.reps.recognition import CONFIDENT
from ...core.rules import RULES
from .comparison import TIMES, ClipComparison
from .measure_scores import APART, MeasureScore, SeparationScore, mean_of, score_measure, score_separation
from .rule_scores import RuleScore, score_rule

VIEWS = ("side", "front-oblique", "front", "rear-oblique", "rear")
#: What is listed first, in this order.
MEASURES = (
    "hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg", "lumbar_flexion_deg",
    "pelvis_rotation_deg", "pelvis_drop_deg", "neck_extension_deg", "load_offset_leg",
)  # fmt: skip


def _plates(there: bool) -> str:
    return "plates" if there else "no plates"


#: By what clips are grouped, and each clip's group.
GROUPINGS: dict[str, Callable[[ClipComparison], str]] = {
    "all": lambda clip: "all",
    "view": lambda clip: clip.view,
    "lift": lambda clip: clip.lift,
    "plates": lambda clip: _plates(clip.plates),
    "view and lift": lambda clip: f"{clip.view}, {clip.lift}",
    "view and plates": lambda clip: f"{clip.view}, {_plates(clip.plates)}",
}
_ORDER = [
    "all", *VIEWS, *LIFT_NAMES, "no plates", "plates",
    *(f"{view}, {kind}" for view in VIEWS for kind in (*LIFT_NAMES, "no plates", "plates")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeScore:
    """One time of the reps that were found, found - true."""

    name: str
    reps: int
    bias_s: float | None
    mae_s: float | None


@dataclass(frozen=True, slots=True)
class RepScore:
    """Reps over a group of clips."""

    by: str
    group: str
    clips: int
    clips_exact: int  #: every true rep matched and none extra
    true: int
    found: int
    matched: int
    extra: int
    missed: int
    times: tuple[TimeScore, ...]


@dataclass(frozen=True, slots=True)
class FaultlessScore:
    """All rules together, over the clips in which no fault was dialled."""

    clips: int
    reps: int  #: true ones that were found
    blamed: int  #: with at least one fault said that is not there
    strays: int  #: faults said of a rep that is none, or of a lift the rule is not meant for


@dataclass(frozen=True, slots=True)
class LiftScore:
    """Recognition of the lift; a clip without an analysis is recognised as nothing."""

    confusion: Mapping[str, Mapping[str, int]]  #: true lift → lift said, or ``"none"`` → clips
    right: float
    confident: int  #: clips with a confidence of at least `CONFIDENT`
    right_confident: float | None
    unsure: float  #: share of clips with a second candidate
    right_side: float | None  #: share of one-legged clips recognised as such whose working side is right


@dataclass(frozen=True, slots=True)
class ViewScore:
    """Where the camera was thought to stand, and how often the lifter was found, by the true view."""

    group: str
    clips: int
    told: int  #: clips with an analysis
    azimuth_mae_deg: float | None
    azimuth_bias_deg: float | None
    name_right: float | None
    frames: int
    with_lifter: float | None  #: share of the frames in which the lifter was found


@dataclass(frozen=True, slots=True)
class AccuracyTable:
    """Every score of a set of clips."""

    clips: int
    unmeasured: tuple[str, ...]  #: clips without an analysis: all of theirs counts as missed
    frames: int  #: analysed
    reps: int  #: true ones
    measures: tuple[MeasureScore, ...]
    separations: tuple[SeparationScore, ...]
    rep_scores: tuple[RepScore, ...]
    rules: tuple[RuleScore, ...]
    faultless: FaultlessScore
    lifts: LiftScore
    views: tuple[ViewScore, ...]


def tabulate(clips: Sequence[ClipComparison]) -> AccuracyTable:
    """Aggregate at least one clip's comparison.

    Raises
    ------
    ValueError
        There is no clip.
    """
    if not clips:
        raise ValueError("no clip to tabulate")
    names = _in_order({m.name for clip in clips for m in clip.measures}, MEASURES)
    reported = {o.rule for clip in clips for o in clip.rules} | {s.rule for clip in clips for s in clip.strays}
    rules = _in_order(reported, [rule.id for rule in RULES])
    groups = [(by, group, members) for by in GROUPINGS for group, members in grouped(clips, by).items()]
    by_view = [entry for entry in groups if entry[0] in ("all", "view")]
    few = [entry for entry in groups if entry[0] in ("all", "view", "lift")]
    apart = [name for name in APART if name in names]
    return AccuracyTable(
        clips=len(clips),
        unmeasured=tuple(clip.name for clip in clips if not clip.measured),
        frames=sum(clip.detection.frames for clip in clips),
        reps=sum(clip.reps.true for clip in clips),
        measures=tuple(s for name in names for entry in groups if (s := score_measure(name, *entry)) is not None),
        separations=tuple(a for n in apart for entry in by_view if (a := score_separation(n, *entry)) is not None),
        rep_scores=tuple(score_reps(*entry) for entry in few),
        rules=tuple(r for rule in rules for entry in few if (r := score_rule(rule, *entry)) is not None),
        faultless=score_faultless(clips),
        lifts=score_lifts(clips),
        views=tuple(score_view(*entry[1:]) for entry in by_view),
    )


def grouped(clips: Sequence[ClipComparison], by: str) -> dict[str, list[ClipComparison]]:
    """Clips by their group, groups in order."""
    of = GROUPINGS[by]
    return {group: [c for c in clips if of(c) == group] for group in _in_order({of(c) for c in clips}, _ORDER)}


def score_reps(by: str, group: str, clips: Sequence[ClipComparison]) -> RepScore:
    """Count and times of reps."""
    counts = [clip.reps for clip in clips]
    return RepScore(
        by=by,
        group=group,
        clips=len(clips),
        clips_exact=sum(c.true == c.matched == c.found for c in counts),
        true=sum(c.true for c in counts),
        found=sum(c.found for c in counts),
        matched=sum(c.matched for c in counts),
        extra=sum(c.extra for c in counts),
        missed=sum(c.missed for c in counts),
        times=tuple(_time_score(name, np.concatenate([c.errors_s[name] for c in counts])) for name in TIMES),
    )


def score_faultless(clips: Sequence[ClipComparison]) -> FaultlessScore:
    """Count the reps of faultless clips that any rule blames."""
    clean = [clip for clip in clips if clip.faultless]
    blamed = {(c.name, o.rep) for c in clean for o in c.rules if o.truth is None and o.reported is not None}
    strays = sum(len(clip.strays) for clip in clean)
    return FaultlessScore(len(clean), sum(clip.reps.matched for clip in clean), len(blamed), strays)


def score_lifts(clips: Sequence[ClipComparison]) -> LiftScore:
    """Recognition over clips."""
    confusion: dict[str, dict[str, int]] = {}
    for clip in clips:
        row = confusion.setdefault(clip.lift, {})
        name = "none" if clip.reported_lift is None else clip.reported_lift.name
        row[name] = row.get(name, 0) + 1
    reported = [(clip.lift, clip.reported_lift) for clip in clips if clip.reported_lift is not None]
    right = [lift == s.name for lift, s in reported]
    sure = [lift == s.name for lift, s in reported if s.confidence >= CONFIDENT]
    one_leg = set(ONE_LEG)
    sides = [s.right_side for lift, s in reported if lift in one_leg and s.name in one_leg]
    return LiftScore(
        confusion={lift: confusion[lift] for lift in _in_order(confusion, LIFT_NAMES)},
        right=sum(right) / len(clips),
        confident=len(sure),
        right_confident=mean_of(sure),
        unsure=sum(s.unsure for _, s in reported) / len(clips),
        right_side=mean_of(sides),
    )


def score_view(group: str, clips: Sequence[ClipComparison]) -> ViewScore:
    """Camera azimuth and detection over clips of one true view."""
    reported = [(clip.view, clip.reported_view) for clip in clips if clip.reported_view is not None]
    error = np.array([s.error_deg for _, s in reported])
    frames = sum(clip.detection.frames for clip in clips)
    return ViewScore(
        group=group,
        clips=len(clips),
        told=len(reported),
        azimuth_mae_deg=mean_of(np.abs(error)),
        azimuth_bias_deg=mean_of(error),
        name_right=mean_of([view == s.name for view, s in reported]),
        frames=frames,
        with_lifter=sum(clip.detection.with_lifter for clip in clips) / frames if frames else None,
    )


def _time_score(name: str, error_s: Floats) -> TimeScore:
    return TimeScore(name, len(error_s), mean_of(error_s), mean_of(np.abs(error_s)))


def _in_order(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Names in a given order, others after them by the alphabet."""
    return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
