"""What stays before a lifter who moves, on pictures of a body drawn before a wall."""

from __future__ import annotations

import numpy as np

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.tracking.uncertainty import IN_FRONT_LEG2
from hingecheck.core.types import Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.in_front import FrontWatch
from stick_figure import TALL, figure, glide, people_of, reps

TRACK = figure(reps(2))
WALL = quiet_cv2().resize(np.random.default_rng(3).integers(0, 255, (64, 48, 3), dtype=np.uint8), (960, 1280))


def picture(person: Person, caption: str = "") -> np.ndarray:
    """A body of one grey before a wall, and large letters where its hips are."""
    cv2, out = quiet_cv2(), WALL.copy()
    for side in SIDES:
        for joints, wide in ((("SHOULDER", "HIP"), 110), (("HIP", "KNEE"), 90), (("KNEE", "ANKLE"), 60)):
            ends = [tuple(np.rint(person.image_px[point(side, joint)]).astype(int).tolist()) for joint in joints]
            cv2.line(out, *ends, (90, 90, 90), wide)
    if caption:
        at = TRACK.image_px[0, point("left", "HIP")].astype(int) - (170, -60)
        cv2.putText(out, caption, tuple(at.tolist()), 0, 6.0, (255, 255, 255), 30)
    return out


def watched(people: list[Person], caption: str = "", watch: FrontWatch | None = None) -> FrontWatch:
    watch, first_s = watch or FrontWatch(), 0.0 if watch is None else 60.0
    for row in range(0, len(people), 4):
        watch.look(Frame(row, first_s + row / 30.0, picture(people[row], caption)), (people[row],))
    return watch


def test_a_counter_over_the_hips_is_before_her_and_a_wall_is_not() -> None:
    people = people_of(TRACK)
    over, plain = watched(people, "12").leg2, watched(people).leg2
    assert over is not None
    assert plain is not None
    assert over > IN_FRONT_LEG2 > 5.0 * plain


def test_of_who_stands_still_nothing_is_known_to_be_before_her() -> None:
    assert watched(people_of(figure(glide(TALL, (6.0, TALL)))), "12").leg2 == 0.0


def test_edges_of_her_own_clothes_are_not_before_her_however_long_she_stands_still() -> None:
    """A patterned shirt and shorts: where she stands for a minute between two reps they are always."""
    people = [*people_of(TRACK), *people_of(figure(glide(TALL, (60.0, TALL))))]
    watch = FrontWatch()
    for row in range(0, len(people), 4):
        rgb = picture(people[row])
        hip = people[row].image_px[point("left", "HIP")]
        for side in (-20, 20):
            for down in range(-150, 60, 30):
                at = np.rint(hip + np.array([side, down])).astype(int)
                quiet_cv2().rectangle(rgb, tuple((at - 8).tolist()), tuple((at + 8).tolist()), (255, 255, 255), -1)
        watch.look(Frame(row, row / 30.0, rgb, (1.0, 1.0)), (people[row],))
    assert watch.leg2 is not None
    assert watch.leg2 < 0.5 * IN_FRONT_LEG2


def test_the_scene_with_most_of_it_counts_and_too_few_pictures_tell_nothing() -> None:
    people = people_of(TRACK)
    over, plain = watched(people, "12").leg2, watched(people).leg2
    for captions in (("12", ""), ("", "12")):
        watch = watched(people, captions[0])
        watch.cut()
        assert watched(people, captions[1], watch).leg2 == over != plain
    uncut = watched(people, "", watched(people, "12")).leg2
    assert uncut is not None
    assert over is not None
    assert uncut < 0.5 * over
    assert watched(people[:20], "12").leg2 is None
    assert FrontWatch().leg2 is None


def test_where_nobody_is_seen_nobody_looks() -> None:
    watch = FrontWatch()
    for row in range(60):
        watch.look(Frame(row, row / 30.0, WALL), ())
    assert watch.leg2 is None
