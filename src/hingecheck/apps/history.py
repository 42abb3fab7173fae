"""A lifter's sets over time, from a folder of saved reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any

from ..core.lifts import MovementName, row_of
from ..core.phrases import Phrase, Told
from ..errors import InputError
from ..reports.history_text import PastSet
from ..reports.json_report import READABLE
from ..reports.summary import SetLine, lifts_in, line_of, of_lift
from ..sources.files.regular import real_path
from ..sources.files.report_index import digests
from ..sources.video.frames import natural_key

#: Version of what the index keeps of a report; another number makes it anew.
KIND = "set-lines/6"
#: A folder of this name is in its lifter's: the desk keeps videos so.
VIDEOS = "videos"
#: A day in a name; some phones write the time of day right behind it: VID20250314182033.
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?=(?:\d{6})?(?!\d))")


def past_sets(folder: Path, lift: MovementName | None = None) -> tuple[list[PastSet], list[str], list[str]]:
    """Every set that was reported into a folder, oldest first; of reports of one recording the newest alone counts.

    Parameters
    ----------
    folder : Path
        What ``check --out`` or ``batch --out`` wrote, or a folder of such.
    lift : str, optional
        Only this lift.

    Returns
    -------
    sets : list of PastSet
    unread : list of str
        Paths inside `folder` of ``report.json`` files that are damaged.
    older : list of str
        Paths of those whose recording has a newer one.

    Raises
    ------
    InputError
        There is no report.
    """
    if not folder.is_dir():
        raise InputError(
            "{folder}: no such folder. Name one that 'check --out' or 'batch --out' wrote.", folder=folder
        )
    kept, unread = digests(folder, _digest, KIND)
    newest = _newest(kept)
    sets = []
    for path, plain in kept.items():
        for each in plain["lines"] if path in newest else ():
            line = SetLine(**{**each, "name": _name_in(folder, path)})
            if lift is None or line.facts["lift"] == lift:
                sets.append(PastSet(day_of(line.video, plain["created"], PurePath(path).parent.as_posix()), line))
    if not sets:
        raise InputError(
            "{folder}: no report{of} in there{damaged}. Make some: hingecheck batch CLIPS --out {folder}",
            folder=folder,
            of=Phrase(" of any {lift}", lift=row_of(lift).title) if lift else "",
            damaged=Told(" ({n} cannot be read: {first})", n=len(unread), first=unread[0]) if unread else "",
        )
    return sorted(sets, key=lambda past: (past.day, _in_order(past.line.name))), unread, sorted(kept.keys() - newest)


def _newest(kept: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The path of each recording's newest report, the first by its name of those made at once: copies."""
    ordered = sorted(sorted(kept, key=_in_order, reverse=True), key=lambda path: str(kept[path]["created"]))
    return set({kept[path]["recording"]: path for path in ordered}.values())


def _name_in(folder: Path, path: str) -> str:
    """A set's name by where its report lies; the folder's own where it lies right in it."""
    inside = PurePath(path).parent
    return inside.as_posix() if inside.parts else real_path(folder).name


def _in_order(name: str) -> tuple[object, ...]:
    """Sort key of a set's folder, in which ``set-2`` comes before ``set-10`` wherever in the path they are."""
    return tuple(natural_key(Path(part)) for part in PurePath(name).parts)


def _digest(report: Mapping[str, Any]) -> Mapping[str, Any]:
    if report["schema"] not in READABLE:
        raise KeyError("schema")
    lines = [asdict(line_of("", of_lift(report, lift))) for lift in lifts_in(report)]
    created, source = report["provenance"]["created"], report["source"]
    if not all(isinstance(text, str) for text in (created, source["path"], source["sha256"])):
        raise TypeError("a report whose texts are none")
    # the sets of a live session that a file played have its sha256 in common
    recording = f"{source['sha256']} {source['duration_s']}"
    return {"lines": lines, "created": created, "recording": recording}


def lifter_of(video: str) -> str:
    """Whose set it is: the folder that the video lies in, or the one above where that is a day, or the desk's own.

    >>> lifter_of("/clips/anna/VID_1.mp4"), lifter_of("/clips/anna/2025-03-16/set 1.mp4"), lifter_of("clip.mp4")
    ('anna', 'anna', '')
    >>> lifter_of("/desk/lifters/anna/videos/set 1.mp4")
    'anna'
    """
    above = [part for part in PurePath(video).parts[:-1] if not _DAY.search(part) and part != PurePath(video).anchor]
    if above and above[-1] == VIDEOS:
        above.pop()
    return above[-1] if above else ""


def day_of(video: str, created: str, result: str = "") -> str:
    """When a set was done: the day in the video's name or a folder above it, or the result's, else of the report.

    Parameters
    ----------
    video : str
        Its path.
    created : str
        When the report was made.
    result : str
        Path of the report's folder inside the one that is looked through.

    Examples
    --------
    >>> day_of("anna/VID_20250314_1820.mp4", "2026-01-02T10:00:00+00:00")
    '2025-03-14'
    >>> day_of("2025-03-16/set 1.mp4", ""), day_of("clip.mp4", "2026-01-02T10:00:00+00:00")
    ('2025-03-16', '2026-01-02')
    >>> day_of("clip.mp4", "2026-01-02T10:00:00+00:00", "2026-01-01/set")
    '2026-01-01'
    """
    for part in (*reversed(PurePath(video).parts), *reversed(PurePath(result).parts)):
        for match in _DAY.finditer(part):
            try:
                return date(*map(int, match.groups())).isoformat()
            except ValueError:
                continue
    return report_day(created)


def report_day(created: str) -> str:
    """The day on which a report was made where we are; its own time is UTC."""
    try:
        return datetime.fromisoformat(created).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):
        return created[:10]
