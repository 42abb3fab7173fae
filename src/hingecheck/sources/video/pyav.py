"""PyAV, where it is installed: facts of a file's tracks, and frames that OpenCV cannot decode.

The extra `video` brings it (docs/adr/0006). It is imported when a file needs it, never for one that OpenCV reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.arrays import Picture
from ...errors import InputError
from ...quiet import debugging, quiet_stderr

if TYPE_CHECKING:
    from .tracks import DisplayMatrix, VideoTrack

#: As many as OpenCV is given; see `video_file`.
DECODER_THREADS = 2
#: Frames in a row that may fail before the rest is given up: a damaged minute at 30 a second.
MAX_FAILURES = 1800
ATTACHED = 0x0400  #: FFmpeg's AV_DISPOSITION_ATTACHED_PIC
#: FFmpeg's AVFieldOrder: top and bottom, then by which is shown first.
FIELDS = {2: "top", 3: "bottom", 4: "bottom", 5: "top"}


@cache
def pyav_if_there() -> Any:
    """PyAV, silent on standard error; None where it is not installed."""
    try:
        with quiet_stderr():  # on macOS the loader warns of classes that OpenCV's FFmpeg has too
            import av
    except ImportError:
        return None
    if not debugging():
        av.logging.set_level(None)
    return av


#: From this version of PyAV on, there is no asking how to read metadata that is no UTF-8.
METADATA_LENIENT = 19


def tracks(path: Path) -> tuple[VideoTrack, ...]:
    """Facts of the video tracks; none without PyAV, or where it cannot read the file."""
    from .tracks import VideoTrack, codec_name

    av = pyav_if_there()
    if av is None:
        return ()
    found: list[VideoTrack] = []
    with suppress(av.error.FFmpegError, OSError, ValueError), _open(av, path) as container:
        for stream in _films(container):
            context = stream.codec_context
            frame = next(container.decode(stream), None) if len(found) == 0 else None
            found.append(
                VideoTrack(
                    codec_name(context.name),
                    stream.frames or None,
                    (context.width, context.height),
                    None if frame is None else _matrix(frame),
                    None,
                    FIELDS.get(int(getattr(context, "field_order", None) or 0)),  # type: ignore[arg-type]
                )
            )
    return tuple(found)


def is_sound_with_cover(path: Path) -> bool:
    """Whether there is sound and no picture but attached ones; False where that is not known."""
    av = pyav_if_there()
    if av is None:
        return False
    with suppress(av.error.FFmpegError, OSError, ValueError), _open(av, path) as container:
        pictures = container.streams.video
        covers = [stream for stream in pictures if int(stream.disposition) & ATTACHED]
        return bool(container.streams.audio and covers) and len(covers) == len(pictures)
    return False


def changes_size(path: Path) -> bool:
    """Whether the film's pictures become larger or smaller on the way, told from a picture a second.

    False without PyAV, and where it cannot read the file. Calls over the internet do so as the line gets better or
    worse, and files that were joined.
    """
    av = pyav_if_there()
    if av is None:
        return False
    sizes: set[tuple[int, int]] = set()
    due_s = float("-inf")
    with suppress(av.error.FFmpegError, OSError, ValueError), _open(av, path) as container:
        films = _films(container)[:1]  # asked for none, a container gives the packets of its sound
        for packet in container.demux(films) if films else ():
            at_s = float("inf") if packet.pts is None else float(packet.pts * packet.time_base)
            ends = packet.size == 0  # what the decoder still holds
            if not ends and not (packet.is_keyframe and at_s >= due_s):
                continue
            due_s = at_s + 1.0 if packet.pts is not None else due_s
            with suppress(av.error.FFmpegError, OSError, ValueError):
                sizes.update((frame.width, frame.height) for frame in packet.decode())
            if len(sizes) > 1:
                return True
    return False


def read_picture(path: Path) -> tuple[Picture, DisplayMatrix | None] | None:
    """The picture of a HEIC or AVIF file as blue, green, red, and how it is still to be turned.

    None without PyAV, where it cannot read the file, and where the picture lies there in tiles, as iPhones write it.
    """
    av = pyav_if_there()
    if av is None:
        return None
    with suppress(av.error.FFmpegError, OSError, ValueError, StopIteration), _open(av, path) as container:
        whole = _widest(_films(container))
        if len(whole) == 1:
            frame = next(container.decode(whole[0]))
            return np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8), _matrix(frame)
    return None


def picture_codecs(path: Path) -> tuple[str, ...]:
    """Codec of a HEIC or AVIF picture, once a tile; none without PyAV, or where it cannot read the file."""
    from .tracks import codec_name

    av = pyav_if_there()
    if av is None:
        return ()
    with suppress(av.error.FFmpegError, OSError, ValueError), _open(av, path) as container:
        return tuple(codec_name(stream.codec_context.name) for stream in _widest(_films(container)))
    return ()


def _widest(films: list[Any]) -> list[Any]:
    """Streams as wide as the widest: a picture, or its tiles. The others are thumbnails."""
    widest = max((stream.codec_context.width for stream in films), default=0)
    return [stream for stream in films if stream.codec_context.width == widest]


class PyAvDecoder:
    """Frames decoded by PyAV; see `hingecheck.sources.video.decoding.Decoder`.

    Parameters
    ----------
    path : Path
    track : int
        Which of the video tracks, attached pictures not counted.

    Raises
    ------
    InputError
        PyAV is not installed, or finds no such track in the file.
    """

    passed_damage = False

    def __init__(self, path: Path, track: int = 0) -> None:
        av = pyav_if_there()
        if av is None:
            raise InputError("{path}: PyAV is not installed.", path=path)
        self._errors = (av.error.FFmpegError, OSError, ValueError)
        try:
            self._container = _open(av, path)
        except self._errors as error:
            raise InputError("{path}: {why}", path=path, why=str(error)) from None
        films = _films(self._container)
        if track >= len(films):
            self._container.close()
            raise InputError("{path}: holds no picture.", path=path)
        stream = films[track]
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = DECODER_THREADS
        self._stream = stream
        self._frame: Any = None
        self._frames: Iterator[Any] = self._decoded()
        self.frame_rate_hz = float(stream.average_rate or 0.0)
        self.expected_frames = float(stream.frames)
        self.sample_aspect = float(stream.sample_aspect_ratio or 1.0)
        self.matrix: DisplayMatrix | None = None

    def _decoded(self) -> Iterator[Any]:
        failures = 0
        for packet in self._container.demux(self._stream):
            try:
                yield from packet.decode()
                failures = 0
            except self._errors:  # one damaged frame is no end
                failures += 1
                if failures > MAX_FAILURES:
                    return

    def go_near(self, stamp_s: float) -> None:
        """Go on from a frame at a stamp, or from one before it that those after it are decoded from."""
        with suppress(*self._errors):  # it stays where it is
            self._container.seek(int(stamp_s / float(self._stream.time_base)), stream=self._stream)
        self._frames = self._decoded()

    def grab(self) -> bool:
        """Decode the next frame."""
        try:
            self._frame = next(self._frames, None)
        except self._errors:  # the file ends in the middle of a packet
            self._frame = None
        if self._frame is not None and self.matrix is None:
            self.matrix = _matrix(self._frame)
        return self._frame is not None

    @property
    def stamp_s(self) -> float:
        """The frame's presentation time; NaN where it has none."""
        pts, base = self._frame.pts, self._frame.time_base
        return float("nan") if pts is None or base is None else float(pts * base)

    def retrieve(self, buffer: Picture | None = None) -> Picture | None:
        """The frame as blue, green, red; None where it cannot be converted."""
        try:
            return np.asarray(self._frame.to_ndarray(format="bgr24"), dtype=np.uint8)
        except self._errors:
            return None

    def release(self) -> None:
        """Close the file."""
        self._frames = iter(())
        self._container.close()


def _open(av: Any, path: Path) -> Any:
    # Some kinds of file name others, addresses too: only files are ever opened.
    options = {"protocol_whitelist": "file"}
    where = f"file:{path.absolute()}"
    if int(av.__version__.partition(".")[0]) >= METADATA_LENIENT:
        return av.open(where, options=options)
    return av.open(where, metadata_errors="replace", options=options)


def _films(container: Any) -> list[Any]:
    """Video streams but covers and what has no decoder."""
    return [s for s in container.streams.video if not int(s.disposition) & ATTACHED and s.codec_context is not None]


def _matrix(frame: Any) -> DisplayMatrix | None:
    """The frame's display matrix, by quarters; upright where it has none."""
    from .tracks import UPRIGHT, quarter

    data = frame.side_data.get("DISPLAYMATRIX")
    if data is None:
        return UPRIGHT
    a, b, _, c, d = np.frombuffer(bytes(data), dtype=np.int32)[:5]
    return quarter(float(a), float(b), float(c), float(d))
