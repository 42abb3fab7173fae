"""Where analyses run: in a thread of their own, or inline for a file that plays as fast as it can be read."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from types import FrameType
from typing import Any, Protocol

from ...ending import ENDING

Job = Future[Any]


class AnalysisExecutor(Protocol):
    """Runs one thing after another."""

    @property
    def cost_s(self) -> float:
        """How long to leave other threads alone after a task that could wait."""

    def run(self, task: Callable[[], Any]) -> Job:
        """Begin a task."""

    def close(self) -> None:
        """Wait for what is under way."""


def run_uninterrupted(task: Callable[[], None]) -> KeyboardInterrupt | None:
    """Run a task to its end though Ctrl-C is pressed, or the program told to end: a report half made is not lost.

    Pressed twice, it is let go.

    Returns
    -------
    KeyboardInterrupt or None
        The Ctrl-C that came while it ran.

    Raises
    ------
    KeyboardInterrupt
        It was pressed twice.
    """
    if threading.current_thread() is not threading.main_thread():  # only that one hears signals
        task()
        return None
    pressed: list[KeyboardInterrupt] = []

    def note(number: int, frame: FrameType | None) -> None:
        pressed.append(KeyboardInterrupt())
        if len(pressed) > 1:
            raise pressed[-1]

    before = {number: signal.signal(number, note) for number in ENDING}
    try:
        task()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return pressed[0] if pressed else None


class InlineExecutor:
    """Runs each task at once: the same file gives the same events on every machine."""

    cost_s = 0.0

    def run(self, task: Callable[[], Any]) -> Job:
        """Run it now."""
        job: Job = Future()
        job.set_result(task())
        return job

    def close(self) -> None:
        """Nothing is under way."""


class ThreadExecutor:
    """Runs tasks in a thread of its own, in order."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analyst")
        self._jobs: list[Job] = []
        self.cost_s = 0.0

    def _timed(self, task: Callable[[], Any]) -> Any:
        start_s = time.perf_counter()
        try:
            return task()
        finally:
            self.cost_s = time.perf_counter() - start_s

    def run(self, task: Callable[[], Any]) -> Job:
        """Put it in the queue."""
        self._raise_failed()
        self._jobs = [job for job in self._jobs if not job.done()]
        self._jobs.append(self._pool.submit(copy_context().run, self._timed, task))  # in the language of the session
        return self._jobs[-1]

    def close(self) -> None:
        """Wait for all; the error of one that failed is raised here, or by the next `run`."""
        self._pool.shutdown(wait=True)
        self._raise_failed()

    def _raise_failed(self) -> None:
        for job in self._jobs:
            if job.done():
                job.result()
