"""Annotated video: from a recording and its report to an MP4 with figure, angles and findings on every frame."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from ..core.arrays import Floats
from ..core.landmarks import point
from ..core.pictures.figure import Figure, back_at, figure_at
from ..core.pictures.load_path import LoadPaths
from ..core.signals import frame_period_s, nearest
from ..core.types import Frame, SetReport
from ..errors import OutputError
from ..languages.speaking import tr
from ..reports.commentary import Commentary, Remark

if TYPE_CHECKING:
    from ..core.arrays import Picture
    from .check import Progress
    from .recording import Recording

#: Larger pictures are shrunk: whoever gets it sent plays it on a phone.
LONGEST_PX = 1280
#: The replay's pace, and how long its last picture stays, seconds.
REPLAY_PACE, LAST_S = 0.5, 1.0
#: Stands in for a picture that is not kept.
NOTHING = np.empty((0, 0, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class AnnotatedVideo:
    """What annotated video is wanted."""

    replay: bool = False  #: the rep with the worst fault once more at the end, at half speed


def check_encoder() -> None:
    """Find out before the work that there is an encoder.

    Raises
    ------
    ConfigError
        There is none; says how to get one.
    """
    from ..drawing.h264 import import_pyav

    import_pyav()


def annotate(
    report: SetReport,
    recording: Recording,
    video: Path,
    path: Path,
    *,
    replay: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write an annotated video, whole or not at all.

    Parameters
    ----------
    report : SetReport
    recording : Recording
        What the report was made from.
    video : Path
        What to draw on: read a second time.
    path : Path
        The MP4 file to write.
    replay : bool
        Show the rep with the worst fault once more at the end, at half speed; nothing where there is no fault.
    progress : callable, optional
        As in `hingecheck.apps.check.check_video`.

    Raises
    ------
    InputError
        The video cannot be read.
    OutputError
        The annotated one cannot be written.
    ConfigError
        No encoder.
    """
    from ..drawing.video_writer import TimedFilm
    from ..sources.video.frames import open_frames
    from ..sources.video.prefetch import prefetch

    source = open_frames(video)
    artist = Artist(report, recording, (source.width, source.height))
    frame_s = frame_period_s(source.frame_rate_hz)
    worst = artist.commentary.worst() if replay else None
    again: list[Frame] = []  # without their pictures
    with TimedFilm(path, frame_s if worst is None else LAST_S) as film:
        with closing(prefetch(source.frames(None, LONGEST_PX), depth=2)) as frames:
            for frame in frames:
                film.write(artist.draw(frame), frame.time_s)
                if worst is not None and artist.shows(worst.rep, frame.time_s):
                    again.append(replace(frame, rgb=NOTHING))
                if progress is not None:
                    progress(source.frames_read, source.expected_frames)
        if worst is not None and again:
            start_s, indices = source.duration_s, {frame.index for frame in again}
            for frame in source.chosen(indices, LONGEST_PX):
                time_s = start_s + (frame.time_s - again[0].time_s) / REPLAY_PACE
                film.write(artist.draw(frame, worst), time_s)


def annotated_bytes(report: SetReport, recording: Recording, video: Path, film: AnnotatedVideo) -> bytes:
    """An annotated video as bytes; parameters and errors are those of `annotate`."""
    with TemporaryDirectory(prefix="hingecheck-") as folder:
        path = Path(folder) / "annotated.mp4"
        try:
            annotate(report, recording, video, path, replay=film.replay)
        except OutputError as error:
            said = error.words
            named = {name: path.name if value == path else value for name, value in said.fields.items()}
            raise OutputError(said.template, **named) from None
        return path.read_bytes()


class Artist:
    """Draws frames of one recording."""

    def __init__(self, report: SetReport, recording: Recording, size: tuple[int, int]) -> None:
        self.commentary = Commentary(report.analysis)
        self._analysis, self._track, self._size = report.analysis, recording.lifter.track, size
        self._load_paths = LoadPaths(report.analysis)
        self._spans = {rep.index: (rep.start_s, rep.end_s) for rep in report.analysis.reps}
        self._lumbar = report.analysis.motion.series.get("lumbar_flexion_deg")
        self._last: tuple[int, Figure, Floats] | None = None  # two frames in a row often share theirs

    def shows(self, rep: int, time_s: float) -> bool:
        """Whether a rep is under way."""
        start_s, end_s = self._spans[rep]
        return start_s <= time_s <= end_s

    def draw(self, frame: Frame, again: Remark | None = None, about: Remark | None = None) -> Picture:
        """A frame with all that is known of it.

        Parameters
        ----------
        frame : Frame
        again : Remark, optional
            What a replay is about.
        about : Remark, optional
            What to say all along, instead of what is seen at the moment.
        """
        from ..drawing.annotated_frame import Scene, draw_scene

        caption = self.commentary.at(frame.time_s)
        figure, back = self._lines(caption.row)
        remark = again or about or caption.remark
        motion = self._analysis.motion_at(caption.row)
        points = motion.image_px[caption.row]
        scene = Scene(
            figure=figure,
            back=back,
            path=self._load_paths.until(caption.row),
            angles=[(points[point(motion.measured_side, name)], words) for name, words in caption.angles],
            facing=motion.view.facing,
            corner=(
                (tr("again, at half speed") if again else caption.title),
                f"{caption.count}  {caption.phase}".strip(),
            ),
            heading=remark.name if remark else "",
            cue=remark.cue if remark else "",
        )
        return draw_scene(frame.rgb, scene, self._size)

    def _lines(self, row: int) -> tuple[Figure, Floats]:
        """Figure and back line at a row of the motion; the back only where its bend is measured."""
        if self._last is None or self._last[0] != row:
            motion, lumbar = self._analysis.motion_at(row), self._lumbar
            back = np.empty((0, 2))
            if lumbar is not None and np.isfinite(lumbar.value[row]):
                back = back_at(motion, self._track, nearest(self._track.time_s, float(motion.time_s[row])))
            self._last = (row, figure_at(motion, row), back)
        return self._last[1], self._last[2]
