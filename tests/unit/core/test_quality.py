"""How far a recording can be trusted, and what the lifter is told to do better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, point
from hingecheck.core.phrases import Phrase
from hingecheck.core.tracking.cleaning import clean
from hingecheck.core.tracking.framing import FEET_CUT, FEET_CUT_ASIDE, cut_off, left_out, no_picture
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.quality import judge_quality, too_far_apart
from hingecheck.core.tracking.stretches import select_rows
from hingecheck.core.tracking.swaps import undo_swaps
from hingecheck.core.types import Motion, PoseTrack, Quality
from hingecheck.errors import NothingMeasuredError
from stick_figure import TALL, figure, glide, hide, lean_free_leg, lose, reps

MOVE = reps(3)


@pytest.fixture
def grade(measure: Callable[..., Motion]) -> Callable[..., Quality]:
    def run(track: PoseTrack, **trouble: object) -> Quality:
        people = {name: trouble.pop(name) for name in ("jumps", "others", "lifting", "stacked") if name in trouble}
        lifter = LifterTrack(track, **{"jumps": 0, "others": 0, **people})  # type: ignore[arg-type]
        return judge_quality(lifter, measure(track), **trouble)  # type: ignore[arg-type]

    return run


def test_a_good_recording_has_no_problems(grade: Callable[..., Quality]) -> None:
    assert grade(figure(MOVE)) == Quality("good", ())


@pytest.mark.parametrize(("px_per_m", "level"), [(60, "poor"), (400, "good")])
def test_a_small_lifter(px_per_m: float, level: str, grade: Callable[..., Quality]) -> None:
    quality = grade(figure(MOVE, px_per_m=px_per_m))
    assert quality.level == level
    assert any("small in the picture" in p for p in quality.problems) == (level == "poor")


def test_who_fills_a_picture_of_few_pixels_is_told_that_the_picture_is_small(
    grade: Callable[..., Quality],
) -> None:
    quality = grade(figure(MOVE, px_per_m=60, size_px=(144, 192)))
    assert quality.level == "poor"
    assert quality.problems[0].startswith("the picture is only 192 pixels high")


@pytest.mark.parametrize(("detail_px", "level"), [(130.0, "fair"), (250.0, "good"), (None, "good")])
def test_a_soft_picture_is_said(detail_px: float | None, level: str, grade: Callable[..., Quality]) -> None:
    quality = grade(replace(figure(MOVE), detail_px=detail_px))
    assert quality.level == level
    assert [line[:30] for line in quality.problems] == (["the picture is soft or blocky "] if level == "fair" else [])


@pytest.mark.parametrize(
    ("azimuth_deg", "unclear", "said"),
    [(90, 0.1, False), (90, 0.2, True), (90, 0.99, True), (90, 1.0, False), (90, None, False), (30, 0.5, False)],
)
def test_a_back_that_hardly_shows_is_said_where_it_would_be_judged(
    azimuth_deg: float, unclear: float | None, said: bool, grade: Callable[..., Quality]
) -> None:
    """A dark shape is told of its light instead."""
    quality = grade(replace(figure(MOVE, azimuth_deg), unclear_back=unclear))
    assert any("much of the back hardly shows" in line for line in quality.problems) == said


@pytest.mark.parametrize(("leg2", "said"), [(0.02, True), (0.005, False), (None, False)])
def test_what_is_before_her_is_said(leg2: float | None, said: bool, grade: Callable[..., Quality]) -> None:
    quality = grade(replace(figure(MOVE), in_front_leg2=leg2))
    assert any("stays before hips and thighs" in line for line in quality.problems) == said
    assert (quality.level == "fair") == said


def test_of_a_small_picture_it_is_not_said_that_it_is_soft(grade: Callable[..., Quality]) -> None:
    quality = grade(replace(figure(MOVE, px_per_m=60, size_px=(144, 192)), detail_px=90.0))
    assert [line[:19] for line in quality.problems] == ["the picture is only"]


@pytest.mark.parametrize(("px_per_m", "severity"), [(400.0, "moderate"), (80.0, "moderate"), (30.0, None)])
def test_few_pixels_blame_nobody_by_angles(px_per_m: float, severity: str | None) -> None:
    stops_short = reps(3, top=(16.0, 12.0, 5.0))
    size = (round(2.4 * px_per_m), round(3.2 * px_per_m))
    track = figure(stops_short, px_per_m=px_per_m, size_px=size)
    analysis = analyse(LifterTrack(track, jumps=0, others=0))
    assert len(analysis.reps) == 3
    told = {finding.rule: finding.severity for finding in analysis.findings}
    assert told.get("incomplete-lockout") == severity


def test_feet_cut_off(grade: Callable[..., Quality]) -> None:
    track = figure(MOVE)
    low = replace(track, image_px=track.image_px + np.array([0.0, 140.0]))
    quality = grade(low)
    assert quality.level == "fair"
    assert quality.problems == ("the feet are cut off in 100% of the frames: step back or tilt the camera down",)


@pytest.mark.parametrize(("azimuth_deg", "left_px", "right_px"), [(90.0, 0.0, 490.0), (-90.0, 470.0, 960.0)])
def test_feet_cut_off_at_the_side_are_not_called_too_low(azimuth_deg: float, left_px: float, right_px: float) -> None:
    """The picture ends 10 px behind the ankles, of which the heels are 20 behind; or 4 px above the heels."""
    track = figure(MOVE, azimuth_deg)
    beside, below = (left_px, 0.0, right_px, 1280.0), (0.0, 0.0, 960.0, 1140.0)
    assert cut_off(replace(track, inner_px=beside)) == [Phrase(FEET_CUT_ASIDE, share=1.0)]
    assert cut_off(replace(track, inner_px=below)) == [Phrase(FEET_CUT, share=1.0)]
    assert cut_off(track) == []


def test_bars_above_and_below_are_no_part_of_the_picture(grade: Callable[..., Quality]) -> None:
    track = figure(MOVE)
    lowest, highest = float(np.nanmax(track.image_px[..., 1])), float(np.nanmin(track.image_px[..., 1]))
    barred = replace(track, inner_px=(0.0, highest - 10.0, float(track.width_px), lowest - 20.0))
    assert grade(track).problems == ()
    assert any(line.startswith("the feet are cut off") for line in grade(barred).problems)
    assert clean(barred, 30.0).feet_cut_off is False  # the toes alone
    legless = replace(barred, inner_px=(0.0, 0.0, float(track.width_px), lowest - 120.0))
    assert clean(legless, 30.0).feet_cut_off is True


@pytest.mark.parametrize(("share", "cut"), [(0.1, False), (0.17, True)])
def test_feet_that_are_squeezed_in_most_of_the_time_are_cut_off(share: float, cut: bool) -> None:
    track = figure(MOVE)
    ankles = [point(side, "ANKLE") for side in SIDES]
    edge_px = float(np.nanmin(track.image_px[:, ankles, 1])) - 10.0
    image = track.image_px.copy()
    below = (np.arange(len(track)) % 100 < 100 * share)[:, None]
    image[:, ankles, 1] = np.where(below, image[:, ankles, 1], edge_px - 5.0)
    barred = replace(track, image_px=image, inner_px=(0.0, 0.0, float(track.width_px), edge_px))
    assert clean(barred, 30.0).feet_cut_off is cut


def test_who_walks_up_to_the_camera_has_feet() -> None:
    """She grows, and her feet leave the picture, for a second on both ends of a rep."""
    track = figure(reps(1))
    grows = np.ones(len(track))
    for walk in (slice(0, 30), slice(len(track) - 30, None)):
        grows[walk] = 1.9
    middle = np.array([track.width_px / 2.0, float(np.nanmin(track.image_px[..., 1]))])
    walks = replace(track, image_px=middle + (track.image_px - middle) * grows[:, None, None])
    below = (walks.image_px[:, [point(side, "ANKLE") for side in SIDES], 1] > walks.height_px).any(axis=1)
    assert below.mean() > 0.25
    assert clean(walks, 30.0).feet_cut_off is False


def test_a_head_cut_off(grade: Callable[..., Quality]) -> None:
    track = figure(MOVE)
    nose = track.image_px[:, 0, 1]
    high = replace(track, image_px=track.image_px - np.array([0.0, float(np.nanmin(nose)) + 20.0]))
    assert [p for p in grade(high).problems if p.startswith("the head is cut off in ")]


@pytest.mark.parametrize(("under_px", "cut"), [(3.0, True), (40.0, False)])
def test_a_head_whose_nose_is_set_at_the_edge_is_cut_off(
    under_px: float, cut: bool, grade: Callable[..., Quality]
) -> None:
    track = figure(MOVE)
    nose = track.image_px[:, 0, 1]
    high = replace(track, image_px=track.image_px - np.array([0.0, float(np.nanmin(nose)) - under_px]))
    assert any(problem.startswith("the head is cut off in ") for problem in grade(high).problems) is cut


def test_one_whose_nose_is_near_to_the_side_edge_is_in_the_picture(grade: Callable[..., Quality]) -> None:
    track = figure(MOVE)
    image = track.image_px.copy()
    image[:, 0, 0] = track.width_px - 3.0
    assert not any("the head is cut off" in line for line in grade(replace(track, image_px=image)).problems)


def test_one_whose_head_leaves_the_picture_is_lost_there() -> None:
    """Without a head nobody is found: it is told from the room above those who are, bent."""
    track = figure(MOVE)
    above_px = float(np.nanmin(track.image_px[:, 0, 1]))
    high = replace(track, image_px=track.image_px - np.array([0.0, above_px + 80.0]))
    found_bent = lose(high, high.image_px[:, 0, 1] < 0)
    assert left_out(track) == ""
    assert left_out(lose(track, slice(0, 90))) == "the lifter is lost from 0.0 to 3.0 s"
    text = left_out(found_bent)
    assert text.startswith("the lifter is lost from 0.0 to ")
    assert text.endswith("; standing, the head leaves the picture: step back or tilt the camera up")


def test_one_who_is_lost_as_her_head_gets_to_the_edge_went_out_above() -> None:
    """The camera zooms out later on, and in most of the film she would fit."""
    track = figure(MOVE)
    nose = track.image_px[:, 0, 1]
    image = track.image_px.copy()
    image[track.time_s < 5.0, :, 1] -= float(np.nanmin(nose)) + 60.0
    early = replace(track, image_px=image)
    head_cut = "standing, the head leaves the picture: step back or tilt the camera up"
    assert head_cut in left_out(lose(early, early.image_px[:, 0, 1] < 0))
    assert head_cut not in left_out(lose(track, nose < float(np.nanmin(nose)) + 60.0))


@pytest.mark.parametrize("gaps", [3, 4])
def test_stretches_that_are_not_told_one_by_one_are_hinted_at(gaps: int) -> None:
    starts_s = np.arange(gaps + 1)[:, np.newaxis] * 4.0
    (text,) = no_picture((starts_s + np.arange(0, 2.05, 0.1)).ravel())
    times = "2.0 to 4.0 s, 6.0 to 8.0 s, 10.0 to 12.0 s" + (" and later" if gaps == 4 else "")
    assert text == f"there is no picture from {times}: what went on then is not known"
    track = figure(MOVE)
    lost = lose(track, np.concatenate([np.arange(at, at + 40) for at in range(0, gaps * 80, 80)]))
    assert left_out(lost).endswith("and later") == (gaps == 4)


@pytest.mark.parametrize(("share", "level"), [(0.05, "good"), (0.2, "fair"), (0.5, "poor")])
def test_a_lost_lifter(share: float, level: str, grade: Callable[..., Quality]) -> None:
    track = figure(MOVE)
    quality = grade(lose(track, np.arange(len(track)) % 40 < share * 40))
    assert quality.level == level
    assert any("was not found" in p for p in quality.problems) == (level != "good")


def test_who_is_not_there_is_not_lost(grade: Callable[..., Quality]) -> None:
    """Four seconds of title and as much of black: how well she is seen in the lift does not hang on them."""
    track = figure(MOVE)
    before, after = (np.full(120, row) for row in (0, len(track) - 1))
    rows = np.concatenate([before, np.arange(len(track)), after])
    arrays = ("image_px", "visibility", "world_m", "outline_px", "people")
    longer = replace(
        track,
        time_s=np.arange(len(rows)) / 30.0,
        frame_index=np.arange(len(rows)),
        **{name: getattr(track, name)[rows] for name in arrays},
    )
    there = np.zeros(len(rows), dtype=bool)
    there[120:-120] = True
    quality = grade(lose(longer, ~there))
    assert quality.level == "fair"
    assert [p for p in quality.problems if "hidden" in p] == []


def test_pictures_left_out_are_said_in_the_videos_own_time_and_hide_no_leg() -> None:
    track = figure(MOVE)
    gap = replace(track, time_s=np.where(track.time_s > 2.3, track.time_s + 4.0, track.time_s))
    half = analyse(LifterTrack(replace(gap, time_s=2.0 * gap.time_s), 0, 0), KnownFacts(speed_factor=0.5))
    for analysis, times in ((analyse(LifterTrack(gap, 0, 0)), "2.3 to 6.3 s"), (half, "4.6 to 12.7 s")):
        said = f"there is no picture from {times}: what went on then is not known"
        assert analysis.quality.problems[:1] == (said,)
        assert [p for p in analysis.quality.problems if "hidden" in p] == []


def test_hidden_legs(grade: Callable[..., Quality]) -> None:
    quality = grade(hide(figure(MOVE), ("KNEE",), slice(0, 200)))
    assert quality.level == "fair"
    assert "knee or ankle is hidden" in quality.problems[0]


def test_jumps_others_and_the_sources_own_words(grade: Callable[..., Quality]) -> None:
    quality = grade(figure(MOVE), jumps=2, others=1, source_problems=("the file ends early",))
    assert quality.level == "poor"
    assert quality.problems == (
        "the file ends early",
        "the track jumped to somebody or something else 2 times",
        "1 more person was in the picture",
    )
    assert "1 time" in grade(figure(MOVE), jumps=1).problems[0]
    assert grade(figure(MOVE), others=3).problems == ("3 more people were in the picture",)


def test_swapped_legs(grade: Callable[..., Quality]) -> None:
    track = figure(MOVE, free="right", free_angles_deg=lean_free_leg(MOVE))
    mask = np.zeros(len(track), dtype=bool)
    mask[70:95] = True
    quality = grade(replace(track, image_px=undo_swaps(track.image_px, mask)))
    assert quality.problems == ("left and right leg were confused in 6% of the frames and put back",)


@pytest.mark.parametrize(("azimuth_deg", "behind"), [(135, True), (180, True), (-130, True), (90, False), (0, False)])
def test_a_view_from_behind(azimuth_deg: float, behind: bool, grade: Callable[..., Quality]) -> None:
    assert any("from behind" in p for p in grade(figure(MOVE, azimuth_deg)).problems) == behind


@pytest.mark.parametrize(("step", "why"), [(6, ""), (8, "only 4 frames a second"), (12, "only 2 frames a second")])
def test_frames_too_far_apart_to_be_joined_are_said_to_be_the_reason(step: int, why: str) -> None:
    track = select_rows(figure(MOVE), np.arange(0, len(figure(MOVE)), step))
    assert too_far_apart(track).startswith(why)
    if why:
        with pytest.raises(NothingMeasuredError, match=why):
            analyse(LifterTrack(track, 0, 0))
    else:
        assert len(analyse(LifterTrack(track, 0, 0)).reps) == 3


@pytest.mark.parametrize(
    ("lifting", "where"), [((0, 1), "on the left"), ((2, 0), "on the right"), ((1, 1), "middle")]
)
def test_who_is_measured_of_several_who_lift(
    lifting: tuple[int, int], where: str, grade: Callable[..., Quality]
) -> None:
    more, measured = grade(figure(MOVE), others=sum(lifting), lifting=lifting).problems
    assert "in the picture" in more
    assert where in measured
    assert measured.endswith("crop the video to that person")


@pytest.mark.parametrize(
    ("stacked", "where"), [((0, 1), "at the top"), ((2, 0), "at the bottom"), ((1, 1), "in the middle")]
)
def test_who_is_measured_of_several_one_above_the_other(
    stacked: tuple[int, int], where: str, grade: Callable[..., Quality]
) -> None:
    _, measured = grade(figure(MOVE), others=sum(stacked), stacked=stacked).problems
    assert f"one above the other: the one {where} is measured" in measured


def test_why_no_rep_was_found_is_said_in_the_videos_own_time() -> None:
    track = figure(glide(TALL, (20.0, TALL)))
    track = lose(track, slice(240, 360))
    for speed, times in ((None, "8.0 to 12.0 s"), (0.25, "8.0 to 12.0 s")):
        with pytest.raises(NothingMeasuredError, match=f"lost from {times}"):
            analyse(LifterTrack(track, 0, 0), KnownFacts(speed_factor=speed))
