"""``hingecheck models``: which pose models there are, and fetching another one."""

from __future__ import annotations

from typing import Annotated

import typer

from ..languages.speaking import tr
from . import streams

models_app = typer.Typer(no_args_is_help=True, help="The pose models: the default needs no download.")


@models_app.command(name="list")
def list_() -> None:
    """List the pose models and where they are kept."""
    from ..sources.pose.manifest import DEFAULT_MODEL
    from ..sources.pose.models import list_models

    for model in list_models():
        default = tr(" (default)") if model.name == DEFAULT_MODEL else ""
        streams.tell(f"{model.name}{default}\n  {tr(model.origin)}")
        if not model.ready:
            missing = tr("not here; 'hingecheck models fetch {name}'", name=model.name)
            streams.tell(f"  {missing}")
            continue
        for path, sha256 in model.files:
            streams.tell(f"  {tr('ready: {path}', path=path)}" + (f"\n         sha256 {sha256}" if sha256 else ""))


@models_app.command()
def fetch(
    name: Annotated[str, typer.Argument(help="A model's name, from 'hingecheck models list'.")],
) -> None:
    """Download a model, the one command that opens a connection; use it with 'check --model NAME'."""
    from ..sources.pose.models import fetch_model

    found = fetch_model(name)
    streams.tell(f"{found.path}\nsha256 {found.sha256}")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(models_app, name="models")
