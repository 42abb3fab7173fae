"""One person's appearances in a recording: the trail that they make, and whether two trails are one person."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..arrays import Floats
from ..geometry import between_deg
from ..landmarks import SIDES, Landmark, both, point
from ..types import Person
from .packed import PackedPerson

#: Furthest step from one frame to the next that is still the same person, in body heights …
STEP_BODY = 0.35
#: … growing with each second the person was not seen.
STEP_BODY_PER_S = 0.5
#: Largest change of size from one frame to the next, as a ratio.
SIZE_RATIO = 1.8
#: Who was read in a heap for a moment, and is read rightly again, is where and as large as she was this long ago,
#: seconds.
LATELY_S = 0.5
#: Who is lost where the picture cuts her off leaves a trail whose last places are dragged away, and is found again
#: where she was all along: the middle of a trail tells that, within this part of a body and this ratio of sizes.
SAME_PLACE_BODY, SAME_SIZE = 0.25, 1.3
#: Somebody who crosses before her takes her trail along for this long at the most, seconds, before she is seen again;
#: what is read near her place in the last of these seconds before it goes away is no longer she: at 1 m/s it is 0.8 s
#: from a quarter of a body on one side of her to a quarter on the other.
PASSING_S, HIDDEN_S = 5.0, 1.0
#: So many appearances tell where she stayed; her foot stands where it stood within this part of a body, a tenth of a
#: leg.
STAYED_ROWS, SAME_FOOT_BODY = 15, 0.05
#: So many appearances of a trail tell what it is like.
SAMPLE = 200
#: Whose legs are in the picture in no more of them, as a talking head's beside a film, is so much less likely the
#: lifter.
RARELY, NO_LEGS = 0.1, 0.1

BODY = np.array([Landmark.NOSE, *both("SHOULDER", "HIP", "KNEE", "ANKLE")])
LIMBS = np.array(both("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE"))
ANKLES = both("ANKLE")
LEGS = np.array([[point(s, j) for j in ("HIP", "KNEE", "ANKLE")] for s in SIDES])
HIPS = both("HIP")


@dataclass(slots=True)
class Trail:
    """One person's appearances."""

    rows: list[int] = field(default_factory=list)
    people: list[PackedPerson] = field(default_factory=list)
    px_per_m: list[float] = field(default_factory=list)  #: how large each is in the picture
    lately: deque[tuple[float, Floats, float]] = field(default_factory=deque)  #: when, where and how large of late

    def add(self, row: int, time_s: float, person: Person) -> None:
        """Take the person's next appearance."""
        self.rows.append(row)
        self.people.append(PackedPerson.of(person))
        self.px_per_m.append(px_per_m(person))
        while self.lately and time_s - self.lately[0][0] > LATELY_S:
            self.lately.popleft()
        self.lately.append((time_s, place_px(person), body_size_px(person)))

    @property
    def seen_s(self) -> float:
        """When the person appeared last."""
        return self.lately[-1][0]

    def parted(self, row: int) -> tuple[Trail, Trail]:
        """What comes before a row, and the rest, which goes on from where it is."""
        own = bisect_left(self.rows, row)
        before, rest = (
            replace(
                self,
                rows=self.rows[part],
                people=self.people[part],
                px_per_m=self.px_per_m[part],
                lately=self.lately.copy(),
            )
            for part in (slice(0, own), slice(own, None))
        )
        return before, rest

    def and_then(self, later: Trail) -> Trail:
        """Its appearances and those of one that comes after it, as one trail."""
        return Trail(
            [*self.rows, *later.rows], [*self.people, *later.people], [*self.px_per_m, *later.px_per_m], later.lately
        )


def place_px(person: Person) -> Floats:
    """Middle of the hips in the picture [shape=(2,)]."""
    return np.asarray(person.image_px[HIPS].mean(axis=0), dtype=float)


def px_per_m(person: Person) -> float:
    """How large somebody is in the picture: how far trunk, arms and legs reach there, to how far they do in space."""
    image_px, world_m = (float(limbs_reach(points)) for points in (person.image_px, person.world_m[:, :2]))
    return image_px / max(world_m, 1e-6)


def limbs_reach(points: Floats) -> Floats:
    """How far trunk, arms and legs reach from their middle [shape=(…, 33, 2) to (…)]."""
    limbs = points[..., LIMBS, :]
    return np.asarray(np.sqrt(((limbs - limbs.mean(axis=-2, keepdims=True)) ** 2).sum(axis=(-2, -1))))


