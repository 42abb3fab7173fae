"""An H.264 video with a time for each frame: variable frame rate kept through a Matroska stream.

Raw video on a pipe to ffmpeg has one rate; a phone's video has not. So the pictures go there in a Matroska stream,
which carries a time with each. Elements and their numbers: https://www.matroska.org/technical/elements.html
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from ..quiet import quiet_cv2
from .h264 import H264Pipe, ffmpeg

#: Times are written in microseconds and kept in this many parts of a second.
TICKS_HZ = 90_000
READS = ("-f", "matroska", "-fpsprobesize", "0")
CODES = (
    "-preset", "veryfast", "-crf", "23",
    "-enc_time_base", f"1/{TICKS_HZ}", "-video_track_timescale", str(TICKS_HZ),
    # OpenCV's YUV is that of BT.601; players take large pictures for BT.709 unless told.
    "-bsf:v", "h264_metadata=colour_primaries=1:transfer_characteristics=1:matrix_coefficients=6"
    ":video_full_range_flag=0",
)  # fmt: skip
_UNKNOWN_SIZE = b"\x01" + 7 * b"\xff"


class TimedFilm:
    """A video being written, whole or not at all.

    Parameters
    ----------
    path : Path
        The MP4 file.
    last_s : float
        How long the last picture is shown.

    Raises
    ------
    ConfigError
        No ffmpeg.
    OutputError
        The file cannot be written.
    """

    def __init__(self, path: Path, last_s: float) -> None:
        self._path, self._last_s = path, last_s
        self._open = ExitStack()
        self._pipe: H264Pipe | None = None

    def __enter__(self) -> TimedFilm:
        self._open.enter_context(_one_cv2_thread())
        return self

    def write(self, bgr: NDArray[np.uint8], time_s: float) -> None:
        """Append a picture; all are of the first one's size, both sides even, and times increase."""
        if self._pipe is None:
            height, width = bgr.shape[:2]
            self._pipe = self._open.enter_context(
                H264Pipe(self._path, READS, (*CODES, *passthrough_option(ffmpeg())))
            )
            self._pipe.write(header(width, height, self._last_s))
        planes = quiet_cv2().cvtColor(bgr, quiet_cv2().COLOR_BGR2YUV_I420)
        self._pipe.write(frame_header(time_s, planes.size), planes.data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)


@contextmanager
def _one_cv2_thread() -> Iterator[None]:
    """OpenCV's threads wait for work by spinning, and what a picture gives them is too little to share out."""
    cv2 = quiet_cv2()
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


@lru_cache
def passthrough_option(program: str) -> tuple[str, str]:
    """The option that keeps ffmpeg from adding or dropping pictures: its name changed with version 5.1."""
    banner = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"ffmpeg version n?(\d+)\.(\d+)", banner)
    old = version is not None and (int(version[1]), int(version[2])) < (5, 1)
    return ("-vsync" if old else "-fps_mode", "passthrough")


def header(width: int, height: int, frame_s: float) -> bytes:
    """What comes before the first picture.

    Parameters
    ----------
    width, height : int
        Even.
    frame_s : float
        How long the last picture is shown.
    """
    video = _element(0xB0, _whole(width)) + _element(0xBA, _whole(height)) + _element(0x2EB524, b"I420")
    track = (
        _element(0xD7, _whole(1))  # number
        + _element(0x73C5, _whole(1))  # identity
        + _element(0x83, _whole(1))  # video
        + _element(0x9C, _whole(0))  # one picture a block
        + _element(0x86, b"V_UNCOMPRESSED")
        + _element(0x23E383, _whole(max(round(frame_s * 1e9), 1)))  # nanoseconds
        + _element(0xE0, video)
    )
    kind = _element(0x4286, _whole(1)) + _element(0x42F7, _whole(1)) + _element(0x42F2, _whole(4))
    kind += _element(0x42F3, _whole(8)) + _element(0x4282, b"matroska") + _element(0x4287, _whole(4))
    kind += _element(0x4285, _whole(2))
    info = _element(0x2AD7B1, _whole(1000)) + _element(0x4D80, b"hingecheck") + _element(0x5741, b"hingecheck")
    return (
        _element(0x1A45DFA3, kind)
        + _number(0x18538067)
        + _UNKNOWN_SIZE
        + _element(0x1549A966, info)  # times in microseconds
        + _element(0x1654AE6B, _element(0xAE, track))
    )


def frame_header(time_s: float, length: int) -> bytes:
    """What comes before a picture of `length` bytes that is shown from `time_s` on."""
    start = b"\x81" + 2 * b"\x00" + b"\x80"  # track 1, no time of its own within the cluster, a key frame
    time = _element(0xE7, _whole(max(round(time_s * 1e6), 0)))
    block = _number(0xA3) + _size(len(start) + length) + start
    return _number(0x1F43B675) + _size(len(time) + len(block) + length) + time + block


def _element(number: int, content: bytes) -> bytes:
    return _number(number) + _size(len(content)) + content


def _number(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _size(length: int) -> bytes:
    """A length in eight bytes, the first of which says that there are eight."""
    return ((1 << 56) | length).to_bytes(8, "big")


def _whole(value: int) -> bytes:
    return value.to_bytes(8, "big")
