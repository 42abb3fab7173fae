"""Causal filters: from landmarks frame by frame to smoothed landmarks, a hinge angle and the phase of the rep.

All that is shown between two analyses comes from here; what counts as a rep or a fault never does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..arrays import Floats
from ..geometry import between_deg
from ..landmarks import both
from ..tracking.trails import body_size_px
from ..types import Motion, Person, PoseTrack

Phase = Literal["still", "lowering", "bottom", "lifting", "top"]

#: Cut-off of a body at rest, Hz, and what each body height a second adds to it (Casiez 2012, the 1 € filter).
REST_HZ, PER_SPEED_HZ = 1.8, 6.0
#: Cut-off of the speed that it adapts to, Hz.
SPEED_HZ = 1.5
#: A gap longer than this starts the filter anew, seconds.
GAP_S = 0.5
#: How far back the hinge is remembered, seconds, and how far its speed looks.
MEMORY_S, SPEED_S = 8.0, 0.17
#: … and frames, however slowly they come: of six a second three take 0.33 s.
FEWEST = 3
#: Slower than this is no movement, degrees a second; so is this share of the speed reached lately.
SLOW_DEG_S, SLOW_SHARE = 12.0, 0.2
#: … which is forgotten to 1/e in so long, seconds.
FORGOTTEN_S = 2.2
#: A hinge that moves less than this in the last seconds is no rep, degrees: `segmentation.MIN_RANGE_DEG`.
LIFT_RANGE_DEG = 25.0
#: A movement shorter than this is a wiggle and ends no phase, seconds.
WIGGLE_S = 0.2
#: Within this share of the range from the tallest is the top.
TOP_SHARE = 0.4
#: What the gain of the shown angle may be.
GAIN = (0.6, 1.5)
MOVING: tuple[Phase, ...] = ("lowering", "lifting")

SHOULDERS, HIPS, KNEES = (both(joint) for joint in ("SHOULDER", "HIP", "KNEE"))


class SmoothBody:
    """A person's landmarks, smoothed as they come: still where the body is still, quick where it moves."""

    def __init__(self) -> None:
        self._time_s: float | None = None
        self._body = self._speed = np.zeros((0,))

    def update(self, time_s: float, person: Person) -> Person:
        """Take the newest appearance; hand it back smoothed."""
        size = max(body_size_px(person), 1.0)
        body = np.concatenate([person.image_px / size, person.world_m], axis=1)
        step_s = np.inf if self._time_s is None else time_s - self._time_s
        self._time_s = time_s
        if not 0 < step_s <= GAP_S:
            self._body, self._speed = body * np.r_[size, size, 1, 1, 1], np.zeros((33, 1))
            return person
        last = self._body / np.r_[size, size, 1, 1, 1]
        moved = np.linalg.norm(body[:, :2] - last[:, :2], axis=1, keepdims=True) / step_s
        self._speed = self._speed + _smoothing_factor(SPEED_HZ, step_s) * (moved - self._speed)
        smooth = last + _smoothing_factor(REST_HZ + PER_SPEED_HZ * self._speed, step_s) * (body - last)
        self._body = smooth * np.r_[size, size, 1, 1, 1]
        return Person(self._body[:, :2], person.visibility, self._body[:, 2:], person.outline_px)


def _smoothing_factor(cutoff_hz: float | Floats, step_s: float) -> Floats:
    """How much of the new value a first-order low-pass takes."""
    turn = 2.0 * np.pi * np.asarray(cutoff_hz) * step_s
    return np.asarray(turn / (turn + 1.0))


def hinge_deg(world_m: Floats) -> float:
    """Trunk against thigh of the leg that folds more, degrees: in one-legged work the other hangs free.

    Parameters
    ----------
    world_m : array [shape=(33, 3)]
    """
    return float(hinges_deg(world_m[None])[0])


def hinges_deg(world_m: Floats) -> Floats:
    """The same of many frames: [shape=(n, 33, 3)] → [shape=(n,)]."""
    trunk = (world_m[:, SHOULDERS].sum(axis=1) - world_m[:, HIPS].sum(axis=1))[:, None]
    return np.asarray(between_deg(trunk, world_m[:, HIPS] - world_m[:, KNEES]).max(axis=1))


