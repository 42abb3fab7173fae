"""Real clips as other cameras, evenings and lifters would have them: what is said of them, and how far it moves.

    python benchmarks/other_films.py --footage FOLDER --poses FOLDER --work FOLDER [--only dim,small]

`--poses` holds saved poses of the clips as they are (as `benchmarks/real.py` keeps them). Each kind of change is made
with ffmpeg and read anew; films' poses stay in FOLDER/KIND, so a second run only analyses again. A row a kind: clips
whose lift or reps come out otherwise, clean clips blamed with a moderate or severe fault, and by how much the numbers
of the same reps move (root mean square over the clips; the share within the error that is claimed). What is kept of
it is in benchmarks/other_films.md.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from real import Label, labels, poses_of

from hingecheck.apps.check import record, report_on
from hingecheck.apps.recording import Recording, load_recording, save_recording
from hingecheck.core.types import Analysis, Rep
from hingecheck.errors import HingecheckError

EVEN = "pad=ceil(iw/2)*2:ceil(ih/2)*2"
#: Kind → filter, crf.
KINDS = {
    "lean": ("scale=trunc(iw*0.93/2)*2:trunc(ih/2)*2,setsar=1", 16),  # a slimmer lifter
    "wide": ("scale=trunc(iw*1.08/2)*2:trunc(ih/2)*2,setsar=1", 16),  # a broader one
    "key": (f"perspective=0:0:W:0:0.07*W:H:0.93*W:H,{EVEN}", 16),  # a phone tipped back
    "barrel": (f"lenscorrection=k1=-0.18:k2=0.02,{EVEN}", 18),  # a wide lens
    "tilt": (f"rotate=4*PI/180:fillcolor=gray,{EVEN}", 18),  # a phone that leans
    "bright": (f"eq=brightness=0.18:contrast=1.35:saturation=1.2,{EVEN}", 20),  # in the sun
    "dim": (f"eq=brightness=-0.15:contrast=0.75,gblur=0.8,noise=alls=14:allf=t,{EVEN}", 30),  # in the evening
    "small": ("scale=-2:300,fps=24", 30),  # sent on
}
MEASURES = {
    "hip_hinge_deg": "bottom",
    "knee_flexion_deg": "bottom",
    "trunk_inclination_deg": "bottom",
    "lumbar_flexion_deg": "max",
}
#: Bottoms of the same rep lie this near to each other, seconds.
SAME_S = 0.4


def changed(video: Path, kind: str, folder: Path) -> Recording:
    """Saved poses of a changed clip; made and read now where there are none."""
    path = folder / kind / f"{video.stem}.npz"
    if path.exists():
        return load_recording(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    how, crf = KINDS[kind]
    with tempfile.TemporaryDirectory() as place:
        film = Path(place) / f"{video.stem}.mp4"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", video, "-vf", how, "-c:v", "libx264"]
        command += ["-crf", crf, "-preset", "veryfast", "-pix_fmt", "yuv420p", "-an", film]
        subprocess.run([str(part) for part in command], check=True)
        save_recording(path, record(film))
    return load_recording(path)


def moved(before: Analysis, after: Analysis) -> dict[str, tuple[float, float]]:
    """Mean change of each measure over the reps of both, and the mean of the errors that are claimed."""
    found = defaultdict(list)
    for rep in after.reps:
        same = min(before.reps, key=lambda one: abs(one.bottom_s - rep.bottom_s), default=None)
        if same is None or abs(same.bottom_s - rep.bottom_s) > SAME_S:
            continue
        for name, which in MEASURES.items():
            one, two = _number(same, name, which), _number(rep, name, which)
            if one and two:
                found[name].append((two[0] - one[0], 0.5 * (one[1] + two[1])))
    return {name: tuple(np.mean(pairs, axis=0)) for name, pairs in found.items()}


def _number(rep: Rep, name: str, which: str) -> tuple[float, float] | None:
    summary = rep.measures.get(name)
    value = None if summary is None else getattr(summary, which)
    return None if value is None or summary.sigma is None else (value, summary.sigma)


def serious(analysis: Analysis) -> list[str]:
    return sorted({f.rule for f in analysis.findings if f.severity != "mild"})


def row(kind: str, footage: Path, poses: Path, work: Path) -> str:
    """One kind's row; what comes out otherwise goes to the terminal."""
    clips = lifts = reps = clean = blamed = 0
    moves = defaultdict(list)
    for label in labels(footage):
        video = footage / label.path
        try:
            before, after = (report_on(one).analysis for one in (poses_of(video, poses), changed(video, kind, work)))
        except HingecheckError as error:
            print(f"{kind} {label.path}: {error}", flush=True)
            continue
        clips, clean = clips + 1, clean + label.clean
        lifts, reps = lifts + (before.lift.name != after.lift.name), reps + (len(before.reps) != len(after.reps))
        blamed += bool(label.clean and serious(after))
        told(kind, label, before, after)
        for name, pair in moved(before, after).items():
            moves[name].append(pair)
    cells = []
    for name in MEASURES:
        by, sigma = np.array(moves[name]).T
        cells.append(f"{np.sqrt((by**2).mean()):.1f}° ({(np.abs(by) <= sigma).mean():.0%})")
    return f"| {kind} | {lifts} of {clips} | {reps} | {blamed} of {clean} | {' | '.join(cells)} |"


def told(kind: str, label: Label, before: Analysis, after: Analysis) -> None:
    if (
        serious(before) != serious(after)
        or before.lift.name != after.lift.name
        or len(before.reps) != len(after.reps)
    ):
        one, two = (f"{a.lift.name} {len(a.reps)} {', '.join(serious(a)) or '-'}" for a in (before, after))
        print(f"{kind} {label.path}{' (clean)' if label.clean else ''}: {one} -> {two}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--footage", "--poses", "--work"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--only", default=",".join(KINDS))
    asked = parser.parse_args()
    names = " | ".join(name.removesuffix("_deg").replace("_", " ") for name in MEASURES)
    lines = [f"| kind | other lift | other reps | clean clips blamed | {names} |", "|---" * (4 + len(MEASURES)) + "|"]
    lines += [row(kind, asked.footage, asked.poses, asked.work) for kind in asked.only.split(",")]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
