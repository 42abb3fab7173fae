"""Files that can be read more than once, no pipes and no devices; and where a path leads, links followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ...errors import InputError, reason_of


def real_path(path: Path) -> Path:
    """The absolute path behind all links; of links that lead in a circle, the path as far as it leads.

    `Path.resolve` raises RuntimeError of a circle in Python 3.10 to 3.12.
    """
    return Path(os.path.realpath(path))


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
