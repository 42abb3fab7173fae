"""Fitting an ensemble to rows with truth, its members one by one (`perceptron`).

Some clips are left out of the fit, of lifts as people lift: they set the scale of the error. Features are jittered in
two ways, frame by frame and by an offset a clip, so that no member leans on what one wardrobe or one camera does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...core.arrays import Floats, Singles
from ...core.learned.network import WIDEST, Network, Novelty
from ...core.learned.networks import JOINT_MEASURES, LEGS, QUANTITIES
from ...core.tracking.view import SECTORS
from .perceptron import TrainingRecipe, fit_member, refine_member

#: Shares of the errors that an honest sigma, and twice it, hold.
WITHIN_ONE_SIGMA, WITHIN_TWO_SIGMA = 0.68, 0.94
#: Fewest unseen clips from which a sector of view gets a scale of its own.
MIN_OF_SECTOR = 25
#: Frames whose novelty is usual, as a share.
USUAL = 0.995


@dataclass(frozen=True, slots=True)
class Fitted:
    """A network and how well it does on clips that it never saw."""

    network: Network
    rows: int
    clips: int
    unseen_mae_deg: Floats  #: [shape=(q,)]
    unseen_within: Floats  #: shares of errors within one and two sigma [shape=(2, q)]


def sums_of(network: str) -> Singles:
    """Each quantity of a network as a sum of its outputs [shape=(q, o)].

    For joints the outputs are trunk T, thigh F, shank S and neck for each of `LEGS`, hinge = T + F and knee = F + S,
    and the camera's azimuth.
    """
    if network != "joints":
        return np.eye(len(QUANTITIES[network]), dtype=np.float32)
    one = {
        "trunk_inclination_deg": (1, 0, 0, 0),
        "hip_hinge_deg": (1, 1, 0, 0),
        "knee_flexion_deg": (0, 1, 1, 0),
        "shank_inclination_deg": (0, 0, 1, 0),
        "neck_extension_deg": (0, 0, 0, 1),
    }
    block = np.array([one[name] for name in JOINT_MEASURES], dtype=np.float32)
    legs = np.kron(np.eye(len(LEGS), dtype=np.float32), block)
    both = np.zeros((len(legs) + 1, legs.shape[1] + 1), dtype=np.float32)
    both[:-1, :-1], both[-1, -1] = legs, 1.0
    return both


def fit_network(
    network: str,
    features: Singles,
    truth: Singles,
    weight: Singles,
    clip: NDArray[np.int64],
    sector: NDArray[np.int64],
    usual: NDArray[np.bool_],
    recipe: TrainingRecipe,
    seed: int,
    done: Callable[[], None] | None = None,
) -> Fitted:
    """Fit an ensemble.

    Parameters
    ----------
    network : str
        Name in `QUANTITIES`.
    features : array [shape=(n, k)]
    truth : array [shape=(n, q)]
        Degrees; NaN where a quantity has no meaning in that row.
    weight, clip, sector, usual : array [shape=(n,)]
        As in `TrainingRows`.
    recipe : TrainingRecipe
    seed : int
    done : callable, optional
        Told of each member as it ends.
    """
    sums = sums_of(network)
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    z = ((features - centre) / spread).clip(-WIDEST, WIDEST).astype(np.float32)
    unseen = _left_out(clip, usual, recipe, seed)
    seen = ~unseen
    members = []
    for number in range(recipe.members):
        members.append(fit_member(z[seen], truth[seen], weight[seen], clip[seen], sums, recipe, seed + number))
        if done is not None:
            done()
    fitted = Network(
        centre=centre.astype(np.float32),
        spread=spread.astype(np.float32),
        members=tuple(members),
        sums=sums,
        calibration=np.ones((SECTORS, len(sums)), dtype=np.float32),
        novelty=_novelty(z, recipe.directions),
    )
    alone = fitted.estimate(features[unseen].astype(np.float64), sector[unseen])
    error = np.abs(alone.value - truth[unseen])
    scale = _by_sector(error, alone.sigma, weight[unseen], sector[unseen], clip[unseen])
    fitted = replace(fitted, calibration=scale)
    sigma = scale[sector[unseen]] * alone.sigma
    return Fitted(fitted, len(z), len(np.unique(clip)), _means(error), shares_within(error, sigma))


def shares_within(error: Floats, sigma: Floats) -> Floats:
    """Shares of each column's absolute errors within one and two sigma [shape=(2, q)]."""
    columns = range(error.shape[1])
    return np.array([[_share(error[:, c] <= n * sigma[:, c], error[:, c]) for c in columns] for n in (1, 2)])


