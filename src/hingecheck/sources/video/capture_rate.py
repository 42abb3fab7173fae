"""How fast a file says that it was filmed, by which a slow-motion recording is known."""

from __future__ import annotations

import struct
from pathlib import Path

from .container import movie_index
from .tracks import part_within, parts

#: Where Android cameras write how many frames a second the sensor took.
ANDROID_KEY = b"com.android.capture.fps"
#: How the value is stored: QuickTime's codes for floats and for text.
FLOAT_32, FLOAT_64, TEXT = 23, 24, 1
#: A file that was filmed this many times faster than it is shown is slow motion: cameras that film at 30 write 29.97
#: or 30.02.
MIN_SLOWED = 1.5
#: No phone takes more frames a second than this.
MAX_CAPTURE_HZ = 8000.0


def speed_by_metadata(path: Path, shown_hz: float) -> float | None:
    """How fast a film plays by what its camera wrote: 0.125 where it took 240 frames a second and 30 are shown.

    Parameters
    ----------
    path : Path
        A video file of any kind; only MP4 and QuickTime files say it.
    shown_hz : float
        Frames of the file in a second.

    Returns
    -------
    float or None
        None where the file does not say, or says that it plays as it was filmed. iPhones keep all frames with the
        times of life, and write no such thing.
    """
    capture_hz = _capture_hz(path)
    if capture_hz is None or not MIN_SLOWED * shown_hz <= capture_hz <= MAX_CAPTURE_HZ or shown_hz <= 0:
        return None
    return shown_hz / capture_hz


def _capture_hz(path: Path) -> float | None:
    try:
        index = movie_index(path)
    except OSError:
        return None
    if not index:
        return None
    meta = _meta(index)
    keys = _keys(part_within(meta, b"keys"))
    if ANDROID_KEY not in keys:
        return None
    wanted = struct.pack(">I", keys.index(ANDROID_KEY) + 1)
    return next(
        (_number(part_within(item, b"data")) for kind, item in parts(part_within(meta, b"ilst")) if kind == wanted),
        None,
    )


def _meta(moov: bytes) -> bytes:
    """The part that holds metadata: in the index itself, or with the user's data; with or without a version first."""
    meta = part_within(moov, b"meta") or part_within(moov, b"udta", b"meta")
    return meta[4:] if meta[:4] == b"\0\0\0\0" else meta


def _keys(inside: bytes) -> list[bytes]:
    """Names of a file's metadata, in order; after version and count each is a part of kind ``mdta``."""
    return [name for _, name in parts(inside[8:])]


def _number(data: bytes) -> float | None:
    """A value with its code and language before it."""
    code, value = int.from_bytes(data[:4], "big"), data[8:]
    try:
        if code == FLOAT_32:
            return float(struct.unpack(">f", value)[0])
        if code == FLOAT_64:
            return float(struct.unpack(">d", value)[0])
        return float(value) if code == TEXT else None
    except (struct.error, ValueError):
        return None
