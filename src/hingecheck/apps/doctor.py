"""Checks of the installation: Python, packages, pose model, weights, encoder and cameras, each with what to do."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata

from .. import __version__
from ..errors import ConfigError, ModelError
from ..sources.pose.backends import BACKENDS, PoseChoice, backend_of
from ..sources.pose.manifest import DEFAULT_MODEL, model_entry, read_part

#: Packages that every use needs, beside what finds poses.
NEEDED = ("numpy", "scipy", "rich", "typer", "pydantic", "jinja2")
#: Extras that are not looked at otherwise: what for, and the packages that each brings.
EXTRAS = {
    "app": ("the desk in the browser", ("starlette", "uvicorn", "python-multipart", "websockets")),
    "cluster": ("batches over a dask cluster", ("distributed",)),
    "speak": ("spoken cues", ("pyttsx3",)),
    "tables": ("series as Parquet", ("pyarrow",)),
}
#: How many camera numbers are tried.
CAMERAS = 3


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One line of the examination."""

    what: str
    works: bool | None  #: None: not there, but only some uses need it
    detail: str


def examine(*, cameras: bool = True) -> Iterator[HealthCheck]:
    """Check everything that hingecheck depends on; each result says what to do where something is wrong."""
    yield _python()
    for name in NEEDED:
        yield _package(name)
    yield _opencv(opencv_distributions())
    yield from _backends()
    yield from _networks()
    yield _weights()
    yield _encoder()
    for name in EXTRAS:
        yield _extra(name)
    if cameras:
        yield _cameras()


def opencv_distributions() -> dict[str, str]:
    """The installed packages that bring ``cv2``, and their versions."""
    found = {d.metadata["Name"].lower(): d.version for d in metadata.distributions() if d.metadata["Name"]}
    return {name: version for name, version in sorted(found.items()) if name.startswith("opencv-")}


def _python() -> HealthCheck:
    version = platform.python_version()
    works = sys.version_info[:2] >= (3, 10)
    advice = "" if works else "; hingecheck needs 3.10 or later"
    return HealthCheck("hingecheck", works, f"{__version__} on Python {version}, {platform.platform()}{advice}")


def _package(name: str) -> HealthCheck:
    try:
        return HealthCheck(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return HealthCheck(name, False, "not installed; reinstall hingecheck")


def _opencv(found: dict[str, str]) -> HealthCheck:
    said = ", ".join(f"{name} {version}" for name, version in found.items())
    if not found:
        return HealthCheck("opencv", False, "not installed; reinstall hingecheck")
    if len(found) == 1:
        return HealthCheck("opencv", True, said)
    # mediapipe requires opencv-contrib-python: the same files as opencv-python, and more.
    if len(set(found.values())) == 1:
        return HealthCheck("opencv", True, f"{said} lie over each other, at one version: uninstall both or none")
    repair = f"pip uninstall {' '.join(found)}, then reinstall hingecheck"
    return HealthCheck("opencv", False, f"{said} lie over each other, at different versions: {repair}")


def _backends() -> Iterator[HealthCheck]:
    """What can find poses; one is enough."""
    chosen, _ = backend_of(PoseChoice())
    for name, backend in BACKENDS.items():
        if backend.installed:
            text = f"{backend.distribution} {metadata.version(backend.distribution)}"
            yield HealthCheck(f"backend {name}", True, f"{text} (the default)" if name == chosen else text)
        else:
            works = False if name == chosen else None
            yield HealthCheck(f"backend {name}", works, f"{backend.distribution} is not installed")


def _networks() -> Iterator[HealthCheck]:
    """The networks' files and their hashes."""
    for part in model_entry(DEFAULT_MODEL).parts:
        try:
            read_part(part)
        except ModelError as error:
            yield HealthCheck("pose network", False, str(error))
        else:
            yield HealthCheck("pose network", True, f"{part.file}, {part.licence}, sha256 {part.sha256[:12]}")


def _weights() -> HealthCheck:
    from ..sources.files.weights import default_weights

    try:
        weights = default_weights()
    except ModelError as error:
        return HealthCheck("measures", False, str(error))
    return HealthCheck("measures", True, f"{weights.name}, sha256 {weights.sha256[:12]}")


def _encoder() -> HealthCheck:
    from ..drawing.h264 import ENCODER, import_pyav

    try:
        import_pyav()
    except ConfigError as error:
        return HealthCheck("video encoder", None, f"no annotated videos: {error}")
    return HealthCheck("video encoder", True, f"{ENCODER} of PyAV {metadata.version('av')}")


def _extra(name: str) -> HealthCheck:
    """Whether all packages of an extra are there."""
    purpose, packages = EXTRAS[name]
    there = {}
    for package in packages:
        with suppress(metadata.PackageNotFoundError):
            there[package] = metadata.version(package)
    if len(there) == len(packages):
        said = ", ".join(f"{package} {version}" for package, version in there.items())
        return HealthCheck(f"extra {name}", True, said)
    missing = ", ".join(package for package in packages if package not in there)
    advice = f"pip install 'hingecheck[{name}]'"
    return HealthCheck(f"extra {name}", None, f"no {purpose}: {missing} not installed; {advice}")


def _cameras() -> HealthCheck:
    from ..quiet import quiet_cv2, quiet_stderr

    cv2 = quiet_cv2()
    found = []
    with quiet_stderr():
        for number in range(CAMERAS):
            capture = cv2.VideoCapture(number)
            if capture.isOpened():
                found.append(str(number))
            capture.release()
    if found:
        return HealthCheck("cameras", True, f"number {', '.join(found)}")
    return HealthCheck("cameras", None, "none found: recorded videos work, live feedback needs one")
