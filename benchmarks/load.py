"""How well the load is found, placed and timed: against exact truth in the lab, between two cameras on real people.

    python benchmarks/load.py --lab FOLDER --poses FOLDER [--out build/load.md]
    python benchmarks/load.py --footage FOLDER --poses FOLDER [--out build/load.md]

FOLDER of `--lab` holds clips with their .truth.json (`hingecheck lab render`); the truth of the load is posed anew
from their recipes, which needs the group `lab`. The kind by eye of the real clips is in benchmarks/load_kinds.csv.
`--poses` holds saved poses by the clips' names; what is missing there is read from the clips and kept. What is kept
of the tables is in benchmarks/load.md.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hingecheck.apps.check import record, report_on
from hingecheck.apps.recording import load_recording, save_recording
from hingecheck.core.load.scale import usual_leg_m
from hingecheck.core.load.speeds import BEYOND_S, ENDS
from hingecheck.core.types import Analysis, Rep
from hingecheck.errors import HingecheckError
from hingecheck.lab.truth import load_truth

Floats = NDArray[np.float64]
#: Middle of the near plate from the middle of the bar, of a bell below its handle, metres (lab/gear).
PLATE_OUT_M, BELL_DOWN_M = 0.705, 0.165
#: A lift's ends are looked for this closely, seconds: whole frames would make the true lift longer by one, 4 %.
TRUTH_STEP_S = 0.002
#: A clip of one set by a second camera carries this ending.
SECOND_CAMERA = "-oblique"


@dataclass(frozen=True)
class TrueLoad:
    """Where a lab clip's load is."""

    kind: str  #: as the report names it
    plate_m: float  #: radius; NaN without plates
    view: str
    time_s: Floats
    centre_px: Floats  #: of each load [shape=(loads, n, 2)]
    m_per_px: Floats  #: at the first one [shape=(n,)]
    height_m: Floats  #: of the bar or the hands [shape=(n,)]
    leg_m: float


def true_load(path: Path) -> TrueLoad:
    """Pose a clip anew and project its load."""
    from hingecheck.core.types import View
    from hingecheck.lab.acting import act
    from hingecheck.lab.clipspec import from_dict

    truth = load_truth(path)
    played = act(from_dict(truth.recipe))
    camera, load = played.camera, played.spec.movement.load
    left, right = played.posed.hands_m["left"], played.posed.hands_m["right"]
    middle = 0.5 * (left + right)
    along = (left - right) / np.linalg.norm(left - right, axis=1, keepdims=True)
    near = 1.0 if camera.azimuth_deg >= 0 else -1.0
    places = {
        "barbell": [middle + near * along * PLATE_OUT_M, middle - near * along * PLATE_OUT_M],
        "kettlebell": [middle - np.array([0.0, 0.0, BELL_DOWN_M])],
        "two-dumbbells": [left, right],
        "dumbbell": [played.posed.hands_m[load.side]],
        "none": [],
    }[load.kind]
    centres = np.array(places).reshape(-1, len(middle), 3)
    depth = ((centres - camera.position_m) @ camera.rotation.T)[..., 2] / camera.focal_px
    return TrueLoad(
        kind={"two-dumbbells": "dumbbells"}.get(load.kind, load.kind),
        plate_m=load.plate_m or float("nan"),
        view=View(camera.azimuth_deg, 0.0, "left").name,
        time_s=truth.time_s,
        centre_px=camera.project(centres),
        m_per_px=depth[0] if len(depth) else np.full(len(middle), np.nan),
        height_m=middle[:, 2],
        leg_m=float(played.posed.body.leg_m),
    )


def analysed(video: Path, poses: Path) -> Analysis:
    """A clip's analysis from its saved poses, which are read first where they are missing."""
    saved = poses / f"{video.stem}.npz"
    if not saved.exists():
        saved.parent.mkdir(parents=True, exist_ok=True)
        save_recording(saved, record(video))
    return report_on(load_recording(saved)).analysis


def true_mean_m_s(truth: TrueLoad, rep: Rep) -> float | None:
    """Mean speed of a lift by the definition that reports use, from the exact path."""
    first, last = max(rep.bottom_s - BEYOND_S, truth.time_s[0]), min(rep.end_s + BEYOND_S, truth.time_s[-1])
    time_s = np.arange(first, last, TRUTH_STEP_S)
    height = np.interp(time_s, truth.time_s, truth.height_m)
    if len(height) < 3:
        return None
    top = int(height.argmax())
    bottom = int(height[: top + 1].argmin())
    span = float(height[top] - height[bottom])
    begins = bottom + int(np.flatnonzero(height[bottom : top + 1] <= height[bottom] + ENDS * span)[-1])
    ends = begins + int(np.flatnonzero(height[begins : top + 1] >= height[top] - ENDS * span)[0])
    return (1.0 - 2.0 * ENDS) * span / float(time_s[ends] - time_s[begins]) if ends > begins else None


