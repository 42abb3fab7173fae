"""A recording as parts: each stretch with one lift from one side is measured, segmented and recognised on its own.

Breaks found on the raw track say where a part may end; what the parts then show says whether it does. A recording of
one part takes the way it always took.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from .arrays import Floats
from .corrections import Corrections, SetTold
from .geometry import wrap_deg
from .kinetics.work import build_of, with_kinetics
from .known_facts import KnownFacts
from .lifts import FROM_FLOOR, LIFTS
from .load.astray import with_wider_speeds
from .load.hiding import doubts_behind_plates
from .load.left_below import with_load_lifted
from .load.seeing import with_load
from .load.speeds import rep_load
from .load.squeeze import with_shape_doubted
from .measured import MeasuredStretch, measure_stretch, of_its_sets
from .measures.feet import without_hands
from .measures.less_sure import doubts_of_filming
from .measures.motion import HowToMeasure
from .measures.unseen_joints import doubts_of_unseen_joints
from .reps.balance import with_sway
from .reps.by_hand import corrected_reps
from .reps.by_load import told_by_load
from .reps.lift_change import lift_changes_s
from .reps.recognition import recognise
from .reps.segmentation import SET_PAUSE_S, Segmentation, split_sets
from .reps.summaries import summarise_reps
from .reps.takes import cut_by_takes, takes_s, without_speeds_between
from .tracking.breaks import TURN_DEG, Breaks, find_breaks
from .tracking.stretches import track_between
from .tracking.uncertainty import less_sure
from .types import Lift, Motion, PoseTrack, Rep

#: Fewest frames with the lifter in them that can hold a repetition.
MIN_FRAMES = 12


@dataclass(frozen=True, slots=True)
class RecordingPart:
    """A stretch of a recording, measured by itself; no set reaches beyond it."""

    motion: Motion
    segmentation: Segmentation
    lift: Lift
    reps: tuple[Rep, ...]  #: counted from 1 through the recording; rows are those of `motion`
    partial_reps: tuple[Rep, ...]
    out_of_shape: str = ""  #: what to say where the picture is squeezed or stretched


def measure_parts(
    track: PoseTrack,
    how: HowToMeasure,
    corrections: Corrections | None = None,
    cuts_s: Sequence[float] = (),
    leaps_s: Sequence[float] = (),
    reframed_s: Sequence[float] = (),
) -> tuple[RecordingPart, ...]:
    """Measure a recording part by part.

    Parameters
    ----------
    track : PoseTrack
        With `MIN_FRAMES` frames at least that show the lifter.
    how : HowToMeasure
    corrections : Corrections, optional
        What a person set right, on the track's time axis.
    cuts_s : sequence of float, optional
        Moments from which on the recording shows another scene, seconds; no part reaches beyond one.
    leaps_s : sequence of float, optional
        Moments at which the picture leaps: where reps are done otherwise from there on, they are another take's.
    reframed_s : sequence of float, optional
        Moments from which on it is cropped otherwise: in a rep that is nothing, between several another set begins.

    Returns
    -------
    tuple of RecordingPart
        In order of time, at least one. Between two that the clock parts, their motions leave out the time.
    """
    breaks = replace(find_breaks(track), leaps_s=tuple(leaps_s), reframed_s=tuple(reframed_s))
    parts: list[MeasuredStretch] = []
    bounds = [-np.inf, *sorted({*breaks.gaps_s, *cuts_s}), np.inf]
    for first_s, last_s in pairwise(bounds):
        stretch = track_between(track, first_s, last_s) if len(bounds) > 2 else track
        if int(stretch.present.sum()) >= MIN_FRAMES:
            whole = measure_stretch(stretch, how, (first_s, last_s))
            parts += [of_its_sets(part, how) for part in _divide(whole, breaks, how)]
    if not parts:  # never long enough between two gaps
        parts = [measure_stretch(track, how, (-np.inf, np.inf))]
    parts = _without_lone_bends(parts)
    out: list[RecordingPart] = []
    by_hand = corrections or Corrections()
    for part in parts:
        for piece, known in _told_apart(part, how, by_hand.sets):
            before = sum(len(p.reps) for p in out), sum(len(p.partial_reps) for p in out)
            out.append(_finished(piece, known, by_hand, leaps_s, *before))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Divider:
    """Measures pieces of a stretch that may be parts of their own."""

    whole: MeasuredStretch
    breaks: Breaks
    how: HowToMeasure

    def inside(self, moments: Sequence[float]) -> list[float]:
        """Those of the moments that lie within the stretch."""
        return [moment for moment in moments if self.whole.first_s < moment < self.whole.last_s]

    def pieces(self, cuts_s: Collection[float], between_reps_s: Collection[float]) -> list[MeasuredStretch]:
        """The stretch cut there, pieces too short to measure left out."""
        spans = pairwise([self.whole.first_s, *sorted(cuts_s), self.whole.last_s])
        return [piece for span in spans if (piece := self.piece(*span, between_reps_s)) is not None]

    def piece(self, first_s: float, last_s: float, between_reps_s: Collection[float]) -> MeasuredStretch | None:
        """What lies between two moments; a turn there that lies between two reps (`between_reps_s`) is none."""
        track = track_between(self.whole.track, first_s, last_s)
        if int(track.present.sum()) < MIN_FRAMES:
            return None
        found = measure_stretch(track, self.how, (first_s, last_s), _grid_s(self.whole, first_s, last_s))
        breaks = self.breaks
        jumped = any(first_s in moments for moments in (breaks.jumps_s, breaks.leaps_s, breaks.reframed_s))
        turned = first_s in self.breaks.changes_s and first_s not in between_reps_s
        return replace(found, after_jump=jumped, after_turn=turned)


def _divide(whole: MeasuredStretch, breaks: Breaks, how: HowToMeasure) -> list[MeasuredStretch]:
    """A stretch cut where something else begins; as it is where nothing does, or where cutting costs repetitions."""
    divider = _Divider(whole, breaks, how)
    between_reps = set(_between_reps_s(whole, breaks.leaps_s))
    reframed = _set_apart(whole, divider.inside(breaks.reframed_s))
    cuts = {*divider.inside(breaks.jumps_s), *divider.inside(breaks.changes_s), *between_reps, *reframed}
    if not cuts:
        return [whole]
    pieces = divider.pieces(cuts, between_reps)
    # what lies down later hides in the whole that two lifts went before it: each piece is asked again
    further = {moment for piece in pieces for moment in _between_reps_s(piece, breaks.leaps_s)} - between_reps
    if further:
        between_reps |= further
        pieces = divider.pieces(cuts | further, between_reps)
    groups = _alike(pieces)
    if len(groups) < 2 or _costs_reps(whole, pieces, groups):
        return [whole]
    joined = [
        group[0] if len(group) == 1 else divider.piece(group[0].first_s, group[-1].last_s, between_reps)
        for group in groups
    ]
    found = [part for part in joined if part is not None]
    between = [p for p in pieces if not p.reps and not any(f.first_s <= p.first_s < f.last_s for f in found)]
    return sorted([*found, *between], key=lambda part: part.first_s)


def _without_lone_bends(parts: list[MeasuredStretch]) -> list[MeasuredStretch]:
    """No set of a single bend that is none of the lifts, or a rest, beside sets that are: she walks, or sits down."""
    if not any(part.lift.name in LIFTS and part.reps > 1 for part in parts):
        return parts
    lone = [part.reps == 1 and not part.lift.given for part in parts]
    return [
        part.without_reps() if alone and (part.lift.name not in LIFTS or _rests_below(part)) else part
        for part, alone in zip(parts, lone, strict=True)
    ]


def _rests_below(part: MeasuredStretch) -> bool:
    """Whether a lift comes so long after the bend before it that it is another set's."""
    pauses = [cycle.pause or 0 for cycle in part.segmentation.cycles if cycle.complete]
    return max(pauses, default=0) > SET_PAUSE_S * part.motion.rate_hz


