"""What live feedback costs: frames shown, delay from picture to screen, reps told in time, memory over a soak.

Usage: DISPLAY=:0 taskset -c 0,1 python benchmarks/live.py window
       DISPLAY=:0 python benchmarks/live.py soak --seconds 1800
       python benchmarks/live.py replay|slow|reps|paced --footage DIR [--poses DIR]

Each part keeps its figures in live.json and writes live.md anew. The window is the real one, on the display there is
(Xvfb will do; without one it is drawn but not shown). A clip is brought to 1280 x 720 at 30 frames a second, plays at
its own pace and stands for a webcam. Delays are from the moment a frame is there to the moment `imshow` has it; the
bare landmarker's beside it is pose and `imshow` in one loop. `reps` plays every clip of the footage and the samples
without a window, as fast as it goes, and compares what is told with `check` of the clip and of the recording;
`replay` does so from saved poses, without the pose model, and `slow` with only some of the frames; `paced` plays them
once more at their own pace.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `hingecheck live` does, before numpy is there

from live_page import markdown
from live_reps import paced_part, replay_part, reps_part, slow_part

from hingecheck.apps.live.frontends import Silence, Windowed
from hingecheck.apps.live.session import LiveJob, run_live
from hingecheck.core.live.events import Event, Problem
from hingecheck.core.types import Frame
from hingecheck.drawing.live_frame import LivePanel, compose
from hingecheck.drawing.window import Window, check_display
from hingecheck.errors import ConfigError
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.pose.mediapipe_pose import MediaPipePoses
from hingecheck.sources.video.camera import Camera
from hingecheck.sources.video.file_camera import FileCamera

REPO = Path(__file__).parents[1]
SIZE = (1280, 720)


class Unseen(Window):
    """Draws all the same where there is no display."""

    def show(self, rgb, panel: LivePanel) -> None:
        self.last = compose(rgb, panel)

    def key(self) -> str:
        time.sleep(0.001)
        return ""


class Quiet:
    """Keeps troubles, prints nothing."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def report(self, report: object) -> None: ...

    def data(self, line: str) -> None: ...

    def problem(self, text: str) -> None:
        self.said.append(text)

    def note(self, text: str) -> None: ...


class Watched(Windowed):
    """Notes when frames are shown, and how large the process is."""

    def __init__(self, window: Window, printer: Quiet) -> None:
        super().__init__(window, printer, Silence(), lambda: None)
        self.at_s: list[float] = []
        self.ages_s: list[float] = []
        self.poses: set[float] = set()
        self.sets = 0
        self.memory: list[tuple[float, float]] = []
        self._start_s = time.perf_counter()

    def show(self, shown) -> None:
        super().show(shown)
        self.ages_s.append(time.perf_counter() - shown.seen_s)
        self.poses.add(shown.seen_s)
        now_s = time.perf_counter() - self._start_s
        self.at_s.append(now_s)
        if not self.memory or now_s - self.memory[-1][0] >= 2.0:
            self.memory.append((now_s, rss_mb()))

    def event(self, event: Event) -> None:
        if isinstance(event, Problem):
            super().event(event)
        self.sets += type(event).__name__ == "SetEnded"


class Until:
    """A camera that ends after some seconds."""

    def __init__(self, camera: Camera, seconds: float) -> None:
        self._camera, self._seconds = camera, seconds

    def read(self) -> Frame | None:
        frame = self._camera.read()
        return None if frame is None or frame.time_s > self._seconds else frame


def rss_mb() -> float:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def hd(clip: Path, folder: Path) -> Path:
    """The clip at 1280 x 720, 30 frames a second, the lifter's picture in its middle."""
    import imageio_ffmpeg

    path = folder / f"{clip.stem}-hd.mp4"
    fit = f"scale={SIZE[0]}:{SIZE[1]}:force_original_aspect_ratio=decrease,pad={SIZE[0]}:{SIZE[1]}:-1:-1,fps=30"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(clip), "-vf", fit]
    subprocess.run(
        [*command, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p", str(path)],
        check=True,
    )
    return path


def run_window(clip: Path, seconds: float, *, window: Window) -> Watched:
    """Play the clip in a loop for so long."""
    frontend = Watched(window, Quiet())
    camera = Until(FileCamera(clip, rate_hz=30.0, loop=True), seconds)
    # named as a camera: sets then have their own times, as with a webcam
    run_live(LiveJob("0"), frontend, camera=camera)
    return frontend


def run_bare(clip: Path, seconds: float, *, window: Window) -> tuple[list[float], float]:
    """Decode, landmarker with masks, `imshow`: nothing else, in one loop; delays and frames a second."""
    cv2 = quiet_cv2()
    camera = Until(FileCamera(clip, rate_hz=30.0, loop=True), seconds)
    delays, start_s = [], time.perf_counter()
    with MediaPipePoses() as poses:
        while (frame := camera.read()) is not None:
            there_s = time.perf_counter()
            poses.people(frame)
            picture = cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2BGR)
            if not isinstance(window, Unseen):
                cv2.imshow("bare", picture)
                cv2.waitKey(1)
            delays.append(time.perf_counter() - there_s)
    if not isinstance(window, Unseen):
        cv2.destroyAllWindows()
    return delays, len(delays) / (time.perf_counter() - start_s)


