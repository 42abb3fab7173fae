"""Where in a picture people are: BlazePose's detector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ....core.arrays import Floats, Picture
from .anchors import DETECTOR_PX, anchor_centres
from .interpreter import LiteRTNetwork
from .regions import Region, crop, region_of

#: A detection's least score, 0 … 1.
MIN_SCORE = 0.5
#: Boxes that overlap the best one by more than this (intersection over union) are the same person.
SAME_PERSON = 0.5

#: The network's output for one score is taken no further than this from 0 before its sigmoid.
MAX_LOGIT = 100.0
#: Shapes of the outputs: box and four keypoints, x and y, of each anchor; its score.
OUTPUTS = ((1, 2254, 12), (1, 2254, 1))


@dataclass(frozen=True, slots=True)
class Detections:
    """What the detector says, the surest first; places are shares of the input's side."""

    score: Floats  #: 0 … 1 [shape=(n,)]
    corners: Floats  #: left, top, right, bottom of each box [shape=(n, 4)]
    keypoints: Floats  #: mid-hip, rim of the whole body, mid-shoulder, rim of the upper body [shape=(n, 4, 2)]

    def __len__(self) -> int:
        return len(self.score)


class Detector:
    """Finds the regions of people in a picture."""

    def __init__(self, network: LiteRTNetwork) -> None:
        self._network = network

    def find(self, rgb: Picture, square: Region) -> list[Region]:
        """Region of each person in a square of the picture, the surest first."""
        picture = crop(rgb, square, DETECTOR_PX, replicate=False)
        answers, logits = self._network.run(picture, scale=2 / 255, offset=-1.0)
        found = suppress(decode(answers[0], logits[0, :, 0]))
        regions = [region_of(*square.to_picture(keypoints[:2])) for keypoints in found.keypoints]
        return [region for region in regions if region.usable]


def decode(answers: NDArray[np.float32], logits: NDArray[np.float32]) -> Detections:
    """Turn the network's answers into boxes and keypoints, where the score reaches `MIN_SCORE`.

    Parameters
    ----------
    answers : array [shape=(2254, 12)]
        Input pixels from each anchor's centre.
    logits : array [shape=(2254,)]
    """
    score = 1 / (1 + np.exp(-np.clip(logits, -MAX_LOGIT, MAX_LOGIT).astype(np.float64)))
    sure = np.flatnonzero(score >= MIN_SCORE)
    sure = sure[np.argsort(-score[sure], kind="stable")]
    shares, anchors = answers[sure].astype(np.float64) / DETECTOR_PX, anchor_centres()[sure]
    centre, half = shares[:, :2] + anchors, shares[:, 2:4] / 2
    keypoints = shares[:, 4:].reshape(-1, 4, 2) + anchors[:, None]
    return Detections(score[sure], np.concatenate([centre - half, centre + half], axis=1), keypoints)


def suppress(found: Detections) -> Detections:
    """One detection a person: boxes that overlap the surest one are averaged with it, weighted by score."""
    scores, corners, keypoints = [], [], []
    left = np.arange(len(found))
    while len(left):
        same = _overlaps(found.corners[left[0]], found.corners[left]) > SAME_PERSON
        same[0] = True  # an empty box overlaps nothing, not even itself
        group, left = left[same], left[~same]
        weights = found.score[group] / found.score[group].sum()
        scores.append(found.score[group[0]])
        corners.append(weights @ found.corners[group])
        keypoints.append(np.tensordot(weights, found.keypoints[group], axes=1))
    return Detections(np.array(scores), np.array(corners).reshape(-1, 4), np.array(keypoints).reshape(-1, 4, 2))


def _overlaps(one: Floats, others: Floats) -> Floats:
    """Intersection over union of a box with each of others [shape=(n,)]."""
    shared = np.prod(
        np.clip(np.minimum(one[2:], others[:, 2:]) - np.maximum(one[:2], others[:, :2]), 0, None), axis=1
    )
    areas = np.prod(others[:, 2:] - others[:, :2], axis=1)
    union = np.prod(one[2:] - one[:2]) + areas - shared
    return np.asarray(shared / np.where(union > 0, union, 1.0))
