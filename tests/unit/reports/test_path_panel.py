"""The load on the page and in the series: its speed, its ways laid over each other, columns where it is followed."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.load.following import hands_of
from hingecheck.core.load_types import SHAPES_KEPT, LoadShapes
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis, LiftSet
from hingecheck.reports.charts import overlays, time_charts
from hingecheck.reports.path_panel import HIGH_PX, path_panel
from hingecheck.reports.series_csv import LOAD_MEASURES, MEASURES, to_csv
from stick_figure import figure, reps


def lifted(azimuth_deg: float = 90.0) -> Analysis:
    """Three reps with a plate that hangs from the hands."""
    track = figure(reps(3), azimuth_deg)
    centre = hands_of(track) + np.array([0.0, 60.0])
    rim = np.tile([140.0, 140.0, 0.9, 0.4], (len(track), 1))
    shapes = np.full((len(track), SHAPES_KEPT, 6), np.nan)
    shapes[:, 0] = np.concatenate([centre, rim], axis=1)
    loads = LoadShapes(shapes, np.ones(len(track), dtype=bool))
    return analyse(LifterTrack(replace(track, loads=loads), 0, 0), KnownFacts(lift="rdl"))


@pytest.fixture(scope="module")
def from_side() -> Analysis:
    return lifted()


def header(analysis: Analysis) -> list[str]:
    text = to_csv(analysis, analysis.motion.time_s, np.arange(len(analysis.motion)))
    return text.splitlines()[0].split(",")


def test_the_load_has_columns_where_it_is_known(from_side: Analysis) -> None:
    assert header(from_side)[-6:] == [column for name in LOAD_MEASURES for column in (name, f"{name}_sigma")]
    assert "load_x_m" not in header(lifted(45.0))
    assert header(lifted(45.0))[-2] == "load_speed_m_s"
    nobody = analyse(LifterTrack(figure(reps(2)), 0, 0), KnownFacts(lift="rdl"))
    assert header(nobody)[-2] == MEASURES[-1]


def test_the_speed_of_the_load_is_a_curve_of_the_set_and_of_the_reps(from_side: Analysis) -> None:
    (lift_set,) = from_side.sets
    assert "Speed of the load" in [panel.title for panel in time_charts(from_side, lift_set).panels]
    (overlay,) = overlays(from_side)
    assert "Speed of the load" in [panel.title for panel in overlay.panels]


def ways(analysis: Analysis) -> list[np.ndarray]:
    (lift_set,) = analysis.sets
    panel = path_panel(analysis.motion, set_reps(analysis, lift_set))
    assert panel is not None
    texts = [re.findall(r"[-\d.]+,[-\d.]+", line.path) for line in panel.panel.lines]
    return [np.array([[float(v) for v in point.split(",")] for point in text]) for text in texts]


def set_reps(analysis: Analysis, lift_set: LiftSet) -> list:
    return [rep for rep in analysis.reps if rep.index in lift_set.reps]


def test_the_ways_of_a_set_lie_over_each_other_and_lead_up(from_side: Analysis) -> None:
    drawn = ways(from_side)
    assert len(drawn) == 3
    for way in drawn:
        assert way[0, 1] > 800.0  # down is up on the page
        assert way[-1, 1] < 250.0
        assert (way >= 0.0).all()
        assert (way <= 1000.0).all()
    heights = [np.ptp(way[:, 1]) for way in drawn]
    assert max(heights) - min(heights) < 40.0


def test_the_panel_is_as_long_across_as_upward(from_side: Analysis) -> None:
    panel = path_panel(from_side.motion, set_reps(from_side, from_side.sets[0]))
    assert panel is not None
    across_px = {t.text: t.at / 100.0 * panel.width_px for t in panel.panel.x_ticks}
    upward_px = {t.text: t.at / 100.0 * panel.height_px for t in panel.panel.y_ticks}
    a, b = sorted(across_px, key=float)[:2]
    low, high = sorted(upward_px, key=float)[:2]
    per_m = (across_px[b] - across_px[a]) / (float(b) - float(a))
    assert per_m == pytest.approx((upward_px[low] - upward_px[high]) / (float(high) - float(low)), rel=0.05)
    assert panel.height_px == HIGH_PX
    assert [line.kind for line in panel.panel.lines] == ["other", "first", "last"]


def test_from_elsewhere_than_the_side_there_are_no_ways() -> None:
    oblique = lifted(45.0)
    assert path_panel(oblique.motion, set_reps(oblique, oblique.sets[0])) is None
