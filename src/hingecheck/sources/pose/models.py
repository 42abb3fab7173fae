"""Pose model bundles: packed for MediaPipe on first use, given by the user, or fetched on request.

Nothing here opens a connection but `fetch_model`.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ...atomic import replacing
from ...core.phrases import N_, Phrase
from ...errors import ModelError, reason_of
from .manifest import DEFAULT_MODEL, ModelEntry, model_entry, part_path, read_manifest

_log = logging.getLogger(__name__)

#: Where models are kept instead of the user's cache folder.
CACHE_VARIABLE = "HINGECHECK_CACHE"
#: What MediaPipe's pose landmarker looks for in a bundle.
INNER_NAMES = frozenset({"pose_detector.tflite", "pose_landmarks_detector.tflite"})
FETCH_TIMEOUT_S = 30.0
#: The largest official bundle has about 31 MB; an answer far beyond that is not a model.
FETCH_LIMIT_BYTES = 200 << 20


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model bundle on disk."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of ``hingecheck models list``."""

    name: str
    origin: str | Phrase  #: in words: the package it is made from, or the address
    files: tuple[tuple[Path, str | None], ...]  #: where they are or will be, and the sha256 they must have
    ready: bool  #: usable now, without a download


def cache_folder() -> Path:
    """Where models are kept: ``HINGECHECK_CACHE``, or the user's cache folder of this system."""
    given = os.environ.get(CACHE_VARIABLE)
    if given:
        return Path(given).expanduser()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("hingecheck", appauthor=False))


def default_model() -> ModelFile:
    """Return MediaPipe's bundle of the default model; make it where it is missing or not what it should be.

    Several processes may do so at once.

    Raises
    ------
    ModelError
        mediapipe is missing, or the cache cannot be written.
    """
    from .bundle import build_bundle

    entry = model_entry(DEFAULT_MODEL)
    path = cache_folder() / entry.file
    present = _sha256_of(path)
    if present is not None and present == entry.sha256:
        return ModelFile(entry.name, path, present)
    bundle = build_bundle(entry)
    made = hashlib.sha256(bundle).hexdigest()
    if made != entry.sha256:
        # The networks inside are verified by their own hashes; only how their metadata is written differs.
        _log.info("%s: sha256 %s, the manifest has %s: another flatbuffers version", path, made, entry.sha256)
    if present != made:
        _store(path, bundle)
    return ModelFile(entry.name, path, made)


def model_at(path: Path) -> ModelFile:
    """Return a user's own ``.task`` bundle.

    Raises
    ------
    ModelError
        It is missing, or no bundle of a pose detector and a landmark model.
    """
    path = Path(path)
    sha256 = _sha256_of(path)
    if sha256 is None:
        raise ModelError("{path}: the model cannot be read: no such file, or no permission.", path=path)
    _check_bundle(path)
    return ModelFile(path.stem, path, sha256)


def model_named(name: str) -> ModelFile:
    """Return a model of the manifest by its name; a downloaded one must have been fetched before.

    Raises
    ------
    ModelError
        The name is unknown, the model was not fetched yet, or the file is not what it should be.
    """
    entry = model_entry(name)
    if entry.parts:
        return default_model()
    path = cache_folder() / entry.file
    if not path.exists():
        raise ModelError("the model {name!r} is not on this machine. Run: hingecheck models fetch {name}", name=name)
    found = model_at(path)
    if entry.sha256 is not None and found.sha256 != entry.sha256:
        raise ModelError(
            "{path}: not the model it should be. Run: hingecheck models fetch {name}", path=path, name=name
        )
    return ModelFile(name, path, found.sha256)


def list_models() -> tuple[ModelStatus, ...]:
    """List every model of the manifest, and whether it can be used now."""
    return tuple(_status(entry) for entry in read_manifest())


def _status(entry: ModelEntry) -> ModelStatus:
    if entry.parts:
        files = tuple((part_path(part), part.sha256) for part in entry.parts)
        licences = ", ".join(sorted({part.licence for part in entry.parts}))
        return ModelStatus(
            entry.name, Phrase(N_("comes with hingecheck ({licences})"), licences=licences), files, True
        )
    path = cache_folder() / entry.file
    return ModelStatus(entry.name, entry.url, ((path, entry.sha256),), path.exists())


def fetch_model(name: str) -> ModelFile:
    """Download an official bundle into the cache, over https alone.

    Where the manifest pins no sha256, the caller shows the one of the file that came.

    Raises
    ------
    ModelError
        The name is unknown, the model needs no fetching, the machine is offline, or what came is not the model.
    """
    entry = model_entry(name)
    if entry.parts:
        raise ModelError("the model {name!r} comes with hingecheck: there is nothing to fetch.", name=name)
    data = _download(entry.url)
    sha256 = hashlib.sha256(data).hexdigest()
    if entry.sha256 is not None and sha256 != entry.sha256:
        raise ModelError(
            "{url}: what came has sha256 {found}, not {wanted}: not kept.",
            url=entry.url,
            found=sha256,
            wanted=entry.sha256,
        )
    path = cache_folder() / entry.file
    _store(path, data, check=True)
    return ModelFile(name, path, sha256)


def _download(url: str) -> bytes:
    import http.client
    from urllib.request import urlopen

    if not url.startswith("https://"):
        raise ModelError("{url}: models are fetched over https alone.", url=url)
    try:
        with urlopen(url, timeout=FETCH_TIMEOUT_S) as answer:
            if not answer.url.startswith("https://"):
                raise ModelError(
                    "{url}: leads to {there}, which is not https: not fetched.", url=url, there=answer.url
                )
            data: bytes = answer.read(FETCH_LIMIT_BYTES + 1)
    except (OSError, http.client.HTTPException) as error:  # URLError and timeouts are OSErrors
        reason = getattr(error, "reason", None) or error
        raise ModelError(
            "{url}: cannot be downloaded ({reason}). Check the connection, or fetch the file "
            "elsewhere and give its path. The default model needs no download.",
            url=url,
            reason=reason,
        ) from error
    if len(data) > FETCH_LIMIT_BYTES:
        raise ModelError(
            "{url}: more than {most} MB came: not a pose model, not kept.", url=url, most=FETCH_LIMIT_BYTES >> 20
        )
    return data


def _store(path: Path, data: bytes, check: bool = False) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(data)
            if check:
                file.flush()
                _check_bundle(Path(file.name))
    except OSError as error:
        raise ModelError(
            "{path}: the pose model cannot be kept there ({why}). Set {variable} to a folder that can be written.",
            path=path,
            why=reason_of(error),
            variable=CACHE_VARIABLE,
        ) from error


def _check_bundle(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as bundle:
            missing = INNER_NAMES - set(bundle.namelist())
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelError("{path}: not a MediaPipe .task bundle ({why}).", path=path, why=str(error)) from error
    if missing:
        raise ModelError(
            "{path}: not a pose model: {choices} is not in it.", path=path, choices=", ".join(sorted(missing))
        )


def _sha256_of(path: Path) -> str | None:
    """Hash of a file; None where there is none or it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def model_for(choice: str | None) -> ModelFile:
    """Return the model a user asked for: None is the default, a file is taken as it is, else a name.

    Raises
    ------
    ModelError
        It is missing or wrong.
    """
    if choice is None:
        return default_model()
    if choice.endswith(".task") or os.sep in choice:
        return model_at(Path(choice))
    return model_named(choice)
