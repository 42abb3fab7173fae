"""Phrases that more than one kind of report uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.kinetics.work import GIVE_BODY
from ..core.landmarks import Side
from ..core.lifts import OTHER, ROWS, row_of
from ..core.phrases import N_, listed
from ..core.pictures.keyframes import pictured_reps
from ..core.reps.by_hand import rep_at
from ..core.rules import RULES_BY_ID
from ..core.rules.tempo import FORM_DRIFT
from ..core.rules.words import words_of
from ..core.types import Analysis, Finding, Lift, LiftSet, NotAssessable, RepFault, SetReport, View, ViewName
from ..languages.speaking import tr, trn, written


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Rules that could not be judged for one reason."""

    rules: tuple[str, ...]  #: each with its reps in brackets where it is not all of them
    reason: str


#: Where the camera stood, after "from": by the view and the side that is nearer.
PLACES: dict[tuple[ViewName, Side], str] = {
    ("front", "left"): N_("the front"),
    ("front", "right"): N_("the front"),
    ("rear", "left"): N_("behind"),
    ("rear", "right"): N_("behind"),
    ("side", "left"): N_("the left side"),
    ("side", "right"): N_("the right side"),
    ("front-oblique", "left"): N_("front oblique, left side near"),
    ("front-oblique", "right"): N_("front oblique, right side near"),
    ("rear-oblique", "left"): N_("rear oblique, left side near"),
    ("rear-oblique", "right"): N_("rear oblique, right side near"),
}
#: Of a second candidate.
MAY_BE = N_("{sure}; it may be a {lift}: say so with --lift")
MAY_BE_NONE = N_("{sure}; it may be none of the lifts here: if it is one, say so with --lift")
#: A lift with the legs that work, in the order of the sets.
WITH_LEGS: dict[tuple[str, ...], str] = {
    (): "{lift}",
    ("left",): N_("{lift}, left leg"),
    ("right",): N_("{lift}, right leg"),
    ("left", "right"): N_("{lift}, left and right leg"),
    ("right", "left"): N_("{lift}, right and left leg"),
}


def rep_count(n: int) -> str:
    """A number of reps.

    >>> rep_count(1), rep_count(3)
    ('1 rep', '3 reps')
    """
    return trn("{n} rep", "{n} reps", n)


def counted(analysis: Analysis) -> str:
    """How many reps there are, or pictures."""
    n = len(pictured_reps(analysis))
    return trn("{n} picture", "{n} pictures", n) if analysis.stills else rep_count(n)


def capitalised(text: str) -> str:
    """With a capital at its beginning.

    >>> capitalised("single-leg RDL")
    'Single-leg RDL'
    """
    return text[:1].upper() + text[1:]


def name_of(rule: str) -> str:
    """A rule's name as a lifter reads it: "hips rise first".

    >>> name_of("hips-rise-first")
    'hips rise first'
    """
    return tr(rule).replace("-", " ")


def rep_words(reps: Iterable[int], total: int) -> str:
    """Rep numbers as people say them.

    >>> rep_words([1, 2, 3, 5], 6), rep_words([2], 3), rep_words([1, 2], 2)
    ('reps 1-3, 5', 'rep 2', 'every rep')
    """
    numbers = sorted(reps)
    if total > 1 and len(numbers) == total:
        return tr("every rep")
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    words = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    return trn("rep {numbers}", "reps {numbers}", len(numbers), numbers=words)


def worst_rep_of(finding: Finding) -> RepFault | None:
    """The rep that a finding speaks of; None where its reps are those of another recording and not told."""
    return max(finding.by_rep, key=lambda f: (f.severity == finding.severity, f.value == finding.value), default=None)


def times_of(finding: Finding) -> str:
    """The worst moment of each rep: "1.2 s, 4.0 s"."""
    return ", ".join(written("{at:.1f} s", at=fault.at_s) for fault in finding.by_rep)


def view_words(view: View) -> str:
    """Where the camera stood: "the left side", "behind", "rear oblique, right side near"."""
    return tr(PLACES[view.name, view.near_side])


def lift_words(lift: Lift) -> str:
    """The lift, and the working leg where it has one: "Kickstand RDL, left leg".

    What is none: "Other movement", or "Other movement (looks like a good morning)".
    """
    title = tr(row_of(lift.name).title)
    if lift.looks_like:
        title = tr("{lift} (looks like a {movement})", lift=title, movement=tr(lift.looks_like))
    legs = () if lift.working_side == "both" else (lift.working_side,)
    said = tr(WITH_LEGS[legs], lift=title)
    return capitalised(said)


def sure_words(lift: Lift) -> str:
    """How the lift is known: "as you said", "98% sure", with the second candidate where it is close.

    Of another movement: what sets it apart from the lifts.
    """
    sure = tr("{share:.0%} sure", share=lift.confidence)
    if lift.unlike:
        return tr("{unlike} ({sure})", unlike=tr(lift.unlike), sure=sure)
    if lift.given:
        sure = tr("as you said")
    if lift.runner_up:
        if lift.runner_up == "other":
            return tr(MAY_BE_NONE, sure=sure)
        return tr(MAY_BE, sure=sure, lift=tr(row_of(lift.runner_up).title))
    return sure


