"""The load in words, in the terminal's table and on the page."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from hingecheck.core.analysis import analyse
from hingecheck.core.load_types import Load, LoadSeen
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import Analysis
from hingecheck.reports.html import to_html
from hingecheck.reports.load_text import by_hands_words, load_words
from hingecheck.reports.terminal import print_report
from loads import with_load
from reporting import report_of
from stick_figure import figure, reps


def lifted(*speeds_m_s: float) -> Analysis:
    return with_load(analyse(LifterTrack(figure(reps(len(speeds_m_s)), hands_ahead_m=0.03), 0, 0)), *speeds_m_s)


def printed(analysis: Analysis, width: int = 80) -> str:
    file = io.StringIO()
    print_report(report_of(analysis), Console(file=file, width=width))
    return file.getvalue()


def test_speeds_and_their_loss_stand_in_the_table() -> None:
    text = printed(lifted(0.61, 0.55, 0.50))
    assert "m/s" in text
    for speed in ("0.61", "0.55", "0.50", "±0.02"):
        assert speed in text
    assert "18% ± 4% slower than the fastest" in " ".join(text.split())
    assert "seen: a barbell, sized by its plate" in " ".join(text.split())
    assert all(len(line) <= 80 for line in text.splitlines())


def test_without_a_load_nothing_is_said_of_one() -> None:
    text = printed(analyse(LifterTrack(figure(reps(2), hands_ahead_m=0.03), 0, 0)))
    assert "m/s" not in text
    assert "Load" not in text


def test_the_page_has_speeds_and_paths() -> None:
    page = to_html(report_of(lifted(0.61, 0.55, 0.50)))
    assert "Speed (m/s)" in page
    assert page.count('class="path" points') == 3  # one a picture
    assert page.count('class="path before"') == 3  # none, one, two
    assert "18% ± 4% slower" in page


def test_what_was_told_and_what_was_seen_are_said_together() -> None:
    told = Load(24.0, "left")
    unsure = LoadSeen("kettlebell", 0.6, (), None, "the hands are hidden", searched=True)
    assert load_words(told, LoadSeen()) == "24 kg, left hand"
    assert load_words(told, unsure) == "24 kg, left hand; not followed: the hands are hidden"
    assert load_words(None, replace(unsure, kind="none", confidence=0.95)) == "seen: nothing in the hands"


def test_whose_place_the_hands_told_is_said() -> None:
    analysis = analyse(LifterTrack(figure(reps(2), hands_ahead_m=0.03), 0, 0))
    seen = LoadSeen("unknown", 0.0, (), None, "no outline", searched=True)
    judged = replace(analysis, good=("load-drifting",), motion=replace(analysis.motion, load=seen))
    assert "by the hands" in by_hands_words(judged)
    assert by_hands_words(replace(judged, good=(), findings=())) == ""
    assert by_hands_words(replace(judged, motion=analysis.motion)) == ""  # nobody looked for it
    assert by_hands_words(lifted(0.61, 0.55)) == ""  # it is followed itself
