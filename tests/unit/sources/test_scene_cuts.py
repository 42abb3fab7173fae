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
    return [place for place, picture in enumerate(pictures) if watch.begins(picture, place / 30.0) is not None]


def faded(one: Picture, other: Picture, pictures: int) -> list[Picture]:
    shares = np.linspace(0.0, 1.0, pictures + 2)[1:-1]
    return [((1 - share) * one + share * other).astype(np.uint8) for share in shares]


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


def barred(picture: Picture, rows: int, columns: int, gain: float = 0.0) -> Picture:
    """With black bars at the edges."""
    out = lit(picture, gain)
    inside = slice(rows, len(out) - rows), slice(columns, out.shape[1] - columns)
    out[inside] = picture[inside]
    return out


@pytest.mark.parametrize(
    ("rows", "columns"), [(26, 0), (0, 38), (0, 55)], ids=["above and below", "at the sides", "round a portrait film"]
)
def test_bars_that_come_and_go_are_no_other_scene(rows: int, columns: int) -> None:
    with_bars = barred(room(1), rows, columns)
    assert cuts(*[room(1)] * 3, *[with_bars] * 3, *[room(1)] * 3) == []
    slowly = [barred(room(1), rows, columns, gain) for gain in np.linspace(1.0, 0.0, 20)]
    assert cuts(*[room(1)] * 3, *slowly, *[with_bars] * 3) == []
    assert cuts(*[room(1)] * 3, *[barred(room(2), rows, columns)] * 3) == [3]


@pytest.mark.parametrize(
    ("rows", "columns"), [(0, 54), (0, 0), (35, 0)], ids=["beside it", "none", "over and under it"]
)
def test_between_bars_that_stay_another_room_is_another_scene(rows: int, columns: int) -> None:
    one, other = (barred(room(seed), rows, columns) for seed in (1, 2))
    assert cuts(one, one, one, other, other) == [3]


@pytest.mark.parametrize("dark", [0, 8], ids=["black", "dim"])
def test_who_walks_in_a_dark_room_is_no_other_scene(dark: int) -> None:
    pictures = []
    for left in range(0, 110, 12):
        picture = np.full_like(room(0), dark)
        picture[20:110, left : left + 30] = room(3)[20:110, :30]
        pictures.append(picture)
    assert cuts(*pictures) == []


def test_a_flat_middle_hides_no_other_scene() -> None:
    walls = [barred(FINGER, 29, 39), barred(FINGER, 29, 39)]
    for wall, seed in zip(walls, (1, 2), strict=True):
        edges = room(seed)
        edges[29:-29, 39:-39] = wall[29:-29, 39:-39]
        wall[...] = edges
    assert cuts(walls[0], walls[0], walls[1]) == [2]


def test_a_scene_that_fades_in_from_black_begins_where_it_shows() -> None:
    faded = [lit(room(2), gain) for gain in (0.05, 0.3, 0.5, 0.7, 0.9, 1.0)]
    assert cuts(room(1), lit(room(1), 0.5), lit(room(1), 0.1), BLACK, *faded) == [5]


@pytest.mark.parametrize("title", [BLACK, room(1)], ids=["from the start", "after a title"])
@pytest.mark.parametrize("pictures", [12, 36])
def test_a_scene_comes_up_from_black_while_somebody_moves_in_it(pictures: int, title: Picture) -> None:
    def moving(place: int) -> Picture:
        out = np.full_like(BLACK, 255)
        out[20 : 20 + max(60 - place, 20), 20 + place : 60 + place] = 10
        return out

    coming = [lit(moving(place), min(place / pictures, 1.0)) for place in range(100)]
    assert len(cuts(title, title, BLACK, *coming)) == int(title is not BLACK)


@pytest.mark.parametrize("pictures", [8, 15, 30, 50])
def test_one_that_fades_into_another_begins_where_the_fade_is_over(pictures: int) -> None:
    watch, found = SceneWatch(), []
    for place, picture in enumerate([*[room(1)] * 50, *faded(room(1), room(2), pictures), *[room(2)] * 50]):
        mixed = watch.begins(picture, place / 30.0)
        found += [] if mixed is None else [(place, mixed)]
    assert len(found) == 1
    begins, mixed = found[0]
    assert begins == pytest.approx(50 + pictures, abs=2)
    assert mixed == pytest.approx(0.85 * pictures, abs=2)


@pytest.mark.parametrize(
    ("before", "dim", "shows"),
    [([], 0.4, 9), ([room(3)] * 30, 0.5, 15), ([lit(room(1), 0.6)] * 30, 0.6, 10)],
    ids=["from a title", "from a scene after black", "after a black flash"],
)
def test_one_that_fades_into_another_soon_after_black_does_so(before: list[Picture], dim: float, shows: int) -> None:
    first = lit(room(1), dim)
    scene = [*before, *[BLACK] * 5, *[first] * shows]
    found = cuts(*scene, *faded(first, room(2), 29), *[room(2)] * 40)
    assert found[-1] == pytest.approx(len(scene) + 29, abs=2)


def test_a_fade_between_people_who_move_is_one() -> None:
    def moving(picture: Picture, place: int) -> Picture:
        out = picture.copy()
        out[30:110, 60 + place % 20 : 80 + place % 20] = 200
        return out

    between = [
        ((1 - share) * moving(room(1), 50 + k) + share * moving(room(2), k)).astype(np.uint8)
        for k, share in enumerate(np.linspace(0.0, 1.0, 30))
    ]
    scenes = [[moving(room(seed), k) for k in range(50)] for seed in (1, 2)]
    assert len(cuts(*scenes[0], *between, *scenes[1])) == 1


def test_a_pan_to_another_wall_is_no_fade() -> None:
    wide = np.concatenate([room(1), room(2)], axis=1)
    assert cuts(*[wide[:, shift : shift + 160] for shift in (*[0] * 30, *range(0, 161, 4), *[160] * 30)]) == []


def test_a_title_card_first_is_no_scene_before() -> None:
    assert cuts(BLACK, BLACK, room(1), room(1)) == []
