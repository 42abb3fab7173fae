"""One clip's rule verdicts compared with the true ones, rep by rep."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal

from ...core.rules import RULES_BY_ID
from ...core.rules.limits import Limits
from ...core.types import Analysis, LiftName, Severity
from ..truth import TrueVerdict, Truth

#: Why a rule said nothing of a rep: the rep was not found, another lift was recognised to which the rule is
#: never put, or the rule itself said that it cannot tell.
NoVerdict = Literal["rep not found", "other lift", "not assessable"]


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule on one true rep."""

    rule: str
    rep: int
    truth: Severity | None  #: None = clean
    reported: Severity | None  #: None = clean, or silent
    silence: NoVerdict | None  #: why it was not assessed; None = it was
    borderline: bool  #: the true value lies so near the mild limit that either answer can be had


@dataclass(frozen=True, slots=True)
class Stray:
    """A fault reported where there is nothing to judge: no true rep, or a rule not meant for the true lift."""

    rule: str
    rep: int  #: as found


def judged_reps(truth: Truth, analysis: Analysis | None, found: Mapping[int, int]) -> tuple[RuleOutcome, ...]:
    """Every true verdict beside the reported one.

    Parameters
    ----------
    truth : Truth
    analysis : Analysis or None
    found : mapping
        Index of the true rep → index of the rep in the analysis.
    """
    faults = {} if analysis is None else _faults(analysis)
    out = []
    for verdict in truth.verdicts:
        rep = found.get(verdict.rep)
        why = _silence(verdict.rule, rep, analysis)
        reported = faults.get((verdict.rule, rep)) if rep is not None and why is None else None
        close = is_borderline(verdict, truth.lift)
        out.append(RuleOutcome(verdict.rule, verdict.rep, verdict.severity, reported, why, close))
    return tuple(out)


def stray_faults(lift: LiftName, analysis: Analysis, matched: Set[int]) -> tuple[Stray, ...]:
    """Faults that no true verdict can answer for.

    Parameters
    ----------
    lift : str
        The true lift.
    analysis : Analysis
    matched : set of int
        Reps of the analysis that are true ones.
    """
    return tuple(
        Stray(rule, rep)
        for rule, rep in _faults(analysis)
        if rep not in matched or (rule in RULES_BY_ID and lift not in RULES_BY_ID[rule].lifts)
    )


def is_borderline(verdict: TrueVerdict, lift: LiftName) -> bool:
    """Whether the true value lies within half the way from the mild to the moderate limit of the mild one."""
    levels = Limits().of_rule(verdict.rule, lift)
    return levels is not None and abs(verdict.value - levels.mild) < 0.5 * abs(levels.moderate - levels.mild)


def _faults(analysis: Analysis) -> dict[tuple[str, int], Severity]:
    return {(f.rule, fault.rep): fault.severity for f in analysis.findings for fault in f.by_rep}


def _silence(rule: str, rep: int | None, analysis: Analysis | None) -> NoVerdict | None:
    if analysis is None or rep is None:
        return "rep not found"
    if rule not in RULES_BY_ID:
        return "not assessable"
    if analysis.lift.name not in RULES_BY_ID[rule].lifts:
        return "other lift"
    unknown = (e for e in analysis.not_assessable if e.rule == rule)
    return "not assessable" if any(e.reps == "all" or rep in e.reps for e in unknown) else None
