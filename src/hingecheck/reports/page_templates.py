"""The pages' templates, read once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ..languages.speaking import current_language, tr, trn, written
from .words import name_of, times_of

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def page_environment() -> Environment:
    """A new place where pages are made: what comes in is escaped, a name that is missing is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,  # whatever the template's name
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=_own,
        _n=_own_counted,
        tr=tr,
        written=written,
        language=lambda: current_language().code,
        name_of=name_of,
        times_of=times_of,
    )
    return environment


def _own(text: str, **fields: Any) -> str:
    """A text of the template in the language in force; what is put in is escaped."""
    return _whole(tr(text, **_escaped(fields)))


def _own_counted(one: str, several: str, n: int, **fields: Any) -> str:
    """The same of a number of things."""
    return _whole(trn(one, several, n, **_escaped(fields)))


def _escaped(fields: dict[str, Any]) -> dict[str, Any]:
    from markupsafe import escape

    return {name: escape(value) if isinstance(value, str) else value for name, value in fields.items()}


def _whole(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)  # the catalogues' own, and what was escaped


@cache
def page_template(name: str) -> Template:
    """A template of the folder ``templates``."""
    return page_environment().get_template(name)
