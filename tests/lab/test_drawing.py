"""The renderer agrees with the camera, light falls where it should, films come out the same twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from hingecheck.lab.clipspec import CameraSpec, ClipSpec, FilmSpec
from hingecheck.lab.filming.camera import PinholeCamera
from hingecheck.lab.filming.drawing import Light, Renderer, placement_matrix
from hingecheck.lab.filming.film import H264Writer, render_clip
from hingecheck.lab.filming.gear import PLATE_COLOURS, ball, bench, box, load_mesh, room
from hingecheck.lab.filming.mesh import Mesh
from hingecheck.lab.posing.movement import Movement
from hingecheck.lab.posing.posture import HeldLoad
from hingecheck.lab.truth import load_truth, truth_path

pytestmark = pytest.mark.usefixtures("painter")

CAMERAS = [
    PinholeCamera(0.0, 3.5, 1.0, 45.0, 640, 360),
    PinholeCamera(90.0, 3.0, 1.4, 50.0, 640, 360, tilt_deg=12.0),
    PinholeCamera(-135.0, 4.0, 0.5, 40.0, 640, 360, tilt_deg=-6.0, pan_deg=5.0, roll_deg=8.0, aim_m=(0.2, -0.3)),
    PinholeCamera(180.0, 3.2, 1.1, 55.0, 480, 360, roll_deg=-15.0),
]


def volume(mesh: Mesh) -> float:
    """Signed volume: positive where faces look outward."""
    corners = mesh.vertices_m[mesh.faces].astype(np.float64)
    return float(np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6.0)


THINGS = {
    "box": box((-0.1, -0.2, 0.0), (0.3, 0.2, 0.5), (1, 1, 1)),
    "ball": ball((0.0, 0.0, 0.0), 0.2, (1, 1, 1)),
    "bar with plates": load_mesh(HeldLoad("barbell", 60, plate_m=0.225), PLATE_COLOURS[0]),
    "dumbbell": load_mesh(HeldLoad("dumbbell", 12), PLATE_COLOURS[0]),
    "kettlebell": load_mesh(HeldLoad("kettlebell", 24), PLATE_COLOURS[0]),
    "bench": bench(0.42),
}


@pytest.mark.parametrize("mesh", THINGS.values(), ids=THINGS)
def test_things_are_solid_and_look_outward(mesh: Mesh) -> None:
    assert volume(mesh) > 0
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)


def test_a_ball_has_its_volume() -> None:
    assert volume(THINGS["ball"]) == pytest.approx(4 / 3 * np.pi * 0.2**3, rel=0.05)


@pytest.mark.parametrize("camera", CAMERAS, ids=str)
def test_what_is_drawn_is_where_the_camera_projects_it(camera: PinholeCamera) -> None:
    places = np.array([[0.0, 0.0, 1.0], [0.6, 0.0, 0.4], [-0.4, 0.5, 1.5], [0.2, -0.6, 0.2]])
    with Renderer(camera.width_px, camera.height_px) as renderer:
        dot = renderer.add(ball((0.0, 0.0, 0.0), 0.03, (1.0, 1.0, 1.0)))
        for place in places:
            picture = renderer.draw([], [(dot, placement_matrix(place))], camera, Light())
            rows, columns = np.nonzero(np.abs(picture.astype(int) - 127).max(axis=2) > 12)
            # a ball's outline is all but a circle round its projected middle
            middle = np.array([0.5 * (columns.min() + columns.max() + 1), 0.5 * (rows.min() + rows.max() + 1)])
            np.testing.assert_allclose(middle, camera.project(place), atol=1.0)


def test_near_things_hide_far_ones() -> None:
    camera = CAMERAS[0]
    with Renderer(640, 360) as renderer:
        red = renderer.add(box((-0.2, -0.6, 0.8), (0.2, -0.5, 1.2), (1.0, 0.0, 0.0)))
        blue = renderer.add(box((-0.4, 0.5, 0.6), (0.4, 0.6, 1.4), (0.0, 0.0, 1.0)))
        picture = renderer.draw([], [(red, np.eye(4)), (blue, np.eye(4))], camera, Light())
    assert picture[180, 320, 0] > 2 * picture[180, 320, 2]
    assert picture[180, 357, 2] > 2 * picture[180, 357, 0]


def test_the_lit_side_is_brighter_and_a_shadow_falls_away_from_the_light() -> None:
    camera = PinholeCamera(0.0, 4.0, 1.6, 45.0, 640, 360, tilt_deg=18.0)
    floor = box((-3, -3, -0.1), (3, 3, 0.0), (0.6, 0.6, 0.6))
    post = box((-0.1, -0.1, 0.0), (0.1, 0.1, 1.0), (0.6, 0.6, 0.6))
    with Renderer(640, 360) as renderer:
        ground, thing = renderer.add(floor), renderer.add(post)
        picture = renderer.draw([ground], [(thing, np.eye(4))], camera, Light(azimuth_deg=90.0, height_deg=45.0))

    def brightness(place: tuple[float, float, float]) -> float:
        x, y = camera.project(np.array(place)).round().astype(int)
        return float(picture[y - 2 : y + 3, x - 2 : x + 3].mean())

    lit, shaded = brightness((0.5, 0.0, 0.0)), brightness((-0.5, 0.0, 0.0))  # the lamp stands at +x
    assert shaded < 0.8 * lit


def test_rooms_differ_by_seed_and_hold_every_camera() -> None:
    assert not np.array_equal(room(1)[0].colours, room(2)[0].colours)
    assert min(mesh.vertices_m[:, :2].min() for mesh in room(3)) < -6.9


SHORT = Movement("rdl", reps=1, hinge_bottom_deg=70, lowering_s=0.5, lifting_s=0.4, hold_s=0.2, top_s=0.1)
SMALL = ClipSpec("small", camera=CameraSpec(width_px=160, height_px=120), movement=SHORT, film=FilmSpec(rate_hz=15.0))


def test_a_clip_is_the_same_twice_and_reads_back(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        render_clip(SMALL, folder)
    assert (first / "small.mp4").read_bytes() == (second / "small.mp4").read_bytes()
    assert truth_path(first / "small.mp4").read_bytes() == truth_path(second / "small.mp4").read_bytes()
    assert sorted(path.name for path in first.iterdir()) == ["small.mp4", "small.truth.json"]

    truth = load_truth(truth_path(first / "small.mp4"))
    reader = cv2.VideoCapture(str(first / "small.mp4"))
    assert reader.get(cv2.CAP_PROP_FPS) == pytest.approx(15.0)
    frames = 0
    while reader.read()[0]:
        frames += 1
    reader.release()
    assert frames == len(truth.time_s) == len(truth.joints_px)


def test_blur_keeps_the_number_of_frames(tmp_path: Path) -> None:
    blurred = replace(SMALL, name="blurred", film=FilmSpec(rate_hz=15.0, blur_frames=2, noise=0.0))
    render_clip(blurred, tmp_path)
    assert len(load_truth(tmp_path / "blurred.truth.json").time_s) > 10


def test_a_film_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail_half_way() -> None:
        with H264Writer(tmp_path / "x.mp4", FilmSpec()) as video:
            video.write(np.zeros((120, 160, 3), dtype=np.uint8))
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        fail_half_way()
    assert list(tmp_path.iterdir()) == []
