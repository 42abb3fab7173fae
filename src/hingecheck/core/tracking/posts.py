"""A post before the lifter: her outline ends at an edge of the room, and her leg behind it is a guess.

A network that finds joints is as sure of those behind a narrow post as of those it sees. The post tells itself: its
edge stands upright above or beside her, and her outline follows the same line, from her feet to her hips and above,
however she moves. A post behind her has the edge and not the outline; a shin that stands still has an outline, but
no longer than a shin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..arrays import Floats
from ..camera import Background
from ..landmarks import both
from ..phrases import N_
from ..types import PoseTrack
from .cleaning import leg_length

#: An edge is upright where it leans by less than this, pixels a pixel and besides, and an edge worth looking at where
#: it is so long, share of the picture's height.
LEANS, LEANS_PX, MIN_LENGTH = 0.03, 1.0, 0.1
#: The outline follows an edge within this, leg lengths, but a pixel at the least.
FOLLOWS_LEG, FOLLOWS_PX = 0.012, 1.0
#: Half of the time so much of it does, leg lengths, over such a height. In four films with a post before the lifter
#: 0.44 to 1.68 over 0.68 to 1.75; 0.14 and 0.24 over 0.8 and 0.9 in two whose posts hid little of her, and which were
#: read as without. In 46 real clips and 366 of the lab at most 0.27 over 1.2, where the picture is split beside her,
#: and 0.47 over 0.47.
MIN_RUN_LEG, MIN_EXTENT_LEG = 0.35, 0.6
#: Which of the edge's sides the post is on is not known, and joints behind it are drawn to what shows of her: one so
#: near to the edge is behind it, leg lengths (in the same films knees lay up to 0.19 from it) …
NEAR_LEG = 0.2
#: … in more than this share of the frames.
MOSTLY = 0.5
#: Pictures that are looked at, evenly spread, and the fewest.
MAX_LOOKED, MIN_LOOKED = 150, 10
LEGS = tuple(both("KNEE", "ANKLE"))
BEHIND_POST = N_(
    "something like a post stands before the lifter's legs: what the knees do there is not measured; film past it"
)


def behind_post(track: PoseTrack, background: Background | None, cuts: Sequence[int] = ()) -> bool:
    """Whether a post stands before a knee or an ankle for most of a recording.

    Parameters
    ----------
    track : PoseTrack
        Raw, in the pictures' own pixels.
    background : Background or None
        With its straight edges.
    cuts : sequence of int
        Where there are any, edges of one scene are not those of the next, and no post is looked for.
    """
    leg_px = leg_length(track.image_px, track.visibility)
    if background is None or cuts or leg_px <= 0:
        return False
    across = track.image_px[track.present][:, LEGS, 0]
    return any(
        bool((np.abs(across - place_px) < NEAR_LEG * leg_px).mean(axis=0).max() > MOSTLY)
        for place_px in _posts(track, background.lines[:, 1:], leg_px)
    )


def _posts(track: PoseTrack, lines: Floats, leg_px: float) -> Iterator[float]:
    """Where across the picture upright edges are that her outline follows."""
    outline = track.outline_px.astype(np.float64)
    outline = outline[np.isfinite(outline).all(axis=(1, 2))]
    if len(outline) < MIN_LOOKED:
        return
    outline = outline[:: -(-len(outline) // MAX_LOOKED)]
    wide, high = np.abs(lines[:, 2:] - lines[:, :2]).T
    upright = (wide < LEANS * high + LEANS_PX) & (high > MIN_LENGTH * track.height_px)
    for place_px in np.unique(np.round((lines[upright, 0] + lines[upright, 2]) / 2)).tolist():
        if _followed(outline / leg_px, place_px / leg_px, max(FOLLOWS_LEG, FOLLOWS_PX / leg_px)):
            yield place_px


def _followed(outline: Floats, place: float, within: float) -> bool:
    """Whether outlines follow an upright line, all in leg lengths [shape=(n, k, 2)]."""
    on = np.abs(outline[..., 0] - place) <= within
    if not on.any():
        return False
    on &= np.roll(on, -1, axis=1)
    height = outline[..., 1]
    run = (np.abs(np.roll(height, -1, axis=1) - height) * on).sum(axis=1)
    top, low = np.where(on, height, np.inf).min(axis=1), np.where(on, height, -np.inf).max(axis=1)
    extent = np.where(on.any(axis=1), low - top, 0.0)
    return float(np.median(run)) > MIN_RUN_LEG and float(np.median(extent)) > MIN_EXTENT_LEG
