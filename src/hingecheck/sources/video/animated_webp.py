"""Frames of an animated WebP, which FFmpeg's releases do not read: taken apart here, each part decoded by OpenCV.

The layout is that of https://developers.google.com/speed/webp/docs/riff_container.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...core.arrays import Picture
from ...errors import InputError
from ...quiet import quiet_cv2
from .tracks import UPRIGHT, DisplayMatrix

#: Browsers show frames of no or hardly any duration for a tenth of a second.
SHORTEST_S, USUAL_S = 0.011, 0.1


def is_animated_webp(path: Path) -> bool:
    """Whether a file is a WebP of several pictures."""
    with path.open("rb") as file:
        head = file.read(21)
    return head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and bool(head[20] & 0x02)


class AnimatedWebpDecoder:
    """Frames of an animated WebP; see `hingecheck.sources.video.decoding.Decoder`.

    Raises
    ------
    InputError
        There is no frame in it.
    """

    sample_aspect = 1.0
    matrix: DisplayMatrix | None = UPRIGHT
    passed_damage = False

    def __init__(self, path: Path) -> None:
        coded = path.read_bytes()
        chunks = _chunks(coded[12:])
        self._frames = [chunk for kind, chunk in chunks if kind == b"ANMF" and len(chunk) > 24]
        if not self._frames or len(coded) < 30:
            raise InputError("{path}: an animated WebP without a frame. Export it again.", path=path)
        width, height = _u24(coded, 24) + 1, _u24(coded, 27) + 1
        self._canvas: Picture = np.zeros((height, width, 3), np.uint8)
        durations = [_u24(frame, 12) / 1000.0 for frame in self._frames]
        self._durations = [USUAL_S if d < SHORTEST_S else d for d in durations]
        self._starts = np.concatenate([[0.0], np.cumsum(self._durations)[:-1]])
        self.frame_rate_hz = len(durations) / sum(self._durations)
        self.expected_frames = float(len(self._frames))
        self._at = -1
        self._clear: tuple[slice, slice] | None = None

    def grab(self) -> bool:
        """Draw the next frame: each is a change of the one before, so none can be passed over."""
        if self._at + 1 >= len(self._frames):
            return False
        self._at += 1
        if self._clear is not None:
            self._canvas[self._clear] = 0
        self._draw(self._frames[self._at])
        return True

    @property
    def stamp_s(self) -> float:
        """When the frame is shown."""
        return float(self._starts[self._at])

    def retrieve(self, buffer: Picture | None = None) -> Picture | None:
        """The frame as blue, green, red."""
        return self._canvas.copy()

    def release(self) -> None:
        """Nothing is open."""

    def _draw(self, frame: bytes) -> None:
        cv2 = quiet_cv2()
        left, top, width, height = 2 * _u24(frame, 0), 2 * _u24(frame, 3), _u24(frame, 6) + 1, _u24(frame, 9) + 1
        disposes, blends = bool(frame[15] & 1), not frame[15] & 2
        place = (slice(top, top + height), slice(left, left + width))
        self._clear = place if disposes else None
        part = cv2.imdecode(np.frombuffer(_still(frame[16:], width, height), np.uint8), cv2.IMREAD_UNCHANGED)
        under = self._canvas[place]
        if part is None or part.shape[:2] != under.shape[:2]:
            return
        if blends and part.shape[2] == 4:
            alpha = part[..., 3:].astype(np.float32) / 255.0
            under[...] = np.rint(part[..., :3] * alpha + under * (1.0 - alpha))
        else:
            under[...] = part[..., :3]


def _still(inside: bytes, width: int, height: int) -> bytes:
    """A whole WebP file of one frame's chunks."""
    chunks = dict(_chunks(inside))
    body = b""
    if b"ALPH" in chunks:
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        body += b"VP8X" + (10).to_bytes(4, "little") + b"\x10\0\0\0" + size
    for kind in (b"ALPH", b"VP8 ", b"VP8L"):
        if kind in chunks:
            coded = chunks[kind]
            body += kind + len(coded).to_bytes(4, "little") + coded + b"\0" * (len(coded) % 2)
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return found


def _u24(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")
