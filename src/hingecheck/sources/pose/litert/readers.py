"""Bodies read in several regions at once: a landmark network for each core that may be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

from ....core.arrays import Picture
from .interpreter import LiteRTNetwork
from .landmarks import OUTPUTS, LandmarkNetwork, SeenBody
from .networks import Networks
from .regions import Region

P = ParamSpec("P")
T = TypeVar("T")


class BodyReaders:
    """Landmark networks, each used by one thread at a time.

    Parameters
    ----------
    networks : Networks
    workers : int
        How many networks there are. LiteRT and OpenCV leave Python's lock, so they run side by side. With one,
        everything happens in the caller's thread.

    Raises
    ------
    ModelError
        LiteRT cannot load the network.
    """

    def __init__(self, networks: Networks, workers: int = 1) -> None:
        self._free: SimpleQueue[LandmarkNetwork] = SimpleQueue()
        for _ in range(workers):
            network = LiteRTNetwork(f"{networks.origin}: landmark network", networks.landmarks, OUTPUTS)
            self._free.put(LandmarkNetwork(network))
        self._pool = ThreadPoolExecutor(workers, "poses") if workers > 1 else None

    def read(self, asked: Sequence[tuple[Picture, Region]]) -> list[SeenBody | None]:
        """The body in each region of each picture, None where there is none, in the order asked for."""
        if self._pool is None or len(asked) < 2:
            return [self._read(*one) for one in asked]
        return list(self._pool.map(self._read, *zip(*asked, strict=True)))

    def submit(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have something done beside the reading."""
        if self._pool is not None:
            return self._pool.submit(do, *args, **kwargs)
        done: Future[T] = Future()
        done.set_result(do(*args, **kwargs))
        return done

    def _read(self, rgb: Picture, region: Region) -> SeenBody | None:
        network = self._free.get()
        try:
            return network.read(rgb, region)
        finally:
            self._free.put(network)

    def close(self) -> None:
        """Let go of the threads."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
