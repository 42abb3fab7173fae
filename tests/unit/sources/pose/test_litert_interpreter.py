"""One run of a network at a time, whatever others still have of the last."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.sources.pose.litert.detector import OUTPUTS
from hingecheck.sources.pose.litert.interpreter import LiteRTNetwork
from hingecheck.sources.pose.litert.networks import shipped_networks

pytest.importorskip("ai_edge_litert")


@pytest.mark.model
def test_who_keeps_an_answer_stops_no_later_run_and_keeps_what_it_was() -> None:
    """As a profiler does that holds the frame of the function that ran it last."""
    network = LiteRTNetwork("detector", shipped_networks().detector, OUTPUTS)
    dark, light = (np.full((224, 224, 3), value, dtype=np.uint8) for value in (0, 200))
    kept = network.run(dark, scale=2 / 255, offset=-1.0)
    before = [answer.copy() for answer in kept]
    other = network.run(light, scale=2 / 255, offset=-1.0)
    assert all((a == b).all() for a, b in zip(kept, before, strict=True))
    assert not all((a == b).all() for a, b in zip(kept, other, strict=True))