@dataclass(frozen=True)
class LabFigures:
    """What the lab's table and its summary have of a clip."""

    line: str
    view: str
    true_kind: str
    said_kind: str
    seen: float  #: share of the rows of repetitions; NaN where no outline was followed
    off: Floats  #: of the true middle, leg lengths, where it is seen [shape=(k,)]
    speeds_m_s: list[tuple[float, float, float]]  #: mean speed, its error, the true one


def lab_figures(video: Path, poses: Path) -> LabFigures:
    """A clip's part of the lab table."""
    truth, analysis = true_load(video.with_name(f"{video.stem}.truth.json")), analysed(video, poses)
    load, track = analysis.motion.load, analysis.motion.load.track
    line = f"| {video.stem} | {truth.view} | {truth.kind} {truth.plate_m:.3f} | {load.kind} {load.confidence:.2f}"
    if track is None or load.scale is None or not len(truth.centre_px) or load.kind == "unknown":
        line += " | – | – | – | – | – |"
        return LabFigures(line, truth.view, truth.kind, load.kind, np.nan, np.empty(0), [])
    rows = np.concatenate([np.arange(rep.cycle.first, rep.cycle.last) for rep in analysis.reps])
    at_s = analysis.motion.time_s[rows]
    per_px = np.interp(at_s, truth.time_s, truth.m_per_px)
    away = []
    for centre in truth.centre_px:
        exact = np.stack([np.interp(at_s, truth.time_s, column) for column in centre.T], axis=1)
        away.append(np.hypot(*(track.centre_px[rows] - exact).T) * per_px / truth.leg_m)
    off = np.min(away, axis=0)[track.seen[rows]]
    by_outline = track.by == "outline"
    means = [(rep.load.mean_concentric_m_s, true_mean_m_s(truth, rep)) for rep in analysis.reps if rep.load]
    speeds = [(got.value, got.sigma, want) for got, want in means if got is not None and want]
    errors = ", ".join(f"{got - want:+.3f} ± {sigma:.3f}" for got, sigma, want in speeds)
    where = f"{100 * np.median(off):.1f} | {100 * np.percentile(off, 95):.1f}" if len(off) else "– | –"
    line = (
        f"{line} | {100 * track.seen[rows].mean():.0f} % | {where} | {load.scale.source} "
        f"{100 * (load.scale.m_per_px / per_px.mean() - 1):+.1f} ± "
        f"{100 * load.scale.sigma_m_per_px / load.scale.m_per_px:.1f} % | {errors} |"
    )
    seen = float(track.seen[rows].mean()) if by_outline else np.nan
    return LabFigures(line, truth.view, truth.kind, load.kind, seen, off, speeds if by_outline else [])


def ahead_rows(video: Path, poses: Path) -> Iterator[str]:
    """How far a bar is ahead of the mid-foot in lifts from the side, leg lengths: truth, plate, hands; verdict."""
    truth, analysis = load_truth(video.with_name(f"{video.stem}.truth.json")), analysed(video, poses)
    motion = analysis.motion
    ahead, hands = motion.series.get("load_x_m"), motion.series.get("load_offset_leg")
    if motion.load.kind != "barbell" or ahead is None or hands is None:
        return
    leg_m = usual_leg_m(None)
    exact = {verdict.rep: verdict.value for verdict in truth.verdicts if verdict.rule == "load-drifting"}
    for rep in analysis.reps:
        rows = slice(rep.cycle.lifting.first, rep.cycle.lifting.last)
        plate, by_hands = (np.nanpercentile(one[rows], 90) for one in (ahead.value / leg_m, hands.value))
        found = (one for one in analysis.findings if one.rule == "load-drifting" and rep.index in one.reps)
        said = [finding.severity for finding in found]
        off = np.nanmedian(ahead.sigma[rows]) / leg_m, np.nanmedian(hands.sigma[rows])
        yield (
            f"| {video.stem} {rep.index} | {exact.get(rep.index, np.nan):.3f} | {plate:.3f} ± {off[0]:.3f} | "
            f"{by_hands:.3f} ± {off[1]:.3f} | {', '.join(said) or '–'} |"
        )


