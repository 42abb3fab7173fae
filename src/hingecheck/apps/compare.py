"""Compare two recordings: find each side, analyse it, hold them against each other."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ..core.comparison.compare import Comparison, Kind, compare_sides
from ..core.comparison.sides import side_of
from ..core.landmarks import Side
from ..core.phrases import N_, Phrase
from ..core.types import SetReport
from ..errors import ConfigError, NothingMeasuredError
from ..plain_text import plain_text
from ..sources.files.config import limits_sha256
from ..sources.files.regular import real_path
from ..sources.pose.backends import PoseChoice
from .check import CheckOptions, Progress, record, report_on
from .correct import REPORT_FILE, open_result, recording_of, video_of
from .corrections import with_corrections
from .recording import Recording, load_recording

#: What stands behind a name: a rep's number or a leg.
_WHICH = re.compile(r"(?P<path>.+)#(?P<which>[0-9]{1,6}|left|right)")
#: Of a result: both sides of a comparison are judged alike.
OTHER_LIMITS = N_("{side}: its own report was made by other limits than both are judged by here")


class Reading(Protocol):
    """Shows progress."""

    def reading(self, path: Path, doing: str = "reading") -> AbstractContextManager[Progress]:
        """Show progress while a recording is read."""


@dataclass(frozen=True, slots=True)
class SideName:
    """What is to be compared, as it is written: ``PATH``, ``PATH#3``, ``PATH#left``."""

    path: Path
    which: int | Side | None = None


@dataclass(frozen=True, slots=True)
class SideFound:
    """A side with all that pictures and films are made from."""

    report: SetReport
    recording: Recording
    video: Path | None  #: None where it is no longer where it was
    other_limits: bool = False  #: its own report was made by other limits than it is judged by here


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison and what it was made from."""

    comparison: Comparison
    before: SideFound
    after: SideFound


def side_name(text: str) -> SideName:
    """Read what a side is called.

    >>> side_name("set.mp4#3").which, side_name("set.mp4").which, side_name("set.mp4#left").path.name
    (3, None, 'set.mp4')
    """
    match = _WHICH.fullmatch(text)
    if match is None or Path(text).exists():
        return SideName(Path(text))
    which = match["which"]
    if which.isdecimal():
        return SideName(Path(match["path"]), int(which))
    return SideName(Path(match["path"]), "left" if which == "left" else "right")


def kind_of(before: SideName, after: SideName) -> Kind:
    """What two sides are to each other, by their names."""
    legs = {before.which, after.which} == {"left", "right"}
    return "legs" if legs and before.path == after.path else "then and now"


def compare_recordings(
    before: SideName,
    after: SideName,
    options: CheckOptions,
    reader: Reading,
    kind: Kind | None = None,
    model: PoseChoice | None = None,
) -> Compared:
    """Compare two recordings, or parts of one.

    Parameters
    ----------
    before, after : SideName
        Videos, saved poses, reports, or folders with a result in them.
    options : CheckOptions
        For what is analysed now; a result keeps what was told when it was checked.
    reader : Reading
    kind : str, optional
        What the sides are to each other; by their names if not given.
    model : PoseChoice, optional
        What finds the poses in a video.

    Raises
    ------
    ConfigError
        There is no such rep or leg.
    InputError
        One cannot be read.
    NothingMeasuredError
        One shows nobody who lifts.
    """
    found = {path: find_side(path, options, reader, model) for path in dict.fromkeys((before.path, after.path))}
    one, other = found[before.path], found[after.path]
    labels = labels_of(one.report.source.path, other.report.source.path)
    if labels[0] == labels[1] and before.path != after.path:  # two sets of one camera
        labels = labels_of(_place_of(before.path), _place_of(after.path))
    sides = [
        side_of(label, side.report.analysis, name.which)
        for label, side, name in zip(labels, (one, other), (before, after), strict=True)
    ]
    comparison = compare_sides(sides[0], sides[1], kind or kind_of(before, after))
    doubts = (
        Phrase(OTHER_LIMITS, side=label)
        for label, side in zip(labels, (one, other), strict=True)
        if side.other_limits
    )
    return Compared(replace(comparison, doubts=(*comparison.doubts, *dict.fromkeys(doubts))), one, other)


def labels_of(before: str, after: str) -> tuple[str, str]:
    """The shortest names that tell two recordings apart.

    >>> labels_of("a/set.mp4", "a/other.mp4"), labels_of("march/set.mp4", "april/set.mp4")
    (('set.mp4', 'other.mp4'), ('march/set.mp4', 'april/set.mp4'))
    """
    one, other = Path(before).parts, Path(after).parts
    if before == after:
        return one[-1], other[-1]
    count = next((n for n in range(1, max(len(one), len(other)) + 1) if one[-n:] != other[-n:]), 1)
    return "/".join(one[-count:]), "/".join(other[-count:])


def _place_of(path: Path) -> str:
    """Where a side lies, for its label: a result's folder rather than the report in it."""
    return plain_text(str(real_path(path.parent if path.name == REPORT_FILE else path)))


def find_side(path: Path, options: CheckOptions, reader: Reading, model: PoseChoice | None = None) -> SideFound:
    """Analyse what a path names; parameters and errors are those of `compare_recordings`."""
    if path.name == REPORT_FILE:
        path = path.parent
    other_limits = False
    if path.is_dir() and (path / REPORT_FILE).is_file():
        result = open_result(path)
        rate_hz = float(result.report["provenance"]["analysis_rate_hz"])
        recording, video = recording_of(result), video_of(result)
        asked = CheckOptions(rate_hz, result.facts, options.limits, result.corrections)
        other_limits = result.report["provenance"]["config_sha256"] != limits_sha256(options.limits)
    elif path.suffix == ".npz":
        recording, video = load_recording(path), None
        asked = with_corrections(options, recording, [path.parent])
    else:
        if path.suffix == ".json":
            raise ConfigError(
                "{path}: a report alone has no curves. Name its folder, as 'check --out' writes it.", path=path
            )
        with reader.reading(path) as progress:
            recording = record(path, rate_hz=options.rate_hz, model=model, progress=progress)
        video = path
        asked = with_corrections(options, recording, [path.parent])
    report = report_on(recording, asked)
    if report.analysis.stills:
        raise NothingMeasuredError("{path}: pictures show no rep to compare. Compare films.", path=path)
    return SideFound(report, recording, video, other_limits)
