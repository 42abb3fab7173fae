"""Parametric bodies: anny's body model at rest, posed with our own skinning."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from scipy import sparse

from ...core.arrays import Floats
from ...errors import ConfigError
from .skeleton import LETTER, Skeleton


@dataclass(frozen=True, slots=True)
class BodySpec:
    """Who lifts. Shares run from 0 to 1, 0.5 being average."""

    female: bool = True
    height_m: float = 1.70
    age: float = 0.67  #: 0.67 is a grown-up, 1 is old
    muscle: float = 0.55
    weight: float = 0.45
    proportions: float = 0.6  #: 0 plain … 1 idealised
    legs: float = 0.45  #: 0.3 short … 0.6 long legs for the height
    #: The model's arms are 0.284 of the height from shoulder to wrist; people's are 0.316 (de Leva 1996).
    arms: float = 1.10


@dataclass(frozen=True, slots=True)
class Body:
    """A body at rest: mesh, skin weights and skeleton, standing on z = 0 and facing -y."""

    spec: BodySpec
    vertices_m: Floats  #: [shape=(v, 3)]
    faces: NDArray[np.int32]  #: [shape=(f, 3)]
    skeleton: Skeleton
    weights: Any  #: skin weights, scipy CSR [shape=(v, b)]
    heels: Mapping[str, int]  #: vertex at the back of each heel, by side
    toes: Mapping[str, int]  #: vertex at the tip of each foot
    balls: Mapping[str, int]  #: vertex under the ball of each foot
    ears: Mapping[str, int]

    @property
    def leg_m(self) -> float:
        """Thigh + shank between joint centres."""
        return self.skeleton.span("HIP", "KNEE", "left") + self.skeleton.span("KNEE", "ANKLE", "left")

    def bone_of(self) -> NDArray[np.int64]:
        """The bone that moves each vertex most [shape=(v,)]."""
        return np.asarray(self.weights.toarray().argmax(axis=1))


def skin(vertices_m: Floats, weights: Any, skeleton: Skeleton, rotations: Floats, heads_m: Floats) -> Floats:
    """Linear blend skinning of one frame.

    Parameters
    ----------
    vertices_m : array [shape=(v, 3)]
        At rest.
    weights : scipy sparse matrix [shape=(v, b)]
    skeleton : Skeleton
    rotations : array [shape=(b, 3, 3)]
    heads_m : array [shape=(b, 3)]

    Returns
    -------
    array [shape=(v, 3)]
    """
    shift = heads_m - np.einsum("bij,bj->bi", rotations, skeleton.rest_m)
    blended = weights @ np.concatenate([rotations.reshape(-1, 9), shift], axis=1)
    return np.asarray(
        np.einsum("vij,vj->vi", blended[:, :9].reshape(-1, 3, 3), vertices_m, optimize=True) + blended[:, 9:]
    )


@functools.lru_cache(maxsize=8)
def make_body(spec: BodySpec) -> Body:
    """Build one person.

    Raises
    ------
    ConfigError
        The dependency group `lab` is not installed.
    """
    model = _model()
    rest, bones = _rest(model, spec)
    floor = rest[:, 2].min()
    scale = spec.height_m / (rest[:, 2].max() - floor)
    rest, bones = (np.stack([p[:, 0], p[:, 1], p[:, 2] - floor], axis=1) * scale for p in (rest, bones))
    names = tuple(model.bone_labels)
    skeleton = Skeleton(names, tuple(int(p) for p in model.bone_parents), bones)
    weights = _skin_weights(model, len(rest))
    skeleton, rest = _longer_arms(skeleton, rest, weights, spec.arms)
    most = weights.toarray().argmax(axis=1)
    feet = {side: _foot_vertices(rest, most, names, letter) for side, letter in LETTER.items()}
    return Body(
        spec=spec,
        vertices_m=rest,
        faces=np.ascontiguousarray(model.faces.numpy(), dtype=np.int32),
        skeleton=skeleton,
        weights=weights,
        heels={side: found[0] for side, found in feet.items()},
        toes={side: found[1] for side, found in feet.items()},
        balls={side: found[2] for side, found in feet.items()},
        ears=_ears(rest, most, skeleton),
    )


def _rest(model: Any, spec: BodySpec) -> tuple[Floats, Floats]:
    """Rest vertices and bone heads of the model, unscaled."""
    import torch

    shares = {
        "gender": 1.0 if spec.female else 0.0,
        "age": spec.age,
        "muscle": spec.muscle,
        "weight": spec.weight,
        "height": spec.legs,
        "proportions": spec.proportions,
    }
    with torch.no_grad():
        coefficients = model.get_phenotype_blendshape_coefficients(**shares)
        rest = model.get_rest_model(coefficients)
    return rest["rest_vertices"][0].double().numpy(), rest["rest_bone_heads"][0].double().numpy()


def body_cache_folder() -> Path:
    """Where the body model keeps what it computes once a machine."""
    own = os.environ.get("HINGECHECK_CACHE") or platformdirs.user_cache_dir("hingecheck")
    return Path(os.environ.get("ANNY_CACHE_DIR") or Path(own) / "anny")


@functools.lru_cache(maxsize=1)
def _model() -> Any:
    """The anny model; its first use on a machine builds its cache for three minutes."""
    os.environ.setdefault("ANNY_CACHE_DIR", str(body_cache_folder()))
    try:
        import anny
        import torch
    except ImportError as error:
        raise ConfigError(
            f"the lab needs {error.name}: pip install torch==2.13.0, then pip install --group lab."
        ) from error
    torch.set_num_threads(1)
    # its own skinning is never used; the default one loads warp, which greets on standard output
    return anny.Anny(skinning_method="lbs")


def _skin_weights(model: Any, count: int) -> Any:
    """How much each bone moves each vertex, rows summing to 1 [shape=(v, b)]."""
    bone = model.vertex_bone_indices.numpy()
    rows = np.repeat(np.arange(count), bone.shape[1])
    values = model.vertex_bone_weights.numpy().ravel().astype(np.float64)
    weights = sparse.csr_matrix((values, (rows, bone.ravel())), shape=(count, len(model.bone_labels)))
    return sparse.csr_matrix(weights.multiply(1.0 / weights.sum(axis=1)))


def _longer_arms(skeleton: Skeleton, rest: Floats, weights: Any, factor: float) -> tuple[Skeleton, Floats]:
    """Stretch upper arms and forearms along themselves; hands keep their size."""
    bones, rest = skeleton.rest_m.copy(), rest.copy()
    for side, letter in LETTER.items():
        shoulder, elbow, wrist = (skeleton.rest(joint, side) for joint in ("SHOULDER", "ELBOW", "WRIST"))
        arm = skeleton.below(f"upperarm01.{letter}")
        share = np.asarray(weights[:, np.flatnonzero(arm)].sum(axis=1)).ravel()

        def stretch(points: Floats, ends: tuple[Floats, Floats, Floats] = (shoulder, elbow, wrist)) -> Floats:
            out = np.zeros_like(points)
            for start, end in pairwise(ends):
                length = np.linalg.norm(end - start)
                axis = (end - start) / length
                out += np.clip((points - start) @ axis, 0.0, length)[:, None] * axis
            return (factor - 1.0) * out

        rest += share[:, None] * stretch(rest)
        bones[arm] += stretch(skeleton.rest_m[arm])
    return replace(skeleton, rest_m=bones), rest


def _foot_vertices(
    rest: Floats, most: NDArray[np.int64], names: tuple[str, ...], letter: str
) -> tuple[int, int, int]:
    """Back of the heel, tip of the longest toe and underside of the ball."""
    foot = np.array([n.startswith(("foot", "toe")) and n.endswith(letter) for n in names])
    own = np.flatnonzero(foot[most])
    points = rest[own]
    heel, toe = own[points[:, 1].argmax()], own[points[:, 1].argmin()]
    long = rest[heel, 1] - rest[toe, 1]
    near_ball = np.abs(points[:, 1] - (rest[toe, 1] + 0.28 * long)) < 0.06 * long
    ball = own[near_ball][points[near_ball, 2].argmin()]
    return int(heel), int(toe), int(ball)


def _ears(rest: Floats, most: NDArray[np.int64], skeleton: Skeleton) -> dict[str, int]:
    """The outermost vertex of each ear."""
    own = np.flatnonzero(most == skeleton.index("head"))
    return {"left": int(own[rest[own, 0].argmax()]), "right": int(own[rest[own, 0].argmin()])}
