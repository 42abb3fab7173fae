"""The page: what is on it, what never is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import html_tree
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.pictures.keyframes import KeyFrame, bottom_moments
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Finding, PoseTrack, RepFault, Series, SetReport
from hingecheck.reports import html
from hingecheck.reports.charts import overlays, time_charts
from hingecheck.reports.figure import drawing
from hingecheck.reports.html import Gallery, to_html
from hingecheck.reports.page_assets import content_security
from reporting import SOURCE, report_of
from stick_figure import DEADLIFT, SQUATTED_RDL, TALL, figure, follow, glide, hide, lose, reps

NASTY = "<script>alert(1)</script>\"'&{{ 7 * 7 }}.mp4"


def report(track: PoseTrack, **options: object) -> SetReport:
    return report_of(analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(**options)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def squatted() -> SetReport:
    """Five RDLs that are squatted and lowered fast: faults in every rep."""
    return report(figure(reps(5, bottom=SQUATTED_RDL, lowering_s=0.6), -90.0, hands_ahead_m=0.03), lift="rdl")


@pytest.fixture(scope="module")
def page(squatted: SetReport) -> html_tree.Element:
    return html_tree.read(to_html(squatted))


class TestStructure:
    def test_headings_go_down_one_at_a_time(self, page: html_tree.Element) -> None:
        levels = [int(e.tag[1]) for e in page.all() if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_summary_comes_first(self, page: html_tree.Element) -> None:
        titles = [e.text for e in page.all("h2")]
        assert titles == [
            "Work on this", "Next steps", "Good in every rep", "The bottom of every rep", "The set over time",
            "Reps laid over each other", "Rep by rep", "What to change", "Could not be judged",
            "How good is the recording?", "Where this comes from",
        ]  # fmt: skip
        (heading,) = page.all("h1")
        assert heading.text == "Romanian deadlift, 5 reps"

    def test_summary_has_two_cues_at_most_and_what_was_good(
        self, page: html_tree.Element, squatted: SetReport
    ) -> None:
        analysis = squatted.analysis
        assert len(analysis.findings) >= 2
        (summary,) = page.all("section", **{"aria-label": "Summary"})
        cues = [e.text for e in summary.all("span", class_="cue")]
        assert cues == [f.cue for f in analysis.findings[:2]]
        (good,) = summary.all("ul", class_="good")
        assert len(good.all("li")) == len(analysis.good)
        for step in analysis.advice:
            assert step.text in summary.text

    def test_findings_with_value_error_reps_and_cue(self, page: html_tree.Element, squatted: SetReport) -> None:
        articles = page.all("article")
        assert len(articles) == len(squatted.analysis.findings)
        for article, finding in zip(articles, squatted.analysis.findings, strict=True):
            for part in (finding.cue, finding.message, finding.severity, "every rep", "±"):
                assert part in article.text
            assert len(article.all("li")) == len(finding.by_rep)
        places = {e.attributes["id"] for e in articles}
        assert {link.attributes["href"][1:] for link in page.all("a")} <= places

    def test_a_row_a_rep(self, page: html_tree.Element, squatted: SetReport) -> None:
        (table,) = page.all("table")
        (body,) = table.all("tbody")
        rows = body.all("tr")
        assert [row.all("th")[0].text for row in rows] == ["1", "2", "3", "4", "5"]
        headings = [e.text for e in table.all("thead")[0].all("th")]
        assert headings == [
            "Rep", "Down (s)", "Pause (s)", "Up (s)", "Hinge", "Knee", "Trunk", "Top", "Mark", "Faults",
        ]  # fmt: skip
        assert all(len(row.all()) == len(headings) for row in rows)
        assert {e.attributes.get("scope") for e in table.all("th")} == {"col", "row"}
        bottom = squatted.analysis.reps[0].measures["hip_hinge_deg"].bottom
        assert f"{bottom:.0f}°" in rows[0].text

    def test_pictures_and_charts_have_words(self, page: html_tree.Element) -> None:
        shown = [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]
        assert len(shown) >= 5 + 3 + 3
        assert all(len(svg.attributes["aria-label"]) > 15 for svg in shown)
        assert page.all("html")[0].attributes["lang"] == "en"
        (about,) = [p for p in page.all("p") if p.attributes.get("id") == "reps-1"]
        assert page.all("table", **{"aria-describedby": "reps-1"})
        assert about.text.startswith("Seconds of each phase")
        assert page.all("meta", name="viewport")

    def test_what_could_not_be_judged_and_where_it_comes_from(
        self, page: html_tree.Element, squatted: SetReport
    ) -> None:
        for entry in squatted.analysis.not_assessable:
            assert entry.rule in page.text
            assert entry.reason in page.text
        made = squatted.provenance
        footer = page.all("footer")[0].text
        for part in (
            made.version,
            made.model_name,
            made.model_sha256,
            made.config_sha256,
            made.created,
            "figure.mp4",
        ):
            assert part in footer


class TestNothingFromOutside:
    def test_no_network_and_no_script(self, squatted: SetReport) -> None:
        text = to_html(squatted)
        assert html_tree.outside(text) == []
        assert "http" not in text.replace("http-equiv", "")

    def test_the_checker_sees_what_is_fetched(self) -> None:
        assert len(html_tree.outside('<a href="//x"></a><script></script><p onclick="x"></p>')) == 3
        named = content_security("one()")
        meta = f'<meta http-equiv="Content-Security-Policy" content="{named}">'
        assert html_tree.outside(meta + "<script>one()</script>") == []
        assert html_tree.outside(meta + "<script>two()</script>") == ["script"]
        assert html_tree.outside(meta + '<script src="x.js"></script>') == ["script src=x.js", "script"]

    def test_names_are_escaped(self, squatted: SetReport) -> None:
        analysis = replace(squatted.analysis, quality=replace(squatted.analysis.quality, problems=(NASTY,)))
        nasty = replace(
            squatted,
            source=replace(SOURCE, path=f"clips/{NASTY.replace('/', '')}"),
            provenance=replace(squatted.provenance, model_name=NASTY),
            analysis=analysis,
        )
        text = to_html(nasty, Gallery((), NASTY))
        page = html_tree.read(text)
        assert not page.all("script")
        assert html_tree.outside(text) == []
        assert page.text.count(NASTY) == 2  # the problem, the model
        assert NASTY.replace("/", "") in page.all("title")[0].text

    def test_no_missing_number_shows(self, squatted: SetReport) -> None:
        track = lose(figure(reps(3, bottom=DEADLIFT, starts="floor"), hands_ahead_m=0.03), slice(60, 75))
        for case in (squatted, report(track), report(hide(track, ("ELBOW", "WRIST", "INDEX")))):
            page = html_tree.read(to_html(case))
            words = [page.text, *(v for e in page.all() for v in e.attributes.values())]
            assert not [w[:80] for w in words if re.search(r"\b(nan|inf|None|undefined)\b", w)]


class TestPictures:
    def test_one_a_rep_with_the_hinge(self, squatted: SetReport) -> None:
        moments = bottom_moments(squatted.analysis, 960, 1280)
        gallery = Gallery(tuple(KeyFrame(moment, b"\xff\xd8jpeg") for moment in moments))
        page = html_tree.read(to_html(squatted, gallery))
        images = page.all("image")
        assert len(images) == 5
        assert all(i.attributes["href"].startswith("data:image/jpeg;base64,") for i in images)
        numbers = [e.text for e in page.all("text", class_="number")]
        assert len(numbers) == 5
        hinge = squatted.analysis.reps[0].measures["hip_hinge_deg"].max
        assert float(numbers[0].rstrip("°")) == pytest.approx(hinge, abs=3)
        for side in ("near", "far"):
            assert page.all("polyline", class_=side)

    def test_the_back_line_is_drawn_and_explained_where_it_shows(self, squatted: SetReport) -> None:
        moments = bottom_moments(squatted.analysis, 960, 1280)
        line = np.array([[400.0, 500.0], [420.0, 480.0]])
        backs = (line, *[None] * (len(moments) - 1))
        frames = tuple(KeyFrame(moment, back=back) for moment, back in zip(moments, backs, strict=True))
        page = html_tree.read(to_html(squatted, Gallery(frames)))
        (beads,) = page.all("polyline", class_="beads")
        assert beads.attributes["points"] == "400.0,500.0 420.0,480.0"
        assert "the line of the back" in page.text
        bare = html_tree.read(to_html(squatted))
        assert not bare.all("polyline", class_="beads")
        assert "the line of the back" not in bare.text

    def test_numbers_stay_inside_their_pictures(self, squatted: SetReport) -> None:
        for moment in bottom_moments(squatted.analysis, 960, 1280):
            drawn = drawing(KeyFrame(moment), squatted.analysis.reps[moment.rep - 1], squatted.analysis.motion)
            assert drawn.hinge is not None
            x, y = drawn.hinge.text_at
            room = 0.1 * moment.box.width
            assert moment.box.left + room <= x <= moment.box.left + moment.box.width - room
            assert moment.box.top <= y <= moment.box.top + moment.box.height

    def test_without_pictures_it_says_why(self, squatted: SetReport) -> None:
        moments = bottom_moments(squatted.analysis, 960, 1280)
        page = html_tree.read(to_html(squatted, Gallery(tuple(map(KeyFrame, moments)), "No video here.")))
        assert not page.all("image")
        assert "No video here." in page.text
        assert len(page.all("text", class_="number")) == 5


class TestWhatDiffers:
    def test_pain_comes_before_anything_seen(self) -> None:
        track = figure(reps(5, bottom=SQUATTED_RDL), -90.0)
        told = report(track, lift="rdl", felt="pain")
        page = html_tree.read(to_html(told))
        (summary,) = page.all("section", **{"aria-label": "Summary"})
        assert "stop here for today" in summary.text
        assert told.analysis.findings[0].cue not in summary.text

    def test_nothing_to_change(self) -> None:
        clean = report(figure(reps(5, bottom=DEADLIFT, starts="floor"), hands_ahead_m=0.03))
        assert not clean.analysis.findings
        page = html_tree.read(to_html(clean))
        assert "Next steps" in [e.text for e in page.all("h2")]
        assert "What to change" not in page.text
        assert clean.analysis.advice[0].text in page.text

    def test_two_sets_have_charts_and_tables_each(self) -> None:
        rest = glide(TALL, (20.0, TALL))
        two = report(figure(follow(reps(3), rest, reps(3)), hands_ahead_m=0.03))
        assert len(two.analysis.sets) == 2
        page = html_tree.read(to_html(two))
        assert {"Set 1 over time", "Set 2 over time"} <= {e.text for e in page.all("h2")}
        assert len(page.all("table")) == 2


def colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))


def contrast(one: str, two: str) -> float:
    """WCAG 2 contrast of two colours."""

    def luminance(colour: str) -> float:
        parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    light, dark = sorted([luminance(one), luminance(two)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_in_light_and_dark() -> None:
    style = (Path(html.__file__).parent / "templates" / "report.css").read_text("utf-8")
    light, dark = style.split("prefers-color-scheme: dark", 1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for palette in (colours(light), colours(light) | colours(dark.split("}", 1)[0])):
        for text in ("ink", "soft", "link", "mild", "moderate", "severe", "good"):
            for ground in ("page", "card"):
                assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
        for text in ("ink", "soft"):
            assert contrast(palette[text], palette["lifting"]) >= 4.5
        assert contrast(palette["curve"], palette["lifting"]) >= 3


class TestCharts:
    def test_a_point_for_every_row_of_the_set(self, squatted: SetReport) -> None:
        analysis = squatted.analysis
        (lift_set,) = analysis.sets
        charts = time_charts(analysis, lift_set)
        assert [panel.title for panel in charts.panels] == ["Hip hinge", "Knee bend", "Trunk lean"]
        time_s = analysis.motion.time_s
        rows = (time_s >= lift_set.start_s - 0.6) & (time_s <= lift_set.end_s + 0.6)
        for panel in charts.panels:
            (line,) = panel.lines
            assert line.points == rows.sum()
            assert len(re.findall(r"[-\d.]+,[-\d.]+", line.path)) == rows.sum()
            assert line.path.count("M") == 1
            assert panel.band.count("Z") == 1

    def test_holes_are_gaps(self) -> None:
        holed = report(lose(figure(reps(3), hands_ahead_m=0.03), slice(100, 140)))
        (panel, *_) = time_charts(holed.analysis, holed.analysis.sets[0]).panels
        assert panel.lines[0].path.count("M") == 2
        assert panel.band.count("Z") == 2

    def test_shades_and_rep_numbers_in_order(self, squatted: SetReport) -> None:
        charts = time_charts(squatted.analysis, squatted.analysis.sets[0])
        assert [t.text for t in charts.reps] == ["1", "2", "3", "4", "5"]
        assert [s.phase for s in charts.shades] == ["lowering", "lifting"] * 5
        assert all(s.left >= 0 and s.width > 0 and s.left + s.width <= 100 for s in charts.shades)
        lefts = [s.left for s in charts.shades]
        assert lefts == sorted(lefts)

    def test_every_fault_is_marked(self, squatted: SetReport) -> None:
        charts = time_charts(squatted.analysis, squatted.analysis.sets[0])
        for lane, finding in zip(charts.lanes, squatted.analysis.findings, strict=True):
            assert lane.finding is finding
            assert len(lane.marks) == len(finding.by_rep)
        knee = next(panel for panel in charts.panels if panel.title == "Knee bend")
        assert len(knee.marks) == 5
        assert all(0 <= mark.top <= 100 and 0 <= mark.left <= 100 for mark in knee.marks)

    def test_a_new_measure_is_drawn_and_an_empty_one_is_not(self, squatted: SetReport) -> None:
        motion = squatted.analysis.motion
        lumbar = Series(np.linspace(0, 40, len(motion)), np.full(len(motion), 7.0), "deg")
        empty = Series(np.full(len(motion), np.nan), np.full(len(motion), np.nan), "deg")
        more = replace(motion, series={**motion.series, "lumbar_flexion_deg": lumbar, "pelvis_drop_deg": empty})
        analysis = replace(squatted.analysis, motion=more)
        titles = [panel.title for panel in time_charts(analysis, analysis.sets[0]).panels]
        assert titles == ["Hip hinge", "Knee bend", "Trunk lean", "Low back"]
        page = html_tree.read(to_html(replace(squatted, analysis=analysis)))
        assert [e.text for e in page.all("b")].count(
            "Low back"
        ) == 2  # over time and over the rep; the reps' summaries lack it

    def test_reps_over_each_other(self, squatted: SetReport) -> None:
        (overlay,) = overlays(squatted.analysis)
        for panel in overlay.panels:
            assert [line.kind for line in panel.lines] == ["other"] * 3 + ["first", "last"]
            assert [line.label for line in panel.lines][-2:] == ["rep 1", "rep 5"]
            assert {line.points for line in panel.lines} == {101}

    def test_one_rep_is_not_laid_over_itself(self) -> None:
        assert overlays(report(figure(reps(1), hands_ahead_m=0.03)).analysis) == []

    def test_an_hour_is_thinned_out(self, squatted: SetReport) -> None:
        (lift_set,) = squatted.analysis.sets
        motion = squatted.analysis.motion
        series = {k: Series(np.tile(s.value, 20), np.tile(s.sigma, 20), s.unit) for k, s in motion.series.items()}
        with_sigma_stretched = replace(motion, time_s=np.arange(20 * len(motion)) / 30, series=series)
        long = replace(squatted.analysis, motion=with_sigma_stretched)
        panel = time_charts(long, replace(lift_set, start_s=0.0, end_s=1e4)).panels[0]
        assert 700 < panel.lines[0].points <= 1500

    def test_a_limit_is_drawn_only_on_the_curve_it_is_a_height_of(self) -> None:
        """A pelvis that turns by 30°, and one measure whose limit is no angle of any curve."""
        track = figure(reps(3), -90.0, hands_ahead_m=0.03)
        analysis = report(track, lift="single-leg-rdl", stance="right").analysis
        time_s = analysis.motion.time_s
        turned = Series(np.full(len(time_s), 30.0), np.full(len(time_s), 2.0), "deg")
        motion = replace(analysis.motion, series={**analysis.motion.series, "pelvis_rotation_deg": turned})
        faults = tuple(
            RepFault(rep.index, "severe", 30.0, 2.0, 25.0, rep.bottom_s, "", "m", "c") for rep in analysis.reps
        )
        findings = tuple(
            Finding(rule, "severe", (1, 2, 3), measure, 30.0, 2.0, 25.0, "deg", (1.0,), 0.99, "m", "c", faults)
            for rule, measure in (("hips-opening", "pelvis_rotation_deg"), ("range-too-deep", "hip_hinge_deg"))
        )
        charts = time_charts(replace(analysis, motion=motion, findings=findings), analysis.sets[0])
        limits = {panel.title: panel.limits for panel in charts.panels if panel.limits}
        assert {title: [t.text for t in ticks] for title, ticks in limits.items()} == {"Hips opening": ["limit A"]}
        (panel,) = (panel for panel in charts.panels if panel.title == "Hips opening")
        assert all(mark.top < panel.limits[0].at for mark in panel.marks)  # 30° is above 25°
