"""Parallel rendering of many clips, one process each; clips that are there unchanged are skipped."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ...apps.batch.pool import in_processes, one_thread_each
from ...apps.outputs import make_folder
from ...errors import ConfigError, HingecheckError
from ..clipspec import ClipSpec
from ..truth import load_truth, truth_path


@dataclass(frozen=True, slots=True)
class Rendered:
    """How one clip ended."""

    spec: ClipSpec
    path: Path
    made: bool  #: False: it was there already
    problem: str | None = None


#: What drawing needs beyond the package's own dependencies: the dependency group `lab`.
TOOLS = ("torch", "anny", "moderngl")
LOST = "the process that drew it died, twice. Out of memory? Try fewer --jobs."


def check_tools() -> None:
    """See that all is here that drawing needs, before the first clip.

    Raises
    ------
    ConfigError
        Names what is missing and how to get it.
    """
    from ...drawing.h264 import import_pyav

    missing = [name for name in TOOLS if importlib.util.find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"the lab needs {', '.join(missing)}: pip install torch==2.13.0 (first, for the processor build), "
            "then pip install --group lab in a checkout."
        )
    import_pyav()


def render_all(
    specs: Sequence[ClipSpec], folder: Path, *, jobs: int, done: Callable[[Rendered], None]
) -> list[Rendered]:
    """Render every clip that is not in the folder yet.

    Parameters
    ----------
    specs : sequence of ClipSpec
    folder : Path
        Made if it is missing.
    jobs : int
        Processes, each of them drawing with one thread.
    done : callable
        Told of each clip as it ends.

    Returns
    -------
    list of Rendered
        In the order of `specs`; a clip that failed has its `problem` and does not stop the rest.

    Raises
    ------
    ConfigError
        Something that drawing needs is missing.
    OutputError
        The folder cannot be made.
    """
    make_folder(folder)
    results: dict[str, Rendered] = {}

    def note(result: Rendered) -> None:
        results[result.spec.name] = result
        done(result)

    waiting = []
    for spec in specs:
        path = folder / f"{spec.name}.mp4"
        if is_current(spec, path):
            note(Rendered(spec, path, made=False))
        else:
            waiting.append(spec)
    if waiting:
        check_tools()
        _warm_cache(waiting[0])
        render = partial(render_one, folder=folder)
        with closing(in_processes(render, waiting, jobs=jobs, setup=one_thread_each)) as ends:
            for end in ends:
                lost = Rendered(end.task, folder / f"{end.task.name}.mp4", made=True, problem=LOST)
                note(end.result or lost)
    return [results[spec.name] for spec in specs]


def is_current(spec: ClipSpec, path: Path) -> bool:
    """Whether a clip lies there and was made from just this data."""
    if not path.exists():
        return False
    try:
        recipe = load_truth(truth_path(path)).recipe
    except HingecheckError:
        return False
    return json.dumps(recipe, sort_keys=True) == json.dumps(spec.as_dict(), sort_keys=True)


def render_one(spec: ClipSpec, folder: Path) -> Rendered:
    """Render a clip; an error is returned in the result."""
    import warnings

    from .film import render_clip

    path = folder / f"{spec.name}.mp4"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # anny's own, about what this machine lacks
            return Rendered(spec, render_clip(spec, folder), made=True)
    except HingecheckError as error:
        return Rendered(spec, path, made=True, problem=str(error))


def _warm_cache(spec: ClipSpec) -> None:
    """Let one process build the body model's cache before several ask for it: minutes, once a machine."""
    from ..posing.body import body_cache_folder, make_body

    if not body_cache_folder().exists():
        make_body(spec.body)
