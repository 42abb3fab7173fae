"""What the background of a recording shows of the camera: its motion in every frame, straight edges in some."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...core.arrays import Floats
from ...core.camera import Background
from ...core.tracking.camera_motion import NOT_MOVED
from ...core.types import Frame, Person
from .background_motion import LONGEST_PX, BackgroundMotion, CameraStep, GreyView, is_reframed, step_between
from .scene_cuts import Sudden
from .scene_lines import scene_lines
from .surround import Inner, SurroundWatch

#: Edges are looked for in the first frame, after this many seconds, and each time after twice as long, but no less
#: often than the second: a room stays, and the lifter may have stood before what shows best.
FIRST_LINES_S, LINES_AT_LEAST_S = 0.5, 8.0
#: While the camera stands, every third frame is looked at; what moved the picture's middle by less than this since
#: the last look, in pixels of a small picture (`LONGEST_PX`), is a camera that stands.
EVERY, CALM_PX = 3, 0.15


#: So many pictures are remembered, one in so many seconds: as long as a fade lasts.
VIEWS, VIEW_EVERY_S = 10, 0.25
#: A picture within bars that shows in fewer of the frames is a slip.
SHOWN_SHARE = 0.05


UNKNOWN = (float("nan"),) * 4


@dataclass(frozen=True, slots=True)
class BackgroundLook:
    """What one frame shows of the background; see `background_of`."""

    inner_px: tuple[float, float, float, float]  #: where the film's own picture is, pixels of the video's
    step: tuple[float, ...] = UNKNOWN  #: as a row of `Background.steps` …
    frames: int = 0  #: … of so many frames, this one and those passed over just before; 0 where this one is
    lines: Floats | None = None  #: straight edges, x and y of both ends; None: not looked for [shape=(k, 4)]
    goes_on: bool = False  #: the picture is suddenly another, but of the same view, cropped otherwise or lighter


class BackgroundReader:
    """Takes frames with their people in order."""

    def __init__(self) -> None:
        self._motion, self._surround = BackgroundMotion(), SurroundWatch()
        self._inner: Inner | None = None
        self._due_s = 0.0
        self._calm, self._skipped = False, 0
        self._frames = 0
        self._views: deque[tuple[int, float, GreyView]] = deque(maxlen=VIEWS)  #: number and time of each

    def look(self, frame: Frame, people: Sequence[Person], sudden: Sudden | None = None) -> BackgroundLook:
        """Look at the next frame, without bars round the film; `sudden` where it is suddenly another."""
        self._frames += 1
        inner = self._surround.inner(frame.rgb)
        if inner != self._inner:
            self._motion, self._inner = BackgroundMotion(), inner
        low, high = np.multiply(inner[:2], frame.scale), np.multiply(inner[2:], frame.scale)
        seen = BackgroundLook((*low.tolist(), *high.tolist()))
        passed_over, due = self._calm and sudden is None and self._skipped < EVERY - 1, frame.time_s >= self._due_s
        self._skipped += passed_over
        if passed_over and not due:
            return replace(seen, step=NOT_MOVED, frames=1)  # until the next look says how far it went
        if low.any():
            frame, people = replace(frame, rgb=inner.of(frame.rgb)), [_moved(person, low) for person in people]
        if not passed_over:
            seen = self._moved_on(seen, frame, GreyView.of(frame, people), sudden)
        if due:
            self._due_s = min(max(2.0 * frame.time_s, FIRST_LINES_S), frame.time_s + LINES_AT_LEAST_S)
            seen = replace(seen, lines=scene_lines(frame, people) + np.tile(low, 2))
        return seen

    def _moved_on(self, seen: BackgroundLook, frame: Frame, now: GreyView, sudden: Sudden | None) -> BackgroundLook:
        """With the step since the last look, shared among the frames that were passed over."""
        before, corner_px = self._motion.latest, complex(*seen.inner_px[:2])
        self._keep(frame.time_s, now)
        # what seems another scene is compared first: captions that stay lead corners astray
        again = self._same_view(before, now, sudden) if sudden is not None and sudden.scene else None
        step = None if again is not None else self._motion.step_to(now)
        if step is None and sudden is not None and not sudden.scene:  # else corners are finer
            again = self._same_view(before, now, sudden)
        count, self._skipped = self._skipped + 1, 0
        self._calm = step is not None and _moves_px(step, frame) < CALM_PX
        if again is not None and sudden is not None:
            self._motion.begin(now)
            if sudden.mixed:  # how it went on the way there is not known
                return replace(seen, goes_on=True)
            return replace(seen, step=_share(_with_bars(again, corner_px), 1), frames=1, goes_on=True)
        if step is None:
            return seen
        return replace(seen, step=_share(_with_bars(step, corner_px), count), frames=count)

    def _same_view(self, before: GreyView | None, now: GreyView, sudden: Sudden) -> CameraStep | None:
        """The step from the picture before, or before a fade, that shows the same view.

        After a fade it must be cropped alike: both crops are in the pictures between. Where no other scene is seen
        at first sight, it must be cropped otherwise.
        """
        view = self._view_before(sudden.mixed) if sudden.mixed else before
        step = None if view is None else step_between(view, now)
        if step is None or (sudden.scene and not sudden.mixed):
            return step
        return step if is_reframed(step, now) != bool(sudden.mixed) else None

    def _view_before(self, mixed: int) -> GreyView | None:
        """The last picture that is kept of those before so many that show two scenes."""
        return next((view for number, _, view in reversed(self._views) if number < self._frames - mixed), None)

    def _keep(self, time_s: float, view: GreyView) -> None:
        """Keep one picture of so many: what a fade goes over to is compared with what was before it."""
        if not self._views or time_s - self._views[-1][1] >= VIEW_EVERY_S:
            self._views.append((self._frames, time_s, view))


def background_of(looks: Sequence[BackgroundLook]) -> Background:
    """What was seen frame by frame, as exact as saved poses have it, so that saving and loading change nothing."""
    steps, lines = np.full((len(looks), 4), np.nan), [np.empty((0, 5))]
    for row, look in enumerate(looks):
        steps[max(row + 1 - look.frames, 0) : row + 1] = look.step
        if look.lines is not None:
            lines.append(np.insert(look.lines, 0, row, axis=1))
    return Background(*(array.astype(np.float32).astype(np.float64) for array in (steps, np.concatenate(lines))))


def inner_of(looks: Sequence[BackgroundLook]) -> tuple[float, float, float, float] | None:
    """Where the film's own picture is, in the video's pixels; None without bars.

    Of clips of different shapes on one canvas it is what holds them all.

    Parameters
    ----------
    looks : sequence of BackgroundLook
        Of the frames that show the lifter: a title's bars are no matter.
    """
    if not looks:
        return None
    counts = Counter(look.inner_px for look in looks)
    often = [inner_px for inner_px, count in counts.items() if count >= SHOWN_SHARE * len(looks)] or list(counts)
    left, top, right, bottom = zip(*often, strict=True)
    inner_px = (min(left), min(top), max(right), max(bottom))
    return inner_px if inner_px[0] or inner_px[1] else None


def _with_bars(step: CameraStep, corner_px: complex) -> CameraStep:
    """A step within the bars round a film as one of the whole picture."""
    shift = complex(step.tx_px, step.ty_px) + corner_px * (1.0 - complex(step.a, step.b))
    return replace(step, tx_px=shift.real, ty_px=shift.imag)


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
