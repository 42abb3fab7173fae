"""The same rendered clips as another backend reads them, for `lab validate` to hold against ours.

    hingecheck lab render benchmarks/validation.toml --out LAB
    python benchmarks/readings.py LAB --out OTHER [--backend mediapipe]
    hingecheck lab validate LAB --save-poses --markdown ours.md
    hingecheck lab validate OTHER --save-poses --markdown theirs.md

OTHER gets a link to each clip and its truth, and the poses; a second run goes on. What is kept of the two tables is
in benchmarks/readings.md.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does, before numpy is there

from hingecheck.apps.check import record
from hingecheck.apps.recording import save_recording
from hingecheck.sources.pose.backends import PoseChoice


def read(clip: Path, out: Path, backend: str) -> str:
    """Link a clip and its truth into a folder, and read its poses there."""
    for file in (clip, clip.with_suffix(".truth.json")):
        if not (out / file.name).exists():
            (out / file.name).symlink_to(file.resolve())
    poses = out / f"{clip.stem}.poses.npz"
    if not poses.exists():
        save_recording(poses, record(clip, model=PoseChoice(backend=backend), workers=1))
    return clip.stem


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lab", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--backend", default="mediapipe")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    clips = [clip for clip in sorted(args.lab.glob("*.mp4")) if clip.with_suffix(".truth.json").exists()]
    with ProcessPoolExecutor(args.jobs) as pool:
        for number, name in enumerate(pool.map(partial(read, out=args.out, backend=args.backend), clips), 1):
            print(f"{number} of {len(clips)}: {name}", flush=True)


if __name__ == "__main__":
    main()
