"""The lab's bodies beside the skeletons that MediaPipe sees in them: docs/images/lab.jpg.

    python benchmarks/lab_pictures.py

Left of each pair: the rendered frame at the first rep's bottom with the true joint centres; right: the landmarks that
the pipeline worked with. Reads sample_videos/, needs no torch.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from hingecheck.apps.check import record
from hingecheck.core.landmarks import Landmark
from hingecheck.lab.truth import load_truth, truth_path

ROOT = Path(__file__).parents[1]
BONES = (
    ("SHOULDER", "ELBOW"), ("ELBOW", "WRIST"), ("SHOULDER", "HIP"), ("HIP", "KNEE"), ("KNEE", "ANKLE"),
    ("ANKLE", "HEEL"), ("HEEL", "FOOT_INDEX"), ("EAR", "SHOULDER"),
)  # fmt: skip
COLOURS = {"LEFT": (60, 170, 255), "RIGHT": (255, 140, 60)}  # BGR: left orange, right blue
TILE_PX = (400, 225)


def skeleton(picture: np.ndarray, places: dict[str, np.ndarray]) -> np.ndarray:
    """The picture with bones and joints drawn at `places`."""
    out = picture.copy()
    for side, colour in COLOURS.items():
        for first, second in BONES:
            ends = [places.get(f"{side}_{joint}") for joint in (first, second)]
            if all(end is not None and np.isfinite(end).all() for end in ends):
                a, b = (tuple(round(float(v)) for v in end) for end in ends)
                cv2.line(out, a, b, colour, 2, cv2.LINE_AA)
                for end in (a, b):
                    cv2.circle(out, end, 3, (255, 255, 255), -1, cv2.LINE_AA)
    return out


def pair(video: Path) -> np.ndarray:
    """True joints and detected ones of one clip's first bottom."""
    truth = load_truth(truth_path(video))
    row = int(np.abs(truth.time_s - truth.reps[0].bottom_s).argmin())
    track = record(video).lifter.track
    near = int(np.abs(track.time_s - truth.time_s[row]).argmin())
    reader = cv2.VideoCapture(str(video))
    for _ in range(int(track.frame_index[near]) + 1):
        _, picture = reader.read()
    reader.release()
    true = dict(zip(truth.joints, truth.joints_px[row], strict=True))
    seen = {mark.name: track.image_px[near, mark] for mark in Landmark}
    tiles = [cv2.resize(skeleton(picture, p), TILE_PX, interpolation=cv2.INTER_AREA) for p in (true, seen)]
    out = np.hstack(tiles)
    for colour, width in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(out, video.stem, (8, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, width, cv2.LINE_AA)
    return out


def main() -> None:
    pairs = [pair(video) for video in sorted((ROOT / "sample_videos").glob("*.mp4"))]
    rows = [np.hstack(pairs[i : i + 2]) for i in range(0, len(pairs), 2)]
    target = ROOT / "docs" / "images" / "lab.jpg"
    target.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(target), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 82])
    print(target)


if __name__ == "__main__":
    main()
