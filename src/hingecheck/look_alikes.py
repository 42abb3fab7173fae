"""Signs that an alphabet other than UTF-8 lacks, and what is written in their place."""

from __future__ import annotations

from contextlib import suppress

#: What stands for a sign that an alphabet lacks; "?" for all others.
LOOK_ALIKES = {
    "°": " deg",
    "±": "+/-",
    "×": "x",
    "·": ".",
    "²": "2",
    "³": "3",
    "σ": "sigma",
    "µ": "u",
    "≥": ">=",
    "≤": "<=",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "→": "->",
    "←": "<-",
    "✓": "+",
    "✔": "+",
    "✗": "x",
    "✘": "x",
    "•": "*",
    "●": "*",
    "○": "o",
    "□": "#",
    "◆": "X",
    "█": "#",
    "▇": "%",
    "▆": "*",
    "▅": "+",
    "▄": "=",
    "▃": "-",
    "▂": ".",
    "▁": "_",
    "≈": "~",
    "─": "-",
    "━": "-",
    "│": "|",
    "┃": "|",
    "┌": "+",
    "┐": "+",
    "└": "+",
    "┘": "+",
    "├": "+",
    "┤": "+",
    "┼": "+",
    "é": "e",
    "è": "e",
    "ü": "u",
    "ö": "o",
    "ä": "a",
    "ß": "ss",
    "Ü": "U",
    "Ö": "O",
    "Ä": "A",
    "Á": "A",
    "á": "a",
    "í": "i",
    "ó": "o",
    "ú": "u",
    "ñ": "n",
    "É": "E",
    "Ó": "O",
    "¿": "",
    "¡": "",
    "„": '"',
    "«": '"',
    "»": '"',
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
}


def spelled(text: str, encoding: str) -> str:
    """A text in the signs that an encoding has.

    >>> spelled("45° ± 3°", "ascii"), spelled("45° → 50°", "cp1252")
    ('45 deg +/- 3 deg', '45° -> 50°')
    """
    return "".join(
        sign if _has(encoding, sign) else like if _has(encoding, like := LOOK_ALIKES.get(sign, "?")) else "?"
        for sign in text
    )


def _has(encoding: str, text: str) -> bool:
    with suppress(UnicodeEncodeError):
        text.encode(encoding)
        return True
    return False
