"""From the outlines that were seen near the hands to a motion with its load: kind, path, scale and speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Mask
from ..known_facts import KnownFacts
from ..landmarks import other
from ..load_types import LoadKind, LoadScale, LoadSeen, LoadShapes, LoadTrack
from ..phrases import N_
from ..tracking.trails import HIPS
from ..types import Cycle, Motion, PoseTrack, Unavailable
from .at_hands import empty_hands, holds_band
from .choosing import MAX_ABOVE_LEG, ON_HIPS_LEG, Held, choose_held
from .following import follow_hands, follow_held, grips_of, hands_of
from .kinds import MIN_BAR, NO_BAR, bar_shown, hands_lie, holding_hand, is_coloured, kind_of_outline, other_head
from .path import load_series
from .scale import leg_scale, plate_scale

#: Looks beyond the repetitions that count, seconds: before and after, hands may hold something else, or nothing.
BESIDE_REPS_S = 0.3
#: Fewest looks that a load is told from.
MIN_LOOKS = 8
#: What goes with the hands in the lifts alone, and not in all of the repetitions, is a plate only where it is there
#: this regularly, and below the hands: a plate of one who stood over it with empty hands before 0.57, a trouser seat
#: above them 0.47.
LIFTED_THERE = 0.5
#: Plates that go with the hips alone hide them: their middles are 0.00 and 0.06 of their width beside them (2 of the
#: lab's), that of a round chest 0.9.
WITHIN = 0.5

NOT_FOUND = N_(
    "no round outline goes with the hands: a bar or dumbbells seen from their side, a bell that is hidden, a band, "
    "or nothing is held"
)
HANDS_LIE = N_("the hands lie still while the hips go up and down: they hold nothing")
HANDS_EMPTY = N_("both hands are seen, and hold nothing")
ONE_SEEN = N_("a dumbbell is seen at one hand; whether the other holds one too does not show")
FEW_LOOKS = N_("hands and pictures are there for too short a time to find what they hold")
SERIES = ("load_x_m", "load_y_m", "load_speed_m_s")


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is looked at, and when."""

    motion: Motion
    track: PoseTrack
    facts: KnownFacts
    loads: LoadShapes
    hands: Floats  #: see `hands_of`, in each row of the track
    rows: Mask  #: the motion's, of all repetitions
    within: Mask  #: the track's, of all repetitions and just beside them
    lifts: Mask  #: … of the lifts alone

    def held_by(
        self, hands: Floats, rows: Mask, max_above_leg: float = MAX_ABOVE_LEG
    ) -> tuple[Held | None, NDArray[np.int64]]:
        """The outline that goes with hands in some of the track's rows, and which of these were looked at."""
        look = np.flatnonzero(self.loads.looked & rows & np.isfinite(hands).all(axis=1))
        if len(look) < MIN_LOOKS:
            return None, look
        shapes, look_s = self.loads.shapes[look], self.track.time_s[look]
        return choose_held(shapes, hands[look], self.motion.leg_px, look_s, max_above_leg), look

    def hands_high(self) -> Mask:
        """The track's rows of the repetitions in which hands are in the upper half of their way."""
        y_px = self.hands[:, 1]
        known: Mask = self.within & np.isfinite(y_px)
        middle_px = float(np.percentile(y_px[known], [5.0, 95.0]).mean()) if known.any() else 0.0
        return np.asarray(known & (y_px < middle_px))

    def kind(self, held: Held, look: NDArray[np.int64]) -> LoadKind:
        """What the outline is."""
        grips = {side: grip[look] for side, grip in grips_of(self.track).items()}
        unlike = None if self.loads.unlike is None else self.loads.unlike[look]
        return kind_of_outline(held, self.hands[look], grips, unlike, self.motion)

    def coloured(self, held: Held, look: NDArray[np.int64]) -> bool:
        """Whether the outline is before a fist, or just below, and of another colour than skin."""
        grips = {side: grip[look] for side, grip in grips_of(self.track).items()}
        return self.loads.unlike is not None and is_coloured(held, grips, self.loads.unlike[look], self.motion.leg_px)


