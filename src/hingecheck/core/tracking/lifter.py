"""The lifter's track out of frames that may show several people.

Each person found is joined to the trail that ends nearest in place and size. The lifter is the trail that
lasts, is large, stands near the middle, and hinges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ..arrays import Floats
from ..camera import Background
from ..landmarks import SIDES, Landmark, point
from ..types import Person, PoseTrack
from .packed import PackedPerson, Unpacked

#: Furthest step from one frame to the next that is still the same person, in body heights …
STEP_BODY = 0.35
#: … growing with each second the person was not seen.
STEP_BODY_PER_S = 0.5
#: Largest change of size from one frame to the next, as a ratio.
SIZE_RATIO = 1.8
#: A trail is closed after this long without its person.
LOST_AFTER_S = 2.0
#: Somebody else followed for this long in the lifter's place is a jump; shorter is how long it takes to notice
#: at the start that there are several people.
JUMP_S = 0.75
#: Where the picture jumps the lifter is found again this soon, seconds, stays this long, bends at least this far,
#: degrees, and is worth this share of the best trail: 40° is half a hinge; who waits or walks swings by 10 to 25.
CARRY_S, CARRY_LASTS_S, SWING_DEG, CARRY_SHARE = 0.5, 3.0, 40.0, 0.1

BODY = np.array([Landmark.NOSE] + [point(s, j) for s in SIDES for j in ("SHOULDER", "HIP", "KNEE", "ANKLE")])
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


@dataclass(slots=True)
class _Trail:
    """One person's appearances."""

    rows: list[int] = field(default_factory=list)
    people: list[PackedPerson] = field(default_factory=list)
    place_px: Floats = field(default_factory=lambda: np.zeros(2))
    size_px: float = 0.0
    seen_s: float = 0.0

    def add(self, row: int, time_s: float, person: Person) -> None:
        self.rows.append(row)
        self.people.append(PackedPerson.of(person))
        self.place_px, self.size_px, self.seen_s = place_px(person), body_size_px(person), time_s


@dataclass(frozen=True, slots=True)
class LifterTrack:
    """The lifter's track, and what went wrong on the way."""

    track: PoseTrack
    jumps: int  #: how often the tracker left the lifter for somebody else, or something else
    others: int  #: people besides the lifter who were there for a good part of the video
    background: Background | None = None  #: None where nobody looked at it
    cuts: tuple[int, ...] = ()  #: rows from which on the recording shows another scene, in order


def place_px(person: Person) -> Floats:
    """Middle of the hips in the picture [shape=(2,)]."""
    return np.asarray(person.image_px[HIPS].mean(axis=0), dtype=float)


def longer_leg_px(image_px: Floats) -> float:
    """Thigh and shank of the leg that is longer in the picture; NaN where neither is known.

    Parameters
    ----------
    image_px : array [shape=(33, 2)]
        A person's landmarks.
    """
    joints = [image_px[[point(side, joint) for joint in ("HIP", "KNEE", "ANKLE")]] for side in SIDES]
    legs = [float(np.hypot(*np.diff(leg, axis=0).T).sum()) for leg in joints]
    return max((leg for leg in legs if np.isfinite(leg)), default=float("nan"))


def body_size_px(person: Person) -> float:
    """Diagonal of the box round head, trunk and legs: hardly changes between standing and bending."""
    points = person.image_px[BODY]
    return float(np.hypot(*(points.max(axis=0) - points.min(axis=0))))


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
        self._trails: list[_Trail] = []
        self._cuts: list[int] = []

    def cut(self) -> None:
        """Say that the next frame shows another scene: nobody in it is followed on from those before."""
        if self._time_s:
            self._cuts.append(len(self._time_s))

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
                if (cost := _distance(trail, person, time_s)) is not None
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
                self._trails.append(_Trail())
                self._trails[-1].add(row, time_s, person)

    def finish(self, width_px: int, height_px: int) -> LifterTrack:
        """Choose the lifter and hand over the track; rows without the lifter are NaN.

        Numbers come rounded as poses on disk are, so that saving and loading the track changes nothing.
        """
        n = len(self._time_s)
        mine: list[_Trail] = []
        for first, last in pairwise([0, *self._cuts, n]):
            mine += self._of_scene([t for t in self._trails if first <= t.rows[0] < last], width_px, height_px)
        others = [t for t in self._trails if not any(t is m for m in mine)]
        mine.sort(key=lambda t: t.rows[0])
        jumps = sum(1 for t in others if self._bystander_tracked_s(mine, t) >= JUMP_S)
        return LifterTrack(
            track=self._track(mine, width_px, height_px),
            jumps=jumps,
            others=sum(1 for t in others if len(t.rows) > 0.2 * n),
            cuts=tuple(row for row in self._cuts if row < n),
        )

    def _of_scene(self, trails: list[_Trail], width_px: int, height_px: int) -> list[_Trail]:
        """The lifter's trails among those of one scene."""
        alone = len(trails) == 1  # live, this is asked several times a second
        scores = [0.0] if alone else [_score(t, width_px, height_px) for t in trails]
        mine: list[_Trail] = []
        for k in sorted(range(len(scores)), key=lambda k: -scores[k]):
            if not mine or _continues(mine, trails[k]):
                mine.append(trails[k])
        self._carry_on(mine, trails, scores)
        return mine

    def _carry_on(self, mine: list[_Trail], trails: list[_Trail], scores: list[float]) -> None:
        """Add trails that begin as the lifter's ends, or end as it begins: the picture jumped, and she lifts on.

        Only where nobody else was seen then, and who is seen bends and stays: a tracker that slips finds who is idle.
        """
        best = max(scores, default=0.0)
        for score, trail in sorted(zip(scores, trails, strict=True), key=lambda pair: -pair[0]):
            if score < CARRY_SHARE * best or any(trail is one or _overlap(one, trail) for one in mine):
                continue
            ends = [(one.rows[-1], trail.rows[0]) for one in mine] + [(trail.rows[-1], one.rows[0]) for one in mine]
            seams = [(a, b) for a, b in ends if b > a and self._time_s[b] - self._time_s[a] <= CARRY_S]
            alone = any(self._counts[a] == self._counts[b] == 1 for a, b in seams)
            lasts = self._time_s[trail.rows[-1]] - self._time_s[trail.rows[0]] >= CARRY_LASTS_S
            if alone and lasts and _swing(trail) >= SWING_DEG:
                mine.append(trail)

    def _bystander_tracked_s(self, mine: list[_Trail], other: _Trail) -> float:
        """For how long somebody else was found, alone, while the lifter was not: the tracker had jumped."""
        lifter_rows = {row for trail in mine for row in trail.rows}
        alone = sum(1 for row in other.rows if row not in lifter_rows and self._counts[row] == 1)
        frames = len(self._time_s)
        return alone * (self._time_s[-1] - self._time_s[0]) / max(frames - 1, 1)

    def _track(self, mine: list[_Trail], width_px: int, height_px: int) -> PoseTrack:
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


