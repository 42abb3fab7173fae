"""Breaks in a raw track: where the picture or the clock jumps, and where the lifter turns round, lies down or leaves.

Told from the landmarks alone, so that saved poses and a live set give the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Complexes, Floats, Mask
from ..filters import running_maximum, running_median
from ..geometry import length
from ..landmarks import LEFT, RIGHT, point
from ..signals import runs
from ..types import PoseTrack
from .cleaning import leg_length
from .trails import limbs_reach

#: Time stamps further apart than this are a gap, and so long a lifter must be away to have left, seconds: phones that
#: stop and go on lose half a second, and the longest step between two frames of the real clips is 0.2 s.
GAP_S = 3.0
#: No gap is one of up to so long after which she stands where she stood, as large as before: live a pause of so long
#: is within a set, and a camera may be busy, seconds.
PAUSE_S = 15.0
#: What lies before and after a moment is compared over this long, seconds: a repetition or most of one.
WINDOW_S = 3.0
#: … of which this much must show the lifter: a turn lasts.
MIN_SEEN_S = 1.5
#: The lifter has turned where the azimuth before and after lies this far apart, degrees. Of one and the same view:
#: 51° at most in 47 real clips (a lying lifter filmed by a panning phone; the next 33°, a phone that walks round the
#: lifter), 14° in the samples; a turn to the other side is 180°, from the front to the side 90°.
TURN_DEG = 65.0
#: The trunk's middle over the ankles in leg lengths: who stands comes above the first within the window (1.1), who
#: lies on the back stays below the second (0.55 on a bench). Who sits is between (0.85), as is who waits over the bar
#: (0.65).
STANDS_ABOVE, LIES_BELOW = 0.98, 0.62
#: … and the knees of who lies are not below the hips by more than this, leg lengths: of 15 who thrust and bridge the
#: median is -0.37 to -0.02; of 7 who wait bent over the bar with feet that plates hide, 0.07 to 0.33.
KNEES_BELOW_LEG = 0.03
#: A picture jumps within this long, seconds: three frames of thirty a second, which a tracker needs to catch up.
JUMP_S = 0.1
#: Shoulders, hips and ankles all at another place by this many leg lengths: who walks briskly comes to 0.15.
JUMP_LEG = 0.3
#: … or trunk and legs both longer or shorter by this factor; bending quickly shortens one of them. So is her size in
#: the picture: who was lost for two frames behind a plate was read less bent after it, and only 1.05 times as large.
JUMP_RATIO = 1.15
#: … and by so many times what they jitter by from frame to frame besides: in a film compressed to blocks lengths
#: jump by 7 % in every frame, and by more where a new picture of its own begins.
JITTERS = 3.0
#: One step from frame to frame makes this share of it or more, and just before and after it there was less than
#: this: who rises fast before a near phone grows by 20 % in `JUMP_S`, but evenly. Of ten frames a second each is a
#: step, so that size is no sign there.
STEP_SHARE, CALM_SHARE = 0.6, 0.5
#: It must hold for this long, seconds, and to this share: trackers slip and come back.
HOLDS_S, HOLDS_SHARE = 0.5, 0.7
#: A body this much smaller than so long before and than afterwards, seconds, is a tracker's slip: one who was lost
#: behind her plates had all landmarks in a heap for 0.5 s, a third as large, before she was found where she had been.
SLIP_SHARE, SLIP_S = 0.6, (1.0, 1.5)
#: … and so is what leaves feet and size as they were in these seconds before: as plates pass before the hips,
#: shoulders and head may be read in the lap for half a second, and then where they are. Feet within so many leg
#: lengths, as plates that hide them move them by 0.23; a size in the picture within this factor: of one lifter it
#: strays by 1.05 (standard deviation) at most in 47 real clips.
AS_BEFORE_S, AS_BEFORE_LEG, AS_BEFORE_RATIO = (3.0, 0.3), 0.25, 1.1


#: A phone is not set up anew in less, seconds: where she is elsewhere or of another size after being away so long,
#: what was measured before does not hold after.
SET_UP_S = 2.0


@dataclass(frozen=True, slots=True)
class Breaks:
    """Times at which something else may begin, seconds, each in order."""

    gaps_s: tuple[float, ...] = ()  #: of the clock: the first frame after each
    jumps_s: tuple[float, ...] = ()  #: of the picture: place and size before do not hold after
    changes_s: tuple[float, ...] = ()  #: of the lifter: turned, lay down, got up or was away; may mean nothing
    leaps_s: tuple[float, ...] = ()  #: of the picture: where form changes too, another take; else nothing
    reframed_s: tuple[float, ...] = ()  #: of the picture, within one view: between several reps another set begins


@dataclass(frozen=True, slots=True)
class _Body:
    """Middles between left and right, which do not mind exchanged legs, in frames that show the lifter."""

    time_s: Floats
    shoulders: Floats  #: pixels [shape=(n, 2)]
    hips: Floats
    ankles: Floats
    knees: Floats
    facing: Complexes  #: azimuth as a direction, shorter where its cues disagree [shape=(n,)]
    leg_px: float
    scale: Floats  #: pixels to a metre, as a logarithm [shape=(n,)]


def find_breaks(track: PoseTrack) -> Breaks:
    """Find where a recording may fall into parts.

    Parameters
    ----------
    track : PoseTrack
        As it was found.

    Returns
    -------
    Breaks
    """
    rows = np.flatnonzero(track.present)
    late = np.flatnonzero(np.diff(track.time_s) > GAP_S)
    if len(rows) < 2:
        return Breaks(tuple(float(track.time_s[row + 1]) for row in late))
    body = _body(track, rows)
    unseen_s = np.diff(body.time_s)
    late = late[[not _is_pause(body, float(track.time_s[row]), float(track.time_s[row + 1])) for row in late]]
    gaps = [float(track.time_s[row + 1]) for row in late]
    away = np.flatnonzero(unseen_s > GAP_S)
    left = [float(0.5 * (body.time_s[row] + body.time_s[row + 1])) for row in away]
    clock = [(float(track.time_s[row]), float(track.time_s[row + 1])) for row in late]
    left = [moment for moment in left if not any(before <= moment <= after for before, after in clock)]
    changes = sorted([*left, *_turns(body), *_rises(body)])
    absent = np.flatnonzero(unseen_s > SET_UP_S)
    elsewhere = [float(body.time_s[row + 1]) for row in absent.tolist() if not _as_before(body, row, row + 1)]
    return Breaks(tuple(gaps), tuple(sorted({*_picture_jumps(body), *elsewhere})), tuple(changes))


def _is_pause(body: _Body, before_s: float, after_s: float) -> bool:
    """Whether nobody looked between two frames, and she stands afterwards as she stood."""
    if after_s - before_s > PAUSE_S:
        return False
    row, later = int(np.searchsorted(body.time_s, before_s, "right")) - 1, int(np.searchsorted(body.time_s, after_s))
    return row >= 0 and later < len(body.time_s) and _as_before(body, row, later)


def _body(track: PoseTrack, rows: NDArray[np.int64]) -> _Body:
    image, world = track.image_px[rows], track.world_m[rows]

    def middle(joint: str) -> Floats:
        return np.asarray(0.5 * (image[:, point(LEFT, joint)] + image[:, point(RIGHT, joint)]))

    def azimuth(joint: str) -> Floats:
        line = world[:, point(LEFT, joint)] - world[:, point(RIGHT, joint)]
        return np.asarray(np.arctan2(-line[:, 2], line[:, 0]))

    left, right = (world[:, point(side, "FOOT_INDEX")] - world[:, point(side, "HEEL")] for side in (LEFT, RIGHT))
    foot = left + right
    cues = (azimuth("HIP"), azimuth("SHOULDER"), np.arctan2(-foot[:, 0], -foot[:, 2]))
    return _Body(
        time_s=track.time_s[rows],
        shoulders=middle("SHOULDER"),
        hips=middle("HIP"),
        ankles=middle("ANKLE"),
        knees=middle("KNEE"),
        facing=np.asarray(np.mean([np.exp(1j * cue) for cue in cues], axis=0)),
        leg_px=max(leg_length(image, track.visibility[rows]), 1.0),
        scale=np.log(limbs_reach(image) + 1.0) - np.log(limbs_reach(world[..., :2]) + 1e-3),
    )


def _windows(time_s: Floats, reach_s: float) -> tuple[NDArray[np.int64], NDArray[np.int64], Mask]:
    """First row of the window before each row, one past the last of that after it, and whether both hold enough.

    A row belongs to the window after it.
    """
    first, last = np.searchsorted(time_s, time_s - reach_s), np.searchsorted(time_s, time_s + reach_s)
    rows = np.arange(len(time_s))
    step_s = float(np.median(np.diff(time_s)))
    return first, last, np.minimum(rows - first, last - rows) * step_s >= min(MIN_SEEN_S, reach_s / 2)


def _turns(body: _Body) -> list[float]:
    """Moments at which the azimuth before and after differ most, by `TURN_DEG` at least."""
    first, last, enough = _windows(body.time_s, WINDOW_S)
    rows = np.arange(len(body.time_s))
    total = np.concatenate([[0], np.cumsum(body.facing)])
    before = (total[rows] - total[first]) / np.maximum(rows - first, 1)
    after = (total[last] - total[rows]) / np.maximum(last - rows, 1)
    turned = np.abs(np.degrees(np.angle(before * after.conj()))) >= TURN_DEG
    apart = np.where(turned & enough, np.abs(before - after), 0.0)
    return _peaks(body.time_s, apart, 2.0 * float(np.sin(np.radians(TURN_DEG / 2))) * 0.8)


def _rises(body: _Body) -> list[float]:
    """Moments at which who lay stands up, or who stood lies down."""
    step_s = float(np.median(np.diff(body.time_s)))
    high = (body.ankles[:, 1] - 0.5 * (body.hips[:, 1] + body.shoulders[:, 1])) / body.leg_px
    steady = running_median(high, max(int(0.3 / step_s) | 1, 3))
    reach = max(int(WINDOW_S / step_s), 1)
    until, since = running_maximum(steady, reach)
    before = np.concatenate([until[:1], until[:-1]])
    _, _, enough = _windows(body.time_s, WINDOW_S)
    up = enough & (before <= LIES_BELOW) & (since >= STANDS_ABOVE)
    lying_down = enough & (before >= STANDS_ABOVE) & (since <= LIES_BELOW)
    ends = np.flatnonzero(up & ~np.append(up[1:], False)).tolist()
    starts = np.flatnonzero(lying_down & ~np.concatenate([[False], lying_down[:-1]])).tolist()
    lay = [(row, slice(max(row - reach, 0), row)) for row in ends]
    lies = [(row, slice(row, row + reach)) for row in starts]
    return [float(body.time_s[row]) for row, rows in (*lay, *lies) if not _bends_over(body, rows)]


def _bends_over(body: _Body, rows: slice) -> bool:
    """Whether the knees of who is low are below the hips: nobody who lies has them there."""
    below_px = body.knees[rows, 1] - body.hips[rows, 1]
    return bool(np.median(below_px) > KNEES_BELOW_LEG * body.leg_px)


def _picture_jumps(body: _Body) -> list[float]:
    """Moments at which the lifter is all at once elsewhere in the picture, or of another size, and stays so."""
    time_s, leg = body.time_s, body.leg_px
    rows = np.arange(len(time_s))
    later = np.maximum(np.searchsorted(time_s, time_s + JUMP_S * 0.99), rows + 1).clip(max=len(time_s) - 1)
    near = (time_s[later] - time_s) <= 3 * JUMP_S
    moved = np.min([length(p[later], p) for p in (body.shoulders, body.hips, body.ankles)], axis=0) / leg
    trunk, legs = length(body.shoulders, body.hips), length(body.hips, body.ankles)
    ratios = np.log([(part[later] + 1.0) / (part + 1.0) for part in (trunk, legs)])
    alike = (np.sign(ratios[0]) == np.sign(ratios[1])) & (later - rows > 1)
    scaled = np.where(alike, np.abs(ratios).min(axis=0), 0.0)
    jitter = max(float(np.median(np.abs(np.diff(np.log(part + 1.0))))) for part in (trunk, legs))
    size = np.where(near, np.maximum(moved / JUMP_LEG, scaled / (np.log(JUMP_RATIO) + JITTERS * jitter)), 0.0)
    out = []
    for moment in _peaks(time_s, size, 1.0):
        row = int(np.searchsorted(time_s, moment))
        around = size[[max(row - int(later[row] - row), 0), int(later[row])]]
        calm = bool((around <= CALM_SHARE * size[row]).all())
        changed = _at_once(body, row, int(later[row])) and _holds(body, row, int(later[row]))
        slipped = _slips(body, row, int(later[row])) or _as_before(body, row, int(later[row]))
        if calm and changed and not slipped:
            steps = length(body.ankles[row + 1 : later[row] + 1], body.ankles[row : later[row]])
            out.append(float(time_s[row + 1 + int(np.argmax(steps))]))
    return out


def _at_once(body: _Body, row: int, later: int) -> bool:
    """Whether one step from frame to frame makes most of what changes between two rows."""
    rows = slice(row, later + 1)
    shares = []
    for a, b in ((body.shoulders, body.hips), (body.hips, body.ankles)):
        lines = (a[rows] - b[rows], a[rows])
        shares.append([float(length(line[1:], line[:-1]).max()) for line in lines])
        shares[-1] = [s / max(float(length(v[-1], v[0])), 1.0) for s, v in zip(shares[-1], lines, strict=True)]
    return bool(np.min(shares, axis=0).max() >= STEP_SHARE)


def _slips(body: _Body, row: int, later: int) -> bool:
    """Whether a tracker lost hold of the body just before a jump, or just after it, and soon had it back."""
    size = length(body.shoulders, body.hips) + length(body.hips, body.ankles)
    reach_s = SLIP_S[1] - SLIP_S[0]

    def percentile(percent: float, from_s: float, to_s: float) -> float:
        rows = size[np.searchsorted(body.time_s, from_s) : np.searchsorted(body.time_s, to_s, "right")]
        return float(np.percentile(rows, percent)) if len(rows) else 0.0

    start_s, end_s = float(body.time_s[row]), float(body.time_s[later])
    long_before = percentile(50.0, start_s - SLIP_S[1], start_s - SLIP_S[0])
    long_after = percentile(50.0, end_s + SLIP_S[0], end_s + SLIP_S[1])
    before, after = (start_s - reach_s, start_s), (end_s, end_s + reach_s)
    return (
        percentile(20.0, *before) < SLIP_SHARE * min(long_before, percentile(50.0, *after))
        or percentile(20.0, *after) < SLIP_SHARE * min(long_after, percentile(50.0, *before))
    )  # fmt: skip


def _as_before(body: _Body, row: int, later: int) -> bool:
    """Whether feet and size are after a jump, or soon, as in the seconds before it: only the reading jumped."""
    start_s, end_s = float(body.time_s[row]), float(body.time_s[later])
    longest_s, least_s = AS_BEFORE_S
    before = slice(*np.searchsorted(body.time_s, [start_s - longest_s, start_s - least_s]))
    if before.stop - before.start < 2:
        return False
    for from_s, to_s in ((end_s, end_s + HOLDS_S), (end_s + least_s, end_s + longest_s)):
        after = slice(*np.searchsorted(body.time_s, [from_s, to_s]))
        if after.stop - after.start < 2:
            continue
        feet_px = np.median(body.ankles[after], axis=0) - np.median(body.ankles[before], axis=0)
        larger = float(np.median(body.scale[after]) - np.median(body.scale[before]))
        if np.hypot(*feet_px) < AS_BEFORE_LEG * body.leg_px and abs(larger) < np.log(AS_BEFORE_RATIO):
            return True
    return False


def _holds(body: _Body, row: int, later: int) -> bool:
    """Whether place or size are still others half a second after a jump than half a second before it."""
    first = int(np.searchsorted(body.time_s, body.time_s[row] - HOLDS_S))
    last = int(np.searchsorted(body.time_s, body.time_s[later] + HOLDS_S))

    def middles(points: Floats) -> tuple[Floats, Floats]:
        return np.median(points[first : row + 1], axis=0), np.median(points[later : last + 1], axis=0)

    (shoulders, now_shoulders), (hips, now_hips), (ankles, now_ankles) = (
        middles(points) for points in (body.shoulders, body.hips, body.ankles)
    )
    pairs = ((shoulders, now_shoulders), (hips, now_hips), (ankles, now_ankles))
    if min(float(length(a, b)) for a, b in pairs) >= HOLDS_SHARE * JUMP_LEG * body.leg_px:
        return True
    trunk, legs = (
        np.log(_longest_px(part, later, last) + 1.0) - np.log(_longest_px(part, first, row) + 1.0)
        for part in (length(body.shoulders, body.hips), length(body.hips, body.ankles))
    )
    larger = float(np.median(body.scale[later : last + 1]) - np.median(body.scale[first : row + 1]))
    sizes = np.abs([trunk, legs, larger])
    return bool(trunk * legs > 0 and sizes.min() >= HOLDS_SHARE * np.log(JUMP_RATIO))


def _longest_px(part_px: Floats, first: int, last: int) -> float:
    """How long trunk or legs show in some rows: bending and slips shorten them, nothing makes them longer."""
    return float(np.percentile(part_px[first : last + 1], 80.0))


def _peaks(time_s: Floats, size: Floats, least: float) -> list[float]:
    """Times of the greatest of each run of values of at least `least`."""
    return [float(time_s[a + int(np.argmax(size[a:b]))]) for a, b in runs(size >= least)]
