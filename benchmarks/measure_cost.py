"""What the learned measures cost a frame, beside the analysis without them: one run, both ways.

    python benchmarks/measure_cost.py

Poses are saved ones (benchmarks/quick), so that neither decoding nor the pose model is in the time.
"""

from __future__ import annotations

import time
from pathlib import Path

from hingecheck.apps.recording import load_recording
from hingecheck.core.measures.motion import build_motion
from hingecheck.sources.files.weights import default_weights

ROUNDS = 5
learned = default_weights()
tracks = [load_recording(path).lifter.track for path in sorted((Path(__file__).parent / "quick").glob("*.npz"))]
frames = sum(len(track) for track in tracks)


def best_s(**options: object) -> float:
    """Least time of several rounds over all tracks."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for track in tracks:
            build_motion(track, 30.0, **options)  # type: ignore[arg-type]
        times.append(time.perf_counter() - start)
    return min(times)


plain, full = best_s(), best_s(learned=learned)
print(f"{frames} frames: {1e3 * plain / frames:.3f} ms a frame without, {1e3 * full / frames:.3f} with the networks,")
print(f"so {1e3 * (full - plain) / frames:.3f} ms for them (bar: 1 ms)")
