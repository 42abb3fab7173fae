"""What ``models/manifest.toml`` says: which models there are, and their hashes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import ModelError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: The model that needs no download.
DEFAULT_MODEL = "full"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two networks of a bundle, as the wheel carries it."""

    name: str  #: its name inside the bundle
    path: str  #: where the package keeps it, from the site-packages folder
    size_bytes: int
    sha256: str
    mean: float  #: pixels enter as (pixel - mean) / std
    std: float


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest: made from `parts` of a package, or downloaded from `url`."""

    name: str
    file: str  #: its name in the cache
    sha256: str | None = None  #: of the whole bundle; None where it is not pinned
    package: str = ""
    version: str = ""
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
    path = _manifest_path()
    try:
        entries = tuple(_entry(raw) for raw in tomllib.loads(path.read_text("utf-8"))["models"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: the list of models cannot be read ({error}). Reinstall.") from error
    return entries


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
    raise ModelError(f"no model is named {name!r}. There are: {known}.")


def _manifest_path() -> Path:
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
