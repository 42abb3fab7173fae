"""What an annotated video costs: `check --annotate` against `check`, whole processes in turn.

Usage: python benchmarks/annotate.py CLIP...

Each clip is checked once unmeasured, so that files and bytecode are warm; then once without and once with the
annotated video. Processor seconds, the encoder's among them, hold on a busy machine too; wall time does not.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def spent(*args: str | Path) -> tuple[float, float]:
    """Wall and processor seconds of a run and its children."""
    before, start_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, "-m", "hingecheck", *map(str, args)], check=True, capture_output=True)
    wall_s, after = time.monotonic() - start_s, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    print("| clip | check: wall s | processor s | with --annotate: wall s | processor s | wall | processor | load |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for clip in map(Path, sys.argv[1:]):
            spent("check", clip)
            plain, drawn = spent("check", clip), spent("check", clip, "--annotate", Path(folder) / "x.mp4")
            ratios = " | ".join(f"{more / less:.2f} ×" for less, more in zip(plain, drawn, strict=True))
            figures = " | ".join(f"{value:.1f}" for value in (*plain, *drawn))
            print(f"| {clip.name} | {figures} | {ratios} | {os.getloadavg()[0]:.1f} |", flush=True)


if __name__ == "__main__":
    main()
