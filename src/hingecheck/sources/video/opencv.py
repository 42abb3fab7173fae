"""Frames decoded by OpenCV's own FFmpeg: nearly every file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...core.arrays import Picture
from ...errors import InputError
from ...quiet import quiet_cv2
from .container import is_matroska, why_no_picture
from .tracks import UPRIGHT, DisplayMatrix, codec_name

#: Each holds pictures of its own, at 4K some 12 MB a piece; two decode 4K faster than poses are found in it.
DECODER_THREADS = 2


class OpenCvDecoder:
    """Frames as OpenCV reads them; see `hingecheck.sources.video.decoding.Decoder`.

    Parameters
    ----------
    path : Path
    turns : bool
        Whether OpenCV turns the pictures as the file says. It knows turns alone, no mirrors.

    Raises
    ------
    InputError
        OpenCV cannot open the file.
    """

    def __init__(self, path: Path, *, turns: bool = True) -> None:
        cv2 = quiet_cv2()
        # FFmpeg by name: OpenCV's other readers would try the file too (one takes "clip01.mp4" for a series of
        # pictures), each complaining. An absolute path cannot be taken for one of FFmpeg's protocols.
        self._capture: Any = cv2.VideoCapture(
            str(path.absolute()), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, DECODER_THREADS]
        )
        if not self._capture.isOpened():
            self._capture.release()
            raise InputError("{path}: {why}", path=path, why=why_no_picture(path))
        self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, int(turns))
        self._stamp = cv2.CAP_PROP_POS_MSEC
        self.frame_rate_hz = float(self._capture.get(cv2.CAP_PROP_FPS))
        self.expected_frames = float(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        # Of Matroska the count is the time of its end by the rate, also where the film begins later than at 0.
        self._begins: int | None = getattr(cv2, "CAP_PROP_PTS", None) if is_matroska(path) else None
        self.codec = _codec(int(self._capture.get(cv2.CAP_PROP_FOURCC)))
        self.matrix: DisplayMatrix | None = UPRIGHT if turns else None
        num, den = (float(self._capture.get(p)) for p in (cv2.CAP_PROP_SAR_NUM, cv2.CAP_PROP_SAR_DEN))
        aspect = num / den if num > 0 and den > 0 else 1.0
        lies = turns and round(float(self._capture.get(cv2.CAP_PROP_ORIENTATION_META))) % 180 == 90
        self.sample_aspect = 1.0 / aspect if lies else aspect

    def grab(self) -> bool:
        """Go to the next frame; from the first on, those before the film's beginning are expected no more."""
        there = bool(self._capture.grab())
        if there and self._begins is not None:
            self.expected_frames -= max(float(self._capture.get(self._begins)), 0.0)
            self._begins = None
        return there

    @property
    def stamp_s(self) -> float:
        """The frame's presentation time."""
        return float(self._capture.get(self._stamp)) / 1000.0

    def retrieve(self, buffer: Picture | None = None) -> Picture | None:
        """The frame as blue, green, red, in `buffer` where it fits; None where it cannot be had."""
        ok, bgr = self._capture.retrieve(buffer)
        return bgr if ok else None

    def release(self) -> None:
        """Close the file."""
        self._capture.release()


def _codec(code: int) -> str:
    """From the four letters in a number; empty where there are none."""
    letters = (code & 0xFFFFFFFF).to_bytes(4, "little")
    return codec_name(letters.decode("latin-1")) if letters.strip(b"\0 ").isalnum() else ""
