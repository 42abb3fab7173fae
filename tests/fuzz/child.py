"""The command in a forked child with limits: real ``main``, streams and statuses, without the cost of a start."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: No input may take longer, seconds.
HANG_S = 60.0
#: Address space of the command, as `ulimit -v` sets it.
MEMORY_BYTES = 1 << 30
#: No file that it writes may be larger.
FILE_BYTES = 64 << 20


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    status: int  #: below 0: the signal that ended it
    out: str
    err: str
    took_s: float
    cpu_s: float
    peak_bytes: int  #: of memory in use
    hung: bool = False


def run(args: Sequence[str], cwd: Path, streams: Path, prepare: Callable[[], None] = lambda: None) -> Outcome:
    """Run ``hingecheck ARGS`` in `cwd`.

    Parameters
    ----------
    args : sequence of str
    cwd : Path
    streams : Path
        A folder that standard output and error are kept in.
    prepare : callable
        Done in the child first.
    """
    began = time.monotonic()
    files = streams / "stdout", streams / "stderr"
    pid = os.fork()
    if pid == 0:
        _be_the_command(list(args), cwd, files, prepare)
    hung = not _ends_within(pid, HANG_S)
    if hung:
        os.kill(pid, signal.SIGKILL)
    _, code, usage = os.wait4(pid, 0)
    status = os.waitstatus_to_exitcode(code)
    out, err = (file.read_bytes().decode("utf-8", "surrogateescape") for file in files)
    cpu_s = usage.ru_utime + usage.ru_stime
    return Outcome(status, out, err, time.monotonic() - began, cpu_s, usage.ru_maxrss * 1024, hung)


def _ends_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    pause_s = 0.002
    while time.monotonic() < until:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return True
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.5, 0.05)
    return False


def _be_the_command(args: list[str], cwd: Path, files: tuple[Path, Path], prepare: Callable[[], None]) -> None:
    """In the child: never returns."""
    status = 70
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        for number, file in enumerate(files, start=1):
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(descriptor, number)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, errors="backslashreplace")  # noqa: SIM115
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        os.chdir(cwd)
        prepare()
        sys.argv = ["hingecheck", *args]
        from hingecheck.cli.main import main

        try:
            main()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        gc.collect()  # what objects say of their end belongs to the output
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)
