"""Analysis of stills: the posture in each picture measured and judged as a rep of one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .analysis import DEFAULT_RATE_HZ, MIN_FRAMES
from .arrays import Floats
from .corrections import Corrections
from .known_facts import KnownFacts
from .learned.networks import Learned
from .lift_row import NotJudged, NotMeant
from .lifts import row_of
from .measures.motion import build_motion
from .phrases import N_
from .reps.recognition import FLOOR, HANGING, recognise
from .reps.segmentation import Segmentation
from .rules import RULES
from .tracking.held_camera import hold_camera
from .tracking.lifter import LifterTrack
from .tracking.moved_joints import with_joints_moved
from .tracking.quality import judge_quality
from .tracking.stretches import select_rows
from .tracking.uncertainty import Wider, less_sure
from .types import (
    Advice,
    Analysis,
    Cycle,
    Lift,
    Motion,
    MovementName,
    NotAssessable,
    PoseTrack,
    Rep,
    Series,
    Span,
    Summary,
    Tempo,
)

#: So long each picture is held either way, seconds: filters need neighbours, and two pictures must not blend.
HELD_S = 0.25
#: Pictures are told a second apart; a camera that is just switched on gives few frames too, but close together.
MIN_APART_S = 0.9
#: Greatest confidence in a deadlift or an RDL.
MAX_SURE = 0.6
#: Why no rule judges.
NO_REP = N_("pictures show postures, not how a repetition goes")
#: The networks know a body by how it looks standing (lying: hips up). On held-out clips, two pictures of which one
#: shows that read the hinge within 3.6°, one alone of a bottom 13° short: then the landmarks' own angles are better …
TALL_DEG = 35.0
#: … but err by this much more than in a film, where neighbours steady them.
ROUGHER = 1.5
NEVER_TALL = N_("no picture shows the lifter tall: angles are the landmarks' own, and rough. Add one")
#: The next step then.
FILM = N_("Film a set from the side, head to feet in the picture: a video shows how each rep goes.")


def are_stills(track: PoseTrack, frame_rate_hz: float | None) -> bool:
    """Whether a track is of pictures too few to be a film: a second apart, and without the frame rate of a video."""
    apart = bool((np.diff(track.time_s) >= MIN_APART_S).all())
    return frame_rate_hz is None and apart and len(track) < MIN_FRAMES and bool(track.present.any())


def analyse_stills(
    lifter: LifterTrack,
    facts: KnownFacts | None = None,
    rate_hz: float = DEFAULT_RATE_HZ,
    source_problems: Sequence[str] = (),
    learned: Learned | None = None,
    corrections: Corrections | None = None,
) -> Analysis:
    """Measure the posture in each picture and name the lift; nothing is judged.

    Parameters
    ----------
    lifter : LifterTrack
        Pictures a second apart, in at least one of which the lifter was found.
    facts, rate_hz, source_problems, learned, corrections
        As for `analysis.analyse`.

    Returns
    -------
    Analysis
        Without reps and findings; every picture with the lifter is in `Analysis.stills`.
    """
    corrections = corrections or Corrections()
    facts = (facts or KnownFacts()).with_told(corrections)
    lifter = replace(lifter, track=with_joints_moved(lifter.track, corrections.joints))
    held, camera = hold_camera(lifter.track, None, facts.roll_deg)
    track = select_rows(held, held.present)
    motion = build_motion(held_still(track, rate_hz), rate_hz, facts, learned)
    lift = _with_less_confidence(recognise(motion, _deepest(motion), facts.lift, facts.stance))
    shown = _at(motion, track.time_s)
    if learned is not None and not _stands_tall(shown):
        shown = _with_wider_errors(_at(build_motion(held_still(track, rate_hz), rate_hz, facts), track.time_s))
        source_problems = (*source_problems, NEVER_TALL)
    unjudged = _unjudged(lift.name)
    return Analysis(
        motion=shown,
        lift=lift,
        sets=(),
        reps=(),
        partial_reps=(),
        findings=(),
        not_assessable=unjudged,
        good=(),
        advice=(Advice(FILM, tuple(entry.rule for entry in unjudged if entry.reason == NO_REP)),),
        # no jumps are told: from picture to picture everything jumps; and nobody lifts in a picture
        quality=judge_quality(
            replace(lifter, jumps=0, lifting=(0, 0), stacked=(0, 0)),
            shown,
            source_problems=source_problems,
            camera=camera,
        ),
        camera=camera,
        stills=tuple(_still(row, shown) for row in range(len(shown))),
        corrections=corrections,
    )


def held_still(track: PoseTrack, rate_hz: float) -> PoseTrack:
    """A track in which every row stands still for `HELD_S` before and after its time."""
    reach = max(int(HELD_S * rate_hz), 1)
    steps = np.arange(-reach, reach + 1)
    out = select_rows(track, np.repeat(np.arange(len(track)), len(steps)))
    return replace(out, time_s=out.time_s + np.tile(steps, len(track)) / rate_hz)


def _deepest(motion: Motion) -> Segmentation:
    """The most folded moment as if it were a bottom; where none is seen, the first."""
    hinge = motion.series["hip_hinge_deg"].value
    row = int(np.nanargmax(hinge)) if np.isfinite(hinge).any() else 0
    return Segmentation((_moment(row),), starts_tall=True)


def _moment(row: int) -> Cycle:
    return Cycle(row, row, None, Span(row, row + 1), complete=False)


def _at(motion: Motion, time_s: Floats) -> Motion:
    """A motion's rows at some of its times."""
    rows = np.abs(motion.time_s[:, None] - time_s).argmin(axis=0)

    def some(series: Mapping[str, Series]) -> dict[str, Series]:
        return {name: replace(s, value=s.value[rows], sigma=s.sigma[rows]) for name, s in series.items()}

    return replace(
        motion,
        time_s=time_s,
        rate_hz=1.0,
        image_px=motion.image_px[rows],
        world_m=motion.world_m[rows],
        visibility=motion.visibility[rows],
        stands_left=motion.stands_left[rows],
        swapped=motion.swapped[rows],
        series=some(motion.series),
        by_side=some(motion.by_side),
    )


