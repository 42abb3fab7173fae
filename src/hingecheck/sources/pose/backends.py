"""What can find poses: one row a backend, and the one that is taken when nobody says which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...errors import ConfigError
from .manifest import DEFAULT_MODEL
from .models import model_for
from .pose_source import PoseSource

if TYPE_CHECKING:
    from .litert.networks import Networks


@dataclass(frozen=True, slots=True)
class PoseChoice:
    """What finds the poses, as a user says it; None is the default."""

    backend: str | None = None  #: a name of `BACKENDS`
    model: str | None = None  #: a model's name, or a ``.task`` file


@dataclass(frozen=True, slots=True)
class Backend:
    """A way to find poses."""

    package: str  #: what it imports
    distribution: str  #: what pip calls it
    identify: Callable[[str | None], tuple[str, str]]  #: a model's name and sha256, nothing started
    start: Callable[[str | None, bool, int], PoseSource]  #: with a model; smoothed causally or not; on how many cores

    @property
    def installed(self) -> bool:
        """Whether its package is there; it is not imported."""
        return find_spec(self.package) is not None


def _litert_networks(model: str | None) -> Networks:
    from .litert.networks import networks_in, shipped_networks

    if model in (None, DEFAULT_MODEL):
        return shipped_networks()
    found = model_for(model)
    return networks_in(found.path, found.name)


def _identify_litert(model: str | None) -> tuple[str, str]:
    networks = _litert_networks(model)
    return networks.name, networks.sha256


def _start_litert(model: str | None, smooth: bool, workers: int) -> PoseSource:
    from .litert.source import LiteRTPoses

    return LiteRTPoses(_litert_networks(model), smooth=smooth, workers=workers)


def _identify_mediapipe(model: str | None) -> tuple[str, str]:
    found = model_for(model)
    return found.name, found.sha256


def _start_mediapipe(model: str | None, smooth: bool, workers: int) -> PoseSource:
    from .mediapipe_pose import MediaPipePoses

    return MediaPipePoses(model_for(model))  # it always smooths who is alone, and reads one frame after the other


#: By name, the default first: the first whose package is installed.
BACKENDS: Mapping[str, Backend] = MappingProxyType(
    {
        "litert": Backend("ai_edge_litert", "ai-edge-litert", _identify_litert, _start_litert),
        "mediapipe": Backend("mediapipe", "mediapipe", _identify_mediapipe, _start_mediapipe),
    }
)


def backend_of(choice: PoseChoice) -> tuple[str, Backend]:
    """The backend that is meant, and its name.

    Raises
    ------
    ConfigError
        There is none of this name.
    """
    if choice.backend is None:
        name = next((name for name, backend in BACKENDS.items() if backend.installed), next(iter(BACKENDS)))
        return name, BACKENDS[name]
    if choice.backend not in BACKENDS:
        raise ConfigError(
            "--backend {backend}: there are {choices}.", backend=choice.backend, choices=", ".join(BACKENDS)
        )
    return choice.backend, BACKENDS[choice.backend]


def open_poses(choice: PoseChoice, *, smooth: bool = False, workers: int = 1) -> PoseSource:
    """Start what finds poses.

    Parameters
    ----------
    choice : PoseChoice
    smooth : bool
        Smooth landmarks causally: for live feedback.
    workers : int
        Frames of a recording that may be read at once, where the backend can; the poses are the same for any number.

    Raises
    ------
    ConfigError, ModelError
        There is no such backend; its package or the model is missing or wrong.
    """
    return backend_of(choice)[1].start(choice.model, smooth, workers)


def identify_model(choice: PoseChoice) -> tuple[str, str]:
    """Name and sha256 of the model that `open_poses` would start.

    Raises
    ------
    ConfigError, ModelError
        As `open_poses`.
    """
    return backend_of(choice)[1].identify(choice.model)
