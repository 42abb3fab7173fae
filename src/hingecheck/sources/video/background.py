"""What the background of a recording shows of the camera: its motion in every frame, straight edges in some."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...core.arrays import Floats
from ...core.camera import Background
from ...core.types import Frame, Person
from .background_motion import BackgroundMotion
from .scene_lines import scene_lines

#: Edges are looked for in the first frame, after this many seconds, and each time after twice as long: a room stays,
#: and the lifter may have stood before what shows best.
FIRST_LINES_S = 0.5


class BackgroundReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._motion = BackgroundMotion()
        self._steps: list[tuple[float, float, float, float]] = []
        self._lines: list[Floats] = [np.empty((0, 5))]
        self._due_s = 0.0

    def add(self, frame: Frame, people: Sequence[Person]) -> None:
        """Look at the next frame."""
        row = len(self._steps)
        step = self._motion.step(frame, people)
        self._steps.append((np.nan,) * 4 if step is None else (step.a, step.b, step.tx_px, step.ty_px))
        if frame.time_s >= self._due_s:
            self._due_s = max(2.0 * frame.time_s, FIRST_LINES_S)
            lines = scene_lines(frame, people)
            self._lines.append(np.concatenate([np.full((len(lines), 1), float(row)), lines], axis=1))

    def background(self) -> Background:
        """What was seen so far, as exact as saved poses have it, so that saving and loading change nothing."""
        steps, lines = np.array(self._steps).reshape(-1, 4), np.concatenate(self._lines)
        return Background(*(array.astype(np.float32).astype(np.float64) for array in (steps, lines)))
