from __future__ import annotations

import threading
import time

import pytest

from hingecheck.sources.video.prefetch import prefetch


def threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name == "hingecheck-prefetch"]


def test_everything_comes_in_order_even_none_and_errors_as_items():
    items = [1, None, ValueError("an item"), (), 2]
    assert list(prefetch(iter(items))) == items
    assert threads() == []


def test_an_error_comes_after_the_items_before_it():
    def broken():
        yield 1
        yield 2
        raise KeyError("three")

    ahead = prefetch(broken())
    got = [next(ahead), next(ahead)]
    with pytest.raises(KeyError, match="three"):
        next(ahead)
    assert got == [1, 2]
    assert threads() == []


@pytest.mark.parametrize("depth", [1, 3])
def test_works_ahead_no_further_than_depth(depth):
    made = []

    def count():
        for n in range(100):
            made.append(n)
            yield n

    ahead = prefetch(count(), depth)
    assert next(ahead) == 0
    time.sleep(0.1)
    assert len(made) <= depth + 2
    ahead.close()


def test_closing_early_stops_the_thread_and_closes_the_source():
    closed = threading.Event()

    def endless():
        try:
            while True:
                yield 0
        finally:
            closed.set()

    ahead = prefetch(endless())
    next(ahead)
    started = time.monotonic()
    ahead.close()
    assert time.monotonic() - started < 1.0
    assert closed.is_set()
    assert threads() == []


def test_interrupting_the_consumer_stops_the_thread():
    def endless():
        while True:
            yield 0

    ahead = prefetch(endless())
    next(ahead)
    with pytest.raises(KeyboardInterrupt):
        ahead.throw(KeyboardInterrupt)
    assert threads() == []


def test_an_error_while_closing_the_source_does_not_hang():
    class Bad:
        def __iter__(self):
            return self

        def __next__(self):
            raise StopIteration

        def close(self):
            raise RuntimeError("cannot close")

    with pytest.raises(RuntimeError, match="cannot close"):
        list(prefetch(Bad()))


def test_starts_with_the_first_item_only():
    ahead = prefetch(iter([1]))
    assert threads() == []
    ahead.close()


def test_depth_is_checked_at_once():
    with pytest.raises(ValueError, match="depth must be at least 1"):
        prefetch(iter([]), 0)
