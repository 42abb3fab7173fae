"""The page that plays: what is in it, that nothing else runs, and that its numbers are the report's."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

import html_tree
from hingecheck.core.analysis import analyse
from hingecheck.core.known_facts import KnownFacts
from hingecheck.core.load_types import LoadTrack
from hingecheck.core.pictures.overlay import DRAWN, OverlayStretch, overlay_of
from hingecheck.core.tracking.lifter import LifterTrack
from hingecheck.core.types import PoseTrack, SetReport, Unavailable
from hingecheck.reports.html import to_html
from hingecheck.reports.page_assets import content_security, json_in_page
from hingecheck.reports.player import UNKNOWN, PageFilm, Playing, player_data
from hingecheck.reports.player_words import PLAYER_WORDS
from reporting import report_of
from stick_figure import SQUATTED_RDL, TALL, figure, follow, glide, lose, reps

MEASURES = ("hip_hinge_deg", "knee_flexion_deg", "trunk_inclination_deg")
NASTY = "</script><script>alert(1)</script>"


def made(track: PoseTrack) -> tuple[SetReport, tuple[OverlayStretch, ...]]:
    report = report_of(analyse(LifterTrack(track, jumps=0, others=0), KnownFacts(lift="rdl")))
    return report, overlay_of(report.analysis, track, MEASURES)


@pytest.fixture(scope="module")
def squatted() -> tuple[SetReport, tuple[OverlayStretch, ...]]:
    return made(figure(reps(3, bottom=SQUATTED_RDL, lowering_s=0.6), -90.0, hands_ahead_m=0.03))


def numbers(packed: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(packed), "<i2")


class TestPage:
    def test_film_data_and_script_are_inside_and_named_by_the_policy(self, squatted) -> None:
        report, overlay = squatted
        text = to_html(report, playing=Playing(PageFilm("video/mp4", b"film"), overlay))
        assert html_tree.outside(text) == []
        assert "http" not in text.replace("http-equiv", "")
        page = html_tree.read(text)
        data, film, _ = page.all("script")
        assert base64.b64decode(film.parts[0]) == b"film"
        assert json.loads(data.parts[0])["reps"][0]["rep"] == 1
        policy = html_tree.policy_of(page)
        assert "default-src 'none'" in policy
        assert "connect-src 'none'" in policy
        assert "unsafe-inline'; script" in policy  # styles alone
        (player,) = page.all("section", class_="player")
        assert "hidden" in player.attributes  # a page without scripts is the page as it ever was

    def test_no_film_no_player(self, squatted) -> None:
        report, _ = squatted
        page = html_tree.read(to_html(report, playing=Unavailable("The film is away.")))
        assert not page.all("script")
        assert not page.all("video")
        assert "The film is away." in page.text
        assert "script-src 'none'" in html_tree.policy_of(page)

    def test_a_film_beside_is_data_too_and_a_codec_is_told(self, squatted) -> None:
        report, overlay = squatted
        film = PageFilm("video/mp4", beside=NASTY, codec_note="Not every browser plays HEVC.")
        text = to_html(report, playing=Playing(film, overlay))
        page = html_tree.read(text)
        assert html_tree.outside(text) == []
        assert json.loads(page.all("script")[0].parts[0])["film"]["beside"] == NASTY
        assert len(page.all("script")) == 2
        assert "Not every browser plays HEVC." in page.text

    def test_moments_that_the_script_makes_buttons_of(self, squatted) -> None:
        report, overlay = squatted
        page = html_tree.read(to_html(report, playing=Playing(PageFilm("video/mp4", b"film"), overlay)))
        moments = [float(e.attributes["data-at"]) for e in page.all() if "data-at" in e.attributes]
        for finding in report.analysis.findings:
            for fault in finding.by_rep:
                assert min(abs(fault.at_s - at) for at in moments) <= 0.005
        for rep in report.analysis.reps:
            assert min(abs(rep.start_s - at) for at in moments) <= 0.005
            assert min(abs(rep.bottom_s - at) for at in moments) <= 0.005
        plots = [e for e in page.all("div", class_="plot") if "data-from" in e.attributes]
        lift_set = report.analysis.sets[0]
        assert len(plots) == len(report.analysis.findings) + 3
        assert all(float(p.attributes["data-from"]) <= lift_set.start_s for p in plots)
        assert all(float(p.attributes["data-to"]) >= lift_set.end_s for p in plots)

    def test_every_word_that_the_template_and_the_scripts_use_is_there(self, squatted) -> None:
        report, overlay = squatted
        page = html_tree.read(to_html(report, playing=Playing(PageFilm("video/mp4", b"film"), overlay)))
        (player,) = page.all("section", class_="player")
        for name in ("place", "speed"):
            assert [e for e in player.all() if e.attributes.get("aria-label") == PLAYER_WORDS[name]]
        assert PLAYER_WORDS["keyboard"] in player.text


class TestData:
    def test_places_are_the_landmarks_to_a_quarter_of_a_pixel(self, squatted) -> None:
        report, overlay = squatted
        (stretch,) = overlay
        (plain,) = player_data(report, Playing(PageFilm("video/mp4", b"film"), overlay))["stretches"]
        places = numbers(plain["points"]).reshape(plain["rows"], len(DRAWN), 2)
        motion = report.analysis.motion
        row = int(np.abs(motion.time_s - plain["start"]).argmin()) + 10
        known = places[10] != UNKNOWN
        np.testing.assert_allclose(places[10][known] / 4, motion.image_px[row][list(DRAWN)][known], atol=0.13)
        assert known.all(axis=1).sum() >= 14
        assert plain["step"] == pytest.approx(1 / motion.rate_hz, rel=1e-3)
        assert stretch.start_s == pytest.approx(plain["start"], abs=1e-4)

    def test_readings_are_the_series(self, squatted) -> None:
        report, overlay = squatted
        (plain,) = player_data(report, Playing(PageFilm("video/mp4", b"film"), overlay))["stretches"]
        hinge = numbers(plain["readings"]["hinge"]) / 10
        bottom = report.analysis.reps[0]
        row = round((bottom.bottom_s - plain["start"]) / plain["step"])
        assert hinge[row] == pytest.approx(bottom.measures["hip_hinge_deg"].bottom, abs=3)

    def test_a_hole_is_unknown(self) -> None:
        report, overlay = made(lose(figure(reps(3), hands_ahead_m=0.03), slice(100, 140)))
        (plain,) = player_data(report, Playing(PageFilm("video/mp4", b"film"), overlay))["stretches"]
        assert (numbers(plain["points"]) == UNKNOWN).sum() > 30 * 2 * len(DRAWN)

    def test_a_load_leaves_a_path(self, squatted) -> None:
        report, _ = squatted
        motion = report.analysis.motion
        n = len(motion)
        bar = LoadTrack("both", motion.image_px[:, 15], np.ones(n), np.ones((n, 2)), np.ones(n, dtype=bool), "hands")
        held = replace(motion, load=replace(motion.load, tracks=(bar,)))
        track = figure(reps(3, bottom=SQUATTED_RDL, lowering_s=0.6), -90.0, hands_ahead_m=0.03)
        overlay = overlay_of(replace(report.analysis, motion=held), track, MEASURES)
        (plain,) = player_data(report, Playing(PageFilm("video/mp4", b"film"), overlay))["stretches"]
        (path,) = plain["loads"]
        first = round(plain["start"] * motion.rate_hz)
        np.testing.assert_allclose(numbers(path)[:2] / 4, motion.image_px[first, 15], atol=0.13)

    def test_two_sets_are_two_stretches_and_no_row_is_in_both(self) -> None:
        _, overlay = made(figure(follow(reps(3), glide(TALL, (20.0, TALL)), reps(3)), hands_ahead_m=0.03))
        first, second = overlay
        assert first.start_s + first.step_s * len(first) <= second.start_s + 1e-6

    def test_bones_are_far_first_and_swap_with_the_near_side(self, squatted) -> None:
        _, (stretch,) = squatted
        depths = [depth for depth, _, _ in stretch.bones]
        assert depths == sorted(depths, key=["far", "across", "near"].index)
        other = "left" if stretch.near_side == "right" else "right"
        turned = {bone[1:]: bone[0] for bone in replace(stretch, near_side=other).bones}
        swap = {"near": "far", "far": "near", "across": "across"}
        assert all(turned[(a, b)] == swap[depth] for depth, a, b in stretch.bones)

    def test_all_of_it_is_json(self, squatted) -> None:
        report, overlay = squatted
        plain = player_data(report, Playing(PageFilm("video/mp4", b"film"), overlay))
        assert json.loads(json_in_page(plain)) == json.loads(json.dumps(plain))


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "]]>&amp;", "\u2028\u2029", "'\"\\"])
def test_no_text_ends_its_script(text: str) -> None:
    page = html_tree.read(f'<script type="application/json">{json_in_page({text: [text]})}</script>')
    (script,) = page.all("script")
    assert json.loads(script.parts[0]) == {text: [text]}


def test_a_number_that_is_none_is_no_json() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_in_page([float("nan")])


def test_a_policy_without_scripts_runs_none() -> None:
    assert "script-src 'none'" in content_security()
    assert content_security("a").count("sha256-") == 1
