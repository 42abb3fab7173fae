"""The lifter's track out of frames that may show several people.

Each person found is joined to the trail that ends nearest in place and size. The lifter is the trail that
lasts, is large, stands near the middle, and hinges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..arrays import Floats
from ..camera import Background
from ..types import Person, PoseTrack
from .handed_over import cut_where_handed_over, is_another, log_zoom
from .packed import Unpacked
from .trails import (
    Trail,
    continues,
    distance,
    in_one_place,
    joined_in_place,
    middle_px,
    overlaps,
    score_of,
    stands_as_before,
    swing_deg,
    without_passer_by,
)

#: A trail is closed after this long without its person.
LOST_AFTER_S = 2.0
#: Somebody else followed for this long in the lifter's place is a jump; shorter is how long it takes to notice
#: at the start that there are several people.
JUMP_S = 0.75
#: Where the picture jumps the lifter is found again this soon, seconds, stays this long, bends at least this far,
#: degrees, and is worth this share of the best trail: 40° is half a hinge; who waits or walks swings by 10 to 25.
CARRY_S, CARRY_LASTS_S, SWING_DEG, CARRY_SHARE = 0.5, 3.0, 40.0, 0.1


@dataclass(frozen=True, slots=True)
class LifterTrack:
    """The lifter's track, and what went wrong on the way."""

    track: PoseTrack
    jumps: int  #: how often the tracker left the lifter for somebody else, or something else
    others: int  #: people besides the lifter who were there for a good part of the video
    background: Background | None = None  #: None where nobody looked at it
    cuts: tuple[int, ...] = ()  #: rows from which on the recording shows another scene, in order
    leaps: tuple[int, ...] = ()  #: rows at which the picture leaps, in order: another take in one room, or nothing
    lifting: tuple[int, int] = (0, 0)  #: of the others, how many lift left of her in the picture with her, and right
    stacked: tuple[int, int] = (0, 0)  #: … and how many above her and below, as in a split screen