def with_load(motion: Motion, track: PoseTrack, cycles: Sequence[Cycle], facts: KnownFacts) -> Motion:
    """A motion with its load and the load's series; as it is where nobody looked for one.

    Parameters
    ----------
    motion : Motion
    track : PoseTrack
        That it was made from.
    cycles : sequence of Cycle
        Its repetitions; where there are none, all of it counts.
    facts : KnownFacts
    """
    if track.loads is None or motion.leg_px <= 0:
        return motion
    sight = _sight(motion, track, track.loads, cycles, facts)
    if np.count_nonzero(track.loads.looked & np.isfinite(sight.hands).all(axis=1) & sight.within) < MIN_LOOKS:
        return _without(motion, FEW_LOOKS)
    if hands_lie(motion, [slice(c.first, c.last) for c in cycles] or [slice(None)]):
        return _without(motion, HANDS_LIE, "none")
    held, look, kind = _found(sight)
    bar = bar_shown(track.loads.bar, sight.within, motion.view)
    if bar >= MIN_BAR and kind != "barbell":
        return _by_hands(motion, track, facts, LoadSeen("barbell", bar, reason="", searched=True))
    if held is None or kind == "unknown" or (kind == "dumbbell" and bar > NO_BAR):
        return _without_outline(sight)
    if kind == "dumbbell" and not motion.face_up:
        return _with_dumbbells(sight, held, look)
    path = follow_held(held, look, track, sight.hands, motion)
    load = LoadSeen(kind, held.there, (path,), _scale(kind, path, motion, track, facts), reason="", searched=True)
    return _with_series(replace(motion, load=load), path, track, facts)


def _sight(motion: Motion, track: PoseTrack, loads: LoadShapes, cycles: Sequence[Cycle], facts: KnownFacts) -> _Sight:
    count, time_s = len(motion), motion.time_s
    first, last = min((c.first for c in cycles), default=0), max((c.last for c in cycles), default=count)
    rows = np.zeros(count, dtype=bool)
    rows[first:last] = True
    lifts = np.zeros(len(track), dtype=bool)
    for cycle in cycles:
        lifts |= _beside(track.time_s, time_s, cycle.lifting.first, cycle.lifting.last)
    within = _beside(track.time_s, time_s, first, last)
    return _Sight(motion, track, facts, loads, hands_of(track), rows, within, lifts)


def _beside(at_s: Floats, time_s: Floats, first: int, last: int) -> Mask:
    """Times within some of the motion's rows, and just before and after."""
    return np.asarray(
        (at_s >= time_s[first] - BESIDE_REPS_S) & (at_s <= time_s[min(last, len(time_s)) - 1] + BESIDE_REPS_S)
    )


def _found(sight: _Sight) -> tuple[Held | None, NDArray[np.int64], LoadKind]:
    """The outline that is held, the looks it is in, and what it is; where it is nothing that is known, the first.

    The middle between the hands is followed by plates and bells. Where nothing goes with it through the repetitions,
    something may in the lifts alone, who lowers with empty hands lifts a bar all the same; or with one of the hands;
    or in the upper half of their way, as legs or feet hide a bell and dumbbells at the bottom. Plates of one who
    lies hide the hands, and go with the hips.
    """
    held, look = sight.held_by(sight.hands, sight.within)
    if held is not None and (kind := sight.kind(held, look)) != "unknown":
        return held, look, kind
    if sight.motion.face_up:
        hips = sight.track.image_px[:, HIPS].mean(axis=1)
        lying, lying_look = sight.held_by(hips, sight.within, ON_HIPS_LEG)
        if lying is not None and _hides(lying, hips[lying_look]) and sight.kind(lying, lying_look) == "barbell":
            return lying, lying_look, "barbell"
    lifted, lift_look = sight.held_by(sight.hands, sight.lifts)
    if lifted is not None and sight.kind(lifted, lift_look) == "barbell" and lifted.there >= LIFTED_THERE:
        below = lifted.shapes[:, 1] - sight.hands[lift_look, 1]
        if float(np.nanmedian(below)) > 0:
            return lifted, lift_look, "barbell"
    for grip in grips_of(sight.track).values():
        one, one_look = sight.held_by(grip, sight.within)
        if one is not None and sight.coloured(one, one_look) and sight.kind(one, one_look) == "dumbbell":
            return one, one_look, "dumbbell"
    high, high_look = sight.held_by(sight.hands, sight.hands_high())
    if high is not None:
        kind = sight.kind(high, high_look)
        if kind == "kettlebell" or (kind == "dumbbell" and sight.coloured(high, high_look)):
            return high, high_look, kind
    return held, look, "unknown"


