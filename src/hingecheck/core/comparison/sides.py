"""One side of a comparison: an analysis, and which of its reps and which leg are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...errors import ConfigError
from ..landmarks import SIDES, Side
from ..lifts import ONE_LEG
from ..phrases import N_, Phrase
from ..reps.summaries import summarise_rep
from ..rules.findings import severity_rank
from ..types import Analysis, LiftSet, Motion, Rep, RepFault, Summary, Tempo

#: A rule's word on the reps of a side where it is no severity.
CLEAN, UNKNOWN = "clean", "not judged"
#: Of a leg that works together with the other.
NO_TEMPO = Tempo(None, None, None)
OF_LEG: dict[Side, str] = {"left": N_("{label}, left leg"), "right": N_("{label}, right leg")}


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """What is held against the other side."""

    label: str  #: "anna.mp4, rep 3"
    analysis: Analysis
    reps: tuple[Rep, ...]  #: with the measures of the leg that is meant
    leg: Side | None = None  #: of a lift on two legs: the one that is looked at

    @property
    def lift_set(self) -> LiftSet:
        """The set that its reps are of, or most of them: its lift and view are the side's."""
        meant = {rep.index for rep in self.reps}
        return max(self.analysis.sets, key=lambda one: len(meant & set(one.reps)))

    @property
    def motion(self) -> Motion:
        """The analysis' motion, with the series of the leg that is meant."""
        return self.analysis.motion if self.leg is None else _of_leg(self.analysis.motion, self.leg)


def side_of(label: str, analysis: Analysis, which: int | Side | None = None) -> ComparedSide:
    """A side of a comparison.

    Parameters
    ----------
    label : str
    analysis : Analysis
    which : int, "left" or "right", optional
        A rep by its number; the sets of a one-legged lift in which this leg works, or this leg of a lift on two. All
        reps of the recording's main lift if not given: curves and rules of another one say nothing of it.

    Raises
    ------
    ConfigError
        There is no such rep, or no set with that leg.
    """
    if which is None:
        return ComparedSide(label, analysis, _some(label, _of_main_lift(analysis)))
    if which not in SIDES:
        reps = [rep for rep in analysis.reps if rep.index == which]
        if not reps:
            raise ConfigError(
                "{label}: there is no rep {which}; it has {count}.",
                label=label,
                which=which,
                count=len(analysis.reps),
            )
        return ComparedSide(Phrase(N_("{label}, rep {n}"), label=label, n=which), analysis, tuple(reps))
    leg: Side = "left" if which == "left" else "right"
    worked = {n for one in analysis.sets if one.working_side == leg for n in one.reps}
    if worked:
        return ComparedSide(
            Phrase(OF_LEG[leg], label=label), analysis, tuple(r for r in analysis.reps if r.index in worked)
        )
    if any(one.lift.name in ONE_LEG for one in analysis.sets):
        raise ConfigError("{label}: there is no set on the {leg} leg.", label=label, leg=leg)
    motion = _of_leg(analysis.motion, leg)
    reps = [replace(rep, measures=_of_leg_alone(rep, motion, leg), tempo=NO_TEMPO) for rep in _of_main_lift(analysis)]
    return ComparedSide(Phrase(OF_LEG[leg], label=label), analysis, _some(label, reps), leg)


def rule_words(side: ComparedSide) -> dict[str, str]:
    """What each rule says of the reps that are meant: a severity, `CLEAN` or `UNKNOWN`."""
    meant = {rep.index for rep in side.reps}
    analysis = side.analysis
    said: dict[str, str] = {}
    sets = {one.index for one in analysis.sets if meant & set(one.reps)}
    reps_of = {one.index: set(one.reps) for one in analysis.sets}
    for one in analysis.sets:
        if one.index in sets:
            said |= dict.fromkeys(one.good, CLEAN)
    findings = [finding for finding in analysis.findings if finding.set_index in sets]
    for finding in findings:  # who is blamed in other reps alone is clean in these, where judged
        said.setdefault(finding.rule, CLEAN if finding.reps else UNKNOWN)
    for entry in analysis.not_assessable:
        reps = reps_of.get(entry.set_index, meant) if entry.reps == "all" else set(entry.reps)
        if meant & reps:
            said[entry.rule] = UNKNOWN
    for finding in findings:
        worst = [fault.severity for fault in finding.by_rep if fault.rep in meant]
        if worst:
            said[finding.rule] = max(worst, key=severity_rank)
    return said


def worst_fault(side: ComparedSide, rule: str) -> RepFault | None:
    """The worst that a rule found in the reps that are meant; of equally bad ones that furthest beyond its limit."""
    meant = {rep.index for rep in side.reps}
    faults = [
        fault
        for finding in side.analysis.findings
        if finding.rule == rule
        for fault in finding.by_rep
        if fault.rep in meant
    ]
    return max(faults, key=lambda f: (severity_rank(f.severity), abs(f.value - f.limit)), default=None)


def _of_leg_alone(rep: Rep, motion: Motion, leg: Side) -> dict[str, Summary]:
    """The measures that each leg has of its own: all else is the same on both."""
    measures = summarise_rep(rep.index, rep.cycle, motion).measures
    return {name: one for name, one in measures.items() if f"{name}.{leg}" in motion.by_side}


def _of_main_lift(analysis: Analysis) -> list[Rep]:
    """The reps of the sets of the lift that the recording is told to show."""
    own = {n for one in analysis.sets if one.lift.name == analysis.lift.name for n in one.reps}
    return [rep for rep in analysis.reps if rep.index in own]


def _some(label: str, reps: Sequence[Rep]) -> tuple[Rep, ...]:
    if not reps:
        raise ConfigError("{label}: has no rep to compare. Compare films of whole sets.", label=label)
    return tuple(reps)


def _of_leg(motion: Motion, leg: Side) -> Motion:
    """A motion whose measures are one leg's, where they are had leg by leg."""
    of_leg = {name: motion.by_side[key] for name in motion.series if (key := f"{name}.{leg}") in motion.by_side}
    return replace(motion, series={**motion.series, **of_leg})
