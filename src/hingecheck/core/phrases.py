"""Texts that can be said in another language: the core marks them, the edges translate them.

The core speaks English and knows of no other language. A fixed text is marked with `N_`, so that it is found for the
catalogues; one with numbers or words put in is a `Phrase`: the English text, which remembers what it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def N_(text: str) -> str:  # noqa: N802  gettext's own name for it, which translators' tools know
    """The same text, marked as one that is translated where it is shown."""
    return text


class Phrase(str):
    """A whole sentence with named fields, put together in English; it can be put together anew in another language.

    Parameters
    ----------
    template : str
        English, with ``{named}`` fields and their formats.
    plural : str, optional
        The template where the field ``n`` is not one.
    **fields
        Numbers, further phrases, or texts marked with `N_`; never what a lifter typed, since they are looked up
        in the catalogues: that is for `Told`.

    Examples
    --------
    >>> Phrase("{n} rep", "{n} reps", n=3)
    '3 reps'
    >>> Phrase("bent by {value:.0f}°", value=12.3).fields
    {'value': 12.3}
    """

    template: str
    plural: str | None
    fields: dict[str, Any]

    def __new__(cls, template: str, plural: str | None = None, /, **fields: Any) -> Phrase:
        """Put it together in English."""
        said = template if plural is None or fields["n"] == 1 else plural
        self = super().__new__(cls, said.format(**fields))
        self.template, self.plural, self.fields = template, plural, fields
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Saved and sent to other processes with what it is made of."""
        return _again, (type(self), self.template, self.plural, self.fields)


class Told(Phrase):
    """A phrase with what somebody typed in it: of its fields only phrases are translated, never a plain text.

    >>> Told("{path}: no such file.", path="rep").fields
    {'path': 'rep'}
    """


def whole(text: str) -> Phrase:
    """A text as a phrase, to be put into another: itself where it is one.

    >>> whole("no {space}").template
    'no {{space}}'
    """
    return text if isinstance(text, Phrase) else Phrase(text.replace("{", "{{").replace("}", "}}"))


def _again(kind: type[Phrase], template: str, plural: str | None, fields: dict[str, Any]) -> Phrase:
    return kind(template, plural, **fields)


def listed(names: Iterable[str]) -> str:
    """Words in a row.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *most, last = names
    return Phrase(N_("{most} and {last}"), most=joined(most), last=last) if most else last


def joined(names: Iterable[str], between: str = ", ") -> str:
    """Texts one after the other, each translated by itself.

    >>> joined(["a", "b"])
    'a, b'
    """
    fields = {f"part{place}": name for place, name in enumerate(names)}
    return Phrase(between.join(f"{{{name}}}" for name in fields), **fields)
