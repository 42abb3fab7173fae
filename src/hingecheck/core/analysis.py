"""The whole core in one function: from the lifter's raw track to motion, reps, findings and advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .. import errors
from .advice.depth import depth_target
from .advice.filming import advise_filming
from .advice.next_advice import SetAdvised, advise_sets, cues_to_show, says_stop
from .arrays import Floats
from .corrections import Corrections
from .joined_parts import join_parts
from .known_facts import KnownFacts
from .learned.networks import Learned
from .load.speeds import SPEED_IN_DOUBT, without_speeds
from .measures.less_sure import walked_about
from .measures.motion import HowToMeasure
from .parts import MIN_FRAMES as MIN_FRAMES
from .parts import RecordingPart, measure_parts
from .phrases import N_, Phrase
from .reps.by_hand import rep_at
from .reps.playback import playback_of
from .rules.findings import worst_first
from .rules.limits import Limits
from .rules.sets import SetJudged, good_throughout, judge_sets
from .tracking.camera_motion import reframed_for_good, reframings
from .tracking.framing import left_out, no_picture
from .tracking.held_scenes import hold_scenes
from .tracking.lifter import LifterTrack
from .tracking.moved_joints import with_joints_moved
from .tracking.passers import without_passers
from .tracking.posts import BEHIND_POST, behind_post
from .tracking.quality import judge_quality, too_far_apart, too_seldom
from .tracking.stubs import without_stubs
from .tracking.timebase import Timebase, in_life, in_video, timebase
from .tracking.tipped import without_tipped
from .tracking.upright import how_to_turn, turned_in_between, without_upturned, wrong_way_up
from .types import Advice, Analysis, Filming, LiftSet, PoseTrack, Unavailable

#: Frames a second that are analysed where nothing else is asked: hinge lifts move below 3 Hz.
DEFAULT_RATE_HZ = 30.0
#: Most lines on how to film.
MAX_FILMING = 2
#: Said where the lab's corrections were of no use.
UNCORRECTED = N_("this lift is unlike those the corrections were fitted to: angles are the landmarks' own")

#: What to say where there is no repetition, alone and beside what the picture leaves out.
NO_REP = N_("{why}. Film from the side with the whole body in the picture, from standing to standing.")
NO_REP_LEFT_OUT = N_(
    "{shown}. Elsewhere {why}. Film from the side with the whole body in the picture, from standing to standing."
)


def analyse(
    lifter: LifterTrack,
    facts: KnownFacts | None = None,
    rate_hz: float = DEFAULT_RATE_HZ,
    source_problems: Sequence[str] = (),
    learned: Learned | None = None,
    limits: Limits | None = None,
    time_hint: float | None = None,
    corrections: Corrections | None = None,
) -> Analysis:
    """Measure a recording, find its reps and judge them, set by set.

    Parameters
    ----------
    lifter : LifterTrack
        The lifter's raw track.
    facts : KnownFacts, optional
        What the lifter said of the recording.
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
    corrections : Corrections, optional
        What a person set right by hand. A lift or leg in it goes before what `facts` names.

    Raises
    ------
    NothingMeasuredError
        Nobody in the picture for long enough, or nobody who lifts, or the picture lies on its side.
    """
    corrections = corrections or Corrections()
    facts = (facts or KnownFacts()).with_told(corrections)
    speed_factor = facts.speed_factor or time_hint or 1.0
    lifter = replace(lifter, track=with_joints_moved(lifter.track, corrections.joints, speed_factor))
    base = timebase(lifter.track.time_s, rate_hz, speed_factor)
    in_seconds_of_life = replace(lifter, track=in_life(lifter.track, base))
    at = corrections if base.changes_nothing else corrections.at(base.life)
    problems = (*source_problems, *no_picture(base.video_s))
    how = HowToMeasure(rate_hz, facts, learned)
    found = in_video(_analyse(in_seconds_of_life, base, how, problems, limits or Limits(), time_hint, at), base)
    return _saying_what_was_corrected(found, corrections) if corrections else found


def _saying_what_was_corrected(found: Analysis, corrections: Corrections) -> Analysis:
    """With the corrections in it, and those that found no rep any more said."""
    lost = [
        Phrase(
            N_("the rep at {at:.1f} s, whose beginning or end was moved by hand, is not found any more"),
            at=borders.at_s,
        )
        for borders in corrections.borders
        if rep_at((*found.reps, *found.partial_reps), borders.at_s) is None
    ]
    quality = replace(found.quality, problems=(*found.quality.problems, *lost))
    return replace(found, corrections=corrections, quality=quality)


def _reframed_s(lifter: LifterTrack) -> list[float]:
    """Moments from which on the picture is cropped otherwise for good."""
    track, background = lifter.track, lifter.background
    if background is None:
        return []
    rows = reframed_for_good(background.steps, reframings(background.steps, track.width_px, track.height_px))
    return [float(track.time_s[row]) for row in rows]


def _analyse(
    lifter: LifterTrack,
    base: Timebase,
    how: HowToMeasure,
    source_problems: Sequence[str],
    limits: Limits,
    time_hint: float | None,
    corrections: Corrections,
) -> Analysis:
    """`analyse` on a track in seconds of life; what is said in words has the video's own."""
    facts = how.facts
    lifter, left = _cleared(lifter, base.video_s)
    track, camera = hold_scenes(lifter.track, lifter.background, lifter.cuts, facts.roll_deg)
    cuts_s, leaps_s = (lifter.track.time_s[list(rows)].tolist() for rows in (lifter.cuts, lifter.leaps))
    parts = measure_parts(track, how, corrections, cuts_s, leaps_s, _reframed_s(lifter))
    if not any(part.reps for part in parts):
        shown = left_out(replace(lifter.track, time_s=base.video_s))
        why = too_far_apart(lifter.track) or parts[0].segmentation.reason or N_("no repetition was found")
        raise errors.NothingMeasuredError(Phrase(NO_REP_LEFT_OUT if shown else NO_REP, why=why, shown=shown))
    playback = playback_of(facts.speed_factor, time_hint, [(part.motion, part.reps) for part in parts])
    if playback.problem:
        parts = tuple(map(_without_speeds, parts))
    joined = join_parts(parts).in_picture(track)
    uncorrected = how.learned is not None and not joined.motion.corrected
    said = [
        playback.problem,
        UNCORRECTED if uncorrected else "",
        BEHIND_POST if lifter.track.behind_post else "",
        next((part.out_of_shape for part in parts if part.out_of_shape), ""),
        turned_in_between(lifter.track, camera),
    ]
    problems = (*source_problems, *left, *(problem for problem in said if problem))
    quality = judge_quality(lifter, joined.motion, source_problems=problems, camera=camera)
    judged = judge_sets(parts, facts, limits, quality, playback, too_seldom(lifter.track))
    advice = _advice(judged, facts)
    findings = tuple(sorted((f for one in judged for f in one.findings), key=worst_first))
    unknown = tuple(entry for one in judged for entry in one.not_assessable)
    return Analysis(
        motion=joined.motion,
        lift=joined.lead.lift,
        sets=tuple(_with_mark(one, facts.target_depth_deg) for one in judged),
        reps=joined.reps,
        partial_reps=joined.partial_reps,
        findings=findings,
        not_assessable=unknown,
        good=good_throughout((one.lift_set for one in judged), findings, unknown),
        advice=advice,
        quality=quality,
        camera=camera,
        playback=playback,
        cues=cues_to_show(findings, facts.felt),
        filming=_filming(judged, advice, lifter.track, facts),
        parts=joined.rows,
    )


