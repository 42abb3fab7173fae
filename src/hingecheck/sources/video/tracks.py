"""Facts of a file's video tracks: codec, frames, how players turn and crop them, fields.

An MP4 or QuickTime file says it in its index, read here in a millisecond and without PyAV, which is not installed
everywhere and takes 0.08 s and 35 MB to load; other kinds of file are asked with PyAV where it is there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from . import pyav
from .container import movie_index

#: How a picture's axes go into the shown one, (a, b, c, d): x' = a x + c y, y' = b x + d y.
DisplayMatrix = tuple[int, int, int, int]
UPRIGHT: DisplayMatrix = (1, 0, 0, 1)
#: A track with less than this share of the longest one's frames is a preview, a cover or a slide, not the film.
FILM_SHARE = 0.5
#: Names that people know, by FFmpeg's or the container's.
CODEC_NAMES = {
    **dict.fromkeys(("av01", "av1", "libdav1d"), "AV1"),
    **dict.fromkeys(("hvc1", "hev1", "hevc"), "HEVC (H.265)"),
    **dict.fromkeys(("avc1", "avc3", "h264"), "H.264"),
    **dict.fromkeys(("vvc1", "vvi1", "vvc"), "VVC (H.266)"),
    **dict.fromkeys(("vp09", "vp90", "vp9"), "VP9"),
    **dict.fromkeys(("ap4h", "ap4x", "apch", "apcn", "apcs", "apco", "prores"), "ProRes"),
    **dict.fromkeys(("jpeg", "mjpg", "mjpeg"), "Motion JPEG"),
    **dict.fromkeys(("mp4v", "mpeg4"), "MPEG-4"),
}


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """One video track of a file, as its container describes it."""

    codec: str  #: a name that people know
    frames: int | None = None
    size_px: tuple[int, int] | None = None  #: width and height as coded
    matrix: DisplayMatrix | None = None  #: None where the file does not say
    aperture: tuple[int, int, int, int] | None = None  #: what is shown of it: left, top, width, height
    first_field: Literal["top", "bottom"] | None = None  #: of interlaced video


def codec_name(code: str) -> str:
    """A codec's name as people know it.

    >>> codec_name("av01"), codec_name("XYZ1")
    ('AV1', 'XYZ1')
    """
    return CODEC_NAMES.get(code.strip().lower(), code.strip())


def video_tracks(path: Path) -> tuple[VideoTrack, ...]:
    """The video tracks of a file in its order; none where nothing can be known of them.

    Pictures that are attached, such as a cover, are left out: no reader takes them for the film. A sequence of
    pictures (AVIF, HEIC) is a film behind the one picture that stands for it, which readers take for the first track.
    """
    try:
        index = movie_index(path)
    except OSError:
        return ()
    if index is None:
        return pyav.tracks(path)
    inside = [part for kind, part in parts(index) if kind == b"trak"]
    films = tuple(track for part in inside if (track := _track(part, b"vide")) is not None)
    pictures = tuple(track for part in inside if (track := _track(part, b"pict")) is not None)
    if films or not pictures:
        return films
    return pyav.tracks(path) or (replace(pictures[0], frames=1), *pictures)


def film_of(tracks: Sequence[VideoTrack]) -> int:
    """Which of the tracks is the film: the first that is not much shorter than the longest.

    >>> film_of((VideoTrack("Motion JPEG", 1), VideoTrack("H.264", 60)))
    1
    """
    longest = max((track.frames or 0 for track in tracks), default=0)
    return next((n for n, t in enumerate(tracks) if t.frames is None or t.frames >= FILM_SHARE * longest), 0)


def parts(inside: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Parts within a part of an MP4 file: kind and content."""
    at = 0
    while at + 8 <= len(inside):
        size = int.from_bytes(inside[at : at + 4], "big")
        if size < 8:
            return
        yield inside[at + 4 : at + 8], inside[at + 8 : at + size]
        at += size


def part_within(inside: bytes, *kinds: bytes) -> bytes:
    """Content of the part that is reached through `kinds`; empty where there is none."""
    for kind in kinds:
        inside = next((content for name, content in parts(inside) if name == kind), b"")
    return inside


def _track(trak: bytes, wanted: bytes) -> VideoTrack | None:
    handler = part_within(trak, b"mdia", b"hdlr")
    table = part_within(trak, b"mdia", b"minf", b"stbl")
    entry = next(parts(part_within(table, b"stsd")[8:]), None)
    if handler[8:12] != wanted or entry is None or len(entry[1]) < 78:
        return None
    kind, described = entry
    size = struct.unpack_from(">HH", described, 24)
    more = dict(parts(described[78:]))
    track = VideoTrack(codec_name(kind.decode("latin-1")), _samples(table), (size[0], size[1]), _matrix(trak))
    return replace(
        track, aperture=_aperture(more.get(b"clap", b""), size), first_field=_field(more.get(b"fiel", b""))
    )


def _samples(table: bytes) -> int | None:
    times = part_within(table, b"stts")
    if len(times) < 8:
        return None
    (count,) = struct.unpack_from(">I", times, 4)
    count = min(count, (len(times) - 8) // 8)
    return sum(struct.unpack_from(">I", times, 8 + 8 * n)[0] for n in range(count)) or None


def _matrix(trak: bytes) -> DisplayMatrix | None:
    header = part_within(trak, b"tkhd")
    at = 52 if header[:1] == b"\1" else 40  # version 1 has times of 64 bits
    if len(header) < at + 20:
        return None
    a, b, _, c, d = struct.unpack_from(">5i", header, at)
    return quarter(a, b, c, d)


def quarter(a: float, b: float, c: float, d: float) -> DisplayMatrix | None:
    """The nearest turn by quarters, mirrored or not; None for a matrix that is none.

    >>> quarter(0, 65536, -65536, 0)
    (0, 1, -1, 0)
    """
    if abs(a) + abs(d) < abs(b) + abs(c):
        return (0, 1 if b > 0 else -1, 1 if c > 0 else -1, 0) if b and c else None
    return (1 if a > 0 else -1, 0, 0, 1 if d > 0 else -1) if a and d else None


def _aperture(clap: bytes, size: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """QuickTime's clean aperture: width, height and offset of its centre, each a fraction."""
    if len(clap) < 32:
        return None
    n = struct.unpack_from(">IIIIiIiI", clap)
    if not all(n[1::2]):
        return None
    width, height, right, down = (n[k] / n[k + 1] for k in (0, 2, 4, 6))
    left, top = round((size[0] - width) / 2 + right), round((size[1] - height) / 2 + down)
    inside = left >= 0 and top >= 0 and left + width <= size[0] and top + height <= size[1]
    if not inside or width < 16 or height < 16 or (round(width), round(height)) == tuple(size):
        return None
    return left, top, round(width), round(height)


def _field(fiel: bytes) -> Literal["top", "bottom"] | None:
    """QuickTime's field order: two fields, and which is shown first (1 and 9 top, 6 and 14 bottom)."""
    if len(fiel) < 2 or fiel[0] != 2:
        return None
    return "bottom" if fiel[1] in (6, 14) else "top"
