"""From a report and its recording to key frames, read from the video again, and their contact sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from ..core.arrays import Floats
from ..core.phrases import N_
from ..core.pictures.figure import back_at, figure_at
from ..core.pictures.keyframes import KeyFrame, bottom_moments, nearest_frames, pictured_reps
from ..core.types import SetReport
from ..errors import InputError
from ..languages.speaking import tr
from ..reports.html import Gallery
from ..reports.words import counted, lifts_words
from .recording import Recording

FROM_POSES = N_("The report was made from saved poses, so there are no pictures: only the lines of the skeleton.")
NOT_AGAIN = N_("The video could not be read a second time, so there are no pictures: only the lines of the skeleton.")


def key_frames(report: SetReport, recording: Recording, video: Path | None, no_video: str = FROM_POSES) -> Gallery:
    """Pictures of every rep's bottom, by a second reading of the video.

    Parameters
    ----------
    report : SetReport
    recording : Recording
        What the report was made from: which frame was seen when.
    video : path or None
        Where the pictures come from; None where there is none, as with saved poses alone.
    no_video : str
        What the page says then.

    Returns
    -------
    Gallery
        Never fails for want of the video: it then says why there are no pictures.
    """
    backs = _backs(report, recording)
    moments = bottom_moments(report.analysis, report.source.width, report.source.height, backs)
    blank = tuple(KeyFrame(moment, back=backs.get(moment.rep)) for moment in moments)
    if video is None:
        return Gallery(blank, no_video)
    from ..sources.video.keyframes import read_pictures

    track = recording.lifter.track
    frames = nearest_frames(moments, track.time_s, track.frame_index)
    try:
        found = read_pictures(video, {m.rep: (frames[m.rep], m.box) for m in moments})
    except InputError:
        return Gallery(blank, NOT_AGAIN)
    return Gallery(tuple(replace(frame, jpeg=found.get(frame.moment.rep)) for frame in blank))


def _backs(report: SetReport, recording: Recording) -> dict[int, Floats]:
    """Rep → the back line at its bottom, where one shows."""
    track, analysis = recording.lifter.track, report.analysis
    rows = {rep.index: int(np.abs(track.time_s - rep.bottom_s).argmin()) for rep in pictured_reps(analysis)}
    motions = {rep.index: analysis.motion_at(rep.cycle.bottom) for rep in pictured_reps(analysis)}
    lines = {rep: back_at(motions[rep], track, row) for rep, row in rows.items()}
    return {rep: line for rep, line in lines.items() if len(line)}


def to_picture(report: SetReport, gallery: Gallery, suffix: str) -> bytes:
    """The key frames with their skeletons as one picture, a tile a rep.

    Parameters
    ----------
    report : SetReport
    gallery : Gallery
        From `key_frames`; a frame without a picture becomes a skeleton on a dark ground.
    suffix : str
        ``.jpg``, ``.jpeg`` or ``.png``.
    """
    from ..drawing.figures import Tile, contact_sheet

    analysis = report.analysis
    tiles = [
        Tile(
            f.jpeg,
            f.moment.box,
            figure_at(analysis.motion_at(f.moment.row), f.moment.row),
            tr("picture {n}", n=f.moment.rep) if analysis.stills else tr("rep {n}", n=f.moment.rep),
        )
        for f in gallery.frames
    ]
    heading = f"{lifts_words(analysis)}, {counted(analysis)}"
    return contact_sheet(tiles, heading, suffix)
