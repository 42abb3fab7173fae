"""Joint moments of hips, knees and low back over a set, and each joint's share of a lift's concentric work.

From joint angles, the lifter's mass and height, and the load; an estimate, good to about ± 20 % (biomechanics
reference, section 3.3). Low-back over hip moment is about 0.7 in every loaded hinge, so a moment does not tell which
joint works: the shares do, moment times angle over the lift.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from ..arrays import Floats
from ..known_facts import KnownFacts
from ..lift_row import Footing, LoadPlace
from ..lifts import LYING, row_of
from ..measures.feet import LOAD_VIEW_LIMIT_DEG
from ..phrases import N_
from ..reps.segmentation import Segmentation
from ..signals import bridge, low_pass
from ..types import Cycle, Lift, Motion, MovementName, Series, Unavailable
from .segments import Build, Segments, segments_of
from .statics import Moments, Pose, moments

MOMENTS = ("hip_moment_nm", "knee_moment_nm", "lumbosacral_moment_nm")
SHARES = ("hip_work_share", "knee_work_share", "back_work_share")

#: What is left out by holding every moment for still, share of a moment: slow lifts [M], biomechanics reference 3.3.
INERTIA = 0.10
#: A kickstand's back foot carries some of the weight, and nobody knows how much: share of a moment, judgement.
BACK_FOOT = 0.25
#: Lying, feet and bench also push along the floor, unknown: 100 N of it is some 45 N·m at the hips; judgement.
ALONG_FLOOR = 0.25
#: Error of where L5/S1 is, metres (biomechanics reference, section 3.3, error budget).
LUMBOSACRAL_SIGMA_M = 0.03
#: Error of hanging arms' hands where the camera does not show the load's place, metres.
HANG_SIGMA_M = 0.08
#: A bench carries the upper back under the shoulder blades: 0.40 m of a trunk of 0.516 m, as a share, and its error.
BENCH_SHARE, BENCH_SIGMA = 0.78, 0.10
#: The bar lies in the crease of the hips, this exactly, metres.
LOAD_ON_HIPS_SIGMA_M = 0.03
#: A moment whose error is more than this part of the set's greatest says nothing.
MAX_ERROR = 0.5
#: Share of a stretch's rows in which a measure must have been had to fill its holes.
MIN_SEEN = 0.5
#: Joints turn slower than this while lifting; faster is noise, which would count as work.
WORK_HZ = 2.0

#: No share is better known than this: what holding still leaves out, as found on rendered clips.
SHARE_SIGMA = 0.03

FROM_SIDE = Unavailable(
    N_("moments show from the side, and at 45°: from here it is not seen how far ahead of the feet the hands are")
)
GIVE_BODY = Unavailable(N_("give --body-mass and --height to have moments"))
GIVE_HEIGHT = Unavailable(N_("--body-mass alone makes no moments: give --height too"))
UNSEEN = Unavailable(N_("trunk, knees and shins do not show clearly enough for moments: film from the side"))
NO_LOAD_PLACE = Unavailable(N_("in a movement that is none of the lifts it is not known where the load is"))
NO_KNEE = Unavailable(
    N_("five degrees of shin would turn the knee moment of a hip thrust over: it cannot be told from a video")
)
NO_THRUST_SHARES = Unavailable(
    N_("without a knee moment and a view of the low back, a hip thrust's work cannot be shared out")
)
NO_LUMBAR = Unavailable(N_("without the low back's bend its part of the work cannot be told"))


@dataclass(frozen=True, slots=True)
class Share:
    """One joint's part of a lift's concentric work."""

    value: float
    sigma: float


@dataclass(frozen=True, slots=True)
class _Model:
    """All that the moments of a set are worked out from."""

    body: Segments
    load_kg: float
    footing: Footing
    load_at: LoadPlace
    pose: Pose
    error: Pose

    def moments(self, pose: Pose) -> Moments:
        return moments(pose, self.body, self.load_kg, self.footing, self.load_at)


def build_of(facts: KnownFacts) -> Build | Unavailable:
    """The lifter's body, or what is missing of it for moments."""
    if facts.body_mass_kg is None:
        return GIVE_BODY
    if facts.height_m is None:
        return GIVE_HEIGHT
    return Build(facts.body_mass_kg, facts.height_m, facts.sex)


