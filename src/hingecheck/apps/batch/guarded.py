"""One task in a process of its own with limits: for whoever reads a stranger's video and must outlive it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from ...errors import InputError
from .pool import Listener, Result, Task, in_processes
from .process_limits import FOR_VIDEOS, ProcessLimits


def guarded(
    do: Callable[[Task], Result],
    task: Task,
    what: str,
    limits: ProcessLimits = FOR_VIDEOS,
    *,
    told: Listener | None = None,
) -> Result:
    """Do a task in a process of its own.

    Parameters
    ----------
    do : callable
        A function at the top of a module; it, the task and the result, which is not None, go between processes.
    task
    what : str
        The input's name, for messages.
    limits : ProcessLimits, optional
    told : callable, optional
        Gets how far it is; see `in_processes`.

    Raises
    ------
    InputError
        The process died under it, twice, or nothing more came of it.
    HingecheckError
        What `do` raised.
    """
    with closing(in_processes(do, [task], jobs=1, limits=limits, told=told)) as ends:
        (end,) = ends
    if end.result is not None:
        return end.result
    raise lost(what, limits.silent_s if end.stuck else None)


def lost(what: str, silent_s: float | None) -> InputError:
    """The error of a task whose process died, or was stopped since it was silent for so long."""
    if silent_s is None:
        return InputError(
            "{what}: the process that read it died, twice. Try playing it; if it plays, export it again.", what=what
        )
    return InputError(
        "{what}: nothing more came of it for {seconds:.0f} s. Try playing it; if it plays, export it again.",
        what=what,
        seconds=silent_s,
    )
