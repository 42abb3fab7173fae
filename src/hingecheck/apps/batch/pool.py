"""The house's one process pool: spawned processes, one task each, and a process that dies costs only its task.

Kept instead of a library, each tried: the standard library's executor and loky's fail as a whole when one process
dies. Pebble's outlives that and would be some 60 lines less, but all its processes share one pipe: one that was
killed while it sent its result left half a message there, and the batch hung for good. Here each has its own pipe.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar, cast

from ... import pulse
from ...errors import HingecheckError
from .process_limits import NO_LIMITS, ProcessLimits

Task = TypeVar("Task")
Result = TypeVar("Result")

#: How often a task is tried whose process dies under it: once more, since it may have died of its neighbours.
TRIES = 2
#: How long a process that was told to end may take, seconds, before it is killed.
END_WITHIN_S = 2.0
#: How often a process that is at work says so, at the most, and how often its silence is looked at, seconds.
BEAT_S = 1.0
#: How often a process says how far it is, at the most, seconds.
TELL_S = 0.3
#: What is told of how far a task is: done, and of how many if that is known.
Listener = Callable[[int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class Ended(Generic[Task, Result]):
    """How one task ended."""

    task: Task
    result: Result | None  #: None: the process died under it, each time it was tried
    stuck: bool = False  #: it was stopped, since nothing more came of it


def nothing() -> None:
    """Set nothing up."""


def one_thread_each() -> None:
    """Set up a process among others: one thread each, or they stand in each other's way."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LP_NUM_THREADS"):
        os.environ[variable] = "1"


def in_processes(
    do: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    jobs: int,
    setup: Callable[[], None] = nothing,
    limits: ProcessLimits = NO_LIMITS,
    told: Listener | None = None,
) -> Generator[Ended[Task, Result], None, None]:
    """Do tasks side by side, each process at one of them.

    A video that crashes the decoder costs that video. Leaving the loop early (an error, Ctrl-C, `close`) ends the
    processes at once, and so does the end of this program, however it comes.

    Parameters
    ----------
    do : callable
        A function at the top of a module; it, the tasks and the results go between processes.
    tasks : iterable
        Taken one by one, as processes come free.
    jobs : int
        Processes, at most; started as they are needed.
    setup : callable, optional
        Run once in each process before its first task.
    limits : ProcessLimits, optional
        What each process may take. One that hangs is stopped, and its task is not tried again.
    told : callable, optional
        Gets what a process says by `pulse.tell`, now and then; the process waits meanwhile. What it raises ends all.

    Yields
    ------
    Ended
        In the order in which they end.

    Raises
    ------
    HingecheckError
        What `do` raised; any other error of its as text. The other tasks are given up.
    """
    crew = Crew(do, setup, limits, told)
    waiting = iter(tasks)
    again: deque[Assignment[Task]] = deque()

    def hand_out() -> bool:
        job = next((Assignment(task) for task in waiting), None) or (again.popleft() if again else None)
        if job is not None:
            crew.give(job)
        return job is not None

    try:
        while len(crew.busy) < jobs and hand_out():
            pass
        while crew.busy:
            for job, answer in crew.answers():
                hand_out()
                if answer is not None:
                    yield Ended(job.task, answer.result())
                elif job.stuck:
                    yield Ended(job.task, None, stuck=True)
                elif job.tries < TRIES:
                    again.append(job)
                    if len(crew.busy) < jobs:
                        hand_out()
                else:
                    yield Ended(job.task, None)
    finally:
        crew.end()


