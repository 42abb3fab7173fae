"""Frames of a film that OpenCV gives up in the middle, read on with PyAV where it is there."""

from __future__ import annotations

from pathlib import Path

from ...core.arrays import Picture
from ...errors import InputError
from .opencv import OpenCvDecoder
from .presentation import turned
from .pyav import PyAvDecoder, pyav_if_there
from .tracks import UPRIGHT, DisplayMatrix

#: A film that gave less than this share of the frames it announced ends early, or goes on past a damaged part.
WHOLE_SHARE = 0.9


class PastDamage:
    """OpenCV's frames, then PyAV's of what comes later; see `hingecheck.sources.video.decoding.Decoder`.

    OpenCV takes a part that cannot be decoded for the end. Of a phone's trimmed clip, which counts frames that it no
    longer shows, PyAV has nothing more either.

    Parameters
    ----------
    path : Path
    turns : bool
        See `OpenCvDecoder`.

    Raises
    ------
    InputError
        OpenCV cannot open the file.
    """

    def __init__(self, path: Path, *, turns: bool = True) -> None:
        self._path, self._turns = path, turns
        self._film = OpenCvDecoder(path, turns=turns)
        self._rest: PyAvDecoder | None = None
        self._over = self.passed_damage = False
        self._frames = 0
        self._from_s = self._zero_s = self._stamp_s = 0.0
        self.sample_aspect, self.matrix = self._film.sample_aspect, self._film.matrix
        self.frame_rate_hz, self.codec = self._film.frame_rate_hz, self._film.codec
        self.expected_frames = self._film.expected_frames

    def grab(self) -> bool:
        """Go to the next frame."""
        if self._rest is not None:
            return self._rest.grab()
        if not self._over and self._film.grab():
            self._stamp_s, self.expected_frames = self._film.stamp_s, self._film.expected_frames
            self._from_s = self._stamp_s if not self._frames else self._from_s
            self._frames += 1
            return True
        self._over = True
        return 0 < self._frames < WHOLE_SHARE * self.expected_frames and self._finds_more()

    def _finds_more(self) -> bool:
        """Go to the first frame after those that were read."""
        try:
            rest = PyAvDecoder(self._path) if pyav_if_there() is not None else None
        except InputError:
            return False
        if rest is not None and rest.grab():
            self._zero_s = rest.stamp_s - self._from_s
            rest.go_near(self._stamp_s + self._zero_s)
            last_s = self._stamp_s + 0.5 / min(max(self.frame_rate_hz, 1.0), 250.0)
            while rest.grab():
                if rest.stamp_s - self._zero_s > last_s:
                    self._rest, self.passed_damage = rest, True
                    return True
        if rest is not None:
            rest.release()
        return False

    @property
    def stamp_s(self) -> float:
        """The frame's presentation time."""
        return self._stamp_s if self._rest is None else self._rest.stamp_s - self._zero_s

    def retrieve(self, buffer: Picture | None = None) -> Picture | None:
        """The frame as blue, green, red; None where it cannot be had."""
        if self._rest is None:
            return self._film.retrieve(buffer)
        picture = self._rest.retrieve()
        matrix: DisplayMatrix | None = self._rest.matrix if self._turns else UPRIGHT
        return None if picture is None else turned(picture, matrix or UPRIGHT)

    def release(self) -> None:
        """Close the file."""
        self._film.release()
        if self._rest is not None:
            self._rest.release()
