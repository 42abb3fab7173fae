"""The files of a recording's result: one table of what there is, each made as bytes; one function that writes them.

`check`, `batch` and `live` make the same files from it::

    DIR/NAME/poses.npz                                        what was seen, kept where nothing could be measured too
    DIR/NAME/report.json series.csv report.html cover.jpg     what was found
    DIR/NAME/series.parquet landmarks.trc angles.mot series.npz annotated.mp4      where that was asked for
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from ..core.types import SetReport
from ..errors import InputError, OutputError
from ..reports.commentary import Commentary
from ..reports.exports import EXPORTS
from ..reports.html import Gallery, to_html
from ..reports.json_report import to_json
from ..reports.series_csv import to_csv
from .annotate import AnnotatedVideo, annotated_bytes
from .outputs import make_folder, write_bytes
from .page_film import playing
from .pages import FROM_POSES, key_frames
from .recording import Recording, load_recording, pack_recording


@dataclass(frozen=True)
class CheckedRecording:
    """A recording and its report: all that files are made from."""

    recording: Recording
    report: SetReport
    video: Path | None = None  #: where pictures come from, to be read again
    home: Path | None = None  #: where the video stays, if `video` is a copy to read
    no_video: str = FROM_POSES  #: why there are none without it
    film: AnnotatedVideo = field(
        default_factory=AnnotatedVideo
    )  #: how the annotated video is to be, where it is asked for

    @cached_property
    def gallery(self) -> Gallery:
        """The key frames; the video is read again when they are first wanted, and once."""
        return key_frames(self.report, self.recording, self.video, self.no_video)


@dataclass(frozen=True, slots=True)
class Output:
    """A row of the table."""

    file: str  #: its name in the folder
    make: Callable[[CheckedRecording, Path], bytes]  #: its content, given the folder that it will lie in
    #: with every report, with every one that has pictures, or where it is asked for by its name
    written: Literal["always", "pictured", "asked"] = "always"


def _export(kind: str) -> Output:
    return Output(EXPORTS[kind].file, lambda result, _: EXPORTS[kind].write(result.report.analysis), "asked")


def _film(result: CheckedRecording, _: Path) -> bytes:
    assert result.video is not None
    return annotated_bytes(result.report, result.recording, result.video, result.film)


def _series(result: CheckedRecording, _: Path) -> bytes:
    track = result.recording.lifter.track
    return to_csv(result.report.analysis, track.time_s, track.frame_index).encode("utf-8")


def _page(result: CheckedRecording, folder: Path) -> bytes:
    played = playing(result.report, result.recording, result.video, folder, result.home)
    return to_html(result.report, result.gallery, played).encode("utf-8")


def _cover(result: CheckedRecording, _: Path) -> bytes:
    """The bottom of the rep with the worst fault, else of the first; nothing where there is no picture."""
    worst = Commentary(result.report.analysis).worst()
    frames = [frame for frame in result.gallery.frames if frame.jpeg is not None]
    chosen = [frame for frame in frames if worst is not None and frame.moment.rep == worst.rep] or frames
    return chosen[0].jpeg or b"" if chosen else b""


#: The poses, which need no report: saved before the analysis, so that nothing that goes wrong in it loses them.
POSES = "poses"
#: The report of the contract, which all others can be found by.
REPORT = "report"
#: The page.
PAGE = "page"
#: The annotated video.
FILM = "film"
#: A picture for lists of results.
COVER = "cover"
#: Every file of a result, by name, in the order they are made. An output more is a function and a row.
OUTPUTS: Mapping[str, Output] = {
    POSES: Output("poses.npz", lambda result, _: pack_recording(result.recording)),
    REPORT: Output("report.json", lambda result, _: (to_json(result.report, indent=2) + "\n").encode("utf-8")),
    "series": Output("series.csv", _series),
    PAGE: Output("report.html", _page),
    COVER: Output("cover.jpg", _cover, "pictured"),
    **{kind: _export(kind) for kind in EXPORTS},
    FILM: Output("annotated.mp4", _film, "asked"),
}
#: Those that a result is not complete without.
ALWAYS = tuple(name for name, output in OUTPUTS.items() if output.written == "always")
#: Those that are made of every report, once the poses are saved.
OF_REPORT = tuple(name for name, output in OUTPUTS.items() if output.written != "asked" and name != POSES)


def pose_files(recording: Recording) -> Iterator[tuple[str, bytes]]:
    """What there is before the analysis: file name and content."""
    yield OUTPUTS[POSES].file, pack_recording(recording)


def result_files(result: CheckedRecording, names: Iterable[str], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Make files of a result, one after the other.

    Parameters
    ----------
    result : CheckedRecording
    names : iterable of str
        Keys of `OUTPUTS`.
    folder : Path
        Where they will lie: a page names a film that lies beside it from there.

    Yields
    ------
    file, content : str, bytes
        In the order of the table; a cover only where there is a picture.

    Raises
    ------
    InputError, OutputError, ConfigError
        The annotated video could not be made, see `annotate`.
    """
    wanted = set(names)
    for name, output in OUTPUTS.items():
        if name in wanted and (content := output.make(result, folder)):
            yield output.file, content


def reported_content(folder: Path) -> str | None:
    """The sha256 of the recording that a folder's result is of: by its report, else by its poses.

    There are poses alone of a recording in which nothing could be measured. None where neither can be read.
    """
    try:
        return str(json.loads((folder / OUTPUTS[REPORT].file).read_text(encoding="utf-8"))["source"]["sha256"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    poses = folder / OUTPUTS[POSES].file
    try:
        return load_recording(poses).source.sha256 if poses.exists() else None
    except (OSError, InputError):
        return None


def own_folder(folder: Path) -> None:
    """Make a result's folder where it is missing.

    Raises
    ------
    OutputError
        It cannot be made, or is a link: what lies behind it is not ours to write.
    """
    if folder.is_symlink():
        raise OutputError("{folder}: is a link, which would be written through. Take it away first.", folder=folder)
    make_folder(folder)


def write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Put files into a folder, which is made where it is missing; each is written whole or not at all.

    Parameters
    ----------
    folder : Path
    files : iterable of (str, bytes)
        Name and content; each is written before the next is made.

    Raises
    ------
    OutputError
        One cannot be written, or the folder is a link.
    """
    own_folder(folder)
    for name, content in files:
        write_bytes(folder / name, content)
