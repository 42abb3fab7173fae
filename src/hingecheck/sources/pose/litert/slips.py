"""Readings that slipped: the head sought among the hips, as where one shoots up and plates pass before her.

The region is turned by where hips and head were read. Once the head is read at the hips it stays turned so, and the
network reads on in the lap; the detector, which knows nothing of the frame before, sees her stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ....core.arrays import Floats, Picture
from ....core.landmarks import Landmark, both
from .landmarks import Detect, Look, Read, SeenBody
from .regions import SIDE_PER_RADIUS, Region, overlap, whole_picture

#: The nose is nearer to the hips than this share of the radius of the circle round the body: in films that slipped
#: 0.2 to 0.5; in real clips read rightly 0.55 and more, but where the lifter folds along the camera's line.
NOSE_NEAR = 0.5
#: Read where the detector sees her, it is farther by so much at least; …
FARTHER = 0.2
#: … if the network finds nobody there, in a square so many times as wide.
WIDER = (1.15, 1.3)
#: The detector sees her elsewhere where its region shares no more than this with hers (intersection over union), or
#: is turned by more than this, cosine of the angle; …
SAME, TURNED = 0.85, 0.9
#: … and it is hers where it shares this much: of one who leaves the picture and a bystander they shared 0.3.
HERS = 0.4
#: … and her head is on the side of the hips where it was before she slipped, cosine of the angle: 0 to 50° from it in
#: real clips, 67 to 144° where one on her back was read in her thighs.
HEAD_STAYS = 0.5
#: Who was just lost is not found again in a heap so many times as small.
SHRUNK = 0.5
#: Who is new and upside down is read the other way up too: so it is where her nose is so far from the hips, in radii,
#: and farther by `FARTHER`. Where the detector had taken feet for the head it was 0.78 to 0.95 away, and 0.62 at most
#: as the detector saw her; in films on their heads 0.68 at most, and 0.61 to 0.89 as the detector saw her.
NOSE_FAR = 0.7
#: After one who slipped was read rightly, frames are read one by one for so long, seconds; where the detector showed
#: nothing else, it is asked again after so long.
SLIPS_S, SETTLED_S = 0.3, 0.2


@dataclass(frozen=True, slots=True)
class LostBody:
    """One who was followed and is not found any more."""

    region: Region  #: where she was looked for last
    seen_s: float  #: when she was looked for in vain first
    to_nose_px: Floats | None  #: from the hips to the head, when it was seen surely last


def to_nose_px(body: SeenBody) -> Floats:
    """From the middle of the hips to the nose [shape=(2,)]."""
    hips_px = body.image_px[both("HIP")].mean(axis=0)
    return np.asarray(body.image_px[Landmark.NOSE] - hips_px)


def nose_share(body: SeenBody) -> float:
    """How far the nose is from the hips, in radii of the circle round the body."""
    return float(np.hypot(*to_nose_px(body))) * SIDE_PER_RADIUS / max(body.next_region.side_px, 1.0)


def slipped(body: SeenBody) -> bool:
    """Whether a body was read with its head at its hips."""
    return nose_share(body) < NOSE_NEAR


def seen_otherwise(body: SeenBody, found: Sequence[Region]) -> Region | None:
    """Where the detector sees a body otherwise than it was read, with its head up; None where it does not."""
    for region in found:
        shared = overlap(region, body.region)
        turned = np.cos(region.angle_rad - body.region.angle_rad) < TURNED
        if shared > HERS and (shared < SAME or turned) and not region.upside_down:
            return region
    return None


def read_again(read: Read, rgb: Picture, bodies: Sequence[SeenBody | None], masked: bool) -> list[SeenBody | None]:
    """The same bodies read once more, each in the region where it was just found; as they were where that fails."""
    sure = [place for place, body in enumerate(bodies) if body is not None and body.next_region.usable]
    if not sure:
        return list(bodies)
    regions = [body.next_region for body in map(bodies.__getitem__, sure) if body is not None]
    closer = read([Look(rgb, region, masked) for region in regions])
    found = dict(zip(sure, closer, strict=True))
    return [found.get(place) or body for place, body in enumerate(bodies)]


def right_way_up(
    read: Read, rgb: Picture, regions: Sequence[Region], bodies: Sequence[SeenBody | None], masked: bool
) -> list[SeenBody | None]:
    """Bodies as read in the regions of a detector that takes a raised leg for a head, in a picture that leans.

    Those upside down are read the other way up too, and stay as they were unless their head shows there.
    """
    right = list(bodies)
    over = [place for place, region in enumerate(regions) if region.upside_down]
    if not over:
        return right
    others = read([Look(rgb, regions[place].turned_over, masked) for place in over])
    for place, other in zip(over, others, strict=True):
        body = right[place]
        farther = 0.0 if body is None else nose_share(body) + FARTHER
        if other is not None and nose_share(other) >= max(farther, NOSE_FAR):
            right[place] = other
    return right


def found_again(
    read: Read, rgb: Picture, lost: LostBody, bodies: Sequence[SeenBody | None], masked: bool
) -> list[SeenBody | None]:
    """Bodies found where one was lost a moment ago, without heaps: those too small for her, or heads at their hips.

    Where none has its head on the side of the hips where hers was, she is read where she was lost, too: of one who
    stands behind a plate the network reads a heap round its hub in one square, and her in the next.
    """
    head_px = lost.to_nose_px
    if head_px is None:
        return list(bodies)
    people = [None if body is None or _is_heap(body, lost.region) else body for body in bodies]
    if any(body is not None and _stays(head_px, to_nose_px(body)) for body in people):
        return people
    there = read([Look(rgb, lost.region.wider(times), masked) for times in (1.0, *WIDER)])
    hers = (body for body in there if body is not None and not _is_heap(body, lost.region))
    body = next((body for body in hers if _stays(head_px, to_nose_px(body))), None)
    return people if body is None else [body]


def _is_heap(body: SeenBody, before: Region) -> bool:
    """Whether one just seen in a region is read with her head at her hips, or in too small a part of it."""
    return slipped(body) or body.next_region.side_px < SHRUNK * before.side_px


class SlipWatch:
    """Watches bodies for readings that slipped, and reads those where the detector sees them.

    Parameters
    ----------
    detect, read : callable
        The two networks.
    """

    def __init__(self, detect: Detect, read: Read) -> None:
        self._detect, self._read = detect, read
        self._next_s = -np.inf  #: when the detector may be asked again
        self._until_s = -np.inf  #: until when frames go one by one

    def due(self, time_s: float, bodies: Sequence[SeenBody | None]) -> bool:
        """Whether somebody seems to have slipped and it is time to see, or did so a moment ago."""
        seem = time_s >= self._next_s and any(body is not None and slipped(body) for body in bodies)
        return seem or time_s < self._until_s

    def put_right(
        self,
        rgb: Picture,
        time_s: float,
        bodies: Sequence[SeenBody | None],
        before: Sequence[Floats | None],
        masked: bool,
    ) -> list[SeenBody | None]:
        """The same bodies; those that slipped as they are read where the detector sees them, if their head shows.

        `before` says for each where the nose was from the hips when it was read surely last (`to_nose_px`).
        """
        right = list(bodies)
        slips = [(place, body) for place, body in enumerate(bodies) if body is not None and slipped(body)]
        if not slips or time_s < self._next_s:
            return right
        found = self._detect(rgb, whole_picture(*rgb.shape[1::-1]))
        self._next_s = time_s + SETTLED_S
        for place, body in slips:
            other = self._otherwise(rgb, body, before[place], found, masked)
            if other is not None:
                right[place], self._next_s, self._until_s = other, time_s, time_s + SLIPS_S
        return right

    def _otherwise(
        self, rgb: Picture, body: SeenBody, before: Floats | None, found: Sequence[Region], masked: bool
    ) -> SeenBody | None:
        """A body that slipped, where the detector sees it; None where its head does not show there either."""
        region = seen_otherwise(body, found)
        if region is None:
            return None
        first = self._read([Look(rgb, region, masked)])
        if first == [None]:  # what the detector sees of who is half hidden may be too small
            first = self._read([Look(rgb, region.wider(times), masked) for times in WIDER])
        seen = [one for one in (*first, *read_again(self._read, rgb, first, masked)) if one is not None]
        farther = max(nose_share(body) + FARTHER, NOSE_NEAR)
        heads = (one for one in seen if nose_share(one) > farther and _stays(before, to_nose_px(one)))
        return max(heads, key=nose_share, default=None)


def _stays(before_px: Floats | None, now_px: Floats) -> bool:
    """Whether the head is on the side of the hips where it was; above them if it was never seen surely."""
    side = np.array([0.0, -1.0]) if before_px is None else before_px
    return float(side @ now_px) >= HEAD_STAYS * float(np.hypot(*side) * np.hypot(*now_px))
