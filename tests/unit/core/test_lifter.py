"""The one who lifts, among several people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.tracking.cleaning import leg_length
from hingecheck.core.tracking.lifter import LifterTrack, LifterTracker
from hingecheck.core.tracking.trails import body_size_px, place_px
from hingecheck.core.types import Person
from stick_figure import TALL, THRUST_BOTTOM, THRUST_TOP, PoseTrack, figure, glide, lean_free_leg, people_of, reps

SIZE = (960, 1280)
MOVE = reps(3)
N = len(MOVE.time_s)
LIFTER = people_of(figure(MOVE))
STILL = glide(TALL, (MOVE.time_s[-1] + 0.01, TALL))
Scene = Sequence[tuple[Person, ...]]


def standing(across_m: float | np.ndarray, px_per_m: float = 400.0) -> list[Person]:
    """Somebody who only stands there, or walks."""
    return people_of(figure(STILL, 0.0, across_m=across_m, px_per_m=px_per_m))


def follow_people(scene: Scene, steps: np.ndarray | None = None) -> LifterTrack:
    tracker = LifterTracker()
    for index, people in enumerate(scene):
        tracker.add(index, index / 30.0, people)
    return tracker.finish(*SIZE, steps)


def rows_in(track: PoseTrack, people: list[Person]) -> list[int]:
    """Rows in which the track shows the person of that row, to the sixteenth of a pixel that tracks keep."""
    return [row for row in range(len(track)) if np.allclose(track.image_px[row], people[row].image_px, atol=0.04)]


def test_alone() -> None:
    lifter = follow_people([(p,) for p in LIFTER])
    assert rows_in(lifter.track, LIFTER) == list(range(N))
    assert (lifter.jumps, lifter.others) == (0, 0)
    assert lifter.track.people.tolist() == [1] * N
    assert (lifter.track.width_px, lifter.track.height_px) == SIZE


@pytest.mark.parametrize("bystander_first", [True, False])
def test_a_larger_bystander_who_stands_still_is_not_the_lifter(bystander_first: bool) -> None:
    bystander = standing(-0.6, px_per_m=560.0)
    assert body_size_px(bystander[0]) > 1.3 * body_size_px(LIFTER[0])
    scene = [(b, p) if bystander_first else (p, b) for p, b in zip(LIFTER, bystander, strict=True)]
    lifter = follow_people(scene)
    assert rows_in(lifter.track, LIFTER) == list(range(N))
    assert (lifter.jumps, lifter.others) == (0, 1)


@pytest.mark.parametrize(("across_m", "lifting"), [(-0.9, (1, 0)), (0.9, (0, 1))], ids=["left", "right"])
def test_who_else_lifts_is_counted_by_side_and_the_lifter_stays_the_same_one(
    across_m: float, lifting: tuple[int, int]
) -> None:
    other = people_of(figure(MOVE, across_m=across_m))
    lifter = follow_people([pair if i % 3 else pair[::-1] for i, pair in enumerate(zip(LIFTER, other, strict=True))])
    assert rows_in(lifter.track, LIFTER) == list(range(N))
    assert (lifter.others, lifter.lifting) == (1, lifting)
    assert follow_people(list(zip(LIFTER, standing(across_m), strict=True))).lifting == (0, 0)


@pytest.mark.parametrize(("down_px", "stacked"), [(-700.0, (1, 0)), (700.0, (0, 1))], ids=["above", "below"])
def test_who_lifts_above_her_or_below_in_a_split_screen_is_not_beside_her(
    down_px: float, stacked: tuple[int, int]
) -> None:
    other = [replace(p, image_px=p.image_px + np.array([60.0, down_px])) for p in LIFTER]
    lifter = follow_people(list(zip(LIFTER, other, strict=True)))
    assert (lifter.others, lifter.lifting, lifter.stacked) == (1, (0, 0), stacked)


def test_who_lifts_beside_her_and_is_lost_now_and_then_is_one_person() -> None:
    """As in a split screen of which each half shows one: no trail of his lasts a fifth of the film."""
    other = people_of(figure(MOVE, across_m=0.9))
    assert N > 400
    there = {*range(60), *range(130, 190), *range(280, 340)}
    lifter = follow_people([(p, other[i]) if i in there else (p,) for i, p in enumerate(LIFTER)])
    assert (lifter.others, lifter.lifting, lifter.jumps) == (1, (0, 1), 0)


def test_a_trail_in_her_own_place_is_nobody_who_lifts_beside_her() -> None:
    """As where somebody took hers along: it bends as she does."""
    again = people_of(figure(MOVE, across_m=0.15))
    scene = [(p,) if i < 120 else (p, again[i]) for i, p in enumerate(LIFTER)]
    lifter = follow_people(scene)
    assert (lifter.others, lifter.lifting, lifter.stacked) == (1, (0, 0), (0, 0))


def test_who_lifts_before_her_or_after_her_does_not_lift_beside_her() -> None:
    small = [replace(p, image_px=p.image_px * 0.45 + np.array([500.0, 200.0])) for p in LIFTER]
    lifter = follow_people([*((p,) for p in LIFTER), *[()] * 90, *((p,) for p in small)])
    assert (lifter.others, lifter.lifting) == (1, (0, 0))


def test_others_on_both_sides_are_so_at_a_time() -> None:
    left, right = (people_of(figure(MOVE, across_m=across_m)) for across_m in (-0.9, 0.9))
    assert follow_people(list(zip(LIFTER, left, right, strict=True))).lifting == (1, 1)
    tracker = LifterTracker()
    scene = [*zip(LIFTER, left, strict=True), *zip(LIFTER[:-30], right[:-30], strict=True)]
    for index, people in enumerate(scene):
        if index == N:
            tracker.cut()
        tracker.add(index, index / 30.0, people)
    assert tracker.finish(*SIZE).lifting == (1, 0)


def test_the_order_of_people_may_change_from_frame_to_frame() -> None:
    bystander = standing(-0.9)
    scene = [(b, p) if i % 3 else (p, b) for i, (p, b) in enumerate(zip(LIFTER, bystander, strict=True))]
    assert rows_in(follow_people(scene).track, LIFTER) == list(range(N))


def test_three_people() -> None:
    left, right = standing(-0.9), standing(0.9)
    lifter = follow_people(list(zip(left, LIFTER, right, strict=True)))
    assert rows_in(lifter.track, LIFTER) == list(range(N))
    assert lifter.others == 2


def test_someone_who_crosses_the_picture_takes_nothing_over() -> None:
    crossing = standing(np.linspace(-1.8, 1.8, N))
    there = range(100, 220)
    scene = [(p, crossing[i]) if i in there else (p,) for i, p in enumerate(LIFTER)]
    assert rows_in(follow_people(scene).track, LIFTER) == list(range(N))


def test_lost_for_a_second_and_found_again() -> None:
    gone = range(120, 150)
    lifter = follow_people([() if i in gone else (p,) for i, p in enumerate(LIFTER)])
    assert rows_in(lifter.track, LIFTER) == [i for i in range(N) if i not in gone]
    assert not lifter.track.present[list(gone)].any()
    assert lifter.track.people[list(gone)].sum() == 0
    assert (lifter.jumps, lifter.others) == (0, 0)


def test_lost_for_longer_than_a_trail_lasts_and_found_again() -> None:
    gone = range(120, 210)  # 3 s
    lifter = follow_people([() if i in gone else (p,) for i, p in enumerate(LIFTER)])
    assert rows_in(lifter.track, LIFTER) == [i for i in range(N) if i not in gone]


def test_a_lost_lifter_is_not_taken_up_in_somebody_else() -> None:
    bystander = standing(0.95)
    gone = range(120, 150)
    scene = [(b,) if i in gone else (p, b) for i, (p, b) in enumerate(zip(LIFTER, bystander, strict=True))]
    lifter = follow_people(scene)
    assert not lifter.track.present[list(gone)].any()
    assert lifter.jumps == 1
    assert lifter.others == 1


def dragged(person: Person, across_px: float, size: float) -> Person:
    """As a tracker has her that is losing her: shrunk, and drawn aside."""
    middle = place_px(person)
    return replace(person, image_px=(person.image_px - middle) * size + middle + np.array([across_px, 0.0]))


def test_lost_in_a_heap_and_found_where_she_had_been() -> None:
    heap, gone = range(115, 120), range(120, 150)
    scene = [() if i in gone else (dragged(p, 180.0, 0.4) if i in heap else p,) for i, p in enumerate(LIFTER)]
    lifter = follow_people(scene)
    assert rows_in(lifter.track, LIFTER) == [i for i in range(N) if i not in gone and i not in heap]
    assert (lifter.jumps, lifter.others) == (0, 0)


def test_who_sinks_into_a_heap_and_is_righted_is_known_by_what_she_was_a_moment_ago() -> None:
    """Each step down is small, the one back is not."""
    sinking = {row: 0.93 ** (row - 111) for row in range(112, 124)}
    scene = [(dragged(p, 0.0, sinking[i]) if i in sinking else p,) for i, p in enumerate(LIFTER)]
    lifter = follow_people(scene)
    assert lifter.track.present.all()
    assert set(range(N)) - set(sinking) == set(rows_in(lifter.track, LIFTER))
    assert (lifter.jumps, lifter.others) == (0, 0)


def test_who_is_read_now_here_now_there_is_one() -> None:
    """What is read in the heap may be left out."""
    there = {row: (20.0 * min(row - 111, 9), 0.93 ** (row - 111)) for row in range(112, 124)}
    there |= dict.fromkeys(range(124, 140, 2), (180.0, 0.42))  # every other frame has her in a heap
    scene = [(dragged(p, *there[i]) if i in there else p,) for i, p in enumerate(LIFTER)]
    lifter = follow_people(scene)
    assert {*np.flatnonzero(~lifter.track.present)} <= {row for row in there if there[row][1] < 0.85}
    assert rows_in(lifter.track, LIFTER) == [i for i in range(N) if i not in there]
    assert (lifter.jumps, lifter.others) == (0, 0)


@pytest.mark.parametrize(("m_s", "px_per_m"), [(1.0, 400.0), (0.35, 580.0)])
def test_somebody_who_crosses_and_takes_the_lifters_trail_along_is_left(m_s: float, px_per_m: float) -> None:
    """Who walks slowly is still near to her when she is found again."""
    crossing = standing(-0.2 + m_s * np.arange(N) / 30.0, px_per_m)
    taken, beside = 120, 165  # she is hidden, and found again a second and a half later
    scene = [(p,) if i < taken else (crossing[i - taken],) for i, p in enumerate(LIFTER)]
    scene[beside:] = [(crossing[i - taken], LIFTER[i]) for i in range(beside, N)]
    lifter = follow_people(scene)
    hers = rows_in(lifter.track, LIFTER)
    assert set(hers) >= {*range(taken - (15 if m_s == 1.0 else 30)), *range(beside, N)}
    assert np.flatnonzero(lifter.track.present).tolist() == hers
    assert (lifter.jumps, lifter.others) == (1, 1)


def test_one_on_one_leg_is_found_again_by_where_her_foot_stands() -> None:
    """Her free leg goes with the trunk, so that the hips bend half as far on average as on two feet."""
    move = reps(3, bottom=(55.0, 14.0, 6.0))
    free_deg = lean_free_leg(move, (55.0, -53.0, 53.0))
    on_one = people_of(figure(move, free="right", free_angles_deg=free_deg))
    crossing = standing(-0.2 + np.arange(N) / 30.0)
    taken, beside = 120, 165
    scene = [(p,) if i < taken else (crossing[i - taken],) for i, p in enumerate(on_one)]
    elsewhere = [replace(p, image_px=p.image_px + np.array([80.0, 0.0])) for p in on_one]
    for back, found in ((on_one, True), (elsewhere, False)):
        scene[beside:] = [(crossing[i - taken], back[i]) for i in range(beside, N)]
        present = follow_people(scene).track.present
        assert present[beside:].all()
        assert present[: taken - 30].all() == found


def blended(one: Person, other: Person, share: float) -> Person:
    """A reading between two people, as of a region that slides from one to the other."""
    points = {
        name: (1 - share) * getattr(one, name) + share * getattr(other, name)
        for name in ("image_px", "world_m", "visibility", "outline_px")
    }
    return replace(one, **points)


SLIDE = 9  # frames: 0.3 s
BEHIND = standing(-0.1, px_per_m=200.0)


def test_a_tracker_that_slides_to_somebody_behind_her_is_not_followed() -> None:
    leaves = N - 60
    shares = np.clip((np.arange(N) - leaves) / SLIDE, 0.0, 1.0)
    scene = [(blended(p, b, s),) for p, b, s in zip(LIFTER, BEHIND, shares, strict=True)]
    lifter = follow_people(scene)
    seen = np.flatnonzero(lifter.track.present)
    assert leaves - 5 <= seen[-1] <= leaves + SLIDE
    assert seen.tolist() == list(range(seen[-1] + 1))
    assert lifter.jumps == 1


@pytest.mark.parametrize("at", [40, N // 2, N - 60])
@pytest.mark.parametrize("times", [1.6, 0.6])
def test_a_camera_that_zooms_hands_nobody_over(at: int, times: float) -> None:
    zoom = times ** np.clip((np.arange(N) - at) / SLIDE, 0.0, 1.0)
    scene = [
        tuple(replace(one, image_px=one.image_px * share, outline_px=one.outline_px * share) for one in pair)
        for pair, share in zip(zip(LIFTER, standing(0.9), strict=False), zoom, strict=True)
    ]
    steps = np.zeros((N, 4))
    steps[:, 0] = zoom / np.concatenate([[1.0], zoom[:-1]])
    steps[0] = np.nan  # as the first row is
    lifter = follow_people(scene, steps)
    assert lifter.track.present.all()
    assert (lifter.jumps, lifter.others) == (0, 1)


def test_neither_is_whom_it_came_from() -> None:
    comes = 60
    shares = np.clip((np.arange(N) - comes) / SLIDE, 0.0, 1.0)
    lifter = follow_people([(blended(b, p, s),) for p, b, s in zip(LIFTER, BEHIND, shares, strict=True)])
    seen = np.flatnonzero(lifter.track.present)
    assert comes - 5 <= seen[0] <= comes + SLIDE
    assert seen.tolist() == list(range(seen[0], N))


def test_who_is_read_in_a_heap_for_a_while_is_still_she() -> None:
    rows = np.arange(N)
    shares = np.clip(np.minimum(rows - 60, 80 - rows) / SLIDE, 0.0, 1.0)
    lifter = follow_people([(blended(p, b, s),) for p, b, s in zip(LIFTER, BEHIND, shares, strict=True)])
    assert lifter.track.present.all()


def test_who_walks_up_to_the_camera_is_still_she() -> None:
    """At a metre and a half a second, from three metres to one and a half."""
    near = people_of(figure(STILL, 0.0, px_per_m=800.0))
    shares = (np.arange(N) / N).tolist()
    lifter = follow_people([(blended(p, b, s),) for p, b, s in zip(LIFTER, near, shares, strict=True)])
    assert lifter.track.present.all()


def test_who_walks_away_is_not_left_for_somebody_who_stands_where_she_was() -> None:
    walking, other = standing(np.linspace(0.0, 5.0, N)), standing(0.0)
    leaves, seen = 150, 200
    scene = [(p,) if i < leaves else (walking[i - leaves],) for i, p in enumerate(LIFTER)]
    scene[seen:] = [(walking[i - leaves], other[i]) for i in range(seen, N)]
    lifter = follow_people(scene)
    assert lifter.track.present.all()
    assert not set(rows_in(lifter.track, other)) & set(range(seen, N))


def test_frames_with_nobody_at_all() -> None:
    lifter = follow_people([() for _ in range(20)])
    assert not lifter.track.present.any()
    assert len(lifter.track) == 20
    assert (lifter.jumps, lifter.others) == (0, 0)


def test_rows_keep_the_videos_frames_and_times() -> None:
    tracker = LifterTracker()
    for index, person in zip(range(0, 30, 3), LIFTER, strict=False):
        tracker.add(index, 0.5 + index / 90.0, (person,))
    track = tracker.finish(*SIZE).track
    assert track.frame_index.tolist() == list(range(0, 30, 3))
    assert track.time_s == pytest.approx(0.5 + np.arange(0, 30, 3) / 90.0)


def test_a_person_who_is_one_point_is_followed_without_a_crash() -> None:
    point = replace(LIFTER[0], image_px=np.zeros((33, 2)), world_m=np.zeros((33, 3)))
    lifter = follow_people([(point,) for _ in range(20)])
    assert len(lifter.track) == 20


def test_place_and_size() -> None:
    assert place_px(LIFTER[0])[0] == pytest.approx(480, abs=20)
    assert body_size_px(LIFTER[0]) == pytest.approx(400 * 1.55, rel=0.1)


def test_who_is_seen_while_one_scene_fades_into_another_is_nobody() -> None:
    other = people_of(figure(MOVE, 0.0, across_m=0.1))
    tracker = LifterTracker()
    for index in range(N):
        if index == 150:
            tracker.cut(15)
        tracker.add(index, index / 30.0, (LIFTER[index] if index < 150 else other[index],))
    lifter = tracker.finish(*SIZE)
    assert lifter.cuts == (150,)
    assert np.flatnonzero(~lifter.track.present).tolist() == list(range(135, 150))
    assert not lifter.track.people[135:150].any()
    assert (lifter.jumps, lifter.others) == (0, 0)


def test_a_talking_head_six_times_as_large_is_not_the_lifter() -> None:
    """Beside the film; what the network makes up of its legs, below the picture, sways."""
    rng, head = np.random.default_rng(2), []
    for one in standing(0.0, 2400.0):
        below = one.image_px + np.array([0.0, SIZE[1] - one.image_px[25, 1] + 300.0])
        head.append(replace(one, image_px=below, world_m=one.world_m + rng.normal(0.0, 0.02, (33, 3))))
    lifter = follow_people([(big, one) for big, one in zip(head, LIFTER, strict=False)])
    assert rows_in(lifter.track, LIFTER) == list(range(len(lifter.track)))


def test_in_another_scene_the_lifter_is_chosen_anew() -> None:
    """After the cut the lifter is smaller and elsewhere, and where she was stands somebody larger."""
    small = people_of(figure(reps(2), 0.0, across_m=1.2, px_per_m=200.0))[:N]
    other = standing(0.0)
    tracker = LifterTracker()
    scene = [(p,) for p in LIFTER] + [(o, p) for o, p in zip(other, small, strict=False)]
    for index, people in enumerate(scene):
        if index == N:
            tracker.cut()
        tracker.add(index, index / 30.0, people)
    lifter = tracker.finish(*SIZE)
    assert lifter.cuts == (N,)
    assert rows_in(lifter.track, [*LIFTER, *small]) == list(range(len(scene)))


def test_a_leg_is_no_shorter_than_what_shoulder_and_knee_are_apart_says() -> None:
    """Hips behind a lying lifter's plate are drawn near the knees, and ankles too high."""
    track = figure(reps(2, THRUST_TOP, THRUST_BOTTOM))
    true_px = leg_length(track.image_px, track.visibility)
    image = track.image_px.copy()
    for side in SIDES:
        hip, knee, ankle = (point(side, joint) for joint in ("HIP", "KNEE", "ANKLE"))
        image[:, hip] = 0.5 * (image[:, knee] + image[:, hip])
        image[:, ankle] = 0.5 * (image[:, knee] + image[:, ankle])
    assert 0.85 * true_px < leg_length(image, track.visibility) <= true_px
