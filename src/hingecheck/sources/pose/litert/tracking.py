"""Who was where a frame ago: people followed from frame to frame by the region each leaves behind.

Reading the landmarks in a known region costs one run of one network. The detector runs only where somebody is
missing, and now and then to see whether others have come. In a recording every second frame is read where nobody
moves much, and the one before it is drawn between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ....core.arrays import Floats, Picture
from ..following import (
    BLOCK_FRAMES,
    BLOCK_S,
    FORGET_S,
    MAX_PEOPLE,
    OUTLINE_EVERY_S,
    SCOUT_EVERY_S,
    SCOUT_GONE,
    SCOUT_PEOPLE,
    SCOUT_SECOND_S,
    STEP_S,
    SceneCuts,
)
from ..people import distinct, of_real_size
from .beside import found_beside, only_as_large
from .homes import HomeWatch
from .landmarks import Detect, Look, Read, SeenBody
from .pacing import BETWEEN_S, body_between, close_by, rests
from .regions import Region, overlap, parts_of, turned_as, upright_of, whole_picture
from .slips import LostBody, SlipWatch, found_again, read_again, right_way_up, slipped, to_nose_px
from .smoothing import BodySmoother

#: A detection that overlaps a followed region by more than this (intersection over union) is the same person.
SAME_REGION = 0.5
#: Once several are followed and one is missing, the detector looks for her this often, not in every frame.
SEEK_EVERY_S = 0.2
#: Who is lost is looked for in a square so many times the one she was in, too.
CLOSER_SIDES = 1.6
#: Who was lost no longer ago than this, seconds, is as upright as she was.
JUST_LOST_S = 1.0
#: In a recording who is new is read so many times more, each in the region where she was just found: the detector's
#: is rough, and a hinge read in it was a lift's beginning.
AGAIN = 2
#: In parts of the picture somebody is looked for after so long without anybody, seconds.
CLOSER_AFTER_S = 2.0
#: Frames that are looked at for one block: of those at rest, half are read.
MOST_FRAMES = 2 * BLOCK_FRAMES


@dataclass(slots=True)
class _Followed:
    """One person who is followed."""

    region: Region
    smoother: BodySmoother
    body: SeenBody | None = None  #: as she was seen last
    seen_s: float = 0.0  #: and when
    to_nose_px: Floats | None = None  #: from the hips to the head, when it was seen surely last


class Tracker:
    """Follows people through one recording.

    Parameters
    ----------
    detect, read : callable
        The two networks; `read` may be asked for several bodies at once.
    smooth : bool
        Smooth each person's landmarks, causally; else they come as the network reads them.
    masks : bool
        Have masks read too, in frames `OUTLINE_EVERY_S` apart.
    """

    def __init__(self, detect: Detect, read: Read, *, smooth: bool = False, masks: bool = True) -> None:
        self._detect, self._read = detect, read
        self._smooth, self._masks = smooth, masks
        self._masked_s = -np.inf  #: time of the last frame whose masks were read
        self._rests = False  #: whether nobody moved much to the last frame that was read
        self.most = 1  #: how many people are followed at most, as of now
        self._followed: list[_Followed] = []
        self._lost: LostBody | None = None
        self._part = -1  #: of `parts_of` a picture, where somebody was looked for last
        self._closer_from_s = np.inf  #: from when on that is done: nobody was found in the whole picture for so long
        self._last_s: float | None = None
        self._cuts = SceneCuts()
        self._next_scout_s: float | None = None
        self._scouted: tuple[float, Region] | None = None  #: when one was last looked beside, and where she was
        self._next_seek_s = self._halved_s = -np.inf
        self._slips, self._home = SlipWatch(detect, read), HomeWatch(detect, read)

    def step(self, rgb: Picture, time_s: float, again: int = 0) -> list[SeenBody]:
        """People in the next picture, those followed longest first; who is new is read so many times more."""
        cut = self._cuts.add(rgb)
        if cut or self._last_s is None or time_s - self._last_s >= FORGET_S:
            self._followed, self._lost, self._closer_from_s = [], None, time_s + CLOSER_AFTER_S
            self._home.forget()
        # live has no time to read twice: its frames lie apart because the machine is slow
        far = not self._smooth and bool(self._followed) and time_s - (self._last_s or 0.0) > STEP_S
        self._last_s = time_s
        scouts, looks = self._scouts(time_s), self._seeks(time_s)
        strangers = self._strangers(rgb) if scouts or looks else []
        here = [one.region for one in self._followed]
        halves = bool(here) and not strangers and not self._smooth  # live has no time for two looks more
        halves &= scouts or (looks and time_s - self._halved_s >= SCOUT_SECOND_S)
        if halves:
            strangers, self._halved_s = found_beside(self._detect, rgb, here), time_s
        wanted = SCOUT_PEOPLE if scouts else self.most
        asked = [*here, *strangers[: max(wanted - len(here), 0)]]
        (masked,) = self._masks_due([time_s])
        bodies = self._read([Look(rgb, region, masked) for region in asked])
        self._note_mask(masked, time_s)
        known, unknown = bodies[: len(self._followed)], bodies[len(self._followed) :]
        known = read_again(self._read, rgb, known, masked) if far else known
        known = self._slips.put_right(rgb, time_s, known, [one.to_nose_px for one in self._followed], masked)
        if self.most == 1:
            known = self._home.back_home(rgb, time_s, known, masked)
        unknown = right_way_up(self._read, rgb, asked[len(known) :], unknown, masked)
        for _ in range(max(again, int(far))):
            unknown = read_again(self._read, rgb, unknown, masked)
        lost = None if self._smooth else self._lost_within(JUST_LOST_S)
        if lost is not None and not self._followed:
            unknown = found_again(self._read, rgb, lost, unknown, masked)
        longest_px = float(max(rgb.shape[:2]))
        found = [one for one in (only_as_large(unknown, known, longest_px) if halves else unknown) if one is not None]
        new = [_Followed(body.region, BodySmoother(self._smooth)) for body in found]
        return self._keep([*self._followed, *new], [*known, *found], scouts, time_s)

    def _masks_due(self, times_s: Sequence[float]) -> list[bool]:
        """In which of the next frames masks are due, if all are read."""
        due, last_s = [], self._masked_s
        for time_s in times_s:
            due.append(self._masks and not 0.0 <= time_s - last_s < OUTLINE_EVERY_S)
            last_s = time_s if due[-1] else last_s
        return due

    def _note_mask(self, masked: bool, time_s: float) -> None:
        self._masked_s = time_s if masked else self._masked_s

    def block(self, frames: Sequence[tuple[Picture, float]]) -> list[list[SeenBody]]:
        """People in as many of the next pictures as can be read at once, at least in the first.

        Parameters
        ----------
        frames : sequence of pairs
            Pictures and their times, at least one; those beyond `MOST_FRAMES` are not looked at.

        Returns
        -------
        list of list of SeenBody
            For the first pictures; the rest is asked for again. It ends where somebody was lost or is to be looked
            for.
            What comes out depends on the pictures alone, not on how many are read at once.
        """
        alone = self._followed[0].body if self._followed and self.most == 1 else None
        slips = self._slips.due(frames[0][1], [one.body for one in self._followed])
        if slips or self._home.due(frames[0][1], alone):
            return [self.step(*frames[0], AGAIN)]
        if self._rests:
            pairs = self._alike(self._near(frames), MOST_FRAMES * BLOCK_S)
            found = self._between(pairs) if len(pairs) > 1 else []
            if found:
                return found
        some = self._alike(frames[:BLOCK_FRAMES], BLOCK_S)
        return self._each(some) if len(some) > 1 else [self.step(*frames[0], AGAIN)]

    def _each(self, frames: Sequence[tuple[Picture, float]]) -> list[list[SeenBody]]:
        """People in these pictures, up to where somebody is lost."""
        everybody = list(self._followed)
        found: list[list[SeenBody]] = []
        for (rgb, time_s), masked, bodies in self._seen(frames):
            self._take(rgb, time_s, masked)
            found.append(self._keep(everybody, bodies, False, time_s))
            if len(self._followed) < len(everybody):
                break
        return found

    def _between(self, frames: Sequence[tuple[Picture, float]]) -> list[list[SeenBody]]:
        """People in pairs of pictures of which the second is read, as long as nobody moved much; maybe none."""
        everybody = list(self._followed)
        found: list[list[SeenBody]] = []
        for (rgb, time_s), masked, bodies in self._seen(frames[1::2]):
            last_s, before = everybody[0].seen_s, [one.body for one in everybody]
            if not close_by(before, bodies):
                break
            skipped, between_s = frames[len(found)]
            self._cuts.add(skipped)
            self._take(rgb, time_s, masked)
            after = self._keep(everybody, bodies, False, time_s)
            share = (between_s - last_s) / (time_s - last_s)
            pairs = zip(before, after, strict=True)
            found += [[body_between(one, other, share) for one, other in pairs if one is not None], after]
        self._rests = self._rests and bool(found)
        return found

    def _near(self, frames: Sequence[tuple[Picture, float]]) -> Sequence[tuple[Picture, float]]:
        """The next frames as long as of every two the second is near enough for the first to be drawn between."""
        seen_s = [self._followed[0].seen_s, *(time_s for _, time_s in frames[1:MOST_FRAMES:2])]
        near = [after - before <= BETWEEN_S for before, after in pairwise(seen_s)]
        return frames[: 2 * (near.index(False) if False in near else len(near))]

    def _seen(
        self, frames: Sequence[tuple[Picture, float]]
    ) -> Iterator[tuple[tuple[Picture, float], bool, list[SeenBody | None]]]:
        """Everybody as read in each of these pictures, where the last frame left them; and whether with masks."""
        masked = self._masks_due([time_s for _, time_s in frames])
        looks = zip(frames, masked, strict=True)
        count = len(self._followed)
        bodies = self._read([Look(rgb, one.region, mask) for (rgb, _), mask in looks for one in self._followed])
        groups = [bodies[place * count :][:count] for place in range(len(frames))]
        yield from zip(frames, masked, groups, strict=True)

    def _take(self, rgb: Picture, time_s: float, masked: bool) -> None:
        """Go on to a frame that was read."""
        self._cuts.add(rgb)
        self._last_s = time_s
        self._note_mask(masked, time_s)

    def _alike(self, frames: Sequence[tuple[Picture, float]], within_s: float) -> Sequence[tuple[Picture, float]]:
        """The next frames that ask for nothing but reading where everybody was; at least one."""
        count = self._alike_in_time([time_s for _, time_s in frames], within_s)
        cut = self._cuts.first([rgb for rgb, _ in frames[:count]])
        return frames[: count if cut is None else min(count, max(cut, 1))]

    def _alike_in_time(self, times_s: Sequence[float], within_s: float) -> int:
        if not self._followed or len(self._followed) < self.most:
            return 1
        last_s = self._last_s
        for place, time_s in enumerate(times_s):
            scout_due = self.most == 1 and self._scout_due(time_s)
            # after a gap she is read twice, as `step` does
            far = time_s - times_s[0] > within_s if place else last_s is not None and time_s - last_s > STEP_S
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
            lost = self._followed[0]
            self._lost = LostBody(lost.region, time_s, lost.to_nose_px)
        self._followed, found = [], []
        self._rests = bool(asked) and len(people) == len(asked)
        for one, body in read:
            if not any(body is person for person in people):
                continue
            if body.next_region.usable:
                one.region = body.next_region
                self._followed.append(one)
            found.append(one.smoother.add(body, time_s))
            if len(found) == 1:
                self._home.take(body, time_s)
            still = body.next_region.usable and rests(one.body, body, time_s - one.seen_s)
            self._rests = self._rests and still
            one.body, one.seen_s = found[-1], time_s
            one.to_nose_px = one.to_nose_px if slipped(body) else to_nose_px(body)
        return found

    def _strangers(self, rgb: Picture) -> list[Region]:
        """Regions of people nobody follows, the surest first; one where the lifter was just lost comes before all."""
        found = self._detect(rgb, whole_picture(*rgb.shape[1::-1]))
        for one in self._followed:
            one.region = upright_of(one.region, found)
        known = [one.region for one in self._followed]
        found = [region for region in found if all(overlap(region, one) <= SAME_REGION for one in known)]
        lost = self._lost
        if known:
            return found
        if lost is not None:
            found.sort(key=lambda region: overlap(region, lost.region) <= SAME_REGION)
            if self._lost_within(JUST_LOST_S):
                found = [turned_as(region, lost.region) for region in found]
        return found or self._closer(rgb)

    def _closer(self, rgb: Picture) -> list[Region]:
        """People found in a part of the picture: where the lifter was lost, later in one place after the other.

        Who is read upside down stays so: of parts in which she is cut off the detector makes such bodies.
        """
        lost = self._lost_within(CLOSER_AFTER_S)
        if lost is not None:
            region = lost.region
            found = self._detect(rgb, Region(region.centre_px, CLOSER_SIDES * region.side_px, 0.0))
            found = [one for one in found if abs(np.log2(one.side_px / region.side_px)) < 1.0]
        elif self._lost is None and (self._last_s or 0.0) < self._closer_from_s:
            return []
        else:
            squares = parts_of(rgb.shape[1], rgb.shape[0])
            self._part = (self._part + 1) % len(squares)
            found = self._detect(rgb, squares[self._part])
        return [one for one in found if not one.upside_down]

    def _lost_within(self, within_s: float) -> LostBody | None:
        """The lifter who was followed last, if that is no longer ago than this."""
        lost, now_s = self._lost, self._last_s or 0.0
        return lost if lost is not None and now_s - lost.seen_s <= within_s else None

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
        """Whether it is time by the clock, or who is followed has gone from where she was, or is upside down."""
        if self._next_scout_s is None or time_s >= self._next_scout_s:
            return True
        if self._scouted is None or not self._followed:
            return False
        looked_s, there = self._scouted
        gone_px = float(np.hypot(*np.subtract(self._followed[0].region.centre_px, there.centre_px)))
        doubted = gone_px > SCOUT_GONE * there.side_px or self._followed[0].region.upside_down
        return time_s - looked_s >= SCOUT_SECOND_S and doubted

    def _seeks(self, time_s: float) -> bool:
        """Whether somebody is missing and it is time to look for her."""
        if len(self._followed) >= self.most or (self._followed and time_s < self._next_seek_s):
            return False
        self._next_seek_s = time_s + SEEK_EVERY_S
        return True
