"""When who is followed is looked for anew: at a cut, and as a film comes up from the dark."""

from __future__ import annotations

import numpy as np

from hingecheck.sources.pose.following import SceneCuts

ROOM = np.random.default_rng(3).integers(0, 200, (36, 64, 1)).repeat(3, axis=2)


def lit(*shares: float) -> list[np.ndarray]:
    """One room, each time in so much of its light."""
    return [(share * ROOM).astype(np.uint8) for share in shares]


def anew(pictures: list[np.ndarray]) -> list[int]:
    cuts = SceneCuts()
    return [place for place, rgb in enumerate(pictures) if cuts.add(rgb)]


def test_a_film_that_comes_up_from_the_dark_shows_her_anew_each_time_it_is_twice_as_clear() -> None:
    assert anew(lit(*np.linspace(0.0, 1.0, 41))) == [9, 18, 36]


def test_a_light_that_changes_is_no_other_room() -> None:
    assert anew(lit(*(0.8 + 0.2 * np.sin(np.arange(60) / 5.0)))) == []


def test_after_a_hand_on_the_lens_she_is_looked_for() -> None:
    assert anew(lit(1.0, 0.9, 0.8, 0.5, 0.2, 0.1, 0.2, 0.5, 0.8, 0.9, 1.0)) == [7]


def test_looking_ahead_finds_the_same_places() -> None:
    pictures = lit(*np.linspace(0.0, 1.0, 41))
    cuts, found = SceneCuts(), []
    for place in range(0, len(pictures), 4):
        block = pictures[place : place + 4]
        first = cuts.first(block)
        taken = [cuts.add(rgb) for rgb in block]
        assert first == (taken.index(True) if True in taken else None)
        found += [place + k for k, is_anew in enumerate(taken) if is_anew]
    assert found == anew(pictures)