def with_kinetics(
    motion: Motion, segmentation: Segmentation, lift: Lift, build: Build | Unavailable, load_kg: float = 0.0
) -> Motion:
    """The motion with moments and work shares, or with the reasons why not.

    Parameters
    ----------
    motion : Motion
    segmentation : Segmentation
        Whose lifts the work is shared out of: each share is the same in all rows of a rep.
    lift : Lift
    build : Build or Unavailable
        See `build_of`: why there is none where the lifter did not give mass and height.
    load_kg : float
        Where the lift's row has it: in the hands, on the shoulders or on the hips.
    """
    if isinstance(build, Unavailable):
        return motion.with_measures(dict.fromkeys((*MOMENTS, *SHARES), build))
    if motion.view.off_side_deg > LOAD_VIEW_LIMIT_DEG:
        return motion.with_measures(dict.fromkeys((*MOMENTS, *SHARES), FROM_SIDE))
    if row_of(lift.name).load_at is None:
        return motion.with_measures(dict.fromkeys((*MOMENTS, *SHARES), NO_LOAD_PLACE))
    model = _model(motion, lift.name, build, load_kg)
    found, missing = _moments(model)
    no_shares = _no_shares(motion, lift.name) or next(iter(missing.values()), None)
    if no_shares is not None:
        missing |= dict.fromkeys(SHARES, no_shares)
    else:
        smooth = _low_passed(model, motion.rate_hz)
        by_rep = {cycle: _work_shares(smooth, _lumbar_known(motion, cycle), cycle) for cycle in segmentation.cycles}
        found |= _over_reps(by_rep, len(motion))
        if SHARES[0] not in found:
            missing |= dict.fromkeys(SHARES, NO_LUMBAR)
    return motion.with_measures({**found, **missing})


def _no_shares(motion: Motion, lift: MovementName) -> Unavailable | None:
    """Why the work cannot be shared out though there are moments; None where it can."""
    if lift in LYING:
        return NO_THRUST_SHARES
    if "lumbar_flexion_deg" not in motion.series:
        reason = motion.missing.get("lumbar_flexion_deg")
        return NO_LUMBAR if reason is None else Unavailable(reason)
    return None


def _model(motion: Motion, lift: MovementName, build: Build, load_kg: float) -> _Model:
    """Body, pose and its errors, from the measures."""
    body, n = segments_of(build), len(motion)
    nothing, signs = np.zeros(n), -1.0 if motion.face_up else 1.0
    of = motion.series
    trunk, hinge, knee, shank = (
        of[name] for name in ("trunk_inclination_deg", "hip_hinge_deg", "knee_flexion_deg", "shank_inclination_deg")
    )
    lumbar, lumbar_sigma = _bridged(of.get("lumbar_flexion_deg"), n, least=0.0)
    hands, hands_sigma = _bridged(of.get("load_offset_leg"), n, least=MIN_SEEN)
    hangs = not np.isfinite(hands).any()
    pose = Pose(
        trunk_deg=signs * trunk.value,
        hinge_deg=hinge.value,
        knee_deg=knee.value,
        shank_deg=shank.value,
        lumbar_deg=np.nan_to_num(lumbar),
        hands_ahead_m=hands * body.leg_length,
        hang_m=nothing,
        lumbosacral_m=nothing,
        bench_share=np.full(n, BENCH_SHARE),
        load_m=nothing,
    )
    error = Pose(
        trunk_deg=trunk.sigma,
        hinge_deg=hinge.sigma,
        knee_deg=knee.sigma,
        shank_deg=shank.sigma,
        lumbar_deg=np.nan_to_num(lumbar_sigma),
        hands_ahead_m=np.nan_to_num(hands_sigma) * body.leg_length,
        hang_m=np.full(n, HANG_SIGMA_M if hangs else 0.0),
        lumbosacral_m=np.full(n, LUMBOSACRAL_SIGMA_M),
        bench_share=np.full(n, BENCH_SIGMA),
        load_m=np.full(n, LOAD_ON_HIPS_SIGMA_M),
    )
    row = row_of(lift)
    return _Model(body, load_kg, row.footing, row.load_at or "hands", pose, error)


def _bridged(series: Series | None, n: int, least: float) -> tuple[Floats, Floats]:
    """Value and error of a measure, its holes bridged; all NaN where not more than `least` of it is known."""
    if series is None or np.isfinite(series.value).mean() <= least:
        return np.full(n, np.nan), np.full(n, np.nan)
    value, sigma = (bridge(part[:, None])[:, 0] for part in (series.value, series.sigma))
    return value, sigma


def _low_passed(model: _Model, rate_hz: float) -> _Model:
    """Angles without the noise that would count as work."""
    names = [field.name for field in fields(Pose) if field.name.endswith("_deg")]
    slow = low_pass(np.stack([getattr(model.pose, name) for name in names], axis=1), rate_hz, WORK_HZ)
    return replace(model, pose=replace(model.pose, **dict(zip(names, slow.T, strict=True))))


def _moments(model: _Model) -> tuple[dict[str, Series], dict[str, Unavailable]]:
    """Moments with their errors, and why the rest is missing."""
    best = model.moments(model.pose)
    missing = {MOMENTS[1]: NO_KNEE} if model.footing == "lying" else {}
    perturbed = [
        model.moments(model.pose.perturbed(field.name, getattr(model.error, field.name))) for field in fields(Pose)
    ]
    found = {}
    for name, joint in zip(MOMENTS, ("hip", "knee", "lumbosacral"), strict=True):
        if name in missing:
            continue
        value: Floats = getattr(best, joint)
        changes = [np.nan_to_num(getattr(other, joint) - value) for other in perturbed]
        sigma = np.sqrt(np.sum(np.square([*changes, _model_error_share(model.footing) * value]), axis=0))
        found[name] = Series(value, np.where(np.isfinite(value), sigma, np.nan), "Nm")
    hip = found[MOMENTS[0]]
    known = np.isfinite(hip.value)
    if known.any() and np.median(hip.sigma[known]) <= MAX_ERROR * np.percentile(np.abs(hip.value[known]), 95):
        return found, missing
    return {}, {**dict.fromkeys(MOMENTS, UNSEEN), **missing}


