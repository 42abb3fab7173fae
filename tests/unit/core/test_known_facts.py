"""What follows from what the lifter said."""

from __future__ import annotations

from hingecheck.core.kinetics.segments import Build
from hingecheck.core.kinetics.work import GIVE_BODY, GIVE_HEIGHT, build_of
from hingecheck.core.known_facts import FELT, KnownFacts
from hingecheck.core.types import Load


def test_a_stance_leg_counts_where_one_leg_may_work() -> None:
    assert KnownFacts(stance="left").one_leg is None
    assert KnownFacts(stance="left").stance_leg == "left"
    assert KnownFacts(lift="kickstand-rdl", stance="right").stance_leg == "right"
    assert KnownFacts(lift="deadlift", stance="right").stance_leg is None


def test_the_load_is_what_was_said_of_it() -> None:
    assert KnownFacts().load is None
    assert KnownFacts(load_kg=60.0).load == Load(60.0, "both")
    assert KnownFacts(load_side="left").load == Load(None, "left")


def test_a_build_needs_mass_and_height() -> None:
    assert build_of(KnownFacts(height_m=1.7)) == GIVE_BODY
    assert build_of(KnownFacts(body_mass_kg=70.0)) == GIVE_HEIGHT
    assert build_of(KnownFacts(body_mass_kg=70.0, height_m=1.7, sex="female")) == Build(70.0, 1.7, "female")


def test_what_can_be_felt() -> None:
    assert FELT == ("glutes", "hamstrings", "low-back", "quads", "soreness", "pain")
