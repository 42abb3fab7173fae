"""Bodies read in several regions at once: a landmark network for each core that may be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

from .interpreter import LiteRTNetwork
from .landmarks import OUTPUTS, UNMASKED_OUTPUTS, LandmarkNetwork, Look, SeenBody
from .networks import Networks, without_mask

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
        self._networks = networks
        self._free: SimpleQueue[LandmarkNetwork] = SimpleQueue()
        self._free.put(self._landmark_network())
        self._unmade = iter(range(workers - 1))  #: the others are made when they are wanted, beside the first's work
        self._pool = ThreadPoolExecutor(workers, "poses") if workers > 1 else None

    @property
    def beside(self) -> bool:
        """Whether reading happens beside the caller's thread."""
        return self._pool is not None

    def read(self, asked: Sequence[Look]) -> list[SeenBody | None]:
        """The body in each region of each picture, None where there is none, in the order asked for."""
        if self._pool is None or len(asked) < 2:
            return [self._read(look) for look in asked]
        return list(self._pool.map(self._read, asked))

    def submit(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have something done beside the reading."""
        if self._pool is not None:
            return self._pool.submit(do, *args, **kwargs)
        done: Future[T] = Future()
        done.set_result(do(*args, **kwargs))
        return done

    def _read(self, look: Look) -> SeenBody | None:
        if self._free.empty() and next(self._unmade, None) is not None:
            self._free.put(self._landmark_network())
        network = self._free.get()
        try:
            return network.read(look)
        finally:
            self._free.put(network)

    def _landmark_network(self) -> LandmarkNetwork:
        name = f"{self._networks.origin}: landmark network"
        masked = LiteRTNetwork(name, self._networks.landmarks, OUTPUTS)
        return LandmarkNetwork(masked, LiteRTNetwork(name, without_mask(self._networks), UNMASKED_OUTPUTS))

    def close(self) -> None:
        """Let go of the threads."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
