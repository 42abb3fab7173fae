"""What is made once a run of the tests, however many processes they run in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The run's own temporary folder: that above the one of this process, where there are several."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(path: Path, make: Callable[[Path], object]) -> Path:
    """A file or folder that whoever comes first makes, under its own name elsewhere; the others wait for it.

    `make` gets the path to make; what it leaves half-made when it fails is thrown away.
    """
    with FileLock(f"{path}.lock"):
        if not path.exists():
            beside = path.parent / f"{path.name}.making"
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True)
            make(beside / path.name)
            (beside / path.name).replace(path)
            beside.rmdir()
    return path
