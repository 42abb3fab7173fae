"""The figures of `benchmarks/live.py` as a page."""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]
LATE_S = 0.5


def markdown(results: dict[str, Part]) -> str:
    """All parts that were measured."""
    pages = {
        "window": window_lines,
        "soak": soak_lines,
        "replay": replay_lines,
        "reps": reps_lines,
        "paced": paced_lines,
        "slow": slow_lines,
    }
    lines = ["# Live feedback, measured", "", "Made by `benchmarks/live.py`; do not edit.", ""]
    for part, page in pages.items():
        if part in results:
            lines += page(results[part])
    return "\n".join(lines).rstrip() + "\n"


def _where(part: Part) -> str:
    """Machine, load, time; a note put into live.json by hand says what was left out."""
    note = f" {part['note']}" if "note" in part else ""
    return f"{part['machine']}, load {part['load']} before and {part['load_after']} after, {part['at']}.{note}"


def window_lines(part: Part) -> list[str]:
    """Frames shown and delays."""
    lines = [
        "## Picture to screen",
        "",
        f"A clip at 1280 x 720, 30 frames a second for {part['seconds']:.0f} s; {part['where']}. {_where(part)}",
        "",
        "| | frames/s shown | median delay, ms | 95 %, ms | longest, ms | processor, ms a frame |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row['name']} | {row['rate_hz']:.1f} | {row['median_ms']:.0f} | {row['p95_ms']:.0f} "
        f"| {row['longest_ms']:.0f} | {row['cpu_ms']:.0f} |"
        for row in part["rows"]
    ]
    posed = (
        f"Poses were read {part['posed_hz']:.1f} times a second; the skeleton shown was {part['age_ms'][0]:.0f} "
        f"ms old in the median, {part['age_ms'][1]:.0f} ms at the 95th percentile."
    )
    return [*lines, "", posed, "", *_said(part)]


def soak_lines(part: Part) -> list[str]:
    """Memory over time."""
    curve = ", ".join(f"{t / 60:.0f} min {m:.0f}" for t, m in part["memory"][:: max(len(part["memory"]) // 10, 1)])
    return [
        "## Soak",
        "",
        f"A clip looped for {part['seconds'] / 60:.0f} min; {part['where']}. {_where(part)} {part['shown']} "
        f"frames shown ({part['shown'] / part['seconds']:.1f} a second), {part['sets']} sets reported, longest time "
        f"without a new frame {part['longest_gap_s']:.2f} s. Memory {part['end_mb']:.0f} MB at the end; after the "
        f"first minute it grew by {part['last_mb']:+.1f} MB (median of the last 40 s), at most "
        f"{part['growth_mb']:+.1f} MB, slope {part['slope_mb_min']:+.2f} MB a minute. MB over time: {curve}.",
        "",
        *_said(part),
    ]


def reps_lines(part: Part) -> list[str]:
    """Every frame looked at."""
    lines = [
        "## Reps, every frame looked at",
        "",
        f"Each clip as fast as it goes (`--fast --record --out`). {_where(part)}",
        "",
        "| clip | reps of `check` | told live | sets | latest telling, s | same faults | poses agree | of the film |",
        "|---|---:|---:|---:|---:|---|---|---|",
    ]
    equal = 0
    for name, row in part["rows"].items():
        equal += _equal(row)
        videos = "; ".join(f"{got} of {had} reps, faults {_yes(same)}" for had, got, same in row["videos"])
        lines.append(
            f"| {name} | {row['check']} | {row['told']} | {row['sets']} | {_latest(row)} "
            f"| {_yes(row['same_faults'])} | {_yes(row['poses_agree'])} | {videos} |"
        )
    return [*lines, "", f"Reps equal on {equal} of {len(part['rows'])} clips.", ""]


def replay_lines(part: Part) -> list[str]:
    """From saved poses."""
    head = [
        "## Reps, from saved poses",
        "",
        f"Every frame; poses fed in as fast as it goes. {_where(part)}",
    ]
    return [*head, "", *_table(part)]


def paced_lines(part: Part) -> list[str]:
    """As a webcam gives them."""
    head = [
        "## Reps, at the clip's own pace",
        "",
        f"As a webcam gives them: frames nobody has time for are dropped. {_where(part)}",
    ]
    return [*head, "", *_table(part)]


def slow_lines(part: Part) -> list[str]:
    """Where only some of the frames are looked at."""
    lines = [
        "## Reps on a slow machine",
        "",
        f"From saved poses, only so many frames a second looked at; reps of all {part['rows'][0]['clips']} clips "
        f"together. {_where(part)}",
        "",
        "| frames/s | outlines | reps of `check` | told live | in the sets' reports | clips that differ |",
        "|---:|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {row['rate_hz']:.1f} | {'yes' if row['outlines'] else 'left out'} | {row['check']} | {row['told']} "
        f"| {row['in_sets']} | {', '.join(row['wrong']) or '–'} |"
        for row in part["rows"]
    ]
    return [*lines, ""]


def _table(part: Part) -> list[str]:
    lines = [
        "| clip | reps of `check` | told live | sets | latest telling, s | same faults |",
        "|---|---:|---:|---:|---:|---|",
    ]
    equal, late = 0, []
    for name, row in part["rows"].items():
        equal += _equal(row)
        late += row["late_s"]
        lines.append(
            f"| {name} | {row['check']} | {row['told']} | {row['sets']} | {_latest(row)} "
            f"| {_yes(row['same_faults'])} |"
        )
    timely = sum(s <= LATE_S for s in late)
    return [
        *lines,
        "",
        f"Reps equal on {equal} of {len(part['rows'])} clips; {timely} of {len(late)} reps told within {LATE_S} s of "
        "their end.",
        "",
    ]


def _equal(row: Part) -> bool:
    return bool(row["check"] == row["told"] == row["in_sets"])


def _latest(row: Part) -> str:
    return f"{max(row['late_s']):.2f}" if row["late_s"] else "–"


def _yes(same: bool) -> str:
    return "yes" if same else "**no**"


def _said(part: Part) -> list[str]:
    return [f"It said: {text}" for text in part["said"]] + [""] * bool(part["said"])
