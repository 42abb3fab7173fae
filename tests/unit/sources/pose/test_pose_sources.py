from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from hingecheck.core.types import OUTLINE_POINTS, Frame, Person
from hingecheck.errors import ModelError
from hingecheck.quiet import quiet_stderr
from hingecheck.sources.pose.bundle import pack
from hingecheck.sources.pose.litert.source import LiteRTPoses
from hingecheck.sources.pose.mediapipe_pose import MediaPipePoses
from hingecheck.sources.pose.models import ModelFile
from hingecheck.sources.pose.people import distinct, of_real_size
from hingecheck.sources.pose.pose_source import FakePoses, PoseSource
from hingecheck.sources.video.frames import open_frames

SIDE_CLIP = "kettlebell-a-clean.mp4"
PERSON_AT_S = 3.0


def person(centre_px: tuple[float, float] = (50, 50), height_px: float = 80.0) -> Person:
    spread = np.random.default_rng(1).uniform(-0.5, 0.5, (33, 2)) * (0.4 * height_px, height_px)
    spread[0], spread[32] = (0, -0.5 * height_px), (0, 0.5 * height_px)
    return Person(spread + centre_px, np.ones(33), np.zeros((33, 3)))


# The contract, held by every pose source

REAL = {"litert": LiteRTPoses, "mediapipe": MediaPipePoses}


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.model) for name in REAL])
def backend(request: pytest.FixtureRequest) -> type[LiteRTPoses] | type[MediaPipePoses]:
    """Each real backend; mediapipe only where it can be installed."""
    if request.param == "mediapipe":
        pytest.importorskip("mediapipe")
    return REAL[request.param]


@pytest.fixture(params=["fake", *(pytest.param(name, marks=pytest.mark.model) for name in REAL)])
def poses(request: pytest.FixtureRequest) -> Iterator[PoseSource]:
    if request.param == "mediapipe":
        pytest.importorskip("mediapipe")
    made = FakePoses(lambda frame: (person(),)) if request.param == "fake" else REAL[request.param]()
    yield made
    made.close()


def test_contract_each_frame_gives_a_tuple_of_whole_people(poses, blank):
    for index in range(3):
        people = poses.people(blank(index))
        assert isinstance(people, tuple)
        check_people(people)


def test_contract_the_model_is_named(poses):
    assert poses.model_name
    assert len(poses.model_sha256) == 64


def test_contract_closes_with_its_block_and_more_than_once(poses, blank):
    with poses as inside:
        assert inside is poses
    poses.close()
    with pytest.raises(ValueError, match="closed"):
        poses.people(blank(0))


def check_people(people: tuple[Person, ...]) -> None:
    for one in people:
        assert one.image_px.shape == (33, 2)
        assert one.world_m.shape == (33, 3)
        assert one.outline_px.shape == (OUTLINE_POINTS, 2)
        assert np.isfinite(one.image_px).all()
        assert np.isfinite(one.world_m).all()
        assert ((one.visibility >= 0) & (one.visibility <= 1)).all()


def test_a_fake_may_follow_a_list(blank):
    fake = FakePoses([(person(),), ()])
    assert [len(fake.people(blank(n))) for n in range(3)] == [1, 0, 0]
    assert fake.seen == [0, 1, 2]


# Who counts


def test_two_poses_on_one_body_are_one_person():
    assert len(distinct([person((50, 50)), person((55, 50)), person((120, 50))])) == 2


def test_people_far_behind_are_no_company():
    assert len(of_real_size([person(height_px=100), person(height_px=45), person(height_px=35)])) == 2
    assert of_real_size([]) == ()


def test_beside_a_talking_head_nobody_is_far_behind():
    head = person(height_px=400)
    head = replace(head, visibility=np.where(np.arange(33) < 23, 1.0, 0.02))
    assert len(of_real_size([head, person(height_px=100), person(height_px=35)])) == 2


# The real models


@pytest.fixture(scope="module")
def standing(footage) -> list[Frame]:
    """Two seconds of a real lifter, 10 a second, upright 360 x 640."""
    frames = open_frames(footage(SIDE_CLIP)).frames(10.0)
    return [frame for frame in frames if PERSON_AT_S <= frame.time_s < PERSON_AT_S + 2.0]


def restarted(frames: list[Frame], edit: Callable[[np.ndarray], np.ndarray]) -> list[Frame]:
    start_s = frames[0].time_s
    return [Frame(n, f.time_s - start_s, np.ascontiguousarray(edit(f.rgb))) for n, f in enumerate(frames)]


