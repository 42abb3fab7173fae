"""Which video goes into which folder of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from ...errors import HingecheckError
from ...plain_text import safe_name
from ...sources.files.fingerprint import sha256_of
from ...sources.files.regular import real_path
from ..result_folder import reported_content
from .folder import INDEX, MARK_NAME, RESULTS, SUMMARY, DoneMark
from .folder_lock import LOCK_NAME

#: Names in a batch's folder that no video can have.
TAKEN = frozenset({RESULTS, SUMMARY, INDEX, LOCK_NAME})


def assign_names(videos: Sequence[Path], marks: Mapping[str, DoneMark], folder: Path) -> dict[Path, str]:
    """A folder's name for each video.

    A video keeps the folder it has, also where it was moved or renamed, be it to a name that was another's: the
    folder's mark knows its content, and what was at its old path is gone, or another. Otherwise it gets its own name;
    where that is another video's, a number behind it. A folder of that name that is marked for another path, a
    copy's, is its own too. A folder without a mark that holds the report of another recording, of `check` or of a
    live session, is nobody's here.

    Parameters
    ----------
    videos : sequence of Path
        In a fixed order, so that a batch that was interrupted goes on with the same names.
    marks : mapping
        Folder → what it was made from.
    folder : Path
        Where the folders lie.

    Returns
    -------
    dict
        Video → name, in the order of `videos`.
    """
    by_path = {mark.video: name for name, mark in marks.items()}
    names = {video: by_path[own] for video in videos if (own := str(real_path(video))) in by_path}
    unsure = [video for video in videos if video not in names or _changed_since(video, folder / names[video])]
    for video, name in _by_content(unsure, marks).items():
        names = {kept: its for kept, its in names.items() if its != name}  # another file is at its old path
        names[video] = name
    used = {name.casefold() for name in (*names.values(), *TAKEN)}
    others = {name.casefold(): (name, mark) for name, mark in marks.items() if name.casefold() not in used}
    for video in videos:
        if video not in names:
            names[video] = _free_name(video, used, others, folder)
            used.add(names[video].casefold())
    return {video: names[video] for video in videos}


def _changed_since(video: Path, folder: Path) -> bool:
    """Whether a file may be another than the one its folder's mark was written of.

    Where a rename leaves no trace in the file's times, as on Windows, it does not show. Hashing every video here,
    one after the other, would cost a batch of many more than all else that it does again.
    """
    try:
        return video.stat().st_ctime >= (folder / MARK_NAME).stat().st_mtime
    except OSError:
        return True


def _by_content(videos: Sequence[Path], marks: Mapping[str, DoneMark]) -> dict[Path, str]:
    """The folder of each video whose content is marked: its own path's, else that of one who is no longer there."""
    found: dict[Path, str] = {}
    for video in videos if marks else ():
        content, own = _content(video), str(real_path(video))
        holding = {name: mark.video for name, mark in marks.items() if mark.sha256 == content}
        for name, path in sorted(holding.items(), key=lambda each: each[1] != own):
            if name not in found.values() and (path == own or _content(Path(path)) != content):
                found[video] = name
                break
    return found


def _content(video: Path) -> str | None:
    with suppress(HingecheckError):
        return sha256_of(video)
    return None


def _free_name(video: Path, used: set[str], others: Mapping[str, tuple[str, DoneMark]], folder: Path) -> str:
    content: str | None = None
    stem = safe_name((video if video.name not in ("", "..") else real_path(video)).stem)
    for number in count(1):
        name = stem if number == 1 else f"{stem}-{number}"
        key = name.casefold()  # some file systems do not tell "Set" from "set"
        if key in used:
            continue
        there = others[key][1].sha256 if key in others else reported_content(folder / name)
        if there is None:
            return name
        if content is None:
            content = _content(video)
        if there == content:
            return others[key][0] if key in others else name
    raise AssertionError
