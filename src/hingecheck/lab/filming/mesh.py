"""Triangle meshes with a colour for each vertex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Singles


@dataclass(frozen=True, slots=True)
class Mesh:
    """One thing in the scene, in world metres."""

    vertices_m: Singles  #: [shape=(v, 3)]
    normals: Singles  #: unit, outward [shape=(v, 3)]
    faces: NDArray[np.int32]  #: counter-clockwise from outside [shape=(f, 3)]
    colours: Singles  #: linear-looking sRGB 0…1 [shape=(v, 3)]
    shine: float = 0.1  #: 0 cloth … 1 chrome
    #: coordinates that procedural texture is read at, fixed to the surface while it moves [shape=(v, 3)]
    texture_m: Singles | None = None


def vertex_normals(vertices_m: NDArray[Any], faces: NDArray[Any]) -> Singles:
    """Area-weighted unit normals [shape=(v, 3)] of a mesh."""
    corners = vertices_m[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.empty((len(vertices_m), 3))
    for axis in range(3):
        normals[:, axis] = np.bincount(faces.ravel(), np.repeat(cross[:, axis], 3), minlength=len(vertices_m))
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12), dtype=np.float32)
