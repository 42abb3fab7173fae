"""Checks of the installation: Python, packages, pose model, weights, encoder and cameras, each with what to do."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata

from .. import __version__
from ..core.phrases import N_
from ..errors import ConfigError, ModelError
from ..languages.speaking import tr, tr_error
from ..sources.pose.backends import BACKENDS, PoseChoice, backend_of
from ..sources.pose.manifest import DEFAULT_MODEL, model_entry, read_part

#: Packages that every use needs, beside what finds poses.
NEEDED = ("numpy", "rich", "typer", "pydantic", "jinja2", "platformdirs")
#: Extras that are not looked at otherwise: what for, and the packages that each brings.
EXTRAS = {
    "app": (
        N_("no desk in the browser: {missing} not installed; {advice}"),
        ("starlette", "uvicorn", "python-multipart", "websockets"),
    ),
    "cluster": (N_("no batches over a dask cluster: {missing} not installed; {advice}"), ("distributed",)),
    "speak": (N_("no spoken cues: {missing} not installed; {advice}"), ("pyttsx3",)),
    "tables": (N_("no series as Parquet: {missing} not installed; {advice}"), ("pyarrow",)),
}
#: How many camera numbers are tried.
CAMERAS = 3
#: What is looked at, where its name is no package's.
POSE_NETWORK, MEASURES, ENCODING, CAMERAS_FOUND = (
    N_("pose network"),
    N_("weights"),
    N_("video encoder"),
    N_("cameras"),
)
NOT_THERE = N_("not installed; reinstall hingecheck")


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
    told = {"version": __version__, "python": version, "system": platform.platform()}
    if works:
        return HealthCheck("hingecheck", True, tr("{version} on Python {python}, {system}", **told))
    said = tr("{version} on Python {python}, {system}; hingecheck needs 3.10 or later", **told)
    return HealthCheck("hingecheck", False, said)


def _package(name: str) -> HealthCheck:
    try:
        return HealthCheck(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return HealthCheck(name, False, tr(NOT_THERE))


def _opencv(found: dict[str, str]) -> HealthCheck:
    said = ", ".join(f"{name} {version}" for name, version in found.items())
    if not found:
        return HealthCheck("opencv", False, tr(NOT_THERE))
    if len(found) == 1:
        return HealthCheck("opencv", True, said)
    # mediapipe requires opencv-contrib-python: the same files as opencv-python, and more.
    if len(set(found.values())) == 1:
        both = tr("{packages} lie over each other, at one version: uninstall both or none", packages=said)
        return HealthCheck("opencv", True, both)
    repair = tr(
        "{packages} lie over each other, at different versions: pip uninstall {names}, then reinstall hingecheck",
        packages=said,
        names=" ".join(found),
    )
    return HealthCheck("opencv", False, repair)


def _backends() -> Iterator[HealthCheck]:
    """What can find poses; one is enough."""
    chosen, _ = backend_of(PoseChoice())
    for name, backend in BACKENDS.items():
        if backend.installed:
            text = f"{backend.distribution} {metadata.version(backend.distribution)}"
            yield HealthCheck(
                f"backend {name}", True, tr("{name} (the default)", name=text) if name == chosen else text
            )
        else:
            works = False if name == chosen else None
            yield HealthCheck(f"backend {name}", works, tr("{name} is not installed", name=backend.distribution))


def _networks() -> Iterator[HealthCheck]:
    """The networks' files and their hashes."""
    for part in model_entry(DEFAULT_MODEL).parts:
        try:
            read_part(part)
        except ModelError as error:
            yield HealthCheck(POSE_NETWORK, False, tr_error(error))
        else:
            yield HealthCheck(POSE_NETWORK, True, f"{part.file}, {part.licence}, sha256 {part.sha256[:12]}")


def _weights() -> HealthCheck:
    from ..sources.files.weights import default_weights

    try:
        weights = default_weights()
    except ModelError as error:
        return HealthCheck(MEASURES, False, tr_error(error))
    return HealthCheck(MEASURES, True, f"{weights.name}, sha256 {weights.sha256[:12]}")


def _encoder() -> HealthCheck:
    from ..drawing.h264 import ENCODER, import_pyav

    try:
        import_pyav()
    except ConfigError as error:
        return HealthCheck(ENCODING, None, tr("no annotated videos: {why}", why=tr_error(error)))
    return HealthCheck(ENCODING, True, f"{ENCODER}, PyAV {metadata.version('av')}")


def _extra(name: str) -> HealthCheck:
    """Whether all packages of an extra are there."""
    lacking, packages = EXTRAS[name]
    there = {}
    for package in packages:
        with suppress(metadata.PackageNotFoundError):
            there[package] = metadata.version(package)
    if len(there) == len(packages):
        said = ", ".join(f"{package} {version}" for package, version in there.items())
        return HealthCheck(f"extra {name}", True, said)
    missing = ", ".join(package for package in packages if package not in there)
    advice = f"pip install 'hingecheck[{name}]'"
    return HealthCheck(f"extra {name}", None, tr(lacking, missing=missing, advice=advice))


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
        return HealthCheck(CAMERAS_FOUND, True, tr("number {numbers}", numbers=", ".join(found)))
    return HealthCheck(CAMERAS_FOUND, None, tr("none found: recorded videos work, live feedback needs one"))
