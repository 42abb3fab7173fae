"""Signs of life of a process that reads a video: whoever watches it tells slow from stuck."""

from __future__ import annotations

from collections.abc import Callable


class _Pulse:
    heard: Callable[[], None] | None = None


def beat() -> None:
    """Say that one more frame has come; costs nothing where nobody listens."""
    if _Pulse.heard is not None:
        _Pulse.heard()


def listen(heard: Callable[[], None] | None) -> None:
    """Have `heard` called at every beat of this process, from whatever thread; None: nobody listens any more."""
    _Pulse.heard = heard
