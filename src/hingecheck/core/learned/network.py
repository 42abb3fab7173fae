"""A small ensemble of perceptrons evaluated in numpy: from features to quantities with a standard error and a trust.

Fitted elsewhere (``hingecheck lab fit``); this module only knows how to use the weights. Each quantity is a sum
of the networks' outputs, so that what must add up does (hip hinge = trunk + thigh), yet has an error of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..signals import enough

Weights = NDArray[np.float32]
#: No features.
NONE: Weights = np.empty(0, dtype=np.float32)

#: Standardised features are cut here: one wild landmark must not run away with the result.
WIDEST = 6.0
#: Degrees that an output of 1 stands for.
OUTPUT_UNIT_DEG = 30.0
#: Bounds of the log of a member's own error.
MIN_LOG, MAX_LOG = -5.0, 3.0
#: From this many times the novelty that nearly all of the training stays below, an estimate is worth nothing: a
#: lifter upside down reads 1.4, real clips 0.3 to 0.6.
LOST_AT = 1.3
#: Frames trusted less than this do not count …
MIN_TRUST = 0.5
#: … and what is said of a whole set needs at least this share of its frames.
MIN_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Member:
    """One perceptron: two hidden layers, a straight line past them, and a head for its own error."""

    first: Weights  #: [shape=(k, h)]
    first_bias: Weights  #: [shape=(h,)]
    second: Weights  #: [shape=(h, h)]
    second_bias: Weights  #: [shape=(h,)]
    out: Weights  #: [shape=(h, o)]
    past: Weights  #: [shape=(k, o)]
    out_bias: Weights  #: [shape=(o,)]
    error: Weights  #: [shape=(h, q)]
    error_bias: Weights  #: [shape=(q,)]


@dataclass(frozen=True, slots=True)
class Novelty:
    """How unlike the training's a frame's features are: what a plane through them leaves over."""

    plane: Weights  #: principal directions [shape=(k, p)]
    deviation: Weights  #: standard deviation along each of them [shape=(p,)]
    usual: Weights  #: what nearly all training frames stay below: (within the plane, off it) [shape=(2,)]

    def of(self, z: Weights, fixed: Weights = NONE) -> Floats:
        """At most 1 where training knew the like [shape=(n,)]; arguments as of `evaluate`."""
        within, off = self.parts(z, fixed)
        return np.asarray(np.maximum(within / self.usual[0], off / self.usual[1]), dtype=np.float64)

    def parts(self, z: Weights, fixed: Weights = NONE) -> tuple[Floats, Floats]:
        """How far out within the plane, and how far off it, in root mean squares [shape=(n,) each]."""
        own, others = np.split(self.plane, [z.shape[1]])
        scores = z @ own + fixed @ others
        squares = ((z - scores @ own.T) ** 2).sum(axis=1, dtype=np.float64)
        # the same of the fixed features, multiplied out: there are as many, and one row of them
        wide, plane = fixed.astype(np.float64), others.astype(np.float64)
        squares += wide @ wide - 2.0 * scores @ (wide @ plane) + ((scores @ (plane.T @ plane)) * scores).sum(axis=1)
        off = np.sqrt(np.maximum(squares, 0.0) / len(self.plane))
        return np.sqrt(np.mean((scores / self.deviation) ** 2, axis=1)), off


@dataclass(frozen=True, slots=True)
class Estimate:
    """A network's estimate of each frame."""

    value: Floats  #: degrees [shape=(n, q)], NaN where a feature is
    sigma: Floats  #: standard error, degrees [shape=(n, q)]
    trust: Floats  #: 1 where the frame is like those of the training … 0 where it is like none [shape=(n,)]

    def trusted(self, quantity: int, tells: NDArray[np.bool_]) -> Floats | None:
        """Values of a quantity in the frames that can be trusted; None where those are too few to speak for all.

        Parameters
        ----------
        quantity : int
        tells : array of bool [shape=(n,)]
            Frames that may say anything of all: those of the set.
        """
        good = (self.trust >= MIN_TRUST) & np.isfinite(self.value[:, quantity])
        return self.value[good & tells, quantity] if enough(good, tells, MIN_SHARE) else None


