"""The page and the JSON of a small table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hingecheck.core.types import NotAssessable
from hingecheck.lab.scoring.accuracy import tabulate
from hingecheck.lab.scoring.accuracy_json import to_dict, to_json
from hingecheck.lab.scoring.accuracy_text import markdown_table, short_markdown, to_markdown, to_summary
from hingecheck.lab.scoring.comparison import Detection, compare
from hingecheck.lab.scoring.validate import Validation

Make = Callable[..., Any]


@pytest.fixture
def validation(make_truth: Make, make_analysis: Make, make_finding: Make, make_verdict: Make) -> Validation:
    """One side clip with a knee 3° off, a low back that is not measured and rules of every kind; one clip lost."""
    truth = make_truth(
        {"knee_flexion_deg": 20, "lumbar_flexion_deg": 30, "load_offset_leg": 0.05},
        verdicts=tuple(
            make_verdict(rule, rep, severity)
            for rule, severities in (("knee-locked", ("mild", None)), ("lumbar-rounding", ("mild", "mild")))
            for rep, severity in enumerate(severities, 1)
        ),
    )
    analysis = make_analysis(
        {"knee_flexion_deg": (23, 2), "load_offset_leg": (np.where(np.arange(301) < 130, 0.07, np.nan), 0.01)},
        findings=(make_finding("knee-locked", r1="moderate"),),
        not_assessable=(NotAssessable("lumbar-rounding", "all", "not yet"),),
    )
    seen = Detection(300, 299)
    lost = compare(make_truth(name="lost.mp4", azimuth_deg=-30.0), None, Detection(100, 0))
    return Validation(
        table=tabulate([compare(truth, analysis, seen), lost]),
        version="1.2.3",
        models=(("full", "ab" * 32),),
        config_sha256="cd" * 32,
        analysis_rate_hz=30.0,
        unmeasured=(("lost", "nobody was found in any of 100 frames. Film in good light."),),
        unread=(),
    )


def cells(page: str, first: str) -> list[list[str]]:
    """Rows of the page's tables by their first cell."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"]
    return [row for row in rows if row[0] == first]


class TestMarkdown:
    def test_head(self, validation: Validation) -> None:
        head = to_markdown(validation).partition("\n## ")[0]
        for part in ("2 clips", "4 true reps", "400 frames", "hingecheck 1.2.3", "cdcdcdcdcdcd", "full abababababab"):
            assert part in head
        assert "Nothing was measured in 1 of them" in head
        assert "  - lost: nobody was found in any of 100 frames\n" in head

    def test_measures(self, validation: Validation) -> None:
        page = to_markdown(validation)
        knee = next(row for row in cells(page, "knee_flexion_deg") if row[1] == "side")
        assert knee[2:10] == ["1/1", "152", "100 %", "3.0°", "3.0°", "3.0°", "0 %", "100 %"]
        assert cells(page, "load_offset_leg")[0][1] == "0.020 leg (50 %)"

    def test_what_is_not_measured_is_said_and_has_no_number(self, validation: Validation) -> None:
        rows = cells(to_markdown(validation), "lumbar_flexion_deg")
        assert rows[0][1] == "not measured"
        assert rows[1][1:6] == ["all", "0/1", "152", "0 %", "not measured"]
        assert set(rows[1][6:]) == {"-"}
        assert rows[-1][-1] == "not measured"  # told apart: of reps with a truth none has a value

    def test_rules(self, validation: Validation) -> None:
        page = to_markdown(validation)
        locked, bar, by_view = cells(page, "knee-locked")
        assert locked[1:] == [
            "1 of 2", "0 %", "100 % (100 %)", "100 % (100 %)", "100 %", "0 % (0 %)", "0", "0 %, 100 %",
        ]  # fmt: skip
        assert by_view[1] == "100 % / 100 % / 0 %"
        assert bar[1:] == ["100 %", "-", "-", "0 %", "nothing to show recall, false alarms by"]
        rounding, bar, by_view = cells(page, "lumbar-rounding")
        assert rounding[1:] == ["2 of 2", "100 %", "-", "-", "0 %", "-", "0", "-"]
        assert by_view[1] == "never assessed"
        assert bar[1:] == ["-", "-", "-", "100 %", "never assessed"]

    def test_detection_is_never_rounded_to_all(self, validation: Validation) -> None:
        assert cells(to_markdown(validation), "side")[-1][-1] == "> 99 %"

    def test_tables_are_whole_and_lines_end_clean(self, validation: Validation) -> None:
        page = to_markdown(validation)
        for block in page.split("\n\n"):
            if block.startswith("|"):
                assert len({line.count("|") for line in block.splitlines()}) == 1
        assert not any(line != line.rstrip() for line in page.splitlines())
        for word in ("nan", "None", "inf "):
            assert word not in page

    def test_summary_is_part_of_the_page(self, validation: Validation) -> None:
        assert set(to_summary(validation).splitlines()) <= set(to_markdown(validation).splitlines())

    def test_short_table_for_the_readme(self, validation: Validation) -> None:
        lines = short_markdown(validation.table).splitlines()
        assert lines[0].split() == ["|", "measure", "|", "side", "|"]
        assert [line.split()[1] for line in lines[2:]] == [
            "knee_flexion_deg",
            "lumbar_flexion_deg",
            "load_offset_leg",
        ]

    def test_a_table_without_rows_is_nothing(self) -> None:
        assert markdown_table(["a", "b"], []) == ""


class TestJson:
    def test_strict(self, validation: Validation) -> None:
        def refuse(name: str) -> None:
            raise AssertionError(name)

        assert json.loads(to_json(validation), parse_constant=refuse) == to_dict(validation)

    def test_what_is_in_it(self, validation: Validation) -> None:
        body = to_dict(validation)
        assert body["schema"] == "hingecheck.accuracy/1"
        assert body["provenance"]["models"] == [{"name": "full", "sha256": "ab" * 32}]
        assert body["provenance"]["unmeasured"][0]["clip"] == "lost"
        (lumbar,) = [m for m in body["measures"] if m["measure"] == "lumbar_flexion_deg" and m["by"] == "all"]
        assert (lumbar["coverage"], lumbar["mae"], lumbar["clip_mae"]) == (0.0, None, None)
        (locked,) = [r for r in body["rules"] if r["rule"] == "knee-locked" and r["by"] == "all"]
        assert (locked["every"]["found"], locked["every"]["precision"], locked["clear"]["recall"]) == (1, 1.0, 1.0)
        assert body["lifts"]["confusion"] == {"rdl": {"rdl": 1, "none": 1}}