def _means(error: Floats) -> Floats:
    """Column means over what is known; NaN where nothing is."""
    known = np.isfinite(error)
    count = known.sum(axis=0)
    return np.asarray(np.where(count > 0, np.nansum(error, axis=0) / np.maximum(count, 1), np.nan))


def _share(inside: NDArray[np.bool_], error: Floats) -> float:
    """Share of the known errors that lie inside."""
    known = np.isfinite(error)
    return float(inside[known].mean()) if known.any() else float("nan")


def refine_network(
    network: Network,
    features: Singles,
    truth: Singles,
    weight: Singles,
    clip: NDArray[np.int64],
    recipe: TrainingRecipe,
    seed: int,
    done: Callable[[], None] | None = None,
) -> Network:
    """Go on fitting each member to more rows; how rows are standardised, novelty and sigma's scale stay.

    Parameters are those of `fit_network`. Sigma's scale is to be set anew on clips that were not seen here.
    """
    z = ((features - network.centre) / network.spread).clip(-WIDEST, WIDEST).astype(np.float32)
    members = []
    for number, member in enumerate(network.members):
        members.append(refine_member(member, z, truth, weight, clip, network.sums, recipe, seed + number))
        if done is not None:
            done()
    return replace(network, members=tuple(members))


def _left_out(
    clip: NDArray[np.int64], usual: NDArray[np.bool_], recipe: TrainingRecipe, seed: int
) -> NDArray[np.bool_]:
    """Rows of the clips that no member sees: of usual lifts, where there are such."""
    chosen = np.random.default_rng(seed).permutation(np.unique(clip[usual] if usual.any() else clip))
    return np.isin(clip, chosen[: max(round(recipe.left_out * len(chosen)), 1)])


def _by_sector(
    error: Floats, sigma: Floats, weight: Singles, sector: NDArray[np.int64], clip: NDArray[np.int64]
) -> Singles:
    """`calibration` of each sector of view; of all of them where a sector has too few clips [shape=(4, q)]."""
    out = np.tile(calibration(error, sigma, weight), (SECTORS, 1))
    for place in range(SECTORS):
        here = sector == place
        if len(np.unique(clip[here])) >= MIN_OF_SECTOR:
            out[place] = calibration(error[here], sigma[here], weight[here])
    return out


def calibration(error: Floats, sigma: Floats, weight: Singles) -> Singles:
    """Factor a quantity that makes its sigma honest.

    Errors have longer tails than a normal distribution's: the factor lies half way between the one that brings
    `WITHIN_ONE_SIGMA` of the errors within one sigma and the one that brings `WITHIN_TWO_SIGMA` within two.
    """
    out = np.ones(error.shape[1], dtype=np.float32)
    for column in range(error.shape[1]):
        known = np.isfinite(error[:, column])
        if known.any():
            ratio, share = error[known, column] / sigma[known, column], weight[known]
            one, two = _quantile(ratio, share, WITHIN_ONE_SIGMA), 0.5 * _quantile(ratio, share, WITHIN_TWO_SIGMA)
            out[column] = 0.5 * (one + two)
    return out


def _quantile(values: Floats, weight: Singles, share: float) -> float:
    """Weighted quantile."""
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(total, share * total[-1]).clip(0, len(values) - 1)])


def _novelty(z: Singles, directions: int) -> Novelty:
    """Principal directions, and what nearly all rows stay below."""
    some = z[:: max(len(z) // 20000, 1)]
    _, vectors = np.linalg.eigh(np.cov(some, rowvar=False))
    plane = vectors[:, ::-1][:, :directions].astype(np.float16).astype(np.float32)
    deviation = (some @ plane).std(axis=0).astype(np.float32)
    raw = Novelty(plane, deviation, np.ones(2, dtype=np.float32))
    within, off = raw.parts(some)
    usual = np.array([np.quantile(within, USUAL), np.quantile(off, USUAL)], dtype=np.float32)
    return Novelty(plane, deviation, usual)
