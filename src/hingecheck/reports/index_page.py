"""The index page of a folder of sets: one row a video, worst first, linked to its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ..core.phrases import N_
from ..core.rules import RULES_BY_ID
from ..core.rules.findings import format_value
from ..core.types import SEVERITIES
from ..languages.speaking import tr, trn
from .index_words import choice_words, index_words
from .page_assets import asset, content_security, json_in_page
from .page_templates import page_template
from .summary import NO_FAULT, NOT_ASSESSABLE, SetLine
from .words import lift_names, name_of

#: Numbers of a row: heading, the summary's measure, its unit.
COLUMNS = (
    (N_("Hinge"), "hip_hinge_deg_bottom", "deg"),
    (N_("Knee"), "knee_flexion_deg_bottom", "deg"),
    (N_("Trunk"), "trunk_inclination_deg_bottom", "deg"),
    (N_("Low back"), "lumbar_flexion_deg_bottom", "deg"),
)

#: The script of the tools.
SCRIPT = "index.js"
#: More rows than this make a page that browsers struggle with: then the worst sets are shown, the table has all.
MAX_ROWS = 2000


def to_html(lines: Sequence[SetLine]) -> str:
    """The page as text; every text from outside is escaped.

    Parameters
    ----------
    lines : sequence of SetLine
        In the order in which they are shown.
    """
    sets = [line for line in lines if line.status == "ok"]
    failed = [line for line in lines if line.status != "ok"]
    shown = sets if len(sets) <= MAX_ROWS else sorted(sets, key=_worst_first)[:MAX_ROWS]
    before = _sets_before(sets)
    words = index_words()
    called = choice_words(dict.fromkeys(str(line.facts["lift"]) for line in sets), RULES_BY_ID)
    data = {**words, "called": called} if called else words
    return page_template("index.html.j2").render(
        title=trn("{n} set checked", "{n} sets checked", len(sets)),
        left_out=len(sets) - len(shown),
        headings=[tr(heading) for heading, _, _ in COLUMNS],
        rows=[_row(line, before.get(line.name)) for line in shown],
        failed=failed[:MAX_ROWS],
        failures=len(failed),
        often=_often(lines),
        words=words,
        data=json_in_page(data),
        script=asset(SCRIPT),
        policy=content_security(asset(SCRIPT), pictures="'self' file:"),
    )


def _worst_first(line: SetLine) -> tuple[int, int]:
    """Sort key: by severity, then by how many faults; sets that are alike stay in their order."""
    severities = [SEVERITIES.index(severity) for severity in line.faults.values()]
    return -max(severities, default=-1), -len(severities)


def _sets_before(sets: Sequence[SetLine]) -> dict[str, SetLine]:
    """The last set of the same lifter and lift, by the name of the later one; of one day in the folder's order."""
    last: dict[tuple[str, object], SetLine] = {}
    before: dict[str, SetLine] = {}
    for line in sorted((line for line in sets if line.lifter and line.day), key=lambda line: line.day):
        kind = (line.lifter, line.facts["lift"])
        if kind in last:
            before[line.name] = last[kind]
        last[kind] = line
    return before


def changed_words(line: SetLine, before: SetLine) -> str:
    """What changed since an earlier set, of rules judged in both: "since a (2025-03-14): gone: knee locked"."""
    both = [rule for rule in line.rules if rule in before.rules]
    rank: dict[str, int | None] = {NOT_ASSESSABLE: None, "clean": 0}
    rank |= {severity: place for place, severity in enumerate(SEVERITIES, 1)}
    found: dict[str, list[str]] = {N_("gone"): [], N_("milder"): [], N_("worse"): [], N_("new"): []}
    for rule in both:
        was, now = rank[before.rules[rule]], rank[line.rules[rule]]
        if was is None or now is None or was == now:
            continue
        kind = "gone" if now == 0 else "new" if was == 0 else "milder" if now < was else "worse"
        found[kind].append(name_of(rule))
    said = [f"{tr(kind)}: {', '.join(rules)}" for kind, rules in found.items() if rules]
    return tr(
        "since {name} ({day}): {what}",
        name=before.name,
        day=before.day,
        what="; ".join(said) or tr("no fault came or went"),
    )


def _row(line: SetLine, before: SetLine | None) -> dict[str, Any]:
    facts = line.facts
    faults = sorted(line.faults.items(), key=lambda fault: (fault[0] != line.worst, -SEVERITIES.index(fault[1])))
    return {
        "name": line.name,
        "href": f"{quote(line.name)}/report.html",
        "film": f"{quote(line.name)}/{quote(line.film)}" if line.film else "",
        "lift": lift_names((name, side) for name, side in line.lifts),
        "lift_name": str(facts["lift"]),
        "lifter": line.lifter,
        "day": line.day,
        "rank": -100 * _worst_first(line)[0] - _worst_first(line)[1],
        "fault_names": " ".join(rule for rule, _ in faults),
        "cover": f"{quote(line.name)}/{quote(line.cover)}" if line.cover else "",
        "changed": "" if before is None else changed_words(line, before),
        "reps": line.all_reps,
        "partial": facts["partial_reps"],
        "view": tr(str(facts["view"]).replace("-", " ")),
        "quality": facts["quality"],
        "severity": line.severity,
        "cue": tr(line.cue),
        "faults": [(name_of(rule), severity) for rule, severity in faults],
        "clean_words": tr(line.clean_words),
        "judged": line.clean_words == NO_FAULT,
        "unjudged": sum(verdict == NOT_ASSESSABLE for verdict in line.rules.values()),
        "numbers": [(tr(heading), _number(line.measures, name, unit)) for heading, name, unit in COLUMNS],
    }


def _number(measures: Mapping[str, float | None], name: str, unit: str) -> str:
    value = measures[name]
    return "–" if value is None else tr(format_value(value, None, unit))


def _often(lines: Sequence[SetLine]) -> list[tuple[str, int, int]]:
    """Faults by how many sets show them: in words, sets with it, sets in which it was judged."""
    seen: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for line in lines:
        seen.update(line.faults.keys())
        judged.update({rule for rule, verdict in line.rules.items() if verdict != NOT_ASSESSABLE} | set(line.faults))
    return [(name_of(rule), sets, judged[rule]) for rule, sets in seen.most_common() if sets]
