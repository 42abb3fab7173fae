"""The 33 landmarks of MediaPipe's pose model: names, sides and the bones between them."""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import Final, Literal

import numpy as np

Side = Literal["left", "right"]

LEFT: Final[Side] = "left"
RIGHT: Final[Side] = "right"
SIDES: Final[tuple[Side, Side]] = (LEFT, RIGHT)


class Landmark(IntEnum):
    """Index of each point in every array of shape ``(..., 33, ...)``. Left and right are the lifter's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


COUNT: Final = len(Landmark)

#: Index of the same point on the other side: ``points[MIRROR]`` swaps left and right.
MIRROR: Final = np.array([0, 4, 5, 6, 1, 2, 3, *(i + (1 if i % 2 else -1) for i in range(7, COUNT))])

#: The points of one foot that lie on the floor, and all of it.
SOLE: Final = ("HEEL", "FOOT_INDEX")
FOOT: Final = ("ANKLE", *SOLE)
#: The points of one leg, hip excluded: what swaps when a tracker confuses the legs in a side view.
LEG_JOINTS: Final = ("KNEE", *FOOT)

#: Pairs of points that are joined by a bone, for drawing.
BONES: Final[tuple[tuple[Landmark, Landmark], ...]] = tuple(
    (Landmark[a], Landmark[b])
    for a, b in (
        ("LEFT_SHOULDER", "RIGHT_SHOULDER"),
        ("LEFT_HIP", "RIGHT_HIP"),
        *(
            (f"{side}_{upper}", f"{side}_{lower}")
            for side in ("LEFT", "RIGHT")
            for upper, lower in (
                ("SHOULDER", "ELBOW"),
                ("ELBOW", "WRIST"),
                ("SHOULDER", "HIP"),
                ("HIP", "KNEE"),
                ("KNEE", "ANKLE"),
                ("ANKLE", "HEEL"),
                ("HEEL", "FOOT_INDEX"),
            )
        ),
    )
)


@cache
def point(side: Side, joint: str) -> int:
    """Index of `joint` (``"HIP"``, ``"KNEE"`` …) on `side`.

    >>> point("left", "HIP"), point("right", "FOOT_INDEX")
    (23, 32)
    """
    return int(Landmark[f"{side.upper()}_{joint}"])


def both(*joints: str) -> list[int]:
    """Indices of joints on both sides: all of the left, then all of the right.

    >>> both("HIP"), both("HEEL", "FOOT_INDEX")
    ([23, 24], [29, 31, 30, 32])
    """
    return [point(side, joint) for side in SIDES for joint in joints]


def other(side: Side) -> Side:
    """Return the opposite side."""
    return RIGHT if side == LEFT else LEFT
