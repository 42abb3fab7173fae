"""Start and end of lowering and lifting, from the hinge curve and the height of the hips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..filters import running_median
from ..landmarks import both
from ..signals import MAX_GAP_S, bridge, runs
from ..tracking.joints import mean_of_known
from ..types import Cycle, Motion, Span
from .lying import lying_curve
from .onset import ends, onset
from .waiting import MIN_BEND_DEG

#: The hips rise for good where they are the last time within this share of their way from their lowest; they began
#: to no longer before it than so, seconds: they may halt and go on another way than they began …
RISEN, RISES_S = 0.1, 0.3
#: … if that way is long enough to tell, in leg lengths: in an RDL the hips go back more than down.
HIPS_RISE_LEG = 0.15
#: Hips that rose by this share of their way, and then, before the hinge opens, sink again by as much, were set for
#: the pull; or drawn elsewhere, as a plate came before. So they were where they halt, rising by no more than the
#: second share in so many seconds, and had gone no further than the third: behind plates the lab's are drawn higher
#: by 0.3 of their way for 0.4 s and more; hips that shoot up until the trunk tips by a mild fault's 5° go further.
SET, HALTS, HALT_S, SET_BY = 0.1, 0.03, 0.3, 0.4
#: The hinge may open by this share of its way while hips that shoot up have already begun the lift.
STILL_FOLDED = 0.25

#: Jumps shorter than half of this are no movement, seconds.
SPIKE_S = 0.5
#: A hole this long is no slip of the tracker: the lifter was not there, as behind a title card, and what she did
#: before it has nothing to do with what she does after, seconds.
LOST_S = 1.0
#: … and whoever is away for longer has left: a lift that spans it is two halves.
AWAY_S = 2.0
#: A lift that is under way within this long of where the video begins, or the lifter comes into sight, began before.
UNDER_WAY_S = 0.1

#: A standing lifter's hinge that is known no better than this shows no bend and no rise.
UNSURE_DEG = 35.0
#: … nor does one that is known so well first for less than this, seconds: a frame of something else read 77° of a
#: lifter who was at 134°, and the bend from there to here was none.
LONE_S = 0.1

HIPS = both("HIP")


@dataclass(frozen=True, slots=True)
class HingeCurve:
    """The hinge over a whole recording, as reps are read from it."""

    value: Floats  #: degrees, holes bridged by straight lines [shape=(n,)]
    known: NDArray[np.bool_]  #: measured, not bridged [shape=(n,)]
    hips_leg: Floats  #: depth of the hips in the picture, leg lengths, larger = lower [shape=(n,)]
    measured: Floats  #: degrees, with its spikes and holes [shape=(n,)]
    rate_hz: float = 30.0  #: rows a second

    def __len__(self) -> int:
        return len(self.value)

    def seen_since(self, first: int, row: int) -> int:
        """First row from `first` on of the stretch to `row` in which the lifter was never lost for `LOST_S`."""
        holes = [last for start, last in runs(~self.known[first:row]) if last - start > LOST_S * self.rate_hz]
        return first + max(holes, default=0)

    def seen_until(self, row: int, last: int) -> int:
        """Last row, up to `last`, of the stretch from `row` on in which the lifter was never lost for `LOST_S`."""
        holes = [first for first, end in runs(~self.known[row : last + 1]) if end - first > LOST_S * self.rate_hz]
        return row + max(min(holes) - 1, 0) if holes else last

    def away(self, first: int, last: int) -> bool:
        """Whether the lifter was seen, then not for longer than `AWAY_S`, and seen again between two rows."""
        seen = np.flatnonzero(self.known[first : last + 1])
        return bool(len(seen) > 1 and np.diff(seen).max() > AWAY_S * self.rate_hz)

    def opens_at(self, row: int) -> bool:
        """Whether the video, or what shows of the lifter in it, begins at a row."""
        return row <= 1 or not self.known[row - 2 : row].any()

    def ends_at(self, row: int) -> bool:
        """Whether the video, or what shows of the lifter in it, ends at a row."""
        return row >= len(self) - 2 or not self.known[row + 1 : row + 3].any()

    def has_gap(self, span: Span) -> bool:
        """Whether a hole lies in a span or at its edge: its times are then made up.

        Where the lifter comes into sight, or leaves it, is no hole. Nor is one so short that a line may bridge it, as
        long again from both ends: it moves neither.
        """
        first = span.first if self.opens_at(span.first) else span.first - 1
        last = span.last if self.ends_at(span.last - 1) else span.last + 1
        short = MAX_GAP_S * self.rate_hz
        holes = runs(~self.known[first:last])
        return any(b - a > short or a < short or last - first - b < short for a, b in holes)


def hinge_curve(motion: Motion) -> HingeCurve:
    """Read the curve off a motion.

    On two feet or one it is the hip hinge; of a lifter on the back see `lying_curve`.
    """
    hinge = motion.series["hip_hinge_deg"]
    hips = mean_of_known(motion.image_px[:, HIPS, 1]) / motion.leg_px
    sure = np.where(hinge.sigma <= UNSURE_DEG, hinge.value, np.nan)
    rate_hz = motion.rate_hz
    value = (
        lying_curve(motion, hips) if motion.face_up else _without_lone_first(sure, max(2, round(LONE_S * rate_hz)))
    )
    return HingeCurve(
        _without_spikes(bridge(value[:, None])[:, 0], rate_hz),
        np.isfinite(value),
        np.where(np.isfinite(hips), _without_spikes(bridge(hips[:, None])[:, 0], rate_hz), np.nan),
        value,
        rate_hz,
    )


def _without_lone_first(value: Floats, least: int) -> Floats:
    """Without what is known first, where that is for fewer rows than `least` and is not known after."""
    known = runs(np.isfinite(value))
    if len(known) < 2 or known[0][1] - known[0][0] >= least:
        return value
    out = value.copy()
    out[: known[0][1]] = np.nan
    return out


def _without_spikes(curve: Floats, rate_hz: float) -> Floats:
    """Running median: where the tracker loses a leg for a moment, the hinge jumps and comes back; no lifter does."""
    return running_median(curve, int(SPIKE_S * rate_hz) | 1)


def hips_rise_row(hips_leg: Floats, first: int, top: int, rate_hz: float) -> int | None:
    """Row at which the hips begin to rise for good.

    Parameters
    ----------
    hips_leg : array [shape=(n,)]
        Depth of the hips, leg lengths; NaN where unknown.
    first, top : int
        Where to look: from the bottom, or before it, to the top.
    rate_hz : float

    Returns
    -------
    int or None
        None where the hips are not seen, or rise by less than `HIPS_RISE_LEG`.
    """
    part = hips_leg[first : top + 1]
    ok = np.isfinite(part)
    if ok.sum() < 3:
        return None
    lowest = float(part[ok].max())
    way = lowest - float(part[ok][-1])
    if way < HIPS_RISE_LEG:
        return None
    gone = bridge((lowest - part)[:, None] / way)[:, 0]
    risen = int(np.flatnonzero(gone <= RISEN)[-1])
    begun = onset(gone, risen + int(np.argmax(gone[risen:] >= 0.5)))
    return first + round(max(begun, risen - RISES_S * rate_hz, 0.0))


def pull_row(hips_leg: Floats, first: int, opens: int, top: int, rate_hz: float) -> int:
    """Row from which the hips may rise with the load; `first` where they were not set for it after that.

    Parameters
    ----------
    hips_leg : array [shape=(n,)]
        Depth of the hips, leg lengths; NaN where unknown.
    first, opens, top : int
        The bottom, or before it; the last row at which the hinge is hardly open; and the top.
    rate_hz : float
    """
    depth = bridge(hips_leg[first : top + 1, None])[:, 0]
    way = max(float(depth.max() - depth[-1]), HIPS_RISE_LEG)
    before, halt = (depth.max() - depth[: opens + 1 - first]) / way, max(round(HALT_S * rate_hz), 1)
    before = before[int(np.argmin(before)) :]
    set_by = [row for row in (_halted(before, halt), _sank(before)) if row is not None]
    return opens + 1 - len(before) + max(set_by) if set_by else first


def _halted(gone: Floats, halt: int) -> int | None:
    """The last row of a halt of so many rows, of hips that have not gone far."""
    began = gone[:-halt]
    still = np.flatnonzero((np.abs(gone[halt:] - began) <= HALTS) & (began > SET) & (began < SET_BY))
    return int(still[-1]) + halt if len(still) else None


def _sank(gone: Floats) -> int | None:
    """The lowest row after hips have risen and sunk again, the last time."""
    sunk = runs(gone <= np.maximum.accumulate(gone) - SET)
    return sunk[-1][0] + int(np.argmin(gone[slice(*sunk[-1])])) if sunk else None


def lifting(curve: HingeCurve, since: int, down: int, up: int) -> Span:
    """Rows of the lift from the bottom at `down` to the top at `up`.

    The lift begins when the hinge opens or the hips rise with the load, whichever is first: hips that shoot up leave
    the hinge as it is, the trunk tips as fast as the legs straighten. `since` is how far back to look.
    """
    span = moving(curve.value, down, up, curve.rate_hz)
    still = curve.value[down] - STILL_FOLDED * (curve.value[down] - curve.value[up])
    plateau = span.first
    while plateau > since and curve.value[plateau - 1] >= still:
        plateau -= 1
    shut = curve.value[down] - RISEN * (curve.value[down] - curve.value[up])
    opens = down + int(np.flatnonzero(curve.value[down : up + 1] >= shut)[-1])
    pull = pull_row(curve.hips_leg, plateau, opens, up, curve.rate_hz)
    risen = hips_rise_row(curve.hips_leg, pull, up, curve.rate_hz)
    return span if risen is None else Span(min(span.first, risen), span.last)


def moving(curve: Floats, down: int, up: int, rate_hz: float) -> Span:
    """Rows in which `curve` falls from its high at `down` to its low at `up`."""
    way = curve[down] - curve[up]
    if up <= down or way <= 0:
        return Span(down, up + 1)
    first, last = ends((curve[down] - curve[down : up + 1]) / way, rate_hz)
    return Span(down + round(first), down + max(round(last), round(first)) + 1)


def lift_off_cut(curve: HingeCurve, span: Span) -> bool:
    """Whether a lift was under way where the video begins, or the lifter comes into sight."""
    reach = round(UNDER_WAY_S * curve.rate_hz)
    return any(curve.opens_at(row) for row in range(max(span.first - reach, 0), span.first + 1))


#: A lift whose hinge opens by more than this at its first row, degrees a second, has not just begun there: eight real
#: clips that open with a lift open by up to 33, three that were cut half-way up by 46 and more.
OPENS_DEG_S, OPENS_IN_S = 40.0, 0.1


def begins_half_way(cycle: Cycle, motion: Motion) -> bool:
    """Whether a lift was well under way where the film begins, or is cut: its bottom is not in it."""
    hinge = motion.series["hip_hinge_deg"].value
    later = min(cycle.bottom + max(1, round(OPENS_IN_S * motion.rate_hz)), len(hinge) - 1)
    return bool(cycle.lift_off_cut and hinge[cycle.bottom] - hinge[later] > OPENS_DEG_S * OPENS_IN_S)


#: A lift that the lifter is lost in, within this long of its top, went on where so many rows before that have the
#: hinge open by so much further, degrees: 12° of one whose head left the picture half-way ("your hips stop at 75°");
#: or where she is bent so far there, degrees, that nobody ends a lift so.
LOST_IN_S, FURTHER_ROWS, FURTHER_DEG, BENT_DEG = 0.5, 3, 5.0, 45.0


def top_cut(curve: HingeCurve, span: Span, up: int) -> bool:
    """Whether a lift was still under way where the video ends, or the lifter goes out of sight."""
    return (curve.ends_at(up) and span.last > up) or _lost_rising(curve, up)


def _lost_rising(curve: HingeCurve, up: int) -> bool:
    """Whether the hinge opens further just before the lifter is lost: spikes are taken out of holes' edges too."""
    after = np.flatnonzero(~curve.known[up : up + round(LOST_IN_S * curve.rate_hz)])
    if not len(after):
        return False
    last = curve.measured[up : up + int(after[0])]
    further = np.count_nonzero(last < curve.value[up] - FURTHER_DEG) >= FURTHER_ROWS
    return bool(further or curve.value[up] > BENT_DEG)