def longer_leg_px(image_px: Floats) -> float:
    """Thigh and shank of the leg that is longer in the picture; NaN where neither is known.

    Parameters
    ----------
    image_px : array [shape=(33, 2)]
        A person's landmarks.
    """
    bones = image_px[LEGS[:, 1:]] - image_px[LEGS[:, :-1]]
    legs = np.hypot(bones[..., 0], bones[..., 1]).sum(axis=1).tolist()
    return max((leg for leg in legs if math.isfinite(leg)), default=float("nan"))


def body_size_px(person: Person) -> float:
    """Diagonal of the box round head, trunk and legs: hardly changes between standing and bending."""
    points = person.image_px[BODY]
    return float(np.hypot(*(points.max(axis=0) - points.min(axis=0))))


def largest_of(people: Sequence[Person]) -> Person | None:
    """The person who is largest in the picture, of those whose size is known; None where nobody's is."""
    seen = [person for person in people if np.isfinite(body_size_px(person))]
    return max(seen, key=body_size_px, default=None)


def distance(trail: Trail, person: Person, time_s: float) -> float | None:
    """How far a person stands from a trail's end, in body sizes; None where it is somebody else."""
    place, size = place_px(person), body_size_px(person)
    if not size > 0 or not np.isfinite(size):
        return None
    ends = (trail.lately[-1], trail.lately[0])
    found = [_apart(there_px, its_size, place, size, time_s - seen_s) for seen_s, there_px, its_size in ends]
    return min((one for one in found if one is not None), default=None)


def _apart(there_px: Floats, its_size: float, place: Floats, size: float, gap_s: float) -> float | None:
    """Distance of two appearances so long apart, in body sizes; None where they are not one person's."""
    if not its_size > 0:
        return None
    ratio = max(size / its_size, its_size / size)
    away = float(np.linalg.norm(place - there_px)) / max(its_size, size)
    if ratio > SIZE_RATIO * (1 + gap_s) or away > STEP_BODY + STEP_BODY_PER_S * gap_s:
        return None
    return away + float(np.log(ratio))


def score_of(trail: Trail, width_px: int, height_px: int) -> float:
    """Score of a trail as the lifter: duration, size, nearness to the middle, range of the hinge, legs shown."""
    sample = [packed.person() for packed in _sample(trail)]
    size = float(np.median([body_size_px(p) for p in sample])) / max(np.hypot(width_px, height_px), 1)
    middle = float(np.median([place_px(p)[0] for p in sample])) / max(width_px, 1)
    legs = float(np.mean([_knees_in(p, width_px, height_px) for p in sample]))
    central = 1.0 - min(abs(middle - 0.5), 0.5)
    return float(len(trail.rows) * size * central * (10.0 + _swing_of(sample)) * (1.0 if legs > RARELY else NO_LEGS))


def _knees_in(person: Person, width_px: int, height_px: int) -> bool:
    """Whether a knee is in the picture: of a talking head the network makes some up below."""
    knees = person.image_px[both("KNEE")]
    return bool(((knees >= 0.0) & (knees <= (width_px, height_px))).all(axis=1).any())


def swing_deg(trail: Trail) -> float:
    """Range of the hinge over a trail, degrees."""
    return _swing_of([packed.person() for packed in _sample(trail)])


def _swing_of(sample: Sequence[Person]) -> float:
    hinge = np.array([_bend_deg(p) for p in sample])
    return float(np.ptp(np.percentile(hinge, [5, 95]))) if len(hinge) > 4 else 0.0


def _bend_deg(person: Person) -> float:
    """Angle between trunk and thighs in the world landmarks, from straight; side by side mean."""
    shoulders, hips, knees = (person.world_m[both(joint)] for joint in ("SHOULDER", "HIP", "KNEE"))
    return float(between_deg(shoulders - hips, hips - knees).mean())


def middle_px(trail: Trail) -> Floats:
    """Where somebody is in the picture, the middle of all appearances [shape=(2,)]."""
    return _middle(_sample(trail))[0]


def in_one_place(one: Trail, other: Trail) -> bool:
    """Whether somebody is for the most part where another is: both trails are one person's, or were for a while."""
    return _near(_middle(_sample(one)), _middle(_sample(other)), SAME_PLACE_BODY, np.inf)


def joined_in_place(trails: Sequence[Trail]) -> list[Trail]:
    """Trails of people who were lost now and then, one after the other in one place, joined to one each."""
    people: list[Trail] = []
    for trail in sorted(trails, key=lambda one: one.rows[0]):
        before = next(
            (k for k, one in enumerate(people) if not overlaps(one, trail) and in_one_place(one, trail)), None
        )
        if before is None:
            people.append(trail)
        else:
            people[before] = people[before].and_then(trail)
    return people


