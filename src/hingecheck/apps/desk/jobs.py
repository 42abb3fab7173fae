"""The queue on disk: a file a video that is still to be checked, so that a desk that was killed goes on."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from ...core.known_facts import KnownFacts
from ...errors import ConfigError
from ...languages.table import ENGLISH
from ..outputs import write_text

Status = Literal["waiting", "working", "done", "failed"]


@dataclass(frozen=True, slots=True)
class DeskJob:
    """A video to be checked, and how that goes."""

    number: str  #: its file's name in the queue: grows with time
    lifter: str
    video: str  #: absolute
    told: Mapping[str, Any] = field(default_factory=dict)  #: given `KnownFacts` by name
    status: Status = "waiting"
    problem: str = ""  #: what went wrong, in words
    result: str = ""  #: name of the result's folder
    language: str = ENGLISH.code  #: of its page, as the one who sent it reads
    share: float = 0.0  #: of the reading that is done; not kept

    @property
    def facts(self) -> KnownFacts:
        """What was told."""
        return KnownFacts(**self.told)


def new_number() -> str:
    """A number that sorts behind all before it."""
    return f"{time.time_ns():020d}-{secrets.token_hex(2)}"


class JobQueue:
    """Jobs in a folder, each a file that is written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()  #: no job is begun and forgotten at once

    def put(self, job: DeskJob) -> None:
        """Keep a job as it is now.

        Raises
        ------
        OutputError
            The file cannot be written.
        """
        kept = {name: value for name, value in asdict(job).items() if name not in ("number", "share")}
        write_text(self._path(job.number), json.dumps(kept, ensure_ascii=False, indent=1) + "\n")

    def jobs(self) -> list[DeskJob]:
        """All jobs, the oldest first; damaged files are left out."""
        found = (self._read(path) for path in sorted(self._folder.glob("*.json")))
        return [job for job in found if job is not None]

    def begin_next(self) -> DeskJob | None:
        """The oldest that waits, under way from now on; None where none does.

        Raises
        ------
        OutputError
            Its file cannot be written: it waits on.
        """
        with self._lock:
            job = next((job for job in self.jobs() if job.status == "waiting"), None)
            if job is None:
                return None
            begun = replace(job, status="working")
            self.put(begun)
            return begun

    def recover(self) -> None:
        """Have what was under way when a desk was killed done again. For the holder of the lock alone."""
        for job in self.jobs():
            if job.status == "working":
                self.put(replace(job, status="waiting"))
        for part in self._folder.glob(".*.part"):
            part.unlink(missing_ok=True)

    def forget(self, number: str) -> None:
        """Take a job that waits, is done or failed out of the queue.

        Raises
        ------
        ConfigError
            There is none of this number, or it is under way.
        """
        with self._lock:
            job = next((one for one in self.jobs() if one.number == number), None)
            if job is None or job.status == "working":
                raise ConfigError("no such entry, or it is under way: wait until it has ended.")
            self._path(job.number).unlink(missing_ok=True)

    def _path(self, number: str) -> Path:
        return self._folder / f"{number}.json"

    def _read(self, path: Path) -> DeskJob | None:
        known = {one.name for one in fields(DeskJob)} - {"number", "share"}
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            job = DeskJob(path.stem, **{name: value for name, value in plain.items() if name in known})
            _ = job.facts
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return None
        return job