def bending(curve: Floats, tall: int, down: int, rate_hz: float) -> Span:
    """Rows from the last moment at the top to the first at the bottom."""
    return moving(-curve, tall, down, rate_hz)


def starts_mid_bend(curve: Floats, down: int, rate_hz: float) -> bool:
    """Whether a recording opens in the middle of the bend that ends at `down`: moving from its first row on."""
    if down < 2 or curve[down] - curve[0] < MIN_BEND_DEG:
        return False
    return bending(curve, 0, down, rate_hz).first == 0


def lowering_before(curve: HingeCurve, since: int, down: int, cut_above: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top before (`since`) and the bottom.

    Returns
    -------
    span : Span or None
        What shows of it.
    cut : bool
        The video opens in it, or the lifter was lost in it: how long it took is not known.
    """
    value = curve.value
    rows = np.arange(since, down + 1)
    start = int(rows[np.argmin(value[rows])])
    if start >= down or value[down] - value[start] < MIN_BEND_DEG:
        return None, False
    span = bending(value, start, down, curve.rate_hz)
    if curve.opens_at(start) and (value[start] > cut_above or span.first <= start):
        return Span(start, span.last), True
    return span, curve.has_gap(span)


def lowering_after(curve: HingeCurve, up: int, until: int, cut_below: float) -> tuple[Span | None, bool]:
    """Find the lowering between the top and the next bottom (`until`); returns as `lowering_before`."""
    value = curve.value
    rows = np.arange(up, until + 1)
    end = int(rows[np.argmax(value[rows])])
    if end <= up or value[end] - value[up] < MIN_BEND_DEG:
        return None, False
    span = bending(value, up, end, curve.rate_hz)
    if curve.ends_at(end) and value[end] < cut_below:
        return Span(span.first, end + 1), True
    return span, curve.has_gap(span)
