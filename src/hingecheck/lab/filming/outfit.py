"""Clothes, shoes, skin and hair: colours of the body's vertices, and loose cloth as offset meshes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ...core.arrays import Floats
from ..posing.body import Body
from .mesh import Mesh, vertex_normals

Rgb = tuple[float, float, float]
Top = Literal["none", "tight", "shirt", "hoodie"]
Bottoms = Literal["shorts", "tights", "loose"]
Hair = Literal["short", "long", "bun", "none"]

#: How far cloth stands off the skin, how much it hangs below a leaning body, and how far it spans hollows.
TOPS: dict[str, tuple[float, float, int]] = {
    "none": (0.0, 0.0, 0),
    "tight": (0.004, 0.0, 0),
    "shirt": (0.011, 0.055, 14),
    "hoodie": (0.022, 0.075, 40),
}
BOTTOMS: dict[str, tuple[float, int]] = {"shorts": (0.010, 4), "tights": (0.004, 0), "loose": (0.020, 10)}


@dataclass(frozen=True, slots=True)
class Outfit:
    """What somebody wears."""

    top: Top = "tight"
    bottoms: Bottoms = "tights"
    hair: Hair = "short"
    long_sleeves: bool = False
    skin: Rgb = (0.80, 0.60, 0.48)
    top_colour: Rgb = (0.20, 0.32, 0.55)
    bottoms_colour: Rgb = (0.13, 0.13, 0.16)
    shoe_colour: Rgb = (0.85, 0.85, 0.88)
    hair_colour: Rgb = (0.18, 0.12, 0.08)


@dataclass(frozen=True, slots=True)
class Dressed:
    """A body with its clothes, at rest."""

    body: Body
    vertices_m: Floats  #: skin and cloth surface at rest [shape=(v, 3)]
    colours: NDArray[np.float32]  #: [shape=(v, 3)]
    hang: Floats  #: how far each vertex hangs when the body leans over it, metres [shape=(v,)]
    ponytail_m: Floats | None  #: where long hair is tied, at rest [shape=(3,)]
    colour_of_hair: Rgb

    def mesh(self, posed_m: Floats) -> Mesh:
        """The drawn surface of a posed frame: loose cloth drops below a leaning body.

        Parameters
        ----------
        posed_m : array [shape=(v, 3)]
            `vertices_m` after skinning.
        """
        points = posed_m
        if self.hang.any():
            under = np.maximum(-vertex_normals(posed_m, self.body.faces)[:, 2], 0.0)
            points = posed_m.copy()
            points[:, 2] -= self.hang * under**1.5
            points[:, 2] = np.maximum(points[:, 2], 0.004)
        return Mesh(
            vertices_m=points.astype(np.float32),
            normals=vertex_normals(points, self.body.faces),
            faces=self.body.faces,
            colours=self.colours,
            shine=0.06,
            texture_m=self.vertices_m.astype(np.float32),
        )


def dress(body: Body, outfit: Outfit) -> Dressed:
    """Put clothes on a body."""
    parts = _parts(body, outfit)
    points, colours = body.vertices_m.copy(), np.empty((len(body.vertices_m), 3), dtype=np.float32)
    colours[:] = outfit.skin
    normals = vertex_normals(body.vertices_m, body.faces).astype(np.float64)
    neighbours = _neighbours(body)
    hang = np.zeros(len(points))
    off, drop, span = TOPS[outfit.top]
    if outfit.top != "none":
        _cover(points, normals, neighbours, parts["top"], off, span)
        hang[parts["trunk"] & parts["top"]] = drop
        hang = _smooth(hang[:, None], neighbours, np.ones(len(hang), dtype=bool), 6)[:, 0]
        colours[parts["top"]] = outfit.top_colour
    off, span = BOTTOMS[outfit.bottoms]
    _cover(points, normals, neighbours, parts["bottoms"], off, span)
    colours[parts["bottoms"]] = outfit.bottoms_colour
    _cover(points, normals, neighbours, parts["shoes"], 0.006, 2)
    points[parts["shoes"], 2] = np.maximum(points[parts["shoes"], 2], 0.0)
    colours[parts["shoes"]] = outfit.shoe_colour
    if outfit.hair != "none":
        _cover(points, normals, neighbours, parts["hair"], 0.014, 3)
        colours[parts["hair"]] = outfit.hair_colour
    tied = points[_back_of_head(body, parts["hair"])] if outfit.hair in ("long", "bun") else None
    return Dressed(body, points, colours, hang, tied, outfit.hair_colour)


def _parts(body: Body, outfit: Outfit) -> dict[str, NDArray[np.bool_]]:
    """Which vertices belong to what [shape=(v,)]."""
    names, most = body.skeleton.names, body.bone_of()
    points, skeleton = body.vertices_m, body.skeleton

    def on(*starts: str) -> NDArray[np.bool_]:
        return np.asarray(np.array([name.startswith(starts) for name in names])[most])

    def along(first: str, second: str) -> Floats:
        """How far down a limb each vertex lies, 0 to 1, on its own side."""
        share = np.zeros(len(points))
        for side, mine in (("left", points[:, 0] >= 0), ("right", points[:, 0] < 0)):
            start, end = skeleton.rest(first, side), skeleton.rest(second, side)  # type: ignore[arg-type]
            line = end - start
            share[mine] = ((points[mine] - start) @ line) / (line @ line)
        return share

    head = on("head", "neck03", "jaw", "eye")
    hip_z = float(skeleton.rest("HIP", "left")[2])
    trunk = on("root", "pelvis", "spine", "clavicle", "shoulder", "breast", "neck01") | (
        on("upperleg01") & (points[:, 2] > hip_z)
    )
    waist = hip_z + 0.055 * body.spec.height_m
    legs, arms = on("upperleg", "lowerleg"), on("upperarm", "lowerarm")
    sleeve = along("SHOULDER", "ELBOW") < 0.62 if not outfit.long_sleeves else along("ELBOW", "WRIST") < 0.94
    hem = along("HIP", "KNEE") < 0.62 if outfit.bottoms != "tights" else along("KNEE", "ANKLE") < 0.86
    lower_top = hip_z - 0.01 * body.spec.height_m if outfit.top in ("shirt", "hoodie") else waist
    below = points[:, 2] <= waist
    bottoms = (trunk & below) | (legs & hem)
    top = (trunk & (points[:, 2] > lower_top) & ~on("neck01")) | (arms & sleeve)
    if outfit.top == "none":
        top[:] = False
    ear_z = points[body.ears["left"], 2]
    crown = points[:, 2] > ear_z + 0.035 * body.spec.height_m
    behind = (points[:, 1] > points[body.ears["left"], 1] + 0.006) & (points[:, 2] > ear_z - 0.03)
    return {
        "top": top,
        "bottoms": bottoms & ~top,
        "trunk": trunk,
        "shoes": on("foot", "toe") & (points[:, 2] < 0.06 * body.spec.height_m),
        "hair": head & (crown | behind) & ~on("eye", "jaw"),
    }


def _neighbours(body: Body) -> Any:
    """Averaging over each vertex's neighbours, scipy CSR [shape=(v, v)]."""
    faces, count = body.faces, len(body.vertices_m)
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    both = np.concatenate([pairs, pairs[:, ::-1]])
    links = sparse.csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
    links.data[:] = 1.0
    return sparse.diags(1.0 / np.maximum(np.asarray(links.sum(axis=1)).ravel(), 1.0)) @ links


def _smooth(values: Floats, neighbours: Any, where: NDArray[np.bool_], rounds: int) -> Floats:
    """Repeated averaging over neighbours, inside `where`."""
    out = values.copy()
    for _ in range(rounds):
        out[where] = 0.5 * out[where] + 0.5 * (neighbours @ out)[where]
    return out


def _cover(
    points: Floats, normals: Floats, neighbours: Any, where: NDArray[np.bool_], off_m: float, rounds: int
) -> None:
    """Lay cloth over part of the body, in place: it spans hollows, then stands off, never inside the skin."""
    smooth = _smooth(points, neighbours, where, rounds)
    outward = np.sum((smooth - points) * normals, axis=1, keepdims=True)
    points[where] += (np.maximum(outward, 0.0) * normals + off_m * normals)[where]


def _back_of_head(body: Body, hair: NDArray[np.bool_]) -> int:
    """The hair's rearmost vertex at ear height."""
    own = np.flatnonzero(hair)
    level = np.abs(body.vertices_m[own, 2] - body.vertices_m[body.ears["left"], 2] - 0.03) < 0.02
    near = own[level] if level.any() else own
    return int(near[body.vertices_m[near, 1].argmax()])
