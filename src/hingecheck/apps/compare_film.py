"""A film of two sides beside each other, in step: each phase of each rep takes as long on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..core.arrays import Picture
from ..core.comparison.compare import Comparison
from ..core.comparison.curves import PhaseName, span_of
from ..core.comparison.sides import ComparedSide
from ..core.types import Frame, Rep, Span
from ..errors import InputError
from .annotate import LONGEST_PX, Artist

if TYPE_CHECKING:
    from .check import Progress
    from .compare import Compared, SideFound

#: Pictures a second of the film: phones play it everywhere.
RATE_HZ = 30.0
#: Most reps of each side: a minute of film is looked at, more is not.
MAX_REPS = 12
#: How long the last picture stays, seconds.
LAST_S = 1.0


def write_side_by_side(compared: Compared, path: Path, progress: Progress | None = None) -> None:
    """Write the film, whole or not at all: the first rep of one beside the first of the other, and so on.

    Parameters
    ----------
    compared : Compared
    path : Path
        The MP4 file.
    progress : callable, optional
        As in `hingecheck.apps.check.check_video`.

    Raises
    ------
    InputError
        A video is not where it was, or no rep shows the same phases on both sides.
    OutputError
        The film cannot be written.
    ConfigError
        No encoder.
    """
    from ..drawing.side_by_side import beside
    from ..drawing.video_writer import TimedFilm

    moments = list(in_step(compared.comparison))
    if not moments:
        raise InputError(
            "{path}: no phase of a rep shows whole on both sides, so there is nothing to put in step.", path=path
        )
    cursors = _Cursor(compared.before), _Cursor(compared.after)
    with TimedFilm(path, LAST_S) as film:
        for place, (before_s, after_s) in enumerate(moments):
            film.write(beside(cursors[0].drawn_at(before_s), cursors[1].drawn_at(after_s)), place / RATE_HZ)
            if progress is not None:
                progress(place + 1, len(moments))


def in_step(comparison: Comparison) -> Iterator[tuple[float, float]]:
    """Moments of both sides that belong together, one a picture of the film, seconds of their videos."""
    before, after = comparison.before, comparison.after
    for one, other in list(zip(before.reps, after.reps, strict=False))[:MAX_REPS]:
        for phase in comparison.phases:
            first, second = _times_s(before, one, phase), _times_s(after, other, phase)
            if first is None or second is None:
                continue
            mean_s = 0.5 * (first[1] - first[0] + second[1] - second[0])
            for share in np.linspace(0.0, 1.0, max(round(mean_s * RATE_HZ), 2)):
                yield first[0] + share * (first[1] - first[0]), second[0] + share * (second[1] - second[0])


def _times_s(side: ComparedSide, rep: Rep, phase: PhaseName) -> tuple[float, float] | None:
    span: Span | None = span_of(rep.cycle, phase)
    if span is None:
        return None
    time_s = side.analysis.motion.time_s
    return float(time_s[span.first]), float(time_s[span.last - 1])


class _Cursor:
    """Draws a side's frames by their time; times that mostly grow are read in one go."""

    def __init__(self, found: SideFound) -> None:
        if found.video is None:
            raise InputError(
                "{path}: is not where it was, or another file now; a film needs the videos.",
                path=found.report.source.path,
            )
        self._video, source = found.video, found.report.source
        self._artist = Artist(found.report, found.recording, (source.width, source.height))
        self._shown, self._frames = self._first()
        self._next = next(self._frames, None)

    def drawn_at(self, time_s: float) -> Picture:
        """The picture that is shown at a time, with all that is drawn on it."""
        if time_s < self._shown.time_s:  # the other side has its phases the other way round
            self._shown, self._frames = self._first()
            self._next = next(self._frames, None)
        while self._next is not None and self._next.time_s <= time_s:
            self._shown, self._next = self._next, next(self._frames, None)
        return self._artist.draw(self._shown)

    def _first(self) -> tuple[Frame, Iterator[Frame]]:
        """The first frame, and those behind it."""
        from ..sources.video.frames import open_frames

        frames = iter(open_frames(self._video).frames(None, LONGEST_PX))
        first = next(frames, None)
        if first is None:
            raise InputError(
                "{path}: holds no picture that can be read. Is the file whole? Try playing it.", path=self._video
            )
        return first, frames