def delays_row(name: str, delays_s: list[float], rate_hz: float, cpu_s: float) -> dict[str, object]:
    """Frames a second, and delays in milliseconds; what a frame costs the processor, decoding included."""
    ordered = sorted(1e3 * s for s in delays_s)
    return {
        "name": name,
        "rate_hz": rate_hz,
        "median_ms": statistics.median(ordered),
        "p95_ms": ordered[int(0.95 * len(ordered))],
        "longest_ms": ordered[-1],
        "cpu_ms": 1e3 * cpu_s / len(ordered),
    }


def slope_mb_per_min(memory: list[tuple[float, float]], after_s: float) -> tuple[float, float, float]:
    """After the first minute: slope of a straight line, greatest growth, and that of the last 40 s."""
    late = [(t, m) for t, m in memory if t >= after_s]
    if len(late) < 3:
        return float("nan"), float("nan"), float("nan")
    t0, m0 = (statistics.fmean(v) for v in zip(*late, strict=True))
    slope = sum((t - t0) * (m - m0) for t, m in late) / sum((t - t0) ** 2 for t, _ in late)
    return (
        60.0 * slope,
        max(m for _, m in late) - late[0][1],
        statistics.median(m for _, m in late[-20:]) - late[0][1],
    )


def open_window() -> tuple[Window, str]:
    try:
        check_display()
    except ConfigError:
        return Unseen(), "drawn, not shown (no display)"
    return Window(), f"shown on {os.environ.get('DISPLAY')}"


def window_part(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Frames shown and delays, beside the bare landmarker."""
    clip = hd(args.clip, folder)
    window, where = open_window()
    cpu_s = [time.process_time()]
    bare, bare_hz = run_bare(clip, args.seconds, window=window)
    cpu_s.append(time.process_time())
    live = run_window(clip, args.seconds, window=window)
    cpu_s.append(time.process_time())
    shown_hz = (len(live.at_s) - 1) / (live.at_s[-1] - live.at_s[0])
    return {
        "where": where,
        "seconds": args.seconds,
        "rows": [
            delays_row("bare landmarker", bare, bare_hz, cpu_s[1] - cpu_s[0]),
            delays_row("hingecheck live", live.delays_s, shown_hz, cpu_s[2] - cpu_s[1]),
        ],
        "posed_hz": (len(live.poses) - 1) / (live.at_s[-1] - live.at_s[0]),
        "age_ms": [1e3 * sorted(live.ages_s)[int(share * len(live.ages_s))] for share in (0.5, 0.95)],
        "said": list(dict.fromkeys(live._printer.said)),
    }


def soak_part(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """A looped clip for a long time: memory and stuck frames."""
    window, where = open_window()
    soak = run_window(hd(args.clip, folder), args.seconds, window=window)
    slope, growth, last = slope_mb_per_min(soak.memory, min(60.0, args.seconds / 4))
    gaps = [b - a for a, b in zip(soak.at_s, soak.at_s[1:], strict=False)]
    return {
        "where": where,
        "seconds": args.seconds,
        "shown": len(soak.at_s),
        "sets": soak.sets,
        "longest_gap_s": max(gaps),
        "end_mb": soak.memory[-1][1],
        "slope_mb_min": slope,
        "growth_mb": growth,
        "last_mb": last,
        "memory": [(round(t), round(m, 1)) for t, m in soak.memory[:: max(len(soak.memory) // 60, 1)]],
        "said": list(dict.fromkeys(soak._printer.said)),
    }


PARTS: dict[str, Callable[[argparse.Namespace, Path], dict[str, object]]] = {
    "window": window_part,
    "soak": soak_part,
    "replay": replay_part,
    "reps": reps_part,
    "paced": paced_part,
    "slow": slow_part,
}


def machine() -> dict[str, object]:
    """Where and when, and what else was running."""
    return {
        "machine": f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} cores",
        "load": round(os.getloadavg()[0], 1),
        "at": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--clip", type=Path, default=REPO / "sample_videos" / "deadlift-clean.mp4")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the window or the soak runs")
    parser.add_argument("--footage", type=Path)
    parser.add_argument("--poses", type=Path, help="for replay and slow: NAME.poses.npz a clip, of check --save-pose")
    parser.add_argument("--json", type=Path, default=REPO / "benchmarks" / "live.json")
    parser.add_argument("--markdown", type=Path, default=REPO / "benchmarks" / "live.md")
    args = parser.parse_args()
    threading.excepthook = sys.excepthook
    before = machine()
    with tempfile.TemporaryDirectory() as folder:
        result = PARTS[args.part](args, Path(folder))
    results = json.loads(args.json.read_text()) if args.json.exists() else {}
    results[args.part] = {**before, "load_after": machine()["load"], **result}
    args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    args.markdown.write_text(markdown(results), encoding="utf-8")


if __name__ == "__main__":
    main()
