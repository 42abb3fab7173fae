"""How much detail pictures show of the lifter: those scaled up, or blocky, hold less than their pixels say."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.tracking.uncertainty import ENOUGH_DETAIL_PX
from hingecheck.core.types import Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.softness import SoftnessReader, usual_detail_px

AT = np.random.default_rng(1).uniform([220, 60], [380, 340], (33, 2))
#: Patches of one colour each, as of shirt, skin and wall, with sharp edges between them: little texture.
PATCHES = quiet_cv2().resize(
    np.random.default_rng(2).integers(0, 255, (40, 64, 3), dtype=np.uint8), (640, 400), interpolation=0
)


def up_from(high: int, picture: np.ndarray = PATCHES) -> np.ndarray:
    cv2 = quiet_cv2()
    small = cv2.resize(picture, (high * 64 // 40, high), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_CUBIC)


def sent_on(times: int) -> np.ndarray:
    """As messengers do: small and in blocks, then larger, and once more."""
    cv2, picture = quiet_cv2(), PATCHES
    for _ in range(times):
        small = cv2.resize(picture, (240, 150), interpolation=cv2.INTER_AREA)
        _, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 8])
        picture = cv2.resize(cv2.imdecode(coded, cv2.IMREAD_COLOR), (640, 400), interpolation=cv2.INTER_LINEAR)
    return np.asarray(picture)


def detail_of(picture: np.ndarray, by: float = 1.0, scale: tuple[float, float] = (1.0, 1.0)) -> float:
    reader = SoftnessReader()
    person = Person(by * AT, np.ones(33), np.zeros((33, 3)))
    found = usual_detail_px(reader.look(Frame(row, row / 30.0, picture, scale), (person,)) for row in range(30))
    assert found is not None
    return found


def test_smooth_patches_with_sharp_edges_are_not_soft() -> None:
    assert detail_of(PATCHES) > ENOUGH_DETAIL_PX


@pytest.mark.parametrize("soft", [up_from(60), up_from(90), sent_on(3)], ids=["60", "90", "sent on"])
def test_what_was_made_larger_or_encoded_to_blocks_is_soft(soft: np.ndarray) -> None:
    assert detail_of(soft) < ENOUGH_DETAIL_PX


def test_the_fewer_lines_a_picture_was_made_larger_from_the_less_it_shows() -> None:
    shown = [detail_of(up_from(high)) for high in (60, 90, 130, 200, 400)]
    assert shown == sorted(shown)


def test_more_pixels_show_no_more() -> None:
    soft = up_from(80)
    larger = quiet_cv2().resize(soft, (1280, 800), interpolation=quiet_cv2().INTER_CUBIC)
    assert detail_of(larger, by=2.0) < 1.15 * detail_of(soft)


def test_a_frame_smaller_than_the_film_is_looked_at_where_she_is() -> None:
    assert detail_of(PATCHES, by=3.0, scale=(3.0, 3.0)) == pytest.approx(detail_of(PATCHES), rel=1e-6)


def test_where_nobody_is_seen_or_all_is_one_grey_nothing_is_known() -> None:
    reader = SoftnessReader()
    here, beyond = (Person(at, np.ones(33), np.zeros((33, 3))) for at in (AT, AT + 4000.0))
    looks = [
        reader.look(Frame(0, 0.0, PATCHES), ()),
        reader.look(Frame(1, 0.1, np.full_like(PATCHES, 90)), (here,)),
        reader.look(Frame(2, 0.7, PATCHES), (beyond,)),
    ]
    assert looks[0] is None
    assert usual_detail_px(looks) is None
