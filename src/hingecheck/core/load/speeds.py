"""How fast the load went in each repetition, and how much speed a set lost."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from ..arrays import Floats
from ..load_types import Measurement, RepLoad
from ..phrases import N_
from ..types import Cycle, Motion, Rep
from .path import LEANS_DEG

#: A lift is the way between this share of the range above its bottom and below its top: what creeps before and after
#: takes time and goes nowhere. In the lab 2.5 % err by 0.08 m/s, 5 % by 0.055, 10 % by 0.03, but the less of
#: the ends is in it, the faster is what is called the mean.
ENDS = 0.05
#: Its ends are looked for this long beyond the body's own lift, seconds: the load leaves the floor when the hips are
#: under way already, and stands while the trunk still comes upright.
BEYOND_S = 0.35
#: Share of the rows of a lift in which the load must be known, and seen itself where it is followed by its outline: a
#: bell seen in half of a lift was 0.2 to 0.3 m/s slower than by a second camera, those seen in 0.63 and more 0.1.
MIN_KNOWN, MIN_SEEN = 0.8, 0.6
#: Least range of a lift, metres.
MIN_RANGE_M = 0.10
#: How far each end of a lift is off, seconds: by the exact scale, mean speeds of the lab's lifts with plates and
#: bells err by 0.017 m/s (root mean square) where 0.5 m/s are meant.
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
CUT = N_("the film begins or ends in this lift: its mean speed is not known")
SHORT = N_("the load hardly moves in this lift")


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
    bounds = _lift(height)
    if bounds is None:
        return RepLoad(reason=SHORT)
    begins, ends, range_m = bounds
    return _measured(rows.start + begins, rows.start + ends, range_m, cycle, motion)


def around_lift(cycle: Cycle, motion: Motion) -> slice:
    """Rows in which the ends of the load's own lift are looked for."""
    beyond = round(BEYOND_S * motion.rate_hz)
    return slice(max(cycle.lifting.first - beyond, 0), min(cycle.lifting.last + beyond, len(motion)))


def _lift(height: Floats) -> tuple[float, float, float] | None:
    """First and last moment of the rise, in rows with fractions, and its whole range; None where there is none."""
    rows = np.arange(len(height))
    height = np.interp(rows, rows[np.isfinite(height)], height[np.isfinite(height)])
    top = int(height.argmax())
    bottom = int(height[: top + 1].argmin())
    low, high = float(height[bottom]), float(height[top])
    if high - low < MIN_RANGE_M:
        return None
    begins, ends = low + ENDS * (high - low), high - ENDS * (high - low)
    before = bottom + int(np.flatnonzero(height[bottom : top + 1] <= begins)[-1])
    after = before + int(np.flatnonzero(height[before : top + 1] >= ends)[0])
    return _crossing(height, before, begins), _crossing(height, after - 1, ends), high - low


def _crossing(height: Floats, row: int, level: float) -> float:
    step = height[min(row + 1, len(height) - 1)] - height[row]
    return row + (float((level - height[row]) / step) if step > 0 else 0.0)


def _measured(begins: float, ends: float, range_m: float, cycle: Cycle, motion: Motion) -> RepLoad:
    rows = slice(int(np.ceil(begins)), int(np.ceil(ends)) + 1)
    speed = motion.series["load_speed_m_s"]
    within = speed.value[rows]
    peak = int(np.nanargmax(within))
    peak_m_s = Measurement(float(within[peak]), float(speed.sigma[rows][peak]))
    mean_down, peak_down = _lowering(cycle, motion)
    if cycle.lifting_cut:  # of what lasts longer, and goes further, than the film shows, only the speeds are known
        return RepLoad(peak_m_s=peak_m_s, lowering_m_s=mean_down, peak_lowering_m_s=peak_down, reason=CUT)
    track, scale = motion.load.track, motion.load.scale
    assert track is not None
    assert scale is not None
    share = scale.off
    noise_m = float(np.nanmedian(track.sigma_px[rows])) * scale.m_per_px
    lasts_s = (ends - begins) / motion.rate_hz
    mean = (1.0 - 2.0 * ENDS) * range_m / lasts_s
    own_sigma = mean * float(np.sqrt(2.0 * (END_S / lasts_s) ** 2 + 2.0 * (noise_m / range_m) ** 2))
    mean_m_s = Measurement(mean, float(np.hypot(share * mean, own_sigma)), own_sigma)
    return RepLoad(
        mean_concentric_m_s=mean_m_s,
        mean_propulsive_m_s=_propulsive(within, motion.rate_hz, mean_m_s),
        peak_m_s=peak_m_s,
        time_to_peak_s=Measurement((rows.start + peak - begins) / motion.rate_hz, 2.0 * END_S),
        sticking_height=_sticking(within, _noise(within, speed.sigma[rows], share), -track.centre_px[rows, 1])
        if track.by == "outline"  # hands that are followed jitter by as much
        else None,
        range_m=Measurement(range_m, float(np.hypot(share * range_m, np.sqrt(2.0) * noise_m))),
        deviation_m=_deviation(rows, motion),
        lowering_m_s=mean_down,
        peak_lowering_m_s=peak_down,
    )


def _propulsive(speed: Floats, rate_hz: float, mean: Measurement) -> Measurement:
    """Mean speed up to where the load is braked harder than gravity brakes it (Sánchez-Medina 2010)."""
    braked = np.gradient(speed) * rate_hz < -GRAVITY_M_S2
    peak = int(np.nanargmax(speed))
    after = np.flatnonzero(braked[peak:])
    if not len(after):
        return mean
    return Measurement(float(np.nanmean(speed[: peak + int(after[0])])), mean.sigma)


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
