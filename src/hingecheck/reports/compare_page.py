"""A comparison as one self-contained HTML page: what differs, curves in step, pictures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.comparison.compare import Comparison
from ..core.comparison.curves import PhaseCurve
from ..core.comparison.differences import COUNTS_FROM
from ..core.pictures.keyframes import KeyFrame, pictured_reps
from ..core.types import SetReport
from ..languages.speaking import tr
from .charts import ChartPanel, Line
from .compare_text import NOTHING
from .compare_words import TITLES, alike_words, measure_rows, sections, side_words
from .drawn_curves import CURVES
from .figure import Drawing, drawing
from .page_templates import page_template
from .scales import UNITS, Tick, axis_of, band_path, down, path


@dataclass(frozen=True, slots=True)
class PicturedSide:
    """A picture of one side."""

    report: SetReport
    frame: KeyFrame


def to_html(comparison: Comparison, pictured: Sequence[PicturedSide] = ()) -> str:
    """The page as text; every text from outside is escaped.

    Parameters
    ----------
    comparison : Comparison
    pictured : sequence of PicturedSide
        Of each side one, or none.
    """
    return page_template("compare.html.j2").render(
        title=tr(TITLES[comparison.kind]),
        sides=[side_words(comparison.before), side_words(comparison.after)],
        doubts=comparison.doubts,
        sections=sections(comparison),
        nothing=tr(NOTHING),
        drawings=[_drawing(side) for side in pictured],
        panels=[_panel(curve, comparison) for curve in comparison.curves],
        rows=measure_rows(comparison),
        alike=alike_words(comparison),
    )


def _drawing(side: PicturedSide) -> Drawing:
    analysis = side.report.analysis
    rep = next(rep for rep in pictured_reps(analysis) if rep.index == side.frame.moment.rep)
    return drawing(side.frame, rep, analysis.motion_at(side.frame.moment.row))


def _panel(curve: PhaseCurve, comparison: Comparison) -> ChartPanel:
    """Both sides, and round the first one the band that the second must leave to differ."""
    about = next(one for one in CURVES if one.measure == curve.measure)
    margin = COUNTS_FROM * curve.sigma
    shown = np.concatenate([curve.before - margin, curve.before + margin, curve.after])
    axis, ticks = axis_of(shown[np.isfinite(shown)], 0.0, curve.unit)
    x = np.linspace(0, UNITS, len(curve.before))
    share = float(np.mean(curve.differs))
    lines = tuple(
        Line(path(x, down(value, axis)), int(np.isfinite(value).sum()), kind, label)
        for value, kind, label in ((curve.before, "first", "A"), (curve.after, "last", "B"))
    )
    steps = len(comparison.phases)
    names = [Tick(100 * (place + 0.5) / steps, tr(name)) for place, name in enumerate(comparison.phases)]
    return ChartPanel(
        title=tr(about.title),
        about=tr(about.about),
        alt=tr(
            "{curve} of A solid and B dashed over {phases}: they differ beyond their error in {share:.0%} of it.",
            curve=tr(about.title),
            phases=tr(" and ").join(tr(phase) for phase in comparison.phases),
            share=share,
        ),
        lines=lines,
        band=band_path(x, down(curve.before - margin, axis), down(curve.before + margin, axis)),
        x_ticks=tuple(names),
        y_ticks=ticks,
    )
