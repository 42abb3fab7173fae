"""SHA-256 of a file or folder, by which a report names its input, and of plain values."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from ...errors import InputError, reason_of
from ..video.frames import stills_in
from .regular import check_regular, no_such_file


def sha256_of(path: Path) -> str:
    """Sha256 of a file, or of the pictures in a folder of stills in order of name.

    Raises
    ------
    InputError
        The file cannot be read, or the folder holds no picture.
    """
    if not path.exists():
        raise no_such_file(path)
    digest = hashlib.sha256()
    try:
        files = [path] if not path.is_dir() else sorted(stills_in(path))
        for file in files:
            check_regular(file)
            with file.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
    except InputError:
        raise
    except OSError as error:
        raise InputError("{path}: cannot be read ({why}).", path=path, why=reason_of(error)) from None
    return digest.hexdigest()


def sha256_of_value(value: object) -> str:
    """Sha256 of what JSON can hold, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
