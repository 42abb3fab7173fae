"""Hand-over between two threads: a slot that keeps only the newest item, and a bounded queue that drops nothing."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Closed(Exception):  # noqa: N818 - an end, not an error
    """Nothing more will come."""


class Channel(Protocol[T]):
    """One side puts, the other gets."""

    @property
    def dropped(self) -> int:
        """How many things were put and never got."""

    def put(self, item: T) -> None:
        """Hand something over; without effect once closed."""

    def get(self, timeout_s: float) -> T | None:
        """Take the next thing, waiting for it; None where the time is up. Raises `Closed` after the last one."""

    def close(self) -> None:
        """Say that nothing more comes, from either side."""


class LatestSlot(Generic[T]):
    """Holds one thing: a newer one takes its place, and the old one is counted as dropped."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._closed = False
        self.dropped = 0

    def put(self, item: T) -> None:
        """Take the place of what was not got yet."""
        with self._changed:
            if self._closed:
                return
            self.dropped += self._item is not None
            self._item = item
            self._changed.notify()

    def get(self, timeout_s: float) -> T | None:
        """Take the newest."""
        with self._changed:
            if self._item is None and not self._closed:
                self._changed.wait(timeout_s)
            item, self._item = self._item, None
            if item is None and self._closed:
                raise Closed
            return item

    def close(self) -> None:
        """Nothing more comes."""
        with self._changed:
            self._closed = True
            self._changed.notify()


class BoundedQueue(Generic[T]):
    """A short queue: whoever puts waits for room, nothing is dropped."""

    dropped = 0

    def __init__(self, room: int = 3) -> None:
        self._queue: queue.Queue[T] = queue.Queue(room)
        self._closed = threading.Event()

    def put(self, item: T) -> None:
        """Wait for room."""
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._queue.put(item, timeout=0.1)
                return

    def get(self, timeout_s: float) -> T | None:
        """Take the next."""
        until_s = time.monotonic() + timeout_s
        while True:
            closed = self._closed.is_set()  # asked first: what was put before closing is still there
            with suppress(queue.Empty):
                return self._queue.get(block=not closed, timeout=0.05)
            if closed:
                raise Closed
            if time.monotonic() >= until_s:
                return None

    def close(self) -> None:
        """Nothing more comes; what waits can still be got."""
        self._closed.set()
