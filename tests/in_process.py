"""The command run inside the tests' own process: what it says and leaves, without the second that a start costs."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

import pytest


def run_here(arguments: Sequence[str], folder: Path, env: Mapping[str, str]) -> tuple[int, str, str]:
    """Run the command with these arguments in a folder; returns its exit status, standard output and error.

    Both are taken at their file descriptors, so that what libraries print past Python is seen as well.
    """
    from hingecheck.cli.main import main
    from read_once import reading_once

    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(2)]
        out, err = (file.fileno() for file in files)
        stack.enter_context(reading_once(Path(env["HINGECHECK_CACHE"]) / "recordings"))
        with _surroundings(arguments, folder, env), _streams(out, err), pytest.raises(SystemExit) as ended:
            main()
        texts = []
        for file in files:
            file.seek(0)
            texts.append(file.read().decode())
    code = ended.value.code
    return (code if isinstance(code, int) else int(code is not None)), texts[0], texts[1]


@contextmanager
def _surroundings(arguments: Sequence[str], folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Arguments, folder, environment, and what the command does to signals put back."""
    from hingecheck.cli import interrupt

    before, handlers = Path.cwd(), {number: signal.getsignal(number) for number in interrupt.ENDING}
    os.chdir(folder)
    try:
        with mock.patch.object(sys, "argv", ["hingecheck", *arguments]), mock.patch.dict(os.environ, env, clear=True):
            yield
    finally:
        os.chdir(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def _streams(out: int, err: int) -> Iterator[None]:
    """Descriptors 1 and 2, and Python's two streams on them, lead to other files."""
    kept = {number: os.dup(number) for number in (1, 2)}
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        with (
            open(1, "w", encoding="utf-8", closefd=False) as stdout,
            open(2, "w", encoding="utf-8", closefd=False) as stderr,
            mock.patch.object(sys, "stdout", stdout),
            mock.patch.object(sys, "stderr", stderr),
        ):
            yield
    finally:
        for number, copy in kept.items():
            os.dup2(copy, number)
            os.close(copy)
