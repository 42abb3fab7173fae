"""Videos that commands inside the tests' processes read: each once a run, however many tests ask for it."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from hingecheck.apps import check, check_files, compare
from hingecheck.apps.batch import run
from hingecheck.apps.recording import Recording
from hingecheck.plain_text import plain_text
from hingecheck.sources.pose.backends import PoseChoice
from made_once import made_once

#: Whoever reads a recording asks for it by this name.
READERS = (check, check_files, compare, run)
record = check.record


@contextmanager
def reading_once(folder: Path) -> Iterator[None]:
    """Within, a recording that was read before with the same options is taken from the folder."""

    def read(path: Path, *, rate_hz: float | None = None, model: PoseChoice | None = None, **rest: Any) -> Recording:
        def anew() -> Recording:
            return record(path, rate_hz=rate_hz, model=model, **rest)

        plain = _is_file(path) and rest.get("poses") is None and model in (None, PoseChoice())
        return _kept(folder, path, rate_hz, anew) if plain else anew()

    with ExitStack() as stack:
        for module in READERS:
            stack.enter_context(mock.patch.object(module, "record", read))
        yield


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False


def _kept(folder: Path, path: Path, rate_hz: float | None, anew: Callable[[], Recording]) -> Recording:
    key = hashlib.sha256(path.read_bytes() + repr((path.suffix, rate_hz, sorted(_settings()))).encode()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    file = made_once(folder / key, lambda place: place.write_bytes(pickle.dumps(anew())))
    recording: Recording = pickle.loads(file.read_bytes())
    return replace(recording, source=replace(recording.source, path=plain_text(str(path))))


def _settings() -> list[tuple[str, str]]:
    """What else of the environment may decide how it is read."""
    return [(name, value) for name, value in os.environ.items() if name.startswith("HINGECHECK_")]