def _stands_tall(motion: Motion) -> bool:
    """Whether some picture shows the hips nearly straight."""
    hinge = motion.series["hip_hinge_deg"].value
    return bool(np.isfinite(hinge).any() and np.nanmin(hinge) <= TALL_DEG)


def _unjudged(lift: MovementName) -> tuple[NotAssessable, ...]:
    """Every rule that is meant for the lift, and why a picture does not answer it."""
    uses = ((rule.id, row_of(lift).rules[rule.id]) for rule in RULES)
    return tuple(
        NotAssessable(rule, "all", use.reason if isinstance(use, NotJudged) else NO_REP, filming=False)
        for rule, use in uses
        if not isinstance(use, NotMeant)
    )


def _with_wider_errors(motion: Motion) -> Motion:
    """The same with wider errors."""
    return less_sure(motion, dict.fromkeys(motion.series, Wider(ROUGHER)))


def _still(row: int, motion: Motion) -> Rep:
    """A picture as a repetition of one moment."""
    measures = {}
    for name, series in motion.series.items():
        if np.isfinite(series.value[row]):
            value = float(series.value[row])
            measures[name] = Summary(value, value, value, value, value, value, float(series.sigma[row]), 1.0)
    time_s = float(motion.time_s[row])
    return Rep(row + 1, time_s, time_s, time_s, measures, Tempo(None, None, None), _moment(row))


def _with_less_confidence(lift: Lift) -> Lift:
    """On two feet, a picture does not show whether the load came from the floor."""
    if lift.given or lift.name not in (FLOOR, HANGING):
        return lift
    second = HANGING if lift.name == FLOOR else FLOOR
    return replace(lift, confidence=min(lift.confidence, MAX_SURE), runner_up=second)
