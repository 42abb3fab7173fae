"""Figures drawn onto pictures: bones, angles and back line, and a contact sheet of key frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.arrays import Floats, Picture
from ..core.pictures.figure import Bone, Figure
from ..core.pictures.keyframes import Box
from ..core.pictures.load_path import LoadPath
from ..quiet import quiet_cv2
from .lettering import Colour

#: File names that a picture can be written under.
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")

#: Width of a tile, the gap between tiles and the strip for the heading, pixels; tiles in a row.
TILE_PX, GAP_PX, HEAD_PX, IN_A_ROW = 320, 10, 56, 5
QUALITY = 88
#: Points are handed to OpenCV in sixteenths of a pixel.
SHIFT = 4


# Blue, green, red, as OpenCV has them. The page's own colours.
NEAR: Colour = (63, 210, 255)
FAR: Colour = (255, 211, 111)
BACK: Colour = (120, 255, 120)
PATH: Colour = (60, 140, 255)
PATH_BEFORE: Colour = (170, 200, 235)
WHITE: Colour = (255, 255, 255)
HALO: Colour = (28, 21, 16)
GROUND: Colour = (60, 50, 43)
PAPER: Colour = (246, 249, 250)
INK: Colour = (48, 36, 28)


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of the sheet."""

    jpeg: bytes | None  #: None leaves the ground dark
    box: Box  #: the part of the video's picture that it shows
    figure: Figure
    caption: str


