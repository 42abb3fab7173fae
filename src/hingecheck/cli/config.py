"""``hingecheck config``: the limits in force, or a file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..languages.speaking import tr
from . import streams

config_app = typer.Typer(no_args_is_help=True, help="Show the limits of the rules, or write a file to change them.")


@config_app.command()
def show(
    config: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="Your limits, laid over the defaults.")
    ] = None,
) -> None:
    """Print the limits in force as TOML, each with its unit, reason and source."""
    from ..sources.files.config import load_limits, to_toml

    streams.tell(to_toml(load_limits(config)))


@config_app.command()
def init(
    path: Annotated[Path, typer.Argument(help="File to write.")] = Path("hingecheck.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the default limits to a file to start from; use it with 'check --config FILE'."""
    from ..apps.outputs import write_text
    from ..core.rules.limits import Limits
    from ..errors import OutputError
    from ..sources.files.config import to_toml

    if path.exists() and not force:
        raise OutputError("{path}: is there already. Name another file, or add --force to replace it.", path=path)
    write_text(path, to_toml(Limits()))
    said = tr("wrote {path}. Change it, then: hingecheck check VIDEO --config {path}", path=path)
    streams.say(said)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(config_app, name="config")
