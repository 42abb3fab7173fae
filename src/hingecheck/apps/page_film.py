"""The film of a page: inside it where it is small, beside it where it is large, as a small copy where browsers fail.

| the film | the page has |
|---|---|
| H.264, VP9 or AV1 in MP4 or WebM, up to `INSIDE_BYTES` | the film itself, inside |
| the same, larger | a link to where it lies, relative |
| any other, up to `COPY_S`, with the extra `video` | a small H.264 copy, inside |
| any other | a sentence that says so, and the film linked all the same: some browsers play it |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from ..core.phrases import N_, Phrase, joined
from ..core.pictures.overlay import overlay_of
from ..core.signals import frame_period_s
from ..core.types import SetReport, Unavailable
from ..errors import HingecheckError, reason_of
from ..reports.figure import READINGS
from ..reports.player import PageFilm, Playing
from ..sources.files.regular import real_path
from .recording import Recording

#: A film up to this size goes into the page as it is: in base64 the page has 16 MB, which mail and messengers take.
INSIDE_BYTES = 12 << 20
#: Longest side of a copy, its quality (x264's CRF), and how long a film may be for one.
COPY_PX, COPY_OPTIONS, COPY_S = 720, {"preset": "veryfast", "crf": "28"}, 300.0
ADVICE = N_("To have it inside this page, pip install 'hingecheck[video]' and make the page again.")


def playing(
    report: SetReport, recording: Recording, video: Path | None, folder: Path, home: Path | None = None
) -> Playing | Unavailable:
    """The film of a report's page, with what is drawn over it.

    Parameters
    ----------
    report : SetReport
    recording : Recording
        What it was made from.
    video : path or None
        Where the film lies; None where there is none.
    folder : Path
        Where the page will lie.
    home : Path, optional
        Where the film stays, if `video` is a copy to read.

    Returns
    -------
    Playing or Unavailable
        Unavailable with an empty reason where there is no film to show: pictures, or poses alone.
    """
    if video is None or report.analysis.stills or not video.is_file():
        return Unavailable("")
    film = _film(video, report.source.duration_s, folder, home or video)
    if isinstance(film, Unavailable):
        return film
    measures = tuple(measure for _, measure in READINGS)
    return Playing(film, overlay_of(report.analysis, recording.lifter.track, measures))


def _film(video: Path, duration_s: float, folder: Path, home: Path) -> PageFilm | Unavailable:
    from ..sources.video.browser import MP4, browser_film

    try:
        kind = browser_film(video)
        if isinstance(kind, Unavailable):
            copy = _copy(video) if duration_s <= COPY_S else b""
            if copy:
                return PageFilm(MP4, inside=copy)
            note = Phrase(N_("Not every browser plays the film here: {why}."), why=kind.reason)
            return _linked(home, folder, MP4, note if duration_s > COPY_S else joined([note, ADVICE], " "))
        if video.stat().st_size <= INSIDE_BYTES:
            return PageFilm(kind.mime, inside=video.read_bytes())
        return _linked(home, folder, kind.mime, "")
    except OSError as error:
        return Unavailable(
            Phrase(
                N_("The film could not be read again ({why}), so it does not play here."),
                why=reason_of(error),
            )
        )


def _linked(home: Path, folder: Path, mime: str, note: str) -> PageFilm | Unavailable:
    try:
        where = Path(os.path.relpath(real_path(home), real_path(folder))).as_posix()
    except ValueError:  # another drive
        return Unavailable(N_("The film lies on another drive than this page, so it does not play here."))
    return PageFilm(mime, beside=quote(os.fsencode(where)), codec_note=note)


def _copy(video: Path) -> bytes:
    """A small H.264 copy as our own reading shows the film; empty where none can be made."""
    try:
        with TemporaryDirectory(prefix="hingecheck-") as folder:
            path = Path(folder) / "film.mp4"
            write_small(video, path, COPY_PX, COPY_OPTIONS)
            return path.read_bytes()
    except HingecheckError:  # no encoder, or a film that breaks off: the page is worth having without
        return b""


def write_small(video: Path, path: Path, longest_px: int, options: Mapping[str, str]) -> None:
    """Write a film again, smaller: upright, with square pixels, every frame at its time, without sound.

    Parameters
    ----------
    video : Path
    path : Path
        The MP4 file to write, whole or not at all.
    longest_px : int
        Longest side.
    options : mapping
        Of the encoder, as FFmpeg names them.

    Raises
    ------
    InputError, OutputError, ConfigError
        The film cannot be read, or the copy not be written; there is no encoder.
    """
    from ..drawing.video_writer import TimedFilm
    from ..quiet import quiet_cv2
    from ..sources.video.frames import open_frames
    from ..sources.video.prefetch import prefetch

    cv2 = quiet_cv2()
    source = open_frames(video)
    with (
        TimedFilm(path, frame_period_s(source.frame_rate_hz), options) as film,
        closing(prefetch(source.frames(None, longest_px), depth=2)) as frames,
    ):
        for frame in frames:
            height, width = frame.rgb.shape[:2]
            even = frame.rgb[: height - height % 2, : width - width % 2]  # as H.264 wants it
            film.write(cv2.cvtColor(even, cv2.COLOR_RGB2BGR), frame.time_s)
