"""A clip to send: a few seconds of one rep, drawn on, small enough for a messenger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..core.signals import nearest
from ..core.types import Rep, SetReport
from ..errors import ConfigError, NothingMeasuredError
from .annotate import Artist

if TYPE_CHECKING:
    from ..reports.commentary import Remark
    from .check import Progress
    from .recording import Recording

#: Which rep: the one with the worst fault, or its number.
WORST = "worst"
#: Shown before a rep begins and after it ends, and how long the last picture stays, seconds.
AROUND_S, LAST_S = 0.4, 0.8
#: Longest side and x264's quality: three sets came to 140 to 210 kB a rep, and the letters are read on a phone.
CLIP_PX, CLIP_OPTIONS = 854, {"preset": "veryfast", "crf": "26"}


def clip_place(video: Path, clip: str) -> Path:
    """File name of a clip that nobody named: beside where one works, not where the video lies.

    >>> str(clip_place(Path("films/deadlift.mov"), "3")), str(clip_place(Path("a.mp4"), "worst"))
    ('deadlift-rep-3.mp4', 'a-rep-worst.mp4')
    """
    return Path(f"{video.stem}-rep-{clip}.mp4")


def check_clip(clip: str) -> None:
    """See that a clip is asked for as it should be.

    Raises
    ------
    ConfigError
        It is neither ``worst`` nor the number of a rep.
    """
    if clip != WORST and not (clip.isascii() and clip.isdecimal() and int(clip)):
        raise ConfigError("--clip {clip}: say 'worst', or the number of a rep.", clip=clip)


def write_clip(
    report: SetReport, recording: Recording, video: Path, path: Path, clip: str, progress: Progress | None = None
) -> Rep:
    """Write a clip, whole or not at all.

    Parameters
    ----------
    report : SetReport
    recording : Recording
        What the report was made from.
    video : Path
        What to draw on: read a second time.
    path : Path
        The MP4 file to write.
    clip : str
        ``worst``, which is the first rep where no fault was seen, or the number of a rep.
    progress : callable, optional
        As in `hingecheck.apps.check.check_video`.

    Returns
    -------
    Rep
        That is shown.

    Raises
    ------
    NothingMeasuredError
        There is no such rep.
    InputError, OutputError, ConfigError
        The video cannot be read, the clip not be written; there is no encoder.
    """
    from ..drawing.video_writer import TimedFilm
    from ..sources.video.frames import open_frames

    source = open_frames(video)
    artist = Artist(report, recording, (source.width, source.height))
    rep = _rep(report, artist, clip)
    remark = _remark(artist, rep)
    indices = _frames_of(recording, rep)
    with TimedFilm(path, LAST_S, CLIP_OPTIONS) as film:
        first_s: float | None = None
        for frame in source.chosen(indices, CLIP_PX):
            first_s = frame.time_s if first_s is None else first_s
            film.write(artist.draw(frame, about=remark), frame.time_s - first_s)
            if progress is not None:
                progress(source.frames_read, indices.stop)
    return rep


def _rep(report: SetReport, artist: Artist, clip: str) -> Rep:
    reps = report.analysis.reps
    name = report.source.path
    if not reps:
        raise NothingMeasuredError("{name}: no rep was found, so there is none to cut out.", name=name)
    worst = artist.commentary.worst()
    number = (worst.rep if worst else reps[0].index) if clip == WORST else int(clip)
    found = next((rep for rep in reps if rep.index == number), None)
    if found is None:
        raise NothingMeasuredError(
            "{name}: there is no rep {number}; its reps are 1 to {count}.", name=name, number=number, count=len(reps)
        )
    return found


def _remark(artist: Artist, rep: Rep) -> Remark | None:
    """The worst of what was seen in a rep."""
    of_rep = [remark for remark in artist.commentary.remarks if remark.rep == rep.index]
    return max(of_rep, key=lambda remark: remark.rank, default=None)


def _frames_of(recording: Recording, rep: Rep) -> range:
    """Numbers of the video's frames of a rep with a little around it."""
    track = recording.lifter.track
    first, last = (nearest(track.time_s, s) for s in (rep.start_s - AROUND_S, rep.end_s + AROUND_S))
    return range(int(track.frame_index[first]), int(track.frame_index[last]) + 1)
