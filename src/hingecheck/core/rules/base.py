"""What a rule is, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import erf, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..known_facts import KnownFacts
from ..lift_row import RuleWords
from ..lifts import LiftName, lifts_where
from ..phrases import N_
from ..types import SEVERITIES, Lift, Motion, Playback, Quality, Rep, Series, Severity, ViewName
from .limits import Levels, Limit, Limits

#: A level counts as passed where the true value lies past it with at least this probability: in all rules but those
#: of the low back, whose errors are told wider (`rules.back`), and range-too-deep where the hips open. Chosen on
#: held-out clips (benchmarks/accuracy.md, "Against the bar"): at 0.95 the lean back at the top goes unseen.
FAULT_PROBABILITY = 0.90
#: And a rep is called clean only where a moderate fault is less likely than this: otherwise it is too close to call.
#: As sure both ways (docs/adr/0005-too-close-to-call.md); rules whose measure is wide have their own.
CLEAN_PROBABILITY = 0.10

TOO_CLOSE = N_("measured, but too close to call: anything from clean to a moderate fault fits what is seen")

#: Where a second of the video may be none.
TIME_IN_DOUBT = N_(
    "how fast this recording plays is in doubt: say it with --speed (0.25 = four times slowed, 1 = as it was)"
)


@dataclass(frozen=True, slots=True)
class Clean:
    """Measured: no level is surely passed, and a moderate fault is unlikely."""


@dataclass(frozen=True, slots=True)
class Words:
    """What to say of this one fault where the rule's words in the lift do not fit; may use {value}."""

    message: str
    cue: str
    measure: str | None = None  #: that was judged, where it is another than the rule's


@dataclass(frozen=True, slots=True)
class Fault:
    """Measured, and past a limit as surely as its rule asks: see `FAULT_PROBABILITY`."""

    severity: Severity
    value: float
    sigma: float
    limit: float
    at_s: float
    sign: float = 1.0  #: +1 where the fault lies above the limit, -1 below
    words: Words | None = None  #: other than the rule's

    @property
    def confidence(self) -> float:
        """Probability that the true value lies past the mild limit or the one it was graded by."""
        margin = self.sign * (self.value - self.limit) / max(self.sigma, 1e-9)
        return 0.5 * (1.0 + erf(margin / sqrt(2.0)))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not measured, and why."""

    reason: str
    filming: bool = True  #: another view or framing could help


Verdict = Clean | Fault | Unknown

#: Moments of a rep that a video may cut off.
RepMoment = Literal["lift-off", "top"]
#: Why a rule is silent on a rep of which it needs such a moment, where the video begins or ends there …
CUT_OFF: Mapping[RepMoment, str] = {
    "lift-off": N_("the video begins, or is cut, in the middle of this lift: its start is not seen"),
    "top": N_("the video ends, or is cut, before the top of this lift"),
}
#: … and in the middle of it.
OUT_OF_SIGHT: Mapping[RepMoment, str] = {
    "lift-off": N_("the start of this lift is not seen: the lifter is out of sight there, or pictures are missing"),
    "top": N_("the top of this lift is not seen: the lifter is out of sight there, or pictures are missing"),
}
#: So near to the first row, or the last, the video begins, or ends, seconds.
AT_THE_END_S = 0.2


@dataclass(frozen=True, slots=True)
class SetContext:
    """All that a rule may look at."""

    motion: Motion
    lift: Lift
    reps: tuple[Rep, ...]
    limits: Limits
    facts: KnownFacts = field(default_factory=KnownFacts)  #: what the lifter said
    severest: Severity = "severe"  #: nothing worse is said, whatever the numbers: see `severest_in`
    unmeasured: str = ""  #: why nothing at all can be judged; empty where it can
    playback: Playback = field(default_factory=Playback)  #: whether a second of the video is one

    def levels(self, rule: str) -> Levels:
        """What a rule is judged by in this lift, as its row has it.

        Raises
        ------
        LookupError
            The rule has no limit in `Limits`: it brings its own.
        """
        found = self.limits.of_rule(rule, self.lift.name)
        if found is None:
            raise LookupError(f"Limits has nothing for {rule} in {self.lift.name}")
        return found


def severest_in(quality: Quality) -> Severity:
    """The worst that a fault may be called: no number of a poor recording, or of a track that jumped, is surer."""
    return "moderate" if quality.level == "poor" else "severe"


#: A rule's work: one verdict a rep, by the rep's index.
Judge = Callable[[SetContext], Mapping[int, Verdict]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the rule table; each lift's row says whether it applies there."""

    id: str
    flags: str  #: what it flags, in one line
    measure: str  #: the measure it judges
    unit: str
    limits: tuple[str | Limit, ...]  #: names of its entries in `Limits`, or limits of its own
    views: str  #: how to film so that it can be judged
    message: str  #: what was seen; may use {value}. A lift's row may have other words: see `words_of`
    cue: str  #: the one thing to change
    praise: str  #: what to say where it is clean
    judge: Judge
    #: moments that must be seen: of a rep that the video cuts off there nothing is said …
    needs: tuple[RepMoment, ...] = ()
    #: … or moments whose lack leaves a fault standing that shows all the same, but makes no rep clean
    clean_needs: tuple[RepMoment, ...] = ()
    #: the cue where another rule, by its id, found something in the set that speaks against the usual one
    cue_beside: Mapping[str, str] = field(default_factory=dict)
    short_cue: str = ""  #: the cue in a glance, for the one who lifts; the rule's name where there is none
    short_praise: str = "Good"  #: praise in a glance
    praise_rank: int | None = None  #: place in what is praised live, the most telling first; None: clean in everybody
    in_mid_rep: bool = False  #: live, its measure is held against its levels in the middle of a rep too
    judged_from: tuple[ViewName, ...] = ()  #: views it can be judged from, the best first; empty: any
    evidence: str = ""  #: what is known, with who found it, for a lifter to read
    doubt: str = ""  #: what is not known, or speaks against it

    @property
    def lifts(self) -> tuple[LiftName, ...]:
        """The lifts it is judged in, by their rows."""
        return lifts_where(lambda row: row.judges(self.id))

    @property
    def words(self) -> RuleWords:
        """What is said of it where the lift has no words of its own."""
        short_cue = self.short_cue or self.id.replace("-", " ").capitalize()
        return RuleWords(self.message, self.cue, short_cue, self.praise, self.short_praise)


