"""What a release says that it is made of."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("sbom") / "deep" / "sbom.json"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "sbom.py"), str(place)], check=True, timeout=120)
    return json.loads(place.read_text(encoding="utf-8"))


def test_it_names_what_comes_with_the_package_and_nothing_else(bill: dict[str, Any]) -> None:
    names = {each["name"] for each in bill["components"]}
    assert {"numpy", "opencv-python", "typer", "rich", "pydantic", "jinja2", "platformdirs"} <= names
    assert not names & {"pytest", "ruff", "mypy", "hypothesis", "hingecheck"}
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "hingecheck")


def test_the_networks_are_in_it_by_their_hashes(bill: dict[str, Any]) -> None:
    networks = [each for each in bill["components"] if each["type"] == "machine-learning-model"]
    assert len(networks) == 3
    for each in networks:
        content = (ROOT / "models" / each["name"]).read_bytes()
        assert each["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]


def test_every_reference_is_to_something_in_it(bill: dict[str, Any]) -> None:
    known = {each["bom-ref"] for each in (bill["metadata"]["component"], *bill["components"])}
    for each in bill["dependencies"]:
        assert {each["ref"], *each["dependsOn"]} <= known
