"""Saying a text in the language in force.

English is in the code; every other language is a gettext catalogue beside this module. What is asked for holds for
the process and those that it starts, by the environment; a desk in the browser says it for each request.
"""

from __future__ import annotations

import gettext
import os
import string
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from numbers import Number
from typing import Any

from ..core.phrases import Phrase, Told
from ..errors import words_of_error
from .table import BY_CODE, ENGLISH, Language

#: What a lifter sets once: the language of all that she reads and hears.
LANGUAGE_VARIABLE = "HINGECHECK_LANG"
#: The language of words in what programs read (JSON); English unless it is asked for.
DATA_LANGUAGE_VARIABLE = "HINGECHECK_DATA_LANG"

_HERE: ContextVar[Language | None] = ContextVar("language", default=None)


def current_language() -> Language:
    """The language in force: of this context, else of the environment, else English."""
    return _HERE.get() or BY_CODE.get(os.environ.get(LANGUAGE_VARIABLE, ""), ENGLISH)


@contextmanager
def chosen_language(code: str | None) -> Iterator[None]:
    """Speak a language meanwhile: in all threads, in processes that are started, and in what programs read.

    None leaves it as the environment has it.
    """
    names = (LANGUAGE_VARIABLE, DATA_LANGUAGE_VARIABLE) if code is not None else ()
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: code for name in names if code is not None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language in this context alone."""
    before = _HERE.set(language)
    try:
        yield
    finally:
        _HERE.reset(before)


def tr(text: str, /, **fields: Any) -> str:
    """A text in the language in force.

    Parameters
    ----------
    text : str
        In English: a literal, a text that the core marked, or a `Phrase`. What no catalogue has stays as it is.
    **fields
        Put into it: numbers in the language's own way, phrases translated, other texts as they are.

    Examples
    --------
    >>> from .table import BY_CODE
    >>> with speaking(BY_CODE["de"]):
    ...     tr("rep {rep} at {at:.1f} s", rep=6, at=13.5)
    'Wiederholung 6 bei 13,5 s'
    """
    language = current_language()
    if isinstance(text, Phrase):
        return _said(text, language)
    template = _translated(text, language)
    return _Spelling(language).vformat(template, (), fields) if fields else template


def trn(one: str, several: str, n: int, /, **fields: Any) -> str:
    """A text about ``n`` things, which is put in as well."""
    return _said(Told(one, several, **{**fields, "n": n}), current_language())


def tr_error(error: Exception) -> str:
    """What went wrong, in the language in force."""
    return tr(words_of_error(error))


def tr_in(context: str, text: str) -> str:
    """A text that is said otherwise in some context: the head of a narrow column."""
    language = current_language()
    return text if language == ENGLISH else _catalogue(language.code).pgettext(context, text)


def written(template: str, /, **fields: Any) -> str:
    """Numbers and signs without words, in the language's own way: nothing to look up.

    >>> with speaking(BY_CODE["es"]):
    ...     written("{value:.2f} m/s", value=0.5)
    '0,50 m/s'
    """
    return _Spelling(current_language()).vformat(template, (), fields)


def tr_data(text: str) -> str:
    """A text as programs read it: in English, unless a language was asked for by ``--lang``."""
    language = _data_language()
    with speaking(language):
        return str(text) if language == ENGLISH else tr(text)


def spoken_here() -> str:
    """What texts depend on besides what they say: the language of words, and that of what programs read."""
    return f"{current_language().code} {_data_language().code}"


def _data_language() -> Language:
    return BY_CODE.get(os.environ.get(DATA_LANGUAGE_VARIABLE, ""), ENGLISH)


def _said(phrase: Phrase, language: Language) -> str:
    look_up = not isinstance(phrase, Told)
    fields = {name: _field(value, language, look_up) for name, value in phrase.fields.items()}
    if phrase.plural is None:
        template = _translated(phrase.template, language)
    else:
        n = phrase.fields["n"]
        template = (
            (phrase.template if n == 1 else phrase.plural)
            if language == ENGLISH
            else _catalogue(language.code).ngettext(phrase.template, phrase.plural, n)
        )
    return _Spelling(language).vformat(template, (), fields)


def _field(value: Any, language: Language, look_up: bool) -> Any:
    if isinstance(value, Phrase):
        return _said(value, language)
    return _translated(value, language) if look_up and isinstance(value, str) else value


class _Spelling(string.Formatter):
    """Puts fields in, numbers as the language writes them."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """A field as text."""
        if isinstance(value, Phrase):
            value = _said(value, self._language)
        text = str(super().format_field(value, format_spec))
        return localised(text, self._language) if isinstance(value, Number) else text


def localised(number: str, language: Language | None = None) -> str:
    r"""A number that was written in English, as the language writes it.

    >>> localised("12.5%", BY_CODE["es"])
    '12,5\xa0%'
    """
    language = language or current_language()
    text = number.replace(".", language.decimal)
    return text[:-1] + language.percent if text.endswith("%") else text


def _translated(text: str, language: Language) -> str:
    return text if language == ENGLISH or not text else _catalogue(language.code).gettext(text)


@cache
def _catalogue(code: str) -> gettext.GNUTranslations:
    with (files(__package__) / "catalogues" / f"{code}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)
