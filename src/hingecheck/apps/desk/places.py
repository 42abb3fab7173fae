"""The desk's folder: where each lifter's videos, results and the queue lie, and names that stay inside it.

::

    DESK/lifters/LIFTER/videos/NAME.mp4      as they were dropped in
    DESK/lifters/LIFTER/results/NAME/…       a result's folder, see `apps.result_folder`, with notes.txt
    DESK/queue/NUMBER.json                   what is still to be checked, oldest first
    DESK/limits.toml                         limits that were changed in the settings
    DESK/.lock                               held by the desk that is open

`hingecheck batch …/videos --out …/results` may run beside it: whoever writes there
holds that folder's own lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...core.rules.limits import Limits
from ...errors import InputError
from ...plain_text import safe_name
from ...sources.files.config import load_limits
from ..outputs import make_folder, write_text
from ..result_folder import OUTPUTS, REPORT

NOTES = "notes.txt"
#: Notes longer than this are no notes.
MAX_NOTES = 20_000
#: The folders that make a desk.
LIFTERS, QUEUE, LIMITS = "lifters", "queue", "limits.toml"


@dataclass(frozen=True, slots=True)
class SetPlace:
    """One set of one lifter, by the names in its address."""

    lifter: str
    name: str


class Desk:
    """Finds its way in a desk's folder; every name from outside is made one that stays inside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        make_folder(self.folder / LIFTERS)
        make_folder(self.folder / QUEUE)

    @property
    def queue(self) -> Path:
        """What is still to be done."""
        return self.folder / QUEUE

    @property
    def limits_file(self) -> Path:
        """Limits that were changed; missing where none were."""
        return self.folder / LIMITS

    def limits(self) -> Limits:
        """The limits in force.

        Raises
        ------
        ConfigError
            Somebody wrote a mistake into the file.
        """
        return load_limits(self.limits_file if self.limits_file.is_file() else None)

    def lifters(self) -> list[str]:
        """Everybody who has a folder, by name."""
        return sorted(path.name for path in (self.folder / LIFTERS).iterdir() if path.is_dir())

    def videos_of(self, lifter: str) -> Path:
        """Where a lifter's videos lie."""
        return self._lifter(lifter) / "videos"

    def results_of(self, lifter: str) -> Path:
        """Where a lifter's results lie."""
        return self._lifter(lifter) / "results"

    def sets_of(self, lifter: str) -> list[SetPlace]:
        """A lifter's sets that have a report, the newest first."""
        results = self.results_of(lifter)
        if not results.is_dir():
            return []
        reports = [path for path in results.glob(f"*/{OUTPUTS[REPORT].file}") if not path.parent.is_symlink()]
        newest = sorted(reports, key=lambda path: path.stat().st_mtime, reverse=True)
        return [SetPlace(lifter, path.parent.name) for path in newest]

    def sets(self) -> Iterator[SetPlace]:
        """Every set of every lifter."""
        for lifter in self.lifters():
            yield from self.sets_of(lifter)

    def result(self, place: SetPlace) -> Path:
        """A set's folder.

        Raises
        ------
        InputError
            There is none of this name.
        """
        folder = self.results_of(place.lifter) / safe_name(place.name)
        if folder.name != place.name or not folder.is_dir() or folder.is_symlink():
            raise InputError("{lifter}, {name}: no such set.", lifter=place.lifter, name=place.name)
        return folder

    def file(self, place: SetPlace, name: str) -> Path:
        """A file of a set.

        Raises
        ------
        InputError
            There is none of this name.
        """
        path = self.result(place) / safe_name(name)
        if path.name != name or not path.is_file() or path.is_symlink():
            raise InputError(
                "{lifter}, {name}, {file}: no such file.", lifter=place.lifter, name=place.name, file=name
            )
        return path

    def notes(self, place: SetPlace) -> str:
        """What was noted of a set."""
        path = self.result(place) / NOTES
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    def note(self, place: SetPlace, text: str) -> None:
        """Keep what was noted of a set."""
        write_text(self.result(place) / NOTES, text[:MAX_NOTES].replace("\r\n", "\n"))

    def _lifter(self, lifter: str) -> Path:
        return self.folder / LIFTERS / safe_name(lifter, "me")
