"""How fast the load went in each repetition, and how much speed a set lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from ..arrays import Floats, Mask
from ..load_types import LoadScale, LoadTrack, Measurement, RepLoad
from ..phrases import N_
from ..types import Cycle, Motion, Rep
from .path import LEANS_DEG

#: A lift is the way between this share of the range above its bottom and below its top: what creeps before and after
#: takes time and goes nowhere. In the lab 2.5 % err by 0.08 m/s, 5 % by 0.055, 10 % by 0.03, but the less of
#: the ends is in it, the faster is what is called the mean.
ENDS = 0.05
#: What creeps more than that is told from the lift by its speed: before and after the fastest moment, the first row
#: slower than a share of the peak ends the lift, where it is no further from the end than a share of the range, or
#: than a larger share and the load never goes faster than a third share of the peak on the rest of its way: a bar
#: that sticks near the lockout goes on. Of 73 of the lab's lifts from the side mean speeds err by 0.039 m/s so, by
#: the exact scale, by 0.045 without; with more than a twentieth of the peak by more.
SLOW, CREEPS, CREEPS_ON, GOES_ON = 0.05, 0.07, 0.2, 0.15
#: Its ends are looked for this long beyond the body's own lift, seconds: the load leaves the floor when the hips are
#: under way already, and stands while the trunk still comes upright.
BEYOND_S = 0.35
#: Share of the rows of a lift in which the load must be known, and seen itself where it is followed by its outline: a
#: bell seen in half of a lift was 0.2 to 0.3 m/s slower than by a second camera, those seen in 0.63 and more 0.1.
MIN_KNOWN, MIN_SEEN = 0.8, 0.6
#: … and it must be seen for half of so many seconds before and after the lift's lowest and highest place: the hands
#: that stand in for it there are up to 0.1 m off where a plate hides them, which made mean speeds of 0.32 m/s 0.51,
#: and a bell that was lost just before the top made 1.05 m/s 1.25.
END_SEEN_S, END_SEEN = 0.1, 0.5
#: Least range of a lift, metres.
MIN_RANGE_M = 0.10
#: How far each end of a lift is off, seconds, beside what the path's own error makes of it: by the exact scale 73 and
#: 99 % of the mean speeds of the lab's lifts from the side are within their error and twice it.
END_S = 0.02
GRAVITY_M_S2 = 9.81
#: Between two peaks the speed must fall by this share of the lower one, and by more than so many of its own standard
#: errors, to be a sticking point; it is no nearer to the lowest and the highest than this share of the range.
STICKS, STICKS_SIGMA, STICKS_WITHIN = 0.15, 2.0, 0.1
#: Fewest repetitions that a loss of speed is told from.
MIN_REPS = 3
#: A loss with a larger error than this says nothing: sets are ended at losses of 0.1 to 0.4. Plates and bells know it
#: to 0.03 to 0.11, hands that stand in for them to 0.13 and more.
MAX_LOSS_SIGMA = 0.12

UNKNOWN = N_("the load is not seen through most of this lift")
CUT = N_("the film begins, ends or is cut in this lift: its mean speed is not known")
SHORT = N_("the load hardly moves in this lift")
SPEED_IN_DOUBT = N_("how fast the film plays is in doubt, and with it how fast the load goes")


def rep_load(cycle: Cycle, motion: Motion) -> RepLoad:
    """Speeds and range of one repetition."""
    load, track = motion.load, motion.load.track
    if track is None or load.scale is None or "load_speed_m_s" not in motion.series:
        return RepLoad(reason=load.reason or motion.missing.get("load_speed_m_s", UNKNOWN))
    rows = around_lift(cycle, motion)
    height = -track.centre_px[rows, 1] * load.scale.m_per_px
    known, seen = np.isfinite(height), track.seen[rows]
    if known.mean() < MIN_KNOWN or (track.by == "outline" and seen.mean() < MIN_SEEN):
        return RepLoad(reason=UNKNOWN)
    lift = _lift(height)
    if lift is None:
        return RepLoad(reason=SHORT)
    if track.by == "outline" and not all(
        _seen_near(seen, row, motion.rate_hz) for row in (lift.lowest, lift.highest)
    ):
        return RepLoad(reason=UNKNOWN)
    return _measured(lift, rows.start, cycle, motion)


def without_speeds(rep: Rep) -> Rep:
    """The rep with what of its load no second tells: how far it goes, and where it is slowest."""
    load = rep.load
    if load is None or (load.range_m is None and load.reason != CUT):  # why there is none is said already
        return rep
    told = RepLoad(
        sticking_height=load.sticking_height,
        range_m=load.range_m,
        deviation_m=load.deviation_m,
        reason=SPEED_IN_DOUBT,
    )
    return replace(rep, load=told)


def around_lift(cycle: Cycle, motion: Motion) -> slice:
    """Rows in which the ends of the load's own lift are looked for."""
    beyond = round(BEYOND_S * motion.rate_hz)
    return slice(max(cycle.lifting.first - beyond, 0), min(cycle.lifting.last + beyond, len(motion)))


