"""The skeleton over a key frame as plain data for the page's SVG, in the picture's own pixels."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.phrases import N_
from ..core.pictures.figure import HingeMark, figure_at
from ..core.pictures.keyframes import Box, KeyFrame
from ..core.pictures.load_path import NO_PATH, LoadPath
from ..core.rules.findings import format_value
from ..core.types import Motion, Rep
from ..languages.speaking import tr


@dataclass(frozen=True, slots=True)
class HingeDrawing:
    """The hinge angle, ready to draw."""

    guide: str  #: the thigh carried on past the hip
    arc: str
    text: str
    text_at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One key frame, ready to draw."""

    title: str  #: "Rep 3"
    time_s: float
    timed: bool  #: the time means something: stills have none
    box: Box
    picture: str  #: data URI; empty where there is no picture
    bones: tuple[tuple[str, str], ...]  #: "near", "far" or "across" → the line's points
    joints: tuple[tuple[float, float], ...]
    back: str  #: the back line's points; empty where none shows
    path: tuple[str, ...]  #: lines of the load's way through the rep
    earlier: tuple[str, ...]  #: … and through those before it
    mid_foot: str  #: the line over the middle of the foot; empty where it is not known
    hinge: HingeDrawing | None  #: None where it was not measured
    alt: str
    readings: tuple[tuple[str, str], ...]  #: name → value at the bottom


#: What stands under a picture.
READINGS = (
    (N_("hinge"), "hip_hinge_deg"),
    (N_("knee"), "knee_flexion_deg"),
    (N_("trunk"), "trunk_inclination_deg"),
    (N_("low back"), "lumbar_flexion_deg"),
    (N_("hips turned"), "pelvis_rotation_deg"),
)
#: A picture in words, for those who do not see it: by whether there is one, and whether it is no film.
ALT = {
    (True, False): N_("Picture of rep {n} at its bottom, {at:.1f} s: {said}."),
    (False, False): N_("Skeleton of rep {n} at its bottom, {at:.1f} s: {said}."),
    (True, True): N_("Picture of picture {n}: {said}."),
    (False, True): N_("Skeleton of picture {n}: {said}."),
}
#: Height of the hinge's number as a share of the picture's width, and half its width and height in its own size.
NUMBER, HALF_WIDE, HALF_HIGH = 0.08, 1.05, 0.42


def drawing(frame: KeyFrame, rep: Rep, motion: Motion, path: LoadPath = NO_PATH, *, still: bool = False) -> Drawing:
    """Draw a rep's bottom, or a still.

    Parameters
    ----------
    frame : KeyFrame
    rep : Rep
        The rep it shows.
    motion : Motion
        Where the skeleton comes from.
    path : LoadPath
        Where the load went.
    still : bool
        It is a picture that is no film, of no moment.
    """
    moment = frame.moment
    figure = figure_at(motion, moment.row)
    readings = tuple(
        (tr(name), tr(format_value(summary.bottom, summary.error("bottom"), "deg")))
        for name, measure in READINGS
        if (summary := rep.measures.get(measure)) is not None and summary.bottom is not None
    )
    said = ", ".join(f"{name} {value}" for name, value in readings) or tr("angles not measured")
    alt = ALT[bool(frame.jpeg), still]
    return Drawing(
        title=tr("Picture {n}", n=rep.index) if still else tr("Rep {n}", n=rep.index),
        time_s=moment.time_s,
        timed=not still,
        box=moment.box,
        picture=_data_uri(frame.jpeg),
        bones=tuple((bone.depth, _points([bone.start, bone.end])) for bone in figure.bones),
        joints=tuple((round(float(x), 1), round(float(y), 1)) for x, y in figure.joints),
        back="" if frame.back is None else _points(frame.back),
        path=tuple(_points(line) for line in path.now),
        earlier=tuple(_points(line) for line in path.earlier),
        mid_foot="" if path.mid_foot is None else _points(path.mid_foot),
        hinge=_hinge(figure.hinge, moment.box),
        alt=tr(alt, n=rep.index, at=moment.time_s, said=said),
        readings=readings,
    )


def _hinge(mark: HingeMark | None, box: Box) -> HingeDrawing | None:
    if mark is None:
        return None
    x, y = _past_the_guide(mark, NUMBER * box.width)
    # The number stays inside the picture, with room for its own width.
    x = min(max(x, box.left + 0.12 * box.width), box.left + 0.88 * box.width)
    y = min(max(y, box.top + 0.06 * box.height), box.top + 0.97 * box.height)
    return HingeDrawing(
        guide=_points(mark.guide),
        arc=_points(mark.arc),
        text=format_value(mark.value_deg, None, "deg"),
        text_at=(round(x, 1), round(y, 1)),
    )


def _past_the_guide(mark: HingeMark, size: float) -> tuple[float, float]:
    """Middle and base line of the number: at the end of the thigh's line, behind the lifter and off the back."""
    hip, tip = mark.guide
    out = (tip - hip) / np.hypot(*(tip - hip))
    x, y = tip + size * (0.2 + HALF_WIDE * abs(out[0]) + HALF_HIGH * abs(out[1])) * out
    return float(x), float(y + HALF_HIGH * size)


def _points(places: Floats | Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _data_uri(jpeg: bytes | None) -> str:
    return "" if jpeg is None else "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
