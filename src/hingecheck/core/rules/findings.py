"""From verdicts on reps to what the report says of the set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ..lift_row import NotJudged, NotMeant
from ..lifts import MovementName, row_of
from ..phrases import N_, Phrase
from ..types import SEVERITIES, Finding, NotAssessable, RepFault, Severity
from . import RULES, RULES_BY_ID, Clean, Fault, Rule, SetContext, Unknown, Verdict, Words
from .base import as_far_as_seen, bounded
from .words import words_of

#: Signs behind numbers, by unit.
UNIT_SIGNS = {"deg": "°", "s": " s", "leg": N_(" leg lengths"), "knee/hip": "", "m": " m", "share": ""}
#: How they are written; others with two decimals.
FORMS = {"deg": ".0f", "share": ".0%"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rules' words on a set."""

    findings: tuple[Finding, ...]
    not_assessable: tuple[NotAssessable, ...]
    good: tuple[str, ...]


def worst_first(finding: Finding) -> tuple[int, int, float]:
    """Sort key of findings."""
    return (-severity_rank(finding.severity), -len(finding.reps), -finding.confidence)


def severity_rank(severity: Severity) -> int:
    """0 for mild, 2 for severe."""
    return SEVERITIES.index(severity)


def judge(context: SetContext) -> Judgement:
    """Put every rule that is meant for the lift to every rep.

    A rule is in exactly one of three places for each rep: a finding, not assessable, or neither; and it is
    ``good`` only where it was assessed and clean in every rep. What the lift's row says cannot be judged in it is
    not assessable in any; what it says is not meant for it is left out.
    """
    lift = context.lift.name
    findings: list[Finding] = []
    unknown: list[NotAssessable] = []
    good: list[str] = []
    for rule in RULES:
        use = row_of(lift).rules[rule.id]
        if isinstance(use, NotMeant):
            continue
        if isinstance(use, NotJudged):
            unknown.append(NotAssessable(rule.id, "all", use.reason, filming=False))
            continue
        if context.unmeasured:
            unknown.append(NotAssessable(rule.id, "all", context.unmeasured, filming=False))
            continue
        seen = as_far_as_seen(rule, context, rule.judge(context))
        verdicts = {rep: bounded(said, context.severest) for rep, said in seen.items()}
        faults = {rep: verdict for rep, verdict in verdicts.items() if isinstance(verdict, Fault)}
        if faults:
            findings.append(finding_of(rule, faults, lift))
        unknown.extend(_unknown(rule, verdicts))
        if verdicts and all(isinstance(v, Clean) for v in verdicts.values()):
            good.append(rule.id)
    findings = agreeing(findings)
    findings.sort(key=worst_first)
    return Judgement(tuple(findings), tuple(unknown), tuple(good))


def agreeing(findings: Sequence[Finding]) -> list[Finding]:
    """A set's findings, none with a cue that speaks against another's."""
    found = {finding.rule for finding in findings}
    return [_beside(finding, found) for finding in findings]


def _beside(finding: Finding, found: Set[str]) -> Finding:
    rule = RULES_BY_ID[finding.rule]
    cue = next((cue for other, cue in rule.cue_beside.items() if other in found), None)
    if cue is None or finding.cue != rule.cue:
        return finding
    return replace(finding, cue=cue, by_rep=tuple(replace(fault, cue=cue) for fault in finding.by_rep))


def format_value(value: float, sigma: float | None, unit: str) -> str:
    """A number with its error and unit as people write it.

    >>> format_value(12.34, 3.21, "deg"), format_value(0.98, 0.07, "knee/hip")
    ('12° ± 3°', '0.98 ± 0.07')
    """
    if unit == "deg":
        value = round(value, 0) + 0.0  # no minus before a nought
    form, sign = FORMS.get(unit, ".2f"), UNIT_SIGNS.get(unit, f" {unit}" if unit else "")
    if sigma is None:
        return Phrase(f"{{value:{form}}}{{sign}}", value=value, sign=sign)
    between = sign if unit == "deg" else ""
    return Phrase(
        f"{{value:{form}}}{{between}} ± {{sigma:{form}}}{{sign}}",
        value=value,
        sigma=sigma,
        between=between,
        sign=sign,
    )


def finding_of(rule: Rule, faults: Mapping[int, Fault], lift: MovementName | None) -> Finding:
    """One object for a rule's faults, at their worst; each rep keeps what is said of its own.

    Parameters
    ----------
    rule : Rule
    faults : mapping of int to Fault
        By the rep's number, at least one.
    lift : str or None
        Whose words are used; None where it is not known yet.
    """
    by_rep = {rep: _rep_fault(rule, rep, fault, lift) for rep, fault in sorted(faults.items())}
    number = max(faults, key=lambda rep: (severity_rank(faults[rep].severity), faults[rep].sign * faults[rep].value))
    worst = by_rep[number]
    return Finding(
        rule=rule.id,
        severity=worst.severity,
        reps=tuple(by_rep),
        measure=worst.measure,
        value=worst.value,
        sigma=worst.sigma,
        limit=worst.limit,
        unit=rule.unit,
        at_s=tuple(fault.at_s for fault in by_rep.values()),
        confidence=round(max(fault.confidence for fault in faults.values()), 2),
        message=worst.message,
        cue=worst.cue,
        by_rep=tuple(by_rep.values()),
    )


def _rep_fault(rule: Rule, rep: int, fault: Fault, lift: MovementName | None) -> RepFault:
    """A fault with its own words, or the rule's in this lift."""
    usual = words_of(rule, lift)
    said = fault.words or Words(usual.message, usual.cue)
    return RepFault(
        rep=rep,
        severity=fault.severity,
        value=fault.value,
        sigma=fault.sigma,
        limit=fault.limit,
        at_s=fault.at_s,
        measure=said.measure or rule.measure,
        message=Phrase(said.message, value=format_value(fault.value, fault.sigma, rule.unit)),
        cue=said.cue,
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