@dataclass(frozen=True, slots=True)
class _Lift:
    """The rise of a load, in rows of what was searched."""

    lowest: int
    highest: int
    begins: float  #: with fractions: where the shares of the range are passed that belong to neither end
    ends: float
    range_m: float
    slopes_m: tuple[float, float]  #: how far it rises in a row there


def _lift(height: Floats) -> _Lift | None:
    """The rise in some rows; None where there is none."""
    rows = np.arange(len(height))
    height = np.interp(rows, rows[np.isfinite(height)], height[np.isfinite(height)])
    top = int(height.argmax())
    bottom = int(height[: top + 1].argmin())
    if height[top] - height[bottom] < MIN_RANGE_M:
        return None
    bottom, top = _without_creeping(height, bottom, top)
    low, high = float(height[bottom]), float(height[top])
    levels = low + ENDS * (high - low), high - ENDS * (high - low)
    before = bottom + int(np.flatnonzero(height[bottom : top + 1] <= levels[0])[-1])
    after = before + int(np.flatnonzero(height[before : top + 1] >= levels[1])[0])
    begins, ends = _crossing(height, before, levels[0]), _crossing(height, after - 1, levels[1])
    slopes = [float(np.interp(at + 1.0, rows, height) - np.interp(at - 1.0, rows, height)) for at in (begins, ends)]
    return _Lift(bottom, top, begins, ends, high - low, (0.5 * slopes[0], 0.5 * slopes[1]))


def _without_creeping(height: Floats, bottom: int, top: int) -> tuple[int, int]:
    """The lift's lowest and highest row, without what creeps before and after it."""
    speed, whole = np.gradient(height), float(height[top] - height[bottom])
    fastest = bottom + int(speed[bottom : top + 1].argmax())
    slow = speed <= SLOW * speed[fastest]
    before, after = np.flatnonzero(slow[bottom:fastest]), np.flatnonzero(slow[fastest : top + 1])
    first = bottom + int(before[-1]) if len(before) else bottom
    last = fastest + int(after[0]) if len(after) else top

    def creeps(way: float, rows: slice) -> bool:
        goes_on = float(speed[rows].max(initial=0.0)) > GOES_ON * speed[fastest]
        return way <= (CREEPS if goes_on else CREEPS_ON) * whole

    return (
        first if creeps(float(height[first] - height[bottom]), slice(bottom, first)) else bottom,
        last if creeps(float(height[top] - height[last]), slice(last, top + 1)) else top,
    )


def _seen_near(seen: Mask, row: int, rate_hz: float) -> bool:
    near = round(END_SEEN_S * rate_hz)
    return bool(seen[max(row - near, 0) : row + near + 1].mean() >= END_SEEN)


def _crossing(height: Floats, row: int, level: float) -> float:
    step = height[min(row + 1, len(height) - 1)] - height[row]
    return row + (float((level - height[row]) / step) if step > 0 else 0.0)


