"""Joint angles corrected by the networks: raw and estimated angle blended by trust, with the blend's sigma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..arrays import Floats, Mask
from ..landmarks import SIDES, Side
from ..learned.network import Estimate
from ..learned.networks import JOINT_MEASURES, LEGS
from ..types import Series

#: Below this trust an estimate does not stand alone: a joint that the landmarks do not show stays missing.
ALONE_FROM = 0.5
#: A knee whose error the lab puts above this is one that plates hide: no number is truer than such a one. On held-out
#: clips that is 12 % of the frames from the side and 9 % from the front, with errors three times the others'.
MAX_KNEE_SIGMA_DEG = 9.0
KNEE = JOINT_MEASURES.index("knee_flexion_deg")


def correct_sides(
    by_side: Mapping[str, Series],
    estimate: Estimate,
    near: Side,
    usable: Mapping[Side, Mask],
    *,
    face_up: bool,
) -> dict[str, Series]:
    """Blend raw angles of both legs with the corrector's.

    Parameters
    ----------
    by_side : mapping
        Raw series, ``"hip_hinge_deg.left"`` and so on; names the corrector knows nothing of pass through.
    estimate : Estimate
        Of `networks.JOINT_QUANTITIES`; trunk inclination is signed there.
    near : "left" or "right"
    usable : mapping of side to array of bool [shape=(n,)]
        Rows in which that side's joints lie in the picture.
    face_up : bool
        `by_side` counts trunk inclination the other way.

    Returns
    -------
    dict of str to Series

    Notes
    -----
    With trust t the value is t · corrected + (1 - t) · raw, and the variance that of a choice between the two:
    t σ² + (1 - t) σ_raw² + t (1 - t) (corrected - raw)².
    """
    out = dict(by_side)
    for side in SIDES:
        names = [f"{name}.{side}" for name in JOINT_MEASURES]
        leg = "near" if side == near else "far"
        blended = _blend([by_side[name] for name in names], estimate, leg, usable[side], face_up=face_up)
        out.update(zip(names, blended, strict=True))
    return out


def correct_working(
    raw: Mapping[str, Series], estimate: Estimate, usable: Mask, *, face_up: bool
) -> dict[str, Series]:
    """The same for the leg that works, whichever the tracker calls it: ``"hip_hinge_deg"`` and so on.

    `raw` is the measured side's.
    """
    blended = _blend([raw[name] for name in JOINT_MEASURES], estimate, "working", usable, face_up=face_up)
    return {**raw, **dict(zip(JOINT_MEASURES, blended, strict=True))}


def _blend(raw: Sequence[Series], estimate: Estimate, leg: str, usable: Mask, *, face_up: bool) -> list[Series]:
    """One leg's angles, raw and corrected together."""
    first = LEGS.index(leg) * len(JOINT_MEASURES)
    columns = slice(first, first + len(JOINT_MEASURES))
    value, sigma = estimate.value[:, columns].copy(), estimate.sigma[:, columns]
    if face_up:
        value[:, 0] *= -1.0
    trust = _trust(np.stack([r.value for r in raw], axis=1), value, estimate.trust * usable)
    mixed = [_mix(r, value[:, k], sigma[:, k], trust) for k, r in enumerate(raw)]
    mixed[KNEE] = _without_hidden_knee(mixed[KNEE], trust)
    return mixed


def _without_hidden_knee(knee: Series, trust: Floats) -> Series:
    """A knee that the lab calls hidden is not given; where the landmarks stand alone they are."""
    hidden = (trust >= ALONE_FROM) & (knee.sigma > MAX_KNEE_SIGMA_DEG)
    return Series(np.where(hidden, np.nan, knee.value), np.where(hidden, np.nan, knee.sigma), knee.unit)


def _trust(raw: Floats, value: Floats, trust: Floats) -> Floats:
    """All or nothing where a side's raw angles are not whole: angles that belong together come from one source."""
    whole = np.isfinite(raw).all(axis=1)
    trust = np.where(whole, trust, (trust >= ALONE_FROM).astype(np.float64))
    return np.asarray(np.where(np.isfinite(value).all(axis=1), trust, 0.0))


def _mix(raw: Series, value: Floats, sigma: Floats, trust: Floats) -> Series:
    only_raw, only_new = trust <= 0.0, trust >= 1.0
    mixed = trust * value + (1.0 - trust) * raw.value
    apart = trust * (1.0 - trust) * (value - raw.value) ** 2
    wide = np.sqrt(trust * sigma**2 + (1.0 - trust) * raw.sigma**2 + apart)
    return Series(
        np.where(only_new, value, np.where(only_raw, raw.value, mixed)),
        np.where(only_new, sigma, np.where(only_raw, raw.sigma, wide)),
        raw.unit,
    )
