"""From verdicts on reps to what the report says of the set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..types import SEVERITIES, Finding, NotAssessable, RepFault, Severity
from . import RULES, Clean, Fault, Rule, SetContext, Unknown, Verdict, Words

#: Signs behind numbers, by unit.
UNIT_SIGNS = {"deg": "°", "s": " s", "leg": " leg lengths", "knee/hip": "", "m": " m"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rules' words on a set."""

    findings: tuple[Finding, ...]
    not_assessable: tuple[NotAssessable, ...]
    good: tuple[str, ...]


def severity_rank(severity: Severity) -> int:
    """0 for mild, 2 for severe."""
    return SEVERITIES.index(severity)


def judge(context: SetContext) -> Judgement:
    """Put every rule that fits the lift to every rep.

    A rule is in exactly one of three places for each rep: a finding, not assessable, or neither; and it is
    ``good`` only where it was assessed and clean in every rep.
    """
    findings: list[Finding] = []
    unknown: list[NotAssessable] = []
    good: list[str] = []
    for rule in RULES:
        if context.lift.name not in rule.lifts:
            continue
        verdicts = rule.judge(context)
        found = _finding(rule, verdicts)
        if found is not None:
            findings.append(found)
        unknown.extend(_unknown(rule, verdicts))
        if verdicts and all(isinstance(v, Clean) for v in verdicts.values()):
            good.append(rule.id)
    findings.sort(key=lambda f: (-severity_rank(f.severity), -len(f.reps), -f.confidence))
    return Judgement(tuple(findings), tuple(unknown), tuple(good))


def format_value(value: float, sigma: float | None, unit: str) -> str:
    """A number with its error and unit as people write it.

    >>> format_value(12.34, 3.21, "deg"), format_value(0.98, 0.07, "knee/hip")
    ('12° ± 3°', '0.98 ± 0.07')
    """
    sign = UNIT_SIGNS.get(unit, f" {unit}" if unit else "")
    if unit == "share":
        return f"{value:.0%}" if sigma is None else f"{value:.0%} ± {sigma:.0%}"
    digits = 0 if unit == "deg" else 2
    if unit == "deg":
        both = f"{value:.0f}°" if sigma is None else f"{value:.0f}° ± {sigma:.0f}°"
        return both.replace("-0°", "0°")
    number = f"{value:.{digits}f}" if sigma is None else f"{value:.{digits}f} ± {sigma:.{digits}f}"
    return number + sign


def _finding(rule: Rule, verdicts: Mapping[int, Verdict]) -> Finding | None:
    """One object for a rule's faults, at their worst."""
    faults = {rep: v for rep, v in verdicts.items() if isinstance(v, Fault)}
    if not faults:
        return None
    worst = max(faults.values(), key=lambda v: (severity_rank(v.severity), v.sign * v.value))
    words = worst.words or Words(rule.message, rule.cue)
    by_rep = tuple(RepFault(rep, v.severity, v.value, v.sigma, v.limit, v.at_s) for rep, v in sorted(faults.items()))
    return Finding(
        rule=rule.id,
        severity=worst.severity,
        reps=tuple(sorted(faults)),
        measure=words.measure or rule.measure,
        value=worst.value,
        sigma=worst.sigma,
        limit=worst.limit,
        unit=rule.unit,
        at_s=tuple(v.at_s for _, v in sorted(faults.items())),
        confidence=round(max(v.confidence for v in faults.values()), 2),
        message=words.message.format(value=format_value(worst.value, worst.sigma, rule.unit)),
        cue=words.cue,
        by_rep=by_rep,
    )


def _unknown(rule: Rule, verdicts: Mapping[int, Verdict]) -> list[NotAssessable]:
    """Reps that could not be judged, one entry a reason."""
    reasons: dict[Unknown, list[int]] = defaultdict(list)
    for rep, verdict in verdicts.items():
        if isinstance(verdict, Unknown):
            reasons[verdict].append(rep)
    return [
        NotAssessable(rule.id, "all" if len(reps) == len(verdicts) else tuple(reps), unknown.reason, unknown.filming)
        for unknown, reps in reasons.items()
    ]