def _hides(held: Held, hips: Floats) -> bool:
    """Whether a lying lifter's hips are well within an outline's width."""
    beside_px = np.abs(held.shapes[:, 0] - hips[:, 0])
    return bool(np.nanmedian(beside_px / held.shapes[:, 2]) < WITHIN)


def _without_outline(sight: _Sight) -> Motion:
    """The motion where nothing round goes with the hands: a band, empty hands, or not known."""
    motion, loads = sight.motion, sight.loads
    if band := (0.0 if motion.face_up else holds_band(loads.fists, sight.within)):
        seen = LoadSeen("band", band, reason="", searched=True)
        return _by_hands(motion, sight.track, sight.facts, seen)
    if all(empty_hands(loads.fists, sight.within, motion, sight.rows).values()):
        return _without(motion, HANDS_EMPTY, "none")
    seen = LoadSeen(reason=NOT_FOUND, searched=True)
    return _by_hands(motion, sight.track, sight.facts, seen) if sight.facts.load_kg else _without(motion, NOT_FOUND)


def _with_dumbbells(sight: _Sight, first: Held, look: NDArray[np.int64]) -> Motion:
    """A dumbbell at one fist, or one at each: each with a path of its own."""
    motion, track = sight.motion, sight.track
    grips = grips_of(track)
    side = holding_hand(first, {one: grip[look] for one, grip in grips.items()})
    far = other(side)
    shapes, look_s = sight.loads.shapes[look], track.time_s[look]
    second = other_head(shapes, first, grips[far][look], motion.leg_px, look_s)
    nearer = replace(follow_held(first, look, track, grips[side], motion), side=side)
    paths, reason = [nearer], ONE_SEEN
    kind: LoadKind = "unknown"
    if second is not None:
        paths.append(replace(follow_held(second, look, track, grips[far], motion), side=far))
        kind, reason = "dumbbells", ""
    elif (empty := empty_hands(sight.loads.fists, sight.within, motion, sight.rows))[far] and not empty[side]:
        kind, reason = "dumbbell", ""
    elif motion.working_side == "both":  # nobody lifts one of them on two legs at his side
        paths.append(follow_hands(track, grips[far], motion, far))
        kind, reason = "dumbbells", ""
    scale = leg_scale(motion, sight.facts.height_m)
    sure = first.there if kind != "unknown" else 0.0
    load = LoadSeen(kind, sure, tuple(paths), scale, reason=reason, searched=True)
    return _with_series(replace(motion, load=load), load.track or nearer, track, sight.facts)


def _scale(kind: LoadKind, path: LoadTrack, motion: Motion, track: PoseTrack, facts: KnownFacts) -> LoadScale:
    if kind != "barbell":
        return leg_scale(motion, facts.height_m)
    long_side_px = float(max(track.width_px, track.height_px))
    return plate_scale(path, motion, long_side_px, facts.height_m, facts.plate_diameter_m)


def _by_hands(motion: Motion, track: PoseTrack, facts: KnownFacts, seen: LoadSeen) -> Motion:
    """The hands' path in place of the load's: they hold one, as the pictures or the lifter say."""
    path = follow_hands(track, hands_of(track), motion)
    load = replace(seen, tracks=(path,), scale=leg_scale(motion, facts.height_m))
    return _with_series(replace(motion, load=load), path, track, facts)


def _without(motion: Motion, reason: str, kind: LoadKind = "unknown") -> Motion:
    load = LoadSeen(kind, 1.0 if kind == "none" else 0.0, reason=reason, searched=True)
    return replace(motion, load=load).with_measures(dict.fromkeys(SERIES, Unavailable(reason)))


def _with_series(motion: Motion, path: LoadTrack, track: PoseTrack, facts: KnownFacts) -> Motion:
    assert motion.load.scale is not None
    lifter = leg_scale(motion, facts.height_m)
    picture_px = (track.width_px, track.height_px)
    return motion.with_measures(load_series(path, motion.load.scale, lifter, motion, picture_px))
