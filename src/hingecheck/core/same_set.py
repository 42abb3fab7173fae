"""One set in several recordings, from two cameras at once or filmed twice: each rule judged where it shows best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..errors import NothingMeasuredError
from .advice.next_advice import SetAdvised, advise_sets, cues_to_show
from .known_facts import Felt
from .rules import RULES, Rule
from .rules.findings import severity_rank
from .rules.sets import worst_first
from .types import Analysis, Finding, Lift, LiftSet, NotAssessable, Quality, Rep, RepFault, View

LEVELS: tuple[str, ...] = ("good", "fair", "poor")


@dataclass(frozen=True, slots=True)
class _Word:
    """What one recording says of a rule in one of its sets."""

    place: int  #: of the recording
    view: View
    judged: float  #: share of the set's reps in which the rule was judged
    finding: Finding | None
    unknown: tuple[NotAssessable, ...]


def judge_together(analyses: Sequence[Analysis], felt: Felt | None = None) -> Analysis:
    """The first recording's analysis, with every rule judged in the recording that shows it best.

    A rule is taken from where it was judged in most reps; of equals from the view that it is best judged from, then
    from the first recording. Reps of another recording are told by their place in the set.

    Parameters
    ----------
    analyses : sequence of Analysis
        Of one lift, with as many sets each.
    felt : str, optional
        Shapes the advice.

    Returns
    -------
    Analysis

    Raises
    ------
    NothingMeasuredError
        One is of still pictures, or they show other lifts, or another number of sets.
    """
    lead = analyses[0]
    _check_alike(analyses)
    findings: list[Finding] = []
    unknown: list[NotAssessable] = []
    good: list[tuple[str, ...]] = []
    for number in range(len(lead.sets)):
        held: list[str] = []
        for rule in RULES:
            words = [_word(place, one, number, rule) for place, one in enumerate(analyses)]
            best = max(words, key=lambda word: (word.judged, _shows(rule, word.view), -word.place))
            if best.finding is not None:
                findings.append(_as_in_lead(best, lead, analyses[best.place], number))
            elif rule.id in analyses[best.place].sets[number].good:
                held.append(rule.id)
            unknown += _unknown_in_lead(best, lead, analyses[best.place], number)
        good.append(tuple(held))
    sets = tuple(replace(one, good=held) for one, held in zip(lead.sets, good, strict=True))
    findings.sort(key=worst_first)
    by_set = [tuple(f for f in findings if f.set_index == one.index) for one in sets]
    advised = [SetAdvised(one.lift, found, one.good, len(one.reps)) for one, found in zip(sets, by_set, strict=True)]
    unjudged = {entry.rule for entry in unknown}
    return replace(
        lead,
        sets=sets,
        findings=tuple(findings),
        not_assessable=tuple(unknown),
        good=tuple(rule for rule in sets[0].good if all(rule in one.good for one in sets) and rule not in unjudged),
        advice=advise_sets(advised, felt),
        cues=cues_to_show(findings, felt),
        filming=tuple(line for one in analyses for line in one.filming if set(line.rules) & unjudged)[:1],
        quality=_worst([one.quality for one in analyses]),
    )


def known_from(analysis: Analysis, surer: Lift) -> Analysis:
    """An analysis whose lift was told by another recording of the set, not by the lifter."""
    sets = tuple(
        replace(one, lift=replace(one.lift, given=False, confidence=surer.confidence)) for one in analysis.sets
    )
    return replace(analysis, lift=replace(analysis.lift, given=False, confidence=surer.confidence), sets=sets)


def _check_alike(analyses: Sequence[Analysis]) -> None:
    if not all(one.sets for one in analyses):
        raise NothingMeasuredError(
            "still pictures are not judged together: they show no set. Leave --same-set out to check them apart."
        )
    lifts = {one.lift.name for one in analyses}
    if len(lifts) > 1:
        raise NothingMeasuredError(
            "they show different lifts ({lifts}). Say which with --lift, or check them apart.",
            lifts=", ".join(sorted(lifts)),
        )
    if len({len(one.sets) for one in analyses}) > 1:
        raise NothingMeasuredError(
            "one shows more sets than another. Cut them so that each shows the same, or check them apart."
        )


def _word(place: int, analysis: Analysis, number: int, rule: Rule) -> _Word:
    one = analysis.sets[number]
    finding = next((f for f in analysis.findings if f.set_index == one.index and f.rule == rule.id), None)
    unknown = tuple(e for e in analysis.not_assessable if e.set_index == one.index and e.rule == rule.id)
    missed = set().union(*(one.reps if entry.reps == "all" else entry.reps for entry in unknown)) & set(one.reps)
    meant = finding is not None or rule.id in one.good or bool(unknown)
    judged = 1.0 - len(missed) / len(one.reps) if meant and one.reps else 0.0
    return _Word(place, one.view, judged, finding, unknown)


def _shows(rule: Rule, view: View) -> int:
    """How well a view shows what a rule judges: the larger the better."""
    return -rule.judged_from.index(view.name) if view.name in rule.judged_from else -len(rule.judged_from) - 1


def _as_in_lead(word: _Word, lead: Analysis, theirs: Analysis, number: int) -> Finding:
    """A finding with reps and moments as the first recording has them."""
    finding = word.finding
    assert finding is not None
    if theirs is lead:
        return finding
    one, other = lead.sets[number], theirs.sets[number]
    reps = {rep.index: rep for rep in lead.reps}
    their_reps = {rep.index: rep for rep in theirs.reps}
    worst: dict[int, RepFault] = {}  # several of theirs may be one of ours
    for fault in finding.by_rep:
        rep = _same_rep(fault.rep, one, other)
        if rep not in worst or _badness(fault) > _badness(worst[rep]):
            at_s = _same_moment(fault.at_s, their_reps[fault.rep], reps[rep])
            worst[rep] = replace(fault, rep=rep, at_s=at_s)
    by_rep = [worst[rep] for rep in sorted(worst)]
    return replace(
        finding,
        reps=tuple(fault.rep for fault in by_rep),
        at_s=tuple(fault.at_s for fault in by_rep),
        by_rep=tuple(by_rep),
        set_index=one.index,
        seen_from=word.view,
    )


def _unknown_in_lead(word: _Word, lead: Analysis, theirs: Analysis, number: int) -> list[NotAssessable]:
    """What could not be judged with reps as the first recording has them: those with a fault, and twice, left out."""
    if theirs is lead:
        return list(word.unknown)
    one, other = lead.sets[number], theirs.sets[number]
    said = {_same_rep(rep, one, other) for rep in (word.finding.reps if word.finding else ())}
    entries: list[NotAssessable] = []
    for entry in word.unknown:
        if entry.reps == "all":
            entries.append(replace(entry, set_index=one.index))
            continue
        reps = sorted({_same_rep(rep, one, other) for rep in entry.reps} - said)
        said.update(reps)
        if reps:
            entries.append(replace(entry, reps=tuple(reps), set_index=one.index))
    return entries


def _badness(fault: RepFault) -> tuple[int, float]:
    """How bad a rep's fault is: by its level, then by how far it is past it."""
    return severity_rank(fault.severity), abs(fault.value - fault.limit)


def _same_rep(rep: int, one: LiftSet, other: LiftSet) -> int:
    """The rep of `one` at the same place in the set; the last where it has fewer."""
    return one.reps[min(other.reps.index(rep), len(one.reps) - 1)]


def _same_moment(at_s: float, theirs: Rep, ours: Rep) -> float:
    """The moment at the same share of the rep."""
    share = (at_s - theirs.start_s) / max(theirs.end_s - theirs.start_s, 1e-6)
    return ours.start_s + min(max(share, 0.0), 1.0) * (ours.end_s - ours.start_s)


def _worst(qualities: Sequence[Quality]) -> Quality:
    problems = tuple(dict.fromkeys(text for one in qualities for text in one.problems))
    return Quality(max((one.level for one in qualities), key=LEVELS.index), problems)
