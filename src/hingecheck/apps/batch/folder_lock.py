"""One writer a folder: a lock that the system lets go of when the process ends, however it ends.

Kept instead of filelock: its 9,400 lines would replace the fifteen of `_lock` alone, since who holds the folder is
ours to write and to read; and where a file system has no such lock it falls back to a file that a killed process
leaves behind.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ...errors import ConfigError, OutputError, reason_of

LOCK_NAME = ".lock"


@contextmanager
def only_writer(folder: Path, what: str = "batch") -> Iterator[None]:
    """Hold a folder for this process; `what` names whoever writes in such a folder.

    The lock is the system's, on a file that stays: no process can leave it locked behind, and no stale file
    has to be cleared away.

    Raises
    ------
    ConfigError
        Another process holds it.
    OutputError
        The file cannot be made.
    """
    path = folder / LOCK_NAME
    try:
        file = path.open("a+b")
    except OSError as error:
        raise OutputError(
            "{path}: cannot be written ({why}). Choose another place.", path=path, why=reason_of(error)
        ) from None
    with file:
        if not _lock(file):
            file.seek(1)
            who = file.read(40).decode("ascii", "replace").strip()
            raise ConfigError(
                "{folder}: another {what} is writing there ({why}). Wait until it ends, or choose another folder.",
                folder=folder,
                what=what,
                why=who or "just started",
            )
        file.truncate(0)
        file.write(f" process {os.getpid()}".encode("ascii"))  # from the second byte: Windows locks the first
        file.flush()
        yield


def _lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
