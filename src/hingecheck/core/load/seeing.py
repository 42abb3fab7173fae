"""From the outlines that were seen near the hands to a motion with its load: kind, path, scale and speed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..known_facts import KnownFacts
from ..landmarks import Side
from ..load_types import LoadKind, LoadScale, LoadSeen, LoadTrack
from ..phrases import N_
from ..types import Motion, PoseTrack, Series, Unavailable
from .choosing import Held, choose_held
from .following import follow_hands, follow_held, grips_of, hands_of
from .kinds import MIN_BAR, bar_shown, hands_lie, holding_hand, kind_of_outline, other_head
from .path import load_series
from .scale import leg_scale, plate_scale

#: Looks beyond the repetitions that count, seconds: before and after, hands may hold something else, or nothing.
BESIDE_REPS_S = 0.3
#: Fewest looks that a load is told from.
MIN_LOOKS = 8
OTHER_SIDE: dict[Side, Side] = {"left": "right", "right": "left"}

NOT_FOUND = N_("no round outline goes with the hands: a bar seen from its side, a band, or nothing is held")
HANDS_LIE = N_("the hands lie still while the hips go up and down: they hold nothing")
ONE_SEEN = N_("a dumbbell is seen at one hand; whether the other holds one too does not show")
FEW_LOOKS = N_("hands and pictures are there for too short a time to find what they hold")
SERIES = ("load_x_m", "load_y_m", "load_speed_m_s")


def with_load(motion: Motion, track: PoseTrack, span_s: tuple[float, float], facts: KnownFacts) -> Motion:
    """A motion with its load and the load's series; as it is where nobody looked for one.

    Parameters
    ----------
    motion : Motion
    track : PoseTrack
        That it was made from.
    span_s : (float, float)
        From the beginning of the first repetition to the end of the last.
    facts : KnownFacts
    """
    if track.loads is None or motion.leg_px <= 0:
        return motion
    hands = hands_of(track)
    looked = track.loads.looked & np.isfinite(hands).all(axis=1)
    within = (track.time_s >= span_s[0] - BESIDE_REPS_S) & (track.time_s <= span_s[1] + BESIDE_REPS_S)
    look = np.flatnonzero(looked & within)
    if len(look) < MIN_LOOKS:
        return _without(motion, FEW_LOOKS)
    if hands_lie(motion, (motion.time_s >= span_s[0]) & (motion.time_s <= span_s[1])):
        return _without(motion, HANDS_LIE, "none")
    held = choose_held(track.loads.shapes[look], hands[look], motion.leg_px)
    grips = {side: grip[look] for side, grip in grips_of(track).items()}
    kind: LoadKind = "unknown" if held is None else kind_of_outline(held, grips, motion)
    bar = bar_shown(track.loads.bar, within, motion.view)
    if bar >= MIN_BAR and kind != "barbell":
        return _by_hands(motion, track, facts, LoadSeen("barbell", bar, reason="", searched=True))
    if held is None or kind == "unknown":
        seen = LoadSeen(reason=NOT_FOUND, searched=True)
        return _by_hands(motion, track, facts, seen) if facts.load_kg else _without(motion, NOT_FOUND)
    if kind == "dumbbell" and not motion.face_up:
        return _with_dumbbells(motion, track, facts, held, look)
    path = follow_held(held, look, track, hands, motion)
    scale = _scale(kind, path, motion, track, facts)
    load = LoadSeen(kind, held.there, (path,), scale, reason="", searched=True)
    return _with_series(replace(motion, load=load), path, track, facts)


def _with_dumbbells(
    motion: Motion, track: PoseTrack, facts: KnownFacts, first: Held, look: NDArray[np.int64]
) -> Motion:
    """A dumbbell at one fist, or one at each: each with a path of its own."""
    assert track.loads is not None
    grips = grips_of(track)
    side = holding_hand(first, {one: grip[look] for one, grip in grips.items()})
    other = OTHER_SIDE[side]
    second = other_head(track.loads.shapes[look], first, grips[other][look], motion.leg_px)
    nearer = replace(follow_held(first, look, track, grips[side], motion), side=side)
    paths = [nearer]
    if second is not None:
        paths.append(replace(follow_held(second, look, track, grips[other], motion), side=other))
    elif motion.working_side == "both":  # nobody lifts one of them on two legs at his side
        paths.append(follow_hands(track, grips[other], motion, other))
    seen = LoadSeen("dumbbells", first.there, reason="", searched=True)
    if len(paths) == 1:
        seen = LoadSeen(reason=ONE_SEEN, searched=True)
    load = replace(seen, tracks=tuple(paths), scale=leg_scale(motion, facts.height_m))
    return _with_series(replace(motion, load=load), nearer, track, facts)


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
    missing = dict.fromkeys(SERIES, reason)
    load = LoadSeen(kind, 1.0 if kind == "none" else 0.0, reason=reason, searched=True)
    return replace(motion, load=load, missing={**motion.missing, **missing})


def _with_series(motion: Motion, path: LoadTrack, track: PoseTrack, facts: KnownFacts) -> Motion:
    assert motion.load.scale is not None
    lifter = leg_scale(motion, facts.height_m)
    found = load_series(path, motion.load.scale, lifter, motion, (track.width_px, track.height_px))
    series = {name: one for name, one in found.items() if isinstance(one, Series)}
    missing = {name: one.reason for name, one in found.items() if isinstance(one, Unavailable)}
    return replace(motion, series={**motion.series, **series}, missing={**motion.missing, **missing})
