"""The networks' files, and what happens where they are not what they should be."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from hingecheck.errors import ModelError
from hingecheck.sources.pose.bundle import pack
from hingecheck.sources.pose.litert import networks
from hingecheck.sources.pose.litert.detector import OUTPUTS as DETECTOR_OUTPUTS
from hingecheck.sources.pose.litert.interpreter import LiteRTNetwork
from hingecheck.sources.pose.manifest import model_entry, read_part


def test_the_networks_that_come_with_hingecheck():
    shipped = networks.shipped_networks()
    assert [len(shipped.detector), len(shipped.landmarks)] == [p.size_bytes for p in model_entry("full").parts]
    assert shipped.sha256 == hashlib.sha256(shipped.detector + shipped.landmarks).hexdigest()
    assert networks.shipped_networks() is shipped


@pytest.mark.parametrize(
    ("change", "message"),
    [({"sha256": "0" * 64}, "not the network it should be"), ({"file": "no"}, "cannot be read")],
)
def test_wrong_networks_are_refused_in_one_line(change, message):
    with pytest.raises(ModelError, match=f"{message}.*Reinstall") as caught:
        read_part(replace(model_entry("full").parts[0], **change))
    assert "\n" not in str(caught.value)


def test_a_bundle_holds_the_same_networks(tmp_path):
    shipped = networks.shipped_networks()
    path = tmp_path / "own.task"
    path.write_bytes(pack({networks.DETECTOR: shipped.detector, networks.LANDMARKS: shipped.landmarks}))
    assert networks.networks_in(path, "own") == replace(shipped, name="own (LiteRT)", origin=str(path))


@pytest.mark.parametrize("content", [b"junk", pack({networks.DETECTOR: b"x"})])
def test_what_is_no_bundle_is_refused(tmp_path, content):
    path = tmp_path / "bad.task"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"not a MediaPipe \.task bundle"):
        networks.networks_in(path, "bad")


@pytest.mark.model
def test_what_is_no_network_is_refused_in_one_line():
    with pytest.raises(ModelError, match="LiteRT cannot load this network") as caught:
        LiteRTNetwork("the detector", b"x" * 64, DETECTOR_OUTPUTS)
    assert "\n" not in str(caught.value)


@pytest.mark.model
def test_another_network_is_refused():
    with pytest.raises(ModelError, match="another network"):
        LiteRTNetwork("the detector", networks.shipped_networks().landmarks, DETECTOR_OUTPUTS)
