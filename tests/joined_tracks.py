"""Recordings of several parts, joined from the saved poses of sample videos: what editing the videos would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from hingecheck.core.landmarks import Landmark
from hingecheck.core.tracking.lifter import LifterTrack, LifterTracker
from hingecheck.core.types import Person, PoseTrack
from hingecheck.sources.pose.saved import load_track

SAMPLES = Path(__file__).parent / "golden" / "samples"
RATE_HZ = 30.0
ROWS = ("image_px", "visibility", "world_m", "outline_px", "people")
OTHER_SIDE = [
    Landmark[p.name.replace("LEFT", "#").replace("RIGHT", "LEFT").replace("#", "RIGHT")].value for p in Landmark
]


def sample(name: str) -> PoseTrack:
    """The track of a sample video, of the lifter alone: what she holds is not joined here."""
    return replace(load_track(SAMPLES / f"{name}.npz").track, loads=None)


def mirrored(track: PoseTrack) -> PoseTrack:
    """As from the picture turned left to right: her left leg shows as the right one."""
    turn, width = np.array([-1.0, 1.0]), np.array([float(track.width_px), 0.0])
    return replace(
        track,
        image_px=track.image_px[:, OTHER_SIDE] * turn + width,
        world_m=track.world_m[:, OTHER_SIDE] * np.array([-1.0, 1.0, 1.0]),
        visibility=track.visibility[:, OTHER_SIDE],
        outline_px=(track.outline_px * turn + width).astype(np.float32)[:, ::-1],
    )


def zoomed(track: PoseTrack, factor: float) -> PoseTrack:
    """As from a picture cropped round its middle and made as large as before."""
    middle = 0.5 * np.array([track.width_px, track.height_px])
    outline = (track.outline_px - middle) * factor + middle
    return replace(track, image_px=(track.image_px - middle) * factor + middle, outline_px=outline.astype(np.float32))


def held(track: PoseTrack, seconds: float) -> PoseTrack:
    """The last picture stays for so long."""
    more = int(seconds * RATE_HZ)
    rows = np.concatenate([np.arange(len(track)), np.full(more, len(track) - 1)])
    time_s = np.concatenate([track.time_s, track.time_s[-1] + np.arange(1, more + 1) / RATE_HZ])
    kept = {name: getattr(track, name)[rows] for name in ROWS}
    return replace(track, time_s=time_s, frame_index=np.arange(len(rows)), **kept)


def with_gap(track: PoseTrack, at_s: float, seconds: float) -> PoseTrack:
    """The stamps jump at a moment."""
    return replace(track, time_s=np.where(track.time_s > at_s, track.time_s + seconds, track.time_s))


def joined(*tracks: PoseTrack) -> LifterTrack:
    """One recording after the other, through the choice of the lifter."""
    return _followed(tracks, ())


def cut_together(*tracks: PoseTrack) -> LifterTrack:
    """The same where the pictures show that each is another scene."""
    return _followed(tracks, np.cumsum([len(track) for track in tracks])[:-1].tolist())


def _followed(tracks: Sequence[PoseTrack], scenes: Sequence[int]) -> LifterTrack:
    time_s, start_s = [], 0.0
    for track in tracks:
        time_s.append(track.time_s - track.time_s[0] + start_s)
        start_s = float(time_s[-1][-1]) + 1.0 / RATE_HZ
    rows = {name: np.concatenate([getattr(track, name) for track in tracks]) for name in ROWS}
    tracker = LifterTracker()
    for row, moment in enumerate(np.concatenate(time_s)):
        person = Person(*(rows[name][row] for name in ROWS[:4]))
        seen = bool(np.isfinite(person.image_px).any())
        if row in scenes:
            tracker.cut()
        tracker.add(row, float(moment), (person,) if seen else ())
    return tracker.finish(tracks[0].width_px, tracks[0].height_px)
