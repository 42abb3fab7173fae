"""Files that can be read more than once, no pipes and no devices; and where a path leads, links followed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from ...errors import InputError, reason_of


def real_path(path: Path) -> Path:
    """The absolute path behind all links; of links that lead in a circle, the path as far as it leads.

    `Path.resolve` raises RuntimeError of a circle in Python 3.10 to 3.12.

    Raises
    ------
    InputError
        The path is relative, and the working folder is gone.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError as error:  # of `os.getcwd`, which names none
        raise InputError(
            "{path}: the working folder {folder} cannot be found ({why}). Change to one that is there.",
            path=path,
            folder=os.environ.get("PWD", os.curdir),
            why=reason_of(error),
        ) from None


def no_such_file(path: Path) -> InputError:
    """What to say of a path that does not exist."""
    try:
        path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            return InputError("{path}: is a link that leads in a circle. Choose another name.", path=path)
    if str(path).lower().startswith(("http:/", "https:/")):
        return InputError(
            "{path}: is an address, and nothing is fetched from the net. Download the film first.", path=path
        )
    return InputError("{path}: no such file. Check the name and the folder.", path=path)


def check_regular(path: Path) -> None:
    """Refuse a pipe, a socket or a device before it is opened, which may wait for ever.

    Raises
    ------
    InputError
        It is one of these, or it cannot be looked at; nothing is there is also an error.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise InputError("{path}: cannot be read ({why}).", path=path, why=reason_of(error)) from None
    if not stat.S_ISREG(mode):
        raise InputError(
            "{path}: is a pipe or a device, and a recording is read more than once. Save it as a "
            "file first; a camera is for 'hingecheck live'.",
            path=path,
        )