def _without_speeds(part: RecordingPart) -> RecordingPart:
    """The part with what of its load no second tells."""
    whole, partial = (tuple(map(without_speeds, reps)) for reps in (part.reps, part.partial_reps))
    motion = part.motion
    if "load_speed_m_s" in motion.series:
        motion = motion.with_measures({"load_speed_m_s": Unavailable(SPEED_IN_DOUBT)})
    return replace(part, motion=motion, reps=whole, partial_reps=partial)


def _cleared(lifter: LifterTrack, video_s: Floats) -> tuple[LifterTrack, tuple[str, ...]]:
    """The lifter's track without what is not her, or shows her falsely; and who or what was left out, said."""
    lifter, passed = without_passers(lifter)
    lifter, tipped = without_tipped(lifter, video_s)
    _check_shown(lifter.track)
    lifter = without_stubs(replace(lifter, track=without_upturned(lifter.track)))
    hidden = behind_post(lifter.track, lifter.background, lifter.cuts)
    return replace(lifter, track=replace(lifter.track, behind_post=hidden)), (*passed, *tipped)


def _advice(judged: Sequence[SetJudged], facts: KnownFacts) -> tuple[Advice, ...]:
    """The next steps."""
    advised = [
        SetAdvised.of(one.lift_set, one.findings, one.not_assessable, from_side=one.lift_set.view.name == "side")
        for one in judged
    ]
    return advise_sets(advised, facts.felt)


def _with_mark(judged: SetJudged, told_deg: float | None) -> LiftSet:
    """The set with the depth that its reps are held against: none of its own where the view changes under way."""
    motion = judged.part.motion
    if told_deg is None and motion.place_lost and walked_about(motion):
        return judged.lift_set
    return replace(judged.lift_set, depth_target=depth_target(judged.reps, judged.findings, told_deg))


def _filming(
    judged: Sequence[SetJudged], advice: Sequence[Advice], track: PoseTrack, facts: KnownFacts
) -> tuple[Filming, ...]:
    """How to film the next time, the part with most reps first; who is to stop is not asked to film another set."""
    if says_stop(advice):
        return ()
    lines: dict[tuple[str, ...], Filming] = {}
    parts = {id(one.part): one.part for one in judged}.values()
    for part in sorted(parts, key=lambda part: -len(part.reps)):
        # an entry names the reps it stands for: "all" would mean those of one set
        entries = [
            replace(entry, reps=tuple(rep.index for rep in one.reps)) if entry.reps == "all" else entry
            for one in judged
            if one.part is part
            for entry in one.not_assessable
        ]
        for line in advise_filming(entries, part.motion, part.lift, part.reps, track, facts.height_m):
            lines.setdefault(line.rules, line)
    return tuple(lines.values())[:MAX_FILMING]


def _check_shown(track: PoseTrack) -> None:
    """Raise where the lifter is not there for long enough, or lies on her side in the picture."""
    present = int(track.present.sum())
    if present < MIN_FRAMES:
        raise errors.NothingMeasuredError(_nobody_found(present, len(track)))
    if (turn := wrong_way_up(track)) is not None:
        raise errors.NothingMeasuredError(how_to_turn(turn, track))


def _nobody_found(present: int, frames: int) -> str:
    if not present:
        return Phrase(
            N_(
                "nobody was found in any of {frames} frames. The whole lifter should fill the picture, in good light."
            ),
            frames=frames,
        )
    return Phrase(
        N_(
            "the lifter was found in only {present} of {frames} frames, too few for a repetition. The whole lifter "
            "should fill the picture, in good light."
        ),
        present=present,
        frames=frames,
    )
