"""The language of all that a command says to a lifter: ``--lang``, else HINGECHECK_LANG, else English."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..languages.speaking import LANGUAGE_VARIABLE, chosen_language
from ..languages.table import BY_CODE, LANGUAGES

if TYPE_CHECKING:
    LanguageCode = Literal["en"]
else:  # Typer reads the choices from one Literal
    LanguageCode = Literal[tuple(BY_CODE)]

NAMES = ", ".join(f"{language.code} {language.title}" for language in LANGUAGES)
Lang = Annotated[
    LanguageCode | None,
    typer.Option(
        "--lang",
        help=f"Language of all words, JSON's too: {NAMES}. {LANGUAGE_VARIABLE} sets it for good, but not for JSON.",
        rich_help_panel="What comes out",
    ),
]


def asked_language(arguments: Sequence[str]) -> str | None:
    """The language that a command line asks for, read before anything else in it: help and slips are said in it too.

    >>> asked_language(["hingecheck", "rules", "--lang", "de"]), asked_language(["hingecheck", "rules", "--lang=xx"])
    ('de', None)
    """
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    given = [value if name == "--lang" else name[len("--lang=") :] for name, value in pairs if _names_it(name)]
    return given[-1] if given and given[-1] in BY_CODE else None


def _names_it(argument: str) -> bool:
    return argument == "--lang" or argument.startswith("--lang=")


def with_language(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the option ``--lang``, which holds while it runs.

    Parameters
    ----------
    command : callable
        Speaks the language in force.
    """

    @functools.wraps(command)
    def run(**given: Any) -> None:
        code = given.pop("lang")
        _check_environment()
        with chosen_language(code):
            command(**given)

    run.__annotations__ = {**command.__annotations__, "lang": Lang}
    # not typing.get_type_hints: on Python 3.10 it hides what Annotated says of a parameter whose default is None
    signature = inspect.signature(command, eval_str=True)
    kept = signature.parameters.values()
    added = inspect.Parameter("lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Lang)
    run.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*kept, added], return_annotation=None
    )
    return run


def _check_environment() -> None:
    from ..errors import ConfigError

    code = os.environ.get(LANGUAGE_VARIABLE, "")
    if code and code not in BY_CODE:
        raise ConfigError(
            "{variable}={code}: there is no such language; choose from {choices}.",
            variable=LANGUAGE_VARIABLE,
            code=code,
            choices=", ".join(BY_CODE),
        )
