"""Fit of the core's networks to a folder of clips with truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ...apps.batch.pool import in_processes
from ...core.learned.networks import QUANTITIES
from ...core.lifts import LIFT_NAMES, STANDING, LiftName
from ...errors import HingecheckError, InputError
from ..scoring.validate import Case, one_line
from .dataset import TrainingRows, concatenate_rows, training_rows
from .perceptron import TrainingRecipe
from .training import Fitted, fit_network

#: Fewest clips that a fit makes sense of.
MIN_CLIPS = 20
#: Lifts each network learns from. A back on a bench shows no line, and has no stance leg.
TAUGHT_BY: dict[str, tuple[LiftName, ...]] = {
    "joints": LIFT_NAMES,
    "spine": STANDING,
    "pelvis": STANDING,
    "stance": STANDING,
}
#: How far off a true side view a network still learns: the back line shows nothing from the front.
OFF_SIDE_DEG: dict[str, float] = {"joints": 90.0, "spine": 50.0, "pelvis": 90.0, "stance": 90.0}
#: What an upright frame counts for spine and pelvis, against one whose trunk leans by `FULL_LEAN_DEG`.
UPRIGHT, FULL_LEAN_DEG = 0.2, 50.0
#: What a clip of a usual lift counts for, against one whose every angle was drawn freely: there are few of them.
USUAL_WEIGHT = 2.0
#: Why a clip is left out whose process died: too little memory, most often.
DIED = "the process that read it died, perhaps for want of memory"
#: For quantities that hang on many things at once; the low back gains nothing by it.
WIDE = TrainingRecipe(hidden=160, epochs=25)
#: For what the rules hang on most: twice the members err a little less, and less grossly.
MANY = replace(WIDE, members=8)
#: Each network's own way of being fitted.
RECIPES: dict[str, TrainingRecipe] = {
    "joints": MANY,
    "spine": TrainingRecipe(),
    "pelvis": MANY,
    "stance": WIDE,
}


def gather_rows(
    cases: Sequence[Case], *, jobs: int, done: Callable[[str, str | None], None]
) -> list[tuple[str, TrainingRows]]:
    """Every clip's rows, in the order of `cases`; clips that cannot be read are reported to `done` and left out.

    Raises
    ------
    InputError
        Too few clips can be learnt from.
    """
    found: dict[str, TrainingRows] = {}
    with closing(in_processes(_rows, cases, jobs=jobs)) as ends:
        for ended in ends:
            part, problem = ended.result or (None, DIED)
            done(ended.task.name, problem)
            if part is not None:
                found[ended.task.name] = part
    rows = [(case.name, found[case.name]) for case in cases if case.name in found]
    if len(rows) < MIN_CLIPS:
        raise InputError(f"{len(rows)} clips can be learnt from, at least {MIN_CLIPS} are needed. Render more.")
    return rows


def _rows(case: Case) -> tuple[TrainingRows | None, str | None]:
    try:
        part = training_rows(case)
    except HingecheckError as error:
        return None, one_line(error)
    return part, None if part is not None else "the lifter was hardly found"


def fit(parts: Sequence[tuple[str, TrainingRows]], seed: int, done: Callable[[str], None]) -> dict[str, Fitted]:
    """Fit every network.

    Parameters
    ----------
    parts : sequence of (name, TrainingRows)
    seed : int
    done : callable
        Told of each member as it ends, by its network's name.
    """
    rows = concatenate_rows([part for _, part in parts])
    out: dict[str, Fitted] = {}
    for name in QUANTITIES:
        taught = rows_for(name, rows)
        out[name] = fit_network(
            name,
            rows.features[taught],
            rows.truth[name][taught],
            (rows.weight * importance(name, rows))[taught],
            rows.clip[taught],
            rows.sector[taught],
            rows.usual[taught],
            RECIPES[name],
            seed,
            partial(done, name),
        )
    return out


def importance(network: str, rows: TrainingRows) -> NDArray[np.float32]:
    """What each row counts: spine and pelvis are asked about in the fold, upright frames are easy and many."""
    out = np.where(rows.usual, USUAL_WEIGHT, 1.0).astype(np.float32)
    if network in ("joints", "stance"):
        return out
    lean = rows.truth["joints"][:, 0] / FULL_LEAN_DEG
    return np.asarray(out * (UPRIGHT + (1.0 - UPRIGHT) * lean.clip(0.0, 1.0)), dtype=np.float32)


def rows_for(network: str, rows: TrainingRows) -> NDArray[np.bool_]:
    """Rows that a network learns from."""
    off_side_deg = np.abs(np.abs(rows.azimuth_deg) - 90.0)
    lifts = [LIFT_NAMES.index(lift) for lift in TAUGHT_BY[network]]
    return np.asarray(np.isin(rows.lift, lifts) & (off_side_deg <= OFF_SIDE_DEG[network]))
