"""Corrections by hand, found beside a recording's results and laid on what is asked of a check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ..core.corrections import Corrections
from ..errors import ConfigError
from ..sources.files.corrections import FILE_NAME, read_corrections
from .check import CheckOptions
from .recording import Recording


def corrections_in(folder: Path, sha256: str) -> Corrections:
    """What was corrected in a result's folder; nothing where its file is missing, or of another video.

    Raises
    ------
    InputError, ConfigError
        The file is damaged.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Corrections()
    of, corrections = read_corrections(path)
    return corrections if of == sha256 else Corrections()


def with_corrections(
    options: CheckOptions, recording: Recording, folders: Iterable[Path], named: Path | None = None
) -> CheckOptions:
    """What is asked of a check, with the corrections that there are of this recording.

    Parameters
    ----------
    options : CheckOptions
    recording : Recording
    folders : iterable of Path
        Where a file of corrections may lie, the most telling first; one of another video is passed over.
    named : Path, optional
        A file that was named: it must be of this recording.

    Raises
    ------
    InputError, ConfigError
        A file is damaged, or the named one is of another video.
    """
    sha256 = recording.source.sha256
    if named is not None:
        of, corrections = read_corrections(named)
        if of != sha256:
            raise ConfigError(
                "{named}: these corrections are of another video than {path}.",
                named=named,
                path=recording.source.path,
            )
        return replace(options, corrections=corrections)
    for folder in dict.fromkeys(folders):
        if found := corrections_in(folder, sha256):
            return replace(options, corrections=found)
    return options