def _costs_reps(
    whole: MeasuredStretch, pieces: Sequence[MeasuredStretch], groups: Sequence[Sequence[MeasuredStretch]]
) -> bool:
    """Whether a stretch seen from one side throughout loses reps by its cuts: they were none.

    Of two sides in one, reps cannot be counted.
    """
    same_side = all(_same_posture(a[0], b[0]) for a, b in pairwise(groups))
    return same_side and sum(piece.reps for piece in pieces) < whole.reps


def _told_apart(
    part: MeasuredStretch, how: HowToMeasure, sets: Sequence[SetTold]
) -> list[tuple[MeasuredStretch, KnownFacts]]:
    """A stretch cut between its sets where a person said what one was; each piece with what holds for it."""
    sets = [told for told in sets if part.first_s <= told.at_s < part.last_s]
    pieces: list[tuple[float, float, KnownFacts]] = []
    for first_s, last_s in pairwise([part.first_s, *_between_sets_s(part), part.last_s]):
        known = how.facts
        for told in sets:
            if first_s <= told.at_s < last_s:
                known = known.with_told(told)
        begins_s = pieces.pop()[0] if pieces and pieces[-1][2] == known else first_s
        pieces.append((begins_s, last_s, known))
    if pieces == [(part.first_s, part.last_s, how.facts)]:
        return [(part, how.facts)]
    out = []
    for first_s, last_s, known in pieces:
        track, grid_s = track_between(part.track, first_s, last_s), _grid_s(part, first_s, last_s)
        out.append((measure_stretch(track, replace(how, facts=known), (first_s, last_s), grid_s), known))
    return out


