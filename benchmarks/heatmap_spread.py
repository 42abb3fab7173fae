"""Whether the spread of a landmark's heatmap says how far it is off: `python benchmarks/heatmap_spread.py LAB`.

`LAB` holds rendered clips with their truth (`hingecheck lab render benchmarks/validation.toml --quick --out LAB`).
Each clip is read as `check` reads it; every fourth frame, beside each landmark, its visibility and the spread of its
heatmap are kept: the square root of the mean variance of the likelihoods in a window of 15 × 15 cells round it.

Two questions. Does it go with the landmark's error in the picture? (Truth's joints lie inside the body and landmarks
where the network learnt to put them: each landmark's median offset in each clip is taken out first.) And does it go
with what is left of the angles' errors, measured in the sigma that the report gives? For that sigma is scaled by a
power of the spread, fitted to all clips but one, and the likelihood of the errors in that one is compared with and
without.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import hingecheck
from hingecheck.core.landmarks import Landmark
from hingecheck.lab.truth import Truth, load_truth, truth_path
from hingecheck.sources.pose.backends import PoseChoice, open_poses
from hingecheck.sources.pose.litert import landmarks
from hingecheck.sources.video.frames import open_frames

Floats = NDArray[np.float64]
EVERY = 4
REACH = 7
JOINTS = ("SHOULDER", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX", "WRIST", "EAR")
#: Landmarks that each angle rests on.
REST_ON = {
    "hip_hinge_deg": ("SHOULDER", "HIP", "KNEE"),
    "knee_flexion_deg": ("HIP", "KNEE", "ANKLE"),
    "trunk_inclination_deg": ("SHOULDER", "HIP"),
    "shank_inclination_deg": ("KNEE", "ANKLE"),
    "lumbar_flexion_deg": ("SHOULDER", "HIP"),
}
POWERS = np.linspace(0.0, 2.0, 21)


@dataclass
class ReadClip:
    """Of each frame looked at, and each of the truth's joints."""

    truth: Truth
    time_s: list[float] = field(default_factory=list)
    error_leg: list[Floats] = field(default_factory=list)  #: [shape=(joints, 2)]
    visibility: list[Floats] = field(default_factory=list)
    spread: list[Floats] = field(default_factory=list)  #: cells

    def residual_leg(self) -> Floats:
        """Distances from each joint's own median offset, leg lengths [shape=(frames, joints)]."""
        error = np.array(self.error_leg)
        return np.linalg.norm(error - np.median(error, axis=0), axis=2)

    def spread_of(self, names: Sequence[str], time_s: Floats) -> Floats:
        """Logarithm of the largest spread of these joints, at other times."""
        wanted = [place for place, joint in enumerate(self.truth.joints) if joint.split("_", 1)[1] in names]
        return np.interp(time_s, self.time_s, np.log(np.array(self.spread)[:, wanted]).max(axis=1))


def spreads(places: Floats, logits: NDArray[np.float32]) -> Floats:
    """Spread of each landmark's heatmap round the landmark, cells; NaN beyond the heatmap's edge."""
    out = np.full(len(places), np.nan)
    rows, columns = logits.shape[:2]
    for number, (x, y) in enumerate((places * (columns, rows)).astype(int)):
        window = logits[max(y - REACH, 0) : y + REACH + 1, max(x - REACH, 0) : x + REACH + 1, number].astype(float)
        if window.size:
            weight = 1 / (1 + np.exp(-window))
            place = np.stack(np.mgrid[: window.shape[0], : window.shape[1]])
            mean = (weight * place).sum(axis=(1, 2)) / weight.sum()
            square = ((place - mean[:, None, None]) ** 2).sum(axis=0)
            out[number] = np.sqrt((weight * square).sum() / weight.sum() / 2)
    return out


def read(clip: Path) -> ReadClip:
    """Read a clip, with the spreads of its heatmaps."""
    found = ReadClip(load_truth(truth_path(clip)))
    last: list[Floats] = []
    refine = landmarks.refine_by_heatmap

    def keeping(places: Floats, logits: NDArray[np.float32]) -> Floats:
        last[:] = [spreads(places, logits)]
        return refine(places, logits)

    landmarks.refine_by_heatmap = keeping
    joints_px, times = np.asarray(found.truth.joints_px), np.asarray(found.truth.time_s)
    order = [Landmark[name] for name in found.truth.joints]
    with open_poses(PoseChoice()) as poses:
        for frame in open_frames(clip).frames(None):
            people = poses.people(frame) if frame.index % EVERY == 0 else ()
            if len(people) == 1:
                true = joints_px[int(np.argmin(np.abs(times - frame.time_s)))]
                found.time_s.append(frame.time_s)
                found.error_leg.append(
                    (np.asarray(people[0].image_px)[order, :2] - true) / _leg_px(true, found.truth)
                )
                found.visibility.append(np.asarray(people[0].visibility)[order])
                found.spread.append(last[0][order])
    landmarks.refine_by_heatmap = refine
    return found