def fit_hinge(track: PoseTrack, motion: Motion) -> tuple[float, float]:
    """Gain and offset that bring `hinge_deg` nearest to the hinge that an analysis measured.

    The number shown while she moves is then the report's own as far as a straight line goes; (1, 0) where too
    little was measured.
    """
    rows = np.flatnonzero(track.present)
    raw, at_s = hinges_deg(track.world_m[rows]), track.time_s[rows]
    hinge = motion.series["hip_hinge_deg"].value
    known = np.isfinite(hinge)
    if known.sum() < 10 or len(raw) < 10 or np.ptp(raw) < LIFT_RANGE_DEG:
        return 1.0, 0.0
    measured = np.interp(at_s, motion.time_s[known], hinge[known])
    away = raw - raw.mean()
    gain = float(np.clip(away @ measured / (away @ away), *GAIN))
    return gain, float(measured.mean() - gain * raw.mean())


@dataclass(frozen=True, slots=True)
class Moment:
    """What the hinge does just now."""

    time_s: float
    hinge_deg: float
    speed_deg_s: float  #: positive = folding
    range_deg: float  #: between tallest and deepest of the last seconds
    phase: Phase
    ended_s: float  #: since the last phase of movement was over, also one that went over into the next; inf = never
    ended: Phase | None = None  #: which phase of movement that was

    @property
    def lifting_goes_on(self) -> bool:
        """Whether there was a rep's worth of movement in the last seconds."""
        return self.range_deg >= LIFT_RANGE_DEG

    @property
    def moves(self) -> bool:
        """Whether the lifter is in the middle of lowering or lifting."""
        return self.phase in MOVING


def last_moments(times_s: Iterable[float], now_s: float, within_s: float) -> int:
    """How many of some moments, in order, are the last ones: those within so long, and `FEWEST` at least."""
    return max(sum(now_s - at_s <= within_s for at_s in times_s), FEWEST)


class PhaseDetector:
    """Follows the hinge frame by frame."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()
        self._fastest = 0.0
        self._phase_now: Phase = "still"
        self._since_s = self._ended_s = -np.inf
        self._ended: Phase | None = None

    def update(self, time_s: float, value_deg: float) -> Moment:
        """Take the newest angle; times must not go back."""
        while self._seen and (time_s - self._seen[0][0] > MEMORY_S or time_s < self._seen[-1][0]):
            self._seen.popleft()
        passed_s = time_s - self._seen[-1][0] if self._seen else 0.0
        self._seen.append((time_s, value_deg))
        values = np.array([value for _, value in self._seen])
        low, high = (float(v) for v in np.percentile(values, [3, 97]))
        speed = self._speed(time_s)
        self._fastest = max(abs(speed), self._fastest * float(np.exp(-passed_s / FORGOTTEN_S)))
        before, phase = self._phase_now, self._phase(value_deg, speed, low, high)
        if phase != before:
            if before in MOVING and time_s - self._since_s >= WIGGLE_S:
                self._ended_s, self._ended = time_s, before
            self._phase_now, self._since_s = phase, time_s
        return Moment(time_s, value_deg, speed, high - low, phase, time_s - self._ended_s, self._ended)

    def _speed(self, time_s: float) -> float:
        """Slope of a straight line through the last moments, degrees a second."""
        lately = last_moments((at_s for at_s, _ in self._seen), time_s, SPEED_S)
        part = np.array([*self._seen][-lately:])
        if len(part) < FEWEST or time_s - part[0, 0] > GAP_S:
            return 0.0
        away = part[:, 0] - part[:, 0].mean()
        return float(away @ part[:, 1] / max(away @ away, 1e-9))

    def _phase(self, value: float, speed: float, low: float, high: float) -> Phase:
        if high - low < LIFT_RANGE_DEG:
            return "still"
        if abs(speed) > max(SLOW_DEG_S, SLOW_SHARE * self._fastest):
            return "lowering" if speed > 0 else "lifting"
        return "top" if value - low < TOP_SHARE * (high - low) else "bottom"
