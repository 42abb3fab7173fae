"""What a release is made of, as CycloneDX 1.6: every package that `pip install hingecheck` brings, and our networks.

    python scripts/sbom.py [FILE]        # standard output without one

Read from what is installed here (importlib.metadata), so run it in a fresh environment. Our own few lines, since the
tools for it list everything in the environment, linters and tests among it, and know nothing of the networks.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "hingecheck"
MANIFEST = Path(__file__).resolve().parents[1] / "models" / "manifest.toml"


def closure(name: str = NAME) -> dict[str, tuple[Distribution, list[str]]]:
    """A package and all that it needs on this system: name → its distribution and what it needs itself."""
    found: dict[str, tuple[Distribution, list[str]]] = {}
    waiting = [(canonicalize_name(name), frozenset[str]())]
    while waiting:
        package, extras = waiting.pop()
        if package in found:
            continue
        installed = distribution(package)
        needs = list(_needs(installed, extras))
        found[package] = installed, sorted({each for each, _ in needs})
        waiting += needs
    return found


def _needs(installed: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in installed.requires or ():
        needed = Requirement(text)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras or ("",)):
            yield canonicalize_name(needed.name), frozenset(needed.extras)


def pins() -> list[str]:
    """``name==version`` of every package but our own."""
    return sorted(f"{name}=={it.version}" for name, (it, _) in closure().items() if name != NAME)


def bill() -> dict[str, Any]:
    """The document."""
    packages = closure()
    refs = {name: f"pkg:pypi/{name}@{it.version}" for name, (it, _) in packages.items()}
    own = _component(NAME, packages[NAME][0], refs[NAME]) | {"type": "application"}
    others = [_component(name, it, refs[name]) for name, (it, _) in sorted(packages.items()) if name != NAME]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": [*others, *_networks()],
        "dependencies": [
            {"ref": refs[name], "dependsOn": [refs[need] for need in needs]}
            for name, (_, needs) in sorted(packages.items())
        ],
    }


def _component(name: str, installed: Distribution, ref: str) -> dict[str, Any]:
    said = installed.metadata
    licence = said.get("License-Expression") or next(
        (text.rpartition(" :: ")[2] for text in said.get_all("Classifier", []) if text.startswith("License ::")), None
    )
    named = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {"type": "library", "bom-ref": ref, "name": name, "version": installed.version, "purl": ref, **named}


def _networks() -> Iterator[dict[str, Any]]:
    listed = tomllib.loads(MANIFEST.read_text("utf-8"))
    parts = [part for model in listed["models"] for part in model.get("parts", ())]
    for part in [*parts, {"file": "measures.npz", "licence": "Apache-2.0", **listed["measures"]}]:
        yield {
            "type": "machine-learning-model",
            "bom-ref": part["file"],
            "name": part["file"],
            "hashes": [{"alg": "SHA-256", "content": part["sha256"]}],
            "licenses": [{"license": {"id": part["licence"]}}],
        }


def main(places: list[str]) -> int:
    """Write it; the exit status."""
    text = json.dumps(bill(), indent=2) + "\n"
    if not places:
        sys.stdout.write(text)
        return 0
    place = Path(places[0])
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
