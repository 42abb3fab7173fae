"""A lifter who is all at once elsewhere leaps; one who moves, a caption, a key frame and repeats do not."""

import numpy as np
import pytest
from numpy.typing import NDArray

from hingecheck.core.types import Frame, Person
from hingecheck.sources.video.few_points import few_points
from hingecheck.sources.video.leaps import LeapReader, leaps_of
from stick_figure import figure, people_of, reps

Picture = NDArray[np.uint8]


def person(x: float) -> Person:
    """Somebody who stands in the picture, her middle so far from its left edge."""
    one = people_of(figure(reps(1)))[0]
    image = np.linspace([x - 8.0, 30.0], [x + 8.0, 110.0], len(one.image_px))
    return Person(image, one.visibility, one.world_m, one.outline_px)


def picture(x: float, noise: int = 0) -> Picture:
    """That person, dark before a wall."""
    out = np.full((120, 160, 3), 180, dtype=np.uint8)
    out[30:110, round(x) - 8 : round(x) + 8] = 20
    return (out + np.random.default_rng(noise).integers(0, 12, out.shape)).astype(np.uint8) if noise else out


def leaps(places: list[float], pictures: list[Picture] | None = None, rate_hz: float = 30.0) -> tuple[int, ...]:
    reader, changed = LeapReader(), []
    for row, x in enumerate(places):
        rgb = picture(x) if pictures is None else pictures[row]
        changed.append(reader.look(few_points(rgb), Frame(row, row / rate_hz, rgb), (person(x),)))
    return leaps_of(np.arange(len(places)) / rate_hz, np.array(changed))


def test_who_is_elsewhere_all_at_once_leaps() -> None:
    assert leaps([*[60.0] * 10, *[70.0] * 10]) == (10,)
    assert leaps([*np.linspace(50.0, 60.0, 10), *np.linspace(70.0, 60.0, 10)]) == (10,)


@pytest.mark.parametrize("rate_hz", [15.0, 9.0, 5.0])
def test_so_she_does_at_few_frames_a_second(rate_hz: float) -> None:
    assert leaps([*[60.0] * 10, *[70.0] * 10], rate_hz=rate_hz) == (10,)
    assert leaps(np.linspace(30.0, 130.0, 20).tolist(), rate_hz=rate_hz) == ()


def test_these_are_no_leaps() -> None:
    assert leaps(np.linspace(30.0, 130.0, 60).tolist()) == ()
    assert leaps(np.repeat(np.linspace(30.0, 130.0, 20), 3).tolist()) == ()
    assert leaps([60.0] * 20, [picture(60.0, noise=row) for row in range(1, 21)]) == ()


@pytest.mark.parametrize("rows", [slice(0, 25), slice(112, 120)], ids=["above her", "below her"])
def test_a_caption_beside_the_lifter_is_no_leap(rows: slice) -> None:
    captioned = [picture(60.0) for _ in range(20)]
    for rgb in captioned[8:14]:
        rgb[rows, 90:] = 255
    assert leaps([60.0] * 20, captioned) == ()
