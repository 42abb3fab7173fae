"""Calibration of sigma: errors of the whole pipeline on clips of new people, and the factor that covers them.

What a fit leaves out shares its wardrobe and its random draws, and its errors are those of single frames; here a
recipe of its own is measured from end to end, reps and all, and each measure's sigma is stretched to hold its errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np

from ...apps.batch.pool import in_processes
from ...core.analysis import DEFAULT_RATE_HZ
from ...core.arrays import Floats
from ...core.learned.network import Network
from ...core.learned.networks import JOINT_MEASURES, LEGS, QUANTITIES, Learned, weights_key
from ...core.tracking.cleaning import clean
from ...core.tracking.view import SECTORS, sector_of
from ...errors import HingecheckError, InputError
from ..scoring.validate import Case, one_line, read_recording, score
from .fit import DIED
from .training import calibration, shares_within

KNEE = "knee_flexion_deg"
#: Fewest clips of a sector of view from which a measure's scale is set; with fewer it stays as it was fitted.
MIN_CLIPS = 25
#: Sigma is widened wherever errors ask for it, and narrowed only where it is wider than they ask by a tenth or more:
#: so much is chance among eighty clips, and to claim too little error is the worse fault.
NARROWED_FROM = 0.9
#: What each measure of the core rests on: a network and its quantities. The knee is left out: which of its frames
#: have a value at all hangs on its sigma (`corrector.MAX_KNEE_SIGMA_DEG`), so that scale and errors would chase
#: each other.
RESTS_ON: dict[str, tuple[str, tuple[str, ...]]] = {
    **{name: ("joints", tuple(f"{name}.{leg}" for leg in LEGS)) for name in JOINT_MEASURES if name != KNEE},
    "lumbar_flexion_deg": ("spine", ("lumbar_flexion_deg",)),
    "pelvis_rotation_deg": ("pelvis", ("pelvis_rotation_deg",)),
    "pelvis_drop_deg": ("pelvis", ("pelvis_drop_deg",)),
    "load_offset_leg": ("stance", ("load_ahead",)),
}


@dataclass(frozen=True, slots=True)
class ClipErrors:
    """One clip's errors inside its true reps."""

    sector: int  #: as the core sees it, by `view.sector_of`
    error: Mapping[str, Floats]  #: absolute, by measure [shape=(k,)]
    sigma: Mapping[str, Floats]  #: claimed there [shape=(k,)]


@dataclass(frozen=True, slots=True)
class SigmaStretch:
    """What one measure's sigma was multiplied by in one sector of view, and why."""

    measure: str
    sector: int
    clips: int
    factor: float
    before: tuple[float, float]  #: shares of the errors within one and two sigma
    after: tuple[float, float]


def gather_errors(cases: Sequence[Case], *, jobs: int, done: Callable[[str, str | None], None]) -> list[ClipErrors]:
    """Every clip's errors, in the order of `cases`; clips without any are reported to `done` and left out.

    Raises
    ------
    InputError
        No clip could be measured.
    """
    found: dict[str, ClipErrors] = {}
    with closing(in_processes(_errors, cases, jobs=jobs)) as ends:
        for ended in ends:
            part, problem = ended.result or (None, DIED)
            done(ended.task.name, problem)
            if part is not None:
                found[ended.task.name] = part
    if not found:
        raise InputError("none of the clips could be measured: render some with hingecheck lab render.")
    return [found[case.name] for case in cases if case.name in found]


def _errors(case: Case) -> tuple[ClipErrors | None, str | None]:
    try:
        recording = read_recording(case, save_poses=True)
        scored = score(case)
    except HingecheckError as error:
        return None, one_line(error)
    if scored.comparison is None or scored.problem is not None:
        return None, scored.problem
    measures = {m.name: m for m in scored.comparison.measures if m.name in RESTS_ON}
    return ClipErrors(
        sector=sector_of(clean(recording.lifter.track, DEFAULT_RATE_HZ).view),
        error={name: np.abs(m.error) for name, m in measures.items()},
        sigma={name: m.sigma for name, m in measures.items()},
    ), None


def sigma_stretches(clips: Sequence[ClipErrors]) -> list[SigmaStretch]:
    """What each measure's sigma has to be multiplied by in each sector with enough clips."""
    out = []
    for sector in range(SECTORS):
        here = [clip for clip in clips if clip.sector == sector]
        for measure in RESTS_ON:
            parts = [clip for clip in here if len(clip.error.get(measure, ()))]
            if len(parts) >= MIN_CLIPS:
                out.append(_stretch(measure, sector, parts))
    return out


def _stretch(measure: str, sector: int, parts: Sequence[ClipErrors]) -> SigmaStretch:
    """Each clip counts the same, however many frames it has."""
    error = np.concatenate([clip.error[measure] for clip in parts])[:, None]
    sigma = np.concatenate([clip.sigma[measure] for clip in parts])[:, None]
    weight = np.concatenate([np.full(len(clip.error[measure]), 1.0 / len(clip.error[measure])) for clip in parts])
    network_for = float(calibration(error, sigma, weight.astype(np.float32))[0])
    factor = 1.0 if NARROWED_FROM < network_for < 1.0 else network_for
    before, after = (shares_within(error, scale * sigma) for scale in (1.0, factor))
    return SigmaStretch(measure, sector, len(parts), factor, (before[0, 0], before[1, 0]), (after[0, 0], after[1, 0]))


def with_sigma_stretched(learned: Learned, found: Sequence[SigmaStretch]) -> dict[str, Network]:
    """The networks with their errors' scale set anew; nothing else in them changes."""
    networks = learned.networks()
    for one in found:
        name, quantities = RESTS_ON[one.measure]
        kept = weights_key(name, one.sector)
        kept = kept if kept in networks else name
        columns = [QUANTITIES[name].index(quantity) for quantity in quantities]
        scale = networks[kept].calibration.copy()
        scale[one.sector, columns] *= np.float32(one.factor)
        networks[kept] = replace(networks[kept], calibration=scale)
    return networks
