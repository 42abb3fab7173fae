"""A recording as parts: another side, leg, lift, place of the camera or scene, pauses and gaps."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hingecheck.core.analysis import analyse
from hingecheck.core.camera import Background
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.landmarks import SIDES, both, point
from hingecheck.core.pictures.figure import figure_at
from hingecheck.core.tracking.breaks import Breaks, find_breaks
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.tracking.stretches import select_rows, without_rows
from hingecheck.core.types import Analysis, PoseTrack
from hingecheck.reports.charts import time_charts
from hingecheck.reports.commentary import Commentary
from hingecheck.reports.words import lifts_words, views_words
from hingecheck.sources.files.weights import default_weights
from joined_tracks import ROWS, SAMPLES, cut_together, held, joined, mirrored, sample, with_gap, zoomed
from loads import LEG_PX
from stick_figure import DEADLIFT, figure, reps

SL, KS, RC, R = "single-leg-rdl-clean", "kickstand-rdl-clean", "rdl-clean", "rdl-lumbar-rounding"
DC, D, HT = "deadlift-clean", "deadlift-hips-rise-first", "hip-thrust-clean"
PARTS = {
    "turn-other-leg": lambda: joined(sample(SL), mirrored(sample(SL))),
    "turn-16s": lambda: joined(held(sample(SL), 16.0), mirrored(sample(SL))),
    "two-sides": lambda: joined(sample(D), sample(DC)),
    "deadlift-thrust": lambda: joined(sample(DC), sample(HT)),
    "thrust-deadlift": lambda: joined(sample(HT), sample(DC)),
    "deadlift-rdl": lambda: joined(sample(DC), sample(RC)),
    "rdl-single-leg": lambda: joined(sample(RC), sample(SL)),
    "single-leg-kickstand": lambda: joined(sample(SL), sample(KS)),
    "nearer": lambda: joined(sample(RC), zoomed(sample(RC), 1.3)),
    "farther": lambda: joined(sample(DC), zoomed(sample(DC), 0.7)),
    "gap-8": lambda: joined(with_gap(sample(R), 5.0, 8.0)),
    "gap-8-nearer": lambda: joined(with_gap(nearer_from(sample(R), 5.0), 5.0, 8.0)),
    "gap-40": lambda: joined(with_gap(sample(R), 5.0, 40.0)),
    "gap-hours": lambda: joined(with_gap(sample(R), 5.0, 30000.0)),
    "pause-20": lambda: joined(held(sample(RC), 20.0), sample(RC)),
    "no-pause": lambda: joined(sample(RC), sample(RC)),
    "cut-other-lifter": lambda: cut_together(sample(RC), sample(R)),
    "cut-other-lift": lambda: cut_together(sample(KS), sample(DC)),
    "cut-title": lambda: cut_together(held(nobody(sample(SL)), 1.0), sample(RC)),
    "three": lambda: joined(sample(DC), sample(RC), sample(HT)),
}


def nobody(track: PoseTrack) -> PoseTrack:
    """A second of a scene in which nobody lifts: somebody stands there."""
    rows = {name: np.repeat(getattr(track, name)[:1], 30, axis=0) for name in ROWS}
    return replace(track, time_s=np.arange(30) / 30.0, frame_index=np.arange(30), **rows)


def nearer_from(track: PoseTrack, since_s: float) -> PoseTrack:
    """The camera is set up anew at a moment."""
    later = (track.time_s > since_s)[:, None, None]
    return replace(track, image_px=np.where(later, zoomed(track, 1.3).image_px, track.image_px))


@cache
def recording(name: str) -> LifterTrack:
    return PARTS[name]()


@cache
def analysis_of(name: str) -> Analysis:
    return analyse(recording(name), learned=default_weights())


def kinds(analysis: Analysis) -> list[tuple[str, str, str, int]]:
    return [(s.lift.name, s.working_side, s.view.near_side, len(s.reps)) for s in analysis.sets]


@pytest.mark.parametrize(
    ("name", "sets"),
    [
        ("turn-other-leg", [("single-leg-rdl", "left", "left", 3), ("single-leg-rdl", "right", "right", 3)]),
        ("turn-16s", [("single-leg-rdl", "left", "left", 3), ("single-leg-rdl", "right", "right", 3)]),
        ("two-sides", [("deadlift", "both", "right", 3), ("deadlift", "both", "left", 3)]),
        ("deadlift-thrust", [("deadlift", "both", "left", 3), ("hip-thrust", "both", "left", 3)]),
        ("thrust-deadlift", [("hip-thrust", "both", "left", 3), ("deadlift", "both", "left", 3)]),
        ("deadlift-rdl", [("deadlift", "both", "left", 3), ("rdl", "both", "left", 3)]),
        ("rdl-single-leg", [("rdl", "both", "left", 3), ("single-leg-rdl", "left", "left", 3)]),
        ("single-leg-kickstand", [("single-leg-rdl", "left", "left", 3), ("kickstand-rdl", "left", "left", 3)]),
        ("nearer", [("rdl", "both", "left", 3), ("rdl", "both", "left", 3)]),
        ("farther", [("deadlift", "both", "left", 3), ("deadlift", "both", "left", 3)]),
        ("gap-8", [("rdl", "both", "left", 3)]),  # a pause of the live session
        ("gap-8-nearer", [("rdl", "both", "left", 1), ("rdl", "both", "left", 2)]),
        ("gap-40", [("rdl", "both", "left", 1), ("rdl", "both", "left", 2)]),
        ("gap-hours", [("rdl", "both", "left", 1), ("rdl", "both", "left", 2)]),
        ("pause-20", [("rdl", "both", "left", 3), ("rdl", "both", "left", 3)]),
        ("no-pause", [("rdl", "both", "left", 6)]),
        ("three", [("deadlift", "both", "left", 3), ("rdl", "both", "left", 3), ("hip-thrust", "both", "left", 3)]),
    ],
)
def test_each_part_has_its_own_lift_side_and_reps(name: str, sets: list[tuple[str, str, str, int]]) -> None:
    analysis = analysis_of(name)
    assert kinds(analysis) == sets
    numbers = [rep for lift_set in analysis.sets for rep in lift_set.reps]
    assert numbers == [rep.index for rep in analysis.reps] == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "name", ["turn-other-leg", "turn-16s", "deadlift-thrust", "deadlift-rdl", "rdl-single-leg", "nearer", "three"]
)
def test_clean_parts_stay_clean(name: str) -> None:
    assert analysis_of(name).findings == ()


def test_findings_name_their_set() -> None:
    found = {(f.rule, f.set_index, f.reps) for f in analysis_of("two-sides").findings}
    assert found == {("hips-rise-first", 1, (1, 2, 3))}
    gap = analysis_of("gap-40")
    assert {f.set_index for f in gap.findings} == {1, 2}
    for finding in gap.findings:
        assert set(finding.reps) <= set(gap.sets[finding.set_index - 1].reps)
    assert {entry.set_index for entry in gap.not_assessable} == {1, 2}


@pytest.mark.parametrize("name", ["turn-other-leg", "deadlift-thrust", "gap-hours"])
def test_one_time_axis_and_each_part_drawn_from_its_own_side(name: str) -> None:
    analysis = analysis_of(name)
    assert (np.diff(analysis.motion.time_s) > 0).all()
    assert len(analysis.motion) <= 1.05 * len(recording(name).track)  # a gap of hours costs nothing
    for lift_set in analysis.sets:
        for rep in (r for r in analysis.reps if r.index in lift_set.reps):
            motion = analysis.motion_at(rep.cycle.bottom)
            assert motion.view == lift_set.view
            assert motion.time_s[rep.cycle.bottom] == rep.bottom_s
            assert figure_at(motion, rep.cycle.bottom).hinge is not None
        assert time_charts(analysis, lift_set).panels


def test_a_part_measures_what_it_measures_alone() -> None:
    alone = analyse(joined(sample(HT)), learned=default_weights())
    behind = analysis_of("deadlift-thrust")
    for one, other in zip(alone.reps, behind.reps[3:], strict=True):
        assert other.measures["hip_hinge_deg"].max == pytest.approx(one.measures["hip_hinge_deg"].max, abs=2.0)
        assert other.end_s - other.start_s == pytest.approx(one.end_s - one.start_s, abs=0.3)


def test_words_for_several_sets() -> None:
    assert lifts_words(analysis_of("deadlift-thrust")) == "Deadlift and hip thrust"
    assert lifts_words(analysis_of("turn-other-leg")) == "Single-leg RDL, left and right leg"
    assert views_words(analysis_of("two-sides")).split(" (")[0] == "the right side"
    assert ", then the left side (" in views_words(analysis_of("two-sides"))
    advice = analysis_of("three").advice
    assert [step.text.split(":")[0] for step in advice] == ["Deadlift", "Romanian deadlift", "Hip thrust"]


def reframed(at_rows: dict[int, float]) -> LifterTrack:
    """Two sets of three of one film, cropped closer by some factor from some rows on, in steps of the camera."""
    track = joined(sample(RC), sample(RC)).track
    steps, by = np.tile([1.0, 0.0, 0.0, 0.0], (len(track), 1)), np.ones(len(track))
    steps[0] = np.nan
    for row, factor in at_rows.items():
        shift = 0.5 * (1.0 - factor) * np.array([track.width_px, track.height_px])
        steps[row], by[row:] = (factor, 0.0, *shift), by[row:] * factor
    middle = 0.5 * np.array([track.width_px, track.height_px])
    image, outline = ((points - middle) * by[:, None, None] + middle for points in (track.image_px, track.outline_px))
    shown = replace(track, image_px=image, outline_px=outline.astype(np.float32))
    return LifterTrack(shown, 0, 0, Background(steps, np.empty((0, 5))))


@pytest.mark.parametrize(
    ("at_rows", "sets"),
    [
        ({402: 1.3}, [3, 3]),
        ({90: 1.3}, [6]),
        ({90: 1.3, 170: 1 / 1.3, 300: 1.2}, [6]),
        ({132: 1.25}, [6]),
        ({258: 1.25, 534: 1 / 1.25}, [6]),
    ],
    ids=["between two sets", "in a rep", "again and again", "after one rep", "closer and back between reps"],
)
def test_a_film_cropped_otherwise_goes_on(at_rows: dict[int, float], sets: list[int]) -> None:
    """As editors punch in: within a rep that is nothing, and one rep alone is no set; a film of its own is one."""
    analysis = analyse(reframed(at_rows), learned=default_weights())
    assert [len(one.reps) for one in analysis.sets] == sets
    assert analysis.findings == ()
    assert not analysis.partial_reps
    alone = [rep.measures["hip_hinge_deg"].bottom for rep in analysis_of("no-pause").reps]
    assert [rep.measures["hip_hinge_deg"].bottom for rep in analysis.reps] == pytest.approx(alone, abs=3.0)


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.npz")))
def test_one_set_is_one_part(name: str) -> None:
    analysis = analyse(joined(sample(name)), learned=default_weights())
    assert (len(analysis.sets), analysis.parts) == (1, ())


def test_breaks_are_where_the_recording_was_joined() -> None:
    assert find_breaks(recording("no-pause").track) == Breaks()
    assert find_breaks(recording("gap-40").track).gaps_s == pytest.approx((45.03,), abs=0.02)
    assert find_breaks(recording("nearer").track).jumps_s == pytest.approx((13.4,), abs=0.1)
    assert find_breaks(recording("turn-other-leg").track).changes_s == pytest.approx((13.0,), abs=0.2)
    assert find_breaks(recording("thrust-deadlift").track).changes_s == pytest.approx((13.4,), abs=0.3)


def test_a_slip_of_the_tracker_is_no_jump_of_the_picture() -> None:
    """Lost behind her plates, all landmarks in a heap, and found again where she was."""
    track = sample(DC)
    heap = (track.time_s > 6.0) & (track.time_s < 6.4)
    image = track.image_px.copy()
    middle = np.nanmean(image[heap], axis=1, keepdims=True)
    image[heap] = middle + 0.2 * (image[heap] - middle)
    assert find_breaks(replace(track, image_px=image)) == Breaks()


@pytest.mark.parametrize("back_s", [2.0, 5.0, 9.0])
def test_who_is_read_in_her_lap_as_plates_pass_made_no_jump(back_s: float) -> None:
    """Shoulders and feet slide towards the hips for half a second, and are back where they are from one frame on."""
    track = sample(DC)
    image = track.image_px.copy()
    hips = image[:, [23, 24]].mean(axis=1)[:, None]
    since_s = track.time_s - back_s
    slides = np.where((since_s > -0.5) & (since_s < 0.0), 1.0 - 0.3 * np.clip((since_s + 0.5) / 0.2, 0.0, 1.0), 1.0)
    assert find_breaks(replace(track, image_px=hips + slides[:, None, None] * (image - hips))) == Breaks()
    stays = np.where(since_s > 0.0, 0.7, 1.0)  # a camera that is all at once further away
    assert find_breaks(replace(track, image_px=hips + stays[:, None, None] * (image - hips))).jumps_s != ()


@pytest.mark.parametrize("back_s", [3.0, 5.5, 7.0, 11.25])
def test_legs_lost_for_a_moment_as_a_trunk_rises_to_a_high_camera_made_no_jump(back_s: float) -> None:
    """Bent over, the trunk shows shorter from above; the legs are as long before as they are after."""
    track = sample(DC)
    hips = track.image_px[:, [23, 24]].mean(axis=1)[:, None]
    before = track.time_s < back_s
    slips = before & (track.time_s > back_s - 0.4)
    trunk, legs = np.where(before, 0.65, 1.0), np.where(slips, 0.75, 1.0)
    size = np.where(np.arange(33) < 23, trunk[:, None], legs[:, None])[..., None]
    assert find_breaks(replace(track, image_px=hips + size * (track.image_px - hips))) == Breaks()


def test_who_is_read_bent_further_behind_her_plates_made_no_jump_where_her_size_stays() -> None:
    """Trunk and legs are longer all at once as the plate uncovers them, in space as in the picture."""
    track = sample(DC)
    before = track.time_s < 5.5
    trunk, legs = np.where(before, 0.8, 1.0), np.where(before, 0.65, 1.0)
    size = np.where(np.arange(33) < 23, trunk[:, None], legs[:, None])[..., None]
    hips = track.image_px[:, [23, 24]].mean(axis=1)[:, None]
    nearer = replace(track, image_px=hips + size * (track.image_px - hips))
    assert find_breaks(nearer).jumps_s != ()  # so does a camera that is all at once nearer
    assert find_breaks(replace(nearer, world_m=size * track.world_m)).jumps_s == ()


def test_lengths_that_jitter_make_no_jump() -> None:
    """As in a film compressed to blocks, where one that starts anew shows the trunk a sixth shorter."""
    track = sample(DC)
    image = track.image_px.copy()
    ankles = image[:, [27, 28]].mean(axis=1)[:, None]
    size = 1.0 + 0.05 * np.where(np.arange(len(track)) % 2, 1.0, -1.0)
    size[track.time_s > 1.0] *= 0.8
    assert find_breaks(replace(track, image_px=ankles + size[:, None, None] * (image - ankles))).jumps_s == ()
    size = np.where(track.time_s > 1.0, 0.8, 1.0)
    assert find_breaks(replace(track, image_px=ankles + size[:, None, None] * (image - ankles))).jumps_s != ()


def test_who_waits_bent_over_the_bar_has_not_lain_down() -> None:
    """Feet behind plates are read on the plates, so that trunk and feet seem as near as of one who lies."""
    lifter = figure(reps(1, bottom=DEADLIFT, pause_s=6.0))
    image = lifter.image_px.copy()
    bent = (lifter.time_s > 2.5) & (lifter.time_s < 8.5)
    feet = [point(side, joint) for side in SIDES for joint in ("ANKLE", "HEEL", "FOOT_INDEX")]
    trunk = image[:, [point(side, joint) for side in SIDES for joint in ("SHOULDER", "HIP")]].mean(axis=1)
    image[np.ix_(bent, feet)] = trunk[bent][:, None] + np.array([0.0, 0.5 * LEG_PX])
    assert find_breaks(replace(lifter, image_px=image)).changes_s == ()


def test_the_film_names_the_lift_of_the_set_under_way() -> None:
    analysis = analysis_of("deadlift-thrust")
    commentary = Commentary(analysis)
    titles = [commentary.at(0.5 * (one.start_s + one.end_s)).title for one in analysis.sets]
    assert titles == ["Deadlift", "Hip thrust"]
    assert commentary.at(analysis.sets[1].end_s - 0.3).count == "rep 6 of 6"


def test_another_scene_is_a_part_of_its_own() -> None:
    """The same lift from the same side, and a lifter of the same size in the same place, but another one."""
    analysis = analysis_of("cut-other-lifter")
    assert [(lift, reps) for lift, _, _, reps in kinds(analysis)] == [("rdl", 3), ("rdl", 3)]
    alone = analyse(LifterTrack(sample(R), 0, 0), learned=default_weights())
    assert {(f.rule, f.severity) for f in analysis.findings} == {(f.rule, f.severity) for f in alone.findings}
    assert {f.set_index for f in analysis.findings} == {2}


def test_each_scene_has_its_lift() -> None:
    assert [(lift, reps) for lift, _, _, reps in kinds(analysis_of("cut-other-lift"))] == [
        ("kickstand-rdl", 3),
        ("deadlift", 3),
    ]


def test_a_scene_in_which_nobody_lifts_is_no_part() -> None:
    assert [(lift, reps) for lift, _, _, reps in kinds(analysis_of("cut-title"))] == [("rdl", 3)]


@pytest.mark.parametrize(("times", "gap_s"), [(1.15, 2.6), (1.0, 17.0)])
def test_who_was_away_goes_on_in_another_set_and_no_rep_spans_it(times: float, gap_s: float) -> None:
    """The phone was set up anew meanwhile, or she had only left: halves of two lifts are no lift."""
    first = sample("deadlift-clean")
    longer = held(first, gap_s)
    empty = without_rows(longer, np.ones(len(longer), dtype=bool))
    empty = select_rows(empty, np.arange(len(first), len(longer)))
    weights = default_weights()
    alone = analyse(joined(first), learned=weights)
    together = analyse(joined(first, empty, zoomed(first, times)), learned=weights)
    back_s = float(first.time_s[-1]) + gap_s
    assert len(together.reps) == 2 * len(alone.reps)
    assert not [rep for rep in together.reps if rep.start_s < first.time_s[-1] and rep.end_s > back_s]
    assert len(together.sets) == 2
    assert "form-drift" not in [finding.rule for finding in together.findings]


def test_takes_joined_in_one_room_are_sets_of_their_own_where_the_picture_leaps_and_form_changes() -> None:
    """Place and size stay, and it is one lift: only the leap tells a take done otherwise from form that drifts."""
    other_form = figure(reps(9, bottom=[DEADLIFT] * 4 + [(85.0, 40.0, 16.0)] * 5))
    between_s = float(other_form.time_s[np.searchsorted(other_form.time_s, other_form.time_s[-1] * 4 / 9)])
    found = {}
    for name, track in (("other form", other_form), ("same form", figure(reps(9, bottom=DEADLIFT)))):
        for leaps in ((), (int(np.searchsorted(track.time_s, between_s)),)):
            facts = KnownFacts(lift="deadlift")
            analysis = analyse(LifterTrack(track, 0, 0, leaps=leaps), facts, learned=None)
            drifts = any(finding.rule == "form-drift" for finding in analysis.findings)
            found[name, bool(leaps)] = [len(one.reps) for one in analysis.sets], drifts
    assert found == {
        ("other form", False): ([9], True),
        ("other form", True): ([4, 5], False),
        ("same form", False): ([9], False),
        ("same form", True): ([9], False),
    }


def away(seconds: float) -> PoseTrack:
    """An empty room."""
    rows = {name: np.full((round(30 * seconds), *getattr(sample(RC), name).shape[1:]), np.nan) for name in ROWS[:4]}
    people = np.zeros(round(30 * seconds), dtype=np.int64)
    times = {"time_s": np.arange(len(people)) / 30.0, "frame_index": np.arange(len(people))}
    return replace(sample(RC), **rows, people=people, **times)


def about(track: PoseTrack, seconds: float) -> PoseTrack:
    """She goes off to one side and comes back, upright."""
    rows = np.zeros(round(30 * seconds), dtype=int)
    time_s = np.arange(len(rows)) / 30.0
    ways = max(round(0.8 * seconds / np.pi), 1)
    shift_px = np.stack([120.0 * (1.0 - np.cos(2.0 * ways * np.pi * time_s / seconds)), 0.0 * time_s], axis=1)
    kept = {name: getattr(track, name)[rows] for name in ROWS}
    for places in ("image_px", "outline_px"):
        kept[places] = (kept[places] + shift_px[:, None]).astype(kept[places].dtype)
    return replace(track, time_s=time_s, frame_index=np.arange(len(rows)), **kept)


@pytest.mark.parametrize("seconds", [10.0, 60.0])
def test_a_set_in_a_long_film_of_an_empty_room_is_what_it_is_alone(seconds: float) -> None:
    alone = analyse(joined(sample(RC)), learned=default_weights())
    found = analyse(joined(away(seconds), sample(RC), away(seconds)), learned=default_weights())
    assert kinds(found) == kinds(alone)
    assert found.sets[0].view.azimuth_deg == pytest.approx(alone.sets[0].view.azimuth_deg, abs=1.0)
    assert [one.rule for one in found.findings] == [one.rule for one in alone.findings]


@pytest.mark.parametrize("name", [SL, R, DC, HT])
@pytest.mark.parametrize(("before_s", "after_s"), [(60.0, 0.0), (0.0, 60.0), (100.0, 100.0)])
def test_who_goes_about_before_or_after_tells_nothing_of_her_set(name: str, before_s: float, after_s: float) -> None:
    """Neither where the camera stands nor how many legs work; who walks off at once has done the last rep."""
    alone = analyse(joined(sample(name)), learned=default_weights())
    parts = [about(sample(name), before_s)] if before_s else []
    parts += [sample(name)] + ([about(sample(name), after_s)] if after_s else [])
    assert_as_alone(analyse(joined(*parts), learned=default_weights()), alone, sets=1)


@pytest.mark.parametrize("name", [SL, R])
def test_who_goes_about_between_two_sets_tells_nothing_of_them(name: str) -> None:
    alone = analyse(joined(sample(name)), learned=default_weights())
    film = joined(sample(name), about(sample(name), 90.0), sample(name))
    assert_as_alone(analyse(film, learned=default_weights()), alone, sets=2)


def assert_as_alone(found: Analysis, alone: Analysis, *, sets: int) -> None:
    assert kinds(found) == sets * kinds(alone)
    for one in found.sets:
        assert one.view.azimuth_deg == pytest.approx(alone.sets[0].view.azimuth_deg, abs=5.0)
    assert {one.rule for one in found.findings} == {one.rule for one in alone.findings}
    offsets = [
        [rep.measures["load_offset_leg"].bottom for rep in one.reps if "load_offset_leg" in rep.measures]
        for one in (found, alone)
    ]
    assert offsets[0] == pytest.approx(sets * offsets[1], abs=0.05)


def test_one_bend_that_is_none_of_the_lifts_is_no_set_beside_sets_that_are() -> None:
    """With the hands at the shoulders it is a good morning, or somebody who sits down."""
    once = select_rows(sample(RC), np.arange(0, 140))
    hands, shoulders = both("WRIST", "ELBOW", "INDEX"), 3 * both("SHOULDER")
    moved = {}
    for name in ("image_px", "world_m"):
        moved[name] = getattr(once, name).copy()
        moved[name][:, hands] = moved[name][:, shoulders]
    bend = replace(once, **moved)
    alone = analyse(joined(bend), learned=default_weights())
    assert [(one.lift.name, len(one.reps)) for one in alone.sets] == [("other", 1)]
    beside = analyse(joined(held(sample(RC), 18.0), held(bend, 18.0), sample(RC)), learned=default_weights())
    assert [(one.lift.name, len(one.reps)) for one in beside.sets] == [("rdl", 3), ("rdl", 3)]
    assert len(beside.partial_reps) == 1
