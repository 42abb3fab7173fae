"""People in a picture, by BlazePose's two networks on LiteRT."""

from __future__ import annotations

from types import TracebackType

import numpy as np

from ....core.arrays import Floats
from ....core.types import Frame, Person
from ...video.shrinking import shrink
from ..following import LONGEST_PX
from .body_outline import body_outline
from .detector import OUTPUTS as DETECTOR_OUTPUTS
from .detector import Detector
from .interpreter import LiteRTNetwork
from .landmarks import OUTPUTS as LANDMARKS_OUTPUTS
from .landmarks import LandmarkNetwork, SeenBody
from .networks import Networks, shipped_networks
from .tracking import Tracker


class LiteRTPoses:
    """Our own loop around the networks, as a `hingecheck.sources.pose.pose_source.PoseSource`.

    Parameters
    ----------
    networks : Networks, optional
        The default are those that come with hingecheck.
    outline : bool
        Trace each body's outline too.
    smooth : bool
        Smooth landmarks causally, for live feedback. Recordings are filtered later, without lag.

    Raises
    ------
    ModelError
        A network is missing or wrong, or LiteRT cannot load it.
    """

    def __init__(self, networks: Networks | None = None, *, outline: bool = True, smooth: bool = False) -> None:
        networks = networks or shipped_networks()
        self._outline = outline
        self.model_name, self.model_sha256 = networks.name, networks.sha256
        detector = Detector(LiteRTNetwork("the pose detector", networks.detector, DETECTOR_OUTPUTS))
        landmarks = LandmarkNetwork(LiteRTNetwork("the landmark network", networks.landmarks, LANDMARKS_OUTPUTS))
        self._tracker: Tracker | None = Tracker(detector.find, landmarks.read, smooth=smooth)

    @property
    def following(self) -> int:
        """How many people are followed at most, as of now."""
        return 0 if self._tracker is None else self._tracker.most

    def people(self, frame: Frame) -> tuple[Person, ...]:
        """Find the people in `frame`, landmarks in its own pixels."""
        if self._tracker is None:
            raise ValueError("people() on a closed pose source")
        rgb, shrunk = shrink(frame.rgb, LONGEST_PX)
        scale = np.multiply(frame.scale, shrunk)
        size_px = (rgb.shape[1], rgb.shape[0])
        return tuple(self._person(body, size_px, scale) for body in self._tracker.step(rgb, frame.time_s))

    def _person(self, body: SeenBody, size_px: tuple[int, int], scale: Floats) -> Person:
        image_px = body.image_px * scale
        if not self._outline:
            return Person(image_px, body.visibility, body.world_m)
        return Person(image_px, body.visibility, body.world_m, body_outline(body, size_px) * scale)

    def close(self) -> None:
        """Release the networks. May be called more than once."""
        self._tracker = None

    def __enter__(self) -> LiteRTPoses:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
