"""Frames in order with their times, from a video file, a still or a folder of stills."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

from ...core.types import Frame
from ...errors import InputError, reason_of
from ..files.regular import check_regular, no_such_file

#: File names that are read as one picture.
STILL_SUFFIXES = frozenset(
    {*(".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"), *(".avif", ".heic", ".heif")}
)
#: File names that are taken for videos where a folder is searched.
VIDEO_SUFFIXES = frozenset(
    {
        *(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".flv", ".3gp", ".3g2"),
        *(".mts", ".m2ts", ".ts", ".ogv", ".mjpeg", ".vob", ".gif"),
    }
)


class FrameSource(Protocol):
    """A recording that can be read frame by frame, in order, as often as wanted.

    The numbers describe the reading under way or just done; before the first frame they are estimates.
    """

    @property
    def path(self) -> Path:
        """The file or folder that was given."""

    @property
    def width(self) -> int:
        """Width of the upright picture, pixels."""

    @property
    def height(self) -> int:
        """Height of the upright picture, pixels."""

    @property
    def frame_rate_hz(self) -> float | None:
        """The file's own mean rate; None for stills."""

    @property
    def time_hint(self) -> float | None:
        """How fast it plays by its metadata: 0.125 where 240 frames a second were filmed and 30 are shown.

        None where they say nothing of it.
        """

    @property
    def expected_frames(self) -> int | None:
        """About how many frames the file holds. For progress bars only: containers get it wrong."""

    @property
    def frames_read(self) -> int:
        """Frames of the file passed so far, the skipped ones included."""

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last one passed."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong without stopping the reading, in words for the user."""

    def frames(self, rate_hz: float | None, longest_px: int | None = None) -> Iterator[Frame]:
        """Yield the frames in order, at most `rate_hz` a second on average, or all where it is None.

        Time starts at 0 and strictly increases. `Frame.index` counts the skipped frames too. Pictures whose long
        side is over `longest_px` come shrunk to it: their full size never waits in memory.
        """

    def chosen(self, indices: Collection[int], longest_px: int | None = None) -> Iterator[Frame]:
        """Yield the frames whose `Frame.index` is in `indices`, in order, without converting the others."""


def open_frames(path: Path) -> FrameSource:
    """Open a video file, a still or a folder of stills; the first frame is read to see that it can be.

    Raises
    ------
    InputError
        There is nothing at `path`, or no picture can be read from it.
    """
    from .still_files import is_still
    from .stills import Stills
    from .video_file import VideoFile

    path = Path(path)
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError:
        # OpenCV ends the whole process on such a name.
        shown = os.fspath(path).encode("utf-8", "replace").decode()
        raise InputError(
            "{shown}: the name is not valid UTF-8 text. Rename it, then try again.", shown=shown
        ) from None
    try:
        if path.is_dir():
            return Stills(path, stills_in(path))
        if not path.exists():
            raise no_such_file(path)
        _check_readable(path)
    except PermissionError:
        raise InputError("{path}: no permission to read it. Change its permissions or copy it.", path=path) from None
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise InputError("{path}: cannot be read ({why}).", path=path, why=reason_of(error)) from None
    return Stills(path, (path,)) if is_still(path) else VideoFile(path)


def is_picture(path: Path) -> bool:
    """Whether a file in a folder of stills is one of them, by its name; hidden ones are none."""
    return path.suffix.lower() in STILL_SUFFIXES and not path.name.startswith(".") and path.is_file()


def is_video(path: Path) -> bool:
    """Whether a file in a folder is taken for a video, by its name; hidden ones are not."""
    return path.suffix.lower() in VIDEO_SUFFIXES and not path.name.startswith(".")


def stills_in(folder: Path) -> tuple[Path, ...]:
    """The pictures of a folder of stills, in natural order of their names.

    Raises
    ------
    InputError
        There is none in it.
    """
    pictures = [path for path in folder.iterdir() if is_picture(path)]
    if not pictures and (films := sum(map(is_video, folder.iterdir()))):
        raise InputError(
            "{folder}: a folder with {films} videos. All of them: 'hingecheck batch {folder} --out results'; or name "
            "one of them.",
            folder=folder,
            films=films,
        )
    if not pictures:
        raise InputError(
            "{folder}: a folder without pictures (looked for {choices}). Give a video file, or a folder of stills.",
            folder=folder,
            choices=" ".join(sorted(STILL_SUFFIXES)),
        )
    return tuple(sorted(pictures, key=natural_key))


def natural_key(path: Path) -> tuple[tuple[str | int, ...], str]:
    """Sort key that puts ``frame2`` before ``frame10``.

    >>> [p.name for p in sorted([Path("f10.png"), Path("f2.png")], key=natural_key)]
    ['f2.png', 'f10.png']
    """
    # Splitting at digits alternates text and number, so equal places always compare equal kinds.
    parts = re.split(r"([0-9]+)", path.name.lower())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), path.name


def _check_readable(path: Path) -> None:
    check_regular(path)
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except PermissionError:
        raise
    except OSError as error:
        raise InputError("{path}: cannot be read ({why}).", path=path, why=reason_of(error)) from None
    if empty:
        raise InputError("{path}: the file is empty. Copy or record it again.", path=path)
