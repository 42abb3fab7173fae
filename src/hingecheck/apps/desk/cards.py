"""Reports on disk as the desk's lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import HingecheckError
from ...languages.speaking import current_language, tr
from ...reports.desk.pages import JobRow, SetCard
from ...reports.history_text import to_text
from ...reports.summary import legs_in, no_fault_words
from ...reports.words import capitalised, lift_names, name_of, rep_count, title_of
from ..correct import REPORT_FILE, ResultFolder, open_result
from ..history import past_sets, report_day
from .jobs import DeskJob
from .places import Desk, SetPlace

#: Jobs that are shown once they have ended.
MAX_ENDED = 20
#: Cards that are kept in memory; one is a kilobyte.
MAX_CARDS = 10_000


def card_of(place: SetPlace, result: ResultFolder) -> SetCard:
    """A set as lists show it."""
    report = result.report
    faults = {one["rule"]: one["severity"] for one in reversed(report["findings"])}
    clean = no_fault_words(report["good"], (one["rule"] for one in report.get("not_assessable", ())))
    return SetCard(
        lifter=place.lifter,
        name=place.name,
        title=f"{lift_names(legs_in(report))}, {rep_count(len(report['reps']))}",
        day=report_day(str(report["provenance"]["created"])),
        faults=tuple((name_of(rule), severity) for rule, severity in reversed(faults.items())),
        corrected=bool(report.get("corrected")),
        reps=tuple(int(rep["index"]) for rep in report["reps"]),
        clean=f"{capitalised(tr(clean))}.",
    )


def sets_of(report: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The sets of a recording, by number, each with its lift in words and when it was."""
    return [
        (
            int(one["index"]),
            f"{capitalised(title_of(str(one['lift']['name'])))}, {one['start_s']:.0f}–{one['end_s']:.0f} s",
        )
        for one in report["sets"]
    ]


def cards_of(desk: Desk, places: Iterable[SetPlace]) -> list[SetCard]:
    """Sets as lists show them; damaged reports are left out."""
    cards = []
    for place in places:
        try:
            folder = desk.result(place)
            stat = (folder / REPORT_FILE).stat()
            card = _card(place, folder, stat.st_mtime_ns, stat.st_size, current_language().code)
        except (HingecheckError, OSError):
            continue
        cards += [] if card is None else [card]
    return cards


@lru_cache(maxsize=MAX_CARDS)
def _card(place: SetPlace, folder: Path, changed_ns: int, size: int, language: str) -> SetCard | None:
    """A set's card, read again only where its report has changed: an open page asks every second."""
    try:
        return card_of(place, open_result(folder))
    except (HingecheckError, KeyError, TypeError):
        return None


def job_rows(jobs: Iterable[DeskJob]) -> list[JobRow]:
    """The queue as pages show it: what is still to be done, and the last that have ended, newest first."""
    every = list(jobs)
    ended = [job for job in every if job.status in ("done", "failed")][-MAX_ENDED:]
    shown = [job for job in every if job.status in ("working", "waiting")] + ended[::-1]
    rows = []
    for job in shown:
        href = SetCard(job.lifter, job.result, "", "", (), corrected=False).href if job.result else ""
        name = Path(job.video).name
        rows.append(JobRow(job.number, name, job.lifter, job.status, tr(job.problem), job.share, href))
    return rows


def history_words(desk: Desk, lifter: str) -> str:
    """A lifter's history as text; empty where there is none."""
    try:
        sets, *_ = past_sets(desk.results_of(lifter))
    except HingecheckError:
        return ""
    return to_text(sets)
