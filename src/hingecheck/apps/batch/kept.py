"""A process with limits that is kept: to somebody who waits, the start of one is the longest part of a short task.

For a picture of a 24 s video it takes 0.4 to 0.9 s on two busy cores, as the desk itself did; the first time 3.7 s.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from ...errors import HingecheckError
from .guarded import lost
from .pool import Assignment, Crew, Result, Task, nothing
from .process_limits import FOR_VIDEOS, ProcessLimits

#: How long a process waits for another task before it ends, seconds: so long somebody looks at a page before she asks
#: for the next; at rest it takes 170 MB.
IDLE_S = 120.0
#: How often a task is tried whose process dies under it: once more, since it may have died before, of another task.
TRIES = 2


class Elsewhere(Protocol):
    """Does tasks, here or in another process."""

    def do(self, do: Callable[[Task], Result], task: Task, what: str) -> Result:
        """Do one task; see `KeptProcess.do`."""


class Here:
    """Does tasks in this process, for whoever has processes enough."""

    def do(self, do: Callable[[Task], Result], task: Task, what: str) -> Result:
        """Do one task."""
        return do(task)


class KeptProcess:
    """Does tasks one at a time in a process of its own, which is started with the first.

    Parameters
    ----------
    limits : ProcessLimits, optional
    idle_s : float, optional
        How long it is kept without a task.
    """

    def __init__(self, limits: ProcessLimits = FOR_VIDEOS, idle_s: float = IDLE_S) -> None:
        self._limits, self._idle_s = limits, idle_s
        self._lock = threading.Lock()
        self._crew = Crew(_do, nothing, limits, None)
        self._rest: threading.Timer | None = None
        self._closed = False

    def do(self, do: Callable[[Task], Result], task: Task, what: str) -> Result:
        """Do a task there; from any thread.

        Parameters
        ----------
        do : callable
            A function at the top of a module; it, the task and the result go between processes.
        task
        what : str
            The input's name, for messages.

        Raises
        ------
        InputError
            The process died under it, twice, or nothing more came of it.
        HingecheckError
            What `do` raised.
        """
        with self._lock:
            self._wake()
            try:
                result: Result = self._done((do, task), what)
            except BaseException as error:
                if not isinstance(error, HingecheckError) or type(error) is HingecheckError:
                    self._crew.end()  # it was not foreseen: who knows what it left behind
                raise
            finally:
                self._fall_asleep()
            return result

    def close(self) -> None:
        """End the process, whatever it is at, for good."""
        self._closed = True
        self._crew.kill()
        with self._lock:
            self._wake()
            self._crew.end()

    def _done(self, task: tuple[Callable[[Task], Result], Task], what: str) -> Result:
        job = Assignment(task)
        while job.tries < TRIES and not (job.stuck or self._closed):
            self._crew.give(job)
            while self._crew.busy:
                for _, answer in self._crew.answers():
                    if answer is not None:
                        found: Result = answer.result()
                        return found
        raise lost(what, self._limits.silent_s if job.stuck else None)

    def _end(self) -> None:
        with self._lock:
            self._crew.end()

    def _wake(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _fall_asleep(self) -> None:
        self._rest = threading.Timer(self._idle_s, self._end)
        self._rest.daemon = True  # it keeps no program from ending
        self._rest.start()


def _do(task: tuple[Callable[[Task], Result], Task]) -> Result:
    do, what = task
    return do(what)
