"""Which outline is held: the one that keeps its place from the hands while these go up and down.

A plate that stands in the room is near the hands only where they pass it; one that hangs from them is there at every
height. So each outline is asked how often, at every height of the hands, there is one of its size in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Mask
from ..signals import running_median_of_known

#: How far the outline's middle strays from its place under the hands, leg lengths: wrists are off by 0.03 to 0.05,
#: the perspective of a plate nearer to the camera moves it by 0.1 from floor to hip.
STRAYS_LEG = 0.13
#: How far its size strays, as a ratio: the fit's own error is 0.02, a near plate grows by 0.1 from hip to floor.
STRAYS_SIZE = 0.09
#: Heights of the hands that count alike, so that long holds at the top do not outvote the lift.
HEIGHTS = 6
#: Hands that go up and down by less than this hold nothing that moves, leg lengths: a thrust's bar goes by 0.2.
MIN_HANDS_LEG = 0.10
#: What is held hangs: its middle is no further above the hands than this, leg lengths. A near plate stands a tenth
#: higher before a camera on the floor; what is higher still is the lifter's own, a pair of shorts, a shoulder.
MAX_ABOVE_LEG = 0.15
#: What lies on a lying lifter's hips is no further above them, leg lengths: from the side, plates of 14 rendered
#: lifters have their middles up to 0.24 above where hips are drawn.
ON_HIPS_LEG = 0.35
#: Outlines that are tried as the one that is held.
TRIED = 240
#: … so many at a time: bounds the memory of long sets.
AT_A_TIME = 16
#: How regularly it must be there; of empty-handed lifters a knee, a stripe or a shadow reaches 0.25,
#: what is as large as a plate 0.35.
MIN_THERE, SMALL_THERE = 0.36, 0.30
#: Radius below which an outline is a bell or a dumbbell's head, leg lengths.
SMALL_LEG = 0.15
#: … and of the heights at which it is there in this share of the looks, so many must have it.
MIN_HEIGHTS = 0.6
#: It must go these shares of the hands' way up and down between looks so many seconds of life apart. Over a fifth of
#: a second, of two plates that stand, one where hands are low and one where they are high, neither goes anywhere, but
#: wrists jitter by as much as loads go. Over half a second 31 loads of real and rendered lifters go 0.92 to 1.35 of
#: it, a dumbbell on the hips 1.8. No fewer looks apart than so many, as they are at 15 a second: a film of 5 has few,
#: and its held bell goes 0.75 of it over half a second, 0.95 over eight looks.
ALONG = ((0.2, 3, 0.7), (0.53, 8, 0.85))
#: Hands behind a plate jitter by as much as it goes. One that hides them has gone along too where it goes this share
#: of their way from the lowest looks to the highest (a share of all, so many at least), and in no more than this
#: share of them one of its size still shows in the place that it left.
SHARE_OF_WAY, ENDS, MIN_AT_END, LEFT_BEHIND = 0.7, 0.2, 4, 0.1
#: What is in a place and of a size is nearer to them than so many of what an outline strays.
NEAR, NEAR_SIZE = 1.5, 2.0
#: What goes less is left out, and the next best looked at, so many times.
ROUNDS = 5
#: An outline of which this share shows is as good as a whole one: an arm, a leg or the floor hide the rest.
FULLY = 0.65
#: Picked again, it must be this many times closer to where it was within so many seconds before and after, and to its
#: size: rings of a plate, and the far plate, are as near as that. So many looks each way a median needs.
CLOSER, CLOSER_SIZE, AROUND_S, MIN_AROUND = 3.0, 2.0, 0.33, 5
#: Fewest looks that hold it.
MIN_PICKED = 5
#: A candidate counts as the one where it is this likely: 2.1 of what it strays away.
MIN_LIKELY = 0.10
#: A ring inside another shows as well as the rim; the larger is taken where it shows in this share as many looks.
RIM_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Held:
    """The outline that is held, in the looks in which it shows."""

    shapes: Floats  #: as in `LoadShapes.shapes`; NaN where it does not show [shape=(m, 6)]
    there: float  #: how regularly it shows at all heights of the hands, 0 … 1
    which: NDArray[np.int64]  #: the column it is in among the outlines of each look; -1 where it does not show


def choose_held(
    shapes: Floats, hands_px: Floats, leg_px: float, look_s: Floats, max_above_leg: float = MAX_ABOVE_LEG
) -> Held | None:
    """Find the outline that goes with the hands.

    Parameters
    ----------
    shapes : array [shape=(m, k, 6)]
        Outlines of each look; see `LoadShapes.shapes`.
    hands_px : array [shape=(m, 2)]
        The middle between the hands at each look, or of the hips that it lies on; NaN where it is not known.
    leg_px : float
    look_s : array [shape=(m,)]
        When each look was, seconds of life.
    max_above_leg : float
        How far its middle may be above them, leg lengths.

    Returns
    -------
    Held or None
        None where none goes with the hands.
    """
    place = np.concatenate(
        [(shapes[..., :2] - hands_px[:, None]) / (STRAYS_LEG * leg_px), np.log(shapes[..., 3:4]) / STRAYS_SIZE],
        axis=2,
    )
    place[place[..., 1] < -max_above_leg / STRAYS_LEG] = np.nan
    known = hands_px[np.isfinite(hands_px).all(axis=1), 1]
    if not len(known) or np.ptp(np.percentile(known, [5, 95])) < MIN_HANDS_LEG * leg_px:
        return None
    height = _height_classes(hands_px[:, 1])
    shows = np.minimum(shapes[..., 4] / FULLY, 1.0)
    around = max(MIN_AROUND, _looks_in(AROUND_S, look_s))
    for _ in range(ROUNDS):
        found = _best(place, shapes, shows, height, leg_px, around)
        if found is None:
            return None
        large = float(np.nanmedian(found.shapes[:, 3])) >= SMALL_LEG * leg_px
        along = _goes_along(found.shapes[:, 1], hands_px[:, 1], look_s)
        if along or (large and _left_its_place(found, shapes, hands_px[:, 1], leg_px)):
            return found
        place[_near(shapes, np.nanmedian(found.shapes[:, [0, 1, 3]], axis=0), leg_px)] = np.nan
    return None


def without(shapes: Floats, held: Held) -> Floats:
    """Outlines less those that are the held one, or round the same middle [shape=(m, k, 6)]."""
    away = np.linalg.norm(shapes[..., :2] - held.shapes[:, None, :2], axis=2)
    usual = float(np.nanmedian(held.shapes[:, 3]))
    return np.where((away < usual)[..., None], np.nan, shapes)


def _looks_in(seconds: float, look_s: Floats) -> int:
    """How many looks are in so many seconds where none are missing: slowed films have more of them."""
    steps_s = np.diff(look_s)
    usual_s = float(steps_s[steps_s <= 2.0 * np.median(steps_s)].mean())
    return round(seconds / max(usual_s, 1e-3))


def _best(place: Floats, shapes: Floats, shows: Floats, height: Floats, leg_px: float, around: int) -> Held | None:
    """The outline that shows most regularly at all heights of the hands, near where it is so many looks around."""
    every = place[np.isfinite(place).all(axis=2)]
    if not len(every):
        return None
    tried = every[:: max(1, len(every) // TRIED)]
    best = tried[int(_there(place, shows, tried, height)[0].argmax())]
    for _ in range(3):  # to the middle of what it found
        near = _likely(place, best) > MIN_LIKELY
        best = np.median(place[near], axis=0) if near.any() else best
    best = _rim(place, shows, best, height)
    (there,), (at_heights,) = _there(place, shows, best[None], height)
    small = float(np.exp(best[2] * STRAYS_SIZE)) < SMALL_LEG * leg_px
    if there < (SMALL_THERE if small else MIN_THERE) or at_heights < MIN_HEIGHTS:
        return None
    first = _picked(place, shows, np.tile(best, (len(place), 1)), MIN_LIKELY)
    known = np.isfinite(first).all(axis=1)
    if known.sum() < MIN_PICKED:
        return None
    # the same again, closer round where it was just before and after, and round the size that it has in the middle
    usual = np.stack(
        [*(_running(first[:, part], around) for part in (0, 1)), np.full(len(first), np.median(first[known, 2]))], 1
    )
    closer = np.array([CLOSER, CLOSER, CLOSER_SIZE])
    which = _which(place * closer, shapes[..., 4] ** 2, usual * closer, MIN_LIKELY)
    looks = np.arange(len(shapes))
    usual_there = (which >= 0) & _as_usual(place[looks, which, :2], which >= 0, height)
    if not usual_there.any():
        return None
    shown = np.where(usual_there[:, None], shapes[looks, which], np.nan)
    return Held(shown, float(there), np.where(usual_there, which, -1))


def _as_usual(place: Floats, found: Mask, height: Floats) -> Mask:
    """Looks in which it is about where it is in the middle of all looks at that height of the hands."""
    as_usual = found.copy()
    for h in np.unique(height[found]):
        there = found & (height == h)
        as_usual[there] = np.linalg.norm(place[there] - np.median(place[there], axis=0), axis=1) < 1.0
    return as_usual


def _which(place: Floats, shows: Floats, wanted: Floats, least: float) -> NDArray[np.int64]:
    """The outline of each look that is most likely the one wanted there, -1 where none is [shape=(m,)]."""
    likely = _likely(place, wanted[:, None])
    which = np.nan_to_num(likely * shows).argmax(axis=1)
    return np.where(likely[np.arange(len(place)), which] > least, which, -1)


def _picked(place: Floats, shows: Floats, wanted: Floats, least: float) -> Floats:
    """Places and sizes of those outlines; NaN where there is none [shape=(m, 3)]."""
    which = _which(place, shows, wanted, least)
    return np.where((which >= 0)[:, None], place[np.arange(len(place)), which], np.nan)


def _running(values: Floats, around: int) -> Floats:
    """Median of what is known within so many looks, bridged where nothing is [shape=(m,)]."""
    middle, rows = running_median_of_known(values, around), np.arange(len(values))
    known = np.isfinite(middle)
    return np.asarray(np.interp(rows, rows[known], middle[known]))


def _goes_along(y_px: Floats, hands_y_px: Floats, look_s: Floats) -> bool:
    """Whether an outline goes up and down with the hands, where they do."""
    for apart_s, at_least, least in ALONG:
        apart = max(at_least, _looks_in(apart_s, look_s))
        way, hands = y_px[apart:] - y_px[:-apart], hands_y_px[apart:] - hands_y_px[:-apart]
        known = np.isfinite(way) & np.isfinite(hands)
        spread = float((hands[known] ** 2).sum())
        if not (spread > 0 and float((way[known] * hands[known]).sum()) > least * spread):
            return False
    return True


def _left_its_place(found: Held, shapes: Floats, hands_y_px: Floats, leg_px: float) -> bool:
    """Whether an outline is low where hands are low, high where they are high, and nowhere twice."""
    low_y, high_y = np.nanpercentile(hands_y_px, [100.0 * (1.0 - ENDS), 100.0 * ENDS])
    at_end = [hands_y_px >= low_y, hands_y_px <= high_y]
    seen = [at & (found.which >= 0) for at in at_end]
    if min(int(at.sum()) for at in seen) < MIN_AT_END:
        return False
    low, high = (np.median(found.shapes[at][:, [0, 1, 3]], axis=0) for at in seen)
    way = float(np.median(hands_y_px[seen[0]]) - np.median(hands_y_px[seen[1]]))
    if not low[1] - high[1] >= SHARE_OF_WAY * max(way, MIN_HANDS_LEG * leg_px):
        return False
    left = ((shapes[at_end[1]], low), (shapes[at_end[0]], high))
    return max(float(_near(looks, place, leg_px).any(axis=1).mean()) for looks, place in left) <= LEFT_BEHIND


def _near(shapes: Floats, place: Floats, leg_px: float) -> Mask:
    """Which outlines are at a place and of its size (x, y, size), pixels [shape=(m, k)]."""
    near = np.linalg.norm(shapes[..., :2] - place[:2], axis=2) < NEAR * STRAYS_LEG * leg_px
    return np.asarray(near & (np.abs(np.log(shapes[..., 3] / place[2])) < NEAR_SIZE * STRAYS_SIZE))


def _height_classes(y_px: Floats) -> Floats:
    """Number of the height of the hands, -1 where it is not known [shape=(m,)]."""
    known = np.isfinite(y_px)
    low, high = np.percentile(y_px[known], [2, 98])
    level = np.floor((np.nan_to_num(y_px) - low) / max(high - low, 1e-6) * HEIGHTS).clip(0, HEIGHTS - 1)
    return np.where(known, level, -1)


def _likely(place: Floats, one: Floats) -> Floats:
    """How likely each outline is the one at a place with a size [shape=(m, k)]."""
    return np.asarray(np.nan_to_num(np.exp(-0.5 * ((place - one) ** 2).sum(axis=2))))


def _there(place: Floats, support: Floats, tried: Floats, height: Floats) -> tuple[Floats, Floats]:
    """How regularly each of some outlines shows, mean over the hands' heights, and the share of heights at which so.

    Parameters
    ----------
    place, support : array [shape=(m, k, 3) and (m, k)]
    tried : array [shape=(t, 3)]
    height : array [shape=(m,)]

    Returns
    -------
    there, at_heights : array [shape=(t,)]
    """
    heights = [height == h for h in range(HEIGHTS) if (height == h).sum() > 1]
    if not heights:
        return np.zeros(len(tried)), np.zeros(len(tried))
    means = np.empty((len(tried), len(heights)))
    there, shows = np.where(np.isfinite(place), place, np.inf), np.nan_to_num(support)
    for first in range(0, len(tried), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        away = sum((there[..., part] - tried[some, None, None, part]) ** 2 for part in range(place.shape[2]))
        seen = (np.exp(-0.5 * away) * shows).max(axis=2)
        means[some] = np.stack([seen[:, at].mean(axis=1) for at in heights], axis=1)
    return means.mean(axis=1), (means > 0.5 * MIN_THERE).mean(axis=1)


def _rim(place: Floats, support: Floats, one: Floats, height: Floats) -> Floats:
    """The largest outline round the same middle that shows about as regularly."""
    as_good = max(RIM_SHARE * _there(place, support, one[None], height)[0][0], MIN_THERE)  # too rare itself: no rim
    beside = np.linalg.norm(place[..., :2] - one[:2], axis=2) < 0.5
    for size in np.unique(np.round(place[beside][:, 2] * 2.0) / 2.0)[::-1]:
        if size <= one[2] + 0.5:
            break
        larger = np.array([one[0], one[1], size])
        (there,), (at_heights,) = _there(place, support, larger[None], height)
        if there >= as_good and at_heights >= MIN_HEIGHTS:
            near: Mask = _likely(place, larger) > MIN_LIKELY
            return np.asarray(np.median(place[near], axis=0))
    return one
