"""Frames of a video file, decoded once from front to end with their own times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from ... import pulse
from ...core.arrays import Picture
from ...core.phrases import N_, Phrase
from ...core.signals import frame_period_s
from ...core.types import Frame
from ...quiet import quiet_cv2
from .capture_rate import speed_by_metadata
from .container import is_cut
from .decoding import Decoder, find_decoder
from .frame_clock import FrameClock
from .frame_sampler import FrameSampler
from .interlacing import has_whole_pictures, is_combed
from .past_damage import WHOLE_SHARE
from .shrinking import shrink

#: Pictures of another size but this nearly the same shape are made as large as the first.
SAME_SHAPE = 0.02
#: Combs are looked for in every so manieth frame: a lift shows them for seconds.
COMB_STEP = 6


class VideoFile:
    """A video file's frames. See `hingecheck.sources.video.frames.FrameSource`.

    The time of a frame is the container's own presentation time, read after the frame, so that variable
    frame rates are exact; where it does not increase, one mean frame period is added instead and counted in
    `bad_timestamps`. Surplus frames are decoded but not converted. Pictures come as players show them: see
    `presentation.Presentation`.

    Raises
    ------
    InputError
        No picture can be read from the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.frames_read = 0
        self.bad_timestamps = 0
        self._odd_frames = 0
        self._ends_early = self._damaged = False
        self._end_s: float | None = None
        video = find_decoder(path)
        self._has_fields = not has_whole_pictures(path)
        self._open, self._presentation = video.open, video.presentation
        self._coded = video.first.shape[:2]
        self.height, self.width = self._presentation.show(video.first).shape[:2]
        known = 0.1 <= video.frame_rate_hz <= 1000.0  # else it is the time base or nonsense
        self.frame_rate_hz: float | None = video.frame_rate_hz if known else None
        self._frame_s = frame_period_s(self.frame_rate_hz)
        count = video.expected_frames
        self.time_hint: float | None = speed_by_metadata(path, video.frame_rate_hz) if known else None
        self.expected_frames: int | None = int(count) if 1 <= count < 1e9 else None

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last one passed; the file's own word before that."""
        if self._end_s is not None:
            return self._end_s
        return (self.expected_frames or 0) * self._frame_s

    @property
    def problems(self) -> tuple[str, ...]:
        """Known in full once the file has been read to its end."""
        found: list[str] = []
        if self._ends_early:
            found.append(
                Phrase(
                    N_("the file ends early: {read} of about {expected} frames could be read"),
                    read=self.frames_read,
                    expected=self.expected_frames,
                )
            )
        if self._damaged:
            found.append(
                Phrase(
                    N_("the file is damaged in the middle: {read} of about {expected} frames could be read"),
                    read=self.frames_read,
                    expected=self.expected_frames,
                )
            )
        if self.bad_timestamps > 0.01 * max(self.frames_read, 1):
            found.append(
                Phrase(N_("{n} frames carry no usable time: an even pace is assumed there"), n=self.bad_timestamps)
            )
        if self._odd_frames:
            found.append(Phrase(N_("{n} frames were left out: damaged or of another size"), n=self._odd_frames))
        if self._presentation.first_field is not None:
            found.append(N_("the video is interlaced: only every second line of it could be used"))
        return tuple(found)

    def frames(self, rate_hz: float | None, longest_px: int | None = None) -> Iterator[Frame]:
        """Yield the frames in order, at most `rate_hz` a second on average, or all where it is None."""
        pace = FrameSampler(rate_hz, self._frame_s)
        yield from self._read(lambda index, time_s: pace.keeps(time_s), longest_px)

    def chosen(self, indices: Collection[int], longest_px: int | None = None) -> Iterator[Frame]:
        """Yield the frames of these numbers in order; reading ends with the last of them."""
        last = max(indices, default=-1)
        for frame in self._read(lambda index, time_s: index in indices, longest_px):
            yield frame
            if frame.index >= last:
                return

    def _read(self, keeps: Callable[[int, float], bool], longest_px: int | None = None) -> Iterator[Frame]:
        """From the start: the frames that `keeps` says yes to, asked once for each with its number and time."""
        self.frames_read = self.bad_timestamps = self._odd_frames = 0
        self._ends_early = self._damaged = False
        self._end_s = 0.0
        decoder = self._open()
        try:
            yield from self._walk(decoder, keeps, longest_px)
        finally:
            decoder.release()

    def _walk(self, decoder: Decoder, keeps: Callable[[int, float], bool], longest_px: int | None) -> Iterator[Frame]:
        cv2 = quiet_cv2()
        clock = FrameClock(self._frame_s)
        buffer: Picture | None = None  # one for all frames: at 4K each would be 25 MB
        while decoder.grab():
            pulse.beat()
            time_s = clock.time_s(decoder.stamp_s)
            self.bad_timestamps = clock.bad
            index = self.frames_read
            self.frames_read += 1
            self._end_s = time_s + self._frame_s
            if not keeps(index, time_s):
                continue
            bgr = self._of_first_size(decoder.retrieve(buffer))
            if bgr is None:
                self._odd_frames += 1
                continue
            buffer = bgr
            self._look_for_combs(index, bgr)
            small, scale = shrink(self._presentation.show(bgr), longest_px)
            yield Frame(index, time_s, cv2.cvtColor(small, cv2.COLOR_BGR2RGB), scale)
        self._damaged = decoder.passed_damage
        self._ends_early = not self._damaged and self._is_short()

    def _of_first_size(self, coded: Picture | None) -> Picture | None:
        """A picture as large as the first; None where it is of another shape, or there is none."""
        if coded is None or coded.shape[:2] == self._coded:
            return coded
        (height, width), (first_height, first_width) = coded.shape[:2], self._coded
        if abs(width * first_height / (height * first_width) - 1.0) > SAME_SHAPE:
            return None
        cv2 = quiet_cv2()
        return np.asarray(cv2.resize(coded, (first_width, first_height), interpolation=cv2.INTER_AREA), np.uint8)

    def _look_for_combs(self, index: int, coded: Picture) -> None:
        """From the first combed picture on, a field of each is used: where nothing moves there are no combs."""
        looks = self._has_fields and self._presentation.first_field is None and index % COMB_STEP == 0
        if looks and is_combed(coded):
            self._presentation = replace(self._presentation, first_field="top")

    def _is_short(self) -> bool:
        if self.expected_frames is None or self._end_s is None:
            return False
        # Both must fall short: the count alone is a guess in some containers (duration × a wrong mean rate).
        expected_s = self.expected_frames * self._frame_s
        share = max(self.frames_read / self.expected_frames, self._end_s / expected_s)
        # A clip trimmed on the phone keeps the frames it no longer shows, and counts them: an MP4 says itself
        # whether it is whole.
        return share < WHOLE_SHARE and is_cut(self.path) is not False
