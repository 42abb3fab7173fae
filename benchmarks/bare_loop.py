"""The least a pose program does: decode, run the landmarker, keep nothing. `cost.py` times it as a process.

Uses the same model file and the same frames as `hingecheck check` at the same rate, so that the difference is
what hingecheck adds. Run: python benchmarks/bare_loop.py CLIP [--all-frames] [--no-masks]
"""

from __future__ import annotations

import argparse

import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

from hingecheck.sources.pose.models import default_model

parser = argparse.ArgumentParser()
parser.add_argument("clip")
parser.add_argument("--all-frames", action="store_true")
parser.add_argument("--no-masks", action="store_true")
parser.add_argument("--rate", type=float, default=30.0)
arguments = parser.parse_args()

options = vision.PoseLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=str(default_model().path)),
    running_mode=vision.RunningMode.VIDEO,
    output_segmentation_masks=not arguments.no_masks,
)
capture = cv2.VideoCapture(arguments.clip)
due_s, half_frame_s = 0.0, 0.5 / capture.get(cv2.CAP_PROP_FPS)
count = 0
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    while True:
        ok, bgr = capture.read()
        if not ok:
            break
        time_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if not arguments.all_frames:
            if time_s < due_s - half_frame_s:
                continue
            due_s += 1 / arguments.rate
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
        landmarker.detect_for_video(image, round(time_s * 1000) + count)
        count += 1
print(count)