def set_lifts(analysis: Analysis) -> list[Lift]:
    """The lifts of a recording, each once, in the order of its sets."""
    lifts: dict[str, Lift] = {}
    for lift_set in analysis.sets:
        lifts.setdefault(lift_words(lift_set.lift), lift_set.lift)
    return list(lifts.values()) or [analysis.lift]


def lifts_words(analysis: Analysis) -> str:
    """What is lifted in all sets: "Deadlift and hip thrust", "Single-leg RDL, left and right leg"."""
    lifts = set_lifts(analysis)
    return lift_words(analysis.lift) if len(lifts) < 2 else lift_names((one.name, one.working_side) for one in lifts)


def lift_names(lifts: Iterable[tuple[str, str]]) -> str:
    """Lifts in the order of their sets, each with the leg that works, or "both": as `lifts_words` has them.

    >>> lift_names([("deadlift", "both"), ("single-leg-rdl", "left"), ("single-leg-rdl", "right")])
    'Deadlift and single-leg RDL, left and right leg'
    """
    legs: dict[str, list[str]] = {}
    for name, side in lifts:
        legs.setdefault(title_of(name), []).extend([] if side == "both" else [side])
    titled = [tr(WITH_LEGS[tuple(dict.fromkeys(both))], lift=title) for title, both in legs.items()]
    return capitalised(tr(listed(titled)))


def title_of(lift: str) -> str:
    """A lift's title by its name in a report; the name itself where this version knows of none.

    >>> title_of("rdl"), title_of("clean")
    ('Romanian deadlift', 'clean')
    """
    return tr(next((row.title for row in (*ROWS, OTHER) if row.id == lift), lift))


def lifts_sure_words(analysis: Analysis) -> str:
    """How the lifts are known; of several, each by its name."""
    surest: dict[str, Lift] = {}
    for lift in set_lifts(analysis):
        if lift.name not in surest or lift.confidence > surest[lift.name].confidence:
            surest[lift.name] = lift
    if len(surest) < 2:
        return sure_words(analysis.lift)
    return "; ".join(f"{tr(row_of(lift.name).title)} {sure_words(lift)}" for lift in surest.values())


def views_words(analysis: Analysis) -> str:
    """Where the camera stood, with its azimuth; of several places, one after the other."""
    views: dict[str, View] = {view_words(analysis.motion.view): analysis.motion.view}
    if analysis.parts:
        views = {}
        for lift_set in analysis.sets:
            views.setdefault(view_words(lift_set.view), lift_set.view)
    return tr(", then ").join(f"{words} ({view.azimuth_deg:.0f}°)" for words, view in views.items())


def also_words(report: SetReport) -> str:
    """The other recordings of the set: "front.mp4, from the front"; empty where there are none."""
    return "; ".join(
        tr("{name}, from {view}", name=Path(source.path).name, view=view_words(view)) for source, view in report.also
    )


def corrected_words(analysis: Analysis) -> str:
    """What was corrected by hand: "the lift, 1 rep taken out, rep 2 from 3.2 to 5.0 s"; empty where nothing was."""
    by_hand = analysis.corrections
    said = [tr("the lift")] if by_hand.lift else []
    if by_hand.stance:
        said.append(tr("the standing leg"))
    for told in by_hand.sets:
        of = next((one for one in analysis.sets if one.start_s <= told.at_s <= one.end_s), None)
        if of is not None:
            said.append(tr("what set {n} was", n=of.index))
    if by_hand.not_reps_s:
        said.append(trn("{n} rep taken out", "{n} reps taken out", len(by_hand.not_reps_s)))
    for moved in by_hand.borders:
        rep = rep_at(analysis.reps, moved.at_s)
        name = tr("the rep at {at:.1f} s", at=moved.at_s) if rep is None else tr("rep {n}", n=rep.index)
        start = "" if moved.start_s is None else tr(" from {at:.1f} s", at=moved.start_s)
        end = "" if moved.end_s is None else tr(" to {at:.1f} s", at=moved.end_s)
        said.append(f"{name}{start}{end}")
    if by_hand.joints:
        names = dict.fromkeys(tr(moved.joint.name.lower().replace("_", " ")) for moved in by_hand.joints)
        said.append(tr("the place of the {joints}", joints=tr(listed(names))))
    return ", ".join(said)


def set_words(lift_set: LiftSet, analysis: Analysis) -> str:
    """What sets one set apart from the others: "Hip thrust, from the left side"; empty where they are alike."""
    kinds = {(lift_words(each.lift), view_words(each.view)) for each in analysis.sets}
    return (
        ""
        if len(kinds) < 2
        else tr("{lift}, from {view}", lift=lift_words(lift_set.lift), view=view_words(lift_set.view))
    )


