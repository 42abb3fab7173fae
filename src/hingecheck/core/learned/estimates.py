"""From a cleaned track to the networks' estimates of each frame: joint angles, lumbar flexion, pelvis, stance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..geometry import wrap_deg
from ..landmarks import SIDES, Side, point
from ..tracking.cleaning import CleanTrack
from ..tracking.joints import FACE_UP_BELOW_DEG
from ..tracking.view import BEHIND, sector_of
from ..types import PoseTrack, View
from .back_line import STATIONS
from .features import FrameFeatures, frame_features
from .network import Estimate, Network, concatenate
from .networks import JOINT_QUANTITIES, QUANTITIES, Learned
from .plausibility import widen_sigma

AZIMUTH = JOINT_QUANTITIES.index("azimuth_deg")
TRUNK_NEAR = JOINT_QUANTITIES.index("trunk_inclination_deg.near")
#: Seen from behind, hinge and trunk err by more on real clips than on the lab's: a lifter who stands reads 29 ± 4°.
WIDER_BEHIND = 2.0
OF_TRUNK = np.array([name.startswith(("hip_hinge", "trunk")) for name in JOINT_QUANTITIES])
#: A back line of which less than this was found, and no path down the back either, is no outline.
MIN_OUTLINE = 0.5
#: How the lifter looks standing tall, which the low back is told from too, is believed to stray from the lab's by no
#: more than this (root mean square of deviations): behind plates it may be read as no body looks, 1.3 to 1.9 (others
#: 0.5 to 1.0), and otherwise in every film of one lift. With it low backs of 24 real clips and their copies (dim and
#: grainy; from elsewhere; slimmer) differ by 6.5, 4.2 and 4.4° (root mean square; 8.1, 5.5 and 4.8 without), and the
#: lab's err by 2.9° from the side (3.1). Joint angles gain nothing, and err by 2° more from behind.
STANDING_STRAYS = 0.8
#: The stations between hip and shoulder, where the back line must not be broken.
TRUNK = (STATIONS >= 0.0) & (STATIONS <= 0.9)


@dataclass(frozen=True, slots=True)
class FrameEstimates:
    """Estimates on the even grid, with what they rest on."""

    joints: Estimate
    spine: Estimate
    pelvis: Estimate
    stance: Estimate
    near: Side  #: the side that "near" stands for
    outline: Floats  #: share of the back line that was found between hip and shoulder [shape=(n,)]
    in_frame: Mapping[Side, NDArray[np.bool_]]  #: that side's joints lie in the picture [shape=(n,)]
    tells: NDArray[np.bool_]  #: rows that what holds for all is told from: she is there, and busy [shape=(n,)]


def estimate(track: PoseTrack, points: CleanTrack, rate_hz: float, learned: Learned) -> FrameEstimates:
    """Estimate each frame's quantities with the networks.

    Parameters
    ----------
    track : PoseTrack
    points : CleanTrack
        The same, cleaned.
    rate_hz : float
        Of the grid of `points`.
    learned : Learned
    """
    features = frame_features(track, points, rate_hz)
    lines = features.lines
    outline = np.isfinite(lines.behind[:, TRUNK]).mean(axis=1)
    # the networks know no body without an outline: what they would say of one is not to be trusted
    with_outline = np.isfinite(lines.path[:, 0, 0]) | (outline >= MIN_OUTLINE)

    sector = sector_of(points.view)
    networks = [learned.network_for(name, sector) for name in QUANTITIES]
    standing = [
        network.nearer(features.fixed, STANDING_STRAYS) if name == "spine" else features.fixed
        for name, network in zip(QUANTITIES, networks, strict=True)
    ]
    joints, spine, pelvis, stance = (
        replace(e, trust=e.trust * with_outline) for e in _estimate_all(networks, features, standing)
    )
    if sector == BEHIND:
        joints = replace(joints, sigma=joints.sigma * np.where(OF_TRUNK, WIDER_BEHIND, 1.0))
    found = FrameEstimates(
        joints=joints,
        spine=spine,
        pelvis=pelvis,
        stance=stance,
        near=features.near,
        outline=outline,
        in_frame={side: _in_frame(points, side) for side in SIDES},
        tells=points.tells,
    )
    if not looks_face_up(found, otherwise=False):
        return found
    return replace(found, joints=widen_sigma(joints, points, found.near, refined_view(found, points.view)))


def _estimate_all(networks: Sequence[Network], features: FrameFeatures, standing: Sequence[Floats]) -> list[Estimate]:
    """Each network's estimate of every frame, with the fixed features that each believes."""
    believed = list(zip(networks, standing, strict=True))
    estimates = [
        [network.estimate(block, features.sector[rows], fixed) for network, fixed in believed]
        for rows, block in features.blocks()
    ]
    return [concatenate(parts) for parts in zip(*estimates, strict=True)]


def refined_view(estimates: FrameEstimates, view: View) -> View:
    """Where the camera stands by the networks' median estimate; `view` where they trust too few frames."""
    azimuth = estimates.joints.trusted(AZIMUTH, estimates.tells)
    if azimuth is None:
        return view
    middle = float(np.median(azimuth))
    turned = float(wrap_deg(np.array(middle if estimates.near == "left" else -middle)))
    spread = float(np.percentile(np.abs(azimuth - middle), 68))
    return View(turned, spread, "left" if turned >= 0 else "right")


def looks_face_up(estimates: FrameEstimates, *, otherwise: bool) -> bool:
    """Whether the lifter lies on the back, by the near trunk; `otherwise` where few frames are trusted."""
    trunk = estimates.joints.trusted(TRUNK_NEAR, estimates.tells)
    return otherwise if trunk is None else float(np.median(trunk)) < FACE_UP_BELOW_DEG


def _in_frame(points: CleanTrack, side: Side) -> NDArray[np.bool_]:
    """Rows in which shoulder, hip, knee and ankle of a side lie inside the picture."""
    joints = [point(side, joint) for joint in ("SHOULDER", "HIP", "KNEE", "ANKLE")]
    known = np.isfinite(points.guessed_px[:, joints]).all(axis=(1, 2))
    return np.asarray(known & ~points.outside[:, joints].any(axis=1))
