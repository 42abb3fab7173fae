"""A dressed, posed person as meshes, at any moment of an act."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ..acting import Act
from ..clipspec import ClipSpec
from ..posing.body import make_body, skin
from ..posing.pose import Posed
from ..posing.posture import Setup, posture
from ..posing.standing import pose_standing
from ..sampling import sample_body, sample_outfit, stream
from .gear import ball, tube
from .mesh import Mesh
from .outfit import Dressed, dress

PONYTAIL_M, BUN_M = 0.24, 0.052


@dataclass(frozen=True, slots=True)
class DressedPerson:
    """A dressed person that can be posed at any moment."""

    dressed: Dressed
    posed: Posed
    hair: str
    turn: Floats  #: where the whole figure faces [shape=(3, 3)]
    shift_m: Floats  #: and stands [shape=(3,)]

    def meshes(self, frame: float) -> list[Mesh]:
        """Body and tied hair at a moment, which may lie between two frames."""
        low = min(int(frame), len(self.posed) - 1)
        high, share = min(low + 1, len(self.posed) - 1), frame - int(frame)
        rotations, heads = self.posed.rotations, self.posed.heads_m
        turned, centres = rotations[low], heads[low]
        if share > 0.0:  # a blend of near rotations is near enough to a rotation for half a frame
            turned = (1.0 - share) * turned + share * rotations[high]
            centres = (1.0 - share) * centres + share * heads[high]
        body = self.dressed.body
        points = skin(self.dressed.vertices_m, body.weights, body.skeleton, turned, centres)
        meshes = [self.dressed.mesh(points @ self.turn.T + self.shift_m)]
        if self.dressed.ponytail_m is not None:
            head = body.skeleton.index("head")
            reach = self.dressed.ponytail_m - body.skeleton.rest_m[head]
            tied = (centres[head] + turned[head] @ reach) @ self.turn.T + self.shift_m
            back = self.turn @ turned[head] @ np.array([0.0, 1.0, 0.0])
            meshes.append(self._tied_hair(tied, back))
        return meshes

    def _tied_hair(self, tied_m: Floats, back: Floats) -> Mesh:
        """A bun, or a ponytail that leaves the head backward and then hangs."""
        colour = self.dressed.colour_of_hair
        if self.hair == "bun":
            x, y, z = tied_m + 0.6 * BUN_M * back
            return ball((float(x), float(y), float(z)), BUN_M, colour, 0.15)
        share = np.linspace(0.0, 1.0, 7)[:, None]
        down = np.array([0.0, 0.0, -1.0])
        path = tied_m + PONYTAIL_M * (0.35 * (1.0 - (1.0 - share) ** 2) * back + share**1.4 * down)
        path[:, 2] = np.maximum(path[:, 2], 0.03)
        return tube(path, 0.024, colour, 0.15)


def dressed_person(played: Act) -> DressedPerson:
    """The lifter of an act."""
    outfit = played.spec.outfit
    return DressedPerson(dress(played.body, outfit), played.posed, outfit.hair, np.eye(3), np.zeros(3))


def dressed_bystander(spec: ClipSpec) -> DressedPerson:
    """A bystander behind the lifter as the camera sees it."""
    rng = stream("bystander", spec.seed)
    who = sample_body(rng)
    body, outfit = make_body(who), sample_outfit(rng, who.female)
    posed = pose_standing(body, posture(1, hip_hinge_deg=3.0, knee_flexion_deg=6.0, neck_flexion_deg=5.0), Setup())
    away = np.radians(spec.camera.azimuth_deg)
    behind = np.array([-np.sin(away), np.cos(away), 0.0])
    across = np.array([np.cos(away), np.sin(away), 0.0])
    place = rng.uniform(1.6, 2.4) * behind + rng.choice([-1.0, 1.0]) * rng.uniform(0.8, 1.5) * across
    facing = rng.uniform(0.0, 2 * np.pi)
    turn = np.array([[np.cos(facing), -np.sin(facing), 0], [np.sin(facing), np.cos(facing), 0], [0, 0, 1]])
    return DressedPerson(dress(body, outfit), posed, outfit.hair, turn, place)
