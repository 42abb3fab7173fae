"""Checks of the installation: Python, packages, pose model, weights, encoder and cameras, each with what to do."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from .. import __version__
from ..errors import ConfigError, ModelError

#: Packages that every use needs.
NEEDED = ("mediapipe", "numpy", "scipy", "rich", "typer", "pydantic", "jinja2")
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
    yield _model()
    yield _weights()
    yield _encoder()
    if cameras:
        yield _cameras()


def opencv_distributions() -> list[str]:
    """Names of the installed packages that bring ``cv2``: exactly one is right."""
    names = {d.metadata["Name"].lower() for d in metadata.distributions() if d.metadata["Name"]}
    return sorted(name for name in names if name.startswith("opencv-"))


def _python() -> HealthCheck:
    version = platform.python_version()
    works = (3, 10) <= sys.version_info[:2] < (3, 13)
    advice = "" if works else "; hingecheck needs 3.10, 3.11 or 3.12 (the pose model's package has no others)"
    return HealthCheck("hingecheck", works, f"{__version__} on Python {version}, {platform.platform()}{advice}")


def _package(name: str) -> HealthCheck:
    try:
        return HealthCheck(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return HealthCheck(name, False, "not installed; reinstall hingecheck")


def _opencv(found: list[str]) -> HealthCheck:
    if len(found) == 1:
        return HealthCheck("opencv", True, f"{found[0]} {metadata.version(found[0])}")
    if not found:
        return HealthCheck("opencv", False, "not installed; reinstall mediapipe, which brings opencv-contrib-python")
    return HealthCheck(
        "opencv",
        False,
        f"{', '.join(found)} lie over each other: pip uninstall {' '.join(found)}, then "
        "pip install opencv-contrib-python",
    )


def _model() -> HealthCheck:
    from ..sources.pose.models import default_model

    try:
        model = default_model()
    except ModelError as error:
        return HealthCheck("pose model", False, str(error))
    return HealthCheck("pose model", True, f"{model.name}, {model.path}")


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
