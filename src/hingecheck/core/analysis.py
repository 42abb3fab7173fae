"""The whole core in one readable function: a raw track in, an analysis out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import errors
from .advice import Felt, advise
from .findings import judge
from .landmarks import Side
from .learned import Learned
from .lifter import Lock
from .lifts import recognise
from .limits import Limits
from .motion import Told, build_motion
from .quality import judge_quality
from .reps import Segmentation, find_reps, split_sets
from .rules import SetContext
from .summaries import summarise_reps
from .types import ONE_LEG, Analysis, LiftName, LiftSet, Motion, Rep

#: Frames a second that are analysed where nothing else is asked: hinge lifts move below 3 Hz.
DEFAULT_RATE_HZ = 30.0
#: Fewest frames with the lifter in them that can hold a repetition.
FEWEST_FRAMES = 12
#: Said where the lab's corrections were of no use.
UNCORRECTED = "this lift is unlike those the corrections were fitted to: angles are the landmarks' own"


@dataclass(frozen=True, slots=True)
class SetOptions:
    """What the lifter told us about the set."""

    lift: LiftName | None = None
    stance: Side | None = None
    height_m: float | None = None
    felt: Felt | None = None
    limits: Limits = field(default_factory=Limits)


def analyse(
    lock: Lock,
    options: SetOptions | None = None,
    rate_hz: float = DEFAULT_RATE_HZ,
    source_problems: Sequence[str] = (),
    learned: Learned | None = None,
) -> Analysis:
    """Measure a recording, find its reps and judge them.

    Parameters
    ----------
    lock : Lock
        The lifter's raw track.
    options : SetOptions, optional
    rate_hz : float
        Of the even time grid the motion is put on.
    source_problems : sequence of str
        What the reader of the file had to say; goes into `Quality`.
    learned : Learned, optional
        The lab's networks; see `motion.build_motion`.

    Raises
    ------
    NothingMeasuredError
        Nobody in the picture for long enough, or nobody who lifts.
    """
    options = options or SetOptions()
    present = int(lock.track.present.sum())
    if present < FEWEST_FRAMES:
        raise errors.NothingMeasuredError(_nobody(present, len(lock.track)))
    one_leg = None if options.lift is None else options.lift in ONE_LEG
    told = Told(options.height_m, options.stance, one_leg)
    motion, segmentation = _measure(lock, rate_hz, told, learned)
    reps, partial = summarise_reps(segmentation, motion)
    problems = (*source_problems, UNCORRECTED) if learned is not None and not motion.corrected else source_problems
    if not reps:
        raise errors.NothingMeasuredError(
            f"{segmentation.reason or 'no repetition was found'}. Film from the side with the whole body in the "
            "picture, from standing to standing."
        )
    lift = recognise(motion, segmentation, options.lift, options.stance)
    judged = judge(SetContext(motion, lift, reps, options.limits))
    return Analysis(
        motion=motion,
        lift=lift,
        sets=_sets(segmentation, motion, reps),
        reps=reps,
        partial_reps=partial,
        findings=judged.findings,
        not_assessable=judged.not_assessable,
        good=judged.good,
        advice=advise(judged.findings, judged.good, lift, options.felt),
        quality=judge_quality(lock.track, motion, jumps=lock.jumps, others=lock.others, source_problems=problems),
    )


def _measure(lock: Lock, rate_hz: float, told: Told, learned: Learned | None) -> tuple[Motion, Segmentation]:
    """Motion and its reps; corrected angles shrink towards what the lab knows: without a rep in them, uncorrected."""
    motion = build_motion(lock.track, rate_hz, told, learned)
    segmentation = find_reps(motion)
    if learned is None or any(cycle.complete for cycle in segmentation.cycles):
        return motion, segmentation
    plain = build_motion(lock.track, rate_hz, told)
    found = find_reps(plain)
    return (plain, found) if any(cycle.complete for cycle in found.cycles) else (motion, segmentation)


def _nobody(present: int, frames: int) -> str:
    if not present:
        return f"nobody was found in any of {frames} frames. The whole lifter should fill the picture, in good light."
    return (
        f"the lifter was found in only {present} of {frames} frames, too few for a repetition. "
        "The whole lifter should fill the picture, in good light."
    )


def _sets(segmentation: Segmentation, motion: Motion, reps: tuple[Rep, ...]) -> tuple[LiftSet, ...]:
    """Reps grouped into sets."""
    full = [place for place, cycle in enumerate(segmentation.cycles) if cycle.complete]
    rep_at = dict(zip(full, reps, strict=True))
    sets = []
    for index, places in enumerate(split_sets(segmentation.cycles, motion), 1):
        members = [rep_at[place] for place in places]
        sets.append(LiftSet(index, members[0].start_s, members[-1].end_s, tuple(r.index for r in members)))
    return tuple(sets)
