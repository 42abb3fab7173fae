"""Where a recording goes over to another scene: told from a few points of each picture."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats, Picture

#: Points across the picture that are compared.
POINTS = 64
#: Another scene changes the picture's values by so much in the mean, of 255, and by so many times the change just
#: before: 27 to 87 at the cuts of edited clips, 17 at most without one (a walk with the phone in hand) …
CHANGE, TIMES = 20.0, 3.0
#: … and is laid out otherwise: with the picture before it a light that goes on still goes together by 0.8, another
#: scene by -0.3 to 0.4.
ALIKE = 0.5
#: Values spread by less than this show nothing: a finger on the lens, a black picture between two scenes. What comes
#: after it is compared with what was before it, and by its layout alone: scenes fade in.
FLAT = 12.0


class SceneWatch:
    """Takes the pictures of a recording in order and says where another scene begins."""

    def __init__(self) -> None:
        self._last: Floats | None = None
        self._change = 0.0
        self._after_flat = False

    def cuts(self, rgb: Picture) -> bool:
        """Take the next picture; whether it is of another scene than the last one that showed something."""
        step = max(rgb.shape[1] // POINTS, 1)
        points = rgb[::step, ::step].mean(axis=2, dtype=np.float64)
        if points.std() < FLAT:
            self._after_flat = self._last is not None
            return False
        last, before, after_flat = self._last, self._change, self._after_flat
        self._last, self._after_flat = points, False
        if last is None or last.shape != points.shape:
            return last is not None
        self._change = float(np.abs(points - last).mean())
        sudden = self._change >= CHANGE and self._change >= TIMES * before
        return (sudden or after_flat) and _alike(last, points) < ALIKE


def _alike(one: Floats, other: Floats) -> float:
    """Correlation of two pictures' values, neither of them flat."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])
