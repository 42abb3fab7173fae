"""What is at each fist: whether it goes along with it, whether the room shows round it, and of what colour it is."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Mask
from ...core.landmarks import SIDES, Side
from ...core.load_types import FIST_MEASURES, SHAPES_KEPT
from .band_line import band_shows
from .hand_window import HandWindow

#: What is looked at round a fist, leg lengths: beyond the knuckles, and as far as heads of dumbbells reach.
RING_LEG = (0.09, 0.24)
#: The fist's own place.
FIST_LEG = 0.06
#: A picture tells what goes along with a hand beside one in which that hand was so far away, leg lengths: in less,
#: what is round it covers itself.
AWAY_LEG = (0.12, 0.6)
#: Pictures of before that are kept, two seconds and a half, and how many are compared.
KEPT, COMPARED = 12, 4
#: Fewest part of the ring that must be free of the lifter's own body in both pictures.
MIN_FREE = 0.4
#: Two places differ from here on; of a hand that is moved before a wall or a floor nine in ten differ by less.
DIFFERS = 14.0
#: What goes along differs from where the hand was by this share of what the room there differs by.
ALONG = 0.6
#: … and is not the hand itself where it differs from the forearm by this.
UNLIKE = 45.0
#: An outline's inside, shares of its radius; above this size, leg lengths, it is a plate, and no colour is asked.
INSIDE, MAX_ROUND_LEG = 0.75, 0.17

_STEPS = np.arange(-0.24, 0.25, 0.03)
_GRID = np.stack(np.meshgrid(_STEPS, _STEPS), axis=-1).reshape(-1, 2)
_AWAY = np.hypot(*_GRID.T)
_RING = _GRID[np.abs(_AWAY - np.mean(RING_LEG)) < 0.5 * np.ptp(RING_LEG)]
_FIST = _GRID[_AWAY < FIST_LEG]


class FistReader:
    """Looks round both fists, picture by picture, in order of time."""

    def __init__(self) -> None:
        self._before: deque[HandWindow] = deque(maxlen=KEPT)

    def look(self, window: HandWindow) -> Floats:
        """The next picture's `LoadShapes.fists` [shape=(2, FIST_MEASURES)]."""
        found = np.full((len(SIDES), FIST_MEASURES), np.nan)
        for row, side in enumerate(SIDES):
            found[row, :2] = self._around(window, side)
            found[row, 2] = _fist_unlike(window, side)
            found[row, 3] = band_shows(window, side)
        self._before.append(window)
        return found

    def _around(self, window: HandWindow, side: Side) -> tuple[float, float]:
        """The parts of the ring that go along with the hand, and in which the room shows."""
        grip, skin = window.grips[side], window.skin[side]
        if skin is None:
            return np.nan, np.nan
        far = [float(np.hypot(*(grip - one.grips[side]))) / window.leg_px for one in self._before]
        others = [one for one, away in zip(self._before, far, strict=True) if AWAY_LEG[0] < away < AWAY_LEG[1]]
        places = grip + _RING * window.leg_px
        here, free = _read_free(window, places)
        parts = []
        for other in others[:: -max(len(others) // COMPARED, 1)][:COMPARED]:
            room, room_free = _read_free(other, places)
            along, along_free = _read_free(other, other.grips[side] + _RING * window.leg_px)
            both = free & room_free & along_free
            if both.mean() < MIN_FREE:
                continue
            of_room, of_hand = (np.abs(here - one).sum(axis=-1) for one in (room, along))
            unlike = np.abs(here - skin).sum(axis=-1) > UNLIKE
            goes = both & (of_room > DIFFERS) & (of_hand < ALONG * of_room) & unlike
            bare = both & (of_room <= DIFFERS)
            parts.append((goes.sum() / both.sum(), bare.sum() / both.sum()))
        if not parts:
            return np.nan, np.nan
        goes_along, room_shows = np.mean(parts, axis=0)
        return float(goes_along), float(room_shows)


def unlike_skin(window: HandWindow, shapes: Floats, scale: Floats) -> Floats:
    """How unlike the forearm of the nearer hand the inside of each outline is; see `LoadShapes.unlike`.

    Parameters
    ----------
    window : HandWindow
    shapes : array [shape=(k, 6)]
        Outlines of the same picture.
    scale : array [shape=(2,)]
        The video's pixels per pixel of the frame.
    """
    found = np.full(SHAPES_KEPT, np.nan)
    for row, one in enumerate(shapes[:SHAPES_KEPT]):
        middle, radius = one[:2] / scale, float(one[3] / scale[1])
        side = min(SIDES, key=lambda side: float(np.hypot(*(window.grips[side] - middle))))
        skin = window.skin[side]
        if skin is None or radius > MAX_ROUND_LEG * window.leg_px:
            continue
        steps = np.linspace(-INSIDE, INSIDE, 7)
        grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        inside, seen = window.fine.read(middle + grid[np.hypot(*grid.T) <= INSIDE] * radius)
        if seen.all():
            found[row] = float(np.abs(inside.mean(axis=0) - skin).sum())
    return found


def _fist_unlike(window: HandWindow, side: Side) -> float:
    """How unlike its forearm the quarter of a fist is that is most unlike it."""
    skin = window.skin[side]
    if skin is None:
        return np.nan
    values, seen = window.coarse.read(window.grips[side] + _FIST * window.leg_px)
    return float(np.percentile(np.abs(values[seen] - skin).sum(axis=-1), 75)) if seen.any() else np.nan


def _read_free(window: HandWindow, places: Floats) -> tuple[NDArray[np.float32], Mask]:
    """Colours at places, and which of these are not the lifter's body."""
    column, row, inside = window.coarse.pixels(places)
    free: Mask = inside & ~window.body[row, column] & ~window.hands[row, column]
    return window.coarse.read(places)[0], free
