"""Batch summary: one line a video, from the reports on disk."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ..core.phrases import N_, Phrase
from ..core.rules import RULES
from ..core.types import SEVERITIES

#: Measures in the summary: name in the report, which of its numbers. The set's value is the median of its reps.
MEASURES = (
    ("hip_hinge_deg", "bottom"),
    ("hip_hinge_deg", "top"),
    ("knee_flexion_deg", "bottom"),
    ("trunk_inclination_deg", "bottom"),
    ("lumbar_flexion_deg", "bottom"),
    ("pelvis_rotation_deg", "bottom"),
    ("load_offset_leg", "bottom"),
    ("sway_leg", "mean"),
    ("lumbar_share", "mean"),
)
TEMPO = ("lowering_s", "pause_s", "lifting_s")
#: Speed of the load on its way up, metres a second: of the fastest rep, as later ones tire …
SPEED = "mean_concentric_m_s"
#: … of those that are not so many times less sure than the others: one of 1.25 ± 0.16 m/s among nine of 0.95 to 1.01
#: ± 0.06 was 1.05 to another camera.
UNSURE_TIMES = 2.0
NOT_ASSESSABLE = N_("not assessable")
#: Of a set without a finding: some rule was assessed and clean, or none was assessed in every rep.
NO_FAULT, NOTHING_JUDGED = N_("no fault seen"), N_("nothing could be judged")
#: Where more was left open than was judged: that is no praise.
FEW_JUDGED = N_("no fault seen, but only {judged} of {rules} rules could be judged in every rep")
#: How a set that could not be reported is called, by the exit status of its check.
FAILED = {3: N_("cannot be read"), 4: N_("nothing measured")}
#: What a spreadsheet would run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class SetLine:
    """One video's line in the summary."""

    name: str  #: its folder
    video: str  #: its path as it was given
    status: str  #: "ok", or one of `FAILED`
    problem: str  #: why there is no report; empty where there is one
    facts: Mapping[str, str | float | None]  #: of the main lift, the view and the recording
    worst: str  #: the rule of the first finding of all lifts, or empty
    severity: str  #: and its severity
    cue: str  #: and its cue
    rules: Mapping[str, str]  #: severity, "clean" or N_("not assessable"); a rule not of the main lift is missing
    measures: Mapping[str, float | None]
    film: str = ""  #: file name of the annotated video; empty = none
    cover: str = ""  #: file name of a picture; empty = none
    lifter: str = ""  #: whose set it is, by the folder of the video; empty = not known
    day: str = ""  #: when it was done, YYYY-MM-DD; empty = not known
    lifts: Sequence[Sequence[str]] = ()  #: name and working leg of all sets, each once, in their order
    all_reps: int = 0  #: of all lifts
    elsewhere: Mapping[str, str] = field(default_factory=dict)  #: severity of each fault in sets of other lifts

    @property
    def clean_words(self) -> str:
        """What to say where there is no fault."""
        clean, left_open = (
            [rule for rule, said in self.rules.items() if said == of] for of in ("clean", NOT_ASSESSABLE)
        )
        return no_fault_words(clean, left_open)

    @property
    def faults(self) -> dict[str, str]:
        """Severity of each fault, in whatever lift it was; of two the worse."""
        found: dict[str, str] = {rule: said for rule, said in self.rules.items() if said in SEVERITIES}
        for rule, severity in self.elsewhere.items():
            found[rule] = max(found.get(rule, severity), severity, key=SEVERITIES.index)
        return found


def no_fault_words(clean: Collection[str], not_assessable: Iterable[str]) -> str:
    """What to say of a set without a fault, by the rules that found it clean and those that could not be judged.

    >>> no_fault_words(["knee-dominant"], ["uneven-sides", "knee-dominant"])
    'no fault seen'
    >>> no_fault_words(["knee-dominant"], ["uneven-sides", "form-drift"])
    'no fault seen, but only 1 of 3 rules could be judged in every rep'
    """
    if not clean:
        return NOTHING_JUDGED
    judged, left_open = len(clean), len(set(not_assessable).difference(clean))
    return NO_FAULT if judged >= left_open else Phrase(FEW_JUDGED, judged=judged, rules=judged + left_open)


def failed_line(name: str, video: str, status: int, problem: str) -> SetLine:
    """The line of a video without a report."""
    return SetLine(name, video, FAILED.get(status, N_("failed")), problem, {}, "", "", "", {}, {})


def line_of(name: str, report: Mapping[str, Any]) -> SetLine:
    """The line of a report: facts, rules and measures are those of its main lift, the worst fault is of all.

    Parameters
    ----------
    name : str
        Of the folder it is in.
    report : mapping
        As `hingecheck.reports.json_report` writes it.
    """
    findings = report["findings"]
    first = findings[0] if findings else {"rule": "", "severity": "", "cue": ""}
    main = of_lift(report, report["lift"]["name"])
    own = main["findings"]
    return SetLine(
        name=name,
        video=report["source"]["path"],
        status="ok",
        problem="",
        facts={**_facts(main), "findings": len(findings), "lifts": ", ".join(lifts_in(report))},
        worst=first["rule"],
        severity=first["severity"],
        cue=first["cue"],
        rules=_rules(main),
        measures=_measures(main["reps"]),
        lifts=legs_in(report),
        all_reps=len(report["reps"]),
        elsewhere={one["rule"]: one["severity"] for one in reversed(findings) if one not in own},
    )


