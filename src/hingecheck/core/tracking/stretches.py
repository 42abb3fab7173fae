"""Stretches of a raw track: some of its rows, or the time between two moments."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..types import PoseTrack


def track_between(track: PoseTrack, first_s: float, last_s: float) -> PoseTrack:
    """The rows of a track from one moment up to another."""
    return select_rows(track, (track.time_s >= first_s) & (track.time_s < last_s))


def select_rows(track: PoseTrack, rows: NDArray[np.int64] | NDArray[np.bool_]) -> PoseTrack:
    """Some rows of a track, by number or mask."""
    return replace(
        track,
        time_s=track.time_s[rows],
        frame_index=track.frame_index[rows],
        image_px=track.image_px[rows],
        visibility=track.visibility[rows],
        world_m=track.world_m[rows],
        outline_px=track.outline_px[rows],
        people=track.people[rows],
        camera=None if track.camera is None else track.camera.rows(rows),
        loads=None if track.loads is None else track.loads.rows(rows),
    )


def without_rows(track: PoseTrack, rows: NDArray[np.bool_]) -> PoseTrack:
    """A track in which nobody was found in some of its rows."""
    return replace(
        track,
        image_px=np.where(rows[:, None, None], np.nan, track.image_px),
        world_m=np.where(rows[:, None, None], np.nan, track.world_m),
        visibility=np.where(rows[:, None], 0.0, track.visibility),
    )
