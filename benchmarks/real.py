"""What the whole core says of real people's clips, against their labels and against what must be so.

    python benchmarks/real.py [--footage FOLDER] [--poses FOLDER] [--json OUT.json] [--quiet]

Reads every clip of FOLDER/manifest.csv and FOLDER/wild.csv (default HINGECHECK_FOOTAGE or ../shared/footage), keeps
the poses in `--poses` (default build/real-poses) so that a second run takes seconds, and analyses each twice: with
the learnt correction and without. Labels are by eye: see the folder's README. Writes build/real.md; what is kept of
it is in benchmarks/real.md.

Sections: lift and reps; clean clips blamed; expected faults found, missed or left open; two cameras on one lifter;
and where the truth is known without a label (straight at the top of a clean rep) how far raw and corrected are off.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from hingecheck.apps.check import CheckOptions, record, report_on
from hingecheck.apps.recording import Recording, load_recording, save_recording
from hingecheck.core.types import Analysis
from hingecheck.errors import HingecheckError, InputError, NothingMeasuredError

HERE = Path(__file__).parent
FOOTAGE = Path(os.environ.get("HINGECHECK_FOOTAGE", HERE.parent.parent / "shared" / "footage"))
#: Clips of one set by two cameras at once carry one name but for this ending.
SECOND_CAMERA = "-oblique"
#: Measures that two cameras must agree in.
SHARED_MEASURES = (
    "hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg", "lumbar_flexion_deg",
)  # fmt: skip
ALL = "*"


@dataclass(frozen=True)
class Label:
    """What is known of a clip, by eye."""

    path: str
    lift: str  #: empty where it is none of the five
    reps: int | None
    expected: tuple[str, ...]
    forbidden: tuple[str, ...]  #: ("*",): clean, no moderate or severe fault is right
    use: str  #: yes, variant, negative, robustness
    view: str

    @property
    def clean(self) -> bool:
        return ALL in self.forbidden


@dataclass
class Clip:
    """A clip as it was told."""

    label: Label
    recording: Recording | None = None
    corrected: Analysis | None = None
    raw: Analysis | None = None
    problem: str = ""
    notes: list[str] = field(default_factory=list)


#: Which analysis of a clip is meant.
Get = Callable[[Clip], Analysis | None]


def labels(folder: Path) -> Iterator[Label]:
    for name in ("manifest.csv", "wild.csv"):
        for row in csv.DictReader((folder / name).open(encoding="utf-8")):
            lift = row["lift"].split(" (")[0]
            yield Label(
                row["path"],
                lift,
                int(row["reps"]) if row["reps"].isdigit() else None,
                tuple(r for r in row["expected"].split(";") if r),
                tuple(r for r in row["forbidden"].split(";") if r),
                row.get("use", "yes"),
                row["view"],
            )
    for path in sorted(folder.glob(f"*{SECOND_CAMERA}.mp4")):
        yield Label(path.name, "", None, (), (), "second camera", "")


def poses_of(video: Path, cache: Path) -> Recording:
    """Saved poses of a clip; read now where there are none."""
    path = cache / f"{video.stem}.npz"
    if path.exists():
        return load_recording(path)
    recording = record(video)
    cache.mkdir(parents=True, exist_ok=True)
    save_recording(path, recording)
    return recording


def told(recording: Recording, *, raw: bool) -> Analysis:
    return report_on(recording, CheckOptions(raw=raw)).analysis


def check(label: Label, folder: Path, cache: Path) -> Clip:
    clip = Clip(label)
    try:
        clip.recording = poses_of(folder / label.path, cache)
        clip.corrected = told(clip.recording, raw=False)
        clip.raw = told(clip.recording, raw=True)
    except (NothingMeasuredError, InputError) as error:
        clip.problem = str(error)
    except HingecheckError as error:
        clip.problem = f"error: {error}"
    return clip


def worst(analysis: Analysis, rules: Iterable[str] = (ALL,)) -> dict[str, str]:
    """Rule → severity of what was found, of some rules or all."""
    wanted = set(rules)
    return {f.rule: f.severity for f in analysis.findings if ALL in wanted or f.rule in wanted}


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "none"


def recognition(clips: list[Clip], get: Get) -> dict[str, tuple[int, int]]:
    lift_right = reps_right = usable = 0
    for clip in clips:
        if clip.label.use != "yes" or clip.label.reps is None:
            continue
        usable += 1
        analysis = get(clip)
        if analysis is None:
            continue
        lift_right += analysis.lift.name == clip.label.lift
        reps_right += len(analysis.reps) == clip.label.reps
    return {"lift right": (lift_right, usable), "reps exact": (reps_right, usable)}


def blame(clips: list[Clip], get: Get) -> dict[str, tuple[int, int]]:
    """Clean clips with a moderate or severe fault, with a mild one at most; and forbidden rules found."""
    bad = mild = clean = forbidden = asked = 0
    for clip in clips:
        analysis = get(clip)
        if clip.label.use == "negative":
            continue
        found = {} if analysis is None else worst(analysis)
        if clip.label.clean:
            clean += 1
            serious = {rule for rule, severity in found.items() if severity != "mild"}
            bad += bool(serious)
            mild += bool(found) and not serious
        elif clip.label.forbidden:
            asked += 1
            forbidden += any(rule in found for rule in clip.label.forbidden)
    return {
        "clean clips blamed, moderate or severe": (bad, clean),
        "clean clips blamed, mildly": (mild, clean),
        "other clips with a forbidden fault": (forbidden, asked),
    }


def expected(clips: list[Clip], get: Get) -> dict[str, tuple[int, int]]:
    found = missed = left_open = 0
    for clip in clips:
        analysis = get(clip)
        for rule in clip.label.expected:
            if analysis is not None and rule in worst(analysis):
                found += 1
            elif analysis is not None and rule in analysis.good:
                missed += 1
            else:
                left_open += 1
    return {
        "expected faults found": (found, found + missed + left_open),
        "called good": (missed, found + missed + left_open),
        "left open": (left_open, found + missed + left_open),
    }


def two_cameras(
    clips: list[Clip], get: Callable[[Clip], Analysis | None]
) -> dict[str, tuple[float, float, float, int]]:
    """Measure → mean absolute difference, bias (second less first), share within one sigma of both, frames."""
    by_name = {Path(clip.label.path).stem: clip for clip in clips}
    apart: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for name, clip in by_name.items():
        other = by_name.get(name + SECOND_CAMERA)
        one, two = get(clip), None if other is None else get(other)
        if one is None or two is None:
            continue
        for measure in SHARED_MEASURES:
            a, b = one.motion.series.get(measure), two.motion.series.get(measure)
            if a is None or b is None:
                continue
            times = one.motion.time_s
            inside = np.zeros(len(times), dtype=bool)
            for rep in one.reps:
                inside |= (times >= rep.start_s) & (times <= rep.end_s)
            value = np.interp(times, two.motion.time_s, b.value)
            sigma = np.interp(times, two.motion.time_s, b.sigma)
            off, width = value - a.value, np.hypot(sigma, a.sigma)
            known = inside & np.isfinite(off) & np.isfinite(width)
            apart.setdefault(measure, []).append((off[known], width[known]))
    out = {}
    for measure, parts in apart.items():
        off, width = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
        if len(off):
            out[measure] = (
                float(np.abs(off).mean()), float(off.mean()), float((np.abs(off) <= width).mean()), len(off)
            )  # fmt: skip
    return out


def tops(clips: list[Clip], get: Get) -> dict[str, tuple[float, float, float, int]]:
    """Lift → how far from straight the hips read at the tops of clean clips: mean, mean sigma, share of 2 sigma."""
    found: dict[str, list[tuple[float, float]]] = {}
    for clip in clips:
        analysis = get(clip)
        if analysis is None or not clip.label.clean:
            continue
        for rep in analysis.reps:
            hinge = rep.measures.get("hip_hinge_deg")
            if hinge is not None and hinge.top is not None and hinge.sigma is not None:
                found.setdefault(clip.label.lift, []).append((hinge.top, hinge.sigma))
    out = {}
    for lift, pairs in found.items():
        value, sigma = np.array(pairs).T
        out[lift] = (float(value.mean()), float(sigma.mean()), float((np.abs(value) <= 2 * sigma).mean()), len(pairs))
    return out


def row_of(clip: Clip) -> str:
    label, analysis = clip.label, clip.corrected
    marks = "clean" if label.clean else ", ".join(label.expected) or "-"
    if analysis is None:
        return f"| {label.path} | {label.lift} / - | {label.reps} / - | {marks} | {clip.problem} | - | - |"
    shown = ", ".join(f"{r} {s}" for r, s in worst(analysis).items()) or "-"
    without = "-" if clip.raw is None else ", ".join(f"{r} {s}" for r, s in worst(clip.raw).items()) or "-"
    view = analysis.motion.view
    return (
        f"| {label.path} | {label.lift} / {analysis.lift.name} {analysis.lift.confidence:.2f} "
        f"| {label.reps} / {len(analysis.reps)} | {marks} | {shown} | {without} "
        f"| {view.name} {view.azimuth_deg:.0f}°, {analysis.quality.level} |"
    )


def text_of(clips: list[Clip]) -> tuple[str, dict[str, object]]:
    sides: dict[str, Get] = {
        "corrected": lambda clip: clip.corrected,
        "raw": lambda clip: clip.raw,
    }
    figures: dict[str, object] = {}
    lines = ["| what | corrected | raw |", "|---|---|---|"]
    counts = {
        side: {**recognition(clips, get), **blame(clips, get), **expected(clips, get)} for side, get in sides.items()
    }
    figures["counts"] = counts
    for what in counts["corrected"]:
        lines.append(f"| {what} | " + " | ".join(share(*counts[side][what]) for side in sides) + " |")
    for title, make in (
        (
            "Two cameras on one lifter: mean absolute difference (bias; within one sigma of both)",
            two_cameras,
        ),
        ("Hips at the tops of clean clips, degrees from straight (claimed sigma; within two)", tops),
    ):
        tables = {side: make(clips, get) for side, get in sides.items()}
        figures[make.__name__] = tables
        lines += ["", title, "", "| | corrected | raw |", "|---|---|---|"]
        for name in sorted({*tables["corrected"], *tables["raw"]}):
            cells = []
            for side in sides:
                cell = tables[side].get(name)
                cells.append("-" if cell is None else f"{cell[0]:.1f}° ({cell[1]:+.1f}°; {100 * cell[2]:.0f} %)")
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "| clip | lift: label / found | reps | label | found | found raw | view, quality |"]
    lines += ["|---|---|---|---|---|---|---|", *(row_of(clip) for clip in clips)]
    return "\n".join(lines), figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    parser.add_argument("--poses", type=Path, default=HERE.parent / "build" / "real-poses")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quiet", action="store_true", help="write nothing to build/real.md")
    arguments = parser.parse_args()
    clips = []
    for label in labels(arguments.footage):
        clips.append(check(label, arguments.footage, arguments.poses))
        print(row_of(clips[-1]), flush=True)
    text, figures = text_of(clips)
    print(text.split("\n\n| clip |")[0])
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if not arguments.quiet:
        head = "# Real people's clips against labels by eye\n\n`python benchmarks/real.py`\n\n"
        out = HERE.parent / "build" / "real.md"
        out.parent.mkdir(exist_ok=True)
        out.write_text(head + text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
