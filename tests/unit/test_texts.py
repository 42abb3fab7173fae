"""What the project's texts say of the project: it is so, and it is about the project alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hingecheck

ROOT = Path(__file__).parents[2]
TEXTS = sorted(
    path
    for folder in ("src", "docs", "benchmarks", "models", "notebooks", "tests", ".github", ".")
    for kind in ("*.py", "*.md", "*.toml", "*.yml", "*.ipynb", "*.cff")
    for path in ((ROOT / folder).glob(kind) if folder == "." else (ROOT / folder).rglob(kind))
)
#: How the project came to be is told by its history, not by its texts.
ELSEWHERE = re.compile(r"\bissues? \d|\bdesign\.md|\bcontract\.md|\bseeds?/")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_speak_of_the_project_alone(path: Path) -> None:
    if path == Path(__file__):
        return
    text = path.read_text(encoding="utf-8")
    assert [text[found.start() - 40 : found.end() + 20] for found in ELSEWHERE.finditer(text)] == []


def test_every_promise_of_security_names_a_test_that_exists() -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) >= 10
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"


def test_the_citation_is_of_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {hingecheck.__version__}\n" in citation


def test_who_reports_a_fault_is_asked_for_doctor() -> None:
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
    assert forms
    assert all("hingecheck doctor" in form.read_text(encoding="utf-8") for form in forms)