def per_rep(judge: Callable[[Rep, SetContext], Verdict]) -> Judge:
    """Turn a rule that looks at one rep at a time into one for the set."""

    def judge_all(context: SetContext) -> Mapping[int, Verdict]:
        return {rep.index: judge(rep, context) for rep in context.reps}

    return judge_all


def as_far_as_seen(rule: Rule, context: SetContext, verdicts: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """Verdicts on reps of which the video shows only a part: unknown where the rule needs what is cut off."""
    out = dict(verdicts)
    for rep in context.reps:
        verdict = out.get(rep.index)
        if verdict is None or isinstance(verdict, Unknown):
            continue
        asked = (*rule.needs, *(rule.clean_needs if isinstance(verdict, Clean) else ()))
        lacking = [moment for moment in asked if _is_cut(rep, moment)]
        if lacking:
            out[rep.index] = unseen(rep, lacking[0], context.motion)
    return out


def unseen(rep: Rep, moment: RepMoment, motion: Motion) -> Unknown:
    """Nothing is said, for a moment of the rep is not seen: at an end of the video, or in the middle of it."""
    near = round(AT_THE_END_S * motion.rate_hz)
    starts, ends = rep.cycle.lifting.first <= near, rep.cycle.top >= len(motion) - 1 - near
    return Unknown((CUT_OFF if (starts if moment == "lift-off" else ends) else OUT_OF_SIGHT)[moment])


def _is_cut(rep: Rep, moment: RepMoment) -> bool:
    return rep.cycle.lift_off_cut if moment == "lift-off" else rep.cycle.top_cut


#: Share of the frames asked about in which a measure must have been had, to speak of its greatest value.
MIN_SEEN = 0.5


def greatest(series: Series, rows: NDArray[np.int64], percentile: float) -> tuple[float, float, int] | None:
    """A measure's high percentile over some rows: value, sigma there and row; None where too little is known.

    Parameters
    ----------
    series : Series
    rows : array of int [shape=(k,)]
    percentile : float
        Below 100, so that a single frame's slip is not taken for the greatest value.
    """
    value = series.value[rows]
    known = np.isfinite(value)
    if not len(value) or known.mean() < MIN_SEEN:
        return None
    most = float(np.percentile(value[known], percentile))
    row = int(rows[np.nanargmin(np.abs(value - most))])
    return most, float(series.sigma[row]), row


#: A rep is deep where the hip hinge is at least this share of its greatest.
DEEP_SHARE = 0.85


def clean_if_deep_seen(verdict: Verdict, series: Series, rep: Rep, motion: Motion, reason: str) -> Verdict:
    """The same verdict; not clean where less than half of the rep's deep part shows: what grows with the fold hides.

    Parameters
    ----------
    verdict : Verdict
    series : Series
        What it rests on.
    rep : Rep
    motion : Motion
    reason : str
        Why nothing is said then.
    """
    rows = slice(rep.cycle.first, rep.cycle.last)
    hinge = motion.series["hip_hinge_deg"].value[rows]
    if not isinstance(verdict, Clean):
        return verdict
    if not np.isfinite(hinge).any():
        return Unknown(reason)
    deep = np.flatnonzero(hinge >= DEEP_SHARE * np.nanmax(hinge))
    known = np.isfinite(series.value[rows][deep[0] : deep[-1] + 1])
    return verdict if known.mean() >= MIN_SEEN else Unknown(reason)


def grade(
    value: float,
    sigma: float,
    levels: Levels,
    at_s: float,
    *,
    below: bool = False,
    sure: float = FAULT_PROBABILITY,
    doubt: float = CLEAN_PROBABILITY,
) -> Verdict:
    """Fault at the worst level that is surely passed; clean where a moderate fault is unlikely; else unknown.

    The value's error is taken for normal with `sigma`: a level is passed where the true value lies past it with a
    probability of at least `sure`, and clean is said where it lies past the moderate level with less than `doubt`.

    Parameters
    ----------
    value, sigma : float
        In the limit's unit.
    levels : Levels
    at_s : float
        When it was measured.
    below : bool
        The fault lies below the levels, not above.
    sure : float
        For rules whose measure errs more grossly than its sigma says.
    doubt : float
        For rules whose measure is wider or better than most.

    Examples
    --------
    >>> grade(14.0, 2.0, Levels(5.0, 10.0, 15.0), 1.5).severity
    'moderate'
    >>> grade(6.0, 2.0, Levels(5.0, 10.0, 15.0), 1.5)
    Clean()
    >>> grade(9.0, 8.0, Levels(5.0, 10.0, 15.0), 1.5) == Unknown(TOO_CLOSE, filming=False)
    True
    """
    sign = -1.0 if below else 1.0
    for severity, level in levels.items():
        if sign * (value - level) > NormalDist().inv_cdf(sure) * sigma:
            return Fault(severity, value, sigma, level, at_s, sign)
    return _not_surely_past(sign * (value - levels.moderate) + NormalDist().inv_cdf(1.0 - doubt) * sigma)


def grade_between(
    least: float, value: float, most: float, levels: Levels, at_s: float, *, sure: float = FAULT_PROBABILITY
) -> Verdict:
    """Grade a value whose error is not the same to both sides.

    Parameters
    ----------
    least : float
        What the true value exceeds with a probability of `sure`.
    value : float
        What it exceeds as likely as not.
    most : float
        What it hardly exceeds: with the probability of a moderate fault with which a rep is clean still.
    levels : Levels
        The fault lies above them.
    at_s : float
    sure : float
        As in `grade`.
    """
    for severity, level in levels.items():
        if least > level:
            return Fault(severity, value, (value - least) / NormalDist().inv_cdf(sure), level, at_s)
    return _not_surely_past(most - levels.moderate)


def _not_surely_past(most_past_moderate: float) -> Verdict:
    """Clean or unknown, by how far past the moderate level the value may lie; what is no number is not clean."""
    return Clean() if most_past_moderate <= 0.0 else Unknown(TOO_CLOSE, filming=False)


def bounded(verdict: Verdict, severest: Severity) -> Verdict:
    """The same verdict; a fault is called no worse than that."""
    if not isinstance(verdict, Fault) or SEVERITIES.index(verdict.severity) <= SEVERITIES.index(severest):
        return verdict
    return replace(verdict, severity=severest)


def reworded(verdict: Verdict, words: Words) -> Verdict:
    """The same verdict; a fault speaks in these words."""
    return replace(verdict, words=words) if isinstance(verdict, Fault) else verdict
