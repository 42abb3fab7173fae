"""One set in several recordings, from two cameras at once or filmed twice: each rule judged where it shows best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import NothingMeasuredError
from .advice.next_advice import SetAdvised, advise_sets, cues_to_show
from .known_facts import Felt
from .lifts import LIFTS, MovementName
from .phrases import N_
from .reps.recognition import CONFIDENT
from .reps.same_reps import same_reps
from .rules import RULES, Rule
from .rules.findings import Judgement, agreeing, severity_rank, worst_first
from .rules.sets import good_throughout
from .types import Analysis, Finding, Lift, LiftSet, NotAssessable, Quality, Rep, RepFault, View

LEVELS: tuple[str, ...] = ("good", "fair", "poor")


#: Where another recording has other reps than the first.
UNMATCHED = N_(
    "the recordings show different numbers of reps, and it cannot be told which are the same: what another one shows "
    "is told without rep numbers"
)


@dataclass(frozen=True, slots=True)
class _Word:
    """What one recording says of a rule in one of its sets, told in the first recording's reps."""

    place: int  #: of the recording
    view: View
    shows: int  #: how well the view shows what the rule judges: the larger the better
    finding: Finding | None  #: as that recording has it
    faults: Mapping[int, RepFault]
    unknown: Mapping[int, NotAssessable]
    judged: frozenset[int]  #: reps in which it is known, fault or not
    elsewhere: bool  #: a fault lies in a rep that is none of the first recording's, or not known to be
    throughout: bool  #: it was judged in every rep of that recording


def judge_together(analyses: Sequence[Analysis], felt: Felt | None = None) -> Analysis:
    """The first recording's analysis, with every rule judged in the recording that shows it best.

    Each rep is judged from the view that a rule is best judged from, of those in which it could be judged; of equal
    views one with a fault has the word, then the first. See `same_reps` for which reps are the same. A fault in a rep
    that cannot be told stands without a number, unless a better view found none in any.

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
    matched = [[_matched(lead, one, number) for one in analyses] for number in range(len(lead.sets))]
    told = [_judge_set(analyses, number, same) for number, same in enumerate(matched)]
    findings = [finding for one in told for finding in one.findings]
    unknown = [entry for one in told for entry in one.not_assessable]
    problems = [UNMATCHED] if any(None in same for same in matched) else []
    sets = tuple(replace(one, good=said.good) for one, said in zip(lead.sets, told, strict=True))
    findings.sort(key=worst_first)
    by_set = [tuple(f for f in findings if f.set_index == one.index) for one in sets]
    views = {one.view.name for analysis in analyses for one in analysis.sets}
    advised = [
        SetAdvised.of(one, found, said.not_assessable, from_side="side" in views)
        for one, found, said in zip(sets, by_set, told, strict=True)
    ]
    unjudged = {entry.rule for entry in unknown}
    filming = [line for one in analyses for line in one.filming if line.view not in views]
    return replace(
        lead,
        sets=sets,
        findings=tuple(findings),
        not_assessable=tuple(unknown),
        good=good_throughout(sets, findings, unknown),
        advice=advise_sets(advised, felt),
        cues=cues_to_show(findings, felt),
        filming=tuple(line for line in filming if set(line.rules) & unjudged)[:1],
        quality=_worst([one.quality for one in analyses], problems),
    )


def may_be(analysis: Analysis, lift: MovementName) -> bool:
    """Whether a recording that was told as one lift may be of another.

    It may where they are alike in posture and legs, or where it is not sure and names that one second; what is none
    of the lifts, where that is not sure.
    """
    told = analysis.lift
    if told.name == lift:
        return True
    if told.name == "other" or lift == "other":
        return told.confidence < CONFIDENT
    one, another = LIFTS[told.name], LIFTS[lift]
    if one.posture != another.posture:
        return False
    return one.legs == another.legs or (told.confidence < CONFIDENT and told.runner_up == lift)


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
    for same in zip(*(one.sets for one in analyses), strict=True):
        sides = {one.working_side for one in same}
        if len(sides) > 1:
            raise NothingMeasuredError(
                "they show different legs at work ({sides}). Say which with --stance, or check them apart.",
                sides=", ".join(sorted(sides)),
            )


def _judge_set(analyses: Sequence[Analysis], number: int, matched: Sequence[Mapping[int, int] | None]) -> Judgement:
    """What all recordings together say of one of the first one's sets."""
    one = analyses[0].sets[number]
    findings: list[Finding] = []
    unknown: list[NotAssessable] = []
    good: list[str] = []
    for rule in RULES:
        words = [
            _word(place, analyses, number, rule, same)
            for place, same in enumerate(matched)
            if _is_meant(rule, analyses[place], analyses[place].sets[number])
        ]
        found, still_open = _finding(words, one), _still_open(words, one)
        findings += [found] if found else []
        unknown += still_open
        good += [rule.id] if words and not found and not still_open else []
    return Judgement(tuple(agreeing(findings)), tuple(unknown), tuple(good))


def _matched(lead: Analysis, theirs: Analysis, number: int) -> dict[int, int] | None:
    """The first recording's rep for each of another's in one set; None where it cannot be said."""
    if theirs is lead:
        return {rep: rep for rep in lead.sets[number].reps}
    ours, others = ([rep for rep in one.reps if rep.index in one.sets[number].reps] for one in (lead, theirs))
    return same_reps(ours, others)


