"""Videos that are dropped in: streamed to disk, whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from ...errors import ConfigError, OutputError
from ...plain_text import safe_name
from ...reports.desk.words import say
from ...sources.video.frames import VIDEO_SUFFIXES
from ..outputs import make_folder

#: Room that is left on the disk for what else the machine does, bytes.
SPARE_BYTES = 256 << 20
#: Bytes between two looks at whether the disk still takes it.
FLUSH_BYTES = 64 << 20


async def keep_video(folder: Path, name: str, pieces: AsyncIterator[bytes], length: int | None) -> Path:
    """Write a video as it comes; its memory is one piece.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    name : str
        As it was called where it came from.
    pieces : async iterator of bytes
    length : int or None
        How long it says that it is: shorter is cut off.

    Returns
    -------
    Path
        Where it is; a number behind its name where there was one of that name.

    Raises
    ------
    ConfigError
        It is no video by its name.
    OutputError
        There is no room for it, or it was cut off: nothing of it is kept.
    """
    given = Path(Path(name.replace("\\", "/")).name)
    shown, stem, suffix = given.name[:100], safe_name(given.stem), given.suffix.lower()
    if suffix not in VIDEO_SUFFIXES:
        raise ConfigError(say("not_a_video", name=shown, kinds=", ".join(sorted(VIDEO_SUFFIXES))))
    make_folder(folder)
    if length is not None and shutil.disk_usage(folder).free < length + SPARE_BYTES:
        raise OutputError(say("disk_full", name=shown))
    part = folder / f".{stem}.{secrets.token_hex(6)}.part"
    try:
        size = await _write(part, pieces, shown)
        if length is not None and size != length:
            raise OutputError(say("cut_off", name=shown))
        return _in_place(part, folder, stem, suffix)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(say("disk_full", name=shown)) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


async def _write(part: Path, pieces: AsyncIterator[bytes], name: str) -> int:
    size = since = 0
    with part.open("xb") as file:
        async for piece in pieces:
            file.write(piece)
            size, since = size + len(piece), since + len(piece)
            if since > FLUSH_BYTES:
                since = 0
                if shutil.disk_usage(part.parent).free < SPARE_BYTES:
                    raise OutputError(say("disk_full", name=name))
        file.flush()
        os.fsync(file.fileno())
    return size


def _in_place(part: Path, folder: Path, stem: str, suffix: str) -> Path:
    """Give it its name; the loop runs in one thread, so nobody takes it in between."""
    number = 1
    while True:
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        if not path.exists() and not path.is_symlink():
            part.replace(path)
            return path
        number += 1


def tidy_uploads(folders: list[Path]) -> None:
    """Clear away what a desk that was killed left half copied. For the holder of the lock alone."""
    for folder in folders:
        for part in folder.glob(".*.part"):
            with suppress(OSError):
                part.unlink()
