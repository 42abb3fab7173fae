"""What the one pass over the pictures keeps with the track."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.apps.watching import Watching
from hingecheck.core.types import Frame, Person
from hingecheck.sources.video.back_edge import ALL_HIDDEN
from joined_tracks import sample

TRACK = sample("deadlift-clean")


def watched(levels: tuple[int, int]) -> float | None:
    """How much of the back shows in pictures of noise between two levels, whatever stands in them."""
    watching, noise = Watching(), np.random.default_rng(3)
    for row in range(0, 120, 2):
        rgb = noise.integers(*levels, (TRACK.height_px, TRACK.width_px, 3), dtype=np.uint8)
        people = (
            Person(
                TRACK.image_px[row], TRACK.visibility[row], TRACK.world_m[row], TRACK.outline_px[row].astype(float)
            ),
        )
        watching.add(Frame(row, row / 30.0, rgb), people)
    return watching.lifter(TRACK.width_px, TRACK.height_px).track.unclear_back


@pytest.mark.parametrize(("levels", "told"), [((80, 88), ALL_HIDDEN), ((4, 12), 1.0)])
def test_how_much_of_the_back_shows_is_kept(levels: tuple[int, int], told: float) -> None:
    assert watched(levels) == told
