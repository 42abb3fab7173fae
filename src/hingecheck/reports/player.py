"""The page's player as data: the film, what is drawn over it, reps to jump to, and the words of its buttons."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.arrays import Floats
from ..core.pictures.overlay import OverlayStretch
from ..core.signals import frame_period_s
from ..core.types import Rep, SetReport, Span
from .figure import READINGS
from .player_words import player_words

#: Scripts of the player, in the order in which they run, and its style.
PLAYER_SCRIPTS = ("film.js", "overlay.js", "curves.js", "player.js")
PLAYER_STYLES = ("player.css",)
#: Places are kept in this part of a pixel, in 16 bits: to a quarter up to 8K, to one beyond.
PARTS_OF_PX, LARGEST_PX = 4, 8000
#: Readings are kept in tenths.
PARTS_OF_READING = 10
#: Stands for what is not known.
UNKNOWN = -32768


@dataclass(frozen=True, slots=True)
class PageFilm:
    """The film of a page: inside it, or where it lies beside."""

    mime: str  #: ``video/mp4`` or ``video/webm``
    inside: bytes = b""  #: its content; empty where it lies beside
    beside: str = ""  #: its address as the page has it, relative; empty where it is inside
    codec_note: str = ""  #: why not every browser will play it, in a sentence; empty where every one does


@dataclass(frozen=True, slots=True)
class Playing:
    """A film and what is drawn over it."""

    film: PageFilm
    overlay: tuple[OverlayStretch, ...]


def player_data(report: SetReport, playing: Playing) -> dict[str, Any]:
    """What the page's scripts need, ready for JSON.

    Parameters
    ----------
    report : SetReport
    playing : Playing

    Returns
    -------
    dict
        Times in seconds from the video's first frame; places in parts of a pixel of the upright picture, as 16-bit
        numbers in base64, little end first, -32768 where unknown.
    """
    source, motion = report.source, report.analysis.motion
    parts = PARTS_OF_PX if max(source.width, source.height) <= LARGEST_PX else 1
    return {
        "film": {"type": playing.film.mime, "beside": playing.film.beside},
        "width": source.width,
        "height": source.height,
        "duration": round(source.duration_s, 4),
        "frame": round(frame_period_s(source.frame_rate_hz), 6),
        "parts": parts,
        "readingParts": PARTS_OF_READING,
        "readings": [name for name, _ in READINGS],
        "stretches": [_stretch(stretch, parts) for stretch in playing.overlay],
        "reps": [_rep(rep, motion.time_s) for rep in report.analysis.reps],
        "words": player_words(),
    }


def film_in_page(film: PageFilm) -> str:
    """The film's content as base64; empty where it lies beside."""
    return base64.b64encode(film.inside).decode("ascii")


def _stretch(stretch: OverlayStretch, parts: int) -> dict[str, Any]:
    return {
        "start": round(stretch.start_s, 4),
        "step": stretch.step_s,
        "rows": len(stretch),
        "bones": stretch.bones,
        "hinge": stretch.hinge,
        "points": _packed(stretch.points_px, parts),
        "back": _packed(stretch.back_px, parts) if np.isfinite(stretch.back_px).any() else "",
        "loads": [_packed(places, parts) for places in stretch.loads_px],
        "readings": {
            name: _packed(stretch.readings[measure], PARTS_OF_READING)
            for name, measure in READINGS
            if measure in stretch.readings and np.isfinite(stretch.readings[measure]).any()
        },
    }


def _rep(rep: Rep, time_s: Floats) -> dict[str, Any]:
    return {
        "rep": rep.index,
        "start": round(rep.start_s, 3),
        "bottom": round(rep.bottom_s, 3),
        "end": round(rep.end_s, 3),
        "lowering": _ends(rep.cycle.lowering, time_s),
        "lifting": _ends(rep.cycle.lifting, time_s),
    }


def _ends(span: Span | None, time_s: Floats) -> Sequence[float] | None:
    if span is None or not len(span):
        return None
    return [round(float(time_s[row]), 3) for row in (span.first, span.last - 1)]


def _packed(values: Floats, parts: int) -> str:
    whole = np.clip(np.round(np.nan_to_num(values) * parts), UNKNOWN + 1, -UNKNOWN - 1)
    known = np.isfinite(values)
    return base64.b64encode(np.where(known, whole, UNKNOWN).astype("<i2").tobytes()).decode("ascii")
