"""From the outlines that were seen near the hands to a motion with its load: kind, path, scale and speed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..arrays import Floats
from ..known_facts import KnownFacts
from ..load_types import LoadKind, LoadScale, LoadSeen, LoadTrack
from ..types import Motion, PoseTrack, Series, Unavailable
from .choosing import Held, choose_held
from .following import follow_hands, follow_held, hands_of
from .path import load_series
from .scale import leg_scale, plate_scale

#: Radius from which a round outline is a plate's, leg lengths: a bell's is 0.13, one of the smallest discs that a bar
#: is lifted with 0.16, and near plates look larger.
PLATE_FROM_LEG = 0.165
#: A bell's middle hangs this far below the hands, leg lengths: 0.17 m of 0.85; a dumbbell's heads are beside them.
BELL_BELOW_LEG = 0.12
#: A fist is round too, to 0.06 leg lengths; a dumbbell's head that is larger must show this regularly.
HEAD_FROM_LEG, HEAD_THERE = 0.07, 0.6
#: Looks beyond the repetitions that count, seconds: before and after, hands may hold something else, or nothing.
BESIDE_REPS_S = 0.3
#: Fewest looks that a load is told from.
MIN_LOOKS = 8

NOT_FOUND = "no round outline goes with the hands: a bar seen from its side, a band, or nothing is held"
FEW_LOOKS = "hands and pictures are there for too short a time to find what they hold"
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
    held = choose_held(track.loads.shapes[look], hands[look], motion.leg_px)
    kind: LoadKind = "unknown" if held is None else _kind(held, hands[look], motion)
    if held is None or kind == "unknown":
        return _by_hands(motion, track, facts)
    path = follow_held(held, look, track, motion.time_s, motion.rate_hz, motion.leg_px)
    scale = _scale(kind, path, motion, track, facts)
    load = LoadSeen(kind, held.there, (path,), scale, reason="", searched=True)
    return _with_series(replace(motion, load=load), path, track, facts)


def _scale(kind: LoadKind, path: LoadTrack, motion: Motion, track: PoseTrack, facts: KnownFacts) -> LoadScale:
    if kind != "barbell":
        return leg_scale(motion, facts.height_m)
    long_side_px = float(max(track.width_px, track.height_px))
    return plate_scale(path, motion, long_side_px, facts.height_m, facts.plate_diameter_m)


def _kind(held: Held, hands_px: Floats, motion: Motion) -> LoadKind:
    """What an outline is that goes with the hands, by its size and by how far below them it hangs."""
    radius_leg = float(np.nanmedian(held.shapes[:, 3])) / motion.leg_px
    if radius_leg >= PLATE_FROM_LEG:
        return "barbell"
    below_leg = float(np.nanmedian(held.shapes[:, 1] - hands_px[:, 1])) / motion.leg_px
    if motion.face_up:
        return "unknown"
    if below_leg >= BELL_BELOW_LEG:
        return "kettlebell"
    return "dumbbells" if radius_leg >= HEAD_FROM_LEG and held.there >= HEAD_THERE else "unknown"


def _by_hands(motion: Motion, track: PoseTrack, facts: KnownFacts) -> Motion:
    """The hands' path in place of the load's, where the lifter says that they hold one."""
    if not facts.load_kg:
        return _without(motion, NOT_FOUND)
    path = follow_hands(track, motion.time_s, motion.rate_hz, motion.leg_px)
    load = LoadSeen("unknown", 0.0, (path,), leg_scale(motion, facts.height_m), reason=NOT_FOUND, searched=True)
    return _with_series(replace(motion, load=load), path, track, facts)


def _without(motion: Motion, reason: str) -> Motion:
    missing = dict.fromkeys(SERIES, reason)
    return replace(motion, load=LoadSeen(reason=reason, searched=True), missing={**motion.missing, **missing})


def _with_series(motion: Motion, path: LoadTrack, track: PoseTrack, facts: KnownFacts) -> Motion:
    assert motion.load.scale is not None
    lifter = leg_scale(motion, facts.height_m)
    found = load_series(path, motion.load.scale, lifter, motion, (track.width_px, track.height_px))
    series = {name: one for name, one in found.items() if isinstance(one, Series)}
    missing = {name: one.reason for name, one in found.items() if isinstance(one, Unavailable)}
    return replace(motion, series={**motion.series, **series}, missing={**motion.missing, **missing})