def _leg_px(joints_px: Floats, truth: Truth) -> float:
    place = dict(zip(truth.joints, joints_px, strict=True))
    bones = (
        (f"{side}_{a}", f"{side}_{b}") for side in ("LEFT", "RIGHT") for a, b in (("HIP", "KNEE"), ("KNEE", "ANKLE"))
    )
    lengths = [float(np.linalg.norm(place[a] - place[b])) for a, b in bones]
    return max(lengths[0] + lengths[1], lengths[2] + lengths[3])


def angles_of(clip: Path, found: ReadClip) -> dict[str, Floats]:
    """Of each angle inside reps: error, sigma, logarithm of the spread [shape=(3, n)]."""
    motion = hingecheck.check_video(clip).analysis.motion
    inside = np.zeros(len(motion), dtype=bool)
    for rep in found.truth.reps:
        inside |= (motion.time_s >= rep.start_s) & (motion.time_s <= rep.end_s)
    out = {}
    for name, joints in REST_ON.items():
        if name in motion.series and name in found.truth.series:
            series = motion.series[name]
            error = np.abs(series.value - np.interp(motion.time_s, found.truth.time_s, found.truth.series[name]))
            table = np.array([error, series.sigma, found.spread_of(joints, motion.time_s)])[:, inside]
            out[name] = table[:, np.isfinite(table).all(axis=0)]
    return out


def tell_landmarks(clips: Sequence[ReadClip]) -> None:
    """Print how error goes with visibility and spread."""
    print("rank correlation of a landmark's error with its visibility and with its heatmap's spread")
    for name in JOINTS:
        rows = [
            (clip.residual_leg()[:, j], np.array(clip.visibility)[:, j], np.array(clip.spread)[:, j])
            for clip in clips
            for j, joint in enumerate(clip.truth.joints)
            if joint.endswith(name)
        ]
        error, visibility, spread = (np.concatenate(each) for each in zip(*rows, strict=True))
        print(f"  {name:10s}  {_rank(visibility, error):+.2f}  {_rank(spread, error):+.2f}")


def tell_angles(tables: Sequence[dict[str, Floats]]) -> None:
    """Print what a sigma scaled by the spread would gain on clips it was not fitted to."""
    print("angles: rank correlation of error / sigma with the spread; mean log-likelihood without and with it")
    for name in REST_ON:
        mine = [table[name] for table in tables if name in table and table[name].shape[1]]
        gains = []
        for out in range(len(mine)):
            rest = np.concatenate([each for place, each in enumerate(mine) if place != out], axis=1)
            power = max(POWERS, key=lambda k: _likelihood(rest, rest, k))
            gains.append((_likelihood(mine[out], rest, 0.0), _likelihood(mine[out], rest, power)))
        error, sigma, spread = np.concatenate(mine, axis=1)
        without, with_it = np.mean(gains, axis=0)
        better = sum(b > a for a, b in gains)
        print(
            f"  {name:22s}  {_rank(spread, error / sigma):+.2f}  {without:.3f}  {with_it:.3f}"
            f"  better in {better} of {len(gains)} clips"
        )


def _likelihood(of: Floats, fitted_to: Floats, power: float) -> float:
    """Mean log-likelihood of errors under sigma · spread^power, its scale fitted to others."""
    scale = np.sqrt(np.mean((fitted_to[0] / fitted_to[1] / np.exp(power * fitted_to[2])) ** 2))
    sigma = of[1] * np.exp(power * of[2]) * scale
    return float(-np.mean(np.log(sigma) + 0.5 * (of[0] / sigma) ** 2))


def _rank(one: Floats, other: Floats) -> float:
    good = np.isfinite(one) & np.isfinite(other)
    return float(np.corrcoef(*(np.argsort(np.argsort(each[good])) for each in (one, other)))[0, 1])


def main() -> int:
    """Read, tell."""
    parser = argparse.ArgumentParser(description="Heatmap spread against error, on rendered clips.")
    parser.add_argument("lab", type=Path)
    clips, tables = [], []
    for path in sorted(parser.parse_args().lab.glob("*.mp4")):
        clips.append(read(path))
        tables.append(angles_of(path, clips[-1]))
        print(f"read {path.name}", file=sys.stderr, flush=True)
    tell_landmarks(clips)
    tell_angles(tables)
    return 0


if __name__ == "__main__":
    sys.exit(main())
