"""An iterator's work done in a background thread, a few items ahead."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")

#: How long closing waits for the thread, seconds. It only has to finish the item it is at; a decoder that
#: hangs is left behind (the thread is a daemon and does not keep the process alive).
CLOSE_TIMEOUT_S = 2.0
#: Waking up now and then lets Ctrl-C through on Windows, where waiting for a lock cannot be interrupted.
WAKE_S = 0.2


def prefetch(iterator: Iterator[T], depth: int = 3) -> Generator[T, None, None]:
    """Yield what `iterator` yields, in order, while a thread works up to `depth` items ahead.

    Decoding a video and finding poses both leave Python's lock, so they overlap and decoding comes nearly
    free. The thread starts with the first item and ends when `iterator` does, when it raises (the error
    comes out here, after the items before it), or when this generator is closed; `iterator` is closed
    in that thread, if it can be.

    Parameters
    ----------
    iterator : iterator
        Used by the thread alone from now on.
    depth : int
        Most items that wait at any moment: at least 1. Memory is bounded by this many frames and two more.

    Raises
    ------
    ValueError
        `depth` is less than 1.
    """
    if depth < 1:
        raise ValueError(f"depth must be at least 1, got {depth}")
    return _consume(iterator, depth)


def _consume(iterator: Iterator[T], depth: int) -> Generator[T, None, None]:
    waiting: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(maxsize=depth)
    stop = threading.Event()
    thread = threading.Thread(
        target=_produce, args=(iterator, waiting, stop), name="hingecheck-prefetch", daemon=True
    )
    thread.start()
    try:
        while True:
            try:
                got = waiting.get(timeout=WAKE_S)
            except queue.Empty:
                continue
            if got is None:
                return
            if isinstance(got, BaseException):
                raise got
            yield got[0]
    finally:
        stop.set()
        _empty(waiting)  # frees the thread if it waits for room; it then sees `stop` and puts nothing more
        thread.join(CLOSE_TIMEOUT_S)


def _produce(
    iterator: Iterator[T], waiting: queue.Queue[tuple[T] | BaseException | None], stop: threading.Event
) -> None:
    end: BaseException | None = None
    try:
        try:
            for item in iterator:
                waiting.put((item,))  # in a tuple, so that an item may be anything, None or an error too
                if stop.is_set():
                    break
        finally:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()
    except BaseException as error:  # handed to the consumer, whatever it is
        end = error
    if not stop.is_set():
        waiting.put(end)


def _empty(waiting: queue.Queue[tuple[T] | BaseException | None]) -> None:
    try:
        while True:
            waiting.get_nowait()
    except queue.Empty:
        pass
