"""Peak memory of one `check` on a clip scaled to 3840 × 2160.

Usage: python benchmarks/memory.py CLIP [SECONDS]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    clip, seconds = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "8"
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.mp4"
        scale = ("-vf", "scale=3840:2160", "-t", seconds, "-an", "-c:v", "libx264", "-preset", "ultrafast")
        subprocess.run(["ffmpeg", "-v", "error", "-i", clip, *scale, large], check=True)
        # A process's own peak: this one's children would count ffmpeg too.
        inner = "import resource, sys; from hingecheck.apps.check import check_video; check_video(sys.argv[1]); " + (
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        ran = subprocess.run([sys.executable, "-c", inner, large], check=True, capture_output=True, text=True)
    print(f"{clip.name} at 3840 x 2160, {seconds} s: peak {int(ran.stdout) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
