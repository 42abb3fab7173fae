"""What `hingecheck check` costs over a bare decode + landmarker loop, whole processes against whole processes.

    python benchmarks/cost.py CLIP [--rounds 3] [--cores 2]

Bars: at most 1.10 × the bare loop over the same frames, and on a 60 fps clip at most 0.60 × the
bare loop over all its frames. Rounds alternate, so that a busy machine is busy for everyone; the best of each is
compared. Writes benchmarks/cost.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("clip", type=Path)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--cores", type=int, default=2)
arguments = parser.parse_args()

clip = str(arguments.clip)
bare = [sys.executable, str(HERE / "bare_loop.py"), clip]
COMMANDS = {
    "check": [sys.executable, "-m", "hingecheck", "check", clip],
    "bare_same_frames": bare,
    "bare_same_frames_no_masks": [*bare, "--no-masks"],
    "bare_all_frames": [*bare, "--all-frames"],
}
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: arguments.cores]))

wall_s: dict[str, list[float]] = {name: [] for name in COMMANDS}
for number in range(arguments.rounds):
    for name, command in COMMANDS.items():
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall_s[name].append(time.perf_counter() - start)
        print(f"round {number + 1} {name}: {wall_s[name][-1]:.2f} s", flush=True)

best = {name: min(values) for name, values in wall_s.items()}
result = {
    "clip": arguments.clip.name,
    "cores": arguments.cores,
    "machine": platform.processor() or platform.machine(),
    "best_wall_s": {name: round(value, 2) for name, value in best.items()},
    "check_over_bare_same_frames": round(best["check"] / best["bare_same_frames"], 3),
    "check_over_bare_same_frames_no_masks": round(best["check"] / best["bare_same_frames_no_masks"], 3),
    "check_over_bare_all_frames": round(best["check"] / best["bare_all_frames"], 3),
}
(HERE / "cost.json").write_text(json.dumps(result, indent=2) + "\n")
print(json.dumps(result, indent=2))
