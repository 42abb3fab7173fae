"""Diagnosis of video files that FFmpeg finds no picture in: what to tell the user.

Read from the bytes and not with PyAV: that says "Invalid data found" alike of a recording without its index, of a
text, and of an empty file, and it is not installed everywhere (docs/adr/0006).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ...core.phrases import N_, Phrase, Told
from ...errors import reason_of

#: How much of an MP4 index is searched. An hour of video has about 2 MB; the tracks' kinds come early.
INDEX_BYTES = 4 << 20
#: An index that is longer is of no camera: an hour of video has about 2 MB.
MAX_INDEX_BYTES = 64 << 20
ONLY_SOUND = N_("it holds sound but no picture. Give a video file.")
#: What MP4 and QuickTime files begin with; old cameras wrote no ``ftyp``.
FIRST_PARTS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})

#: What MP3 and FLAC begin with where they may have a cover.
SOUND = (b"ID3", b"fLaC")
#: What Matroska and WebM files begin with.
EBML = b"\x1aE\xdf\xa3"
#: … and archives, of which saved poses are one.
ZIP = b"PK\x03\x04"
#: … and JPEG XL pictures, bare or in their container.
JPEG_XL = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL ")


def why_no_picture(path: Path, codec: str = "") -> Phrase:
    """One sentence or two: why no picture could be read from this file, and what to do.

    Parameters
    ----------
    path : Path
    codec : str
        What its video is coded with, where that is known.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
            if head[4:8] == b"ftyp":
                return _why_not_mp4(file, codec)
    except OSError as error:
        return Told(N_("cannot be read ({why})."), why=reason_of(error))
    if head[:4] == ZIP:
        return Phrase(
            "this is a ZIP file: saved poses, or an archive, not a video. Poses that hingecheck saved go with "
            "--pose; give the video itself otherwise."
        )
    if head.startswith(JPEG_XL):
        return Phrase("this is a JPEG XL picture, which is not read here. Convert it to JPEG, PNG or MP4.")
    if _is_text(head):
        return Phrase("this is text, not a video, whatever its name says. Give a video file.")
    return Phrase(
        "no picture could be read: a sound file, a damaged one, or a kind of video that FFmpeg does not "
        "know. See whether it plays, or convert it to MP4."
    )


def is_cut(path: Path) -> bool | None:
    """Whether an MP4 file ends in the middle of one of its parts; None for other kinds of file."""
    with path.open("rb") as file:
        if file.read(8)[4:] != b"ftyp":
            return None
        end = max(at + size for _, at, size in boxes(file))
        return end > path.stat().st_size


def is_matroska(path: Path) -> bool:
    """Whether a file is Matroska or WebM."""
    with path.open("rb") as file:
        return file.read(4) == EBML


def _why_not_mp4(file: BinaryIO, codec: str) -> Phrase:
    places = {kind: (at, size) for kind, at, size in boxes(file)}
    if b"moov" not in places:
        return Phrase(
            "the recording was cut off before its index was written (no 'moov' part), so nothing in it can "
            "be read. Copy it again from the camera or phone."
        )
    at, size = places[b"moov"]
    file.seek(at)
    index = file.read(min(size, INDEX_BYTES))
    if b"vide" in index:
        return Told(
            "it is a video ({codec}), but not one frame could be decoded. See whether it plays: if so convert "
            "it to H.264, else it is cut off or damaged; copy it again.",
            codec=codec or "?",
        )
    if b"soun" in index:
        return Phrase(ONLY_SOUND)
    return Phrase("it is an MP4 file without a picture in it. Copy or record it again.")


def boxes(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Top-level parts of an MP4 file: kind, offset and announced size."""
    at, end = 0, file.seek(0, 2)
    while True:
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return
        size = int.from_bytes(header[:4], "big")
        if size == 1:  # a 64-bit size follows the kind
            size = int.from_bytes(header[8:16], "big")
        yield header[4:8], at, size
        if size < 8 or at + size >= end:  # 0: reaches to the end of the file
            return
        at += size


def holds_film(path: Path) -> bool | None:
    """Whether a file has a video track, a cover not counted; None where that is not known.

    An MP4 or QuickTime file says so; MP3 (with its ID3 mark, where a cover lies) and FLAC have none.
    """
    try:
        with path.open("rb") as file:
            if file.read(4).startswith(SOUND):
                return False
        index = movie_index(path)
    except OSError:
        return None
    if not index or not (b"vide" in index or b"soun" in index):
        return None
    return b"vide" in index


def movie_index(path: Path) -> bytes | None:
    """What an MP4 or QuickTime file says of itself: the content of its index, empty where there is none.

    None for other kinds of file.

    Raises
    ------
    OSError
        It cannot be read.
    """
    with path.open("rb") as file:
        if file.read(8)[4:] not in FIRST_PARTS:
            return None
        found = {kind: (at, size) for kind, at, size in boxes(file)}
        if b"moov" not in found:
            return b""
        at, size = found[b"moov"]
        file.seek(at)
        return file.read(min(size, MAX_INDEX_BYTES))[8:]


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3  # a character cut in half by the reading
    return True
