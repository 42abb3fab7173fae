"""Meshes of room and equipment: bar, plates, dumbbell, kettlebell, bench, room.

Everything is built round the origin; the renderer moves it. A load's origin is the middle of its handle.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats
from ..posing.posture import HeldLoad
from .mesh import Mesh, vertex_normals
from .outfit import Rgb

STEEL: Rgb = (0.62, 0.63, 0.65)
RUBBER: Rgb = (0.09, 0.09, 0.10)
PLATE_COLOURS: tuple[Rgb, ...] = (
    RUBBER, RUBBER, (0.55, 0.10, 0.10), (0.10, 0.20, 0.50), (0.70, 0.60, 0.10), (0.12, 0.36, 0.18),
)  # fmt: skip
#: Half the bar between the sleeves, the sleeve's end, and the radii of both.
BAR_M, SLEEVE_M, BAR_R, SLEEVE_R = 0.655, 1.10, 0.014, 0.025


def lathe(profile: list[tuple[float, float]], colour: Rgb, shine: float = 0.1, sides: int = 28) -> Mesh:
    """A body of revolution about the x axis.

    Parameters
    ----------
    profile : list of (x, radius)
        From left to right; every stretch is shaded on its own, so edges stay sharp.
    colour : (red, green, blue)
    shine : float
    sides : int
    """
    angle = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    points: list[Floats] = []
    faces: list[NDArray[np.int64]] = []
    for (x0, r0), (x1, r1) in pairwise(profile):
        first = len(points) * sides
        for x, r in ((x0, r0), (x1, r1)):
            points.append(np.column_stack([np.full(sides, x), r * ring]))
        near = np.arange(sides)
        after = (near + 1) % sides
        faces.append(first + np.column_stack([near, near + sides, after]))
        faces.append(first + np.column_stack([after, near + sides, after + sides]))
    return _mesh(np.concatenate(points), np.concatenate(faces)[:, ::-1], colour, shine)


def box(low: tuple[float, float, float], high: tuple[float, float, float], colour: Rgb, shine: float = 0.05) -> Mesh:
    """An upright box between two corners, flat shaded."""
    corner = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=float)
    corner = np.array(low) + corner * (np.array(high) - np.array(low))
    sides = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    points = np.concatenate([corner[list(side)] for side in sides])
    faces = np.concatenate([[[4 * i, 4 * i + 1, 4 * i + 2], [4 * i, 4 * i + 2, 4 * i + 3]] for i in range(6)])
    return _mesh(points, faces, colour, shine)


def ball(centre: tuple[float, float, float], radius_m: float, colour: Rgb, shine: float = 0.2) -> Mesh:
    """A sphere."""
    angle = np.linspace(0.0, np.pi, 15)
    mesh = lathe(list(zip(-radius_m * np.cos(angle), radius_m * np.sin(angle) + 1e-5, strict=True)), colour, shine)
    normals = mesh.vertices_m / np.linalg.norm(mesh.vertices_m, axis=1, keepdims=True)
    moved = (mesh.vertices_m + np.array(centre, dtype=np.float32)).astype(np.float32)
    return Mesh(moved, normals.astype(np.float32), mesh.faces, mesh.colours, shine, moved)


def tube(path: Floats, radius_m: float, colour: Rgb, shine: float = 0.2, sides: int = 10) -> Mesh:
    """A round tube along a path that stays in a plane x–z [shape=(k, 3)]."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.array([0.0, 1.0, 0.0])
    third = np.cross(along, side)
    angle = np.linspace(0.0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(angle)[None, :, None] * side + np.sin(angle)[None, :, None] * third[:, None, :]
    points = (path[:, None] + radius_m * ring).reshape(-1, 3)
    near = np.arange((len(path) - 1) * sides)
    after = near - near % sides + (near + 1) % sides
    faces = np.concatenate(
        [np.column_stack([near, after, near + sides]), np.column_stack([after, after + sides, near + sides])]
    )
    mesh = _mesh(points, faces, colour, shine)
    return Mesh(
        mesh.vertices_m, ring.reshape(-1, 3).astype(np.float32), mesh.faces, mesh.colours, shine, mesh.texture_m
    )


def merged(*meshes: Mesh) -> Mesh:
    """Several meshes as one, with the first one's shine."""
    offsets = np.cumsum([0] + [len(mesh.vertices_m) for mesh in meshes[:-1]])
    return Mesh(
        vertices_m=np.concatenate([mesh.vertices_m for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        faces=np.concatenate([mesh.faces + first for mesh, first in zip(meshes, offsets, strict=True)]).astype(
            np.int32
        ),
        colours=np.concatenate([mesh.colours for mesh in meshes]),
        shine=meshes[0].shine,
        texture_m=np.concatenate([_texture(mesh) for mesh in meshes]),
    )


def load_mesh(load: HeldLoad, colour: Rgb) -> Mesh | None:
    """The lifted thing, its handle's middle at the origin and along x; None for nothing.

    Of two dumbbells it is one; draw it at each hand.
    """
    if load.kind == "barbell":
        return _barbell(load.plate_m, colour)
    if load.kind == "kettlebell":
        return _kettlebell(colour)
    if load.kind in ("dumbbell", "two-dumbbells"):
        each = load.mass_kg * (0.5 if load.kind == "two-dumbbells" else 1.0)
        radius = 0.045 + 0.0018 * each
        head = [
            (0.062, 0.0),
            (0.062, radius * 0.9),
            (0.072, radius),
            (0.13, radius),
            (0.14, radius * 0.9),
            (0.14, 0.0),
        ]
        mirrored = [(-x, r) for x, r in reversed(head)]
        return merged(
            lathe([(-0.065, 0.016), (0.065, 0.016)], STEEL, 0.5),
            lathe(head, RUBBER, sides=12),
            lathe(mirrored, RUBBER, sides=12),
        )
    return None


def _barbell(plate_m: float | None, colour: Rgb) -> Mesh:
    parts = [lathe([(-BAR_M, BAR_R), (BAR_M, BAR_R)], STEEL, 0.6, sides=12)]
    for sign in (-1.0, 1.0):
        sleeve = [
            (BAR_M, 0.0),
            (BAR_M, 0.038),
            (BAR_M + 0.02, 0.038),
            (BAR_M + 0.02, SLEEVE_R),
            (SLEEVE_M, SLEEVE_R),
            (SLEEVE_M, 0.0),
        ]
        parts.append(lathe(_mirrored(sleeve, sign), STEEL, 0.6, sides=16))
        if plate_m is not None:
            inner, thick = BAR_M + 0.022, 0.055
            rim, hub = 0.88 * plate_m, 0.35 * plate_m
            plate = [
                (inner + 0.012, 0.0), (inner + 0.012, hub), (inner + 0.02, rim), (inner, rim), (inner, plate_m),
                (inner + thick, plate_m), (inner + thick, rim), (inner + thick - 0.02, rim),
                (inner + thick - 0.012, hub), (inner + thick - 0.012, 0.0),
            ]  # fmt: skip
            parts.append(lathe(_mirrored(plate, sign), colour, 0.15, sides=40))
    return merged(*parts)


def _mirrored(profile: list[tuple[float, float]], sign: float) -> list[tuple[float, float]]:
    return profile if sign > 0 else [(-x, r) for x, r in reversed(profile)]


def _kettlebell(colour: Rgb) -> Mesh:
    angle = np.linspace(-0.35, np.pi + 0.35, 17)
    handle = np.column_stack([0.062 * np.cos(angle) * 1.15, np.zeros(17), 0.062 * np.sin(angle) - 0.062])
    return merged(ball((0.0, 0.0, -0.165), 0.105, colour), tube(handle, 0.017, STEEL, 0.4))


def bench(height_m: float) -> Mesh:
    """A padded bench across the lifter's back, its front edge's top above the origin."""
    pad = 0.07
    legs = [box((x - 0.03, 0.04, 0.0), (x + 0.03, 0.24, height_m - pad), STEEL, 0.4) for x in (-0.45, 0.45)]
    return merged(box((-0.60, 0.0, height_m - pad), (0.60, 0.30, height_m), (0.12, 0.12, 0.14), 0.2), *legs)


def room(seed: int) -> list[Mesh]:
    """Floor, walls seven metres out, and some things along them."""
    rng = np.random.default_rng(seed)
    floor = _shade(rng, (0.24, 0.62))
    wall = _shade(rng, (0.45, 0.92))
    far = 7.0
    meshes = [
        box((-far, -far, -0.1), (far, far, 0.0), floor),
        box((-far, -far, 3.4), (far, far, 3.5), (0.9, 0.9, 0.9)),
        box((-far - 0.1, -far, 0.0), (-far, far, 3.5), wall),
        box((far, -far, 0.0), (far + 0.1, far, 3.5), wall),
        box((-far, far, 0.0), (far, far + 0.1, 3.5), _shade(rng, (0.45, 0.92))),
        box((-far, -far - 0.1, 0.0), (far, -far, 3.5), wall),
    ]
    if rng.random() < 0.6:
        mat = _shade(rng, (0.10, 0.45))
        meshes.append(box((-1.3, -1.3, 0.0), (1.3, 1.5, 0.004), mat))
    for _ in range(int(rng.integers(3, 9))):
        meshes.append(_thing(rng, far))
    return meshes


def _thing(rng: np.random.Generator, far: float) -> Mesh:
    """A cupboard, a poster, a rack's post or a ball near a wall."""
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(4.6, 6.3)
    x, y = away * np.cos(angle), away * np.sin(angle)
    colour = _shade(rng, (0.08, 0.85))
    kind = rng.random()
    if kind < 0.3:
        wide, high = rng.uniform(0.3, 0.9), rng.uniform(0.5, 2.1)
        return box((x - wide, y - 0.3, 0.0), (x + wide, y + 0.3, high), colour)
    if kind < 0.5:
        return merged(*(box((x + dx, y, 0.0), (x + dx + 0.07, y + 0.07, 2.3), colour, 0.3) for dx in (0.0, 0.9)))
    if kind < 0.7:
        return ball((x, y, 0.32), 0.32, colour)
    low = rng.uniform(0.8, 1.4)
    side = np.sign(x) if abs(x) > abs(y) else 0.0
    if side:
        return box((side * far - 0.03, y - 0.6, low), (side * far + 0.03, y + 0.6, low + 0.9), colour)
    wall = np.sign(y) * far
    return box((x - 0.6, wall - 0.03, low), (x + 0.6, wall + 0.03, low + 0.9), colour)


def _shade(rng: np.random.Generator, span: tuple[float, float]) -> Rgb:
    base = rng.uniform(*span)
    red, green, blue = np.clip(base + rng.normal(0.0, 0.05, 3), 0.03, 0.97)
    return float(red), float(green), float(blue)


def _mesh(points: Floats, faces: NDArray[np.int64], colour: Rgb, shine: float) -> Mesh:
    vertices = points.astype(np.float32)
    triangles = np.ascontiguousarray(faces, dtype=np.int32)
    colours = np.broadcast_to(np.array(colour, dtype=np.float32), vertices.shape).copy()
    return Mesh(vertices, vertex_normals(vertices, triangles), triangles, colours, shine, vertices)


def _texture(mesh: Mesh) -> NDArray[np.float32]:
    return mesh.vertices_m if mesh.texture_m is None else mesh.texture_m
