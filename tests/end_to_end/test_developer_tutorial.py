"""The code of the developer's tutorial runs, and prints what the page says.

After a change that is meant, `HINGECHECK_GOLDEN=write` writes what was printed into the page.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorials" / "developer.md"
STEP = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```\n", re.DOTALL)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def printed_by(code: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, str(PAGE), "exec"), names)
    return out.getvalue()


def test_every_step_prints_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = PAGE.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    steps = [(step[1], step[2], printed_by(step[1], names)) for step in STEP.finditer(page)]
    assert len(steps) >= 4
    if os.environ.get("HINGECHECK_GOLDEN") == "write":
        for code, said, printed in steps:
            page = page.replace(f"{code}```\n\n```text\n{said}```", f"{code}```\n\n```text\n{printed}```")
        PAGE.write_text(page, encoding="utf-8")
        return
    for _, said, printed in steps:
        assert NUMBER.sub("#", printed) == NUMBER.sub("#", said)
        # Another processor may round a degree the other way.
        numbers = [float(number) for number in NUMBER.findall(said)]
        assert [float(number) for number in NUMBER.findall(printed)] == pytest.approx(numbers, abs=1.01)