def _is_meant(rule: Rule, analysis: Analysis, one: LiftSet) -> bool:
    """Whether the rule says anything in a set."""
    said: list[Finding | NotAssessable] = [*analysis.findings, *analysis.not_assessable]
    return rule.id in one.good or any(entry.rule == rule.id and entry.set_index == one.index for entry in said)


def _word(place: int, analyses: Sequence[Analysis], number: int, rule: Rule, same: Mapping[int, int] | None) -> _Word:
    lead, theirs = analyses[0], analyses[place]
    one = theirs.sets[number]
    ours, others = ({rep.index: rep for rep in each.reps} for each in (lead, theirs))
    finding = next((f for f in theirs.findings if f.set_index == one.index and f.rule == rule.id), None)
    open_ = [e for e in theirs.not_assessable if e.set_index == one.index and e.rule == rule.id]
    of_rep = {rep: entry for entry in open_ for rep in (one.reps if entry.reps == "all" else entry.reps)}
    known = same or {}
    judged = {known[rep] for rep in one.reps if rep in known and rep not in of_rep}
    if same is None and finding is None and not of_rep:  # clean in every rep, whichever is which
        judged = set(lead.sets[number].reps)
    faults: dict[int, RepFault] = {}
    for fault in finding.by_rep if finding else ():
        rep = known.get(fault.rep)
        if rep is not None:
            at_s = fault.at_s if theirs is lead else _same_moment(fault.at_s, others[fault.rep], ours[rep])
            faults[rep] = replace(fault, rep=rep, at_s=at_s)
    return _Word(
        place=place,
        view=one.view,
        shows=_shows(rule, one.view),
        finding=finding,
        faults=faults,
        unknown={known[rep]: entry for rep, entry in of_rep.items() if rep in known},
        judged=frozenset(judged),
        elsewhere=finding is not None and len(faults) < len(finding.by_rep),
        throughout=not of_rep,
    )


def _shows(rule: Rule, view: View) -> int:
    """How well a view shows what a rule judges: the larger the better."""
    return -rule.judged_from.index(view.name) if view.name in rule.judged_from else -len(rule.judged_from) - 1


def _finding(words: Sequence[_Word], one: LiftSet) -> Finding | None:
    """The fault of a rule in one of the first recording's sets, rep by rep from the view that shows it best."""
    told: dict[int, _Word] = {}
    for rep in one.reps:
        judging = [word for word in words if rep in word.judged]
        best = max(judging, key=lambda word: (word.shows, rep in word.faults, -word.place), default=None)
        if best is not None and rep in best.faults:
            told[rep] = best
    if not told:
        return _without_reps(words, one)
    by_rep = tuple(word.faults[rep] for rep, word in told.items())
    worst = max(by_rep, key=_badness)
    source = told[worst.rep]
    assert source.finding is not None
    return replace(
        source.finding,
        severity=worst.severity,
        reps=tuple(told),
        measure=worst.measure,
        value=worst.value,
        sigma=worst.sigma,
        limit=worst.limit,
        at_s=tuple(fault.at_s for fault in by_rep),
        message=worst.message,
        cue=worst.cue,
        by_rep=by_rep,
        set_index=one.index,
        seen_from=source.view if source.place else None,
    )


def _without_reps(words: Sequence[_Word], one: LiftSet) -> Finding | None:
    """A fault in reps of another recording that are none of the first one's, unless a better view found none."""
    clean = max((word.shows for word in words if word.throughout and word.finding is None), default=None)
    there = [word for word in words if word.elsewhere and (clean is None or word.shows >= clean)]
    best = max(there, key=lambda word: (word.shows, -word.place), default=None)
    if best is None or best.finding is None:
        return None
    return replace(best.finding, reps=(), at_s=(), by_rep=(), set_index=one.index, seen_from=best.view)


def _still_open(words: Sequence[_Word], one: LiftSet) -> list[NotAssessable]:
    """What no recording could judge, by the reasons of the one that shows it best."""
    if any(word.throughout and not word.judged for word in words):  # judged in all reps, though not known in which
        return []
    judged = frozenset().union(*(word.judged for word in words))
    in_order = sorted(words, key=lambda word: (-word.shows, word.place))
    reasons: dict[NotAssessable, list[int]] = {}
    for rep in one.reps:
        entry = next((word.unknown[rep] for word in in_order if rep in word.unknown), None)
        if entry is not None and rep not in judged:
            reasons.setdefault(replace(entry, reps=(), set_index=one.index), []).append(rep)
    return [
        replace(entry, reps="all" if len(reps) == len(one.reps) else tuple(reps)) for entry, reps in reasons.items()
    ]


def _badness(fault: RepFault) -> tuple[int, float]:
    """How bad a rep's fault is: by its level, then by its value."""
    return severity_rank(fault.severity), fault.value if fault.value > fault.limit else -fault.value


def _same_moment(at_s: float, theirs: Rep, ours: Rep) -> float:
    """The moment at the same share of the rep."""
    share = (at_s - theirs.start_s) / max(theirs.end_s - theirs.start_s, 1e-6)
    return ours.start_s + min(max(share, 0.0), 1.0) * (ours.end_s - ours.start_s)


def _worst(qualities: Sequence[Quality], also: Sequence[str]) -> Quality:
    problems = tuple(dict.fromkeys((*(text for one in qualities for text in one.problems), *also)))
    return Quality(max((one.level for one in qualities), key=LEVELS.index), problems)
