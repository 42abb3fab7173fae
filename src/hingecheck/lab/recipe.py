"""Recipes: from a TOML file to clip specifications, each drawn from its own seed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ..core.types import LiftName
from ..errors import ConfigError, InputError
from .clipspec import ClipSpec, Manner
from .posing.faults import DIALS, Degree, apply_fault
from .sampling import sample_body, sample_camera, sample_film, sample_movement, sample_outfit, sample_scene, stream
from .variety import random_clothes, random_movement

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ViewClass = Literal["side", "oblique", "front", "rear-oblique", "rear"]

#: Azimuths of each view, on one side of the lifter; the other side is as likely.
AZIMUTHS_DEG: dict[ViewClass, tuple[float, float]] = {
    "front": (0.0, 20.0),
    "oblique": (30.0, 60.0),
    "side": (70.0, 110.0),
    "rear-oblique": (120.0, 150.0),
    "rear": (160.0, 180.0),
}


@dataclass(frozen=True)
class Group:
    """Clips of one lift from one kind of view."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    lift: LiftName
    view: ViewClass
    count: int
    quick: int = 0  #: how many of them make the quick subset
    #: ``"none"`` or ``"rule:degree"`` or several with +; dealt out to the clips in turn
    faults: list[str] = field(default_factory=lambda: ["none"])
    plates: float = 0.5  #: share of bars with plates
    bystanders: float = 0.05
    azimuth_deg: tuple[float, float] | None = None  #: other than the view's own
    manner: Manner = "good"
    rate_hz: float | None = None  #: frames a second, where it is not left to chance
    reps: int | None = None  #: in each clip, where it is not left to chance


@dataclass(frozen=True)
class Recipe:
    """A set of clips."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    schema: Literal["hingecheck.lab-recipe/1"]
    split: str  #: people, clothes and cameras of one split are never drawn in another
    seed: int
    group: list[Group] = field(default_factory=list)
    clip: list[dict[str, Any]] = field(default_factory=list)  #: clips given in full; see `ClipSpec`


def load_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    InputError
        The file cannot be read.
    ConfigError
        It is no TOML, or something in it is unknown or out of place; the text lists every mistake.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}). Give a recipe such as benchmarks/validation.toml."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: is not TOML ({error}). See benchmarks/validation.toml for one that works."
        ) from error
    try:
        return TypeAdapter(Recipe).validate_python(data)
    except ValidationError as error:
        raise ConfigError(
            f"{path}: {_mistakes(error)}. See benchmarks/validation.toml for one that works."
        ) from error


def _mistakes(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())


def clips(recipe: Recipe, *, quick: bool = False) -> list[ClipSpec]:
    """Every clip of a recipe, or its quick subset.

    Raises
    ------
    ConfigError
        A fault's name or degree, or a clip given in full, is wrong.
    """
    groups = [
        list(_drawn(recipe, place, group, group.quick if quick else group.count))
        for place, group in enumerate(recipe.group)
    ]
    # one of each group in turn: whoever stops half way has half of each
    drawn = [spec for row in zip_longest(*groups) for spec in row if spec is not None]
    return [_given(data) for data in recipe.clip] + drawn


def _given(data: Mapping[str, Any]) -> ClipSpec:
    try:
        spec = TypeAdapter(ClipSpec).validate_python(dict(data))
    except ValidationError as error:
        raise ConfigError(f"clip {data.get('name', '?')}: {_mistakes(error)}.") from error
    return _with_faults(spec, spec.faults)


def _drawn(recipe: Recipe, place: int, group: Group, count: int) -> Iterator[ClipSpec]:
    for number in range(count):
        rng = stream(recipe.split, recipe.seed, place, number)
        body = sample_body(rng)
        spec = ClipSpec(
            name=f"{group.lift}-{group.view}-{place:02d}{number:03d}",
            seed=int(rng.integers(2**31)),
            body=body,
            outfit=sample_outfit(rng, body.female),
            movement=sample_movement(rng, group.lift, group.plates),
            camera=sample_camera(rng, group.azimuth_deg or AZIMUTHS_DEG[group.view]),
            scene=sample_scene(rng, group.bystanders),
            film=sample_film(rng),
        )
        if group.manner == "any":
            movement, outfit = random_movement(rng, spec.movement), random_clothes(rng, spec.outfit)
            spec = replace(spec, movement=movement, outfit=outfit, manner="any")
        if group.reps is not None:
            spec = replace(spec, movement=replace(spec.movement, reps=group.reps))
        if group.rate_hz is not None:
            spec = replace(spec, film=replace(spec.film, rate_hz=group.rate_hz))
        yield _with_faults(spec, parse_faults(group.faults[number % len(group.faults)]))


def _with_faults(spec: ClipSpec, faults: Mapping[str, Degree]) -> ClipSpec:
    movement = spec.movement
    for rule, degree in faults.items():
        movement = apply_fault(movement, rule, degree)
    return replace(spec, movement=movement, faults=dict(faults))


def parse_faults(text: str) -> dict[str, Degree]:
    """``"lumbar-rounding:2+fast-lowering:1"`` as rules with degrees; ``"none"`` is none.

    Raises
    ------
    ConfigError
        An unknown rule, or a degree that is not 1, 2 or 3.
    """
    out: dict[str, Degree] = {}
    for part in text.split("+") if text != "none" else []:
        rule, _, degree = part.partition(":")
        if rule not in DIALS or degree not in ("1", "2", "3"):
            raise ConfigError(f"fault {part!r}: want RULE:DEGREE with degree 1, 2 or 3; rules: {', '.join(DIALS)}.")
        out[rule] = int(degree)  # type: ignore[assignment]
    return out
