"""The whole core in one function: from the lifter's raw track to motion, reps, findings and advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from .. import errors
from .advice.filming import advise_filming
from .advice.next_advice import advise, cues_to_show, says_stop
from .kinetics.work import build_of, with_kinetics
from .known_facts import KnownFacts
from .landmarks import LEFT, RIGHT, Side
from .learned.networks import Learned
from .lifts import ONE_LEG
from .measures.feet import without_hands
from .measures.motion import build_motion
from .reps.balance import with_sway
from .reps.leg_change import measure_per_leg
from .reps.playback import playback_of
from .reps.recognition import recognise
from .reps.segmentation import Segmentation, find_reps, split_sets
from .reps.summaries import summarise_reps
from .rules import SetContext
from .rules.findings import judge
from .rules.limits import Limits
from .tracking.lifter import LifterTrack
from .tracking.quality import judge_quality, too_seldom
from .tracking.timebase import in_life, in_video, timebase
from .tracking.upright import how_to_turn, wrong_way_up
from .types import Analysis, LiftSet, Motion, Rep

#: Frames a second that are analysed where nothing else is asked: hinge lifts move below 3 Hz.
DEFAULT_RATE_HZ = 30.0
#: Fewest frames with the lifter in them that can hold a repetition.
MIN_FRAMES = 12
#: Said where the lab's corrections were of no use.
UNCORRECTED = "this lift is unlike those the corrections were fitted to: angles are the landmarks' own"


def analyse(
    lifter: LifterTrack,
    facts: KnownFacts | None = None,
    rate_hz: float = DEFAULT_RATE_HZ,
    source_problems: Sequence[str] = (),
    learned: Learned | None = None,
    limits: Limits | None = None,
    time_hint: float | None = None,
) -> Analysis:
    """Measure a recording, find its reps and judge them.

    Parameters
    ----------
    lifter : LifterTrack
        The lifter's raw track.
    facts : KnownFacts, optional
        What the lifter said of the set.
    rate_hz : float
        Of the even time grid the motion is put on.
    source_problems : sequence of str
        What the reader of the file had to say; goes into `Quality`.
    learned : Learned, optional
        The lab's networks; see `motion.build_motion`.
    limits : Limits, optional
        Thresholds of the rules; the house's own if not given.
    time_hint : float, optional
        How fast the recording plays by its file's metadata, e.g. 0.125 where 240 frames a second were filmed and 30
        are shown; what the lifter said goes before it.

    Raises
    ------
    NothingMeasuredError
        Nobody in the picture for long enough, or nobody who lifts, or the picture lies on its side.
    """
    facts = facts or KnownFacts()
    speed_factor = facts.speed_factor or time_hint or 1.0
    base = timebase(lifter.track.time_s, rate_hz, speed_factor)
    in_seconds_of_life = replace(lifter, track=in_life(lifter.track, base))
    found = _analyse(in_seconds_of_life, facts, rate_hz, source_problems, learned, limits or Limits(), time_hint)
    return in_video(found, base)


def _analyse(
    lifter: LifterTrack,
    facts: KnownFacts,
    rate_hz: float,
    source_problems: Sequence[str],
    learned: Learned | None,
    limits: Limits,
    time_hint: float | None,
) -> Analysis:
    """`analyse` on a track in seconds of life."""
    present = int(lifter.track.present.sum())
    if present < MIN_FRAMES:
        raise errors.NothingMeasuredError(_nobody_found(present, len(lifter.track)))
    if (turn := wrong_way_up(lifter.track)) is not None:
        raise errors.NothingMeasuredError(how_to_turn(turn))
    motion, segmentation = _measure(lifter, rate_hz, facts, learned)
    lift = recognise(motion, segmentation, facts.lift, facts.stance)
    motion = without_hands(with_sway(motion, segmentation), lift.name)
    motion = with_kinetics(motion, segmentation, lift, build_of(facts), facts.load_kg or 0.0)
    reps, partial = summarise_reps(segmentation, motion)
    problems = (*source_problems, UNCORRECTED) if learned is not None and not motion.corrected else source_problems
    if not reps:
        raise errors.NothingMeasuredError(
            f"{segmentation.reason or 'no repetition was found'}. Film from the side with the whole body in the "
            "picture, from standing to standing."
        )
    playback = playback_of(facts.speed_factor, time_hint, motion, reps)
    if playback.problem:
        problems = (*problems, playback.problem)
    judged = judge(SetContext(motion, lift, reps, limits, facts, too_seldom(lifter.track), playback))
    advice = advise(judged.findings, judged.good, lift, facts.felt, len(reps))
    # Who is to stop is not asked to film another set.
    unjudged = () if says_stop(advice) else judged.not_assessable
    return Analysis(
        motion=motion,
        lift=lift,
        sets=_sets(segmentation, motion, reps, one_leg=lift.name in ONE_LEG),
        reps=reps,
        partial_reps=partial,
        findings=judged.findings,
        not_assessable=judged.not_assessable,
        good=judged.good,
        advice=advice,
        quality=judge_quality(
            lifter.track, motion, jumps=lifter.jumps, others=lifter.others, source_problems=problems
        ),
        playback=playback,
        cues=cues_to_show(judged.findings, facts.felt),
        filming=advise_filming(unjudged, motion, lift, reps, lifter.track, facts.height_m),
    )


def _measure(
    lifter: LifterTrack, rate_hz: float, facts: KnownFacts, learned: Learned | None
) -> tuple[Motion, Segmentation]:
    """Motion and its reps; corrected angles shrink towards what the lab knows: without a rep in them, uncorrected."""
    motion = build_motion(lifter.track, rate_hz, facts, learned)
    segmentation = find_reps(motion)
    if learned is None:
        return motion, segmentation
    if any(cycle.complete for cycle in segmentation.cycles):
        leg_by_leg = measure_per_leg(lifter.track, motion, segmentation, rate_hz, facts, learned)
        return (motion, segmentation) if leg_by_leg is motion else (leg_by_leg, find_reps(leg_by_leg))
    plain = build_motion(lifter.track, rate_hz, facts)
    found = find_reps(plain)
    return (plain, found) if any(cycle.complete for cycle in found.cycles) else (motion, segmentation)


def _nobody_found(present: int, frames: int) -> str:
    if not present:
        return f"nobody was found in any of {frames} frames. The whole lifter should fill the picture, in good light."
    return (
        f"the lifter was found in only {present} of {frames} frames, too few for a repetition. "
        "The whole lifter should fill the picture, in good light."
    )


def _sets(segmentation: Segmentation, motion: Motion, reps: tuple[Rep, ...], *, one_leg: bool) -> tuple[LiftSet, ...]:
    """Reps grouped into sets, each with the leg that works in it."""
    full = [place for place, cycle in enumerate(segmentation.cycles) if cycle.complete]
    rep_at = dict(zip(full, reps, strict=True))
    sets = []
    for index, places in enumerate(split_sets(segmentation.cycles, motion), 1):
        members = [rep_at[place] for place in places]
        left = motion.stands_left[members[0].cycle.bottom]
        side: Side | Literal["both"] = (LEFT if left else RIGHT) if one_leg else "both"
        sets.append(LiftSet(index, members[0].start_s, members[-1].end_s, tuple(r.index for r in members), side))
    return tuple(sets)
