"""The whole core in one function: from the lifter's raw track to motion, reps, findings and advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from .. import errors
from .advice.filming import advise_filming
from .advice.next_advice import Felt, advise, cues_to_show, says_stop
from .kinetics.segments import Build, Sex
from .kinetics.work import GIVE_BODY, GIVE_HEIGHT, with_kinetics
from .landmarks import LEFT, RIGHT, Side
from .learned.networks import Learned
from .lifts import ONE_LEG
from .measures.feet import without_hands
from .measures.motion import Told, build_motion
from .reps.balance import with_sway
from .reps.leg_change import measure_per_leg
from .reps.recognition import recognise
from .reps.segmentation import Segmentation, find_reps, split_sets
from .reps.summaries import summarise_reps
from .rules import SetContext
from .rules.findings import judge
from .rules.limits import Limits
from .tracking.lifter import LifterTrack
from .tracking.quality import judge_quality
from .types import Analysis, LiftName, LiftSet, Motion, Rep, Unavailable

#: Frames a second that are analysed where nothing else is asked: hinge lifts move below 3 Hz.
DEFAULT_RATE_HZ = 30.0
#: Fewest frames with the lifter in them that can hold a repetition.
MIN_FRAMES = 12
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
    load_side: Side | Literal["both"] | None = None  #: None: look which hand holds it
    body_mass_kg: float | None = None  #: with the height, gives moments and work shares
    sex: Sex | None = None  #: whose segment lengths and masses; None: the mean of women's and men's
    load_kg: float | None = None  #: None counts as no load

    @property
    def told(self) -> Told:
        """What bears on measuring; a stance leg means nothing in a lift on two."""
        one_leg = None if self.lift is None else self.lift in ONE_LEG
        return Told(self.height_m, None if one_leg is False else self.stance, one_leg)

    @property
    def build(self) -> Build | Unavailable:
        """The lifter's body, or what is missing of it for moments."""
        if self.body_mass_kg is None:
            return GIVE_BODY
        if self.height_m is None:
            return GIVE_HEIGHT
        return Build(self.body_mass_kg, self.height_m, self.sex)


def analyse(
    lifter: LifterTrack,
    options: SetOptions | None = None,
    rate_hz: float = DEFAULT_RATE_HZ,
    source_problems: Sequence[str] = (),
    learned: Learned | None = None,
) -> Analysis:
    """Measure a recording, find its reps and judge them.

    Parameters
    ----------
    lifter : LifterTrack
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
    present = int(lifter.track.present.sum())
    if present < MIN_FRAMES:
        raise errors.NothingMeasuredError(_nobody_found(present, len(lifter.track)))
    told = options.told
    motion, segmentation = _measure(lifter, rate_hz, told, learned)
    lift = recognise(motion, segmentation, options.lift, options.stance)
    motion = without_hands(with_sway(motion, segmentation), lift.name)
    motion = with_kinetics(motion, segmentation, lift, options.build, options.load_kg or 0.0)
    reps, partial = summarise_reps(segmentation, motion)
    problems = (*source_problems, UNCORRECTED) if learned is not None and not motion.corrected else source_problems
    if not reps:
        raise errors.NothingMeasuredError(
            f"{segmentation.reason or 'no repetition was found'}. Film from the side with the whole body in the "
            "picture, from standing to standing."
        )
    judged = judge(SetContext(motion, lift, reps, options.limits, options.load_side))
    advice = advise(judged.findings, judged.good, lift, options.felt, len(reps))
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
        cues=cues_to_show(judged.findings, options.felt),
        filming=advise_filming(unjudged, motion, lift, reps, lifter.track, options.height_m),
    )


def _measure(lifter: LifterTrack, rate_hz: float, told: Told, learned: Learned | None) -> tuple[Motion, Segmentation]:
    """Motion and its reps; corrected angles shrink towards what the lab knows: without a rep in them, uncorrected."""
    motion = build_motion(lifter.track, rate_hz, told, learned)
    segmentation = find_reps(motion)
    if learned is None:
        return motion, segmentation
    if any(cycle.complete for cycle in segmentation.cycles):
        leg_by_leg = measure_per_leg(lifter.track, motion, segmentation, rate_hz, told, learned)
        return (motion, segmentation) if leg_by_leg is motion else (leg_by_leg, find_reps(leg_by_leg))
    plain = build_motion(lifter.track, rate_hz, told)
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
