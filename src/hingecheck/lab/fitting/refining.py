"""Go on fitting some networks to usual lifts before the camera, where the fit has few clips and errs most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ...core.learned import Learned, kept_as
from ...core.network import Network
from ...core.view import FRONT
from ...errors import InputError
from .dataset import Rows, together
from .fit import FEWEST_CLIPS, RECIPES, importance, taught_by
from .training import refine_network

#: Networks that gain by it. Joint angles were tried: no better than before (docs/adr/0004).
REFINED = ("pelvis",)
#: Fewer rounds at a lower rate than a fit from nothing: what is known of other people must not be forgotten.
EPOCHS, RATE = 10, 5e-4


def refine(
    learned: Learned, parts: Sequence[tuple[str, Rows]], seed: int, done: Callable[[str], None]
) -> tuple[dict[str, Network], int]:
    """All networks with those for the front made anew, and how many of the clips these went on learning from.

    Parameters
    ----------
    learned : Learned
        The general networks are the start, whether there are refined ones or not.
    parts : sequence of (name, Rows)
        Clips that the core does not see from the front teach nothing.
    seed : int
    done : callable
        Told of each member as it ends, by its network's name.

    Raises
    ------
    InputError
        Too few of the clips are seen from the front.
    """
    here = [part for _, part in parts if len(part.sector) and part.sector[0] == FRONT]
    if len(here) < FEWEST_CLIPS:
        raise InputError(
            f"{len(here)} clips are seen from the front, at least {FEWEST_CLIPS} are needed. "
            "Render benchmarks/refine.toml."
        )
    rows = together(here)
    networks = learned.networks()
    for name in REFINED:
        taught = taught_by(name, rows)
        networks[kept_as(name, FRONT)] = refine_network(
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