def _model_error_share(footing: Footing) -> float:
    """Error that goes with the moment itself, share of it."""
    return float(np.hypot(INERTIA, {"kickstand": BACK_FOOT, "lying": ALONG_FLOOR}.get(footing, 0.0)))


def _lumbar_known(motion: Motion, cycle: Cycle) -> bool:
    lumbar = motion.series["lumbar_flexion_deg"].value[cycle.lifting.rows]
    return bool(len(lumbar)) and float(np.isfinite(lumbar).mean()) >= MIN_SEEN


def _work_shares(model: _Model, lumbar_known: bool, cycle: Cycle) -> tuple[Share, Share, Share] | None:
    """Parts of hip, knee and low back in the concentric work of one lift; they sum to 1.

    Notes
    -----
    W = ∫ M dθ over the rows of the lift, where the joint extends against its load. Hip flexion is the hinge less what
    the low back bends: over a lift within 3 to 5° of the pelvis's own in the lab's bodies. An angle's error is taken
    to grow with the fold: one that is the same at top and bottom would do no work.
    """
    pose, error = (part.rows(cycle.lifting.rows) for part in (model.pose, model.error))
    angles = np.stack([pose.trunk_deg, pose.hinge_deg, pose.knee_deg, pose.shank_deg], axis=1)
    if not lumbar_known or len(pose) < 3 or np.isfinite(angles).all(axis=1).mean() < MIN_SEEN:
        return None
    whole = bridge(angles)
    pose = replace(pose, trunk_deg=whole[:, 0], hinge_deg=whole[:, 1], knee_deg=whole[:, 2], shank_deg=whole[:, 3])
    best = _shares(model, pose)
    if best is None:
        return None
    sigma = _share_errors(model, pose, error, best)
    hip, knee, back = (Share(float(v), float(s)) for v, s in zip(best, sigma, strict=True))
    return hip, knee, back


def _share_errors(model: _Model, pose: Pose, error: Pose, best: Floats) -> Floats:
    """Standard error of the three shares: each input off to either side by its own, whichever moves them more."""
    fold = (pose.hinge_deg - pose.hinge_deg.min()) / max(float(np.ptp(pose.hinge_deg)), 1e-9)
    squares = np.full(3, SHARE_SIGMA**2)
    for field in fields(Pose):
        wrong = np.nan_to_num(getattr(error, field.name)) * (fold if field.name.endswith("_deg") else 1.0)
        others = [_shares(model, pose.perturbed(field.name, sign * wrong)) for sign in (-1.0, 1.0)]
        squares += np.max([np.zeros(3), *(np.square(best - other) for other in others if other is not None)], axis=0)
    if model.footing == "kickstand":
        lighter = _shares(model, pose, front_foot=1.0 - BACK_FOOT)
        squares += 0.0 if lighter is None else np.square(best - lighter)
    return np.asarray(np.sqrt(squares))


def _shares(model: _Model, pose: Pose, front_foot: float = 1.0) -> Floats | None:
    """Hip's, knee's and back's part of the positive work; None where there is none.

    `front_foot` is how much of the leg's work is that of the leg in front.
    """
    held = model.moments(pose)
    turned = (
        (front_foot * held.hip, pose.hinge_deg - pose.lumbar_deg),
        (front_foot * held.knee, pose.knee_deg),
        (held.lumbosacral, pose.lumbar_deg),
    )
    work = np.array([_positive_work(moment, flexion) for moment, flexion in turned])
    return work / work.sum() if work.sum() > 0.0 else None


def _positive_work(moment_nm: Floats, flexion_deg: Floats) -> float:
    """Joules while the joint extends against its load."""
    power = -0.5 * (moment_nm[1:] + moment_nm[:-1]) * np.diff(np.radians(flexion_deg))
    return float(np.maximum(power, 0.0).sum())


def _over_reps(by_rep: Mapping[Cycle, tuple[Share, Share, Share] | None], n: int) -> dict[str, Series]:
    """Each rep's shares in all its rows; nothing where no rep has any."""
    if not any(by_rep.values()):
        return {}
    out = {name: (np.full(n, np.nan), np.full(n, np.nan)) for name in SHARES}
    for cycle, shares in by_rep.items():
        for name, share in zip(SHARES, shares or (), strict=False):
            value, sigma = out[name]
            value[cycle.first : cycle.last] = share.value
            sigma[cycle.first : cycle.last] = share.sigma
    return {name: Series(value, sigma, "") for name, (value, sigma) in out.items()}
