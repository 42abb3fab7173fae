"""The accuracy table as Markdown: long for the docs, short for the README."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...core.reps.recognition import CONFIDENT
from .accuracy import VIEWS, AccuracyTable, FaultlessScore, LiftScore, RepScore, ViewScore
from .comparison import TIMES
from .measure_scores import MeasureScore, SeparationScore
from .rule_scores import MAX_FALSE_ALARMS, MIN_PRECISION, MIN_RECALL, RuleScore
from .validate import Validation

#: Stands where a number would be one of nothing.
NOTHING = "-"
NOT_MEASURED = "not measured"
#: Measures of the short table.
SHORT = (
    "hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg", "shank_inclination_deg", "lumbar_flexion_deg",
    "pelvis_rotation_deg", "load_offset_leg",
)  # fmt: skip
#: Signs behind a measure's numbers by the end of its name.
SIGNS = {"deg": "°", "leg": " leg", "m": " m"}


def to_markdown(validation: Validation) -> str:
    """The whole table with what it was made from."""
    table = validation.table
    measured = {s.measure for s in table.measures if s.measured}
    given = [s for s in table.measures if s.measure in measured]
    return _page(
        *_opening(validation),
        "## Measures in full",
        "Errors are measured - true, over frames inside true reps. *Within 1 σ* and *2 σ* are the shares of errors "
        "no larger than the claimed standard error and twice that: 68 % and 95 % are honest, less is "
        "overconfident. *Per clip* are the 10th, 50th and 90th percentile of each clip's own mean absolute error: "
        "frames of one clip are not independent.",
        "### By view",
        _measures(s for s in table.measures if s.by == "all" or (s.by == "view" and s.measure in measured)),
        "### By lift",
        _measures(s for s in given if s.by == "lift"),
        "### By lift, seen from the side",
        _measures(s for s in given if s.by == "view and lift" and s.group.startswith("side,")),
        "### By plates",
        _measures(s for s in given if s.by in ("plates", "view and plates")),
        "## Telling low from high",
        "A value a rep, the median over its deep part. AUC: of one rep of each kind, how often the high one "
        "measures higher; 0.5 is chance.",
        _separations(table.separations),
        *_reps_section(table),
        "### Times of the reps that were found: mean absolute error (bias), found - true",
        _times(table.rep_scores),
        *_rules_section(table),
        "### By view: precision / recall / not assessed",
        _rules_by_view(table.rules),
        *_lifts_section(table),
        "## View and detection",
        _views(table.views),
    )


def to_summary(validation: Validation) -> str:
    """The part of the page that a terminal shows."""
    table = validation.table
    return _page(*_opening(validation), *_reps_section(table), *_rules_section(table), *_lifts_section(table))


def short_markdown(table: AccuracyTable, measures: Sequence[str] = SHORT) -> str:
    """Measure × view: mean absolute error with coverage, for the README."""
    views = [view for view in VIEWS if any(s.by == "view" and s.group == view for s in table.measures)]
    cells = {(s.measure, s.group): s for s in table.measures if s.by == "view"}
    rows = []
    for name in measures:
        if any((name, view) in cells for view in views):
            rows.append([name, *(_mae_cell(cells.get((name, view))) for view in views)])
    return markdown_table(["measure", *views], rows)


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns line up in plain text too; empty without rows."""
    lines = [list(header), *(list(row) for row in rows)]
    if len(lines) == 1:
        return ""
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    rule = ["-" * width for width in widths]
    return "\n".join(f"| {' | '.join(line)} |" for line in [padded[0], rule, *padded[1:]])


