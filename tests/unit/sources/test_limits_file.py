"""Limits files that nobody would write by hand: refused in two short lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from hingecheck.errors import ConfigError
from hingecheck.sources.files.config import load_limits


@pytest.mark.parametrize(
    "text",
    [
        "mild = " + "1" * 5000,
        "mild = -" + "9" * 4301,
        "[limits.form_drift]\nsevere = " + "9" * 400,
        "[limits.form_drift]\nmild = 0x" + "f" * 3000,
        "a = " + "[" * 2000,
        "a = " + "[" * 2000 + "]" * 2000,
        "a = " + "{b = " * 900,
        '"a\\nb" = 1',
        '[limits]\n"a\\nb" = 1',
        '[limits.form_drift]\n"mild\\nx\\u001b[31m" = 1',
        '["a\\nb\\n\\n"]\n"c\\nd" = 1',
        f'"{"k" * 5000}" = 1',
        f'[limits.form_drift]\nmild = "{"v" * 5000}"',
        '[limits.form_drift]\nmild = "\\u001b[2J\\n\\n"',
    ],
    ids=range(14),
)
def test_in_two_lines(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_limits(path)
    lines = str(caught.value).split("\n")
    assert lines[0].startswith(f"{path}: ")
    assert len(lines) <= 2
    assert all(line.isprintable() and len(line) < 400 for line in lines)


def test_a_mark_of_the_alphabet_before_the_text_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[limits.form_drift]\nmild = 6.0\n", encoding="utf-8-sig")
    assert load_limits(path).form_drift.mild == 6.0
