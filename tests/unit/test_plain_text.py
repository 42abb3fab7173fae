"""Names from outside: fit for a line, a file and a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hingecheck.plain_text import MAX_NAME_BYTES, plain_text, safe_name

ANY_TEXT = st.text(st.characters())  # surrogates too


@pytest.mark.parametrize("name", ["set 1", "2026-03-14 RDL", "Übung_ö", "a.b", "深蹲", "clip-2"])
def test_ordinary_names_stay(name: str) -> None:
    assert safe_name(name) == name
    assert plain_text(name) == name


@pytest.mark.parametrize("name", ["", ".", "..", "...", " ", "._.", "/"])
def test_of_nothing_comes_something(name: str) -> None:
    assert safe_name(name) == "video"


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "aux.set", "lpt9"])
def test_devices_are_no_folders(name: str) -> None:
    assert safe_name(name) == f"_{name}"


@given(ANY_TEXT)
def test_any_name_gives_a_folder_inside(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert Path("out", safe).resolve().parent == Path("out").resolve()
    assert len(safe.encode("utf-8")) <= MAX_NAME_BYTES
    assert not safe.startswith(".")
    assert safe == safe_name(safe)


def test_long_names_stay_apart() -> None:
    assert safe_name("x" * 300 + "a") != safe_name("x" * 300 + "b")


@given(ANY_TEXT)
def test_any_text_is_one_line_of_utf_8(text: str) -> None:
    plain = plain_text(text)
    plain.encode("utf-8")
    assert len(plain.splitlines()) <= 1
    assert "\x1b" not in plain
