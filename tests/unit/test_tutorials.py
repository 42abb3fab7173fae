"""What the tutorials print is what the command prints: of poses as it reads them, with what is held.

The poses are kept (``hingecheck check sample_videos/NAME.mp4 --save-pose tests/golden/tutorials/NAME.npz``).
After a change that is meant, `HINGECHECK_GOLDEN=write` writes the reports into the pages too.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from rich.console import Console

from hingecheck.apps.check import report_on
from hingecheck.apps.recording import load_recording
from hingecheck.reports.terminal import print_report

ROOT = Path(__file__).parents[2]
POSES = ROOT / "tests" / "golden" / "tutorials"
PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
#: A block of text that begins with a check of a sample.
PRINTED = re.compile(r"```text\n\$ hingecheck check sample_videos/([\w-]+)\.mp4\n(.*?)```\n", re.DOTALL)


def report_of(sample: str) -> str:
    out = io.StringIO()
    print_report(report_on(load_recording(POSES / f"{sample}.npz")), Console(file=out, width=80))
    return out.getvalue().rstrip("\n") + "\n"


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
