"""The line a video and the page over all, on reports written by hand."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

import html_tree
from hingecheck.core.rules import RULES
from hingecheck.reports.index_page import changed_words, to_html
from hingecheck.reports.summary import SetLine, failed_line, line_of, to_csv


def rep(index: int, hinge: float | None, lowering_s: float | None) -> dict[str, Any]:
    return {
        "index": index,
        "measures": {} if hinge is None else {"hip_hinge_deg": {"bottom": hinge, "top": 2.0}},
        "tempo": {"lowering_s": lowering_s, "pause_s": 0.2, "lifting_s": 1.0},
    }


def report(**changes: Any) -> dict[str, Any]:
    return {
        "source": {"path": "clips/set.mp4", "duration_s": 12.5},
        "lift": {"name": "single-leg-rdl", "confidence": 0.9, "working_side": "left"},
        "view": {"name": "front-oblique", "azimuth_deg": 45.0},
        "sets": [{}],
        "reps": [rep(1, 80.0, 1.0), rep(2, 90.0, None), rep(3, 70.0, 3.0)],
        "partial_reps": [],
        "findings": [
            {"rule": "hips-opening", "severity": "severe", "cue": "Both hips face the floor."},
            {"rule": "fast-lowering", "severity": "mild", "cue": "Slower."},
        ],
        "not_assessable": [{"rule": "lumbar-rounding"}, {"rule": "hips-opening"}],
        "good": ["knee-locked"],
        "quality": {"level": "fair"},
    } | changes


def table(*lines: SetLine) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(lines))))


def test_a_line_holds_the_worst_finding_each_rule_and_medians() -> None:
    (row,) = table(line_of("set", report()))
    assert (row["worst"], row["severity"], row["cue"]) == ("hips-opening", "severe", "Both hips face the floor.")
    assert (row["lift"], row["side"], row["view"], row["quality"]) == (
        "single-leg-rdl",
        "left",
        "front-oblique",
        "fair",
    )
    assert (row["sets"], row["reps"], row["partial_reps"], row["findings"]) == ("1", "3", "0", "2")
    assert row["hips-opening"] == "severe"  # a fault in one rep outweighs reps that could not be judged
    assert row["lumbar-rounding"] == "not assessable"
    assert row["knee-locked"] == "clean"
    assert row["shin-angle"] == ""  # not a rule of this lift
    assert row["hip_hinge_deg_bottom"] == "80.0"
    assert row["lowering_s"] == "2.0"
    assert row["knee_flexion_deg_bottom"] == ""


def test_the_speed_is_that_of_the_fastest_rep_and_the_load_as_it_was_told() -> None:
    reps = [{**rep(1, 80.0, 1.0), "load": {"mean_concentric_m_s": {"value": v, "sigma": 0.05}}} for v in (0.5, 0.6)]
    reps += [{**rep(3, 80.0, 1.0), "load": {"mean_concentric_m_s": None}}, rep(4, 80.0, 1.0)]
    (row,) = table(line_of("set", report(reps=reps, load={"kind": "barbell", "mass_kg": 60.0})))
    assert (row["load_kg"], row["mean_concentric_m_s"]) == ("60.0", "0.6")
    unsure = {**rep(5, 80.0, 1.0), "load": {"mean_concentric_m_s": {"value": 0.9, "sigma": 0.2}}}
    (row,) = table(line_of("set", report(reps=[*reps, unsure], load={"kind": "barbell", "mass_kg": 60.0})))
    assert row["mean_concentric_m_s"] == "0.6"
    (row,) = table(line_of("set", report(load=None)))
    assert (row["load_kg"], row["mean_concentric_m_s"]) == ("", "")


def two_lifts() -> dict[str, Any]:
    """One leg after the other without a fault, and a hip thrust with one."""
    view = {"name": "side", "azimuth_deg": 90.0}

    def part(index: int, lift: str, side: str, reps: list[int], good: list[str]) -> dict[str, Any]:
        kind = {"name": lift, "confidence": 0.9, "working_side": side}
        return {"index": index, "lift": kind, "view": view, "reps": reps, "good": good}

    sets = [
        part(1, "single-leg-rdl", "right", [1], ["incomplete-lockout"]),
        part(2, "single-leg-rdl", "left", [2], ["incomplete-lockout"]),
        part(3, "hip-thrust", "both", [3], []),
    ]
    fault = {"rule": "incomplete-lockout", "severity": "mild", "cue": "Finish.", "set": 3}
    return report(lift=sets[0]["lift"], view=view, sets=sets, findings=[fault], not_assessable=[], good=[])


def test_of_several_lifts_the_main_one_is_told_and_all_are_named() -> None:
    line = line_of("set", two_lifts())
    (row,) = table(line)
    assert (row["lift"], row["side"], row["sets"], row["reps"]) == ("single-leg-rdl", "right and left", "2", "2")
    assert (row["incomplete-lockout"], row["lifts"]) == ("clean", "single-leg-rdl, hip-thrust")
    assert (row["worst"], row["severity"], row["findings"]) == ("incomplete-lockout", "mild", "1")
    (shown,) = html_tree.read(to_html([line])).all("tbody")[0].all("tr")
    assert "Single-leg RDL, right and left leg and hip thrust" in shown.text
    assert "incomplete lockout" in shown.text
    assert "3" in shown.all("td")[1].text


def test_every_rule_has_a_column() -> None:
    (row,) = table(line_of("set", report()))
    assert [name for name in row if name in {rule.id for rule in RULES}] == [rule.id for rule in RULES]


def test_a_video_without_a_report() -> None:
    (row,) = table(failed_line("x", "x.mp4", 4, "nobody, in it"))
    assert (row["status"], row["problem"], row["lift"]) == ("nothing measured", "nobody, in it", "")


@pytest.mark.parametrize("name", ["=1+1", "+a", "-a", "@a"])
def test_no_name_becomes_a_formula(name: str) -> None:
    line = failed_line(name, f"{name}.mp4", 3, name)
    (row,) = table(line)
    assert {row["name"], row["video"], row["problem"]} == {f"'{name}", f"'{name}.mp4"}


def test_negative_numbers_stay_numbers() -> None:
    (row,) = table(line_of("set", report(reps=[rep(1, -3.0, 1.0)])))
    assert row["hip_hinge_deg_bottom"] == "-3.0"


class TestPage:
    def test_says_what_to_work_on_and_links_to_each_page(self) -> None:
        clean = report(findings=[], not_assessable=[], good=["hips-opening"])
        text = to_html([line_of("a b", report()), line_of("c", clean), failed_line("d", "d.mp4", 3, "cut off")])
        assert sorted(html_tree.outside(text)) == [
            "a href=a%20b/report.html",
            "a href=c/report.html",
            "a href=summary.csv",
        ]
        page = html_tree.read(text)
        for words in (
            "2 sets checked", "Both hips face the floor.", "hips opening", "severe", "no fault seen", "80°",
            "cut off", "hips opening: 1 of the 2 sets", "fast lowering: 1 of the 1 set in",
        ):  # fmt: skip
            assert words in page.text, words

    def test_names_are_escaped(self) -> None:
        nasty = "<script>alert(1)</script> \"'&{{7*7}}"
        line = line_of(nasty, report(findings=[{"rule": "felt", "severity": "mild", "cue": nasty}]))
        page = html_tree.read(to_html([line, failed_line(nasty, nasty, 3, nasty)]))
        data, own = page.all("script")  # and no other: the policy names the one that runs
        assert html_tree.is_data(data)
        assert html_tree.sha256("".join(map(str, own.parts))) in html_tree.policy_of(page)
        assert page.text.count(nasty) == 4

    def test_of_very_many_the_worst_are_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hingecheck.reports.index_page.MAX_ROWS", 2)
        clean = report(findings=[], good=["hips-opening"])
        mild = report(findings=[{"rule": "fast-lowering", "severity": "mild", "cue": "Slower."}])
        lines = [
            line_of("clean", clean),
            line_of("mild", mild),
            line_of("clean2", clean),
            line_of("severe", report()),
        ]
        page = html_tree.read(to_html(lines))
        assert [cell.text.split("Single")[0].strip() for cell in page.all("th", scope="row")] == ["severe", "mild"]
        assert "4 sets checked" in page.text
        assert "2 more sets are in the table" in page.text

    def test_an_empty_folder_has_a_page_too(self) -> None:
        assert "0 sets checked" in html_tree.read(to_html([])).text

    def test_pictures_tools_and_what_changed(self) -> None:
        clean = report(findings=[], good=["hips-opening"], not_assessable=[])
        lines = [
            replace(line_of("one", report()), cover="cover.jpg", lifter="anna", day="2025-03-14"),
            replace(line_of("two", clean), lifter="anna", day="2025-03-16"),
            replace(line_of("same day", clean), lifter="anna", day="2025-03-16"),
            replace(line_of("other", clean), lifter="bea", day="2025-03-17"),
        ]
        text = to_html(lines)
        assert "img src=one/cover.jpg" in html_tree.outside(text)
        page = html_tree.read(text)
        rows = page.all("tbody")[0].all("tr")
        assert [row.attributes["data-lifter"] for row in rows] == ["anna", "anna", "anna", "bea"]
        assert rows[0].attributes["data-faults"] == "hips-opening fast-lowering"
        ranks = [int(row.attributes["data-rank"]) for row in rows]
        assert ranks[0] > ranks[1] == ranks[2]
        assert "since one (2025-03-14): gone: hips opening" in rows[1].text
        assert "since two (2025-03-16): no fault came or went" in rows[2].text
        assert "since" not in rows[0].text + rows[3].text
        assert "hidden" in page.all("div", id="tools")[0].attributes


def test_what_changed_is_told_of_rules_that_were_judged_in_both() -> None:
    def line(**verdicts: str) -> SetLine:
        rules = {name.replace("_", "-"): verdict for name, verdict in verdicts.items()}
        return replace(line_of("x", report()), rules=rules, day="2025-03-14")

    before = line(hips_opening="severe", knee_locked="clean", lumbar_rounding="mild", fast_lowering="not assessable")
    after = line(hips_opening="mild", knee_locked="moderate", lumbar_rounding="severe", fast_lowering="severe")
    words = "since x (2025-03-14): milder: hips opening; worse: lumbar rounding; new: knee locked"
    assert changed_words(after, before) == words
    assert changed_words(before, before) == "since x (2025-03-14): no fault came or went"
