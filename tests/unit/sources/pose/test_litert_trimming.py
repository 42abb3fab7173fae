"""A network without its mask is the same network."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.errors import ModelError
from hingecheck.sources.pose.litert.interpreter import LiteRTNetwork
from hingecheck.sources.pose.litert.landmarks import MASK, OUTPUTS, UNMASKED_OUTPUTS
from hingecheck.sources.pose.litert.networks import Networks, shipped_networks, without_mask
from hingecheck.sources.pose.litert.trimming import without_outputs

pytest.importorskip("ai_edge_litert")


@pytest.mark.model
def test_what_is_left_gives_the_same_to_the_bit() -> None:
    content = shipped_networks().landmarks
    whole = LiteRTNetwork("whole", content, OUTPUTS)
    trimmed = LiteRTNetwork("trimmed", without_outputs(content, {MASK}), UNMASKED_OUTPUTS)
    rng = np.random.default_rng(4)
    for _ in range(3):
        picture = rng.integers(0, 256, (256, 256, 3), dtype=np.uint8)
        want = [values for values in whole.run(picture, scale=1 / 255, offset=0.0) if values.shape != MASK]
        found = trimmed.run(picture, scale=1 / 255, offset=0.0)
        for one, other in zip(want, found, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.model
def test_nothing_to_leave_out_leaves_the_file_as_it_is() -> None:
    content = shipped_networks().landmarks
    assert without_outputs(content, set()) == content


@pytest.mark.parametrize("content", [b"", b"x" * 64, bytes(64), b"\xff" * 64, b"\x08\x00\x00\x00" + b"\x7f" * 60])
def test_what_is_no_network_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a TensorFlow Lite network"):
        without_outputs(content, {MASK})
    with pytest.raises(ModelError, match=r"bad\.task: not a TensorFlow Lite network"):
        without_mask(Networks("bad", "0" * 64, b"", content, "bad.task"))


@pytest.mark.model
def test_a_damaged_network_is_refused_or_trimmed_but_never_hangs() -> None:
    content = shipped_networks().landmarks
    rng = np.random.default_rng(5)
    for _ in range(40):
        damaged = bytearray(content[: 40_000 + int(rng.integers(len(content) - 40_000))])
        for place in rng.integers(0, 4096, 8):
            damaged[place] = int(rng.integers(256))
        try:
            without_outputs(bytes(damaged), {MASK})
        except ValueError:
            continue
