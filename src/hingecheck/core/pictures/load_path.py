"""Where the load went, as lines over a picture: this repetition's path, those before it, the middle of the foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from ..landmarks import both
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


class LoadPaths:
    """The load's paths in a recording; each repetition's is drawn up once, however many pictures show it.

    Parameters
    ----------
    analysis : Analysis
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._whole: dict[int, tuple[Floats, ...]] = {}
        self._mid_foot: dict[int, Floats | None] = {}

    def until(self, row: int) -> LoadPath:
        """The path as far as it has come at a row of the motion; nothing between repetitions."""
        rep = next((rep for rep in self._analysis.reps if rep.cycle.first <= row < rep.cycle.last), None)
        return NO_PATH if rep is None else self._path(rep, self._through(rep, row + 1))

    def of(self, rep: Rep) -> LoadPath:
        """The path over a whole repetition."""
        return self._path(rep, self._lines_of(rep))

    def _path(self, rep: Rep, now: tuple[Floats, ...]) -> LoadPath:
        reps = self._analysis.reps
        mates = next((one.reps for one in self._analysis.sets if rep.index in one.reps), ())
        before = [one for one in reps if one.index in mates and one.index < rep.index][-EARLIER:]
        moves = self._analysis.motion_at(rep.cycle.bottom).place_lost  # where it went before lies elsewhere by now
        if rep.index not in self._mid_foot:
            self._mid_foot[rep.index] = _mid_foot(self._analysis.motion_at(rep.cycle.bottom), rep)
        return LoadPath(
            now=now,
            earlier=() if moves else tuple(line for one in before for line in self._lines_of(one)),
            mid_foot=self._mid_foot[rep.index],
        )

    def _lines_of(self, rep: Rep) -> tuple[Floats, ...]:
        if rep.index not in self._whole:
            self._whole[rep.index] = self._through(rep, rep.cycle.last)
        return self._whole[rep.index]

    def _through(self, rep: Rep, end: int) -> tuple[Floats, ...]:
        tracks = self._analysis.motion_at(rep.cycle.bottom).load.tracks
        return tuple(line for track in tracks for line in _lines(track, slice(rep.cycle.first, end)))


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
    across = track.centre_px[rows, 0] - motion.view.facing * ahead.value[rows] / scale.m_per_px
    ankles = motion.image_px[rows][:, both("ANKLE"), 1]
    height = track.centre_px[rows, 1]
    if not (np.isfinite(across).any() and np.isfinite(ankles).any() and np.isfinite(height).any()):
        return None
    x = float(np.nanmedian(across))
    return np.array([[x, float(np.nanmax(ankles))], [x, float(np.nanmin(height))]])
