"""Smoothing of a person by what came before.

Casiez, Roussel, Vogel: 1 € Filter, CHI 2012, https://doi.org/10.1145/2207676.2208639. Constants are MediaPipe's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ....core.arrays import Floats
from .landmarks import SeenBody

#: Cut-off of the speed's own filter, Hz.
SPEED_CUTOFF_HZ = 1.0
#: What is left of a visibility after a thirtieth of a second: a joint does not vanish for one frame. MediaPipe keeps
#: as much a frame, and the limits of the core are tuned on that.
VISIBILITY_KEPT = 0.9
VISIBILITY_STEP_S = 1 / 30
#: Least cut-off, Hz, and what it grows by: Hz for each region's side a second, Hz for each metre a second.
PIXELS = (0.05, 80.0)
METRES = (0.1, 40.0)


class OneEuro:
    """A low-pass filter whose cut-off grows with the speed: steady at rest, little lag in motion.

    Parameters
    ----------
    least_cutoff_hz : float
        At rest.
    growth : float
        Hz that the cut-off grows by for each size a second.
    """

    def __init__(self, least_cutoff_hz: float, growth: float) -> None:
        self._least_cutoff_hz = least_cutoff_hz
        self._growth = growth
        self._raw: Floats | None = None
        self._smooth: Floats = np.zeros(0)
        self._speed: Floats = np.zeros(0)

    def add(self, values: Floats, step_s: float, size: float) -> Floats:
        """Smooth the next values, `step_s` after the last ones; speeds count in `size` a second."""
        if self._raw is None:
            self._raw, self._smooth, self._speed = values, values, np.zeros_like(values)
            return values
        speed = (values - self._raw) / (size * step_s)
        self._speed = self._speed + _weight(np.asarray(SPEED_CUTOFF_HZ), step_s) * (speed - self._speed)
        cutoff_hz = self._least_cutoff_hz + self._growth * np.abs(self._speed)
        self._raw, self._smooth = values, self._smooth + _weight(cutoff_hz, step_s) * (values - self._smooth)
        return self._smooth


class BodySmoother:
    """Smooths one person from frame to frame: visibilities always, landmarks on request.

    Parameters
    ----------
    landmarks : bool
        Smooth landmarks too, by One Euro.
    """

    def __init__(self, landmarks: bool = False) -> None:
        self._landmarks = landmarks
        self._image, self._world = OneEuro(*PIXELS), OneEuro(*METRES)
        self._visibility: Floats | None = None
        self._last_s: float | None = None

    def add(self, body: SeenBody, time_s: float) -> SeenBody:
        """The body, smoothed; frames come in order of time."""
        if self._last_s is not None and time_s <= self._last_s:
            return body
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        if self._visibility is None:
            self._visibility = body.visibility
        else:
            kept = VISIBILITY_KEPT ** (step_s / VISIBILITY_STEP_S)
            self._visibility = body.visibility + kept * (self._visibility - body.visibility)
        if not self._landmarks:
            return replace(body, visibility=self._visibility)
        return replace(
            body,
            image_px=self._image.add(body.image_px, step_s, body.region.side_px),
            world_m=self._world.add(body.world_m, step_s, 1.0),
            visibility=self._visibility,
        )


def _weight(cutoff_hz: Floats, step_s: float) -> Floats:
    """Weight of the newest value in a first-order low-pass filter."""
    turn = 2 * np.pi * cutoff_hz * step_s
    return np.asarray(turn / (turn + 1))