@pytest.mark.model
@pytest.mark.footage
def test_one_lifter_is_found_with_an_outline_around_the_joints(backend, standing):
    with backend() as poses:
        found = [poses.people(frame) for frame in standing]
    assert all(len(people) == 1 for people in found)
    check_people(found[-1])
    (one,) = found[-1]
    assert np.isfinite(one.outline_px).all()
    low, high = one.outline_px.min(axis=0), one.outline_px.max(axis=0)
    assert ((one.image_px >= low - 10) & (one.image_px <= high + 10)).all()
    assert (low >= -1).all()
    assert (high <= (361, 641)).all()


@pytest.mark.model
@pytest.mark.footage
def test_without_outline_the_landmarks_are_the_same(backend, standing):
    with backend() as full, backend(outline=False) as bare:
        for frame in standing[:3]:
            (one,), (other,) = full.people(frame), bare.people(frame)
            np.testing.assert_array_equal(one.image_px, other.image_px)
            assert np.isnan(other.outline_px).all()


@pytest.mark.model
@pytest.mark.footage
def test_large_pictures_give_landmarks_in_their_own_pixels(backend, standing):
    large = restarted(standing[:3], lambda rgb: rgb.repeat(4, axis=0).repeat(4, axis=1))  # 2560 high
    with backend() as poses, backend() as small:
        for frame, big in zip(restarted(standing[:3], lambda rgb: rgb), large, strict=True):
            (one,), (other,) = small.people(frame), poses.people(big)
    assert np.abs(other.image_px / 4 - one.image_px).mean() < 3
    assert np.nanmean(np.abs(other.outline_px.max(axis=0) / 4 - one.outline_px.max(axis=0))) < 5


@pytest.mark.model
@pytest.mark.footage
def test_a_bystander_is_noticed_at_the_start_and_both_are_followed(backend, standing):
    pair = restarted(standing, lambda rgb: np.hstack([rgb, rgb[:, ::-1]]))
    with backend() as poses:
        counts = [len(poses.people(frame)) for frame in pair]
        assert poses.following == 2
    assert min(counts) >= 1
    # The scout is heard after 0.4 s: four frames at ten a second.
    assert np.mean(np.array(counts)[5:] == 2) > 0.8


@pytest.mark.model
@pytest.mark.footage
def test_a_bystander_who_comes_later_is_noticed_within_a_second(backend, standing):
    alone = restarted(standing, lambda rgb: np.hstack([rgb, np.full_like(rgb, 128)]))
    pair = restarted(standing, lambda rgb: np.hstack([rgb, rgb[:, ::-1]]))
    with backend() as poses:
        poses.people(alone[0])
        assert poses.following == 1
        for frame in pair[1:20]:
            poses.people(frame)
        assert poses.following == 2


@pytest.mark.model
@pytest.mark.parametrize("size", [(16, 16), (2160, 3840)])
def test_any_picture_size_without_anybody(backend, size):
    with backend() as poses:
        assert poses.people(Frame(0, 0.0, np.zeros((*size, 3), np.uint8))) == ()


@pytest.mark.model
def test_times_closer_than_a_millisecond_are_no_trouble(backend, blank):
    with backend() as poses:
        for index in range(4):
            poses.people(Frame(index, index * 1e-4, blank(0).rgb))


@pytest.mark.model
def test_a_model_that_does_not_load(tmp_path):
    pytest.importorskip("mediapipe")
    path = tmp_path / "bad.task"
    path.write_bytes(pack({"pose_detector.tflite": b"x" * 64, "pose_landmarks_detector.tflite": b"y" * 64}))
    with pytest.raises(ModelError, match="MediaPipe cannot load this model") as caught:
        MediaPipePoses(ModelFile("bad", path, ""))
    assert "\n" not in str(caught.value)


@pytest.mark.model
@pytest.mark.footage
def test_nothing_reaches_standard_error(backend, footage):
    code = (
        "import sys; from pathlib import Path; from hingecheck.sources.video.frames import open_frames\n"
        f"from {backend.__module__} import {backend.__name__}\n"
        f"with {backend.__name__}() as poses:\n"
        "    for frame in open_frames(Path(sys.argv[1])).frames(2.0): poses.people(frame)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "HINGECHECK_DEBUG"}
    command = [sys.executable, "-c", code, str(footage("barbell-d-clean-1.mp4"))]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    assert done.stderr == ""


# Quiet


def test_quiet_stderr_is_put_back_after_an_error(capfd, monkeypatch):
    monkeypatch.delenv("HINGECHECK_DEBUG", raising=False)
    with suppress(KeyError), quiet_stderr():
        os.write(2, b"hidden")
        raise KeyError
    os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def test_debugging_shows_everything(capfd, monkeypatch):
    monkeypatch.setenv("HINGECHECK_DEBUG", "1")
    with quiet_stderr():
        os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"
