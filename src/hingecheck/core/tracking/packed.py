"""Fixed-point storage of one person, 1.4 kilobytes with the outline, in the resolution that poses have on disk.

Whatever comes from a recording goes through this, so that a video, its saved poses and a live set give the very same
numbers, and an hour of them fits into memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..landmarks import COUNT
from ..types import OUTLINE_POINTS, Person

PER_PX = 16.0
PER_M = 10_000.0
VISIBILITY_STEPS = 254
#: People unpacked at a time: bounds the memory of long videos.
BLOCK = 1024

ENDS = np.cumsum([2 * COUNT, 2 * OUTLINE_POINTS, 3 * COUNT])


@dataclass(frozen=True, slots=True)
class PackedPerson:
    """One person of one frame; see `hingecheck.core.types.Person`."""

    points: bytes  #: image, outline, world and visibility as whole numbers, one after the other
    wide: bool  #: 32 bits each: some value does not fit into 16

    @classmethod
    def of(cls, person: Person) -> PackedPerson:
        """Pack a person."""
        parts = (
            person.image_px * PER_PX,
            person.outline_px.astype(np.float32).astype(np.float64) * PER_PX,  # a track has it in single precision
            person.world_m * PER_M,
            person.visibility.clip(0, 1) * VISIBILITY_STEPS,
        )
        numbers = np.round(np.concatenate([part.ravel() for part in parts]).astype(np.float64))
        known = np.isfinite(numbers)
        wide = bool(np.abs(numbers[known]).max(initial=0) >= np.iinfo(np.int16).max)
        kind = np.iinfo(np.int32 if wide else np.int16)
        whole = np.where(known, numbers.clip(-kind.max, kind.max), kind.min).astype(kind.dtype)
        return cls(whole.tobytes(), wide)

    def person(self) -> Person:
        """The person, rounded."""
        image, outline, world, visibility = _parts([self])
        return Person(
            image_px=image[0], visibility=visibility[0], world_m=world[0], outline_px=outline[0].astype(np.float32)
        )


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Rows of a track, to be filled; NaN, or hidden, where nobody was put."""

    image_px: Floats  #: [shape=(n, 33, 2)]
    visibility: Floats  #: [shape=(n, 33)]
    world_m: Floats  #: [shape=(n, 33, 3)]
    outline_px: NDArray[np.float32]  #: [shape=(n, 192, 2)]

    @classmethod
    def empty(cls, count: int) -> Unpacked:
        """Nobody in any row."""
        return cls(
            image_px=np.full((count, COUNT, 2), np.nan),
            visibility=np.zeros((count, COUNT)),
            world_m=np.full((count, COUNT, 3), np.nan),
            outline_px=np.full((count, OUTLINE_POINTS, 2), np.nan, dtype=np.float32),
        )

    def put(self, rows: Sequence[int], people: Sequence[PackedPerson]) -> None:
        """Put each of `people` into its row."""
        for wide in (False, True):
            chosen = [place for place, person in enumerate(people) if person.wide is wide]
            for first in range(0, len(chosen), BLOCK):
                some = chosen[first : first + BLOCK]
                at = [rows[place] for place in some]
                image, outline, world, visibility = _parts([people[place] for place in some])
                self.image_px[at], self.world_m[at] = image, world
                self.outline_px[at], self.visibility[at] = outline, visibility


def _parts(people: Sequence[PackedPerson]) -> tuple[Floats, Floats, Floats, Floats]:
    """Image, outline, world and visibility of people who are all wide or all narrow [shape=(n, ...) each]."""
    kind = np.iinfo(np.int32 if people[0].wide else np.int16)
    whole = np.frombuffer(b"".join(person.points for person in people), kind.dtype).reshape(len(people), -1)
    numbers = np.where(whole == kind.min, np.nan, whole.astype(np.float64))
    image, outline, world, visibility = np.split(numbers, ENDS, axis=1)
    return (
        image.reshape(-1, COUNT, 2) / PER_PX,
        outline.reshape(-1, OUTLINE_POINTS, 2) / PER_PX,
        world.reshape(-1, COUNT, 3) / PER_M,
        visibility / VISIBILITY_STEPS,
    )
