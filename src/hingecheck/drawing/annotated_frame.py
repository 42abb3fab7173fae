"""One frame of an annotated video: figure and angles drawn on it, a caption strip below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..core.arrays import Floats, Picture
from ..core.pictures.figure import Figure
from ..core.pictures.keyframes import Box
from ..core.pictures.load_path import NO_PATH, LoadPath
from ..quiet import quiet_cv2
from .figures import draw_back, draw_lines, draw_path
from .lettering import INK, LEADING, Colour, fit_text, width_of, write

#: Height of the strip below the picture, as a share of the picture's: feet tell a lot, so nothing covers them.
STRIP = 0.16
#: Height of capitals as a share of the picture's scale: angles, corner, what is said.
ANGLE, CORNER, SAID = 0.030, 0.030, 0.042
#: Behind a fault's name, where there is one. Blue, green, red.
AMBER: Colour = (40, 110, 220)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn; places are pixels of the video's own upright picture."""

    figure: Figure
    back: Floats  #: the back line [shape=(k, 2)]
    angles: Sequence[tuple[Floats, str]]  #: place of a joint, its angle in words
    facing: float  #: +1 where the lifter faces the picture's right, -1 left: numbers stand behind
    corner: Sequence[str]
    heading: str  #: a fault's name; empty = none
    cue: str
    path: LoadPath = NO_PATH  #: where the load went


def canvas_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the drawn picture with its strip, both even as H.264 wants them.

    >>> canvas_size(1280, 720), canvas_size(361, 639)
    ((1280, 836), (362, 742))
    """
    high = height + round(STRIP * height)
    return width + width % 2, high + high % 2


def draw_scene(rgb: Picture, scene: Scene, source_size: tuple[int, int]) -> Picture:
    """Draw a scene.

    Parameters
    ----------
    rgb : array [shape=(height, width, 3)]
    scene : Scene
    source_size : pair of int
        Width and height of the video's own picture.

    Returns
    -------
    array [shape=(height', width', 3)]
        Blue, green, red; of `canvas_size`.
    """
    cv2 = quiet_cv2()
    height, width = rgb.shape[:2]
    wide, high = canvas_size(width, height)
    canvas: Picture = np.empty((high, wide, 3), np.uint8)
    canvas[:height, :width] = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    picture = canvas[:height, :width]
    canvas[:height, width:] = picture[:, -1:]
    unit = scale_px(width, height)
    box = Box(0, 0, *source_size)
    thick = max(2, round(unit / 150))
    draw_path(picture, scene.path, box, thick)
    draw_lines(picture, scene.figure, box, thick)
    if len(scene.back):
        draw_back(picture, scene.back, box, thick + 1)
    to_picture = np.array([width / source_size[0], height / source_size[1]])
    _write_angles(picture, scene.angles, to_picture, scene.facing, unit)
    _corner(picture, scene.corner, unit)
    canvas[height:] = _strip(canvas[height:].shape, scene.heading, scene.cue, unit)
    return canvas


def scale_px(width: int, height: int) -> float:
    """What letters and lines are measured by: the height of a landscape picture, less of a portrait one's."""
    return float(min(height, 1.25 * width))


def _write_angles(
    picture: Picture, angles: Sequence[tuple[Floats, str]], to_picture: Floats, facing: float, unit: float
) -> None:
    """Each angle beside its joint, on the side away from the load, inside the picture; two that meet a line apart."""
    height, width = picture.shape[:2]
    capital, gap = max(ANGLE * unit, 8.0), 0.05 * unit
    line = LEADING * capital
    joints = [(joint * to_picture, words) for joint, words in angles if np.isfinite(joint).all()]
    above: list[tuple[float, float, float]] = []  # left and right ends and base line of those written
    for (x, y), words in sorted(joints, key=lambda pair: float(pair[0][1])):
        wide = width_of(words, capital)
        left = float(np.clip(x - gap - wide if facing > 0 else x + gap, 2, max(width - wide - 2, 2)))
        base = float(np.clip(y, 2 * capital, height - capital))
        met = [low for start, end, low in above if start < left + wide and left < end and base - low < line]
        if met and max(met) + line <= height - capital:
            base = max(met) + line
        elif met:
            base = min(met) - line
        above.append((left, left + wide, base))
        write(picture, words, (left, base), capital)


def _corner(picture: Picture, lines: Sequence[str], unit: float) -> None:
    """Lift, rep and phase in the upper left corner."""
    capital = max(CORNER * unit, 9.0)
    pad, step = 0.8 * capital, LEADING * capital
    wide = max((width_of(line, capital) for line in lines), default=0)
    part = picture[: round(2 * pad + step * len(lines) - (step - capital)), : round(wide + 2 * pad)]
    np.right_shift(part, 1, out=part)
    for place, line in enumerate(lines):
        write(picture, line, (pad, pad + capital + place * step), capital)


@lru_cache(maxsize=8)
def _strip(shape: tuple[int, ...], heading: str, cue: str, unit: float) -> Picture:
    """A fault's name and its cue, as large as they go; drawn once, shown for seconds."""
    strip: Picture = np.full(shape, INK, np.uint8)
    if not heading:
        return strip
    height, width = strip.shape[:2]
    strip[:, : max(4, width // 90)] = AMBER
    pad = 0.03 * width
    most = max(SAID * unit, 10.0)
    room = (width - 2 * pad, 0.92 * height)
    lines, capital = fit_text(f"{heading}: {cue}", most, room)
    top = 0.5 * (height - LEADING * capital * (len(lines) - 1) + 0.8 * capital)
    for place, line in enumerate(lines):
        write(strip, line, (pad, top + place * LEADING * capital), capital)
    return strip