def _between_sets_s(part: MeasuredStretch) -> list[float]:
    """The middle of the time between each two sets."""
    time_s, cycles = part.motion.time_s, part.segmentation.cycles
    groups = [(cycles[places[0]].first, cycles[places[-1]].last - 1) for places in split_sets(cycles, part.motion)]
    return [0.5 * float(time_s[before[1]] + time_s[after[0]]) for before, after in pairwise(groups)]


def _grid_s(whole: MeasuredStretch, first_s: float, last_s: float) -> Floats:
    """Those of the whole's times that lie between two moments."""
    time_s = whole.motion.time_s
    return time_s[(time_s >= first_s) & (time_s < last_s)]


def _between_reps_s(stretch: MeasuredStretch, leaps_s: Sequence[float]) -> list[float]:
    """Moments between two reps at which another set, or another lift, may begin; and where another take does."""
    return [*_pauses_s(stretch), *lift_changes_s(stretch.motion, stretch.segmentation, leaps_s)]


def _set_apart(whole: MeasuredStretch, moments: Sequence[float]) -> list[float]:
    """Those of the moments that lie within no repetition, with two at least before each and after, up to the next."""
    time_s = whole.motion.time_s
    whole_ones = [cycle for cycle in whole.segmentation.cycles if cycle.complete]
    spans = [(float(time_s[cycle.first]), float(time_s[cycle.last - 1])) for cycle in whole_ones]
    outside = [moment for moment in moments if not any(first < moment <= last for first, last in spans)]
    counts = np.histogram([last for _, last in spans], [-np.inf, *outside, np.inf])[0]
    return [moment for moment, *beside in zip(outside, counts, counts[1:], strict=False) if min(beside) >= 2]


def _pauses_s(whole: MeasuredStretch) -> list[float]:
    """The middle of each pause that parts two sets."""
    time_s = whole.motion.time_s
    full = [cycle for cycle in whole.segmentation.cycles if cycle.complete]
    ends = [(float(time_s[a.last - 1]), float(time_s[b.first])) for a, b in pairwise(full)]
    return [0.5 * (before + after) for before, after in ends if after - before > SET_PAUSE_S]


