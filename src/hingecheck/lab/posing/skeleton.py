"""Forward kinematics: from rest joint centres and bone rotations to posed joint centres.

A bone's rotation is global and relative to its rest direction: the identity everywhere is the rest pose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ...core.landmarks import Side

#: Letter that the body model ends a bone's name with.
LETTER: dict[Side, str] = {"left": "L", "right": "R"}

#: Joint centres by the names of MediaPipe's landmarks → the bone that begins there.
JOINT_BONES: dict[str, str] = {
    "SHOULDER": "upperarm01",
    "ELBOW": "lowerarm01",
    "WRIST": "wrist",
    "INDEX": "finger2-1",
    "HIP": "upperleg01",
    "KNEE": "lowerleg01",
    "ANKLE": "foot",
}
#: Sacrum, then the three joints that share lumbar flexion, then the one that rounds the chest.
SACRUM, LUMBAR, CHEST = "root", ("spine04", "spine03", "spine02"), "spine01"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Bones with their rest joint centres, parents before children."""

    names: tuple[str, ...]
    parents: tuple[int, ...]  #: -1 for the root
    rest_m: Floats  #: head of each bone at rest, world axes [shape=(b, 3)]

    def index(self, name: str) -> int:
        """Place of a bone by name."""
        return self.names.index(name)

    def bone(self, joint: str, side: Side) -> int:
        """The bone that begins at a joint, such as ``("HIP", "left")``."""
        return self.index(f"{JOINT_BONES[joint]}.{LETTER[side]}")

    def rest(self, joint: str, side: Side) -> Floats:
        """Rest position of a joint centre [shape=(3,)]."""
        return np.asarray(self.rest_m[self.bone(joint, side)])

    def span(self, upper: str, lower: str, side: Side) -> float:
        """Distance of two joint centres, metres."""
        return float(np.linalg.norm(self.rest(lower, side) - self.rest(upper, side)))

    def below(self, name: str) -> NDArray[np.bool_]:
        """Bones that hang on `name`, itself included [shape=(b,)]."""
        mask = np.zeros(len(self.names), dtype=bool)
        mask[self.index(name)] = True
        for bone, parent in enumerate(self.parents):
            mask[bone] |= parent >= 0 and mask[parent]
        return mask


def place(skeleton: Skeleton, rotations: Floats, root_m: Floats) -> Floats:
    """Joint centres of a turned skeleton.

    Parameters
    ----------
    skeleton : Skeleton
    rotations : array [shape=(n, b, 3, 3)]
        Global rotation of each bone from its rest direction.
    root_m : array [shape=(n, 3)]
        Where the root's head is.

    Returns
    -------
    array [shape=(n, b, 3)]
        Head of each bone, metres.
    """
    heads = np.empty((*rotations.shape[:2], 3))
    for bone, parent in enumerate(skeleton.parents):
        if parent < 0:
            heads[:, bone] = root_m
        else:
            reach = skeleton.rest_m[bone] - skeleton.rest_m[parent]
            heads[:, bone] = heads[:, parent] + rotations[:, parent] @ reach
    return heads


def about_x(angle_deg: Floats | float) -> Floats:
    """Rotation about the lateral axis: positive folds forward [shape=(..., 3, 3)]."""
    return _about(angle_deg, 1, 2)


def about_y(angle_deg: Floats | float) -> Floats:
    """Rotation about the front-to-back axis: positive lowers the left side [shape=(..., 3, 3)]."""
    return _about(angle_deg, 2, 0)


def about_z(angle_deg: Floats | float) -> Floats:
    """Rotation about the vertical: positive turns the front to the lifter's left [shape=(..., 3, 3)]."""
    return _about(angle_deg, 0, 1)


def _about(angle_deg: Floats | float, first: int, second: int) -> Floats:
    angle = np.radians(np.asarray(angle_deg, dtype=np.float64))
    out = np.zeros((*angle.shape, 3, 3))
    out[..., [0, 1, 2], [0, 1, 2]] = 1.0
    out[..., first, first] = out[..., second, second] = np.cos(angle)
    out[..., second, first] = np.sin(angle)
    out[..., first, second] = -np.sin(angle)
    return out


def along(direction: Floats, lateral: Floats) -> Floats:
    """Frame whose third column is `direction` and whose first is `lateral`, squared up against it.

    Parameters
    ----------
    direction, lateral : array [shape=(..., 3)]
        Not parallel; of any length.

    Returns
    -------
    array [shape=(..., 3, 3)]
    """
    z = unit(direction)
    x = unit(lateral - np.sum(lateral * z, axis=-1, keepdims=True) * z)
    return np.stack([x, np.cross(z, x), z], axis=-1)


def unit(vector: Floats) -> Floats:
    """Vectors of length one."""
    return np.asarray(vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-12))
