"""Atomic writes: a file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def part_of(path: Path) -> Path:
    """A name beside `path` for what is to take its place, that nobody else uses."""
    # Not `tempfile`: its files are readable by the owner alone, whatever the umask says.
    return path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a new file beside `path` that takes its place when the block ends well.

    After an error the half-written file is removed and what was at `path` before is untouched. Two processes
    that write the same `path` at once do not disturb each other: the later one stays.

    Raises
    ------
    OSError
        The folder is missing, full or may not be written, or the path is a circle of links.
    """
    path = Path(os.path.realpath(path))  # through a link to the file it names: the link stays
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:  # a pipe or a device cannot be replaced, only written to
            yield device
        return
    part = part_of(path)
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # a power cut leaves the old file or the new one, never an empty one
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