@dataclass(slots=True)
class Assignment(Generic[Task]):
    """A task, and how it has gone so far."""

    task: Task
    tries: int = 0
    silent_s: float = 0.0  #: since its process was last heard
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any
    error: HingecheckError | None = None

    def result(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


@dataclass(frozen=True, slots=True)
class _Told:
    done: int
    expected: int | None


def _send(pipe: Connection, what: Any) -> None:
    """Send something to a process; of one that died just now `Crew.answers` finds out."""
    with suppress(BrokenPipeError, ConnectionResetError):
        pipe.send(what)


class Crew:
    """Processes, each at the far end of a pipe; see `in_processes` for what they are given."""

    def __init__(
        self, do: Callable[[Any], Any], setup: Callable[[], None], limits: ProcessLimits, told: Listener | None
    ) -> None:
        self.busy: dict[Connection, Assignment[Any]] = {}
        self._idle: list[Connection] = []
        self._began: set[Connection] = set()  #: those that have been heard: the start of a process is no silence
        self._processes: dict[Connection, BaseProcess] = {}
        self._do, self._setup, self._limits, self._told = do, setup, limits, told

    def give(self, job: Assignment[Any]) -> None:
        """Hand a job to a process that is free, or to a new one."""
        job.tries += 1
        pipe = self._idle.pop() if self._idle else self._start()
        self.busy[pipe] = job
        _send(pipe, job.task)

    def answers(self) -> Iterator[tuple[Assignment[Any], _Answer | None]]:
        """Wait for the next jobs to end; None: the process died."""
        for ready in self._heard():
            pipe = cast(Connection, ready)
            job = self.busy[pipe]
            job.silent_s = 0.0
            self._began.add(pipe)
            try:
                answer: _Answer | _Told | None = pipe.recv()
            except (EOFError, ConnectionResetError):
                answer = None
                self._processes.pop(pipe).join(END_WITHIN_S)
                pipe.close()
            else:
                if isinstance(answer, _Told):
                    self._hear(pipe, answer)
                    continue
                if answer is None:  # only a sign of life
                    continue
                self._idle.append(pipe)
            del self.busy[pipe]
            yield job, answer

    def _hear(self, pipe: Connection, told: _Told) -> None:
        """Pass on how far a task is, and let its process go on."""
        if self._told is not None:
            self._told(told.done, told.expected)
        _send(pipe, None)

    def _heard(self) -> list[Any]:
        """Wait for words of the processes; those that are silent for too long are killed, which is heard too."""
        if self._limits.silent_s is None:
            return wait(list(self.busy))
        began = time.monotonic()
        heard = wait(list(self.busy), BEAT_S)
        # A machine that slept, or a batch that was halted, is no silence of the process.
        passed_s = min(time.monotonic() - began, 2 * BEAT_S)
        for pipe, job in self.busy.items():
            if pipe in heard or pipe not in self._began:
                continue
            job.silent_s += passed_s
            if job.silent_s > self._limits.silent_s and not job.stuck:
                job.stuck = True
                self._processes[pipe].kill()
        return heard

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._do, self._setup, self._limits), daemon=True)
        with _deaf_to_ctrl_c():
            process.start()
        theirs.close()  # so that its death is seen at our end
        self._processes[ours] = process
        return ours

    def end(self) -> None:
        """End every process, whatever it is at."""
        for process in self._processes.values():
            process.terminate()
        for pipe, process in self._processes.items():
            process.join(END_WITHIN_S)
            if process.is_alive():
                process.kill()
                process.join()
            pipe.close()
        self._processes.clear()
        self._idle.clear()
        self.busy.clear()
        self._began.clear()

    def kill(self) -> None:
        """Have every process die under what it is at; from any thread: whoever waits for its answer hears of it."""
        for process in list(self._processes.values()):
            process.kill()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started inside never see Ctrl-C: it is the parent that ends them."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # one that came meanwhile comes now


class _Line:
    """A process's end of its pipe: answers, and now and then a sign of life, from any thread."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._lock, self._said_s, self._told_s = pipe, threading.Lock(), 0.0, 0.0

    def answer(self, answer: _Answer) -> None:
        with self._lock:
            self._pipe.send(answer)

    def alive(self) -> None:
        """Say so, unless it was said a moment ago, or an answer is just going out."""
        if time.monotonic() - self._said_s > BEAT_S and self._lock.acquire(blocking=False):
            try:
                self._said_s = time.monotonic()
                self._pipe.send(None)
            finally:
                self._lock.release()

    def tell(self, done: int, expected: int | None) -> None:
        """Say how far the task is, unless that was said a moment ago, and wait until it was heard."""
        if time.monotonic() - self._told_s > TELL_S:
            with self._lock:
                self._pipe.send(_Told(done, expected))
                self._pipe.recv()
            self._told_s = time.monotonic()


def _serve(pipe: Connection, do: Callable[[Any], Any], setup: Callable[[], None], limits: ProcessLimits) -> None:
    """In a process: do tasks until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.set_here()
    line = _Line(pipe)
    pulse.listen(line.alive, line.tell)
    line.alive()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    setup()
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        line.answer(_answer(do, task))


def _answer(do: Callable[[Any], Any], task: Any) -> _Answer:
    try:
        return _Answer(do(task))
    except HingecheckError as error:
        return _Answer(None, error)
    except Exception as error:  # not every error can be sent: its words can
        if os.environ.get("HINGECHECK_DEBUG"):
            traceback.print_exc()
        return _Answer(
            None, HingecheckError("unexpected error: {kind}: {why}", kind=type(error).__name__, why=str(error))
        )


def _end_with_parent() -> None:
    """Wait for the parent to end, however it does, and end too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
