"""One to three next steps, in the physio's voice; each with the rules it follows from.

At most two things to change, the most pressing first, then what to try instead or what to keep. What was felt goes
ahead of what was seen, and pain ahead of everything. The words are in `steps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..known_facts import Felt
from ..lifts import LYING, ONE_LEG, OTHER, MovementName, row_of
from ..phrases import N_, Phrase, joined
from ..rules import RULES_BY_ID
from ..rules.findings import severity_rank
from ..rules.words import words_of
from ..types import Advice, Finding, Lift, LiftSet, NotAssessable
from .next_steps import FELT_GOOD, FELT_STEPS, PAIN, STEPS, THRUST_FOR_BACK, THRUST_FOR_BALANCE, NextStep

#: More than two cues are not kept in mind while lifting.
MAX_CUES = 2
#: Things to change in one set.
MAX_CHANGES = 2
#: Steps for a recording with several lifts.
MAX_STEPS = 3
#: Things that held, named in one breath.
MAX_PRAISED = 3
#: Single-leg work fails on several counts where this many of them show at all, or at moderate degree.
SEVERAL, SEVERAL_MODERATE = 3, 2
#: What counts as one: rounding and a back that leads the fold are one count, not two.
COUNTS = {
    "balance-loss": "balance",
    "hips-opening": "hips",
    "back-dominant": "back",
    "lumbar-rounding": "back",
    "knee-dominant": "knees",
}
MORE_TO_GO_ON = N_("Film the next set from the side, the whole body in the picture, to have more to go on.")
#: The same where it was filmed from the side already.
MORE_FROM_THERE = N_("Film another set, head to feet in the picture and in good light, to have more to go on.")
NONE_OF_THE_LIFTS = N_(
    "This was measured, not judged: the rules are for deadlifts, Romanian deadlifts on two legs or one, and hip "
    "thrusts. If it is one of them, say which: --lift rdl, for example."
)
GO_ON = N_("Keep this form, and add a rep or a little weight when it feels easy.")
#: … and where the low back's shape is judged in the lift, but could not be told.
STAY = N_(
    "Keep this form, and this weight for now: whether your low back keeps its shape could not be told of every rep."
)
#: Fewest reps to say that something takes over "in every rep".
EVERY_REP = 3


@dataclass(frozen=True, slots=True)
class SetAdvised:
    """What the advice on a recording looks at of one set."""

    lift: Lift
    findings: tuple[Finding, ...]
    good: tuple[str, ...]
    reps: int
    from_side: bool = False  #: it was filmed from there, by one of its cameras
    unseen: int = 0  #: rules that could not be judged and might be if the set were filmed otherwise

    @classmethod
    def of(
        cls,
        lift_set: LiftSet,
        findings: Iterable[Finding],
        not_assessable: Iterable[NotAssessable],
        *,
        from_side: bool,
    ) -> SetAdvised:
        """A set and all rules' words on it."""
        unseen = len({entry.rule for entry in not_assessable if entry.filming})
        return cls(lift_set.lift, tuple(findings), lift_set.good, len(lift_set.reps), from_side, unseen)


def advise_sets(sets: Sequence[SetAdvised], felt: Felt | None = None) -> tuple[Advice, ...]:
    """Next steps for a whole recording, the most pressing first.

    Sets of one lift are advised on together. Where there are several lifts each has its first step, the one with the
    worst fault first, and every step says which lift it is for.

    Parameters
    ----------
    sets : sequence of SetAdvised
    felt : str, optional
        As for `advise`.

    Returns
    -------
    tuple of Advice
        One to three.
    """
    lifts = list(dict.fromkeys(one.lift.name for one in sets))
    together = [_together([one for one in sets if one.lift.name == name]) for name in lifts]
    if len(together) == 1 or felt == "pain":
        return _advised(together[0], felt)
    together.sort(key=lambda one: -max((severity_rank(f.severity) for f in one.findings), default=-1))
    out = []
    for one in together[:MAX_STEPS]:
        first = _advised(one, felt)[0]
        title = row_of(one.lift.name).title
        out.append(Advice(joined([title[:1].upper() + title[1:], first.text], ": "), first.because))
    return tuple(out)


def _advised(one: SetAdvised, felt: Felt | None) -> tuple[Advice, ...]:
    return advise(one.findings, one.good, one.lift, felt, one.reps, from_side=one.from_side, unseen=one.unseen)


def _together(sets: Sequence[SetAdvised]) -> SetAdvised:
    """Sets of one lift as one: a finding a rule, and good what was good in all."""
    if len(sets) == 1:
        return sets[0]
    by_rule: dict[str, list[Finding]] = {}
    for finding in (f for one in sets for f in one.findings):
        by_rule.setdefault(finding.rule, []).append(finding)
    merged = []
    for same in by_rule.values():
        worst = max(same, key=lambda f: severity_rank(f.severity))
        merged.append(replace(worst, reps=tuple(sorted(rep for f in same for rep in f.reps))))
    merged.sort(key=lambda f: -severity_rank(f.severity))
    good = tuple(rule for rule in sets[0].good if all(rule in one.good for one in sets))
    from_side = any(one.from_side for one in sets)
    unseen = max(one.unseen for one in sets)
    return SetAdvised(sets[0].lift, tuple(merged), good, sum(one.reps for one in sets), from_side, unseen)


