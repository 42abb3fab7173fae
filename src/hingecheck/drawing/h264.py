"""H.264 encoding and MP4 muxing with PyAV; the file is whole or absent.

PyAV (FFmpeg as a library) and OpenCV's own FFmpeg live in one process under file names of their own. What it loads
is loaded here, when the first video is written, and nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

from ..atomic import part_of
from ..errors import ConfigError, OutputError, reason_of
from ..quiet import debugging, quiet_stderr

ENCODER = "libx264"
#: Times are kept in this many parts of a second.
TICKS_HZ = 90_000
#: Index before pictures, so that a browser can begin before it has all; times as fine as ours.
MP4_OPTIONS = {"movflags": "+faststart", "video_track_timescale": str(TICKS_HZ)}


def import_pyav() -> Any:
    """Import PyAV, silent on standard error, with an H.264 encoder in it.

    Raises
    ------
    ConfigError
        It is missing, or it was built without the encoder.
    """
    try:
        with quiet_stderr():  # on macOS the loader warns of classes that OpenCV's FFmpeg has too
            import av
    except ImportError as error:
        raise ConfigError("writing video needs PyAV: pip install 'hingecheck[video]'.") from error
    if ENCODER not in av.codecs_available:
        raise ConfigError(
            "writing video needs {encoder}, and the PyAV here was built without: pip install "
            "--force-reinstall --only-binary av av.",
            encoder=ENCODER,
        )
    if not debugging():
        av.logging.set_level(None)
    return av


class H264File:
    """A video being written, beside its target until it is whole.

    Parameters
    ----------
    path : Path
        The MP4 file.
    options : mapping
        Of the encoder, as FFmpeg names them.
    last_s : float
        How long the last picture is shown.

    Raises
    ------
    ConfigError
        No encoder.
    OutputError
        The file cannot be written.
    """

    def __init__(self, path: Path, options: Mapping[str, str], last_s: float) -> None:
        self._av = import_pyav()
        self._path, self._options, self._last_ticks = path, dict(options), max(round(last_s * TICKS_HZ), 1)
        self._failures = (self._av.FFmpegError, OSError)
        target = Path(os.path.realpath(path))  # absolute: FFmpeg would take "a:b.mp4" for a protocol
        self._part = part_of(target)
        self._container: Any = None
        self._stream: Any = None

    def __enter__(self) -> H264File:
        if self._path.exists() and not self._path.is_file():
            raise OutputError("{path}: a video needs a plain file. Choose another name.", path=self._path)
        return self

    def write(self, picture: Any, time_s: float) -> None:
        """Append a picture.

        Parameters
        ----------
        picture : av.VideoFrame
            In yuv420p, both sides even and those of the first one.
        time_s : float
            Shown from then on; later than the one before.
        """
        picture.time_base, picture.pts = Fraction(1, TICKS_HZ), round(time_s * TICKS_HZ)
        try:
            if self._container is None:
                self._open(picture)
            self._code(picture)
        except self._failures as error:
            raise self._error(error) from error

    def _open(self, picture: Any) -> None:
        self._container = self._av.open(str(self._part), "w", format="mp4", options=MP4_OPTIONS)
        self._stream = self._container.add_stream(ENCODER, options=self._options)
        self._stream.width, self._stream.height, self._stream.pix_fmt = picture.width, picture.height, "yuv420p"
        coder = self._stream.codec_context
        coder.time_base = Fraction(1, TICKS_HZ)
        coder.color_range, coder.color_primaries = picture.color_range, picture.color_primaries
        coder.color_trc, coder.colorspace = picture.color_trc, picture.colorspace

    def _code(self, picture: Any) -> None:
        """Code a picture, or with None what is still under way, and write what comes of it."""
        for packet in self._stream.encode(picture):
            packet.duration = self._last_ticks  # only the last one's counts: the others end where the next begins
            self._container.mux(packet)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._container is None:
            return
        try:
            if kind is None:
                self._finish()
        finally:
            with suppress(*self._failures):
                self._container.close()
            with suppress(OSError):
                self._part.unlink()

    def _finish(self) -> None:
        try:
            self._code(None)
            self._container.close()
            self._part.replace(os.path.realpath(self._path))
        except self._failures as error:
            raise self._error(error) from error

    def _error(self, error: Any) -> OutputError:
        return OutputError("{path}: the video cannot be written ({why}).", path=self._path, why=reason_of(error))