def concatenate(parts: Sequence[Estimate]) -> Estimate:
    """Estimates of consecutive frames as one."""
    return Estimate(
        value=np.concatenate([part.value for part in parts]),
        sigma=np.concatenate([part.sigma for part in parts]),
        trust=np.concatenate([part.trust for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Network:
    """An ensemble with what its features and errors are measured by."""

    centre: Weights  #: mean of each feature in training [shape=(k,)]
    spread: Weights  #: standard deviation [shape=(k,)]
    members: tuple[Member, ...]
    sums: Weights  #: each quantity as a sum of outputs [shape=(q, o)]
    #: the error's scale by `view.sector_of`, set on clips the members never saw [shape=(4, q)]
    calibration: Weights
    novelty: Novelty

    def estimate(
        self, features: Floats, sector: NDArray[np.int64], fixed: NDArray[np.floating[Any]] = NONE
    ) -> Estimate:
        """Evaluate every row.

        Parameters
        ----------
        features : array [shape=(n, k - f)]
            Rows with a NaN give NaN and no trust.
        sector : array of int [shape=(n,)]
            Where the camera stands, as `view.sector_of` counts: an error is larger where less shows.
        fixed : array [shape=(f,)]
            The last features, where they are the same in all rows: what they add is then reckoned once.
        """
        n, q = len(features), len(self.sums)
        value, sigma, trust = np.full((n, q), np.nan), np.full((n, q), np.nan), np.zeros(n)
        known = np.isfinite(features).all(axis=1) & np.isfinite(fixed).all()
        if not known.any():
            return Estimate(value, sigma, trust)
        own = features.shape[1]
        z = _standardised(features[known], self.centre[:own], self.spread[:own])
        same = _standardised(fixed, self.centre[own:], self.spread[own:])
        outputs = [evaluate(member, z, same) for member in self.members]
        values = np.stack([out @ self.sums.T for out, _ in outputs])
        own_error = np.mean([np.exp(2.0 * log_error) for _, log_error in outputs], axis=0)
        value[known] = OUTPUT_UNIT_DEG * values.mean(axis=0)
        sigma[known] = OUTPUT_UNIT_DEG * self.calibration[sector[known]] * np.sqrt(own_error + values.var(axis=0))
        trust[known] = ((LOST_AT - self.novelty.of(z, same)) / (LOST_AT - 1.0)).clip(0.0, 1.0)
        return Estimate(value, sigma, trust)

    def nearer(self, fixed: NDArray[np.floating[Any]], most: float) -> Floats:
        """Fixed features, nearer to training's mean where they stray from it by more than so many deviations.

        Parameters
        ----------
        fixed : array [shape=(f,)]
            The last features.
        most : float
            Root mean square of their standardised values.
        """
        own = len(self.centre) - len(fixed)
        z = _standardised(fixed, self.centre[own:], self.spread[own:])
        strays = float(np.sqrt(np.mean(z.astype(np.float64) ** 2)))
        return np.asarray(self.centre[own:] + min(1.0, most / max(strays, 1e-9)) * z * self.spread[own:], np.float64)


def _standardised(features: NDArray[np.floating[Any]], centre: Weights, spread: Weights) -> Weights:
    """Features by their mean and deviation in training, wild ones cut."""
    return np.asarray(((features - centre) / spread).astype(np.float32).clip(-WIDEST, WIDEST))


def evaluate(member: Member, z: Weights, fixed: Weights = NONE) -> tuple[Weights, Weights]:
    """What a member says of standardised features.

    Parameters
    ----------
    member : Member
    z : array [shape=(n, k - f)]
    fixed : array [shape=(f,)]
        The last features, the same in every row.

    Returns
    -------
    outputs : array [shape=(n, o)]
    log_error : array [shape=(n, q)]
    """
    own = z.shape[1]
    hidden = _silu(z @ member.first[:own] + (fixed @ member.first[own:] + member.first_bias))
    hidden = _silu(hidden @ member.second + member.second_bias)
    out = hidden @ member.out + z @ member.past[:own] + (fixed @ member.past[own:] + member.out_bias)
    return out, (hidden @ member.error + member.error_bias).clip(MIN_LOG, MAX_LOG)


def _silu(x: Weights) -> Weights:
    """The sigmoid-weighted linear unit (Elfwing 2018); `x` is used up."""
    share = np.negative(x).clip(-30.0, 30.0)
    np.exp(share, out=share)
    share += 1.0
    np.divide(x, share, out=share)
    return share
