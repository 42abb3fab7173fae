"""A second look at a file that FFmpeg finds no picture in: what to tell the user."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

#: How much of an MP4 index is searched. An hour of video has about 2 MB; the tracks' kinds come early.
INDEX_BYTES = 4 << 20


def why_no_picture(path: Path) -> str:
    """One sentence or two: why no picture could be read from this file, and what to do."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            if head[4:8] == b"ftyp":
                return _why_not_mp4(file)
    except OSError as error:
        return f"cannot be read ({error.strerror or error})."
    if _is_text(head):
        return "this is text, not a video, whatever its name says. Give a video file."
    return (
        "no picture could be read: a sound file, a damaged one, or a kind of video that FFmpeg does not "
        "know. See whether it plays, or convert it to MP4."
    )


def _why_not_mp4(file: BinaryIO) -> str:
    kinds = {}
    for kind, body in _boxes(file):
        kinds[kind] = body
    index = kinds.get(b"moov")
    if index is None:
        return (
            "the recording was cut off before its index was written (no 'moov' part), so nothing in it can "
            "be read. Copy it again from the camera or phone."
        )
    if b"vide" not in index:
        return "it holds sound but no picture. Give a video file."
    return "it is a video, but not one frame could be read: cut off or damaged. Copy or record it again."


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Top-level parts of an MP4 file: kind, and the first bytes of the index ('moov') alone."""
    at = 0
    while True:
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return
        size = int.from_bytes(header[:4], "big")
        kind = header[4:8]
        if size == 1:  # a 64-bit size follows the kind
            size = int.from_bytes(header[8:16], "big")
        file.seek(at + 8)
        yield kind, file.read(min(max(size - 8, 0), INDEX_BYTES)) if kind == b"moov" else b""
        if size < 8:  # 0: reaches to the end of the file
            return
        at += size


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3  # a character cut in half by the reading
    return True
