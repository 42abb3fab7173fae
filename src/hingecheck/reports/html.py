"""The report as one self-contained HTML page, without network; where there is a film, a script plays it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.advice.next_advice import says_stop
from ..core.phrases import N_
from ..core.pictures.keyframes import KeyFrame, bottom_moments, pictured_reps
from ..core.pictures.load_path import LoadPaths
from ..core.rules.findings import format_value
from ..core.types import Analysis, Finding, LiftSet, Rep, SetReport, Unavailable
from ..languages.speaking import tr, written
from .answer_words import depth_cells, mark_words
from .charts import letter_of, overlays, time_charts
from .column_errors import column_error
from .figure import Drawing, drawing
from .load_text import by_hands_words, load_words, speed_loss_words, speed_of, speed_words, usual_error_words
from .page_assets import asset, content_security, json_in_page
from .page_templates import page_template
from .path_panel import PathPanel, path_panel
from .player import PLAYER_SCRIPTS, PLAYER_STYLES, Playing, film_in_page, player_data
from .player_words import player_words
from .words import (
    also_words,
    capitalised,
    corrected_words,
    counted,
    found_in_words,
    lifts_sure_words,
    lifts_words,
    little_judged,
    name_of,
    praise,
    praise_in_part,
    set_words,
    unjudged,
    views_words,
    work_words,
    worst_rep_of,
)

#: Columns of the table of reps: heading, measure, which of its numbers.
COLUMNS = (
    (N_("Hinge"), "hip_hinge_deg", "bottom"),
    (N_("Knee"), "knee_flexion_deg", "bottom"),
    (N_("Trunk"), "trunk_inclination_deg", "bottom"),
    (N_("Low back"), "lumbar_flexion_deg", "max"),
    (N_("Hips turned"), "pelvis_rotation_deg", "max"),
    (N_("Top"), "hip_hinge_deg", "top"),
)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Key frames of a report."""

    frames: tuple[KeyFrame, ...]
    no_pictures: str = ""  #: why there are none, in a sentence


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as the page shows it."""

    letter: str
    title: str
    finding: Finding
    reps: str
    limit: str
    moment: str  #: of its worst rep, as markup; empty where its reps are not told
    by_rep: tuple[tuple[int, str, str, float], ...]  #: rep, severity, value ± error, time


@dataclass(frozen=True, slots=True)
class RepTable:
    """The table of a set's reps."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Rep, tuple[str, ...], str], ...]  #: rep, cells, letters of its faults
    errors: tuple[str, ...]
    slower: str = ""  #: how much speed was lost over the set
    mark: str = ""  #: what the depth of its reps is held against


#: A page without a film, and nothing to say about that.
NO_FILM = Unavailable("")


def to_html(report: SetReport, gallery: Gallery | None = None, playing: Playing | Unavailable = NO_FILM) -> str:
    """The report as the text of an HTML page.

    Parameters
    ----------
    report : SetReport
    gallery : Gallery, optional
        Pictures of the reps' bottoms; without it the page shows the skeletons alone.
    playing : Playing or Unavailable
        The film that the page plays, or why it plays none; an empty reason says nothing.

    Returns
    -------
    str
        A whole document; every text from outside is escaped.
    """
    if gallery is None:
        moments = bottom_moments(report.analysis, report.source.width, report.source.height)
        gallery = Gallery(tuple(KeyFrame(moment) for moment in moments))
    return page_template("report.html.j2").render(**_context(report, gallery), **_player(report, playing))


def _context(report: SetReport, gallery: Gallery) -> dict[str, Any]:
    analysis = report.analysis
    findings = [_finding_view(place, finding, analysis) for place, finding in enumerate(analysis.findings)]
    return {
        "report": report,
        "analysis": analysis,
        "name": Path(report.source.path).name or report.source.path,
        "lift": lifts_words(analysis),
        "sure": lifts_sure_words(analysis),
        "rep_count": counted(analysis),
        "view": views_words(analysis),
        "also": also_words(report),
        "corrected": corrected_words(analysis),
        "load": load_words(report.load, analysis.motion.load) + by_hands_words(analysis),
        "work": work_words(report.analysis),
        "little_judged": little_judged(analysis),
        "stop": says_stop(analysis.advice),
        "findings": findings,
        "cues": [view for view in findings if view.finding.rule in analysis.cues],
        "praise": praise(analysis),
        "praise_in_part": praise_in_part(analysis),
        "unjudged": unjudged(analysis),
        "drawings": _drawings(report, gallery),
        "no_pictures": tr(gallery.no_pictures),
        "sets": [time_charts(analysis, lift_set) for lift_set in analysis.sets],
        "ways": {lift_set.index: _way(analysis, lift_set) for lift_set in analysis.sets},
        "overlays": overlays(analysis),
        "tables": [(set_words(s, analysis), _table(report, s)) for s in analysis.sets],
        "partial": [written("{at:.1f} s", at=rep.bottom_s) for rep in analysis.partial_reps],
    }


