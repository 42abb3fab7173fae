"""What may be the load in each frame of a recording, read beside the poses in the same pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...core.arrays import Floats
from ...core.load_types import SHAPES_KEPT, LoadShapes
from ...core.tracking.lifter import body_size_px, place_px
from ...core.types import Frame, Person
from .bar_line import bar_shows
from .load_source import LoadSource

#: A load is looked for this often, times a second: what is lifted moves below 3 Hz, and between two looks it goes
#: with the hands.
LOOKS_HZ = 15.0
#: A bar between the hands is looked for in one of so many looks: it goes nowhere without them.
BAR_EVERY = 2
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
        self._rows: list[Floats | None] = []
        self._bars: list[float] = []
        self._looks = 0
        self._due_s = 0.0
        self._last: Person | None = None

    def add(self, frame: Frame, people: Sequence[Person]) -> None:
        """Look at the next frame."""
        self._rows.append(None)
        self._bars.append(float("nan"))
        person = self._chosen(people)
        if person is None or frame.time_s < self._due_s:
            return
        self._due_s = max(self._due_s, frame.time_s - 1.0 / LOOKS_HZ) + 1.0 / LOOKS_HZ - 1e-3
        self._last = person
        self._rows[-1] = self._source.outlines(frame, person)[:SHAPES_KEPT]
        if self._looks % BAR_EVERY == 0:
            self._bars[-1] = bar_shows(frame, person)
        self._looks += 1

    def shapes(self) -> LoadShapes:
        """What was seen so far, as exact as saved poses have it, so that saving and loading change nothing."""
        shapes = np.full((len(self._rows), SHAPES_KEPT, 6), np.nan, dtype=np.float32)
        for row, found in enumerate(self._rows):
            if found is not None:
                shapes[row, : len(found)] = found
        looked = np.array([found is not None for found in self._rows], dtype=bool)
        return LoadShapes(
            shapes.astype(np.float64), looked, np.array(self._bars, dtype=np.float32).astype(np.float64)
        )

    def _chosen(self, people: Sequence[Person]) -> Person | None:
        """The person looked at before, or the largest one; None where nobody is."""
        seen = [person for person in people if np.isfinite(body_size_px(person))]
        if not seen:
            return None
        if self._last is not None:
            at, size = place_px(self._last), body_size_px(self._last)
            nearest = min(seen, key=lambda person: float(np.hypot(*(place_px(person) - at))))
            if float(np.hypot(*(place_px(nearest) - at))) < SAME_BODY * size:
                return nearest
        return max(seen, key=body_size_px)
