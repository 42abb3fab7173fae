"""Reps and faults found on real clips against their labels.

    python benchmarks/footage.py [FOLDER]

FOLDER holds manifest.csv (path, lift, reps, expected, forbidden); default HINGECHECK_FOOTAGE or ../shared/footage.
Writes benchmarks/footage.md. A rule that this version does not judge is shown in brackets.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from pathlib import Path

import hingecheck
from hingecheck.core.rules import RULES_BY_ID

HERE = Path(__file__).parent
default = os.environ.get("HINGECHECK_FOOTAGE", HERE.parent.parent / "shared" / "footage")
folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(default)

COLUMNS = (
    "clip",
    "lift: label / found",
    "reps: label / found",
    "expected: reps",
    "forbidden",
    "other faults",
    "view",
)
rows = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
wrong = 0
start = time.perf_counter()
for line in csv.DictReader((folder / "manifest.csv").open(encoding="utf-8")):
    report = hingecheck.check_video(folder / line["path"])
    analysis = report.analysis
    found = {finding.rule: finding for finding in analysis.findings}
    reps = len(analysis.reps)
    expected, forbidden = ([r for r in line[key].split(";") if r] for key in ("expected", "forbidden"))
    hits, slips = [], []
    for rule in expected:
        if not RULES_BY_ID[rule].limits:
            hits.append(f"({rule})")
            continue
        count = len(found[rule].reps) if rule in found else 0
        hits.append(f"{rule} {count}/{reps}")
        wrong += count < 0.8 * reps
    for rule in forbidden:
        if rule in found:
            slips.append(rule)
            wrong += 1
    wrong += bool(line["reps"]) and int(line["reps"]) != reps
    others = [f"{r} {len(f.reps)}" for r, f in found.items() if r not in expected and r not in forbidden]
    sure = f"{analysis.lift.name} {analysis.lift.confidence:.2f}"
    rows.append(
        f"| {line['path']} | {line['lift']} / {sure} | {line['reps']} / {reps} | {', '.join(hits) or '-'} "
        f"| {', '.join(slips) or '-'} | {', '.join(others) or '-'} | {analysis.motion.view.name} "
        f"{analysis.motion.view.azimuth_deg:.0f}° |"
    )
    print(rows[-1], flush=True)
verdict = f"{wrong} departures from the labels. {time.perf_counter() - start:.0f} s in all."
print(verdict)
text = (
    "# Real clips against their labels\n\n`python benchmarks/footage.py`\n\n" + "\n".join(rows) + f"\n\n{verdict}\n"
)
(HERE / "footage.md").write_text(text, encoding="utf-8")
sys.exit(1 if wrong else 0)