def _way(analysis: Analysis, lift_set: LiftSet) -> PathPanel | None:
    reps = [rep for rep in analysis.reps if rep.index in lift_set.reps]
    return path_panel(analysis.motion, reps)


def _player(report: SetReport, playing: Playing | Unavailable) -> dict[str, Any]:
    """What the page's player needs; all empty where there is none."""
    if isinstance(playing, Unavailable):
        return {"player": None, "no_film": tr(playing.reason), "policy": content_security()}
    script = asset(*PLAYER_SCRIPTS)
    return {
        "player": {
            "words": player_words(),
            "style": asset(*PLAYER_STYLES),
            "script": script,
            "data": json_in_page(player_data(report, playing)),
            "film": film_in_page(playing.film),
        },
        "no_film": tr(playing.film.codec_note),
        "policy": content_security(script),
    }


def _drawings(report: SetReport, gallery: Gallery) -> list[Drawing]:
    analysis = report.analysis
    reps = {rep.index: rep for rep in pictured_reps(analysis)}
    frames = [frame for frame in gallery.frames if frame.moment.rep in reps]
    paths = LoadPaths(analysis)
    return [
        drawing(f, rep, analysis.motion_at(f.moment.row), paths.of(rep), still=bool(analysis.stills))
        for f in frames
        for rep in (reps[f.moment.rep],)
    ]


def _finding_view(place: int, finding: Finding, analysis: Analysis) -> FindingView:
    worst = worst_rep_of(finding)
    return FindingView(
        letter=letter_of(place),
        title=capitalised(name_of(finding.rule)),
        finding=finding,
        reps=found_in_words(finding, analysis),
        limit=tr(format_value(finding.limit, None, finding.unit)),
        moment="" if worst is None else moment_link(worst.rep, worst.at_s),
        by_rep=tuple(
            (f.rep, f.severity, tr(format_value(f.value, f.sigma, finding.unit)), f.at_s) for f in finding.by_rep
        ),
    )


def moment_link(rep: int, at_s: float) -> str:
    """A rep's worst moment as markup that the player's script makes a jump of."""
    from markupsafe import Markup

    return Markup('<span data-at="{}">{}</span>').format(
        f"{at_s:.2f}", tr("rep {rep} at {at:.1f} s", rep=rep, at=at_s)
    )


def _table(report: SetReport, lift_set: LiftSet) -> RepTable:
    analysis = report.analysis
    reps = [rep for rep in analysis.reps if rep.index in lift_set.reps]
    columns = [column for column in COLUMNS if any(_number(rep, *column[1:]) is not None for rep in reps)]
    fast = any(speed_of(rep) is not None for rep in reps)
    marks = depth_cells(reps, lift_set)
    rows = []
    for place, rep in enumerate(reps):
        times = (rep.tempo.lowering_s, rep.tempo.pause_s, rep.tempo.lifting_s)
        cells = [_seconds(t) for t in times] + ([speed_words(speed_of(rep))] if fast else [])
        cells += [_angle(_number(rep, measure, which)) for _, measure, which in columns] + marks[place : place + 1]
        letters = " ".join(letter_of(i) for i, f in enumerate(analysis.findings) if rep.index in f.reps)
        rows.append((rep, tuple(cells), letters))
    errors = [_angle(column_error(reps, measure, which, lift_set.view), "±") for _, measure, which in columns]
    speed, speed_error = ((tr("Speed (m/s)"),), (usual_error_words(reps),)) if fast else ((), ())
    headings = (
        tr("Down (s)"),
        tr("Pause (s)"),
        tr("Up (s)"),
        *speed,
        *(tr(heading) for heading, _, _ in columns),
        *([tr("Mark")] if marks else []),
    )
    errors += [""] if marks else []
    slower, mark = speed_loss_words(lift_set), mark_words(lift_set)
    return RepTable(headings, tuple(rows), ("", "", "", *speed_error, *errors), slower, mark)


def _number(rep: Rep, measure: str, which: str) -> float | None:
    value: float | None = getattr(rep.measures.get(measure), which, None)
    return value


def _angle(value: float | None, before: str = "") -> str:
    return "–" if value is None else before + tr(format_value(value, None, "deg"))


def _seconds(value: float | None) -> str:
    return "–" if value is None else written("{value:.1f}", value=value)
