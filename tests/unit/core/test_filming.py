"""How to film what could not be judged: one or two lines a set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import atan, degrees

import pytest

from hingecheck.core.advice.filming import LENSES, Lens, advise_filming, distance_m, how_far
from hingecheck.core.lifts import LIFT_NAMES
from hingecheck.core.rules import RULES
from hingecheck.core.types import Analysis, Filming, NotAssessable, View
from stick_figure import PoseTrack, figure, reps

Check = Callable[..., Analysis]
AZIMUTHS = {"front": 0.0, "front-oblique": 45.0, "side": 90.0, "rear-oblique": 135.0, "rear": 180.0}


@pytest.fixture
def seen(check: Check) -> Callable[..., tuple[Filming, ...]]:
    """Filming advice for rules unjudged in all reps, or those named, from a view."""
    track = figure(reps(4), hands_ahead_m=0.03)
    analysis = check(track, lift="rdl")

    def advise(
        view: str, *rules: str, lift: str = "rdl", where: tuple[int, ...] | str = "all", track: PoseTrack = track
    ) -> tuple[Filming, ...]:
        entries = [NotAssessable(rule, where, "not seen") for rule in rules]  # type: ignore[arg-type]
        motion = replace(analysis.motion, view=View(AZIMUTHS[view], 5.0, "left"))
        return advise_filming(entries, motion, replace(analysis.lift, name=lift), analysis.reps, track)

    return advise


@pytest.mark.parametrize(
    ("here", "lift", "unjudged", "says", "rules"),
    [
        ("front", "rdl", ("back-dominant", "lumbar-rounding"), "next set from the side", 2),
        ("rear", "single-leg-rdl", ("hips-opening", "back-dominant", "lumbar-rounding"), "next set from the side", 3),
        ("rear-oblique", "kickstand-rdl", ("hips-opening",), "next set from the side", 1),
        ("side", "deadlift", ("uneven-sides",), "one set from the front as well", 1),
        ("front-oblique", "deadlift", ("uneven-sides", "lumbar-rounding", "load-drifting"), "from the side", 2),
        ("front", "hip-thrust", ("incomplete-lockout", "shin-angle"), "next set from the side", 2),
    ],
)
def test_the_view_that_gains_most(
    here: str, lift: str, unjudged: tuple[str, ...], says: str, rules: int, seen: Callable
) -> None:
    (line,) = seen(here, *unjudged, lift=lift)
    assert says in line.text
    assert how_far(lift) in line.text
    assert len(line.rules) == rules
    assert set(line.rules) <= set(unjudged)


def test_nothing_to_say_where_all_was_judged_or_filming_would_not_help(seen: Callable, check: Check) -> None:
    assert seen("side") == ()
    assert seen("front", "back-dominant", where=(1, 2)) == ()  # half of the reps were judged
    drift = [entry for entry in check(figure(reps(3)), lift="rdl").not_assessable if entry.rule == "form-drift"]
    assert drift
    assert not any(entry.filming for entry in drift)


def test_in_the_right_view_it_says_what_to_show(seen: Callable) -> None:
    (line,) = seen("side", "back-dominant", "lumbar-rounding")
    assert "close-fitting top" in line.text
    assert line.rules == ("back-dominant", "lumbar-rounding")


def test_feet_out_of_the_picture_ask_for_distance(seen: Callable) -> None:
    track = figure(reps(4))
    cut = replace(track, height_px=int(track.image_px[..., 1].max()) - 20)
    (line,) = seen("side", "knee-locked", track=cut)
    assert "head to feet" in line.text
    assert how_far("rdl") in line.text


def test_never_more_than_two_lines_and_only_unjudged_rules(seen: Callable) -> None:
    for view in AZIMUTHS:
        for lift in LIFT_NAMES:
            rules = [rule.id for rule in RULES if lift in rule.lifts]
            lines = seen(view, *rules, lift=lift)
            assert len(lines) <= 2
            for line in lines:
                assert line.rules
                assert set(line.rules) <= set(rules)


def test_distance_is_the_pinholes() -> None:
    """A lens that holds 2 m at 2 m has 2·atan(1/2); with a tenth of room each side the camera stands at 2.4 m."""
    lens = Lens("", degrees(2 * atan(0.5)), 170.0)
    assert distance_m(lens, 2.0, 1.0) == pytest.approx(2.4)
    phone, laptop = LENSES
    assert distance_m(phone, 1.3, 1.74) > distance_m(laptop, 1.3, 1.74)


def test_the_lenses_are_what_their_makers_say() -> None:
    """28 mm in 35 mm terms, 4:3 (34.6 mm wide for that diagonal), cut to 16:9; 78° across the diagonal at 16:9."""
    phone, laptop = LENSES
    wide = 43.27 * 4 / 5
    assert phone.across_deg == pytest.approx(degrees(2 * atan(wide / 2 / 28)), abs=0.3)
    assert phone.up_deg == pytest.approx(degrees(2 * atan(wide * 9 / 16 / 2 / 28)), abs=0.3)
    half = 0.8098  # tan 39°
    assert laptop.across_deg == pytest.approx(degrees(2 * atan(half * 16 / 337**0.5)), abs=0.3)
    assert laptop.up_deg == pytest.approx(degrees(2 * atan(half * 9 / 337**0.5)), abs=0.3)


def test_a_taller_lifter_is_filmed_from_further_away() -> None:
    assert "3 m away with a phone" in how_far("rdl")
    assert "3.5 m away with a phone" in how_far("rdl", 2.0)
    assert "bench height" in how_far("hip-thrust")
