"""Refinement of some networks on clips of views where the fit has few and errs most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ...core.learned.network import Network
from ...core.learned.networks import Learned, weights_key
from ...core.tracking.view import FRONTAL_SECTORS
from ...errors import InputError
from .dataset import TrainingRows, concatenate_rows
from .fit import MIN_CLIPS, RECIPES, importance, rows_for
from .training import refine_network

#: Networks that gain by it. Joint angles were tried: no better than before (docs/adr/0004).
REFINED = ("pelvis",)
#: Fewer rounds at a lower rate than a fit from nothing: what is known of other people must not be forgotten.
EPOCHS, RATE = 10, 5e-4


def refine(
    learned: Learned, parts: Sequence[tuple[str, TrainingRows]], seed: int, done: Callable[[str], None]
) -> tuple[dict[str, Network], int]:
    """All networks with the refined ones made anew, and how many of the clips these went on learning from.

    Parameters
    ----------
    learned : Learned
        The general networks are the start, whether there are refined ones or not.
    parts : sequence of (name, TrainingRows)
        Clips that the core sees from the side or from behind teach nothing.
    seed : int
    done : callable
        Told of each member as it ends, by its network's name.

    Raises
    ------
    InputError
        Too few of the clips are seen from before.
    """
    here = [part for _, part in parts if len(part.sector) and part.sector[0] in FRONTAL_SECTORS]
    if len(here) < MIN_CLIPS:
        raise InputError(
            f"{len(here)} clips are seen from before the lifter, at least {MIN_CLIPS} are needed. "
            "Render benchmarks/refine.toml."
        )
    rows = concatenate_rows(here)
    networks = learned.networks()
    for name in REFINED:
        taught = rows_for(name, rows)
        networks[weights_key(name, FRONTAL_SECTORS[0])] = refine_network(
            networks[name],
            rows.features[taught],
            rows.truth[name][taught],
            (rows.weight * importance(name, rows))[taught],
            rows.clip[taught],
            replace(RECIPES[name], epochs=EPOCHS, rate=RATE),
            seed,
            partial(done, name),
        )
    return networks, len(here)
