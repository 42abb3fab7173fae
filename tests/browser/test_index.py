"""The index of a batch in a real Chromium: filtered, sorted, and a plain table without scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hingecheck.reports.index_page import to_html
from hingecheck.reports.summary import NOT_ASSESSABLE, SetLine

from .conftest import DESK, PHONE

FACTS = {"side": "both", "reps": 5, "partial_reps": 0, "view": "side", "quality": "good"}
BOTTOMS = ("hip_hinge", "knee_flexion", "trunk_inclination", "lumbar_flexion")
MEASURES = {f"{name}_deg_bottom": 80.0 for name in BOTTOMS}


def line(name: str, lifter: str, lift: str, day: str, fault: str = "", severity: str = "") -> SetLine:
    rules = {"fast-lowering": "clean", "lumbar-rounding": NOT_ASSESSABLE} | ({fault: severity} if fault else {})
    facts = {**FACTS, "lift": lift}
    plain = SetLine(name, name, "ok", "", facts, fault, severity, "Do this." if fault else "", rules, MEASURES)
    return replace(plain, lifter=lifter, day=day, lifts=((lift, "both"),), all_reps=5)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "index.html"
    lines = [
        line("a", "anna", "rdl", "2025-03-14", "knee-dominant", "mild"),
        line("b", "anna", "rdl", "2025-03-18"),
        line("c", "bea", "deadlift", "2025-03-16", "hips-rise-first", "severe"),
    ]
    path.write_text(to_html(lines), "utf-8")
    return path


def shown(page: Any) -> list[str]:
    return [link.inner_text() for link in page.query_selector_all("tbody th a") if link.is_visible()]


def test_filtered_and_sorted(watched: Any, index: Path) -> None:
    seen = watched()
    page = seen.open(index)
    assert shown(page) == ["a", "b", "c"]
    page.select_option("[name=order]", "worst")
    assert shown(page) == ["c", "a", "b"]
    page.select_option("[name=order]", "newest")
    assert shown(page) == ["b", "c", "a"]
    page.select_option("[name=lifter]", "anna")
    assert shown(page) == ["b", "a"]
    page.select_option("[name=lifter]", "")
    page.select_option("[name=fault]", "hips-rise-first")
    assert shown(page) == ["c"]
    page.select_option("[name=fault]", "")
    page.fill("[name=from]", "2025-03-15")
    page.fill("[name=to]", "2025-03-17")
    assert shown(page) == ["c"]
    assert page.inner_text("output") == "1 of 3 shown"
    assert seen.troubles == []


def test_a_plain_table_without_scripts(watched: Any, index: Path) -> None:
    seen = watched(java_script_enabled=False)
    seen.page.goto(index.as_uri())
    assert shown(seen.page) == ["a", "b", "c"]
    assert not seen.page.is_visible("#tools")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_fits_and_no_serious_accessibility_fault(watched: Any, index: Path, size: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install --group browser")
    page = watched(viewport=size, bypass_csp=True).open(index)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = axe.Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
