"""What the desk's live session keeps up with: pictures a browser's camera sends, looked at and answered.

    taskset -c 0,1 python benchmarks/live_desk.py [CLIP] [--size 640x480] [--rate 30]

The clip's pictures, at the size a browser's camera has, are pushed at their own pace as JPEG, as the page's socket
does; every answer is timed from the moment its picture was handed over. The browser itself is not part of it. Prints
one line; what is kept of it is in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import struct
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does, before numpy is there

import cv2

from hingecheck.apps.check import CheckOptions
from hingecheck.apps.desk.live import LiveInPage

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "deadlift-clean.mp4"


def pictures(clip: Path, size: tuple[int, int]) -> list[bytes]:
    """The clip as JPEG of that size, grey at the sides where its shape is another."""
    video, out = cv2.VideoCapture(str(clip)), []
    while True:
        there, bgr = video.read()
        if not there:
            return out
        scale = min(size[0] / bgr.shape[1], size[1] / bgr.shape[0])
        small = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        more = [size[1] - small.shape[0], size[0] - small.shape[1]]
        sides = (more[0] // 2, more[0] - more[0] // 2, more[1] // 2, more[1] - more[1] // 2)
        framed = cv2.copyMakeBorder(small, *sides, cv2.BORDER_CONSTANT, value=(90, 90, 90))
        out.append(cv2.imencode(".jpg", framed, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--rate", type=float, default=30.0)
    asked = parser.parse_args()
    wide, high = (int(number) for number in asked.size.split("x"))
    jpegs = pictures(asked.clip, (wide, high))
    pushed_s: dict[float, float] = {}
    delays_s: list[float] = []
    reps: list[float] = []
    bodies: list[object] = []
    over = threading.Event()
    ready = threading.Event()

    def send(text: str) -> None:
        said = json.loads(text)
        if said["event"] == "state":
            ready.set()
            delays_s.append(time.perf_counter() - pushed_s[said["time_s"]])
            if not bodies or said["body"] != bodies[-1]:  # one that poses had no time for shows the body of the last
                bodies.append(said["body"])
        elif said["event"] == "rep":
            reps.append(said["time_s"] - said["rep"]["end_s"])

    with tempfile.TemporaryDirectory() as folder:
        live = LiveInPage(CheckOptions(), Path(folder), send, over.set, page_of=lambda _: "")
        live.start()
        began = began_cpu_s = None
        for number, jpeg in enumerate(jpegs):
            time_s = round(number / asked.rate, 4)
            pushed_s[time_s] = time.perf_counter()
            live.picture(struct.pack("<d", time_s) + jpeg)
            if began is None:
                ready.wait(30.0)  # the networks are loaded with the first picture
                began, began_cpu_s = time.perf_counter(), time.process_time()
            wait_s = began + (number + 1) / asked.rate - time.perf_counter()
            time.sleep(max(wait_s, 0.0))
        took_s, cpu_s = time.perf_counter() - began, time.process_time() - began_cpu_s
        live.asked("end")
        live.close()
        over.wait(60.0)
    median, late = statistics.median(delays_s), sorted(delays_s)[int(0.95 * len(delays_s))]
    told = ", ".join(f"{late_s:.2f}" for late_s in reps)
    print(
        f"{asked.size}, {asked.rate:.0f} pictures/s: {(len(bodies) - 1) / took_s:.1f} looked at a second; "
        f"{(len(delays_s) - 1) / took_s:.1f} answered, after {1e3 * median:.0f} ms in the median, "
        f"{1e3 * late:.0f} ms at the 95th percentile; reps told after their end by {told} s; "
        f"{cpu_s / took_s:.2f} cores used, load of the machine {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
