"""The two networks' files: that they are there, and what they should be."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ....errors import ModelError
from ..manifest import DEFAULT_MODEL, model_entry, read_part
from .landmarks import MASK
from .trimming import without_outputs

#: Their names in a MediaPipe ``.task`` bundle.
DETECTOR, LANDMARKS = "pose_detector.tflite", "pose_landmarks_detector.tflite"


@dataclass(frozen=True, slots=True)
class Networks:
    """Detector and landmark network, as files' contents."""

    name: str
    sha256: str  #: of both, one after the other
    detector: bytes
    landmarks: bytes
    origin: str = "hingecheck's own networks"  #: for errors: the file they come from


@cache
def shipped_networks() -> Networks:
    """The networks that come with hingecheck; read and verified once a process.

    Raises
    ------
    ModelError
        A file is missing, or is not the one the manifest names.
    """
    entry = model_entry(DEFAULT_MODEL)
    files = {part.name: read_part(part) for part in entry.parts}
    return _networks(f"{entry.name} (LiteRT)", files[DETECTOR], files[LANDMARKS])


def networks_in(bundle: Path, name: str) -> Networks:
    """The networks of a MediaPipe ``.task`` bundle.

    Raises
    ------
    ModelError
        It cannot be read, or a network is not in it.
    """
    try:
        with zipfile.ZipFile(bundle) as packed:
            found = _networks(f"{name} (LiteRT)", packed.read(DETECTOR), packed.read(LANDMARKS))
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise ModelError("{bundle}: not a MediaPipe .task bundle ({why}).", bundle=bundle, why=str(error)) from error
    return replace(found, origin=str(bundle))


@cache
def without_mask(networks: Networks) -> bytes:
    """The landmark network's file without its mask; made once a process.

    Raises
    ------
    ModelError
        It is not a network.
    """
    try:
        return without_outputs(networks.landmarks, {MASK})
    except ValueError as error:
        raise ModelError("{name}: {why}.", name=networks.origin, why=str(error)) from None


def _networks(name: str, detector: bytes, landmarks: bytes) -> Networks:
    return Networks(name, hashlib.sha256(detector + landmarks).hexdigest(), detector, landmarks)
