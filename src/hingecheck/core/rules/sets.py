"""The rules put to every set of a recording, each with its own lift, view and reps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..known_facts import KnownFacts
from ..landmarks import LEFT, RIGHT
from ..lifts import LYING, ONE_LEG
from ..load.speeds import speed_loss
from ..parts import RecordingPart
from ..phrases import N_
from ..reps.segmentation import split_sets
from ..types import Finding, Lift, LiftSet, NotAssessable, Playback, Quality, Rep
from . import SetContext
from .base import severest_in
from .findings import Judgement, judge
from .limits import Limits

#: Told of one who stands, or lies, as nobody does in the lift that was said: what is measured means something else.
SAID_LYING = N_(
    "said to be a lift on the back, but the lifter is on the feet here: leave the lift open, or say another"
)
SAID_STANDING = N_("said to be a standing lift, but the lifter lies here: leave the lift open, or say another")


@dataclass(frozen=True, slots=True)
class SetJudged:
    """One set and all rules' words on it."""

    lift_set: LiftSet
    part: RecordingPart  #: that it lies in
    reps: tuple[Rep, ...]
    findings: tuple[Finding, ...]
    not_assessable: tuple[NotAssessable, ...]


def judge_sets(
    parts: Sequence[RecordingPart],
    facts: KnownFacts,
    limits: Limits,
    quality: Quality,
    playback: Playback | None = None,
    unmeasured: str = "",
) -> tuple[SetJudged, ...]:
    """Group the reps of every part into sets, and judge each set by its own reps.

    Parameters
    ----------
    parts : sequence of RecordingPart
    facts : KnownFacts
    limits : Limits
    quality : Quality
        Of the recording: it bounds what a fault is called.
    playback : Playback, optional
        How fast the recording plays; as it was if not given.
    unmeasured : str
        Why nothing at all can be judged; empty where it can.

    Returns
    -------
    tuple of SetJudged
        In order of time, counted from 1 through the recording.
    """
    out: list[SetJudged] = []
    for part in parts:
        for reps in _sets_of(part):
            context = SetContext(
                part.motion,
                _with_leg(part, reps[0]),
                reps,
                limits,
                facts,
                severest=severest_in(quality),
                unmeasured=unmeasured or gainsaid(part),
                playback=playback or Playback(),
            )
            out.append(_judged(len(out) + 1, part, reps, judge(context)))
    return tuple(out)


def gainsaid(part: RecordingPart) -> str:
    """Why the lift that was said cannot be what is seen; empty where it can."""
    lying = part.lift.name in LYING
    if not part.lift.given or lying == part.motion.face_up:
        return ""
    return SAID_LYING if lying else SAID_STANDING


def good_throughout(
    sets: Iterable[LiftSet], findings: Iterable[Finding], not_assessable: Iterable[NotAssessable]
) -> tuple[str, ...]:
    """Rules that were clean in every rep of every set that they are meant for, from all that was said of the sets."""
    not_good = {finding.rule for finding in findings} | {entry.rule for entry in not_assessable}
    return tuple(dict.fromkeys(rule for one in sets for rule in one.good if rule not in not_good))


def _judged(index: int, part: RecordingPart, reps: tuple[Rep, ...], said: Judgement) -> SetJudged:
    lift_set = LiftSet(
        index=index,
        start_s=reps[0].start_s,
        end_s=reps[-1].end_s,
        reps=tuple(rep.index for rep in reps),
        lift=_with_leg(part, reps[0]),
        view=part.motion.view,
        good=said.good,
        speed_loss=speed_loss(reps),
    )
    return SetJudged(
        lift_set=lift_set,
        part=part,
        reps=reps,
        findings=tuple(replace(finding, set_index=index) for finding in said.findings),
        not_assessable=tuple(replace(entry, set_index=index) for entry in said.not_assessable),
    )


def _with_leg(part: RecordingPart, first: Rep) -> Lift:
    """The part's lift, with the leg that works in this set."""
    if part.lift.name not in ONE_LEG:
        return part.lift
    return replace(part.lift, working_side=LEFT if part.motion.stands_left[first.cycle.bottom] else RIGHT)


def _sets_of(part: RecordingPart) -> list[tuple[Rep, ...]]:
    full = [place for place, cycle in enumerate(part.segmentation.cycles) if cycle.complete]
    rep_at = dict(zip(full, part.reps, strict=True))
    return [tuple(rep_at[place] for place in places) for places in split_sets(part.segmentation.cycles, part.motion)]
