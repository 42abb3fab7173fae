"""Networks small enough to work out by hand."""

from __future__ import annotations

import numpy as np

from hingecheck.core.learned.network import Member, Network, Novelty
from hingecheck.core.learned.networks import QUANTITIES, Learned
from hingecheck.core.tracking.view import SECTORS


def linear_network(past: np.ndarray, bias: np.ndarray, *, log_error: float = -1.0, usual: float = 1e6) -> Network:
    """Outputs that are a straight line of the features: out = z @ past + bias, in units of 30°."""
    k, o = past.shape
    hidden = 3
    member = Member(
        first=np.zeros((k, hidden), np.float32),
        first_bias=np.zeros(hidden, np.float32),
        second=np.zeros((hidden, hidden), np.float32),
        second_bias=np.zeros(hidden, np.float32),
        out=np.zeros((hidden, o), np.float32),
        past=past.astype(np.float32),
        out_bias=bias.astype(np.float32),
        error=np.zeros((hidden, o), np.float32),
        error_bias=np.full(o, log_error, np.float32),
    )
    novelty = Novelty(np.eye(k, 1, dtype=np.float32), np.ones(1, np.float32), np.full(2, usual, np.float32))
    return Network(
        centre=np.zeros(k, np.float32),
        spread=np.ones(k, np.float32),
        members=(member,),
        sums=np.eye(o, dtype=np.float32),
        calibration=np.ones((SECTORS, o), np.float32),
        novelty=novelty,
    )


def constant_networks(features: int, *, usual: float = 1e6, **said_deg: tuple[float, ...]) -> Learned:
    """Networks that always say the same degrees, 0 where nothing is given: ``spine=(20.0, 40.0)``."""
    networks = {}
    for name, quantities in QUANTITIES.items():
        said = np.array(said_deg.get(name, (0.0,) * len(quantities)))
        networks[name] = linear_network(np.zeros((features, len(quantities))), said / 30.0, usual=usual)
    return Learned(name="constant", sha256="0" * 64, **networks)
