"""Checks the queue's videos one after the other, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from ... import __version__
from ...errors import ConfigError, HingecheckError
from ...languages.speaking import speaking, tr_error
from ...languages.table import BY_CODE, ENGLISH
from ...sources.files.fingerprint import sha256_of, sha256_of_value
from ..batch.folder import BatchFolder, DoneMark
from ..batch.folder_lock import only_writer
from ..batch.names import assign_names
from ..check import CheckOptions
from ..corrections import with_corrections
from ..memory import release_memory
from ..outputs import make_folder
from ..recording import Recording
from .apart import files_apart, read_apart
from .jobs import DeskJob, JobQueue
from .places import Desk

#: How long until the worker looks again where it was not woken, and where a batch writes in the same folder, seconds.
IDLE_S, BUSY_S = 2.0, 1.0
#: Reads a recording: a path, and what is told of how far it is.
Reader = Callable[[Path, Callable[[int, "int | None"], None]], Recording]
#: Makes a result's files: of a recording with options, its video, and the folder where they will lie.
Maker = Callable[[Recording, CheckOptions, Path, Path], Mapping[str, bytes]]


class Worker:
    """Works the queue off.

    Parameters
    ----------
    desk : Desk
    read : callable, optional
        Reads a recording; the pose model does, in a process of its own, if not given.
    make : callable, optional
        Makes a result's files; if not given, in a process of its own.
    """

    def __init__(self, desk: Desk, read: Reader = read_apart, make: Maker = files_apart) -> None:
        self.desk, self.queue = desk, JobQueue(desk.queue)
        self._read, self._make = read, make
        self._wake, self._stop, self._free = threading.Event(), threading.Event(), threading.Event()
        self._free.set()
        self._share: tuple[str, float] = ("", 0.0)
        self._thread = threading.Thread(target=self._run, name="desk worker", daemon=True)

    def start(self) -> None:
        """Begin with what a desk before has left."""
        self.queue.recover()
        self._thread.start()

    def stop(self) -> None:
        """Ask to end after this frame, and wait; what is under way is done again the next time."""
        self._stop.set()
        self._free.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(10.0)

    def wake(self) -> None:
        """There is something new in the queue."""
        self._wake.set()

    def rest(self, *, resting: bool) -> None:
        """Leave the cores to a live session, or go on."""
        (self._free.clear if resting else self._free.set)()

    def jobs(self) -> list[DeskJob]:
        """All jobs, the one under way with how far it is."""
        number, share = self._share
        return [replace(job, share=share) if job.number == number else job for job in self.queue.jobs()]

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                job = self.queue.begin_next()
            except HingecheckError:  # the disk is full: it waits on, and there may be room later
                job = None
            if job is None:
                self._wake.wait(IDLE_S)
                self._wake.clear()
                continue
            try:
                self._do(job)
            except _Stopped:
                return
            release_memory()

    def _do(self, job: DeskJob) -> None:
        try:
            name = self._checked(job)
            ended = replace(job, status="done", result=name)
        except _Stopped:
            with suppress(HingecheckError):
                self.queue.put(replace(job, status="waiting"))
            raise
        except HingecheckError as error:
            ended = replace(job, status="failed", problem=_in_language(job, error))
        except Exception as error:  # one video that goes wrong is no reason to lose the others
            unforeseen = HingecheckError("unexpected error: {kind}: {why}", kind=type(error).__name__, why=str(error))
            ended = replace(job, status="failed", problem=_in_language(job, unforeseen))
        with suppress(HingecheckError):  # the disk is full: it is done again the next time
            self.queue.put(ended)

    def _checked(self, job: DeskJob) -> str:
        """Check a video and store its result; the name of its folder."""
        video = Path(job.video)
        results = self.desk.results_of(job.lifter)
        make_folder(results)
        recording = self._read(video, lambda done, expected: self._goes(job, done, expected))
        options = CheckOptions(facts=job.facts, limits=self.desk.limits())
        with self._waiting_for(results):
            folder = BatchFolder(results)
            name = assign_names([video], folder.marks(), results)[video]
            options = with_corrections(options, recording, [results / name])
            with speaking(BY_CODE.get(job.language, ENGLISH)):
                files = self._make(recording, options, video, results / name)
            settings = sha256_of_value(asdict(options))
            mark = DoneMark(str(video), sha256_of(video), settings, f"desk {__version__}", 0, "")
            folder.store(name, mark, files)
            folder.conclude()
        return name

    def _waiting_for(self, results: Path) -> _Held:
        return _Held(results, self._stop)

    def _goes(self, job: DeskJob, done: int, expected: int | None) -> None:
        self._share = (job.number, min(done / expected, 1.0) if expected else 0.0)
        while not self._free.wait(IDLE_S):
            if self._stop.is_set():
                break
        if self._stop.is_set():
            raise _Stopped


def _in_language(job: DeskJob, error: HingecheckError) -> str:
    """What went wrong, in the language of whoever dropped the video in."""
    with speaking(BY_CODE.get(job.language, ENGLISH)):
        return tr_error(error)


class _Stopped(Exception):  # noqa: N818 - an end, not an error
    """The desk closes."""


class _Held:
    """A results folder held for writing, once a batch that writes there has ended."""

    def __init__(self, folder: Path, stop: threading.Event) -> None:
        self._folder, self._stop = folder, stop
        self._lock = only_writer(folder)

    def __enter__(self) -> None:
        while True:
            try:
                self._lock.__enter__()
            except ConfigError:  # somebody else writes there
                if self._stop.wait(BUSY_S):
                    raise _Stopped from None
                self._lock = only_writer(self._folder)
            else:
                return

    def __exit__(self, *error: object) -> None:
        self._lock.__exit__(None, None, None)
