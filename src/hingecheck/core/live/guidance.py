"""Hints before a set and in one, from brightness, people and landmarks of each frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..landmarks import FOOT, both
from ..lifts import ONE_LEG
from ..tracking.trails import longer_leg_px
from ..tracking.view import estimate_view
from ..types import LiftName, Person

SetupHint = Literal["too-dark", "nobody", "one-person", "step-back", "feet", "head", "centre", "come-closer", "turn"]
#: In a set, with a load in the hands: what is seen, and no order to walk.
InSetHint = Literal["in-the-dark", "unseen", "cut-off", "feet", "head"]
Hint = SetupHint | InSetHint

#: Mean brightness of the picture, 0 to 255, below which poses become a guess.
DARK = 38.0
#: A body lower than this share of the picture is too far away, higher than that too near.
SMALLEST, LARGEST = 0.30, 0.97
#: Joints nearer than this share to the picture's edge may leave it.
MARGIN = 0.01
#: Further off a side view than this, most rules have little to go on, degrees.
TURN_DEG = 60.0
#: All must be well for this long, seconds.
READY_S = 1.0
CUT_OFF: dict[SetupHint | None, InSetHint] = {"step-back": "cut-off", "feet": "feet", "head": "head"}
#: Frames that the view is estimated from.
FRAMES = 15
#: A standing body is so many times as long as its legs: folded, it is as near as before.
TALL_LEGS = 1.9
#: During a set she must be out of sight for so long, seconds, or feet or head for so long.
LOST_S, CUT_S = 1.0, 3.0


@dataclass(frozen=True, slots=True)
class SetupFrame:
    """One frame as guidance needs it."""

    time_s: float
    brightness: float  #: mean of the picture, 0 to 255
    people: int  #: of real size
    person: Person | None
    width_px: int
    height_px: int


class Guide:
    """Looks at frame after frame until the lifter is ready.

    Parameters
    ----------
    lift : str, optional
        One-legged lifts may be filmed from the front.
    """

    def __init__(self, lift: LiftName | None = None) -> None:
        self._lift = lift
        self._well_since_s: float | None = None
        self._people: list[Person] = []
        self._wrong: tuple[InSetHint, float] | None = None  #: during a set, and since when, seconds
        self.ready = False

    def update(self, frame: SetupFrame) -> SetupHint | None:
        """The one thing to do next, None where all is well; `ready` once that has lasted."""
        self._wrong = None
        if frame.person is not None:
            self._people = [*self._people[-FRAMES + 1 :], frame.person]
        advice = self._hint(frame)
        if advice is not None:
            self._well_since_s = None
        elif self._well_since_s is None:
            self._well_since_s = frame.time_s
        self.ready = self._well_since_s is not None and frame.time_s - self._well_since_s >= READY_S
        return advice

    def during_set(self, frame: SetupFrame) -> InSetHint | None:
        """What keeps a set that has begun from being followed, once it has stood for a while."""
        hint: InSetHint | None
        if frame.person is None:
            hint = "in-the-dark" if frame.brightness < DARK else "unseen"
        else:
            hint = CUT_OFF.get(_framing_hint(frame.person, frame.width_px, frame.height_px))
        if hint is None:
            self._wrong = None
            return None
        if self._wrong is None or self._wrong[0] != hint:
            self._wrong = hint, frame.time_s
        stands_s = CUT_S if frame.person is not None else LOST_S
        return hint if frame.time_s - self._wrong[1] >= stands_s else None

    def _hint(self, frame: SetupFrame) -> SetupHint | None:
        if frame.brightness < DARK:
            return "too-dark"
        if frame.person is None:
            return "nobody"
        if frame.people > 1:
            return "one-person"
        return _framing_hint(frame.person, frame.width_px, frame.height_px) or self._view_hint()

    def _view_hint(self) -> SetupHint | None:
        if self._lift in ONE_LEG or not self._people:
            return None
        image = np.array([p.image_px for p in self._people])
        world = np.array([p.world_m for p in self._people])
        visibility = np.array([p.visibility for p in self._people])
        return "turn" if estimate_view(image, world, visibility).off_side_deg > TURN_DEG else None


def _framing_hint(person: Person, width_px: int, height_px: int) -> SetupHint | None:
    """Whether the whole body lies in the picture, and large enough."""
    share = person.image_px / np.array([width_px, height_px])
    low, high = MARGIN, 1.0 - MARGIN
    feet = both(*FOOT)
    body = both("SHOULDER", "HIP", "KNEE")
    tall = float(np.ptp(share[:, 1])), float(np.ptp(share[:, 0]) * width_px / height_px)
    no_feet = bool((share[feet, 1] > high).any())
    no_head = bool(share[:11, 1].min() < low)
    if (no_feet and no_head) or tall[0] > LARGEST:
        return "step-back"
    if no_feet:
        return "feet"
    if no_head:
        return "head"
    if (share[body, 0] < low).any() or (share[body, 0] > high).any():
        return "centre"
    stands = TALL_LEGS * longer_leg_px(person.image_px) / height_px
    return "come-closer" if max(*tall, stands) < SMALLEST else None
