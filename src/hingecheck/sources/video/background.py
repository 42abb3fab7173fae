"""What the background of a recording shows of the camera: its motion in every frame, straight edges in some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...core.arrays import Floats
from ...core.camera import Background
from ...core.types import Frame, Person
from .background_motion import LONGEST_PX, BackgroundMotion, CameraStep
from .scene_lines import scene_lines
from .surround import Inner, SurroundWatch

#: Edges are looked for in the first frame, after this many seconds, and each time after twice as long: a room stays,
#: and the lifter may have stood before what shows best.
FIRST_LINES_S = 0.5
#: While the camera stands, every third frame is looked at; what moved the picture's middle by less than this since
#: the last look, in pixels of a small picture (`LONGEST_PX`), is a camera that stands.
EVERY, CALM_PX = 3, 0.15


UNKNOWN = (float("nan"),) * 4


class BackgroundReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._motion, self._surround = BackgroundMotion(), SurroundWatch()
        self._inner: Inner | None = None
        self._inners: Counter[tuple[Inner, tuple[float, float]]] = Counter()  #: with the frames' scale
        self._steps: list[tuple[float, ...]] = []
        self._lines: list[Floats] = [np.empty((0, 5))]
        self._due_s = 0.0
        self._calm, self._skipped = False, 0

    def add(self, frame: Frame, people: Sequence[Person]) -> None:
        """Look at the next frame, without bars round the film."""
        inner = self._surround.inner(frame.rgb)
        if inner != self._inner:
            self._motion, self._inner = BackgroundMotion(), inner
        self._inners[inner, frame.scale] += 1
        row = len(self._steps)
        self._steps.append(UNKNOWN)
        passed_over, due = self._calm and self._skipped < EVERY - 1, frame.time_s >= self._due_s
        self._skipped += passed_over
        if passed_over and not due:
            return
        corner_px = np.multiply(inner[:2], frame.scale)
        if corner_px.any():
            frame, people = replace(frame, rgb=inner.of(frame.rgb)), [_moved(person, corner_px) for person in people]
        if not passed_over:
            self._look(frame, people, complex(*corner_px))
        if due:
            self._due_s = max(2.0 * frame.time_s, FIRST_LINES_S)
            lines = scene_lines(frame, people) + np.tile(corner_px, 2)
            self._lines.append(np.concatenate([np.full((len(lines), 1), float(row)), lines], axis=1))

    def _look(self, frame: Frame, people: Sequence[Person], corner_px: complex) -> None:
        """Take the step since the last look, and share it among the frames that were passed over."""
        step = self._motion.step(frame, people)
        count, self._skipped = self._skipped + 1, 0
        self._calm = step is not None and _moves_px(step, frame) < CALM_PX
        if step is not None:
            shift = complex(step.tx_px, step.ty_px) + corner_px * (1.0 - complex(step.a, step.b))
            step = replace(step, tx_px=shift.real, ty_px=shift.imag)
            self._steps[-count:] = [_share(step, count)] * count

    def inner_px(self) -> tuple[float, float, float, float] | None:
        """Where the film's own picture is in most of the frames, in the video's pixels; None without bars."""
        if not self._inners:
            return None
        (inner, (wider, higher)), _ = self._inners.most_common(1)[0]
        left, top, right, bottom = inner
        return (left * wider, top * higher, right * wider, bottom * higher) if left or top else None

    def background(self) -> Background:
        """What was seen so far, as exact as saved poses have it, so that saving and loading change nothing."""
        steps, lines = np.array(self._steps).reshape(-1, 4), np.concatenate(self._lines)
        return Background(*(array.astype(np.float32).astype(np.float64) for array in (steps, lines)))


def _moved(person: Person, corner_px: Floats) -> Person:
    """A person in the pixels of a part of the picture."""
    return replace(person, image_px=person.image_px - corner_px, outline_px=person.outline_px - corner_px)


def _moves_px(step: CameraStep, frame: Frame) -> float:
    """How far a step carries the picture's middle, and turns or zooms its edge, pixels of the small picture."""
    high, wide = (side * scale for side, scale in zip(frame.rgb.shape[:2], frame.scale[::-1], strict=True))
    turn, middle = complex(step.a, step.b), complex(wide, high) / 2
    carried = abs((turn - 1) * middle + complex(step.tx_px, step.ty_px)) + abs(turn - 1) * abs(middle)
    return float(carried * LONGEST_PX / max(wide, high))


def _share(step: CameraStep, count: int) -> tuple[float, ...]:
    """One of so many equal steps that make this one together."""
    turn = complex(step.a, step.b) ** (1.0 / count)
    shift = complex(step.tx_px, step.ty_px) / sum(turn**k for k in range(count))
    return (turn.real, turn.imag, shift.real, shift.imag)
