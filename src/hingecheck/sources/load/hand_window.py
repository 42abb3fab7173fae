"""The small picture round a lifter's hands, in colours that a shadow hardly changes, and where her body is in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Mask, Picture
from ...core.landmarks import SIDES, Side, point
from ...core.load.following import fist_px
from ...core.types import Frame, Person
from ...quiet import quiet_cv2

#: What is cut reaches this far from the middle between the fists, leg lengths: fists of a wide grip are 0.5 from it.
REACH_LEG = 1.1
#: Length of a leg in the picture of what is thin, and in the coarser one, pixels: 0.014 and 0.028 of a leg each.
FINE_PX, COARSE_PX = 72.0, 36.0
#: Half as wide as trunk and limbs are at most, leg lengths, clothes and the landmarks' own errors with them.
_LIMBS = (
    ("SHOULDER", "HIP", 0.16),
    ("HIP", "KNEE", 0.12),
    ("KNEE", "ANKLE", 0.085),
    ("ANKLE", "FOOT_INDEX", 0.06),
    ("SHOULDER", "ELBOW", 0.08),
    ("ELBOW", "WRIST", 0.065),
)
_HAND = ("WRIST", "INDEX", 0.08)
#: Weights of the colours: brightness by its logarithm, so that a shadow counts little, and two hues.
_LIGHT, _HUES, _DARK = 40.0, (80.0, 60.0), 20.0
#: Red and green shares of bare skin of any tone (Soriano and others 2003, widened to what indoor light makes of it).
_RED, _GREEN = (0.345, 0.62), (0.23, 0.365)


@dataclass(frozen=True, slots=True)
class Patch:
    """A small picture."""

    rgb: Picture  #: [shape=(height, width, 3)]
    corner_px: Floats  #: middle of its first pixel, in the frame's pixels
    per_px: float  #: the frame's pixels per pixel of it

    def read(self, places_px: Floats) -> tuple[NDArray[np.float32], Mask]:
        """Colours at places in the frame, and which of these are in the picture [shape=(..., 3) and (...)]."""
        column, row, inside = self.pixels(places_px)
        return colours(self.rgb[row, column].astype(np.float32)), inside

    def pixels(self, places_px: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask]:
        """Column and row of the pixel that is nearest to each place, and which of these are in the picture."""
        at = np.rint((places_px - self.corner_px) / self.per_px).astype(np.int64)
        high, wide = self.rgb.shape[:2]
        column, row = at[..., 0].clip(0, wide - 1), at[..., 1].clip(0, high - 1)
        return column, row, np.asarray((column == at[..., 0]) & (row == at[..., 1]))


@dataclass(frozen=True, slots=True)
class HandWindow:
    """What is seen round the hands in one picture; all places in the frame's own pixels."""

    fine: Patch
    coarse: Patch
    body: Mask  #: where trunk, legs and arms are in the coarse picture
    hands: Mask  #: … and the hands
    leg_px: float
    points: Floats  #: the landmarks [shape=(33, 2)]
    grips: dict[Side, Floats]  #: the middle of each fist
    skin: dict[Side, NDArray[np.float32] | None]  #: colour of each forearm; None where it is not bare, or not seen


def hand_window(frame: Frame, person: Person, leg_px: float) -> HandWindow | None:
    """Cut the small pictures; None where the hands are not known, or outside the frame.

    Parameters
    ----------
    frame : Frame
    person : Person
    leg_px : float
        A leg's length in the video's pixels.
    """
    scale = np.array(frame.scale)
    points = person.image_px / scale
    grips = {side: fist_px(points, side) for side in SIDES}
    middle, leg = 0.5 * (grips["left"] + grips["right"]), leg_px / float(scale.mean())
    if not np.isfinite(points).all() or leg < 8.0:
        return None
    high, wide = frame.rgb.shape[:2]
    low = np.floor(middle - REACH_LEG * leg).astype(int).clip(0, [wide, high])
    top = np.ceil(middle + REACH_LEG * leg).astype(int).clip(0, [wide, high])
    if (top - low < 0.3 * leg).any():
        return None
    rgb = frame.rgb[low[1] : top[1], low[0] : top[0]]
    fine = _smaller(Patch(rgb, low.astype(np.float64), 1.0), leg / FINE_PX)
    coarse = _smaller(fine, leg / COARSE_PX)
    body, hands = _masks(points, coarse, leg)
    skin = {side: _skin(coarse, points, side) for side in SIDES}
    return HandWindow(fine, coarse, body, hands, leg, points, grips, skin)


def colours(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """Brightness and two hues, about as far apart as eyes tell them [shape=(..., 3)]."""
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    mean = (red + green + blue) / np.float32(3.0)
    by_light = np.float32(1.0) / (mean + np.float32(_DARK))
    less_blue = np.float32(0.5) * (red + green) - blue
    hues = ((red - green) * by_light * np.float32(_HUES[0]), less_blue * by_light * np.float32(_HUES[1]))
    return np.stack([np.float32(_LIGHT) * np.log1p(mean), *hues], axis=-1)


def _smaller(of: Patch, per_px: float) -> Patch:
    """The same picture with so many of the frame's pixels per pixel."""
    cv2 = quiet_cv2()
    times = per_px / of.per_px
    high, wide = of.rgb.shape[:2]
    size = max(round(wide / times), 1), max(round(high / times), 1)
    small = cv2.resize(of.rgb, size, interpolation=cv2.INTER_AREA if times > 1.0 else cv2.INTER_LINEAR)
    return Patch(np.asarray(small), of.corner_px + 0.5 * (per_px - of.per_px), per_px)


def _masks(points: Floats, coarse: Patch, leg: float) -> tuple[Mask, Mask]:
    """Where the lifter is in the coarse picture: all but her hands, and these."""
    cv2 = quiet_cv2()
    shape = coarse.rgb.shape[:2]
    at = (points - coarse.corner_px) / coarse.per_px
    body, hands = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.uint8)
    for side in SIDES:
        for mask, limbs in ((body, _LIMBS), (hands, (_HAND,))):
            for first, second, half in limbs:
                ends = [tuple(np.rint(at[point(side, joint)]).astype(int).tolist()) for joint in (first, second)]
                cv2.line(mask, *ends, 1, thickness=max(round(2.0 * half * leg / coarse.per_px), 1))
    return body > 0, hands > 0


def _skin(coarse: Patch, points: Floats, side: Side) -> NDArray[np.float32] | None:
    """The colour of a bare forearm, in the middle of three places along it."""
    elbow, wrist = points[point(side, "ELBOW")], points[point(side, "WRIST")]
    places = elbow + np.array([0.5, 0.65, 0.8])[:, None] * (wrist - elbow)
    found, inside = coarse.read(places)
    if not inside.all():
        return None
    colour = np.median(found, axis=0)
    return np.asarray(colour, dtype=np.float32) if _is_skin(colour) else None


def _is_skin(colour: NDArray[np.float32]) -> bool:
    mean = float(np.expm1(colour[0] / _LIGHT))
    less_green, less_blue = (
        float(hue) * (mean + _DARK) / times for hue, times in zip(colour[1:], _HUES, strict=True)
    )
    # red - green and (red + green) / 2 - blue, and the sum of all three, give each
    blue = mean - 2.0 * less_blue / 3.0
    green = 0.5 * (3.0 * mean - blue - less_green)
    red = green + less_green
    total = max(3.0 * mean, 1.0)
    return _RED[0] < red / total < _RED[1] and _GREEN[0] < green / total < _GREEN[1]
