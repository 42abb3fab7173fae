"""Frames from one still picture or a folder of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ... import pulse
from ...core.phrases import N_, Phrase, whole
from ...core.types import Frame
from ...errors import InputError
from .frame_sampler import FrameSampler
from .shrinking import shrink
from .still_files import read_still, why_no_still

#: Folders of stills carry no times. They are nearly always frames taken from a video, so one thirtieth of a
#: second is assumed between them, and the report says so.
FOLDER_RATE_HZ = 30.0
#: A folder of fewer is no film but a few positions, such as start and end: they are told a second apart.
MIN_OF_FILM = 12
ASSUMED = N_("the pictures carry no times: {rate:.0f} a second are assumed")
NUMBERED = N_("the pictures carry no times: they are numbered in seconds")
LEFT_OUT = N_("{left} of {all} pictures were left out, damaged or not {width}x{height}: {names}")


class Stills:
    """Pictures as frames. See `hingecheck.sources.video.frames.FrameSource`.

    Pictures turn upright by their EXIF note, grey ones become RGB, transparency is dropped. Pictures of a
    folder that cannot be read, or are not of the first one's size, are left out and named in `problems`.

    Raises
    ------
    InputError
        No picture can be read.
    """

    def __init__(self, path: Path, pictures: tuple[Path, ...]) -> None:
        self.path = path
        self.frame_rate_hz: float | None = None
        self.frames_read = 0
        self._pictures = pictures
        self._left_out: list[str] = []
        self._film = len(pictures) >= MIN_OF_FILM
        self._step_s = 1.0 / FOLDER_RATE_HZ if self._film else 1.0
        first = next((rgb for rgb in map(read_still, pictures) if rgb is not None), None)
        if first is None:
            raise InputError("{path}: {why}", path=path, why=why_no_still(pictures))
        self.height, self.width = first.shape[:2]

    @property
    def time_hint(self) -> None:
        """Pictures play at no speed."""

    @property
    def expected_frames(self) -> int | None:
        """Number of pictures."""
        return len(self._pictures)

    @property
    def duration_s(self) -> float:
        """Assumed length; 0 for one picture."""
        count = self.frames_read or len(self._pictures)
        return 0.0 if len(self._pictures) == 1 else count * self._step_s

    @property
    def problems(self) -> tuple[str, ...]:
        """What was left out or assumed."""
        found: list[str] = []
        if len(self._pictures) > 1:
            found.append(Phrase(ASSUMED, rate=FOLDER_RATE_HZ) if self._film else NUMBERED)
        if self._left_out:
            some = ", ".join(self._left_out[:3]) + (" …" if len(self._left_out) > 3 else "")
            counts = {"left": len(self._left_out), "all": len(self._pictures)}
            size = {"width": self.width, "height": self.height}
            found.append(Phrase(LEFT_OUT, **counts, **size, names=whole(some)))
        return tuple(found)

    def frames(self, rate_hz: float | None, longest_px: int | None = None) -> Iterator[Frame]:
        """Yield the pictures in natural order of their names, 1/30 s apart, or 1 s where they are few."""
        pace = FrameSampler(rate_hz, self._step_s)
        yield from self._read(lambda index, time_s: pace.keeps(time_s), longest_px)

    def chosen(self, indices: Collection[int], longest_px: int | None = None) -> Iterator[Frame]:
        """Yield the pictures of these numbers in order."""
        yield from self._read(lambda index, time_s: index in indices, longest_px)

    def _read(self, keeps: Callable[[int, float], bool], longest_px: int | None = None) -> Iterator[Frame]:
        self.frames_read = 0
        self._left_out = []
        for index, picture in enumerate(self._pictures):
            pulse.beat()
            self.frames_read = index + 1
            time_s = index * self._step_s
            if not keeps(index, time_s):
                continue
            rgb = read_still(picture)
            if rgb is None or rgb.shape[:2] != (self.height, self.width):
                self._left_out.append(picture.name)
                continue
            yield Frame(index, time_s, *shrink(rgb, longest_px))
