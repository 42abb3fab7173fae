"""Who was where a frame ago: people followed from frame to frame by the region each leaves behind.

Reading the landmarks in a known region costs one run of one network. The detector runs only where somebody is
missing, and now and then to see whether others have come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ....core.arrays import Picture
from ..following import (
    BLOCK_FRAMES,
    BLOCK_S,
    FORGET_S,
    MAX_PEOPLE,
    SCOUT_EVERY_S,
    SCOUT_GONE,
    SCOUT_PEOPLE,
    SCOUT_SECOND_S,
    STEP_S,
    SceneCuts,
)
from ..people import distinct, of_real_size
from .landmarks import SeenBody
from .regions import Region, overlap
from .smoothing import BodySmoother

#: A detection that overlaps a followed region by more than this (intersection over union) is the same person.
SAME_REGION = 0.5
#: Once several are followed and one is missing, the detector looks for her this often, not in every frame.
SEEK_EVERY_S = 0.2

Detect = Callable[[Picture], list[Region]]
#: Reads bodies in pictures, each in its region, in any order or at once; answers come in the order of the questions.
Read = Callable[[Sequence[tuple[Picture, Region]]], "list[SeenBody | None]"]


@dataclass(slots=True)
class _Followed:
    """One person who is followed."""

    region: Region
    smoother: BodySmoother


class Tracker:
    """Follows people through one recording.

    Parameters
    ----------
    detect, read : callable
        The two networks; `read` may be asked for several bodies at once.
    smooth : bool
        Smooth each person's landmarks, causally; else they come as the network reads them.
    """

    def __init__(self, detect: Detect, read: Read, *, smooth: bool = False) -> None:
        self._detect, self._read = detect, read
        self._smooth = smooth
        self.most = 1  #: how many people are followed at most, as of now
        self._followed: list[_Followed] = []
        self._lost: Region | None = None
        self._last_s: float | None = None
        self._cuts = SceneCuts()
        self._next_scout_s: float | None = None
        self._scouted: tuple[float, Region] | None = None  #: when one was last looked beside, and where she was
        self._next_seek_s = -np.inf

    def step(self, rgb: Picture, time_s: float) -> list[SeenBody]:
        """People in the next picture, those followed longest first."""
        cut = self._cuts.add(rgb)
        if cut or (self._last_s is not None and time_s - self._last_s >= FORGET_S):
            self._followed, self._lost = [], None
        # live has no time to read twice: its frames lie apart because the machine is slow
        far = not self._smooth and bool(self._followed) and time_s - (self._last_s or 0.0) > STEP_S
        self._last_s = time_s
        scouts, looks = self._scouts(time_s), self._seeks(time_s)
        regions = [one.region for one in self._followed]
        strangers = self._strangers(rgb, regions) if scouts or looks else []
        wanted = SCOUT_PEOPLE if scouts else self.most
        new = [_Followed(region, BodySmoother(self._smooth)) for region in strangers]
        asked = [*self._followed, *new[: max(wanted - len(self._followed), 0)]]
        bodies = self._read([(rgb, one.region) for one in asked])
        return self._keep(asked, self._again(rgb, bodies) if far else bodies, scouts, time_s)

    def _again(self, rgb: Picture, bodies: Sequence[SeenBody | None]) -> list[SeenBody | None]:
        """The same bodies read once more, each in the region where it was just found."""
        sure = [place for place, body in enumerate(bodies) if body is not None and body.next_region.usable]
        closer = self._read([(rgb, body.next_region) for body in map(bodies.__getitem__, sure) if body is not None])
        found = dict(zip(sure, closer, strict=True))
        return [found.get(place) or body for place, body in enumerate(bodies)]

    def block(self, frames: Sequence[tuple[Picture, float]]) -> list[list[SeenBody]]:
        """People in as many of the next pictures as can be read at once, at least in the first.

        Parameters
        ----------
        frames : sequence of pairs
            Pictures and their times, at least one; those beyond `BLOCK_FRAMES` are not looked at.

        Returns
        -------
        list of list of SeenBody
            For the first pictures; the rest is asked for again. It ends where somebody was lost or is to be looked
            for.
            What comes out depends on the pictures alone, not on how many are read at once.
        """
        count = self._in_block([time_s for _, time_s in frames[:BLOCK_FRAMES]])
        cut = self._cuts.first([rgb for rgb, _ in frames[:count]])
        count = count if cut is None else min(count, max(cut, 1))
        if count < 2:
            return [self.step(*frames[0])]
        everybody = list(self._followed)
        bodies = self._read([(rgb, one.region) for rgb, _ in frames[:count] for one in everybody])
        found: list[list[SeenBody]] = []
        for place, (rgb, time_s) in enumerate(frames[:count]):
            self._last_s = time_s
            self._cuts.add(rgb)
            found.append(self._keep(everybody, bodies[place * len(everybody) :][: len(everybody)], False, time_s))
            if len(self._followed) < len(everybody):
                break
        return found

    def _in_block(self, times_s: Sequence[float]) -> int:
        """How many of the next frames ask for nothing but reading where everybody was."""
        if not self._followed or len(self._followed) < self.most:
            return 1
        last_s = self._last_s
        for place, time_s in enumerate(times_s):
            scout_due = self.most == 1 and self._scout_due(time_s)
            far = place > 0 and time_s - times_s[0] > BLOCK_S
            if far or scout_due or (last_s is not None and time_s - last_s >= FORGET_S):
                return max(place, 1)
            last_s = time_s
        return len(times_s)

    def _keep(
        self, asked: Sequence[_Followed], bodies: Sequence[SeenBody | None], scouts: bool, time_s: float
    ) -> list[SeenBody]:
        """Go on with those who were found and are different people, as many as are wanted."""
        read = [(one, body) for one, body in zip(asked, bodies, strict=True) if body is not None]
        people = distinct([body for _, body in read])
        if scouts:
            seen = len(of_real_size(people))
            self.most = min(seen, MAX_PEOPLE) if seen > 1 else self.most
            people = of_real_size(people) if seen > 1 else people
        people = people[: self.most]
        if self._followed:
            self._lost = self._followed[0].region
        self._followed, found = [], []
        for one, body in read:
            if not any(body is person for person in people):
                continue
            if body.next_region.usable:
                one.region = body.next_region
                self._followed.append(one)
            found.append(one.smoother.add(body, time_s))
        return found

    def _strangers(self, rgb: Picture, known: list[Region]) -> list[Region]:
        """Regions of people nobody follows, the surest first; one where the lifter was just lost comes before all."""
        found = [region for region in self._detect(rgb) if all(overlap(region, one) <= SAME_REGION for one in known)]
        lost = self._lost
        if lost is not None and not known:
            found.sort(key=lambda region: overlap(region, lost) <= SAME_REGION)
        return found

    def _scouts(self, time_s: float) -> bool:
        """Whether it is time to look for others, beside the one who is followed."""
        if self.most > 1 or not self._scout_due(time_s):
            return False
        due_s = self._next_scout_s
        here = self._followed[0].region if self._followed else None
        if due_s is None or time_s >= due_s or self._scouted is None:
            self._next_scout_s = time_s + (SCOUT_SECOND_S if due_s is None else SCOUT_EVERY_S)
            self._scouted = None if here is None else (time_s, here)
        else:  # gone from where she was: looked beside again until the clock says so
            self._scouted = (time_s, self._scouted[1])
        return True

    def _scout_due(self, time_s: float) -> bool:
        """Whether it is time by the clock, or who is followed has gone away from where she was."""
        if self._next_scout_s is None or time_s >= self._next_scout_s:
            return True
        if self._scouted is None or not self._followed:
            return False
        looked_s, there = self._scouted
        gone_px = float(np.hypot(*np.subtract(self._followed[0].region.centre_px, there.centre_px)))
        return time_s - looked_s >= SCOUT_SECOND_S and gone_px > SCOUT_GONE * there.side_px

    def _seeks(self, time_s: float) -> bool:
        """Whether somebody is missing and it is time to look for her."""
        if len(self._followed) >= self.most or (self._followed and time_s < self._next_seek_s):
            return False
        self._next_seek_s = time_s + SEEK_EVERY_S
        return True
