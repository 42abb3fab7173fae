"""Videos found in folders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..files.regular import real_path
from .frames import is_picture, is_video, natural_key


def find_videos(paths: Iterable[Path]) -> list[Path]:
    """Every video that is meant, each once, in a fixed order.

    Parameters
    ----------
    paths : iterable of Path
        A file stands for itself, whatever its name. A folder stands for the videos in it and in its folders
        (hidden ones left out), or for itself if it holds stills and no video.

    Returns
    -------
    list of Path
        A path that does not exist is kept: reading it says what is wrong.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for video in _in_folder(path) if path.is_dir() else [path]:
            found.setdefault(real_path(video), video)
    return list(found.values())


def _in_folder(folder: Path) -> list[Path]:
    videos = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        videos += [Path(place, name) for name in files if is_video(Path(name)) and not _is_ours(Path(place, name))]
    if videos:
        return sorted(videos, key=lambda path: (natural_key(path), str(path)))
    return [folder] if any(map(is_picture, folder.iterdir())) else []


def _is_ours(path: Path) -> bool:
    """Whether a batch made it: the results may lie among the clips."""
    return path.name == "annotated.mp4" and path.with_name("report.json").exists()