class LifterTracker:
    """Takes people frame by frame and picks the lifter at the end.

    Examples
    --------
    >>> tracker = LifterTracker()
    >>> tracker.add(0, 0.0, ())
    >>> len(tracker.finish(640, 360).track)
    1
    """

    def __init__(self) -> None:
        self._time_s: list[float] = []
        self._frame_index: list[int] = []
        self._counts: list[int] = []
        self._trails: list[Trail] = []
        self._cuts: list[int] = []

    def cut(self, mixed: int = 0) -> None:
        """Say that the next frame shows another scene: nobody in it is followed on from those before.

        Parameters
        ----------
        mixed : int
            So many frames before it show both, one fading into the other: who was seen in them is nobody.
        """
        if not self._time_s:
            return
        self._cuts.append(len(self._time_s))
        if mixed:
            clear = max(len(self._time_s) - mixed, 0)  # live, a set may begin in the middle of a fade
            self._counts[clear:] = [0] * (len(self._time_s) - clear)
            self._trails = [before for trail in self._trails if (before := trail.parted(clear)[0]).rows]

    def add(self, frame_index: int, time_s: float, people: Sequence[Person]) -> None:
        """Take the people of the next frame."""
        row = len(self._time_s)
        self._time_s.append(time_s)
        self._frame_index.append(frame_index)
        self._counts.append(len(people))
        scene = self._cuts[-1] if self._cuts else 0
        open_trails = [t for t in self._trails if time_s - t.seen_s <= LOST_AFTER_S and t.rows[0] >= scene]
        pairs = sorted(
            (
                (cost, i, j)
                for i, person in enumerate(people)
                for j, trail in enumerate(open_trails)
                if (cost := distance(trail, person, time_s)) is not None
            ),
            key=lambda pair: pair[0],
        )
        taken_people: set[int] = set()
        taken_trails: set[int] = set()
        for _, i, j in pairs:
            if i not in taken_people and j not in taken_trails:
                open_trails[j].add(row, time_s, people[i])
                taken_people.add(i)
                taken_trails.add(j)
        for i, person in enumerate(people):
            if i not in taken_people:
                self._trails.append(Trail())
                self._trails[-1].add(row, time_s, person)

    def finish(self, width_px: int, height_px: int, steps: Floats | None = None) -> LifterTrack:
        """Choose the lifter and hand over the track; rows without the lifter are NaN.

        Numbers come rounded as poses on disk are, so that saving and loading the track changes nothing.

        Parameters
        ----------
        width_px, height_px : int
            Of the picture.
        steps : array [shape=(n, 4)], optional
            How the camera moved, as `Background.steps`.
        """
        zoomed = None if steps is None else log_zoom(steps)
        n = len(self._time_s)
        mine: list[Trail] = []
        others: list[Trail] = []
        for first, last in pairwise([0, *self._cuts, n]):
            trails = [t for t in self._trails if first <= t.rows[0] < last]
            hers = self._of_scene(trails, width_px, height_px, zoomed)
            mine += hers
            others += [t for t in trails if not any(t is one for one in hers)]
        mine.sort(key=lambda t: t.rows[0])
        lifter_rows = {row for trail in mine for row in trail.rows}
        lasting = [t for t in _people(mine, others) if len(t.rows) > 0.2 * n]
        jumps = sum(1 for t in others if self._bystander_tracked_s(lifter_rows, t) >= JUMP_S)
        return LifterTrack(
            track=self._track(mine, width_px, height_px),
            jumps=jumps,
            others=len(lasting),
            lifting=_lifting_beside(mine, lasting, 0),
            stacked=_lifting_beside(mine, lasting, 1),
            cuts=tuple(row for row in self._cuts if row < n),
        )

    def _of_scene(self, trails: list[Trail], width_px: int, height_px: int, zoomed: Floats | None) -> list[Trail]:
        """The lifter's trails among those of one scene; one that somebody took along is cut in `trails`."""
        cut = [cut_where_handed_over(trail, self._time_s, zoomed) for trail in trails]
        trails[:] = [piece for pieces in cut for piece in pieces]
        seams = [seam for pieces in cut for seam in pairwise(pieces)]
        alone = len(trails) == 1  # live, this is asked several times a second
        scores = [0.0] if alone else [score_of(t, width_px, height_px) for t in trails]
        mine: list[Trail] = []
        ranked = sorted(zip(scores, trails, strict=True), key=lambda pair: -pair[0])
        for score, trail in ranked:
            if not mine:
                mine.append(trail)
            elif any(is_another(trail, seam, mine) for seam in seams):
                continue
            elif continues(mine, trail):
                mine.append(trail)
            elif score >= CARRY_SHARE * ranked[0][0]:
                self._take_back(mine, trails, trail)
        self._carry_on(mine, ranked)
        return mine

    def _take_back(self, mine: list[Trail], trails: list[Trail], trail: Trail) -> None:
        """Join two trails where somebody who crossed before the lifter took the first one along."""
        beside = [one for one in mine if overlaps(one, trail)]
        if len(beside) != 1:
            return
        first, back = sorted([beside[0], trail], key=lambda one: one.rows[0])
        parts = without_passer_by(first, back, self._time_s)
        if parts is None or not parts[0].rows:
            return
        if swing_deg(back) >= SWING_DEG or stands_as_before(parts[0], back):
            mine[:] = [*(one for one in mine if one is not beside[0]), parts[0], back]
            trails[:] = [*(one for one in trails if one is not first), *parts]

    def _carry_on(self, mine: list[Trail], ranked: Sequence[tuple[float, Trail]]) -> None:
        """Add trails that begin as the lifter's ends, or end as it begins: the picture jumped, and she lifts on.

        Only where nobody else was seen then, and who is seen bends and stays: a tracker that slips finds who is idle.
        """
        for score, trail in ranked:
            if score < CARRY_SHARE * ranked[0][0] or any(trail is one or overlaps(one, trail) for one in mine):
                continue
            ends = [(one.rows[-1], trail.rows[0]) for one in mine] + [(trail.rows[-1], one.rows[0]) for one in mine]
            seams = [(a, b) for a, b in ends if b > a and self._time_s[b] - self._time_s[a] <= CARRY_S]
            alone = any(self._counts[a] == self._counts[b] == 1 for a, b in seams)
            lasts = self._time_s[trail.rows[-1]] - self._time_s[trail.rows[0]] >= CARRY_LASTS_S
            if alone and lasts and swing_deg(trail) >= SWING_DEG:
                mine.append(trail)

    def _bystander_tracked_s(self, lifter_rows: set[int], other: Trail) -> float:
        """For how long somebody else was found, alone, while the lifter was not: the tracker had jumped."""
        alone = sum(1 for row in other.rows if row not in lifter_rows and self._counts[row] == 1)
        frames = len(self._time_s)
        return alone * (self._time_s[-1] - self._time_s[0]) / max(frames - 1, 1)

    def _track(self, mine: list[Trail], width_px: int, height_px: int) -> PoseTrack:
        n = len(self._time_s)
        found = Unpacked.empty(n)
        for trail in mine:
            found.put(trail.rows, trail.people)
        return PoseTrack(
            time_s=np.array(self._time_s),
            frame_index=np.array(self._frame_index, dtype=np.int64),
            image_px=found.image_px,
            visibility=found.visibility,
            world_m=found.world_m,
            outline_px=found.outline_px,
            width_px=width_px,
            height_px=height_px,
            people=np.array(self._counts, dtype=np.int64),
        )


def _people(mine: Sequence[Trail], others: Sequence[Trail]) -> list[Trail]:
    """The others, each who stands apart from the lifter one trail though lost now and then."""
    hers = [other for other in others if any(in_one_place(one, other) for one in mine)]
    return [*hers, *joined_in_place([other for other in others if not any(other is one for one in hers)])]


def _lifting_beside(mine: Sequence[Trail], others: Sequence[Trail], axis: int) -> tuple[int, int]:
    """How many others bend as lifters do, left of the lifter in the picture and right of her; above and below for 1.

    Only who is in it together with her counts, and those on both sides of her where two of them are so at a time:
    else those on the side on which others are seen for longer.
    """
    sides: tuple[list[Trail], list[Trail]] = [], []
    for other in others:
        beside = [one for one in mine if _together(one, other)]
        if any(in_one_place(one, other) for one in mine):
            continue  # hers, which somebody who passed before her took along: it is she who bends there
        if beside and swing_deg(other) >= SWING_DEG:
            away_px = middle_px(other) - np.median([middle_px(one) for one in beside], axis=0)
            if int(np.argmax(np.abs(away_px))) == axis:
                sides[int(away_px[axis] >= 0)].append(other)
    left, right = sides
    if any(_together(one, other) for one in left for other in right):
        return len(left), len(right)
    longer_left = sum(len(one.rows) for one in left) >= sum(len(one.rows) for one in right)
    return (len(left), 0) if longer_left else (0, len(right))


def _together(one: Trail, other: Trail) -> bool:
    """Whether two are ever seen in one picture."""
    return overlaps(one, other) and not set(one.rows).isdisjoint(other.rows)