def advise(
    findings: tuple[Finding, ...],
    good: tuple[str, ...],
    lift: Lift,
    felt: Felt | None = None,
    reps: int = 0,
    *,
    from_side: bool = False,
    unseen: int = 0,
) -> tuple[Advice, ...]:
    """Next steps, the most pressing first.

    Parameters
    ----------
    findings : tuple of Finding
        Worst first.
    good : tuple of str
        Rules that were assessed and clean in every rep.
    lift : Lift
    felt : str, optional
        Where the lifter felt the work, in her own word.
    reps : int
        How many reps the set has.
    from_side : bool
        It was filmed from the side: nobody is asked for the view that there is.
    unseen : int
        How many rules the filming left open: where they are more than those that are good, nobody is told to add
        weight on so little; nor where it is not known how the low back holds.

    Returns
    -------
    tuple of Advice
        One to three. With pain it is the only one.
    """
    if felt == "pain":
        return (Advice(PAIN, ("felt",)),)
    changes = _changes(findings, good, lift.name, felt)[:MAX_CHANGES]
    last = None if felt == "soreness" else _instead(findings, lift.name, reps)
    film_again = MORE_FROM_THERE if from_side else MORE_TO_GO_ON
    go_on = film_again if len(good) < unseen else GO_ON if _back_is_told(good, lift.name) else STAY
    last = last or _keep(good, lift.name, felt, "" if changes else go_on)
    if last is not None:
        changes.append(last)
    if lift.name == OTHER.id:
        changes.append(Advice(NONE_OF_THE_LIFTS, ()))
    elif not changes:
        changes.append(Advice(film_again, ()))
    return tuple(changes)


def _back_is_told(good: Sequence[str], lift: MovementName) -> bool:
    """Whether the low back's shape is known to hold, or nothing that is asked in this lift."""
    return "lumbar-rounding" in good or not row_of(lift).judges("lumbar-rounding")


def cues_to_show(findings: Sequence[Finding], felt: Felt | None = None) -> tuple[str, ...]:
    """The rules whose cue a lifter gets to see or hear: at most two, worst first, and none with pain."""
    rules = dict.fromkeys(finding.rule for finding in findings)
    return () if felt == "pain" else tuple(rules)[:MAX_CUES]


def says_stop(advice: Iterable[Advice]) -> bool:
    """Whether the only advice is to stop: pain comes before anything the camera saw."""
    return any(step.text == PAIN for step in advice)


def _changes(findings: Sequence[Finding], good: Sequence[str], lift: MovementName, felt: Felt | None) -> list[Advice]:
    """What to change: first for what was felt, then a step a finding, each step once."""
    found = [finding.rule for finding in findings]
    out: list[Advice] = []
    answered: set[str] = set()
    for step in FELT_STEPS.get(felt, ()) if felt else ():
        if lift in step.lifts:
            along = _step_for(step.like, (step.like,), lift)
            answers = step.also_answers + (along.answers if along else ())
            because = [rule for rule in found if rule in answers]
            said = joined([step.text, along.words(lift, good, found)], " ") if along else step.text
            out.append(Advice(said, ("felt", *because)))
            answered.update(because)
    for finding in findings:
        if finding.rule in answered:
            continue
        taken = _step_for(finding.rule, found, lift)
        if taken is None:  # a rule without a step of its own: its cue says what to do
            out.append(Advice(finding.cue, (finding.rule,)))
            continue
        because = [rule for rule in found if rule in taken.answers and rule not in answered]
        out.append(Advice(taken.words(lift, good, found), tuple(because)))
        answered.update(because)
    return out


def _step_for(rule: str, found: Sequence[str], lift: MovementName) -> NextStep | None:
    """The first step that answers a finding in this lift, and is called for by one of those found."""
    fitting = (step for step in STEPS if lift in step.lifts and rule in step.answers)
    return next((step for step in fitting if any(other in step.triggers for other in found)), None)


def _instead(findings: Sequence[Finding], lift: MovementName, reps: int) -> Advice | None:
    """The hip thrust, where the single-leg lift fails on several counts or the back takes over in every rep."""
    if lift in LYING:
        return None
    counted = [f for f in findings if f.rule in COUNTS]
    counts = {COUNTS[f.rule] for f in counted}
    marked = {COUNTS[f.rule] for f in counted if f.severity != "mild"}
    if lift in ONE_LEG and (len(counts) >= SEVERAL or len(marked) >= SEVERAL_MODERATE):
        return Advice(THRUST_FOR_BALANCE, tuple(f.rule for f in counted))
    back = next((f for f in findings if f.rule == "back-dominant"), None)
    if back is not None and back.severity != "mild" and len(back.reps) == reps >= EVERY_REP:
        return Advice(THRUST_FOR_BACK, (back.rule,))
    return None


def _keep(good: Sequence[str], lift: MovementName, felt: Felt | None, go_on: str) -> Advice | None:
    """Praise for what held, in words; what to do next, `go_on`, where nothing is to be changed."""
    words = {rule: words_of(RULES_BY_ID[rule], lift).praise for rule in good if rule in RULES_BY_ID}
    praised = [rule for rule, text in words.items() if text][:MAX_PRAISED]
    held = joined([words[rule] for rule in praised], "; ")
    belongs = FELT_GOOD.get(felt, "") if felt else ""
    because = (("felt",) if belongs else ()) + tuple(praised)
    if not because:
        return None
    if not praised:
        return Advice(belongs, because)
    more = N_("; and more") if len(good) > len(praised) else ""
    said: str = Phrase(N_("Keep what held in every rep: {held}."), held=held)
    if go_on:
        said = joined(
            [Phrase(N_("All that could be judged held in every rep: {held}{more}."), held=held, more=more), go_on],
            " ",
        )
        because = because[: len(because) - len(praised)] + tuple(good)
    return Advice(joined([belongs, said], " ") if belongs else said, because)