def _alike(pieces: Sequence[MeasuredStretch]) -> list[list[MeasuredStretch]]:
    """Pieces with repetitions in them, in groups of neighbours that are one part: one lift, one side, no jump."""
    groups: list[list[MeasuredStretch]] = []
    jumped, turned = False, True
    for piece in pieces:
        jumped, turned = jumped or piece.after_jump, turned and piece.after_turn
        if not piece.reps:
            continue
        alike = _same_posture if turned else _same_kind
        if groups and not jumped and alike(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        jumped, turned = False, True
    return groups


def _same_kind(one: MeasuredStretch, other: MeasuredStretch) -> bool:
    """Whether two stretches show one lift on the same leg from one side."""
    alike = one.lift.name == other.lift.name and one.lift.working_side == other.lift.working_side
    return alike and _same_posture(one, other)


def _same_posture(one: MeasuredStretch, other: MeasuredStretch) -> bool:
    """Whether the lifter is seen from one side in two stretches, and stands, or lies, in both."""
    turned = abs(float(wrap_deg(np.array(one.motion.view.azimuth_deg - other.motion.view.azimuth_deg))))
    return turned < TURN_DEG and one.motion.face_up == other.motion.face_up


def _told_again(
    part: MeasuredStretch, facts: KnownFacts, by_hand: Corrections, leaps_s: Sequence[float]
) -> tuple[Motion, Segmentation, Lift]:
    """The part's motion with its load, its reps as the load tells them and a person set them right, and its lift.

    Reps that a person set right are what they are, whatever the load does; the lift is told from what is left.
    """
    motion = less_sure(part.motion, doubts_of_filming(part.motion))
    motion = with_load(motion, part.track, part.segmentation.cycles, facts)
    segmentation = told_by_load(part.segmentation, motion, part.lift)
    takes = takes_s(part.track, leaps_s, motion)
    motion = without_speeds_between(motion, takes)
    segmentation = replace(segmentation, cycles=cut_by_takes(segmentation.cycles, motion, takes))
    if by_hand:
        segmentation = corrected_reps(segmentation, motion, by_hand)
        return motion, segmentation, recognise(part.motion, segmentation, facts.lift, facts.stance)
    if part.lift.name in FROM_FLOOR:
        segmentation = replace(segmentation, cycles=with_load_lifted(segmentation.cycles, motion))
    return motion, segmentation, part.lift


def _finished(
    part: MeasuredStretch,
    facts: KnownFacts,
    by_hand: Corrections,
    leaps_s: Sequence[float],
    reps_before: int,
    partial_before: int,
) -> RecordingPart:
    """With what rests on load, reps and lift: sway, hands, moments; and the reps numbered on from those before."""
    motion, segmentation, lift = _told_again(part, facts, by_hand, leaps_s)
    motion = without_hands(with_sway(motion, segmentation), lift.name)
    motion = less_sure(motion, doubts_behind_plates(motion))
    motion = less_sure(motion, doubts_of_unseen_joints(motion))  # how sure a number is moves no rep
    motion, out_of_shape = with_shape_doubted(motion, segmentation.cycles)
    motion = with_kinetics(motion, segmentation, lift, build_of(facts), facts.load_kg or 0.0)
    reps, partial = (
        tuple(_with_speeds(rep, motion) for rep in reps) for reps in summarise_reps(segmentation, motion)
    )
    reps = with_wider_speeds(reps, motion)
    return RecordingPart(
        motion=motion,
        segmentation=segmentation,
        lift=lift,
        reps=tuple(replace(rep, index=rep.index + reps_before) for rep in reps),
        partial_reps=tuple(replace(rep, index=rep.index + partial_before) for rep in partial),
        out_of_shape=out_of_shape,
    )


def _with_speeds(rep: Rep, motion: Motion) -> Rep:
    """The rep with the load's; as it is where nobody looked for a load."""
    return replace(rep, load=rep_load(rep.cycle, motion)) if motion.load.searched else rep
