"""Phrases that more than one kind of report uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.kinetics.work import GIVE_BODY
from ..core.lifts import row_of
from ..core.pictures.keyframes import pictured_reps
from ..core.rules import RULES_BY_ID
from ..core.rules.words import words_of
from ..core.types import Analysis, Lift, Load, View


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Rules that could not be judged for one reason."""

    rules: tuple[str, ...]  #: each with its reps in brackets where it is not all of them
    reason: str


def count(n: int, word: str) -> str:
    """A number of things.

    >>> count(1, "rep"), count(3, "rep")
    ('1 rep', '3 reps')
    """
    return f"{n} {word}{'s' * (n != 1)}"


def noun(analysis: Analysis) -> str:
    """What is counted: reps, or pictures that are no film."""
    return "picture" if analysis.stills else "rep"


def counted(analysis: Analysis) -> str:
    """How many reps there are, or pictures."""
    return count(len(pictured_reps(analysis)), noun(analysis))


def rep_words(reps: Iterable[int], total: int) -> str:
    """Rep numbers as people say them.

    >>> rep_words([1, 2, 3, 5], 6), rep_words([2], 3), rep_words([1, 2], 2)
    ('reps 1-3, 5', 'rep 2', 'every rep')
    """
    numbers = sorted(reps)
    if total > 1 and len(numbers) == total:
        return "every rep"
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    words = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    return f"rep{'s' * (len(numbers) > 1)} {words}"


def view_words(view: View) -> str:
    """Where the camera stood: "the left side", "behind", "rear oblique, right side near"."""
    name = view.name
    if name in ("front", "rear"):
        return {"front": "the front", "rear": "behind"}[name]
    return f"the {view.near_side} side" if name == "side" else f"{name.replace('-', ' ')}, {view.near_side} side near"


def lift_words(lift: Lift) -> str:
    """The lift, and the working leg where it has one: "Kickstand RDL, left leg".

    What is none: "Other movement", or "Other movement (looks like a good morning)".
    """
    title = row_of(lift.name).title
    if lift.looks_like:
        title += f" (looks like a {lift.looks_like})"
    side = "" if lift.working_side == "both" else f", {lift.working_side} leg"
    return title[:1].upper() + title[1:] + side


def sure_words(lift: Lift) -> str:
    """How the lift is known: "as you said", "98% sure", with the second candidate where it is close.

    Of another movement: what sets it apart from the lifts.
    """
    if lift.unlike:
        return f"{lift.unlike} ({lift.confidence:.0%} sure)"
    sure = "as you said" if lift.given else f"{lift.confidence:.0%} sure"
    if lift.runner_up:
        title = row_of(lift.runner_up).title
        sure += f"; it may be {'an' if title[0] in 'aeiou' else 'a'} {title}: say so with --lift"
    return sure


def load_words(load: Load | None) -> str:
    """The load: "24 kg, left hand"; empty where none was given."""
    if load is None or load.mass_kg is None:
        return ""
    return f"{load.mass_kg:g} kg" + ("" if load.side == "both" else f", {load.side} hand")


def work_words(analysis: Analysis) -> str:
    """Who did the work, over all reps: "hips 78%, knees 9%, low back 13% (± 6)", or why it is not known.

    Empty where body mass and height were not given.
    """
    names = ("hip_work_share", "knee_work_share", "back_work_share")
    found = [[rep.measures[name] for rep in analysis.reps if name in rep.measures] for name in names]
    means = [[s.mean for s in part if s.mean is not None] for part in found]
    if not all(means):
        why = analysis.motion.missing.get(names[0], GIVE_BODY.reason)
        return "" if why == GIVE_BODY.reason else f"not shared out: {why}"
    sigma = max(s.sigma for part in found for s in part if s.sigma is not None)
    knees, back = (round(100 * sum(part) / len(part)) for part in means[1:])
    return f"hips {100 - knees - back}%, knees {knees}%, low back {back}% (± {100 * sigma:.0f})"


def praise(analysis: Analysis) -> list[str]:
    """What was clean in every rep, in words."""
    said = (words_of(RULES_BY_ID[rule], analysis.lift.name).praise for rule in analysis.good)
    return [text for text in said if text]


def unjudged(analysis: Analysis) -> list[Unjudged]:
    """What could not be judged, one entry a reason."""
    by_reason: dict[str, list[tuple[str, str]]] = {}
    total = len(analysis.reps)
    for entry in analysis.not_assessable:
        where = "" if entry.reps == "all" else f" ({rep_words(entry.reps, total)})"
        by_reason.setdefault(entry.reason, []).append((entry.rule, where))
    return [Unjudged(tuple(rule + where for rule, where in rules), reason) for reason, rules in by_reason.items()]
