"""What the tutorials print is what the command prints: the golden reports of the same samples.

After a change that is meant, `HINGECHECK_GOLDEN=write` writes the reports into the pages too.
"""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
#: A block of text that begins with a check of a sample.
PRINTED = re.compile(r"```text\n\$ hingecheck check sample_videos/([\w-]+)\.mp4\n(.*?)```\n", re.DOTALL)


def report_of(sample: str) -> str:
    kept = ROOT / "tests" / "golden" / "samples" / f"{sample}.txt.gz"
    return gzip.decompress(kept.read_bytes()).decode().rstrip("\n") + "\n"


def with_report(block: re.Match[str]) -> str:
    return f"```text\n$ hingecheck check sample_videos/{block[1]}.mp4\n{report_of(block[1])}```\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_reports_in_the_tutorials_are_the_golden_ones(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    wanted = PRINTED.sub(with_report, text)
    if os.environ.get("HINGECHECK_GOLDEN") == "write" and wanted != text:
        page.write_text(wanted, encoding="utf-8")
        pytest.skip("written anew")
    assert text == wanted


def test_two_of_them_show_a_report() -> None:
    assert sum(len(PRINTED.findall(page.read_text(encoding="utf-8"))) for page in PAGES) >= 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_their_pictures_are_there_and_small(page: Path) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert all((page.parent / name).stat().st_size < 200_000 for name in pictures)
