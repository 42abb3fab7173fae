"""Start and end of a set while it is filmed, from the lifter's place, pauses and the reps reported so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..arrays import Floats
from ..landmarks import both
from ..phrases import N_
from ..reps.segmentation import SET_PAUSE_S
from ..tracking.trails import body_size_px, longer_leg_px, place_px
from ..types import Person

Why = Literal["pause", "walked away", "gone", "stalled", "long"]
WHY_WORDS: dict[Why, str] = {
    "pause": N_("no rep for a while"),
    "walked away": N_("you walked away"),
    "gone": N_("you left the picture"),
    "stalled": N_("no picture came for a while"),
    "long": N_("it has grown very long"),
}

#: Out of the picture for this long ends the set, seconds; shorter is a hidden moment.
GONE_S = 3.0
#: No frame for this long is a pause: nobody looked, and she may have been anywhere, seconds.
UNLOOKED_S = 1.0
#: Both feet this far from where they stood in the last rep, in leg lengths, for this long: walked away.
WALK_LEG, WALK_S = 0.7, 1.0
#: No set is longer than this: what was forgotten to end is reported, and memory stays bounded (about 2 kB a frame),
#: seconds. Twenty slow reps with pauses take five minutes.
MAX_SET_S = 300.0
#: Furthest jump of the lifter between two frames, in body heights.
STEP_BODY = 0.5

ANKLES = both("ANKLE")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the feet were."""

    time_s: float
    feet_px: Floats
    leg_px: float
    camera: tuple[complex, complex] = (1.0 + 0j, 0j)  #: turn and shift of the picture since the set began

    def carried(self, camera: tuple[complex, complex]) -> Stand:
        """Where that is in the picture once the camera has gone on."""
        turn = camera[0] / self.camera[0]
        feet = turn * (self.feet_px @ np.array([1.0, 1.0j]) - self.camera[1]) + camera[1]
        return Stand(self.time_s, np.stack([feet.real, feet.imag], axis=-1), abs(turn) * self.leg_px, camera)

    def away_leg(self, person: Person) -> float:
        """How far the nearer of both feet is from where it stood, in leg lengths."""
        return float(np.hypot(*(person.image_px[ANKLES] - self.feet_px).T).min()) / max(self.leg_px, 1.0)


def pick_lifter(people: tuple[Person, ...], last: Person | None, stood: Stand | None = None) -> Person | None:
    """Whom to draw: who stands where the last rep was, else who is nearest to where the lifter was, else the largest.

    Somebody who passes before her may be all that is seen for a moment, and is nearest to where she was from then on.
    """
    if not people:
        return None
    if stood is not None:
        away = [stood.away_leg(person) for person in people]
        if min(away) <= WALK_LEG:
            return people[int(np.argmin(away))]
    if last is not None:
        size = max(body_size_px(last), 1.0)
        away = [float(np.hypot(*(place_px(p) - place_px(last)))) / size for p in people]
        if min(away) <= STEP_BODY:
            return people[int(np.argmin(away))]
    return max(people, key=body_size_px)


class SetBounds:
    """Says when the set under way has ended; fed with every frame and every rep."""

    def __init__(self, start_s: float) -> None:
        self._start_s = start_s
        self._looked_s = self._seen_s = start_s
        self._rep_end_s: float | None = None
        self.stood: Stand | None = None  #: as the last rep ended
        self._away_since_s: float | None = None
        self._lately: deque[Stand] = deque(maxlen=450)
        self._camera = (1.0 + 0j, 0j)

    def saw(self, time_s: float, person: Person | None) -> None:
        """Take a frame."""
        if time_s - self._looked_s > UNLOOKED_S:
            self.paused(time_s)
        self._looked_s = time_s
        if person is None:
            return
        self._seen_s = time_s
        stand = Stand(time_s, person.image_px[ANKLES].copy(), longer_leg_px(person.image_px), self._camera)
        self._lately.append(stand)
        if self.stood is None or self.stood.away_leg(person) <= WALK_LEG:
            self._away_since_s = None
        elif self._away_since_s is None:
            self._away_since_s = time_s

    def camera_moved(self, step: Sequence[float], frames: int) -> None:
        """Take how the camera moved since the last frames: where the feet stood is elsewhere in the picture now.

        Parameters
        ----------
        step : sequence of float
            As a row of `Background.steps`; NaN where it is not known.
        frames : int
            That each went by so much.
        """
        if not frames or not np.isfinite(step).all():
            return
        turn, shift = complex(*step[:2]), complex(*step[2:])
        for _ in range(frames):
            self._camera = turn * self._camera[0], turn * self._camera[1] + shift
        if self.stood is not None:
            self.stood = self.stood.carried(self._camera)

    def paused(self, time_s: float) -> None:
        """Take a moment in which nobody looked: the lifter may have been anywhere."""
        self._looked_s = self._seen_s = time_s
        self._away_since_s = None

    def rep_told(self, end_s: float) -> None:
        """Take a rep that ended at `end_s`, session time: where the feet were then is where the lifter stands."""
        self._rep_end_s = max(end_s, self._rep_end_s or end_s)
        near = min(self._lately, key=lambda stand: abs(stand.time_s - end_s), default=None)
        if near is not None:
            self.stood, self._away_since_s = near.carried(self._camera), None

    def ended(self, now_s: float, *, moving: bool) -> Why | None:
        """Why the set is over, or None; a set without a rep never is.

        Parameters
        ----------
        now_s : float
        moving : bool
            A rep seems to be under way: it may still belong to the set.
        """
        if self._rep_end_s is None:
            return None
        if now_s - self._looked_s > SET_PAUSE_S:
            return "stalled"
        if self._looked_s - self._seen_s > GONE_S:
            return "gone"
        if self._away_since_s is not None and self._looked_s - self._away_since_s > WALK_S:
            return "walked away"
        if now_s - self._rep_end_s > SET_PAUSE_S and not moving:
            return "pause"
        return "long" if now_s - self._start_s > MAX_SET_S else None