def found_in_words(finding: Finding, analysis: Analysis) -> str:
    """The reps of a finding: "every rep", of several sets "every rep of set 2", with where another camera saw it."""
    there = tr(", seen from {view}", view=view_words(finding.seen_from)) if finding.seen_from else ""
    if not finding.reps:
        return tr("reps not told") + there
    if len(analysis.sets) < 2:
        return rep_words(finding.reps, len(analysis.reps)) + there
    reps = next((one.reps for one in analysis.sets if one.index == finding.set_index), ())
    words = rep_words(finding.reps, len(reps))
    every = words == tr("every rep")
    return (tr("every rep of set {n}", n=finding.set_index) if every else words) + there


def work_words(analysis: Analysis) -> str:
    """Who did the work, over all reps: "hips 78%, knees 9%, low back 13% (± 6)", or why it is not known.

    Empty where body mass and height were not given.
    """
    names = ("hip_work_share", "knee_work_share", "back_work_share")
    found = [[rep.measures[name] for rep in analysis.reps if name in rep.measures] for name in names]
    means = [[s.mean for s in part if s.mean is not None] for part in found]
    if not all(means):
        why = analysis.motion.missing.get(names[0], GIVE_BODY.reason)
        return "" if why == GIVE_BODY.reason else tr("not shared out: {why}", why=tr(why))
    sigma = max(s.sigma for part in found for s in part if s.sigma is not None)
    knees, back = (round(100 * sum(part) / len(part)) for part in means[1:])
    return tr(
        "hips {hips}%, knees {knees}%, low back {back}% (± {error:.0f})",
        hips=100 - knees - back,
        knees=knees,
        back=back,
        error=100 * sigma,
    )


def praise(analysis: Analysis) -> list[str]:
    """What was clean in every rep, in words."""
    lift_of = {rule: one.lift.name for one in reversed(analysis.sets) for rule in one.good}
    said = (words_of(RULES_BY_ID[rule], lift_of.get(rule, analysis.lift.name)).praise for rule in analysis.good)
    return list(dict.fromkeys(tr(text) for text in said if text))


def praise_in_part(analysis: Analysis) -> list[str]:
    """What was clean in the reps in which it could be judged, in words with those reps; not what was so in all."""
    reps_of = {one.index: one.reps for one in analysis.sets}
    left_open = {
        (entry.rule, rep)
        for entry in analysis.not_assessable
        for rep in (reps_of.get(entry.set_index, ()) if entry.reps == "all" else entry.reps)
    }
    said = {FORM_DRIFT.id, *analysis.good, *(finding.rule for finding in analysis.findings)}  # a drift is of a set
    out: list[str] = []
    for rule in (one for one in RULES_BY_ID.values() if one.id not in said):
        judging = [one for one in analysis.sets if row_of(one.lift.name).judges(rule.id)]
        clean = [rep for one in judging for rep in one.reps if (rule.id, rep) not in left_open]
        words = words_of(rule, judging[0].lift.name).praise if clean else ""
        out += [f"{tr(words)} ({rep_words(clean, len(analysis.reps))})"] if words else []
    return out


def little_judged(analysis: Analysis) -> str:
    """What to add to how good a recording is, where more rules were left open than judged; else empty."""
    left_open = {entry.rule for entry in analysis.not_assessable}
    judged = {*analysis.good, *(finding.rule for finding in analysis.findings)}
    if analysis.lift.name == "other" or len(left_open - judged) <= len(judged):
        return ""
    return tr(", but little of this lift could be judged from here")


def uncued_words(analysis: Analysis) -> str:
    """What to say of faults without a cue, beside others that have one; empty where each has its own, or none has."""
    if not analysis.cues or all(one.rule in analysis.cues for one in analysis.findings):
        return ""
    return tr("First work on what has an arrow (→): at most two things at a time.")


def unjudged(analysis: Analysis) -> list[Unjudged]:
    """What could not be judged, one entry a reason."""
    by_reason: dict[str, dict[str, list[NotAssessable]]] = {}
    for entry in analysis.not_assessable:
        by_reason.setdefault(entry.reason, {}).setdefault(entry.rule, []).append(entry)
    return [
        Unjudged(tuple(tr(rule) + _where(entries, analysis) for rule, entries in rules.items()), tr(reason))
        for reason, rules in by_reason.items()
    ]


def _where(entries: Sequence[NotAssessable], analysis: Analysis) -> str:
    """In which reps, in brackets; empty where in all."""
    reps_of = {one.index: one.reps for one in analysis.sets}
    reps: list[int] = []
    for entry in entries:
        if entry.reps == "all" and len(reps_of) < 2:
            return ""
        reps += reps_of[entry.set_index] if entry.reps == "all" else entry.reps
    total = len(analysis.reps)
    return "" if len(reps_of) > 1 and len(reps) == total else f" ({rep_words(reps, total)})"
