"""The catalogues: whole, with the same fields, and in step with the code."""

from __future__ import annotations

import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from hingecheck.core.lifts import ROWS
from hingecheck.core.rules import RULES
from hingecheck.core.rules.words import words_of
from hingecheck.languages.speaking import speaking, tr
from hingecheck.languages.table import BY_CODE, ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[3]
CATALOGUES = ROOT / "src" / "hingecheck" / "languages" / "catalogues"
OTHERS = [language for language in LANGUAGES if language is not ENGLISH]
#: What a lifter reads at a glance, three metres away: the longest in English, "Good: chest and hips rise together".
GLANCE = 34


def catalogue(code: str) -> Catalog:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def fields_of(text: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in string.Formatter().parse(text) if name is not None}


def forms(message: Message) -> list[tuple[str, str]]:
    """Each text with what it must have the fields of."""
    if isinstance(message.id, tuple):
        return [(message.id[0 if place == 0 else 1], said) for place, said in enumerate(message.string)]
    return [(message.id, message.string)]


def test_no_text_is_missing_and_none_is_left_over() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "catalogues.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_translations_have_the_fields_of_the_text(language: object) -> None:
    messages = [message for message in catalogue(language.code) if message.id]  # type: ignore[attr-defined]
    assert len(messages) > 900
    wrong = [said for message in messages for text, said in forms(message) if fields_of(text) != fields_of(said)]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_spaces_at_the_ends_are_those_of_the_text(language: object) -> None:
    ends = [
        said
        for message in catalogue(language.code)  # type: ignore[attr-defined]
        for text, said in forms(message)
        if message.id and (text[0] == " ", text[-1] == " ") != (said[0] == " ", said[-1] == " ")
    ]
    assert ends == []


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_every_plural_form_is_there(language: object) -> None:
    found = catalogue(language.code)  # type: ignore[attr-defined]
    plurals = [message for message in found if isinstance(message.id, tuple)]
    assert plurals
    assert all(len(message.string) == found.num_plurals and all(message.string) for message in plurals)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_cues_are_short_enough_for_a_glance(language: object) -> None:
    with speaking(BY_CODE[language.code]):  # type: ignore[attr-defined]
        said = [words_of(rule, row.id) for rule in RULES for row in ROWS if row.judges(rule.id)]
        glances = {tr(text) for words in said for text in (words.short_cue, words.short_praise)}
    assert {text for text in glances if len(text) > GLANCE} == set()
