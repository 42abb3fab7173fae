"""People in a picture, by BlazePose's two networks on LiteRT."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

import numpy as np

from ....core.arrays import Floats, Picture
from ....core.types import Frame, Person
from ...video.prefetch import prefetch
from ...video.shrinking import shrink
from ...video.surround import Inner, SurroundWatch
from ..following import BLOCK_FRAMES, LONGEST_PX
from .body_outline import body_outline
from .detector import OUTPUTS as DETECTOR_OUTPUTS
from .detector import Detector
from .interpreter import LiteRTNetwork
from .landmarks import SeenBody
from .networks import Networks, shipped_networks
from .readers import BodyReaders
from .tracking import MOST_FRAMES, Tracker

#: Frames that are read ahead of who asks for them, so that networks and the eyes for all else work side by side.
AHEAD_FRAMES = MOST_FRAMES


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A frame that is not read yet, with its picture as the networks see it: without bars round it."""

    frame: Frame
    rgb: Picture
    scale: Floats  #: the video's own pixels for one of the picture's
    corner_px: Floats  #: of its upper left, in the video's own pixels

    @classmethod
    def of(cls, frame: Frame, inner: Inner) -> _Waiting:
        rgb, shrunk = shrink(inner.of(frame.rgb), LONGEST_PX)
        return cls(frame, rgb, np.multiply(frame.scale, shrunk), np.multiply(frame.scale, inner[:2]))

    @property
    def size_px(self) -> tuple[int, int]:
        return self.rgb.shape[1], self.rgb.shape[0]


def _done(one: tuple[Frame, list[Future[Person]]]) -> tuple[Frame, tuple[Person, ...]]:
    return one[0], tuple(person.result() for person in one[1])


class LiteRTPoses:
    """Our own loop around the networks, as a `hingecheck.sources.pose.pose_source.PoseSource`.

    Parameters
    ----------
    networks : Networks, optional
        The default are those that come with hingecheck.
    outline : bool
        Trace each body's outline too, in frames `hingecheck.sources.pose.following.OUTLINE_EVERY_S` apart.
    smooth : bool
        Smooth landmarks causally, for live feedback. Recordings are filtered later, without lag.
    workers : int
        How many bodies `stream` reads at once, each on a core of its own. What comes out does not depend on it.

    Raises
    ------
    ModelError
        A network is missing or wrong, or LiteRT cannot load it.
    """

    def __init__(
        self, networks: Networks | None = None, *, outline: bool = True, smooth: bool = False, workers: int = 1
    ) -> None:
        networks = networks or shipped_networks()
        self._outline = outline
        self.model_name, self.model_sha256 = networks.name, networks.sha256
        detector = Detector(LiteRTNetwork(f"{networks.origin}: pose detector", networks.detector, DETECTOR_OUTPUTS))
        self._readers = BodyReaders(networks, workers)
        self._surround = SurroundWatch()
        self._tracker: Tracker | None = Tracker(detector.find, self._readers.read, smooth=smooth, masks=outline)

    @property
    def following(self) -> int:
        """How many people are followed at most, as of now."""
        return 0 if self._tracker is None else self._tracker.most

    def people(self, frame: Frame) -> tuple[Person, ...]:
        """Find the people in `frame`, landmarks in its own pixels."""
        if self._tracker is None:
            raise ValueError("people() on a closed pose source")
        one = self._waiting(frame)
        bodies = self._tracker.step(one.rgb, frame.time_s)
        return tuple(self._person(body, one) for body in bodies)

    def stream(self, frames: Iterable[Frame]) -> Iterator[tuple[Frame, tuple[Person, ...]]]:
        """The people of a recording's frames, in order; several frames are read at once."""
        found = self._stream(frames)
        return prefetch(found, AHEAD_FRAMES) if self._readers.beside else found

    def _stream(self, frames: Iterable[Frame]) -> Iterator[tuple[Frame, tuple[Person, ...]]]:
        coming = iter(frames)
        waiting: deque[_Waiting] = deque()
        drawn: deque[tuple[Frame, list[Future[Person]]]] = deque()
        while True:
            waiting.extend(map(self._waiting, islice(coming, MOST_FRAMES - len(waiting))))
            if not waiting:
                break
            if self._tracker is None:
                raise ValueError("stream() on a closed pose source")
            for bodies in self._tracker.block([(one.rgb, one.frame.time_s) for one in waiting]):
                one = waiting.popleft()
                drawn.append((one.frame, [self._readers.submit(self._person, body, one) for body in bodies]))
            while len(drawn) > BLOCK_FRAMES:  # outlines of one block are traced while the next is read
                yield _done(drawn.popleft())
        while drawn:
            yield _done(drawn.popleft())

    def _waiting(self, frame: Frame) -> _Waiting:
        return _Waiting.of(frame, self._surround.inner(frame.rgb))

    def _person(self, body: SeenBody, one: _Waiting) -> Person:
        image_px = one.corner_px + body.image_px * one.scale
        if not self._outline or body.mask is None:
            return Person(image_px, body.visibility, body.world_m)
        outline_px = one.corner_px + body_outline(body, one.size_px) * one.scale
        return Person(image_px, body.visibility, body.world_m, outline_px)

    def close(self) -> None:
        """Release the networks. May be called more than once."""
        self._tracker = None
        self._readers.close()

    def __enter__(self) -> LiteRTPoses:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