def _page(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(validation: Validation) -> tuple[str, ...]:
    table = validation.table
    return (
        "# Accuracy against known truth",
        _head(validation),
        "## Measures: mean absolute error by true view",
        "In brackets the share of the frames inside true reps that has a value at all.",
        short_markdown(table, tuple(dict.fromkeys(score.measure for score in table.measures))),
    )


def _reps_section(table: AccuracyTable) -> tuple[str, ...]:
    return ("## Reps", _reps(table.rep_scores))


def _rules_section(table: AccuracyTable) -> tuple[str, ...]:
    return (
        "## Rules",
        "Over every true rep the rule has a truth for. *Precision*: of what was said, what is so; *strays* are "
        "faults said of a rep that is none, or of a lift the rule is not meant for, and count as wrong. *Recall* is "
        "of the assessed faulty reps; *recall of all* takes silence for a miss. In brackets: without the reps whose "
        "true value lies within half a level of the mild limit, and without strays.",
        _rules(s for s in table.rules if s.by == "all"),
        "### Against the bar",
        f"The bar, where a rep was assessed: precision at least {_percent(MIN_PRECISION)}; at least "
        f"{_percent(MIN_RECALL)} of the reps whose fault is moderate or worse found, at whatever severity; and at "
        f"most {_percent(MAX_FALSE_ALARMS)} of the reps blamed in clips that were posed with no fault at all. "
        + _faultless(table.faultless),
        _bars(s for s in table.rules if s.by == "all"),
    )


def _lifts_section(table: AccuracyTable) -> tuple[str, ...]:
    return ("## Recognition of the lift", _lifts(table.lifts))


def _head(validation: Validation) -> str:
    table = validation.table
    lines = [
        f"{table.clips} clips with {table.reps} true reps, {table.frames} frames analysed at "
        f"{validation.analysis_rate_hz:g} a second; the lift is not given but recognised.",
        f"Nothing was measured in {len(validation.unmeasured)} of them: all of theirs counts as missed.",
        *(f"  - {name}: {_first_sentence(problem)}" for name, problem in validation.unmeasured),
        f"{len(validation.unread)} further clips could not be read and count nowhere.",
        *(f"  - {name}: {_first_sentence(problem)}" for name, problem in validation.unread),
        f"hingecheck {validation.version}, limits {validation.config_sha256[:12]}, "
        + ", ".join(f"pose model {name} {sha256[:12]}" for name, sha256 in validation.models)
        + ".",
        f"`{NOTHING}` stands where there is nothing to take a share of.",
    ]
    return "\n".join(line if line.startswith("  ") else f"- {line}" for line in lines)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")


def _measures(scores: Iterable[MeasureScore]) -> str:
    header = [
        "measure",
        "group",
        "clips",
        "frames",
        "coverage",
        "MAE",
        "bias",
        "95 %",
        "within 1 σ",
        "2 σ",
        "per clip",
    ]
    rows = []
    for s in scores:
        lead = [s.measure, s.group, f"{s.clips_measured}/{s.clips}", str(s.frames), _percent(s.coverage)]
        if s.mae is None or s.clip_mae is None:
            rows.append([*lead, NOT_MEASURED, *[NOTHING] * 5])
            continue
        numbers = [_number(value, s.measure) for value in (s.mae, s.bias, s.p95)]
        spread = " / ".join(_number(q, s.measure) for q in (s.clip_mae.p10, s.clip_mae.median, s.clip_mae.p90))
        rows.append([*lead, *numbers, _percent(s.within_1_sigma), _percent(s.within_2_sigma), spread])
    return markdown_table(header, rows)


def _separations(scores: Iterable[SeparationScore]) -> str:
    header = ["measure", "view", "low", "reps measured", "high", "reps measured", "AUC"]
    rows = [
        [
            s.measure, s.group,
            f"≤ {s.low:g}", f"{s.low_measured}/{s.low_reps}", f"≥ {s.high:g}", f"{s.high_measured}/{s.high_reps}",
            _auc(s),
        ]
        for s in scores
    ]  # fmt: skip
    return markdown_table(header, rows)


def _auc(score: SeparationScore) -> str:
    if score.auc is not None:
        return f"{score.auc:.2f}"
    nothing = score.low_measured + score.high_measured == 0 < score.low_reps + score.high_reps
    return NOT_MEASURED if nothing else "too few"


def _reps(scores: Iterable[RepScore]) -> str:
    header = ["group", "clips", "exact count", "true", "found", "matched", "extra", "missed"]
    rows = [
        [s.group, str(s.clips), _percent(s.clips_exact / s.clips)]
        + [str(n) for n in (s.true, s.found, s.matched, s.extra, s.missed)]
        for s in scores
    ]
    return markdown_table(header, rows)


def _times(scores: Iterable[RepScore]) -> str:
    rows = [[s.group, *(f"{t.mae_s:.2f} ({t.bias_s:+.2f})" if t.reps else NOTHING for t in s.times)] for s in scores]
    return markdown_table(["group", *TIMES], rows)


def _rules(scores: Iterable[RuleScore]) -> str:
    header = [
        "rule", "faulty of reps", "not assessed", "precision", "recall", "recall of all", "false alarms on clean",
        "strays", "severity exact, within one",
    ]  # fmt: skip
    rows = []
    for s in scores:
        every, clear = s.every, s.clear
        rows.append([
            s.rule, f"{every.faulty} of {every.reps}", _percent(every.abstention),
            _pair(every.precision, clear.precision), _pair(every.recall_assessed, clear.recall_assessed),
            _percent(every.recall), _pair(every.false_alarm_rate, clear.false_alarm_rate), str(every.strays),
            f"{_percent(s.severity_exact)}, {_percent(s.severity_within_one)}" if every.found else NOTHING,
        ])  # fmt: skip
    return markdown_table(header, rows)


def _bars(scores: Iterable[RuleScore]) -> str:
    header = ["rule", "precision", "recall of moderate or worse", "blamed in faultless clips", "not assessed", "bar"]
    rows = [
        [
            s.rule, _percent(s.every.precision), _of(s.bar.serious_found, s.bar.serious, s.bar.recall),
            _of(s.bar.faultless_blamed, s.bar.faultless, s.bar.false_alarm_rate), _percent(s.every.abstention),
            _verdict(s.against_bar),
        ]
        for s in scores
    ]  # fmt: skip
    return markdown_table(header, rows)


def _verdict(parts: Mapping[str, bool | None]) -> str:
    """What of the bar is missed, and what cannot be shown."""
    missed = [name for name, met in parts.items() if met is False]
    unshown = [name for name, met in parts.items() if met is None]
    if len(unshown) == len(parts):
        return "never assessed"
    reported = [f"misses {', '.join(missed)}"] if missed else []
    reported += [f"nothing to show {', '.join(unshown)} by"] if unshown else []
    return "; ".join(reported) or "met"


def _faultless(score: FaultlessScore) -> str:
    return (
        f"Of {score.reps} reps in {score.clips} such clips any rule blames {score.blamed} for what is not there, "
        f"with {score.strays} strays."
    )


def _of(part: int, whole: int, share: float | None) -> str:
    """A share with what it is of."""
    return f"{_percent(share)} ({part} of {whole})" if whole else NOTHING


def _pair(every: float | None, clear: float | None) -> str:
    """A share over all, and over the clear ones in brackets."""
    return NOTHING if every is None and clear is None else f"{_percent(every)} ({_percent(clear)})"


def _rules_by_view(scores: Sequence[RuleScore]) -> str:
    cells = {(s.rule, s.group): s.every for s in scores if s.by == "view"}
    views = [view for view in VIEWS if any(group == view for _, group in cells)]
    rows = []
    for rule in dict.fromkeys(rule for rule, _ in cells):
        row = [rule]
        for view in views:
            counts = cells.get((rule, view))
            if counts is None:
                row.append(NOTHING)
            elif counts.abstention == 1.0 and not counts.strays:
                row.append("never assessed")
            else:
                shares = (counts.precision, counts.recall_assessed, counts.abstention)
                row.append(" / ".join(_percent(share) for share in shares))
        rows.append(row)
    return markdown_table(["rule", *views], rows)


def _lifts(score: LiftScore) -> str:
    reported = sorted({name for row in score.confusion.values() for name in row})
    rows = [[lift, *(str(row.get(name, 0)) for name in reported)] for lift, row in score.confusion.items()]
    words = (
        f"Right in {_percent(score.right)} of the clips. Sure, with a confidence of at least {CONFIDENT:g}, in "
        f"{score.confident}, and right in {_percent(score.right_confident)} of those; unsure, with a second "
        f"candidate named, in {_percent(score.unsure)} of all. The working side of one-legged lifts is right in "
        f"{_percent(score.right_side)}."
    )
    return words + "\n\n" + markdown_table(["true \\ said", *reported], rows)


def _views(scores: Iterable[ViewScore]) -> str:
    header = ["true view", "clips", "azimuth MAE", "bias", "view named right", "frames", "lifter found"]
    rows = [
        [
            s.group, str(s.clips), _degrees(s.azimuth_mae_deg, ".1f"), _degrees(s.azimuth_bias_deg, "+.1f"),
            _percent(s.name_right), str(s.frames), _percent(s.with_lifter),
        ]
        for s in scores
    ]  # fmt: skip
    return markdown_table(header, rows)


def _mae_cell(score: MeasureScore | None) -> str:
    if score is None:
        return NOTHING
    if score.mae is None:
        return NOT_MEASURED
    return f"{_number(score.mae, score.measure)} ({_percent(score.coverage)})"


def _number(value: float | None, measure: str) -> str:
    """A number in its measure's unit."""
    if value is None:
        return NOTHING
    sign = SIGNS.get(measure.rpartition("_")[2], "")
    return f"{value:.1f}{sign}" if sign == "°" else f"{value:.3f}{sign}"


def _degrees(value: float | None, form: str) -> str:
    return NOTHING if value is None else f"{value:{form}}°"


def _percent(share: float | None) -> str:
    """A share in per cent; rounding never makes all or nothing of what is not."""
    if share is None:
        return NOTHING
    if 0.0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1.0 else f"{100 * share:.0f} %"
