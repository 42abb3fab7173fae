"""Output paths: checked before the work begins, then written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..atomic import replacing
from ..core.phrases import Phrase, Told
from ..errors import ConfigError, InputError, OutputError, reason_of
from ..sources.files.regular import real_path

#: Standard output, as the name of an output.
STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files to write; None = not wanted."""

    json: Path | None = None  #: ``-`` is standard output
    series: Path | None = None
    html: Path | None = None
    picture: Path | None = None
    annotate: Path | None = None
    replay: bool = False  #: the worst rep in slow motion at the annotated video's end
    clip: Path | None = None
    clip_of: str = ""  #: the rep that the clip shows: "worst", or its number
    save_pose: Path | None = None
    folder: Path | None = None  #: a folder a video in here
    exports: tuple[str, ...] = ()  #: what else goes into that folder: keys of `hingecheck.reports.exports.EXPORTS`

    @property
    def files(self) -> dict[str, Path]:
        """Single files by their option."""
        named = {
            "--json": self.json,
            "--series": self.series,
            "--html": self.html,
            "--picture": self.picture,
            "--annotate": self.annotate,
            "--clip": self.clip,
            "--save-pose": self.save_pose,
        }
        return {
            option: path
            for option, path in named.items()
            if path is not None and (option, str(path)) != ("--json", STDOUT)
        }


def check_outputs(outputs: Outputs, inputs: Iterable[Path]) -> None:
    """Find out before the work, not after it, that a result has nowhere to go or would destroy something.

    Raises
    ------
    ConfigError
        An output is also an input, or two outputs are one file.
    InputError
        An output cannot be written, or the working folder is gone.
    """
    try:
        taken: dict[Path, Phrase] = {real_path(path): Phrase("an input") for path in inputs}
        for option, path in outputs.files.items():
            if str(path) == STDOUT:
                raise ConfigError("{option} -: only --json goes to standard output. Name a file.", option=option)
            place = real_path(path)
            if place in taken and not _is_device(path):
                raise ConfigError(
                    "{option} {path}: is {taken} too and would be overwritten. Name another file.",
                    option=option,
                    path=path,
                    taken=taken[place],
                )
            taken[place] = Told("the {option} file", option=option)
            _check_file(path)
        if outputs.folder is not None:
            _check_folder(outputs.folder)
    except OSError as error:
        if isinstance(error, InputError):
            raise
        raise OutputError(
            "{path}: cannot be written ({why}). Choose another name.", path=error.filename, why=reason_of(error)
        ) from None


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _check_links(path: Path) -> None:
    if real_path(path).is_symlink():
        raise OutputError("{path}: is a link that leads in a circle. Choose another name.", path=path)


def _check_file(path: Path) -> None:
    _check_links(path)
    if path.is_dir():
        raise OutputError("{path}: is a folder; name a file to write.", path=path)
    parent = path.absolute().parent
    if not parent.is_dir():
        raise OutputError("{path}: the folder {parent} does not exist. Make it first.", path=path, parent=parent)
    if not os.access(path if _is_device(path) else parent, os.W_OK):
        raise OutputError("{path}: no permission to write there. Choose another place.", path=path)


def _check_folder(folder: Path) -> None:
    """The nearest folder above must be there and take new folders."""
    _check_links(folder)
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise OutputError("{folder}: {place} is a file; --out takes a folder.", folder=folder, place=place)
    if not os.access(place, os.W_OK):
        raise OutputError(
            "{folder}: no permission to write in {place}. Choose another place.", folder=folder, place=place
        )


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises
    ------
    OutputError
        It cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            "{path}: cannot be made ({why}). Choose another place.", path=path, why=reason_of(error)
        ) from None


def write_text(path: Path, text: str) -> None:
    """Write a whole file or none.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file or none.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    try:
        with replacing(path) as file:
            file.write(content)
    except OSError as error:
        raise OutputError(
            "{path}: cannot be written ({why}). Choose another place.", path=path, why=reason_of(error)
        ) from None
