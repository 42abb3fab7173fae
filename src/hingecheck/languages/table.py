"""The languages, a row each. A new one needs a row here and its catalogue: docs/languages.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes what is no word."""

    code: str  #: ISO 639-1, as in ``--lang``, ``lang=""`` and the catalogue's name
    title: str  #: its own name for itself
    decimal: str  #: between whole and tenth
    percent: str  #: behind a number


#: German (DIN 5008) and Spanish (RAE) put a space before the percent sign; one that does not break.
LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", ".", "%"),
    Language("de", "Deutsch", ",", "\u00a0%"),
    Language("es", "Español", ",", "\u00a0%"),
)
ENGLISH = LANGUAGES[0]
BY_CODE = {language.code: language for language in LANGUAGES}


def accepted_language(header: str) -> Language | None:
    """The first of our languages that a browser asks for (``Accept-Language``), or None.

    Examples
    --------
    >>> accepted_language("fr-CH, es;q=0.8, de-AT;q=0.9").code
    'de'
    >>> accepted_language("fr, *;q=0.1") is None
    True
    """
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1.0)
        except ValueError:
            continue
        wanted.append((weight, tag.strip().lower().split("-")[0]))
    found = (code for weight, code in sorted(wanted, key=lambda pair: -pair[0]) if weight > 0.0 and code in BY_CODE)
    code = next(found, None)
    return None if code is None else BY_CODE[code]
