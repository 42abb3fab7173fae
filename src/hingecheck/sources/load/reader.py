"""What may be the load in each frame of a recording, read beside the poses in the same pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ...core.load_types import SHAPES_KEPT, LoadLook
from ...core.tracking.trails import body_size_px, largest_of, longer_leg_px, place_px
from ...core.types import Frame, Person
from .bar_line import bar_shows
from .fists import FistReader, unlike_skin
from .hand_window import hand_window
from .leg import SHRINKS
from .load_source import LoadSource

#: A load is looked for this often, times a second: what is lifted moves below 3 Hz, and between two looks it goes
#: with the hands.
LOOKS_HZ = 15.0
#: A bar between the hands is looked for in one of so many looks: it goes nowhere without them.
BAR_EVERY = 2
#: What is at the fists is looked at in one of so many: five times a second, seven and more in a lift.
FISTS_EVERY = 3
#: Another person than the one looked at last counts only where that one is gone this far, body sizes.
SAME_BODY = 0.5


class LoadReader:
    """Takes frames with their people in order.

    Parameters
    ----------
    source : LoadSource
    """

    def __init__(self, source: LoadSource) -> None:
        self._source = source
        self._looks = 0
        self._due_s = 0.0
        self._last: Person | None = None
        self._fists, self._leg_px = FistReader(), 0.0

    def look(self, frame: Frame, people: Sequence[Person]) -> LoadLook | None:
        """Look at the next frame; None where no look is due, or nobody is there."""
        if frame.time_s < self._due_s or (person := self._chosen(people)) is None:
            return None
        self._due_s = max(self._due_s, frame.time_s - 1.0 / LOOKS_HZ) + 1.0 / LOOKS_HZ - 1e-3
        self._last = person
        shapes = self._source.outlines(frame, person)[:SHAPES_KEPT].astype(np.float32)
        bar = bar_shows(frame, person) if self._looks % BAR_EVERY == 0 else float("nan")
        unlike, fists = self._at_fists(frame, person, shapes) if self._looks % FISTS_EVERY == 0 else (None, None)
        self._looks += 1
        return LoadLook(shapes, bar, unlike, fists)

    def _at_fists(
        self, frame: Frame, person: Person, shapes: NDArray[np.float32]
    ) -> tuple[Floats | None, Floats | None]:
        """What is at the fists, and how unlike skin the outlines are; None where the hands are not in the picture."""
        leg = longer_leg_px(person.image_px)
        if np.isfinite(leg):
            self._leg_px = max(leg, (1.0 - SHRINKS) * self._leg_px)
        window = hand_window(frame, person, self._leg_px)
        if window is None:
            return None, None
        return unlike_skin(window, shapes.astype(np.float64), np.array(frame.scale)), self._fists.look(window)

    def _chosen(self, people: Sequence[Person]) -> Person | None:
        """The person looked at before, or the largest one; None where nobody is."""
        seen = [person for person in people if np.isfinite(body_size_px(person))]
        if self._last is not None and len(seen) > 1:
            at, size = place_px(self._last), body_size_px(self._last)
            nearest = min(seen, key=lambda person: float(np.hypot(*(place_px(person) - at))))
            if float(np.hypot(*(place_px(nearest) - at))) < SAME_BODY * size:
                return nearest
        return largest_of(seen)