def lifts_in(report: Mapping[str, Any]) -> tuple[str, ...]:
    """The lifts of a report's sets, in their order; the report's own where there are none."""
    lift = report["lift"]["name"]
    return tuple(dict.fromkeys(_lift_of(part, lift) for part in report["sets"])) or (lift,)


def legs_in(report: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Each lift of a report's sets with the leg that works, in their order; the report's own where there are none."""
    lifts = [part.get("lift", report["lift"]) for part in report["sets"]] or [report["lift"]]
    return tuple(dict.fromkeys((one["name"], one["working_side"]) for one in lifts))


def of_lift(report: Mapping[str, Any], lift: str) -> Mapping[str, Any]:
    """A report with the sets of one lift alone; the same where there is no other."""
    if lifts_in(report) == (lift,):
        return report
    sets = [part for part in report["sets"] if _lift_of(part, report["lift"]["name"]) == lift]
    most = max(sets, key=lambda part: len(part["reps"]))
    reps, numbers = {rep for part in sets for rep in part["reps"]}, {part["index"] for part in sets}
    told = {name: [e for e in report[name] if e["set"] in numbers] for name in ("findings", "not_assessable")}
    open_rules = {entry["rule"] for entries in told.values() for entry in entries}
    good = dict.fromkeys(rule for part in sets for rule in part["good"] if rule not in open_rules)
    kept = [rep for rep in report["reps"] if rep["index"] in reps]
    return {
        **report, **told, "lift": most["lift"], "view": most["view"], "sets": sets, "reps": kept, "good": list(good)
    }  # fmt: skip


def _lift_of(part: Mapping[str, Any], otherwise: str) -> str:
    """The lift of a set; reports of version 1 name one for all."""
    name: str = part["lift"]["name"] if "lift" in part else otherwise
    return name


def _facts(report: Mapping[str, Any]) -> dict[str, str | float | None]:
    """What is told of a report of one lift, but for its findings."""
    lift, view = report["lift"], report["view"]
    return {
        "lift": lift["name"],
        "lift_confidence": lift["confidence"],
        "side": " and ".join(dict.fromkeys(side for _, side in legs_in(report))),
        "sets": len(report["sets"]),
        "reps": len(report["reps"]),
        "partial_reps": len(report["partial_reps"]),
        "view": view["name"],
        "azimuth_deg": view["azimuth_deg"],
        "quality": report["quality"]["level"],
        "duration_s": report["source"]["duration_s"],
        "load_kg": (report.get("load") or {}).get("mass_kg"),
    }


def _rules(report: Mapping[str, Any]) -> dict[str, str]:
    verdicts = {entry["rule"]: NOT_ASSESSABLE for entry in report["not_assessable"]}
    verdicts |= dict.fromkeys(report["good"], "clean")
    # of several sets the worst counts: it stands first
    return verdicts | {finding["rule"]: finding["severity"] for finding in reversed(report["findings"])}


def _measures(reps: Iterable[Mapping[str, Any]]) -> dict[str, float | None]:
    reps = list(reps)
    values: dict[str, float | None] = {}
    for name, which in MEASURES:
        values[f"{name}_{which}"] = _median(rep["measures"].get(name, {}).get(which) for rep in reps)
    for name in TEMPO:
        values[name] = _median(rep["tempo"][name] for rep in reps)
    speeds = [told for rep in reps if (told := (rep.get("load") or {}).get(SPEED)) is not None]
    usual = median(told["sigma"] for told in speeds) if speeds else 0.0
    known = [told["value"] for told in speeds if told["sigma"] <= UNSURE_TIMES * usual]
    values[SPEED] = round(max(known), 4) if known else None
    return values


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 4) if known else None


FACTS = (
    "lift", "lift_confidence", "side", "sets", "reps", "partial_reps", "view", "azimuth_deg", "quality", "duration_s",
    "findings", "load_kg", "lifts",
)  # fmt: skip
MEASURE_COLUMNS = (*(f"{name}_{which}" for name, which in MEASURES), *TEMPO, SPEED)


def to_csv(lines: Iterable[SetLine]) -> str:
    """All lines as a table; empty = not measured, or a rule that does not belong to the lift.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    rules = [rule.id for rule in RULES]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    start = ("name", "video", "status")
    writer.writerow([*start, *FACTS, "worst", "severity", "cue", *rules, *MEASURE_COLUMNS, "problem"])
    for line in lines:
        cells: list[str | float | None] = [line.name, line.video, line.status]
        cells += [line.facts.get(name) for name in FACTS]
        cells += [line.worst, line.severity, line.cue]
        cells += [line.rules.get(rule) for rule in rules]
        cells += [line.measures.get(column) for column in MEASURE_COLUMNS]
        writer.writerow(_plain(cell) for cell in [*cells, line.problem])
    return out.getvalue()


def _plain(cell: str | float | None) -> str | float | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
