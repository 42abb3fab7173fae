"""``hingecheck lab``: synthetic ground truth, made, fitted to and measured against."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

lab_app = typer.Typer(
    no_args_is_help=True,
    help="The ground-truth lab: lifts of a parametric body, filmed from anywhere, with every angle known.\n\n"
    "'render' needs the dependency group lab; 'validate' does not.",
)

ONE_A_CORE = os.cpu_count() or 1
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Processes side by side.", show_default="one a core")]


@lab_app.command()
def render(
    recipe: Annotated[
        Path, typer.Argument(help="A recipe (TOML), such as benchmarks/validation.toml or sample_videos/recipe.toml.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the clips; what is current there is kept.")],
    quick: Annotated[bool, typer.Option("--quick", help="Only the recipe's quick subset.")] = False,
    jobs: Jobs = ONE_A_CORE,
    contact_sheet: Annotated[
        Path | None, typer.Option("--contact-sheet", help="Also write pages of pictures of all clips (.jpg or .png).")
    ] = None,
) -> None:
    """Render the clips of a recipe, each with its truth beside it."""
    from ..errors import OutputError
    from ..lab.recipe import clips, load_recipe
    from ..lab.rendering import render_all
    from .console import counting

    specs = clips(load_recipe(recipe), quick=quick)
    with counting("rendering", len(specs)) as done:
        results = render_all(specs, out, jobs=jobs, done=lambda result: done(result.spec.name, result.problem))
    failed = [result for result in results if result.problem is not None]
    made = sum(result.made for result in results) - len(failed)
    typer.echo(f"{out}: {made} rendered, {len(results) - made - len(failed)} there already, {len(failed)} failed")
    if contact_sheet is not None and len(failed) < len(results):
        from ..lab.contact_sheet import contact_sheets

        for page in contact_sheets([result.path for result in results if result.problem is None], contact_sheet):
            typer.echo(str(page))
    if failed:
        raise OutputError(
            f"{len(failed)} of {len(results)} clips could not be rendered; the first: {failed[0].problem}"
        )


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(lab_app, name="lab")