def overlaps(one: Trail, other: Trail) -> bool:
    """Whether two trails share a stretch of time."""
    return one.rows[0] <= other.rows[-1] and other.rows[0] <= one.rows[-1]


def continues(mine: Sequence[Trail], trail: Trail) -> bool:
    """Whether a trail may be the lifter again after a loss: never at the same time, alike in place and size."""
    beside = [one for one in mine if overlaps(one, trail)]
    if beside:  # torn in two while she was read now here, now there, and never in one frame
        apart = all(set(one.rows).isdisjoint(trail.rows) for one in beside)
        hers = _middle(_sample(trail))
        return apart and all(_near(_middle(_sample(one)), hers, SAME_PLACE_BODY, SAME_SIZE) for one in beside)
    nearest = min(mine, key=lambda t: min(abs(t.rows[0] - trail.rows[-1]), abs(trail.rows[0] - t.rows[-1])))
    before, after = (nearest, trail) if nearest.rows[-1] < trail.rows[0] else (trail, nearest)
    ends = (_middle(before.people[-1:]), _middle(after.people[:1]))
    throughout = (_middle(_sample(before)), _middle(_sample(after)))
    return _near(*ends, 1.0, SIZE_RATIO) or _near(*throughout, SAME_PLACE_BODY, SAME_SIZE)


def without_passer_by(trail: Trail, back: Trail, time_s: Sequence[float]) -> tuple[Trail, Trail] | None:
    """A trail cut where somebody who crossed before its person took it along.

    Parameters
    ----------
    trail : Trail
        One that begins before `back` and goes on beside it.
    back : Trail
        Perhaps the same person, found again where she had been.
    time_s : sequence of float
        Of each row.

    Returns
    -------
    pair of Trail or None
        Her own part and that of who crossed; None where she did not stay in that place until shortly before.
    """
    there = _middle(back.people[:STAYED_ROWS])
    seam = bisect_left(trail.rows, back.rows[0])
    beside = dict(zip(back.rows, back.people, strict=True))
    together = [(trail.people[k], beside[row]) for k, row in enumerate(trail.rows) if row in beside]
    if not together or not (_apart_at(together[0]) or _left(there, together[-1])):
        return None
    for end in range(seam, 0, -1):
        last_s = time_s[trail.rows[end - 1]]
        if time_s[back.rows[0]] - last_s > PASSING_S:
            return None
        if _near(_middle(trail.people[max(end - STAYED_ROWS, 0) : end]), there, SAME_PLACE_BODY, SAME_SIZE):
            return trail.parted(next(row for row in trail.rows if time_s[row] > last_s - HIDDEN_S))
    return None


def stands_as_before(before: Trail, back: Trail) -> bool:
    """Whether the lower foot in the picture stands at a trail's end where it does as another begins."""
    feet, (_, size) = [], _middle(back.people[:STAYED_ROWS])
    for people in (before.people[-STAYED_ROWS:], back.people[:STAYED_ROWS]):
        ankles = np.median([packed.person().image_px[ANKLES] for packed in people], axis=0)
        feet.append(ankles[np.argmax(ankles[:, 1])])
    return float(np.linalg.norm(feet[1] - feet[0])) < SAME_FOOT_BODY * size


def _apart_at(pair: tuple[PackedPerson, PackedPerson]) -> bool:
    """Whether two that are seen in one frame are no readings of one person."""
    return not _near(_middle(pair[:1]), _middle(pair[1:]), STEP_BODY, np.inf)


def _left(there: tuple[Floats, float], pair: tuple[PackedPerson, PackedPerson]) -> bool:
    """Whether the first of two that are seen in one frame has gone away from a place where the other still is."""
    gone = not _near(_middle(pair[:1]), there, STEP_BODY, np.inf)
    return gone and _near(_middle(pair[1:]), there, SAME_PLACE_BODY, np.inf)


def _sample(trail: Trail) -> Sequence[PackedPerson]:
    return trail.people[:: max(1, len(trail.people) // SAMPLE)]


def _middle(people: Sequence[PackedPerson]) -> tuple[Floats, float]:
    """Middle place and size of one person's appearances, pixels."""
    seen = [packed.person() for packed in people]
    return np.median([place_px(p) for p in seen], axis=0), float(np.median([body_size_px(p) for p in seen]))


def _near(one: tuple[Floats, float], other: tuple[Floats, float], bodies: float, ratio: float) -> bool:
    """Whether two places and sizes are within so many bodies and such a ratio of each other."""
    sizes = one[1], other[1]
    if min(sizes) <= 0 or max(sizes) / min(sizes) > ratio:
        return False
    return float(np.linalg.norm(one[0] - other[0])) < bodies * max(sizes)
