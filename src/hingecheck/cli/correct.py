"""``hingecheck correct``: say what a result has wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..core.lifts import LIFT_NAMES, LiftName
from ..languages.speaking import LANGUAGE_VARIABLE, current_language, speaking, tr
from . import set_options
from .language import with_language

if TYPE_CHECKING:
    from ..apps.changes import Changes, RepChange
    from ..apps.correct import ResultFolder
    from ..core.corrections import JointMoved
    from ..core.rules.limits import Limits

    LiftChoice = LiftName
else:  # Typer reads the choices from one Literal
    LiftChoice = Literal[tuple(LIFT_NAMES)]


@with_language
def correct(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A result: what 'check --out' or 'batch' wrote.")],
    not_a_rep: Annotated[
        list[int] | None,
        typer.Option(metavar="REP", min=1, help="That was no rep; may be given several times."),
    ] = None,
    lift: Annotated[LiftChoice | None, typer.Option(help="This is what was lifted.")] = None,
    stance: Annotated[Literal["left", "right"] | None, typer.Option(help="This leg stood.")] = None,
    of_set: Annotated[
        int | None,
        typer.Option("--set", metavar="SET", min=1, help="The set that --lift and --stance are of; else all."),
    ] = None,
    rep: Annotated[
        int | None, typer.Option(metavar="REP", min=1, help="The rep that --start and --end are of.")
    ] = None,
    start: Annotated[float | None, typer.Option(metavar="S", min=0, help="It begins here, seconds.")] = None,
    end: Annotated[float | None, typer.Option(metavar="S", min=0, help="It ends here, seconds.")] = None,
    joint: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME@S=X,Y",
            help="A joint's place in one picture: left_knee@5.1=310,480 puts it there at 5.1 s, in pixels.",
        ),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget what was corrected before.")] = False,
    config: set_options.Config = None,
) -> None:
    """Correct a result by hand: it is made anew, and what you said is kept in FOLDER/corrections.json.

    It counts again whenever the video is checked into the same folder. Rep numbers are those of the report as it is.

    [dim]Examples:[/dim]

      hingecheck correct results/deadlift --not-a-rep 3

      hingecheck correct results/set-1 --lift rdl --rep 2 --start 3.2 --end 5.0

      hingecheck correct results/evening --set 2 --lift rdl
    """
    from ..apps.changes import Changes
    from ..apps.correct import language_of, open_result
    from ..sources.files.config import load_limits

    changes = Changes(
        lift,
        stance,
        tuple(not_a_rep or ()),
        _borders(rep, start, end),
        tuple(map(_joint, joint or ())),
        forget,
        of_set,
    )
    _check_usage(changes)
    result = open_result(folder)
    # in the words that it is in, where nobody asks for others
    page = current_language() if os.environ.get(LANGUAGE_VARIABLE) else language_of(result)
    with speaking(page):
        _correct(result, changes, load_limits(config))


def _correct(result: ResultFolder, changes: Changes, limits: Limits) -> None:
    from ..apps.correct import correct as corrected
    from .console import ConsolePrinter

    remade = corrected(result, changes, limits)
    printer = ConsolePrinter()
    printer.report(remade.report)
    if remade.stale:
        printer.note(
            tr(
                "{folder}: {files}: could not be made anew without the video, and shows what was before",
                folder=result.path,
                files=", ".join(remade.stale),
            )
        )


def _check_usage(changes: Changes) -> None:
    from ..errors import ConfigError

    if not changes:
        raise ConfigError("say what is wrong: --not-a-rep 3, --lift rdl, --stance left, or --rep 2 --start 3.2.")


def _borders(rep: int | None, start: float | None, end: float | None) -> tuple[RepChange, ...]:
    from ..apps.changes import RepChange
    from ..errors import ConfigError

    if rep is None and start is None and end is None:
        return ()
    if rep is None or (start is None and end is None):
        raise ConfigError("a rep's borders are moved by --rep 2 with --start 3.2, --end 5.0, or both.")
    return (RepChange(rep, start, end),)


def _joint(text: str) -> JointMoved:
    """``left_knee@5.1=310,480``."""
    from ..core.corrections import JointMoved
    from ..core.landmarks import Landmark
    from ..errors import ConfigError

    name, _, rest = text.partition("@")
    time_s, _, place = rest.partition("=")
    x_px, _, y_px = place.partition(",")
    try:
        return JointMoved(float(time_s), Landmark[name.strip().upper().replace("-", "_")], float(x_px), float(y_px))
    except (KeyError, ValueError):
        raise ConfigError(
            "--joint {text}: write it as left_knee@5.1=310,480 (name, seconds, pixels).", text=text
        ) from None


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(correct)
