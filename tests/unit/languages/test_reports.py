"""Reports of every sample in every language: whole words, 80 columns, and nothing left in English."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from hingecheck.apps.check import CheckOptions, report_on
from hingecheck.apps.recording import load_recording
from hingecheck.core.types import SetReport
from hingecheck.languages.speaking import speaking, tr_in
from hingecheck.languages.table import BY_CODE, LANGUAGES
from hingecheck.reports.html import to_html
from hingecheck.reports.terminal import COLUMN, HEADINGS, print_report

SAMPLES = Path(__file__).parents[2] / "golden" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.npz"))
COLUMNS = 80
#: English words that neither language has, of those that any report uses.
ENGLISH = re.compile(
    r"\b(the|your|with|and|from|is|are|not|worst|every|rep|reps|hips|back|knees|lower)\b", re.IGNORECASE
)
#: … but these, as the other languages have them too.
SHARED = {"es": {"rep"}, "de": set()}


@cache
def report(name: str) -> SetReport:
    return report_on(load_recording(SAMPLES / f"{name}.npz"), CheckOptions())


def as_text(name: str, code: str) -> str:
    out = io.StringIO()
    with speaking(BY_CODE[code]):
        print_report(report(name), Console(file=out, width=COLUMNS, highlight=False, emoji=False))
    return out.getvalue()


def left_in_english(text: str, code: str) -> list[str]:
    return [word for word in ENGLISH.findall(text) if word.lower() not in SHARED[code]]


@pytest.mark.parametrize("code", ["de", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_in_one_language_and_fits_80_columns(name: str, code: str) -> None:
    lines = [line for line in as_text(name, code).splitlines() if name not in line]
    assert max(map(len, lines)) <= COLUMNS
    assert left_in_english("\n".join(lines), code) == []
    assert not any("…" in line for line in lines)  # a cell that was cut


@pytest.mark.parametrize("code", ["de", "es"])
def test_a_page_is_in_one_language(code: str) -> None:
    with speaking(BY_CODE[code]):
        page = to_html(report(NAMES[0]))
    assert f'<html lang="{code}">' in page
    body = re.sub(r"<style>.*?</style>|<[^>]*>|" + re.escape(NAMES[0]), " ", page, flags=re.DOTALL)
    assert left_in_english(body, code) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_all_columns_together_fit(language: object) -> None:
    shown = [heading for heading in HEADINGS if heading not in ("picture", "shin")]
    with speaking(language):  # type: ignore[arg-type]
        heads = [tr_in(COLUMN, heading) for heading in shown]
    cells = {"m/s": 4, "down": 5, "pause": 5, "up": 5, "rep": 2, "mark": 4}  # "0,52", "1,4 s", "+12°"
    widths = [max(len(head), cells.get(heading, 4)) for head, heading in zip(heads, shown, strict=True)]
    assert 2 + sum(widths) + 2 * len(widths) <= COLUMNS
