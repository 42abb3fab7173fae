"""The interface of pose models: from a frame to its people; and a fake for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, runtime_checkable

from ...core.types import Frame, Person


class PoseSource(Protocol):
    """Finds the people in each frame of one recording. Use one for each recording, in one thread."""

    @property
    def model_name(self) -> str:
        """Name of the model, for the report."""

    @property
    def model_sha256(self) -> str:
        """Hash of the model, for the report."""

    def people(self, frame: Frame) -> tuple[Person, ...]:
        """Find everybody in `frame`; empty where there is nobody. Frames come in order of time."""

    def close(self) -> None:
        """Release the model. May be called more than once."""

    def __enter__(self) -> PoseSource: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@runtime_checkable
class PoseStream(Protocol):
    """A pose source that reads several frames of a recording at once."""

    def stream(self, frames: Iterable[Frame]) -> Iterator[tuple[Frame, tuple[Person, ...]]]:
        """Each frame with its people, in order."""


def read_people(
    poses: PoseSource, frames: Iterable[Frame]
) -> Generator[tuple[Frame, tuple[Person, ...]], None, None]:
    """Each frame of a recording with its people, in order: several at once where the source can."""
    if isinstance(poses, PoseStream):
        yield from poses.stream(frames)
    else:
        for frame in frames:
            yield frame, poses.people(frame)


class FakePoses:
    """People made up by a script, for tests without a model.

    Parameters
    ----------
    script : callable or sequence
        A function from a frame to its people, or the people of frame 0, 1, 2, …; after the end of a sequence
        there is nobody.

    Examples
    --------
    >>> import numpy as np
    >>> nobody = FakePoses(lambda frame: ())
    >>> nobody.people(Frame(index=0, time_s=0.0, rgb=np.zeros((16, 16, 3), np.uint8)))
    ()
    """

    model_name = "fake"
    model_sha256 = "0" * 64

    def __init__(self, script: Callable[[Frame], tuple[Person, ...]] | Sequence[tuple[Person, ...]]) -> None:
        self._script = script
        self.closed = False
        self.seen: list[int] = []  #: index of every frame asked for, in order

    def people(self, frame: Frame) -> tuple[Person, ...]:
        """Return the scripted people of this frame."""
        if self.closed:
            raise ValueError("people() on a closed pose source")
        self.seen.append(frame.index)
        if callable(self._script):
            return self._script(frame)
        return self._script[frame.index] if frame.index < len(self._script) else ()

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

    def __enter__(self) -> FakePoses:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