def _measured(lift: _Lift, start: int, cycle: Cycle, motion: Motion) -> RepLoad:
    begins, ends, range_m = start + lift.begins, start + lift.ends, lift.range_m
    rows = slice(int(np.ceil(begins)), int(np.ceil(ends)) + 1)
    speed = motion.series["load_speed_m_s"]
    within = speed.value[rows]
    if not np.isfinite(within).any():  # all of it in a hole of the path
        return RepLoad(reason=UNKNOWN)
    peak = int(np.nanargmax(within))
    peak_m_s = Measurement(float(within[peak]), float(speed.sigma[rows][peak]))
    mean_down, peak_down = _lowering(cycle, motion)
    if cycle.lifting_cut:  # of what lasts longer, and goes further, than the film shows, only the speeds are known
        return RepLoad(peak_m_s=peak_m_s, lowering_m_s=mean_down, peak_lowering_m_s=peak_down, reason=CUT)
    track, scale = motion.load.track, motion.load.scale
    assert track is not None
    assert scale is not None
    share = scale.off
    lasts_s = (ends - begins) / motion.rate_hz
    mean = (1.0 - 2.0 * ENDS) * range_m / lasts_s
    off_m = [_off_m(track, scale, start + row) for row in (lift.lowest, lift.highest)]
    ends_s = np.sqrt(2.0) * END_S
    if track.by == "outline":  # what hands are off by is the same through a lift, and moves no end
        slopes_m_s = [max(slope * motion.rate_hz, SLOW * mean) for slope in lift.slopes_m]
        ends_s = np.hypot(ends_s, np.hypot(off_m[0] / slopes_m_s[0], off_m[1] / slopes_m_s[1]))
    range_off_m = float(np.hypot(off_m[0], off_m[1]))
    own_sigma = mean * float(np.hypot(ends_s / lasts_s, range_off_m / range_m))
    mean_m_s = Measurement(mean, float(np.hypot(share * mean, own_sigma)), own_sigma)
    return RepLoad(
        mean_concentric_m_s=mean_m_s,
        mean_propulsive_m_s=_propulsive(within, motion.rate_hz, mean_m_s),
        peak_m_s=peak_m_s,
        time_to_peak_s=Measurement((rows.start + peak - begins) / motion.rate_hz, 2.0 * END_S),
        sticking_height=_sticking(within, _noise(within, speed.sigma[rows], share), -track.centre_px[rows, 1])
        if track.by == "outline"  # hands that are followed jitter by as much
        else None,
        range_m=Measurement(range_m, float(np.hypot(share * range_m, range_off_m))),
        deviation_m=_deviation(rows, motion),
        lowering_m_s=mean_down,
        peak_lowering_m_s=peak_down,
    )


def _off_m(track: LoadTrack, scale: LoadScale, row: int) -> float:
    """How far the load's place is off in a row, metres; where it is not known as far as at worst."""
    off_px = track.sigma_px[row] if np.isfinite(track.sigma_px[row]) else np.nanmax(track.sigma_px)
    return float(off_px) * scale.m_per_px


def _propulsive(speed: Floats, rate_hz: float, mean: Measurement) -> Measurement:
    """Mean speed up to where the load is braked harder than gravity brakes it (Sánchez-Medina 2010)."""
    braked = np.gradient(speed) * rate_hz < -GRAVITY_M_S2
    peak = int(np.nanargmax(speed))
    until = peak + np.flatnonzero(braked[peak:])
    if not len(until) or not until[0]:
        return mean
    return Measurement(float(np.nanmean(speed[: int(until[0])])), mean.sigma)


def _sticking(speed: Floats, noise: Floats, height: Floats) -> Measurement | None:
    """Height of the slowest moment between two peaks; None where it only rises and falls."""
    inner = np.flatnonzero((speed[1:-1] <= speed[:-2]) & (speed[1:-1] < speed[2:])) + 1
    low, high = float(np.nanmin(height)), float(np.nanmax(height))
    for row in sorted(inner.tolist(), key=lambda r: float(speed[r])):
        share = (float(height[row]) - low) / (high - low)
        lower_peak = min(float(np.nanmax(speed[:row])), float(np.nanmax(speed[row:])))
        falls = lower_peak - float(speed[row])
        if STICKS_WITHIN <= share <= 1.0 - STICKS_WITHIN and falls > max(
            STICKS * lower_peak, STICKS_SIGMA * noise[row]
        ):
            return Measurement(share, 0.05)
    return None


