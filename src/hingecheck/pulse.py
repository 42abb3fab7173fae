"""Signs of life of a process that reads a video: whoever watches it tells slow from stuck."""

from __future__ import annotations

from collections.abc import Callable


class _Pulse:
    heard: Callable[[], None] | None = None
    told: Callable[[int, int | None], None] | None = None


def beat() -> None:
    """Say that one more frame has come; costs nothing where nobody listens."""
    if _Pulse.heard is not None:
        _Pulse.heard()


def tell(done: int, expected: int | None) -> None:
    """Say how many frames were read, of how many if that is known; a `Progress`."""
    if _Pulse.told is not None:
        _Pulse.told(done, expected)


def listen(heard: Callable[[], None] | None, told: Callable[[int, int | None], None] | None = None) -> None:
    """Have functions called by this process, from whatever thread; None: nobody listens any more.

    Parameters
    ----------
    heard : callable or None
        Called at every `beat`.
    told : callable, optional
        Called at every `tell`.
    """
    _Pulse.heard, _Pulse.told = heard, told
