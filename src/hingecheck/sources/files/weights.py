"""The learned networks on disk: ``models/measures.npz``, a zip of plain arrays; nothing in it is ever run."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ...atomic import replacing
from ...core.learned.features import FEATURES_VERSION
from ...core.learned.network import Member, Network, Novelty
from ...core.learned.networks import QUANTITIES, Learned, weights_key
from ...core.tracking.view import FRONTAL_SECTORS
from ...errors import ModelError, reason_of
from ..pose.manifest import manifest_path, measures_sha256

SCHEMA = "hingecheck.measures/1"
FILE_NAME = "measures.npz"
CARD_NAME = "MEASURES.md"


@lru_cache(maxsize=1)
def default_weights() -> Learned:
    """The networks that come with the package.

    Raises
    ------
    ModelError
        They are missing, damaged, or not those that the manifest names: the installation is.
    """
    return load_weights(weights_path(), measures_sha256())


def weights_path() -> Path:
    """Where the weights of the package lie."""
    packed = Path(__file__).with_name(FILE_NAME)
    # An editable install runs from the repository, where they lie with their card.
    return packed if packed.exists() else Path(__file__).parents[4] / "models" / FILE_NAME


def load_weights(path: Path, sha256: str | None = None) -> Learned:
    """Read networks.

    Parameters
    ----------
    path : Path
    sha256 : str, optional
        What the file must have: damaged networks may well load.

    Raises
    ------
    ModelError
        The file is missing, damaged, made for other features, or has another hash.
    """
    try:
        data = path.read_bytes()
        found = _hash_of(data, sha256)
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        name = _fitting_name(arrays)
        networks = {key: _network(arrays, key, key) for key in QUANTITIES}
        refined = {key: weights_key(key, FRONTAL_SECTORS[0]) for key in QUANTITIES}
        before = {key: _network(arrays, kept, key) for key, kept in refined.items() if f"{kept}/members" in arrays}
    except OSError as error:
        raise ModelError(
            "{path}: the measures' weights cannot be read ({why}). Reinstall.", path=path, why=reason_of(error)
        ) from error
    except Exception as error:  # of a damaged zip or header come RuntimeError, TokenError, NotImplementedError, …
        raise ModelError(
            "{path}: no usable weights ({why}). Reinstall, or fit anew: hingecheck lab fit.",
            path=path,
            why=str(error),
        ) from error
    return Learned(name=name, sha256=found, **networks, before=before)


def _hash_of(data: bytes, wanted: str | None) -> str:
    found = hashlib.sha256(data).hexdigest()
    if wanted not in (None, found):
        raise ValueError(f"its sha256 is {found[:12]}…; {manifest_path()} wants {str(wanted)[:12]}…")
    return found


def read_card(path: Path, of: Learned) -> str:
    """The page about some weights.

    Raises
    ------
    ModelError
        It is missing, or about other weights.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(
            "{path}: cannot be read ({why}). Give the folder of a fit.", path=path, why=reason_of(error)
        ) from error
    if of.sha256 not in text:
        raise ModelError(
            "{path}: is not the card of the weights in use, {name}. Give their folder, or fit anew.",
            path=path,
            name=of.name,
        )
    return text


def save_weights(path: Path, name: str, networks: Mapping[str, Network]) -> None:
    """Write networks as `Learned.networks` names them, whole or not at all; matrices in half precision.

    The same networks give the same bytes: a zip's own dates are left out.
    """
    arrays: dict[str, Any] = {"schema": SCHEMA, "features_version": FEATURES_VERSION, "name": name}
    for key, network in networks.items():
        arrays[f"{key}/members"] = len(network.members)
        for part, values in _parts(network).items():
            arrays[f"{key}/{part}"] = values
    # Whole from memory: an unfinished zip closes itself later, into a full disk again, with a traceback.
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry, values in arrays.items():
            with packed.open(zipfile.ZipInfo(f"{entry}.npy"), "w", force_zip64=True) as slot:
                # typed from NumPy 2.5 on
                np.lib.format.write_array(slot, np.asarray(values), allow_pickle=False)  # type: ignore[no-untyped-call, unused-ignore]
    with replacing(path) as file:
        file.write(whole.getbuffer())


def _fitting_name(arrays: dict[str, Any]) -> str:
    """Name of the weights, once they are known to fit this version."""
    schema, version = str(arrays["schema"]), int(arrays["features_version"])
    if schema != SCHEMA:
        raise ValueError(f"its schema is {schema[:40]!r}, wanted {SCHEMA!r}")
    if version != FEATURES_VERSION:
        raise ValueError(f"it was fitted to features of version {version}, wanted {FEATURES_VERSION}")
    return str(arrays["name"])


def _parts(network: Network) -> dict[str, Any]:
    out: dict[str, Any] = {name: getattr(network, name) for name in ("centre", "spread", "sums", "calibration")}
    novelty = network.novelty
    out |= {"plane": novelty.plane.astype(np.float16), "deviation": novelty.deviation, "usual": novelty.usual}
    for number, member in enumerate(network.members):
        out |= {f"{number}/{f.name}": getattr(member, f.name).astype(np.float16) for f in fields(Member)}
    return out


def _network(arrays: dict[str, Any], key: str, gives: str) -> Network:
    def array(name: str) -> Any:
        return arrays[f"{key}/{name}"].astype(np.float32)

    network = Network(
        centre=array("centre"),
        spread=array("spread"),
        members=tuple(
            Member(**{f.name: array(f"{number}/{f.name}") for f in fields(Member)})
            for number in range(int(arrays[f"{key}/members"]))
        ),
        sums=array("sums"),
        calibration=array("calibration"),
        novelty=Novelty(array("plane"), array("deviation"), array("usual")),
    )
    if len(network.sums) != len(QUANTITIES[gives]) or not network.members:
        raise ValueError(f"network {key!r} gives {len(network.sums)} quantities, wanted {len(QUANTITIES[gives])}")
    return network
