"""Where the load went, as lines over a picture: this repetition's path, those before it, the middle of the foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from ..landmarks import SIDES, point
from ..load_types import LoadTrack
from ..measures.feet import HIDDEN_VIEW_LIMIT_DEG
from ..types import Analysis, Motion, Rep

#: Earlier repetitions whose paths are drawn; more hide the picture.
EARLIER = 6
#: A path is drawn with a point for every so many pixels of the picture's longer side: what no eye tells apart.
POINTS_ACROSS = 400


@dataclass(frozen=True, slots=True)
class LoadPath:
    """Lines in pixels of the upright picture; none of them holds a gap."""

    now: tuple[Floats, ...] = ()  #: of the repetition shown, each [shape=(k, 2)]
    earlier: tuple[Floats, ...] = ()  #: of those before it in the set
    mid_foot: Floats | None = None  #: upright over the middle of the foot [shape=(2, 2)]; None where it is not known


NO_PATH = LoadPath()


def path_until(analysis: Analysis, row: int) -> LoadPath:
    """The load's path as far as it has come at one row of the motion; nothing between repetitions.

    Parameters
    ----------
    analysis : Analysis
    row : int
        Of ``analysis.motion``.
    """
    rep = next((rep for rep in analysis.reps if rep.cycle.first <= row < rep.cycle.last), None)
    return NO_PATH if rep is None else _path(analysis, rep, row + 1)


def path_of(analysis: Analysis, rep: Rep) -> LoadPath:
    """The load's path over a whole repetition."""
    return _path(analysis, rep, rep.cycle.last)


def _path(analysis: Analysis, rep: Rep, end: int) -> LoadPath:
    motion = analysis.motion_at(rep.cycle.bottom)
    tracks = motion.load.tracks
    mates = next((one.reps for one in analysis.sets if rep.index in one.reps), ())
    before = [one for one in analysis.reps if one.index in mates and one.index < rep.index][-EARLIER:]
    spans = [slice(one.cycle.first, one.cycle.last) for one in before]
    return LoadPath(
        now=tuple(line for track in tracks for line in _lines(track, slice(rep.cycle.first, end))),
        earlier=tuple(line for track in tracks for rows in spans for line in _lines(track, rows)),
        mid_foot=_mid_foot(motion, rep),
    )


def _lines(track: LoadTrack, rows: slice) -> list[Floats]:
    """A track over some rows, cut where it is not known, without points that no eye tells apart."""
    places = track.centre_px[rows]
    known = np.isfinite(places).all(axis=1)
    cuts = np.flatnonzero(np.diff(known.astype(np.int8))) + 1
    runs = [run for run in np.split(np.arange(len(places)), cuts) if len(run) > 1 and known[run[0]]]
    return [_thinned(places[run]) for run in runs]


def _thinned(line: Floats) -> Floats:
    """The line without points nearer to the last kept than a share of its own extent, but for its ends."""
    least = float(np.ptp(line, axis=0).max()) / POINTS_ACROSS
    kept = [0]
    for place in range(1, len(line) - 1):
        if float(np.hypot(*(line[place] - line[kept[-1]]))) >= least:
            kept.append(place)
    return np.asarray(line[[*kept, len(line) - 1]])


def _mid_foot(motion: Motion, rep: Rep) -> Floats | None:
    """The line over the middle of the foot: where the load would be if it were no distance ahead.

    Read back from the measure, so that picture and number say the same.
    """
    track, ahead, scale = motion.load.track, motion.series.get("load_x_m"), motion.load.scale
    if track is None or ahead is None or scale is None or motion.view.off_side_deg > HIDDEN_VIEW_LIMIT_DEG:
        return None
    rows = slice(rep.cycle.first, rep.cycle.last)
    facing = -1.0 if motion.view.azimuth_deg >= 0 else 1.0
    across = track.centre_px[rows, 0] - facing * ahead.value[rows] / scale.m_per_px
    ankles = motion.image_px[rows][:, [point(side, "ANKLE") for side in SIDES], 1]
    height = track.centre_px[rows, 1]
    if not (np.isfinite(across).any() and np.isfinite(ankles).any() and np.isfinite(height).any()):
        return None
    x = float(np.nanmedian(across))
    return np.array([[x, float(np.nanmax(ankles))], [x, float(np.nanmin(height))]])
