"""``hingecheck lab``: synthetic ground truth, made, fitted to and measured against."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from . import streams

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
    from ..lab.filming.rendering import render_all
    from ..lab.recipe import clips, load_recipe
    from .console import counting

    specs = clips(load_recipe(recipe), quick=quick)
    with counting("rendering", len(specs)) as done:
        results = render_all(specs, out, jobs=jobs, done=lambda result: done(result.spec.name, result.problem))
    failed = [result for result in results if result.problem is not None]
    made = sum(result.made for result in results) - len(failed)
    streams.tell(f"{out}: {made} rendered, {len(results) - made - len(failed)} there already, {len(failed)} failed")
    if contact_sheet is not None and len(failed) < len(results):
        from ..lab.filming.contact_sheet import contact_sheets

        for page in contact_sheets([result.path for result in results if result.problem is None], contact_sheet):
            streams.tell(str(page))
    if failed:
        raise OutputError(
            f"{len(failed)} of {len(results)} clips could not be rendered; the first: {failed[0].problem}"
        )


@lab_app.command()
def validate(
    folder: Annotated[
        Path, typer.Argument(help="Folder of clips with their truth, as 'render' makes it; folders in it count too.")
    ],
    json_out: Annotated[
        Path | None, typer.Option("--json", metavar="FILE|-", help="The table as JSON; - is standard output.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option("--markdown", metavar="FILE.md", help="The table as a page.")
    ] = None,
    jobs: Jobs = ONE_A_CORE,
    save_poses: Annotated[
        bool,
        typer.Option("--save-poses", help="Keep NAME.poses.npz beside each video: the next run is quick."),
    ] = False,
) -> None:
    """Check clips whose truth is known and table what is right: measures, reps, rules, lift, view."""
    from ..apps.outputs import STDOUT, Outputs, check_outputs, write_text
    from ..errors import InputError
    from ..lab.scoring.accuracy_json import to_json
    from ..lab.scoring.accuracy_text import to_markdown, to_summary
    from ..lab.scoring.validate import find_cases, validate_cases
    from .console import ConsolePrinter, counting

    cases = find_cases(folder)
    for path in (json_out, markdown):
        check_outputs(Outputs(json=path), [case.truth for case in cases])
    with counting("checking", len(cases)) as done:
        validation = validate_cases(
            cases,
            jobs=jobs,
            save_poses=save_poses,
            done=lambda scored: done(scored.name, scored.problem and f"{scored.name}: {scored.problem}"),
        )
    if markdown is not None:
        write_text(markdown, to_markdown(validation))
    if json_out is not None and str(json_out) != STDOUT:
        write_text(json_out, to_json(validation) + "\n")
    if str(json_out) == STDOUT:
        ConsolePrinter().data(to_json(validation))
    else:
        streams.tell(to_summary(validation))
    if validation.unread:
        name, problem = validation.unread[0]
        raise InputError(
            f"{len(validation.unread)} of {len(cases)} clips could not be read; the first: {name}: {problem}"
        )


@lab_app.command()
def fit(
    folder: Annotated[Path, typer.Argument(help="Folder of clips of a fitting recipe, such as benchmarks/fit.toml.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for measures.npz and its card, MEASURES.md.")],
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same clips: same weights.")] = 1,
    jobs: Jobs = ONE_A_CORE,
) -> None:
    """Fit the measures' networks to clips whose truth is known. Never to those that 'validate' is run on."""
    from ..apps.outputs import write_text
    from ..core.learned.networks import QUANTITIES
    from ..lab.fitting.card import card
    from ..lab.fitting.fit import RECIPES, gather_rows
    from ..lab.fitting.fit import fit as fit_all
    from ..lab.scoring.validate import find_cases
    from ..sources.files.weights import CARD_NAME, FILE_NAME, load_weights, save_weights
    from .console import counting

    cases = find_cases(folder)
    with counting("reading", len(cases)) as done:
        rows = gather_rows(cases, jobs=jobs, done=done)
    with counting("fitting", sum(RECIPES[name].members for name in QUANTITIES)) as done:
        fitted = fit_all(rows, seed, lambda name: done(name, None))
    name = f"measures-{seed}-{len(rows)}"
    out.mkdir(parents=True, exist_ok=True)
    save_weights(out / FILE_NAME, name, {key: result.network for key, result in fitted.items()})
    written = load_weights(out / FILE_NAME)
    write_text(out / CARD_NAME, card(name, written.sha256, fitted, [clip for clip, _ in rows], seed))
    streams.tell(f"{out / FILE_NAME}: {name}, fitted to {len(rows)} of {len(cases)} clips")


@lab_app.command()
def refine(
    folder: Annotated[Path, typer.Argument(help="Folder of clips of benchmarks/refine.toml.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for measures.npz, with the card of the weights in use.")],
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same clips: same weights.")] = 1,
    jobs: Jobs = ONE_A_CORE,
) -> None:
    """Let the weights in use go on learning from clips seen from before. Then run 'calibrate'."""
    from ..apps.outputs import write_text
    from ..lab.fitting.card import refined
    from ..lab.fitting.fit import RECIPES, gather_rows
    from ..lab.fitting.refining import REFINED
    from ..lab.fitting.refining import refine as refine_all
    from ..lab.scoring.validate import find_cases
    from ..sources.files.weights import CARD_NAME, FILE_NAME, default_weights, load_weights, read_card, save_weights
    from .console import counting

    learned = default_weights()
    page = read_card(out / CARD_NAME, learned)
    cases = find_cases(folder)
    with counting("measuring", len(cases)) as done:
        rows = gather_rows(cases, jobs=jobs, done=done)
    with counting("refining", sum(RECIPES[name].members for name in REFINED)) as member_done:
        networks, clips = refine_all(learned, rows, seed, lambda name: member_done(name, None))
    name = f"{learned.name}-f{clips}"
    save_weights(out / FILE_NAME, name, networks)
    written = load_weights(out / FILE_NAME)
    write_text(out / CARD_NAME, refined(page, learned, written, clips, seed))
    streams.tell(f"{out / FILE_NAME}: {name}, refined on {clips} of {len(cases)} clips")


@lab_app.command()
def calibrate(
    folder: Annotated[Path, typer.Argument(help="Folder of clips of benchmarks/calibration.toml.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for measures.npz, with the card of the weights in use.")],
    jobs: Jobs = ONE_A_CORE,
) -> None:
    """Set how wide the errors of the weights in use are said to be, by clips that no fit and no validation saw."""
    from ..apps.outputs import write_text
    from ..lab.fitting.calibration import gather_errors, sigma_stretches, with_sigma_stretched
    from ..lab.fitting.card import recalibrated
    from ..lab.scoring.validate import find_cases
    from ..sources.files.weights import CARD_NAME, FILE_NAME, default_weights, load_weights, read_card, save_weights
    from .console import counting

    learned = default_weights()
    page = read_card(out / CARD_NAME, learned)
    cases = find_cases(folder)
    with counting("measuring", len(cases)) as done:
        clips = gather_errors(cases, jobs=jobs, done=done)
    found = sigma_stretches(clips)
    name = f"{learned.name}-c{len(clips)}"
    save_weights(out / FILE_NAME, name, with_sigma_stretched(learned, found))
    written = load_weights(out / FILE_NAME)
    write_text(out / CARD_NAME, recalibrated(page, learned, written, found))
    streams.tell(f"{out / FILE_NAME}: {name}, calibrated on {len(clips)} of {len(cases)} clips")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.add_typer(lab_app, name="lab")
