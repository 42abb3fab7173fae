"""From clips with truth to training rows: the core's features beside the true quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...core.analysis import DEFAULT_RATE_HZ
from ...core.arrays import Floats
from ...core.geometry import wrap_deg
from ...core.landmarks import Side, other
from ...core.learned.features import frame_features
from ...core.learned.networks import HUNDREDTHS, JOINT_MEASURES, QUANTITIES, SURE_DEG, WORKING_LEG_DEG
from ...core.lifts import LIFT_NAMES
from ...core.tracking.cleaning import clean
from ...core.types import PoseTrack
from ..acting import Act, act
from ..clipspec import from_dict
from ..posing.pose import FORWARD
from ..scoring.validate import Case, read_recording
from ..truth import Truth, load_truth

#: Fewest frames with the lifter that make a clip worth learning from.
MIN_FRAMES = 8
#: Weight of a frame outside the reps.
OUTSIDE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class TrainingRows:
    """Frames of one clip or of many."""

    features: NDArray[np.float32]  #: [shape=(n, k)]
    truth: Mapping[str, NDArray[np.float32]]  #: by network [shape=(n, q)], NaN where a quantity has no meaning
    weight: NDArray[np.float32]  #: [shape=(n,)] less outside the reps; clips of many frames count no more
    clip: NDArray[np.int64]  #: [shape=(n,)]
    sector: NDArray[np.int64]  #: as the core sees it, by `view.sector_of` [shape=(n,)]
    azimuth_deg: NDArray[np.float32]  #: the true one, the near side's taken as left [shape=(n,)]
    lift: NDArray[np.int64]  #: place in `LIFT_NAMES` [shape=(n,)]
    usual: NDArray[np.bool_]  #: the clip is lifted as people lift, good or with a fault [shape=(n,)]


def training_rows(case: Case) -> TrainingRows | None:
    """One clip's rows; None where the lifter was hardly found.

    Raises
    ------
    InputError
        The clip or its truth cannot be read.
    """
    truth = load_truth(case.truth)
    recording = read_recording(case, save_poses=True)
    track = recording.lifter.track
    if int(track.present.sum()) < MIN_FRAMES:
        return None
    return labelled_frames(truth, act(from_dict(truth.recipe)), track)


def labelled_frames(truth: Truth, posed: Act, track: PoseTrack) -> TrainingRows:
    """Features and truth of every frame that has a pose.

    A clip of few frames a second is taken frame by frame: between its frames nothing is made up.
    """
    rate_hz = min(DEFAULT_RATE_HZ, posed.spec.film.rate_hz)
    points = clean(track, rate_hz)
    seen = frame_features(track, points, rate_hz)
    near = seen.near
    known = np.isfinite(seen.features).all(axis=1)
    time_s = points.time_s[known]

    def at(values: Floats) -> Floats:
        return np.interp(time_s, truth.time_s, values)

    weight = np.where(truth.in_reps(time_s), 1.0, OUTSIDE_WEIGHT)
    return TrainingRows(
        features=seen.features[known].astype(np.float32),
        truth={
            "joints": _columns([at(v) for v in _joints(truth, posed, near)]),
            "spine": _columns([at(truth.series[name]) for name in QUANTITIES["spine"]]),
            "pelvis": _columns([at(v) for v in _pelvis(truth, near)]),
            "stance": _columns([at(v) for v in _stance(truth, posed, near)]),
        },
        weight=(weight / max(np.sqrt(weight.sum()), 1.0)).astype(np.float32),
        clip=np.zeros(len(time_s), dtype=np.int64),
        sector=seen.sector[known],
        azimuth_deg=np.full(len(time_s), -truth.azimuth_deg if seen.mirrored else truth.azimuth_deg, np.float32),
        lift=np.full(len(time_s), LIFT_NAMES.index(truth.lift)),
        usual=np.full(len(time_s), posed.spec.manner == "good"),
    )


def concatenate_rows(parts: Sequence[TrainingRows]) -> TrainingRows:
    """Many clips' rows under each other, numbered by clip."""
    return TrainingRows(
        features=np.concatenate([p.features for p in parts]),
        truth={name: np.concatenate([p.truth[name] for p in parts]) for name in QUANTITIES},
        weight=np.concatenate([p.weight for p in parts]),
        clip=np.concatenate([np.full(len(p.clip), number) for number, p in enumerate(parts)]),
        sector=np.concatenate([p.sector for p in parts]),
        azimuth_deg=np.concatenate([p.azimuth_deg for p in parts]),
        lift=np.concatenate([p.lift for p in parts]),
        usual=np.concatenate([p.usual for p in parts]),
    )


def _joints(truth: Truth, posed: Act, near: Side) -> list[Floats]:
    """`JOINT_QUANTITIES`, trunk inclination signed: lying face up is about -90."""
    lying = -1.0 if truth.lift == "hip-thrust" else 1.0
    out = []
    working = near if truth.working_side == "both" else truth.working_side
    for side in (near, other(near), working):
        for name in JOINT_MEASURES:
            sign = lying if name == "trunk_inclination_deg" else 1.0
            out.append(sign * posed.by_side[f"{name}.{side}"])
    azimuth_deg = truth.azimuth_deg if near == "left" else -truth.azimuth_deg
    return [*out, np.full(len(truth.time_s), wrap_deg(np.array(azimuth_deg), -90.0))]


def _pelvis(truth: Truth, near: Side) -> list[Floats]:
    """`PELVIS_QUANTITIES`: towards the near side; turn and drop only where one leg works."""
    nothing = np.full(len(truth.time_s), np.nan)
    if truth.working_side == "both":
        return [nothing, nothing, np.zeros(len(truth.time_s))]
    to_near = 1.0 if truth.working_side != near else -1.0
    rotation, drop = (to_near * truth.series[name] for name in ("pelvis_rotation_deg", "pelvis_drop_deg"))
    return [rotation, drop, np.full(len(truth.time_s), -to_near * WORKING_LEG_DEG)]


def _stance(truth: Truth, posed: Act, near: Side) -> list[Floats]:
    """`STANCE_QUANTITIES`; what only one-legged lifts have is NaN in the others."""
    count, body = len(truth.time_s), posed.posed
    feet = body.joint("ANKLE", near) - body.joint("ANKLE", other(near))
    above, ahead = feet[:, 2], feet @ FORWARD
    nothing = np.full(count, np.nan)
    load_ahead = truth.series.get("load_offset_leg", nothing)
    of_feet = [HUNDREDTHS * above / posed.body.leg_m, HUNDREDTHS * ahead / posed.body.leg_m]
    if truth.working_side == "both":
        return [*of_feet, HUNDREDTHS * load_ahead, nothing]
    resting = SURE_DEG if truth.lift == "kickstand-rdl" else 0.0
    return [*of_feet, HUNDREDTHS * load_ahead, np.full(count, resting)]


def _columns(values: Sequence[Floats]) -> NDArray[np.float32]:
    return np.stack(values, axis=1).astype(np.float32)
