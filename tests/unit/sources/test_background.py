"""The background's motion and edges, on pictures moved by a known amount."""

from __future__ import annotations

import numpy as np
import pytest

from hingecheck.core.types import Frame, Person
from hingecheck.quiet import quiet_cv2
from hingecheck.sources.video.background import BackgroundReader, _share, background_of
from hingecheck.sources.video.background_motion import BackgroundMotion, CameraStep
from hingecheck.sources.video.scene_lines import scene_lines

WIDTH, HEIGHT = 640, 360


def room() -> np.ndarray:
    """A wall of soft blots, larger than the picture."""
    cv2 = quiet_cv2()
    noise = np.random.default_rng(7).uniform(0, 255, (60, 100)).astype(np.float32)
    wall = cv2.resize(noise, (1000, 600), interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)
    return np.repeat(wall[..., None], 3, axis=2)


def seen(turn_deg: float = 0.0, zoom: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """The wall through a camera turned about the picture's middle, zoomed and shifted."""
    cv2 = quiet_cv2()
    matrix = cv2.getRotationMatrix2D((WIDTH / 2 + 180, HEIGHT / 2 + 120), -turn_deg, zoom)
    matrix[:, 2] += np.array(shift) - (180, 120)
    return np.asarray(cv2.warpAffine(room(), matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR))


def frame(rgb: np.ndarray, index: int = 0) -> Frame:
    return Frame(index, index / 30.0, rgb)


def somebody(left: float, top: float) -> Person:
    points = np.random.default_rng(3).uniform((left, top), (left + 80, top + 200), (33, 2))
    return Person(points, np.ones(33), np.zeros((33, 3)))


def test_a_still_camera_stands_still() -> None:
    motion = BackgroundMotion()
    assert motion.step(frame(seen()), ()) is None
    step = motion.step(frame(seen(), 1), ())
    assert step is not None
    assert (step.a, step.b, step.tx_px, step.ty_px) == pytest.approx((1.0, 0.0, 0.0, 0.0), abs=1e-3)


def test_a_camera_that_stands_for_minutes_has_not_moved() -> None:
    """Each picture has its own noise: of five pictures a step, the room grew smaller."""
    motion, rng, still, zooms = BackgroundMotion(), np.random.default_rng(4), seen(), [0.0]
    for index in range(400):
        noisy = np.clip(still + rng.normal(0.0, 15.0, still.shape), 0, 255).astype(np.uint8)
        step = motion.step(frame(noisy, index), ())
        zooms.append(0.0 if step is None else float(np.log(np.hypot(step.a, step.b))))
    assert abs(float(np.cumsum(zooms)[-100:].mean())) < 3e-5


@pytest.mark.parametrize(
    ("turn_deg", "zoom", "shift"), [(0.0, 1.0, (6.0, -3.0)), (1.5, 1.0, (0.0, 0.0)), (0.0, 1.02, (1.0, 2.0))]
)
def test_turn_zoom_and_shift_are_found(turn_deg: float, zoom: float, shift: tuple[float, float]) -> None:
    motion = BackgroundMotion()
    motion.step(frame(seen()), ())
    step = motion.step(frame(seen(turn_deg, zoom, shift), 1), ())
    assert step is not None
    turn = zoom * np.exp(1j * np.radians(turn_deg))
    middle = WIDTH / 2 + 1j * HEIGHT / 2
    there = complex(step.a, step.b) * middle + complex(step.tx_px, step.ty_px)
    assert complex(step.a, step.b) == pytest.approx(turn, abs=2e-3)
    assert abs(there - (middle + complex(*shift))) < 0.3


def test_who_moves_before_it_does_not_count() -> None:
    motion = BackgroundMotion()
    for index, left in enumerate((200, 215, 230, 245)):
        rgb = seen()
        blot = np.random.default_rng(1).integers(0, 255, (200, 80, 3), dtype=np.uint8)
        rgb[80:280, left : left + 80] = blot
        step = motion.step(frame(rgb, index), (somebody(left, 80),))
        if index:
            assert step is not None
            assert abs(complex(step.tx_px, step.ty_px)) < 0.2


def test_an_empty_wall_tells_nothing() -> None:
    motion = BackgroundMotion()
    blank = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    assert [motion.step(frame(blank, index), ()) for index in range(3)] == [None] * 3


@pytest.mark.parametrize("shift", [(4.0, 0.0), (-2.0, 3.0)])
def test_a_grainy_wall_on_one_side_does_not_take_all_corners(shift: tuple[float, float]) -> None:
    """Corners of the grain are stronger than the many of the room beside it, and lie too near to each other."""
    pictures = []
    for moved in ((0.0, 0.0), shift):
        faint = 0.2 * seen(shift=moved).astype(np.float32) + 100.0
        faint[:, : WIDTH // 4] = seen(shift=moved)[:, : WIDTH // 4]
        pictures.append(faint.clip(0, 255).astype(np.uint8))
    motion = BackgroundMotion()
    assert motion.step(frame(pictures[0]), ()) is None
    step = motion.step(frame(pictures[1], 1), ())
    assert step is not None
    assert (step.tx_px, step.ty_px) == pytest.approx(shift, abs=0.5)


def test_edges_are_found_off_people_in_the_videos_own_pixels() -> None:
    cv2 = quiet_cv2()
    rgb = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    cv2.line(rgb, (100, 40), (120, 300), (40, 40, 40), 3)
    cv2.line(rgb, (400, 40), (400, 300), (40, 40, 40), 3)
    lines = scene_lines(Frame(0, 0.0, rgb, (2.0, 2.0)), (somebody(750, 220),))
    assert len(lines) >= 1
    assert (lines[:, [0, 2]] < 260).all()
    lean = np.degrees(np.arctan((lines[:, 2] - lines[:, 0]) / (lines[:, 3] - lines[:, 1])))
    assert lean == pytest.approx(np.full(len(lean), np.degrees(np.arctan(20 / 260))), abs=0.5)


def test_a_recording_is_read_frame_by_frame() -> None:
    reader = BackgroundReader()
    looks = [reader.look(frame(seen(shift=(float(index), 0.0)), index), ()) for index in range(20)]
    background = background_of(looks)
    assert background.steps.shape == (20, 4)
    assert np.isnan(background.steps[0]).all()
    assert background.steps[1:, 2].sum() == pytest.approx(19.0, abs=1.0)
    assert background.lines.shape[1] == 5
    assert set(background.lines[:, 0]) <= {0.0, 15.0}  # at once and after half a second


def test_a_camera_that_stands_is_looked_at_now_and_then_and_a_move_is_seen() -> None:
    reader = BackgroundReader()
    pictures = [seen(shift=(max(index - 20, 0) * 2.0, 0.0)) for index in range(40)]
    looks = [reader.look(frame(rgb, index), ()) for index, rgb in enumerate(pictures)]
    steps = background_of(looks).steps
    assert np.isfinite(steps[1:]).all()
    assert np.abs(steps[1:19, 2:]).max() < 0.1
    assert steps[1:, 2].sum() == pytest.approx(38.0, abs=0.6)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_equal_steps_make_the_whole(count: int) -> None:
    whole = CameraStep(0.99, 0.02, 3.0, -1.0)
    a, b, tx, ty = _share(whole, count)
    place = 100.0 + 50.0j
    there = place
    for _ in range(count):
        there = complex(a, b) * there + complex(tx, ty)
    assert there == pytest.approx(complex(0.99, 0.02) * place + complex(3.0, -1.0))


def test_a_quick_turn_is_followed_from_frame_to_frame() -> None:
    motion = BackgroundMotion()
    turns_deg = [5.0 * row for row in range(6)]
    steps = [motion.step(frame(seen(turn), row), ()) for row, turn in enumerate(turns_deg)]
    assert all(step is not None for step in steps[1:])
    assert [np.degrees(np.arctan2(step.b, step.a)) for step in steps[1:] if step] == pytest.approx([5.0] * 5, abs=0.3)
