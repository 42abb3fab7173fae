"""The live picture: lifter, back line, hinge angle, rep count and one cue, legible from three metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..core.arrays import Floats, Picture
from ..core.landmarks import BONES, Side, point
from ..core.types import Person
from ..languages.speaking import tr
from ..quiet import quiet_cv2
from .lettering import INK, WHITE, Colour, width_of, write

# Blue, green, red.
NEAR: Colour = (63, 210, 255)
FAR: Colour = (255, 150, 70)
BACK: Colour = (120, 255, 120)
KINDS: dict[str, Colour] = {
    "fault": (40, 110, 255),
    "praise": (110, 190, 60),
    "ready": (110, 190, 60),
    "advice": (40, 170, 230),
    "note": (110, 100, 90),
}
#: Bones with an end less visible than this are left out.
SEEN = 0.2
#: Height of capitals as a share of the picture's: 3 m away they should be 15 mm on a laptop's screen.
CUE_SHARE, COUNT_SHARE, SMALL_SHARE = 0.085, 0.16, 0.05
#: Height of the strip below the picture, as a share of the picture's.
STRIP = 0.17
#: From one line of a cue to the next, and what hangs below a line, in heights of a capital.
LEADING, DESCENDER = 1.7, 0.35
SHIFT = 4


@dataclass(frozen=True, slots=True)
class LivePanel:
    """What is drawn over a picture."""

    person: Person | None
    near: str  #: "left" or "right"
    hinge_deg: float | None
    phase: str
    reps: int
    title: str
    headline: str  #: the one thing said
    kind: str  #: one of `KINDS`
    help: tuple[str, ...]
    mirrored: bool
    answer: str = ""  #: to the last rep, in a few words
    speed: str = ""  #: of the load in the last rep: "0.52 m/s"


def compose(rgb: Picture, panel: LivePanel, canvas: Picture | None = None) -> Picture:
    """Draw everything.

    Parameters
    ----------
    rgb : array [shape=(height, width, 3)]
    panel : LivePanel
    canvas : array, optional
        What an earlier picture of this size was drawn on: it is drawn on again. New memory for each picture costs
        more than the drawing.

    Returns
    -------
    array [shape=(height + strip, width, 3)]
        Blue, green, red, as windows want it; a strip of `STRIP` of the height below carries what is said.
    """
    cv2 = quiet_cv2()
    height, width = rgb.shape[:2]
    # Below the picture, not over it: feet tell a lot.
    size = (height + round(STRIP * height), width, 3)
    if canvas is None or canvas.shape != size:
        canvas = np.empty(size, np.uint8)
    picture, strip = canvas[:height], canvas[height:]
    cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR, dst=picture)
    if panel.mirrored:
        cv2.flip(picture, 1, dst=picture)
    if panel.person is not None:
        _body(picture, panel.person, panel)
    _corner(picture, panel)
    _help(picture, panel.help)
    strip[:] = _strip(panel.headline, panel.kind, strip.shape[:2], CUE_SHARE * height)
    return canvas


@lru_cache(maxsize=4)
def _strip(headline: str, kind: str, size: tuple[int, int], capital: float) -> Picture:
    """What is said, drawn once: it stays for seconds, and large letters are dear."""
    strip: Picture = np.empty((*size, 3), np.uint8)
    strip[:] = KINDS[kind] if headline else INK
    if headline:
        _say(strip, headline, capital)
    return strip


def _body(picture: Picture, person: Person, panel: LivePanel) -> None:
    """Far side thin, near side thick, the back line over both, the hinge as a number at the hip."""
    points = np.clip(np.nan_to_num(person.image_px), -1e4, 1e4)
    if panel.mirrored:
        points[:, 0] = picture.shape[1] - 1 - points[:, 0]
    thick = max(2, round(picture.shape[0] / 110))
    near = panel.near.upper()
    bones = [(a, b) for a, b in BONES if min(person.visibility[[a, b]]) >= SEEN]
    mine = [near in a.name and near in b.name for a, b in bones]
    far, here = (
        [points[[*bone]] for bone, own in zip(bones, mine, strict=True) if own == which] for which in (False, True)
    )
    _lines(picture, far, FAR, max(1, thick // 2))
    _lines(picture, here, NEAR, thick)
    side: Side = "left" if panel.near == "left" else "right"
    joints = [point(side, joint) for joint in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE")]
    _lines(picture, [points[[at, at]] for at in joints if person.visibility[at] >= SEEN], NEAR, 2 * thick)
    _lines(picture, [points[[point(side, joint) for joint in ("HIP", "SHOULDER")]]], BACK, thick + 2)
    if panel.hinge_deg is not None:
        _angle(picture, panel.hinge_deg, *points[[point(side, joint) for joint in ("HIP", "FOOT_INDEX")]])


def _corner(picture: Picture, panel: LivePanel) -> None:
    """Rep count, phase and set in the upper left corner."""
    height = min(picture.shape[0], round(0.9 * picture.shape[1]))  # a portrait picture has less room
    pad, count, small = round(0.03 * height), COUNT_SHARE * height, SMALL_SHARE * height
    below = f"{panel.title}  {panel.phase}"
    wide = max(width_of(str(panel.reps), count), width_of(f"{panel.title}  {tr('lowering')}", small))
    if panel.answer:
        wide = max(wide, width_of(panel.answer, small))
    beside = pad + width_of(f"{panel.reps} ", count)
    if panel.speed:
        wide = max(wide, beside - pad + width_of(panel.speed, small))
    _shade(picture, (0, 0), (wide + 2 * pad, round((0.38 if panel.answer else 0.3) * height)))
    write(picture, str(panel.reps), (pad, pad + round(count)), count, WHITE)
    if panel.speed:
        write(picture, panel.speed, (beside, pad + round(count)), small, WHITE)
    write(picture, below, (pad, pad + round(count + 0.08 * height)), small, WHITE)
    if panel.answer:
        write(picture, panel.answer, (pad, pad + round(count + 0.16 * height)), small, WHITE)


def _say(strip: Picture, text: str, capital: float) -> None:
    """The one thing said, as large as it goes: in lines, where a narrow picture asks for them."""
    height, width = strip.shape[:2]
    lines, capital = max(
        (_fit_lines(lines, capital, height, width) for lines in _broken(text)), key=lambda fit: fit[1]
    )
    step = LEADING * capital
    top = 0.5 * (height - (len(lines) - 1) * (step + DESCENDER * capital) + capital)
    for place, line in enumerate(lines):
        at = ((width - width_of(line, capital)) // 2, round(top + place * step))
        write(strip, line, at, capital, WHITE)


def _broken(text: str) -> list[list[str]]:
    """A text in one line, and in two of about the same length."""
    words = text.split()
    cuts = [[" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))]
    return [[text], *sorted(cuts, key=lambda lines: max(map(len, lines)))[:1]]


def _fit_lines(lines: list[str], capital: float, height: int, width: int) -> tuple[list[str], float]:
    """The lines, and how high capitals can be: at most `capital`."""
    widest = max(width_of(line, capital) for line in lines)
    room = 0.95 * height / (1.0 + DESCENDER + LEADING * (len(lines) - 1))
    return lines, min(capital, 0.94 * capital * width / max(widest, 1), room)


def _help(picture: Picture, lines: tuple[str, ...]) -> None:
    """Keys on the right, where they fit; smaller in a narrow picture."""
    if not lines:
        return
    height, width = picture.shape[:2]
    capital = 0.042 * height
    widest = max(width_of(line, capital) for line in lines)
    capital *= min(1.0, 0.85 * width / widest)
    step = round(1.8 * capital)
    left = width - max(width_of(line, capital) for line in lines) - step
    _shade(picture, (left - step // 2, 0), (width, step * (len(lines) + 1)))
    for place, line in enumerate(lines, 1):
        write(picture, line, (left, place * step), capital, WHITE)


def _angle(picture: Picture, value_deg: float, hip: Floats, toe: Floats) -> None:
    """The hinge, behind the hip and inside the picture."""
    height, width = picture.shape[:2]
    capital = 0.05 * height
    number = f"{value_deg:.0f}°"
    wide = width_of(number, capital)
    hip_x, toe_x, hip_y = hip[0], toe[0], hip[1]
    x = hip_x - 0.09 * height - wide if toe_x > hip_x else hip_x + 0.09 * height
    at = int(np.clip(x, 0, max(width - wide, 0))), int(np.clip(hip_y, 1.5 * capital, height - 0.5 * capital))
    write(picture, number, at, capital, WHITE)


def _shade(picture: Picture, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Darken a part of the picture for white letters."""
    part = picture[start[1] : end[1], max(start[0], 0) : end[0]]
    np.right_shift(part, 2, out=part)


def _lines(picture: Picture, lines: list[Floats], colour: Colour, width: int) -> None:
    """Lines of one kind, dark-rimmed; one without a length is a dot.

    All in two calls: after each, this thread waits for its turn among those that compute.
    """
    cv2 = quiet_cv2()
    fixed = [_fixed(line) for line in lines]
    for ink, thick in ((INK, width + 3), (colour, width)):
        cv2.polylines(picture, fixed, False, ink, thick, cv2.LINE_AA, SHIFT)


def _fixed(points: Floats) -> Any:
    return np.round(points * (1 << SHIFT)).astype(np.int32)
