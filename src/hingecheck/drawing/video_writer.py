"""An H.264 video with a time for each frame: variable frame rate kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from ..core.arrays import Picture
from ..quiet import one_cv2_thread, quiet_cv2
from .h264 import H264File, import_pyav

#: Quick, and as small as it matters for a video that is looked at once.
OPTIONS = {"preset": "veryfast", "crf": "23"}
#: Numbers of ITU-T H.273: OpenCV's YUV is that of BT.601; players take large pictures for BT.709 unless told.
BT709, BT601, LIMITED_RANGE = 1, 6, 1


class TimedFilm:
    """A video being written, whole or not at all.

    Parameters
    ----------
    path : Path
        The MP4 file.
    last_s : float
        How long the last picture is shown.
    options : mapping
        Of the encoder, as FFmpeg names them.

    Raises
    ------
    ConfigError
        No encoder.
    OutputError
        The file cannot be written.
    """

    def __init__(self, path: Path, last_s: float, options: Mapping[str, str] = OPTIONS) -> None:
        self._frame_type = import_pyav().VideoFrame
        self._file = H264File(path, options, last_s)
        self._open = ExitStack()

    def __enter__(self) -> TimedFilm:
        self._open.enter_context(one_cv2_thread())
        self._open.enter_context(self._file)
        return self

    def write(self, bgr: Picture, time_s: float) -> None:
        """Append a picture; all are of the first one's size, both sides even, and times increase."""
        planes = quiet_cv2().cvtColor(bgr, quiet_cv2().COLOR_BGR2YUV_I420)
        picture = self._frame_type.from_ndarray(planes, format="yuv420p")
        picture.color_range, picture.color_primaries = LIMITED_RANGE, BT709
        picture.color_trc, picture.colorspace = BT709, BT601
        self._file.write(picture, time_s)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)
