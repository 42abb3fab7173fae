"""Filters of the pose model's detections: real size, and no body twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

import numpy as np

from ...core.arrays import Floats
from ...core.landmarks import both

#: Two poses whose landmarks lie nearer than this on average, in body sizes, are the same body found twice.
SAME_BODY = 0.15
#: A person smaller than this share of the largest is background.
REAL_SIZE = 0.40
#: Of whom no knee is seen so well less than half is in the picture: talking heads beside a film have 0.04 at most. Of
#: a whole trail it is asked where the knees are (`core.tracking.trails`): plates may hide them all the time.
LEGS_SHOW = 0.3


class HasLandmarks(Protocol):
    """A `Person`, or what becomes one."""

    @property
    def image_px(self) -> Floats:
        """Landmarks in the picture [shape=(33, 2)]."""

    @property
    def visibility(self) -> Floats:
        """Of each landmark, 0 … 1 [shape=(33,)]."""


SomePerson = TypeVar("SomePerson", bound=HasLandmarks)


def size_px(person: HasLandmarks) -> float:
    """Longer side of the landmarks' box: the height of one who stands, the length of one who lies."""
    return float(np.ptp(person.image_px, axis=0).max())


def shows_legs(person: HasLandmarks) -> bool:
    """Whether more of a person is in the picture than head and trunk."""
    return float(person.visibility[both("KNEE")].max()) >= LEGS_SHOW


def distinct(people: Iterable[SomePerson]) -> tuple[SomePerson, ...]:
    """Drop every pose that lies on a body already found; the model finds the surest first."""
    kept: list[SomePerson] = []
    for person in people:
        if not any(_same_body(person, other) for other in kept):
            kept.append(person)
    return tuple(kept)


def of_real_size(people: Iterable[SomePerson]) -> tuple[SomePerson, ...]:
    """Drop the people far in the background; beside a talking head nobody is."""
    people = tuple(people)
    whole = [person for person in people if shows_legs(person)]
    largest = max(map(size_px, whole or people), default=0.0)
    return tuple(person for person in people if size_px(person) > REAL_SIZE * largest)


def _same_body(one: HasLandmarks, other: HasLandmarks) -> bool:
    apart_px = np.linalg.norm(one.image_px - other.image_px, axis=1).mean()
    return bool(apart_px < SAME_BODY * max(size_px(one), size_px(other)))
