"""A batch's videos on the workers of a dask cluster."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from ... import __version__
from ...errors import ConfigError
from ...languages.speaking import tr
from .pool import Ended
from .run import Runner, VideoDone, VideoTask

#: A video that a worker does not see is sent to it, up to this size.
SEND_BYTES = 64 << 20
#: Tasks handed to the scheduler for each of the cluster's threads: the next is there when one ends.
AHEAD = 2
CONNECT_S = 15

Do: TypeAlias = Callable[[VideoTask], VideoDone]
#: None: the worker does not see the video.
Answer: TypeAlias = "VideoDone | None"


@contextmanager
def on_cluster(address: str) -> Iterator[Runner]:
    """Where a batch is worked: the workers of the scheduler at `address`, e.g. ``tcp://10.0.0.1:8786``.

    A video is read by its path where the worker sees it (shared storage), else sent. All results come back to
    this process, which alone writes the batch's folder. A worker that is lost costs only time: the scheduler
    gives its video to another.

    Raises
    ------
    ConfigError
        ``distributed`` is not installed, nobody answers, or a worker has no hingecheck of this version.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ConfigError("--cluster needs dask: pip install 'hingecheck[cluster]'") from None
    try:
        client = Client(address, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        raise ConfigError(
            "--cluster {address}: no scheduler answers there ({why}).", address=address, why=_one_line(error)
        ) from None
    try:
        _check_workers(client, address)
        yield lambda do, tasks: _run(client, do, tasks)
    finally:
        client.close()


def _check_workers(client: Any, address: str) -> None:
    """Every worker runs this version: the settings' fingerprint is made here and must hold there."""
    try:
        found = client.run(version_there)
    except Exception as error:
        raise ConfigError(
            "--cluster {address}: hingecheck does not run on the workers ({why}). Install it there.",
            address=address,
            why=_one_line(error),
        ) from None
    if not found:
        raise ConfigError(
            "--cluster {address}: the scheduler has no workers. Start some: dask worker {address}", address=address
        )
    for worker, version in found.items():
        if version != __version__:
            raise ConfigError(
                "--cluster {address}: worker {worker} has hingecheck {version}, here is {here}.",
                address=address,
                worker=worker,
                version=version,
                here=__version__,
            )


def version_there() -> str:
    """The version of hingecheck on a worker."""
    return __version__


def _run(client: Any, do: Do, tasks: Iterator[VideoTask]) -> Generator[Ended[VideoTask, VideoDone], None, None]:
    from distributed import KilledWorker

    executor: Executor = client.get_executor(pure=False)
    room = AHEAD * max(sum(client.nthreads().values()), 1)
    running: dict[Future[Answer], VideoTask] = {}
    try:
        while True:
            for task in islice(tasks, room - len(running)):
                running[executor.submit(check_there, do, task)] = task
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                try:
                    result = future.result()
                except KilledWorker:  # several workers died under it
                    yield Ended(task, None)
                    continue
                if result is not None:
                    yield Ended(task, result)
                elif (content := _sendable(task)) is not None:
                    running[executor.submit(check_there, do, task, content)] = task
                else:
                    yield Ended(task, _unseen(task))
    finally:
        executor.shutdown(wait=False)  # gives up what is still running


def check_there(do: Do, task: VideoTask, content: bytes | None = None) -> VideoDone | None:
    """On a worker: do the task on the video it sees, or on the content it was sent.

    Returns
    -------
    VideoDone or None
        None: there is no such file here and no content came.
    """
    if content is None:
        return do(replace(task, place=task.home)) if task.home.exists() else None
    with tempfile.TemporaryDirectory(prefix="hingecheck-") as folder:
        place = Path(folder, task.path.name)
        place.write_bytes(content)
        return do(replace(task, place=place))


def _sendable(task: VideoTask) -> bytes | None:
    try:
        return task.home.read_bytes() if task.home.stat().st_size <= SEND_BYTES else None
    except OSError:
        return None


def _unseen(task: VideoTask) -> VideoDone:
    if not task.home.exists():
        text = tr("{path}: no such file. Check the name and the folder.", path=task.path)
    else:
        text = tr(
            "{path}: the workers do not see it, and it is no file of up to {size} MB that could be sent. Put it on "
            "storage that they share.",
            path=task.path,
            size=SEND_BYTES >> 20,
        )
    return VideoDone(task.name, task.path, 3, text)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
