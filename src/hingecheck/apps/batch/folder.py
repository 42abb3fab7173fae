"""The folder a batch writes: a folder a video, and what is made of them all.

::

    DIR/NAME/…                                                the video's files, see `apps.result_folder`
    DIR/NAME/batch.json                                       written last: of which content, with which settings
    DIR/results.jsonl                                         a report a line, appended as each ends
    DIR/summary.csv index.html                                a line a video
    DIR/.lock                                                 held by the batch that is writing

Only the batch's own process writes here, each file whole or not at all. `batch.json` goes before a video's
files change and comes after them, so a folder with one is complete, and one without is done again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ...atomic import replacing
from ...errors import HingecheckError, OutputError, reason_of
from ...reports.summary import SetLine, failed_line, line_of, to_csv
from ...sources.files.fingerprint import sha256_of, sha256_of_value
from ..annotate import AnnotatedVideo
from ..history import day_of, lifter_of
from ..outputs import write_text
from ..result_folder import ALWAYS, COVER, FILM, OUTPUTS, POSES, REPORT, own_folder, write_files

MARK_NAME = "batch.json"
SCHEMA = "hingecheck.batch/1"
FILM_FILE, POSES_FILE, REPORT_FILE, COVER_FILE = (OUTPUTS[name].file for name in (FILM, POSES, REPORT, COVER))
#: A video's files; those it does not get are removed when it is done again.
FILES = tuple(output.file for output in OUTPUTS.values())
#: Without these a report is not complete.
NEEDED = tuple(OUTPUTS[name].file for name in ALWAYS)
RESULTS, SUMMARY, INDEX = "results.jsonl", "summary.csv", "index.html"


@dataclass(frozen=True, slots=True)
class DoneMark:
    """What a video's folder was made from."""

    video: str  #: its path, absolute
    sha256: str  #: of its content
    settings: str  #: fingerprint of all else that the report depends on, the version among it
    poses: str  #: fingerprint of what the poses depend on besides the content
    status: int  #: 0, 3 or 4, as the exit status of a check
    problem: str  #: in words; empty where there is a report
    digests: Mapping[str, str] = field(default_factory=dict)  #: of the files it vouches for: name → sha256
    film: str = ""  #: of the annotated video, as `film_mark` gives it; empty where there is none
    by_hand: str = ""  #: fingerprint of what was corrected by hand
    spoken: str = ""  #: the languages of its texts, as `spoken_here` gives them
    given: str = ""  #: the video's path as it was given; reports and tables show that

    def __post_init__(self) -> None:
        """See that a mark read from a file is one.

        Raises
        ------
        TypeError
            Something in it is of another type.
        """
        others = {"status", "digests"}
        whole = all(isinstance(getattr(self, name), str) for name in set(self.__slots__) - others)
        whole = whole and isinstance(self.digests, dict)
        if not whole or type(self.status) is not int:
            raise TypeError("a mark of other types")


def film_mark(film: AnnotatedVideo, spoken: str) -> str:
    """Fingerprint of an annotated video: how it was asked for, and in which languages."""
    return sha256_of_value((asdict(film), spoken))


