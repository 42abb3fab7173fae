"""What `hingecheck check` costs beside a bare decode + landmarker loop of mediapipe 0.10.21, both as whole processes.

    python benchmarks/cost.py CLIP [--rounds 3] [--cores 2]

Bars: at most 0.60 × the bare loop's wall time over the same frames, 0.95 × its processor time, and on a 60 fps clip
0.32 × the wall time of the bare loop over all its frames. Rounds alternate, so that a busy machine is busy for
everyone; the best of each is compared. Needs mediapipe (the group `reference`). Writes benchmarks/cost.json.
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
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("clip", type=Path)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--cores", type=int, default=2)
arguments = parser.parse_args()

clip = str(arguments.clip)
bare = [sys.executable, str(HERE / "bare_loop.py"), clip]
COMMANDS = {
    "check": [sys.executable, "-m", "hingecheck", "check", clip],
    "bare_same_frames": bare,
    "bare_all_frames": [*bare, "--all-frames"],
}
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: arguments.cores]))


def run(command: list[str]) -> tuple[float, float]:
    """Wall and processor time of a process with all its threads and children, seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


wall_s: dict[str, list[float]] = {name: [] for name in COMMANDS}
cpu_s: dict[str, list[float]] = {name: [] for name in COMMANDS}
for number in range(arguments.rounds):
    for name, command in COMMANDS.items():
        wall, cpu = run(command)
        wall_s[name].append(wall)
        cpu_s[name].append(cpu)
        print(f"round {number + 1} {name}: {wall:.2f} s wall, {cpu:.2f} s of the processor", flush=True)

wall_best, cpu_best = ({name: min(values) for name, values in times.items()} for times in (wall_s, cpu_s))
result = {
    "clip": arguments.clip.name,
    "cores": arguments.cores,
    "rounds": arguments.rounds,
    "load_average": round(os.getloadavg()[0], 1),
    "machine": platform.processor() or platform.machine(),
    "python": platform.python_version(),
    "best_wall_s": {name: round(value, 2) for name, value in wall_best.items()},
    "best_cpu_s": {name: round(value, 2) for name, value in cpu_best.items()},
    "wall_over_bare_same_frames": round(wall_best["check"] / wall_best["bare_same_frames"], 3),
    "cpu_over_bare_same_frames": round(cpu_best["check"] / cpu_best["bare_same_frames"], 3),
    "wall_over_bare_all_frames": round(wall_best["check"] / wall_best["bare_all_frames"], 3),
}
(HERE / "cost.json").write_text(json.dumps(result, indent=2) + "\n")
print(json.dumps(result, indent=2))
