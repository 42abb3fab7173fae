"""Precision, recall and false-alarm rate of each rule, over all reps and over those with an unambiguous truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...core.rules.findings import severity_rank
from .comparison import ClipComparison
from .rule_comparison import RuleOutcome


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """Counts of a rule's verdicts on true reps. An undefined share is None, never 0 or 1."""

    found: int  #: faulty and said so
    missed: int  #: faulty, assessed and said to be clean
    silent_faulty: int  #: faulty and not assessed
    false_alarms: int  #: clean and said to be faulty
    passed: int  #: clean and said so
    silent_clean: int  #: clean and not assessed
    strays: int  #: faults said of what is not there: no such rep, or a rule not meant for the true lift

    @property
    def reps(self) -> int:
        """True reps on which the rule has a truth."""
        return self.faulty + self.clean

    @property
    def faulty(self) -> int:
        """Reps with the fault."""
        return self.found + self.missed + self.silent_faulty

    @property
    def clean(self) -> int:
        """Reps without it."""
        return self.false_alarms + self.passed + self.silent_clean

    @property
    def precision(self) -> float | None:
        """Share of reported faults that are true; strays count as wrong."""
        return _share(self.found, self.found + self.false_alarms + self.strays)

    @property
    def recall_assessed(self) -> float | None:
        """Share of the faulty reps that were assessed and found."""
        return _share(self.found, self.found + self.missed)

    @property
    def recall(self) -> float | None:
        """Share of all faulty reps that were found; silence counts against it."""
        return _share(self.found, self.faulty)

    @property
    def abstention(self) -> float | None:
        """Share of reps that were not assessed."""
        return _share(self.silent_faulty + self.silent_clean, self.reps)

    @property
    def false_alarm_rate(self) -> float | None:
        """Share of the clean reps that were assessed and blamed."""
        return _share(self.false_alarms, self.false_alarms + self.passed)


#: The bar: what each rule should reach on held-out clips, over the reps that it judged. See `accuracy_text`.
MIN_PRECISION, MIN_RECALL, MAX_FALSE_ALARMS = 0.90, 0.85, 0.03
#: Rules that are never worse than mild (`limits.load_side`): there mild faults are what recall is taken of.
MILD_AT_WORST = ("load-side",)


@dataclass(frozen=True, slots=True)
class BarCounts:
    """The reps by which a rule is held to the bar. A share of nothing is None."""

    serious: int  #: the fault is moderate or worse (or the rule's worst), and the rep was assessed
    serious_found: int  #: of these, said to be faulty, whatever the severity
    faultless: int  #: without the fault, in clips with no fault dialled at all, and assessed
    faultless_blamed: int  #: of these, said to be faulty

    @property
    def recall(self) -> float | None:
        """Share of the assessed reps with a moderate or severe fault that were found."""
        return _share(self.serious_found, self.serious)

    @property
    def false_alarm_rate(self) -> float | None:
        """Share of the assessed reps of faultless clips that were blamed."""
        return _share(self.faultless_blamed, self.faultless)


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule over a group of clips."""

    rule: str
    by: str  #: what the clips are grouped by
    group: str
    clips: int  #: with a truth for this rule
    every: RuleCounts
    clear: RuleCounts  #: without the reps near the mild limit, and without strays
    bar: BarCounts
    severity_exact: float | None  #: share of the found whose severity is the true one
    severity_within_one: float | None  #: and with at most one step between
    silence: Mapping[str, int]  #: reps not assessed, by why

    @property
    def against_bar(self) -> dict[str, bool | None]:
        """Which parts of the bar are met; None where there is nothing to show it by."""
        precision, recall, alarms = self.every.precision, self.bar.recall, self.bar.false_alarm_rate
        return {
            "precision": None if precision is None else precision >= MIN_PRECISION,
            "recall": None if recall is None else recall >= MIN_RECALL,
            "false alarms": None if alarms is None else alarms <= MAX_FALSE_ALARMS,
        }


def score_rule(rule: str, by: str, group: str, clips: Sequence[ClipComparison]) -> RuleScore | None:
    """Score one rule over clips; None where it has neither true nor reported verdicts."""
    outcomes = [o for clip in clips for o in clip.rules if o.rule == rule]
    strays = sum(stray.rule == rule for clip in clips for stray in clip.strays)
    if not outcomes and not strays:
        return None
    steps = [
        abs(severity_rank(o.reported) - severity_rank(o.truth))
        for o in outcomes
        if o.reported is not None and o.truth is not None
    ]
    return RuleScore(
        rule=rule,
        by=by,
        group=group,
        clips=sum(any(o.rule == rule for o in clip.rules) for clip in clips),
        every=count_outcomes(outcomes, strays),
        clear=count_outcomes((o for o in outcomes if not o.borderline), 0),
        bar=count_bar(clips, rule),
        severity_exact=_share(sum(step == 0 for step in steps), len(steps)),
        severity_within_one=_share(sum(step <= 1 for step in steps), len(steps)),
        silence=dict(Counter(o.silence for o in outcomes if o.silence is not None)),
    )


def count_outcomes(outcomes: Iterable[RuleOutcome], strays: int) -> RuleCounts:
    """Sort outcomes into the six that there are."""
    tally = Counter(
        (o.truth is not None, "silent" if o.silence is not None else "blamed" if o.reported is not None else "passed")
        for o in outcomes
    )
    return RuleCounts(
        found=tally[True, "blamed"],
        missed=tally[True, "passed"],
        silent_faulty=tally[True, "silent"],
        false_alarms=tally[False, "blamed"],
        passed=tally[False, "passed"],
        silent_clean=tally[False, "silent"],
        strays=strays,
    )


def count_bar(clips: Sequence[ClipComparison], rule: str) -> BarCounts:
    """Count the reps by which a rule is held to the bar."""
    judged = [(clip.faultless, o) for clip in clips for o in clip.rules if o.rule == rule and o.silence is None]
    counts = ("mild",) if rule in MILD_AT_WORST else ("moderate", "severe")
    serious = [o.reported is not None for _, o in judged if o.truth in counts]
    faultless = [o.reported is not None for clean, o in judged if clean and o.truth is None]
    return BarCounts(len(serious), sum(serious), len(faultless), sum(faultless))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