def _deviation(rows: slice, motion: Motion) -> Measurement | None:
    """How far ahead and back the path goes while lifting, what the camera shows of it made whole."""
    ahead = motion.series.get("load_x_m")
    track, scale = motion.load.track, motion.load.scale
    if ahead is None or track is None or scale is None:
        return None
    value, height = ahead.value[rows], track.centre_px[rows, 1] * scale.m_per_px
    if not np.isfinite(value).any():  # the foot that it is measured from is not seen
        return None
    noise = float(np.nanmedian(track.sigma_px[rows])) * scale.m_per_px
    spread = float(np.nanmax(value) - np.nanmin(value))
    leans = float(np.tan(np.radians(LEANS_DEG)) * (np.nanmax(height) - np.nanmin(height)))
    of_scale = spread * scale.off
    return Measurement(spread, float(np.sqrt((1.5 * noise) ** 2 + of_scale**2 + leans**2)))


def _lowering(cycle: Cycle, motion: Motion) -> tuple[Measurement | None, Measurement | None]:
    """Mean and greatest downward speed."""
    speed = motion.series["load_speed_m_s"]
    if cycle.lowering is None or cycle.lowering_cut or motion.load.scale is None:
        return None, None
    value = -speed.value[cycle.lowering.rows]
    if not len(value) or np.isfinite(value).mean() < MIN_KNOWN:
        return None, None
    fastest, mean = int(np.nanargmax(value)), float(np.nanmean(value))
    sigma = speed.sigma[cycle.lowering.rows]
    share = motion.load.scale.off
    noise = float(np.nanmedian(_noise(value, sigma, share)))
    return (
        Measurement(mean, float(np.hypot(share * mean, 0.5 * noise))),
        Measurement(float(value[fastest]), float(sigma[fastest])),
    )


def _noise(speed: Floats, sigma: Floats, share: float) -> Floats:
    """Standard errors of speeds without the part that is the scale's, which is the same in all."""
    return np.asarray(np.sqrt(np.clip(sigma**2 - (share * speed) ** 2, 0.0, None)))


def speed_loss(reps: Sequence[Rep]) -> Measurement | None:
    """From the fastest repetition to the last one, as a share of the fastest (González-Badillo 2017).

    The scale is the same in both, so its error drops out. The fastest of reps that are alike is the one that noise
    made fastest: by so much the error is wider. None where fewer than `MIN_REPS` have a speed, the last one has none,
    or the error says that it could be anything.
    """
    speeds = [rep.load.mean_concentric_m_s for rep in reps if rep.load is not None]
    had = [speed for speed in speeds if speed is not None]
    if len(had) < MIN_REPS or speeds[-1] is None:
        return None
    fastest, last = max(had, key=lambda s: s.value), speeds[-1]
    off = float(np.hypot(_own(fastest), _fastest_by_chance(fastest, had)) / fastest.value)
    share = last.value / fastest.value
    sigma = share * float(np.hypot(_own(last) / last.value, off))
    return Measurement(1.0 - share, sigma) if sigma <= MAX_LOSS_SIGMA else None


def _own(speed: Measurement) -> float:
    return speed.sigma if speed.own_sigma is None else speed.own_sigma


def _fastest_by_chance(fastest: Measurement, had: Sequence[Measurement]) -> float:
    """By how much noise alone makes one of those fastest that are as fast within twice their errors (Blom 1958)."""
    near = sum(fastest.value - one.value <= 2.0 * np.hypot(_own(one), _own(fastest)) for one in had)
    return _own(fastest) * NormalDist().inv_cdf((near - 0.375) / (near + 0.25))
