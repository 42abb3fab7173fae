"""A bar that is held with hands apart: the line through them goes on, thin and straight, beyond both."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import SIDES, both
from ...core.load.following import fist_px
from ...core.tracking.trails import longer_leg_px
from ...core.types import Frame, Person
from ...quiet import quiet_cv2

#: Hands nearer to each other than this in the picture, leg lengths, hold one handle, or are seen from their side.
APART_LEG = 0.25
#: Length of a leg in the small picture, pixels: a bar of 28 mm is 3 of them thick.
LEG_PX = 90.0
#: So thick are bars there: two edges against each other, as far apart.
THICK_PX = (2, 3, 4, 5, 6)
#: How far beyond each hand it is looked for, shares of the distance between the hands, without the fists themselves:
#: plates begin at 0.6.
BEYOND, FISTS = 0.55, 0.1
#: How far the grip is off the landmarks of wrist and knuckles, and the steps in which it is looked for, pixels of the
#: small picture: 0.11 of a leg.
OFF_PX, STEP_PX = 10, 2
#: Weakest edge, levels in all channels: clothes and floors of real clips show 5 to 10.
MIN_EDGE = 14.0
#: Fewest pixels beyond a hand, within the picture, that tell anything.
MIN_BEYOND_PX = 6
#: Between the hands of who stands and is seen from before, a bar lies before the thighs: in the middle one of the
#: pictures in which it shows beyond them 0.72 and more of it shows there (45 bars; of most all of it), and 0.50 to
#: 0.72 of two dumbbells whose heads are in one line beyond the hands (8 pairs). So a picture shows no more of a bar
#: than this more than it shows between them.
MORE_BEYOND = 0.1
#: Who stands has the hips this far above the ankles, leg lengths, and the hands this far below the shoulders.
STANDS_LEG, HANGS_LEG = 0.55, 0.3
#: A column is blurred over so many of its neighbours: what is no line along the hands goes. Every second one is read.
ALONG_PX, EVERY_PX = 5, 2

_OFFSETS = np.arange(-OFF_PX, OFF_PX + 1, STEP_PX)
#: How far the line is off at either hand, in every way that is tried [shape=(k, 2)].
_TRIED = np.array([(a, b) for a in _OFFSETS for b in _OFFSETS])
_HALF = OFF_PX + max(THICK_PX) + 2


def bar_shows(frame: Frame, person: Person) -> float:
    """How much of a bar shows beyond both hands.

    Returns
    -------
    float
        Of the two parts beyond the hands, the share that shows of the one that shows less, 0 … 1; of the one that
        is in the picture, if one is, and little more than shows between the hands, where that is not hidden. 0 where
        hands are not apart; NaN where they are not known, or neither part is in the picture.
    """
    found = _hands(frame, person)
    if found is None:
        return float("nan")
    left, right, leg_px = found
    along = right - left
    apart_px = float(np.hypot(*along))
    if apart_px < APART_LEG * leg_px:
        return 0.0
    per_px = leg_px / LEG_PX
    unit = along / apart_px
    across = np.array([-unit[1], unit[0]])
    x = np.arange(-BEYOND * apart_px, (1.0 + BEYOND) * apart_px, per_px)
    y = np.arange(-_HALF, _HALF + 1) * per_px
    places = left + x[None, :, None] * unit + y[:, None, None] * across
    high, wide = frame.rgb.shape[:2]
    middle = places[len(y) // 2, ::EVERY_PX]
    inside = (middle > 1).all(axis=1) & (middle < [wide - 2, high - 2]).all(axis=1)
    t = x[::EVERY_PX] / apart_px
    parts = [
        part for part in (inside & (t < -FISTS), inside & (t > 1.0 + FISTS)) if part.sum() * EVERY_PX >= MIN_BEYOND_PX
    ]
    if not parts:
        return float("nan")
    beyond, between = _best_line(_thin(frame, places), t, parts)
    return min(beyond, between + MORE_BEYOND) if _before_the_thighs(person) else beyond


def _before_the_thighs(person: Person) -> bool:
    """Whether what both hands hold would be seen before the body: who stands, from before."""
    joints = ("SHOULDER", "HIP", "ANKLE", "WRIST")
    places = {name: person.image_px[both(name)] for name in joints}
    leg_px = longer_leg_px(person.image_px)
    shoulder, hip, ankle, wrist = (float(places[name][:, 1].mean()) for name in joints)
    stands = ankle - hip >= STANDS_LEG * leg_px and wrist - shoulder >= HANGS_LEG * leg_px
    left, right = (places["SHOULDER"] + places["HIP"])[:, 0]
    return bool(stands and left > right)  # facing the camera, her left is at the right


def _hands(frame: Frame, person: Person) -> tuple[Floats, Floats, float] | None:
    """Both grips, the one further left in the picture first, and a leg's length, in the frame's pixels."""
    px = person.image_px / np.array(frame.scale)
    grips = [fist_px(px, side) for side in SIDES]
    left, right = sorted(grips, key=lambda xy: float(xy[0]))
    leg_px = longer_leg_px(px)
    if not np.isfinite([*left, *right, leg_px]).all() or leg_px < 1.0:
        return None
    return left, right, leg_px


def _thin(frame: Frame, places: Floats) -> Floats:
    """Where something thin lies along the hands' line, 0 or 1 [shape=(rows, columns)]."""
    cv2 = quiet_cv2()
    strip = cv2.remap(frame.rgb, places.astype(np.float32), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    strip = cv2.blur(strip.astype(np.float32), (ALONG_PX, 1))
    edge = strip[3:, ::EVERY_PX] - strip[:-3, ::EVERY_PX]
    strongest = np.zeros(edge.shape[:2], dtype=np.float32)
    for thick in THICK_PX:
        opposite = np.sqrt(np.clip(-(edge[:-thick] * edge[thick:]).sum(axis=2), 0.0, None))
        rows = strongest[thick // 2 :][: len(opposite)]
        np.maximum(rows, opposite, out=rows)
    return np.asarray(cv2.dilate((strongest > MIN_EDGE).astype(np.uint8), np.ones((STEP_PX, 1), np.uint8)))


def _best_line(thin: Floats, t: Floats, parts: list[Floats]) -> tuple[float, float]:
    """On the straight line that most of all parts lies on, what shows of the worse part, and between the hands."""
    rows = np.round(len(thin) // 2 + _TRIED[:, :1] + (_TRIED[:, 1:] - _TRIED[:, :1]) * t).astype(int)
    shown = np.where((rows >= 0) & (rows < len(thin)), thin[rows.clip(0, len(thin) - 1), np.arange(len(t))], 0)
    shares = np.array([shown[:, part].mean(axis=1) for part in parts])
    between = shown[:, (t > 0.2) & (t < 0.8)].mean(axis=1)
    best = int((shares.mean(axis=0) * 2.0 + between).argmax())
    return float(shares[:, best].min()), float(between[best])
