"""Loads of a recording's parts put one after the other, and where they are in each frame's own picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..camera import HeldCamera
from ..load_types import LoadSeen, LoadTrack
from ..types import Motion


def join_loads(parts: Sequence[Motion], lead: Motion) -> LoadSeen:
    """The load over all parts: kind and scale are those of `lead`, tracks run through as far as they are the same.

    Parameters
    ----------
    parts : sequence of Motion
        In order of time.
    lead : Motion
        The part with most reps.
    """
    sides = [track.side for track in lead.load.tracks]
    tracks = []
    for side, of_lead in zip(sides, lead.load.tracks, strict=True):
        each = [next((t for t in part.load.tracks if t.side == side), _nowhere(of_lead, len(part))) for part in parts]
        tracks.append(
            replace(
                of_lead,
                centre_px=np.concatenate([track.centre_px for track in each]),
                sigma_px=np.concatenate([track.sigma_px for track in each]),
                radius_px=np.concatenate([track.radius_px for track in each]),
                seen=np.concatenate([track.seen for track in each]),
            )
        )
    return replace(lead.load, tracks=tuple(tracks))


def load_in_rows(load: LoadSeen, first: int, rows: int) -> LoadSeen:
    """A part's load, its own kind and scale, on the rows of all parts; nowhere but in its own.

    Parameters
    ----------
    load : LoadSeen
    first : int
        The part's first row.
    rows : int
        Of all parts.
    """
    return replace(load, tracks=tuple(_placed(track, first, rows) for track in load.tracks))


def load_in_picture(load: LoadSeen, camera: HeldCamera) -> LoadSeen:
    """The same in the pixels of each frame's own picture.

    Parameters
    ----------
    load : LoadSeen
        As a still and upright camera has it.
    camera : HeldCamera
        With the rows of its tracks.
    """
    zoom = np.hypot(camera.to_picture[:, 0], camera.to_picture[:, 1])
    return replace(
        load,
        tracks=tuple(
            replace(
                track,
                centre_px=camera.in_picture(track.centre_px),
                sigma_px=track.sigma_px * zoom,
                radius_px=track.radius_px * zoom[:, None],
            )
            for track in load.tracks
        ),
    )


def _placed(track: LoadTrack, first: int, rows: int) -> LoadTrack:
    own = slice(first, first + len(track.seen))
    whole = _nowhere(track, rows)
    for there, here in zip(_arrays(whole), _arrays(track), strict=True):
        there[own] = here
    return whole


def _arrays(track: LoadTrack) -> tuple[NDArray[Any], ...]:
    return track.centre_px, track.sigma_px, track.radius_px, track.seen


def _nowhere(track: LoadTrack, rows: int) -> LoadTrack:
    """The same load where it was not found."""
    return replace(
        track,
        centre_px=np.full((rows, 2), np.nan),
        sigma_px=np.full(rows, np.nan),
        radius_px=np.full((rows, 2), np.nan),
        seen=np.zeros(rows, dtype=bool),
    )
