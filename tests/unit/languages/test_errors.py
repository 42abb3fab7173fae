"""Errors: English as text, and the language in force where they are said."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from hingecheck.core.phrases import Phrase, Told, whole
from hingecheck.errors import ConfigError, HingecheckError, InputError, OutputError, reason_of
from hingecheck.languages.speaking import speaking, tr, tr_error
from hingecheck.languages.table import BY_CODE

GERMAN = BY_CODE["de"]


def test_an_error_is_its_english_text_and_is_said_in_another_language() -> None:
    error = InputError("{path}: no such file. Check the name and the folder.", path=Path("film.1.mp4"))
    assert str(error) == "film.1.mp4: no such file. Check the name and the folder."
    with speaking(GERMAN):
        assert tr_error(error) == "film.1.mp4: diese Datei gibt es nicht. Prüf Name und Ordner."
        assert str(error).startswith("film.1.mp4: no such file")


def test_what_was_typed_is_never_translated() -> None:
    with speaking(GERMAN):
        assert tr("left") == "links"
        assert tr_error(InputError("{path}: holds no picture.", path="left")) == "left: enthält kein Bild."
        assert tr(Told("{path}: {why}", path="left", why=Phrase("left"))) == "left: links"


@pytest.mark.parametrize("kind", [HingecheckError, ConfigError, InputError, OutputError])
def test_an_error_survives_another_process(kind: type[HingecheckError]) -> None:
    error = pickle.loads(pickle.dumps(kind("{path}: holds no picture.", path="a.mp4")))
    assert (type(error), str(error)) == (kind, "a.mp4: holds no picture.")
    with speaking(GERMAN):
        assert tr_error(error) == "a.mp4: enthält kein Bild."


def test_a_plain_text_with_braces_is_left_alone() -> None:
    with speaking(GERMAN):
        assert tr_error(HingecheckError("{odd}: none of ours")) == "{odd}: none of ours"
        assert tr(whole("{odd}")) == "{odd}"
        assert tr_error(ValueError("no such {thing}")) == "no such {thing}"


def test_the_systems_reason_is_said_too() -> None:
    error = OutputError(
        "{path}: cannot be written ({why}).", path="a", why=reason_of(OSError(28, "No space left on device"))
    )
    with speaking(GERMAN):
        assert tr_error(error) == "a: lässt sich nicht schreiben (kein Platz mehr auf dem Datenträger)."
