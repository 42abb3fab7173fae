"""Another scene is seen in the pictures; a light, a finger on the lens and a phone that moves are none."""

import numpy as np
import pytest
from numpy.typing import NDArray

from hingecheck.sources.video.scene_cuts import SceneWatch

Picture = NDArray[np.uint8]


def room(seed: int, shift: int = 0) -> Picture:
    """A picture of large patches, as walls and machines are [shape=(120, 160, 3)]."""
    patches = np.random.default_rng(seed).integers(20, 230, (6, 12), dtype=np.uint8)
    wide = np.kron(patches, np.ones((20, 20), dtype=np.uint8))[:, shift : shift + 160]
    return np.repeat(wide[:, :, None], 3, axis=2)


def lit(picture: Picture, gain: float, plus: float = 0.0) -> Picture:
    return (picture * gain + plus).clip(0, 255).astype(np.uint8)


BLACK, FINGER = np.zeros_like(room(0)), np.full_like(room(0), 70)


def cuts(*pictures: Picture) -> list[int]:
    watch = SceneWatch()
    return [place for place, picture in enumerate(pictures) if watch.cuts(picture)]


def test_another_room_is_another_scene() -> None:
    assert cuts(room(1), room(1), room(1), room(2), room(2), room(1)) == [3, 5]


@pytest.mark.parametrize(
    "between",
    [
        [lit(room(1), 0.4), lit(room(1), 1.0, 60.0), lit(room(1), 0.7)],
        [FINGER, FINGER, BLACK],
        [room(1, shift) for shift in range(0, 40, 3)] + [room(1, shift) for shift in range(39, 0, -3)],
    ],
    ids=["lights", "a finger on the lens", "a pan"],
)
def test_these_are_none(between: list[Picture]) -> None:
    assert cuts(room(1), room(1), *between, room(1), room(1)) == []


def test_a_scene_that_fades_in_from_black_begins_where_it_shows() -> None:
    faded = [lit(room(2), gain) for gain in (0.05, 0.3, 0.5, 0.7, 0.9, 1.0)]
    assert cuts(room(1), lit(room(1), 0.5), lit(room(1), 0.1), BLACK, *faded) == [5]


def test_a_title_card_first_is_no_scene_before() -> None:
    assert cuts(BLACK, BLACK, room(1), room(1)) == []