def _distance(trail: _Trail, person: Person, time_s: float) -> float | None:
    """How far a person stands from a trail's end, in body sizes; None where it is somebody else."""
    size = body_size_px(person)
    if not (size > 0 and trail.size_px > 0) or not np.isfinite(size):
        return None
    ratio = max(size / trail.size_px, trail.size_px / size)
    away = float(np.linalg.norm(place_px(person) - trail.place_px)) / max(trail.size_px, size)
    gap_s = time_s - trail.seen_s
    if ratio > SIZE_RATIO * (1 + gap_s) or away > STEP_BODY + STEP_BODY_PER_S * gap_s:
        return None
    return away + float(np.log(ratio))


def _score(trail: _Trail, width_px: int, height_px: int) -> float:
    """Score of a trail as the lifter: duration, size, nearness to the middle, range of the hinge."""
    sample = [packed.person() for packed in trail.people[:: max(1, len(trail.people) // 200)]]
    size = float(np.median([body_size_px(p) for p in sample])) / max(np.hypot(width_px, height_px), 1)
    middle = float(np.median([place_px(p)[0] for p in sample])) / max(width_px, 1)
    central = 1.0 - min(abs(middle - 0.5), 0.5)
    return float(len(trail.rows) * size * central * (10.0 + _swing_deg(sample)))


def _swing(trail: _Trail) -> float:
    """Range of the hinge over a trail, degrees."""
    return _swing_deg([packed.person() for packed in trail.people[:: max(1, len(trail.people) // 200)]])


def _swing_deg(sample: Sequence[Person]) -> float:
    hinge = np.array([_bend_deg(p) for p in sample])
    return float(np.ptp(np.percentile(hinge, [5, 95]))) if len(hinge) > 4 else 0.0


def _bend_deg(person: Person) -> float:
    """Angle between trunk and thighs in the world landmarks, from straight; side by side mean."""
    angles = []
    for side in SIDES:
        shoulder, hip, knee = (person.world_m[point(side, j)] for j in ("SHOULDER", "HIP", "KNEE"))
        trunk, thigh = shoulder - hip, knee - hip
        norm = float(np.linalg.norm(trunk) * np.linalg.norm(thigh))
        cosine = float(trunk @ thigh) / norm if norm > 0 else -1.0
        angles.append(180.0 - float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))))
    return float(np.mean(angles))


def _overlap(one: _Trail, other: _Trail) -> bool:
    """Whether two trails share a stretch of time."""
    return one.rows[0] <= other.rows[-1] and other.rows[0] <= one.rows[-1]


def _continues(mine: list[_Trail], trail: _Trail) -> bool:
    """Whether a trail may be the lifter again after a loss: never at the same time, alike in place and size."""
    if any(_overlap(one, trail) for one in mine):
        return False
    nearest = min(mine, key=lambda t: min(abs(t.rows[0] - trail.rows[-1]), abs(trail.rows[0] - t.rows[-1])))
    before, after = (nearest, trail) if nearest.rows[-1] < trail.rows[0] else (trail, nearest)
    a, b = before.people[-1].person(), after.people[0].person()
    sizes = body_size_px(a), body_size_px(b)
    if min(sizes) <= 0 or max(sizes) / min(sizes) > SIZE_RATIO:
        return False
    return float(np.linalg.norm(place_px(a) - place_px(b))) < 1.0 * max(sizes)