class BatchFolder:
    """Reads and writes a batch's folder; see the module."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def marks(self) -> dict[str, DoneMark]:
        """Every complete video's mark, by the name of its folder, in natural order."""
        from ...sources.video.frames import natural_key

        folders = sorted((p for p in self.path.iterdir() if p.is_dir()), key=natural_key)
        return {folder.name: mark for folder in folders if (mark := _read_mark(folder)) is not None}

    def store(self, name: str, mark: DoneMark, files: Mapping[str, bytes]) -> None:
        """Put a video's files in the place of those that were there.

        Parameters
        ----------
        name : str
        mark : DoneMark
            Files whose digest it has stay where there is no new one.
        files : mapping
            Name → content.

        Raises
        ------
        OutputError
            One cannot be written; the video counts as not done.
        """
        folder = self.path / name
        own_folder(folder)
        _remove(folder / MARK_NAME)
        for old in set(FILES) - {*files, *mark.digests}:
            _remove(folder / old)
        write_files(folder, files.items())
        mark = replace(mark, digests={**mark.digests, **{file: _sha256(content) for file, content in files.items()}})
        write_text(folder / MARK_NAME, _mark_text(mark))
        if REPORT_FILE in files:
            self._append(json.loads(files[REPORT_FILE]))

    def _append(self, report: Mapping[str, Any]) -> None:
        path = self.path / RESULTS
        try:
            with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(_line(report))
        except OSError as error:
            raise OutputError(
                "{path}: cannot be written ({why}). Choose another place.", path=path, why=reason_of(error)
            ) from None

    def tidy(self) -> None:
        """Clear away what a batch that was killed left half done. For the holder of the lock alone."""
        for place in (self.path, *(p for p in self.path.iterdir() if p.is_dir())):
            for part in place.glob(".*.part"):
                _remove(part)

    def conclude(self) -> list[SetLine]:
        """Write what is made of all videos, from their folders: in order, whatever the order they ended in."""
        from ...reports.index_page import to_html

        lines: list[SetLine] = []
        try:
            with replacing(self.path / RESULTS) as file:
                for name, mark, report in self._all():
                    if report is None:
                        lines.append(failed_line(name, mark.given or mark.video, mark.status, mark.problem))
                    else:
                        file.write(_line(report).encode("utf-8", "backslashreplace"))
                        lines.append(self._line(name, mark, report))
        except OSError as error:
            raise OutputError(
                "{path}: cannot be written ({why}).", path=self.path / RESULTS, why=reason_of(error)
            ) from None
        write_text(self.path / SUMMARY, to_csv(lines))
        write_text(self.path / INDEX, to_html(lines))
        return lines

    def _line(self, name: str, mark: DoneMark, report: Mapping[str, Any]) -> SetLine:
        film, cover = (file if (self.path / name / file).exists() else "" for file in (FILM_FILE, COVER_FILE))
        day = day_of(mark.video, report["provenance"]["created"])
        return replace(line_of(name, report), film=film, cover=cover, lifter=lifter_of(mark.video), day=day)

    def _all(self) -> Iterator[tuple[str, DoneMark, dict[str, Any] | None]]:
        for name, mark in self.marks().items():
            if mark.status:
                yield name, mark, None
                continue
            with suppress(OSError, ValueError):  # somebody changed it meanwhile: the next batch does it again
                yield name, mark, json.loads((self.path / name / REPORT_FILE).read_text(encoding="utf-8"))


def _read_mark(folder: Path) -> DoneMark | None:
    """The mark of a folder that is complete."""
    try:
        text = (folder / MARK_NAME).read_text(encoding="utf-8")
        plain = json.loads(text)
        mark = DoneMark(**{name: plain[name] for name in DoneMark.__slots__})
        if text != _mark_text(mark):  # of another version, or damaged in a place that reads well
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    needed = dict.fromkeys(NEEDED if not mark.status else (), "") | dict(mark.digests)
    return mark if all(_is(folder / name, digest) for name, digest in needed.items()) else None


def _mark_text(mark: DoneMark) -> str:
    """A mark as it is written, with its own digest."""
    plain = {"schema": SCHEMA, **asdict(mark)}
    return json.dumps({**plain, "digest": sha256_of_value(plain)}, indent=2) + "\n"


def _is(path: Path, digest: str) -> bool:
    """Whether a file is there and, where its digest is known, holds what it held."""
    try:
        return path.is_file() and (not digest or sha256_of(path) == digest)
    except (OSError, HingecheckError):
        return False


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _line(report: Mapping[str, Any]) -> str:
    return json.dumps(report, allow_nan=False, ensure_ascii=False) + "\n"


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError("{path}: cannot be removed ({why}).", path=path, why=reason_of(error)) from None
