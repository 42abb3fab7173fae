"""A real Chromium, driven by Playwright; everything here is skipped where either is missing.

pip install --group browser      and a Chromium on the PATH, or in HINGECHECK_CHROMIUM
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.pictures.overlay import overlay_of
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import SetReport
from hingecheck.reports.figure import READINGS
from hingecheck.reports.html import to_html
from hingecheck.reports.player import PageFilm, Playing
from reporting import SOURCE, report_of
from stick_figure import SQUATTED_RDL, figure, reps

CHROMIUM = os.environ.get("HINGECHECK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install --group browser")
    if CHROMIUM is None:
        pytest.skip("needs a Chromium")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def until(page: Any, true: str, seconds: float = 10.0) -> None:
    """Wait for an expression to hold. Playwright's own waiting evaluates texts, which the page's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({true})"):
        assert time.monotonic() < end, f"not so after {seconds} s: {true}"
        page.wait_for_timeout(20)


class Watched:
    """A page with all that it asked for and complained about."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.page = browser.new_page(**options)
        self.asked: list[str] = []
        self.refused: list[str] = []  #: by the page's own policy
        self.troubles: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._said)

    def _failed(self, request: Any) -> None:
        if request.failure == "csp":
            self.refused.append(request.url)

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(message.text)

    def open(self, path: Path) -> Any:
        self.page.goto(path.as_uri())
        if self.page.query_selector("[data-player]"):
            until(self.page, "document.querySelector('video').readyState >= 2")
        return self.page


@pytest.fixture
def watched(chromium: Any) -> Iterator[Any]:
    pages: list[Watched] = []

    def make(**options: Any) -> Watched:
        pages.append(Watched(chromium, **{"viewport": DESK, **options}))
        return pages[-1]

    yield make
    for page in pages:
        page.page.close()


@pytest.fixture(scope="session")
def squatted() -> tuple[SetReport, tuple[Any, ...]]:
    """Three RDLs of the stick figure, with what is drawn over them."""
    track = figure(reps(3, bottom=SQUATTED_RDL, lowering_s=0.6), -90.0, hands_ahead_m=0.03)
    report = report_of(analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(lift="rdl")))
    return report, overlay_of(report.analysis, track, tuple(measure for _, measure in READINGS))


def page_with(
    squatted: tuple[SetReport, Any], film: Path, place: Path, size: tuple[int, int], rate_hz: float, duration_s: float
) -> Path:
    """A page of the stick figure that plays some film."""
    report, overlay = squatted
    source = replace(SOURCE, width=size[0], height=size[1], frame_rate_hz=rate_hz, duration_s=duration_s)
    playing = Playing(PageFilm("video/mp4", inside=film.read_bytes()), overlay)
    place.write_text(to_html(replace(report, source=source), playing=playing), "utf-8")
    return place
