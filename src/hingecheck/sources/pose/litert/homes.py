"""Where her feet stand: whoever is followed away from there may have passed before her and taken the region along."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....core.arrays import Floats, Picture
from ....core.landmarks import both
from ..people import distinct
from .landmarks import Detect, Look, Read, SeenBody
from .regions import Region, overlap, whole_picture
from .slips import read_again, slipped

#: A foot is where it stood within this share of the region's side, an eighth of a leg; …
HOME = 0.045
#: … and gone from there beyond this, a quarter of a leg, which is how far plates that hide feet drive them off; …
GONE = 0.09
#: … if the hips have gone from where they were then by this, too: a third of a leg.
HIPS_GONE = 0.12
#: She is at home where she stood for so long; for so long after she is looked for there, so often, seconds.
STOOD_S, LOOK_FOR_S, LOOK_EVERY_S = 1.0, 5.0, 0.1
#: A foot that is read elsewhere for a moment has not gone, seconds.
MOMENT_S = 0.2
#: How much of each frame goes into the place.
SHARE = 0.1
#: A body that the detector sees is at home where its region shares this much with the last one there.
THERE = 0.4
ANKLES = both("ANKLE")


class HomeWatch:
    """Watches whether who is followed leaves the place where she stood, and looks whether she still stands there.

    Where one is followed: of two, whose trails cross, whoever is found again may be taken for the other.

    Parameters
    ----------
    detect, read : callable
        The two networks.
    """

    def __init__(self, detect: Detect, read: Read) -> None:
        self._detect, self._read = detect, read
        self._place_px: Floats | None = None  #: where a foot stands
        self._region: Region | None = None  #: of the body, when it was there last
        self._since_s = self._last_s = 0.0
        self._next_s = -np.inf

    def forget(self) -> None:
        """Another scene: she may stand anywhere."""
        self._place_px = self._region = None

    def take(self, body: SeenBody, time_s: float) -> None:
        """Take the next reading of who is followed longest."""
        if not body.next_region.usable:
            return
        place_px, ankles_px = self._place_px, body.image_px[ANKLES]
        if place_px is not None and _off(body, place_px) <= HOME:
            nearer = ankles_px[np.argmin(np.hypot(*(ankles_px - place_px).T))]
            self._place_px = place_px + SHARE * (nearer - place_px)
        elif place_px is None or time_s - self._last_s > (LOOK_FOR_S if self._stood else MOMENT_S):
            self._place_px = ankles_px[np.argmax(ankles_px[:, 1])]  # the one that is lower in the picture stands
            self._since_s = time_s
        else:
            return
        self._last_s, self._region = time_s, body.next_region

    def due(self, time_s: float, body: SeenBody | None) -> bool:
        """Whether who is followed has gone from where she stood, and it is time to look there."""
        gone = body is not None and self._stood and self._has_gone(body)
        return gone and time_s >= self._next_s and MOMENT_S <= time_s - self._last_s <= LOOK_FOR_S

    def back_home(
        self, rgb: Picture, time_s: float, bodies: Sequence[SeenBody | None], masked: bool
    ) -> list[SeenBody | None]:
        """The same bodies, the first as it is read where she stood, if she is somebody else than who was followed."""
        first = bodies[0] if bodies else None
        if first is None or self._region is None or not self.due(time_s, first):
            return list(bodies)
        self._next_s = time_s + LOOK_EVERY_S
        home = self._region
        found = [one for one in self._detect(rgb, whole_picture(*rgb.shape[1::-1])) if overlap(one, home) > THERE]
        seen = self._read([Look(rgb, region, masked) for region in found])
        seen = read_again(self._read, rgb, seen, masked)
        others = [body for body in bodies if body is not None]
        for body in seen:
            if body is not None and self._is_home(body) and len(distinct([*others, body])) > len(distinct(others)):
                return [body, *bodies[1:]]
        return list(bodies)

    @property
    def _stood(self) -> bool:
        return self._last_s - self._since_s >= STOOD_S

    def _has_gone(self, body: SeenBody) -> bool:
        if self._place_px is None or self._region is None:
            return False
        side_px = max(body.next_region.side_px, 1.0)
        hips_px = float(np.hypot(*np.subtract(body.next_region.centre_px, self._region.centre_px)))
        return _off(body, self._place_px) > GONE and hips_px > HIPS_GONE * side_px

    def _is_home(self, body: SeenBody) -> bool:
        return self._place_px is not None and _off(body, self._place_px) <= HOME and not slipped(body)


def _off(body: SeenBody, place_px: Floats) -> float:
    """How far the nearer foot is from a place, in sides of the region."""
    away_px = float(np.hypot(*(body.image_px[ANKLES] - place_px).T).min())
    return away_px / max(body.next_region.side_px, 1.0)
