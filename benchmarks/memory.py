"""Peak memory of one `check`: on a 4K clip, and on a clip looped for an hour.

Usage: python benchmarks/memory.py 4k CLIP [SECONDS]
       python benchmarks/memory.py long CLIP [MINUTES...]

`4k` scales the clip to 3840 × 2160. `long` loops it, copied packet by packet; what the pose model says of the first
round is said again of the others (the frames are the same), while the model stays loaded as in any other check.
Printed: the peak of the whole check, and before the analysis.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg

WHOLE = """
import resource, sys
from hingecheck.apps.check import check_video
check_video(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

LOOPED = """
import resource, sys, time
from pathlib import Path
from hingecheck.apps import check
from hingecheck.sources import mediapipe_pose

class Again(mediapipe_pose.MediaPipePoses):
    seen = {}
    def people(self, frame):
        place = frame.index % int(sys.argv[2])
        if place not in self.seen:
            self.seen[place] = super().people(frame)
        return self.seen[place]

mediapipe_pose.MediaPipePoses = Again
recording = check.record(Path(sys.argv[1]))
read = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
report = check.report_on(recording)
took = time.perf_counter() - start
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, read, len(report.analysis.reps),
      report.provenance.analysis_rate_hz, took)
"""


def ffmpeg(*args: object) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *map(str, args)], check=True)


def ran(code: str, *args: object) -> list[float]:
    """What a process of its own printed: this one's children would count ffmpeg too."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], check=True, stdout=subprocess.PIPE, text=True
    )
    return [float(word) for word in done.stdout.split()]


def frames_of(clip: Path) -> int:
    from hingecheck.sources.video.frames import open_frames

    source = open_frames(clip)
    return sum(1 for _ in source.frames(None))


def four_k(clip: Path, sizes: list[float], folder: Path) -> None:
    for seconds in sizes or [8.0]:
        large = folder / "large.mp4"
        scale = ("-vf", "scale=3840:2160", "-t", seconds, "-an", "-c:v", "libx264", "-preset", "ultrafast")
        ffmpeg("-y", "-i", clip, *scale, large)
        (peak,) = ran(WHOLE, large)
        print(f"{clip.name} at 3840 x 2160, {seconds:g} s: peak {peak / 1024:.0f} MB", flush=True)


def long(clip: Path, sizes: list[float], folder: Path) -> None:
    frames = frames_of(clip)
    for minutes in sizes or [2.0, 10.0, 60.0]:
        looped = folder / "long.mp4"
        ffmpeg("-y", "-stream_loop", -1, "-i", clip, "-t", 60 * minutes, "-an", "-c", "copy", looped)
        peak, read, reps, rate_hz, took_s = ran(LOOPED, looped, frames)
        print(
            f"{clip.name}, {minutes:g} min: peak {peak / 1024:.0f} MB, {read / 1024:.0f} MB before the analysis; "
            f"{reps:.0f} reps at {rate_hz:g} frames a second, analysed in {took_s:.0f} s",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["4k", "long"])
    parser.add_argument("clip", type=Path)
    parser.add_argument("sizes", type=float, nargs="*", help="seconds of the 4K clip, or minutes of the long one")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"4k": four_k, "long": long}[args.part](args.clip, args.sizes, Path(folder))


if __name__ == "__main__":
    main()