def contact_sheet(tiles: Sequence[Tile], heading: str, suffix: str) -> bytes:
    """The tiles side by side under a heading, as an image file.

    Parameters
    ----------
    tiles : sequence of Tile
    heading : str
        Plain letters: OpenCV's font has no others.
    suffix : str
        One of `PICTURE_SUFFIXES`.
    """
    cv2 = quiet_cv2()
    drawn = [_tile(tile) for tile in tiles]
    columns = max(1, min(IN_A_ROW, len(drawn)))
    rows = -(-len(drawn) // columns)
    height = max((picture.shape[0] for picture in drawn), default=0)
    step_x, step_y = TILE_PX + GAP_PX, height + GAP_PX
    sheet: Picture = np.full((HEAD_PX + rows * step_y, GAP_PX + columns * step_x, 3), PAPER, np.uint8)
    cv2.putText(sheet, heading, (GAP_PX, 38), cv2.FONT_HERSHEY_SIMPLEX, 0.8, INK, 2, cv2.LINE_AA)
    for place, picture in enumerate(drawn):
        top, left = HEAD_PX + place // columns * step_y, GAP_PX + place % columns * step_x
        sheet[top : top + picture.shape[0], left : left + TILE_PX] = picture
    options = [] if suffix == ".png" else [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    _, coded = cv2.imencode(suffix, sheet, options)
    return bytes(coded)


def draw_figure(picture: Picture, figure: Figure, box: Box) -> None:
    """Draw a figure onto a picture of `box`, in place: the near side thick, the far side thin and dashed."""
    scale = picture.shape[1] / box.width
    draw_lines(picture, figure, box, max(2, round(picture.shape[1] / 80)))
    if figure.hinge is not None:
        at = _placed(np.array([figure.hinge.label_at]), box, scale)[0]
        _degrees(picture, f"{figure.hinge.value_deg:.0f}", at)


def draw_lines(picture: Picture, figure: Figure, box: Box, thick: int) -> None:
    """Draw a figure without its number, in place; `thick` is the width of the near side's bones, pixels."""
    scale = picture.shape[1] / box.width
    for bone in figure.bones:
        ends = _placed(np.array([bone.start, bone.end]), box, scale)
        _bone(picture, bone, ends, thick)
    for joint in _placed(figure.joints, box, scale):
        _dot(picture, joint, thick)
    if figure.hinge is not None:
        guide, arc = (_placed(line, box, scale) for line in (figure.hinge.guide, figure.hinge.arc))
        _dashes(picture, guide, WHITE, max(1, thick // 2))
        _line(picture, arc, HALO, thick + 2)
        _line(picture, arc, WHITE, thick)


def draw_back(picture: Picture, back: Floats, box: Box, thick: int) -> None:
    """Draw the back line, pixels of the whole picture, in place [shape=(k, 2)]."""
    line = _placed(back, box, picture.shape[1] / box.width)
    _line(picture, line, HALO, thick + 3)
    _line(picture, line, BACK, thick)


def draw_path(picture: Picture, path: LoadPath, box: Box, thick: int) -> None:
    """Draw where the load went, in place: earlier repetitions faint, the mid-foot's line in dashes."""
    scale = picture.shape[1] / box.width
    if path.mid_foot is not None:
        _dashes(picture, _placed(path.mid_foot, box, scale), WHITE, max(1, thick // 2))
    for line in path.earlier:
        _line(picture, _placed(line, box, scale), PATH_BEFORE, max(1, thick // 3))
    for line in path.now:
        _line(picture, _placed(line, box, scale), HALO, thick + 2)
        _line(picture, _placed(line, box, scale), PATH, thick)


def _tile(tile: Tile) -> Picture:
    cv2 = quiet_cv2()
    size = (TILE_PX, max(1, round(TILE_PX * tile.box.height / tile.box.width)))
    if tile.jpeg is None:
        picture: Picture = np.full((size[1], size[0], 3), GROUND, np.uint8)
    else:
        picture = cv2.resize(cv2.imdecode(np.frombuffer(tile.jpeg, np.uint8), cv2.IMREAD_COLOR), size)
    draw_figure(picture, tile.figure, tile.box)
    _text(picture, tile.caption, (8, size[1] - 12))
    return picture


def _placed(points: Floats, box: Box, scale: float) -> Floats:
    return np.asarray((points - np.array([box.left, box.top])) * scale)


def _bone(picture: Picture, bone: Bone, ends: Floats, thick: int) -> None:
    if bone.depth == "far":
        _line(picture, ends, HALO, max(2, thick // 2 + 1))
        _dashes(picture, ends, FAR, max(1, thick // 2))
        return
    width = thick if bone.depth == "near" else max(1, thick // 2)
    _line(picture, ends, HALO, width + 2)
    _line(picture, ends, NEAR, width)


def _dashes(picture: Picture, ends: Floats, colour: Colour, width: int) -> None:
    """A straight line in dashes of eight pixels."""
    count = max(1, round(float(np.hypot(*(ends[1] - ends[0]))) / 8.0))
    cuts = ends[0] + np.linspace(0, 1, count + 1)[:, None] * (ends[1] - ends[0])
    for first in range(0, count, 2):
        _line(picture, cuts[first : first + 2], colour, width)


def _line(picture: Picture, points: Floats, colour: Colour, width: int) -> None:
    cv2 = quiet_cv2()
    cv2.polylines(picture, [_fixed(points)], False, colour, width, cv2.LINE_AA, SHIFT)


def _dot(picture: Picture, at: Floats, thick: int) -> None:
    cv2 = quiet_cv2()
    centre = tuple(int(v) for v in _fixed(at))
    cv2.circle(picture, centre, (thick + 1) << SHIFT, HALO, -1, cv2.LINE_AA, SHIFT)
    cv2.circle(picture, centre, thick << SHIFT, NEAR, -1, cv2.LINE_AA, SHIFT)


def _fixed(points: Floats) -> Any:
    return np.round(np.clip(points, -1e4, 1e4) * (1 << SHIFT)).astype(np.int32)


def _degrees(picture: Picture, number: str, at: Floats) -> None:
    """A number with a degree sign, which the font lacks, kept inside the picture."""
    width = 13 * len(number) + 10
    x = int(np.clip(at[0] - width / 2, 2, picture.shape[1] - width - 4))
    y = int(np.clip(at[1], 22, picture.shape[0] - 34))
    _text(picture, number, (x, y))
    cv2 = quiet_cv2()
    for colour, thick in ((HALO, 4), (WHITE, 2)):
        cv2.circle(picture, (x + width - 3, y - 13), 3, colour, thick, cv2.LINE_AA)


def _text(picture: Picture, text: str, at: tuple[int, int]) -> None:
    cv2 = quiet_cv2()
    for colour, thick in ((HALO, 5), (WHITE, 2)):
        cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.65, colour, thick, cv2.LINE_AA)