def lab_summary(clips: Sequence[LabFigures]) -> Iterator[str]:
    """Kinds; and of plates and bells that are followed by their outline, all clips of a view together."""
    yield from kinds_rows([(clip.true_kind, clip.said_kind) for clip in clips])
    yield ""
    followed = [clip for clip in clips if clip.said_kind in ("barbell", "kettlebell") and np.isfinite(clip.seen)]
    for view in dict.fromkeys(clip.view for clip in followed):
        mine = [clip for clip in followed if clip.view == view]
        off = 100 * np.concatenate([clip.off for clip in mine])
        got = np.array([one for clip in mine for one in clip.speeds_m_s]).reshape(-1, 3)
        error = got[:, 0] - got[:, 2]
        rms = f"{np.sqrt((error**2).mean()):.3f} m/s" if len(error) else "–"
        seen = 100 * np.mean([clip.seen for clip in mine])
        yield (
            f"- {view}: {len(mine)} clips, seen in {seen:.0f} % of the rows, off {np.median(off):.1f} % of a leg "
            f"(95 %: {np.percentile(off, 95):.1f}); {len(got)} mean speeds err by {rms}, "
            f"{np.count_nonzero(abs(error) < got[:, 1])} within their error, "
            f"{np.count_nonzero(abs(error) < 2 * got[:, 1])} within twice it"
        )


def said_kind(video: Path, poses: Path) -> str:
    """The kind that a clip's report names; "unknown" where there is no report."""
    try:
        return analysed(video, poses).motion.load.kind
    except HingecheckError:
        return "unknown"


def real_row(video: Path, poses: Path) -> str:
    """A real clip's line: no truth but the kind, by eye."""
    analysis = analysed(video, poses)
    load, track = analysis.motion.load, analysis.motion.load.track
    line = f"| {video.stem} | {analysis.motion.view.name} | {load.kind} {load.confidence:.2f}"
    if track is None or load.scale is None:
        return f"{line} | – | – | – |"
    rows = np.concatenate([np.arange(rep.cycle.first, rep.cycle.last) for rep in analysis.reps])
    speeds = [rep.load.mean_concentric_m_s for rep in analysis.reps if rep.load]
    said = ", ".join(f"{speed.value:.2f} ± {speed.sigma:.2f}" if speed else "–" for speed in speeds)
    return f"{line} | {100 * track.seen[rows].mean():.0f} % | {load.scale.source} | {said} |"


def kinds_table(said: dict[str, str]) -> Iterator[str]:
    """How often the kind that was said is the one by eye, kind by kind; a clip without a report is left open.

    Parameters
    ----------
    said : dict
        Kind by clip; "unknown" where it was left open.
    """
    with (Path(__file__).parent / "load_kinds.csv").open(encoding="utf-8", newline="") as file:
        by_eye = {row["clip"]: row["load"] for row in csv.DictReader(file) if row["clip"] in said}
    yield from kinds_rows([(load, said[clip]) for clip, load in by_eye.items()])


def kinds_rows(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A table of what it is and how often that was said, from pairs of both."""
    yield "| it is | clips | said, right | said, wrong | left open |"
    yield "|---|---|---|---|---|"
    for kind in dict.fromkeys(kind for kind, _ in pairs):
        said = [one for true, one in pairs if true == kind]
        right, left_open = said.count(kind), said.count("unknown")
        yield f"| {kind} | {len(said)} | {right} | {len(said) - right - left_open} | {left_open} |"


def two_cameras(videos: Sequence[Path], poses: Path) -> Iterator[str]:
    """How far the mean speeds of one set differ between its two cameras."""
    for video in videos:
        other = video.with_name(video.stem + SECOND_CAMERA + video.suffix)
        if other not in videos:
            continue
        one, two = (analysed(each, poses) for each in (video, other))
        pairs = [
            (a.load.mean_concentric_m_s.value, b.load.mean_concentric_m_s.value)
            for a, b in zip(one.reps, two.reps, strict=False)
            if a.load and b.load and a.load.mean_concentric_m_s and b.load.mean_concentric_m_s
        ]
        apart = np.array([abs(a - b) for a, b in pairs])
        most = f"{apart.max():.3f}, median {np.median(apart):.3f} m/s" if len(apart) else "–"
        yield f"- {video.stem}: {len(apart)} of {len(one.reps)} repetitions compared, at most {most} apart"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", type=Path)
    parser.add_argument("--footage", type=Path)
    parser.add_argument("--poses", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/load.md"))
    given = parser.parse_args()
    lines: list[str] = []
    if given.lab is not None:
        clips = [lab_figures(video, given.poses) for video in videos_in(given.lab)]
        lines += [*(clip.line for clip in clips), "", *lab_summary(clips), ""]
        lines += [row for video in videos_in(given.lab) for row in ahead_rows(video, given.poses)]
    if given.footage is not None:
        videos = videos_in(given.footage)
        for video in videos:
            try:
                lines.append(real_row(video, given.poses))
            except HingecheckError as error:
                lines.append(f"| {video.stem} | {error} |")
            print(lines[-1], flush=True)
        lines += ["", *kinds_table({video.stem: said_kind(video, given.poses) for video in videos}), ""]
        lines += two_cameras(videos, given.poses)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(given.out)


def videos_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".mp4", ".gif", ".mov"))


if __name__ == "__main__":
    main()
