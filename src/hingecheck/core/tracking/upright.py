"""Whether the picture lies on its side or stands on its head, told by the lifter: gravity holds the shanks."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ..arrays import Floats
from ..landmarks import SIDES, point
from ..types import PoseTrack

#: Which way the picture is to be turned.
QuarterTurn = Literal["to the right", "to the left", "upside down"]

#: Shanks that lean more from the vertical than this carry nobody. The steeper of both shanks, by its median over a
#: clip, leans by 0–28° in 56 clips of all five lifts and others, hip thrusts and bridges among them: who lies there
#: has her feet on the floor and her shins up. The same clips on their sides read 62–90°,
#: from poses found in a picture that lies too 77–80°.
MAX_LEAN_DEG = 50.0
#: Head over feet as a share of their distance, by its median: 0.87–1.0 standing, -0.2–0.5 in bridges and thrusts.
UPSIDE_DOWN = -0.6
#: Fewer frames tell nothing: a lifter who lies down to stretch is there for seconds.
MIN_FRAMES = 12


def wrong_way_up(track: PoseTrack) -> QuarterTurn | None:
    """How the picture must be turned so that the lifter stands on her feet; None where it need not.

    Parameters
    ----------
    track : PoseTrack
        Raw: nothing that rests on the vertical has been taken from it yet.
    """
    image_px = track.image_px[track.present]
    if len(image_px) < MIN_FRAMES:
        return None
    shanks = np.stack([image_px[:, point(s, "KNEE")] - image_px[:, point(s, "ANKLE")] for s in SIDES], axis=1)
    body = _middle(image_px, "SHOULDER") - _middle(image_px, "ANKLE")
    with np.errstate(invalid="ignore", divide="ignore"):
        lean_deg = np.degrees(np.arctan2(np.abs(shanks[..., 0]), np.abs(shanks[..., 1]))).min(axis=1)
        rise = -body[:, 1] / np.linalg.norm(body, axis=1)
    if float(np.nanmedian(rise)) < UPSIDE_DOWN:
        return "upside down"
    if float(np.nanmedian(lean_deg)) <= MAX_LEAN_DEG:
        return None
    return "to the right" if float(np.nanmedian(body[:, 0])) < 0 else "to the left"


def how_to_turn(turn: QuarterTurn) -> str:
    """What to say of a picture that must be turned.

    >>> how_to_turn("to the left")[:41]
    'the picture seems to lie on its side: the'
    """
    if turn == "upside down":
        seen, how = "stand on its head: the lifter's feet are above the head", "by half a turn"
    else:
        seen, how = "lie on its side: the lifter is level from head to feet", f"by a quarter {turn}"
    return f"the picture seems to {seen}. Turn it {how} in the phone's or computer's photo app, then check it again."


def _middle(image_px: Floats, joint: str) -> Floats:
    return (image_px[:, point(SIDES[0], joint)] + image_px[:, point(SIDES[1], joint)]) / 2
