"""What ``models/manifest.toml`` says: which models there are, and their hashes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from ...errors import ModelError, reason_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Taken = TypeVar("Taken")

#: The model that needs no download.
DEFAULT_MODEL = "full"


@dataclass(frozen=True, slots=True)
class Part:
    """One of a model's two networks, a file that comes with hingecheck."""

    name: str  #: its name inside a bundle
    file: str  #: beside the manifest
    size_bytes: int
    sha256: str
    licence: str
    origin: str  #: where the file was taken from
    mean: float  #: pixels enter as (pixel - mean) / std
    std: float


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest: its `parts` come with hingecheck, or it is downloaded from `url`."""

    name: str
    file: str  #: name of the bundle in the cache
    sha256: str | None = None  #: of the whole bundle; None where it is not pinned
    parts: tuple[Part, ...] = ()
    url: str = ""


@lru_cache(maxsize=1)
def read_manifest() -> tuple[ModelEntry, ...]:
    """Every model of the manifest, the default first.

    Raises
    ------
    ModelError
        The manifest is missing or damaged: the installation is.
    """
    return _from_manifest(lambda listed: tuple(_entry(raw) for raw in listed["models"]))


def model_entry(name: str) -> ModelEntry:
    """Look a model up by its name.

    Raises
    ------
    ModelError
        There is no model of this name.
    """
    for entry in read_manifest():
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in read_manifest())
    raise ModelError("no model is named {name!r}. There are: {known}.", name=name, known=known)


def part_path(part: Part) -> Path:
    """Where a network's file lies."""
    return manifest_path().with_name(part.file)


def read_part(part: Part) -> bytes:
    """Contents of one of the files that come with hingecheck.

    Raises
    ------
    ModelError
        It is missing, or is not the one the manifest names.
    """
    path = part_path(part)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            "{path}: the pose network cannot be read ({why}). Reinstall hingecheck.", path=path, why=reason_of(error)
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != part.sha256:
        raise ModelError(
            "{path}: not the network it should be (sha256 {found}…, not {wanted}…). Reinstall hingecheck.",
            path=path,
            found=found[:12],
            wanted=part.sha256[:12],
        )
    return content


def measures_sha256() -> str:
    """Hash that the measures' weights must have.

    Raises
    ------
    ModelError
        The manifest is missing or damaged: the installation is.
    """
    return _from_manifest(lambda listed: str(listed["measures"]["sha256"]))


def _from_manifest(take: Callable[[dict[str, Any]], Taken]) -> Taken:
    path = manifest_path()
    try:
        return take(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "{path}: the list of models cannot be read ({why}). Reinstall.", path=path, why=str(error)
        ) from error


def manifest_path() -> Path:
    """Where the manifest lies; the networks lie beside it."""
    packed = Path(__file__).with_name("manifest.toml")
    # An editable install runs from the repository, where the manifest lies with the models' card.
    return packed if packed.exists() else Path(__file__).parents[4] / "models" / "manifest.toml"


def _entry(raw: dict[str, Any]) -> ModelEntry:
    fields = {key: value for key, value in raw.items() if key not in {"kind", "parts"}}
    parts = tuple(Part(**part) for part in raw.get("parts", ()))
    entry = ModelEntry(parts=parts, **fields)
    if bool(entry.parts) == bool(entry.url):
        raise ValueError(f"model {entry.name}: needs either parts or a url")
    return entry
