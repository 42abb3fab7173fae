"""Camera motion from frame to frame: corners of the background, off all people, tracked by optical flow.

From two pictures that follow each other to a similarity (turn, zoom, shift) that carries the earlier one's background
onto the later one's, or None where too little background shows. It depends on the two pictures alone, so that a
recording read in parts gives the same as one read in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...core.arrays import Floats, Mask, Picture
from ...core.landmarks import SIDES, point
from ...core.tracking.camera_motion import reframings
from ...core.types import Frame, Person
from ...quiet import quiet_cv2
from .same_view import same_view
from .shrinking import shrink

#: Pictures are looked at this small, on the long side: a corner's place is known to a tenth of a pixel all the same.
LONGEST_PX = 320
#: Corners that are looked for, and the least distance between two, pixels of the small picture.
MAX_CORNERS, APART_PX = 100, 5
#: They are taken over the picture in turn, the best of each of so many parts across and down, from so many times as
#: many: the strongest hundred of a grainy wall on one side of the lifter left a picture that shook unknown.
PARTS, TIMES_AS_MANY = (6, 4), 4
#: A corner is tracked where its window differs in both directions at least by this share of the best one's.
CORNER_QUALITY = 0.005
#: Corners are found in one picture and followed through so many: finding them costs more than following.
FOLLOWED = 5
#: … and through more as long as the camera stands: the picture's corners are within so many pixels of the small
#: picture of where they were. Each new anchor makes a room that stands smaller by 0.3 % a minute: it "moved" in five.
STANDS_PX = 1.0
#: Round a person's landmarks nothing is background: share of the box's longer side.
MARGIN = 0.12
#: So many corners must agree, and so large a share of those tracked …
MIN_AGREEING, MIN_SHARE = 8, 0.3
#: … within this distance, pixels of the small picture …
AGREE_PX = 0.6
#: … and lie apart by this share of the picture's diagonal, as the root mean square from their middle: a plate, a
#: machine or a passer-by is small. Up to so many groups that agree are looked at, the largest first.
MIN_SPREAD, MAX_GROUPS = 0.17, 3
#: What is held is no background: this far round the hands, further below them, and so far to both sides at their
#: height, lengths of the trunk. A plate's radius is half a trunk, nearer to the camera it looks larger, and its
#: middle is below the wrists; a bar seen from the front reaches two trunks to each side.
HELD_TRUNK, BELOW_TRUNK, BAR_TRUNK = 0.7, 1.1, 2.2


@dataclass(frozen=True, slots=True)
class CameraStep:
    """How the background moved in the picture since the frame before: (x, y) goes to (ax - by + tx, bx + ay + ty)."""

    a: float
    b: float
    tx_px: float
    ty_px: float


class BackgroundMotion:
    """Takes frames with their people in order, and says how the camera moved since the one before."""

    def __init__(self) -> None:
        self._anchor: _Anchor | None = None
        self.latest: GreyView | None = None  #: what was looked at last

    def step(self, frame: Frame, people: Sequence[Person]) -> CameraStep | None:
        """The camera's motion since the frame before, in pixels of the video's own picture.

        Returns
        -------
        CameraStep or None
            None for the first frame, and where too little background shows.
        """
        return self.step_to(GreyView.of(frame, people))

    def step_to(self, now: GreyView) -> CameraStep | None:
        """The same, of a frame made small and grey."""
        before, self.latest = self.latest, now
        anchor = self._anchor
        matrix = None if anchor is None else _similarity(anchor.gray, now.gray, anchor.corners, now.to_px)
        stands = matrix is not None and _stands(matrix, now.gray, now.to_px)
        if anchor is not None and matrix is not None and (stands or anchor.age + 1 < FOLLOWED):
            self._anchor = replace(anchor, latest=matrix, age=anchor.age + 1)
            return _between(anchor.latest, matrix)
        self._anchor = _Anchor.of(now)
        if anchor is not None and matrix is not None:
            return _between(anchor.latest, matrix)
        if anchor is None or before is None or not anchor.age:
            return None
        # too far from the anchor: a quick turn is followed from the frame before
        matrix = _similarity(before.gray, now.gray, _corners(before), now.to_px)
        return None if matrix is None else _between(np.eye(2, 3), matrix)

    def begin(self, now: GreyView) -> None:
        """Follow on from a picture, whatever was before."""
        self.latest, self._anchor = now, _Anchor.of(now)


def _stands(matrix: Floats, gray: Picture, to_px: tuple[float, float]) -> bool:
    """Whether a similarity leaves the picture's corners where they were, but for a small pixel."""
    high, wide = gray.shape
    corners = np.array([[0, 0], [wide, 0], [0, high], [wide, high]]) * to_px
    moved = corners @ matrix[:, :2].T + matrix[:, 2] - corners
    return bool(np.hypot(*moved.T).max() < STANDS_PX * max(to_px))


@dataclass(frozen=True, slots=True)
class GreyView:
    """A small grey picture, and where in it there is no background."""

    gray: Picture
    to_px: tuple[float, float]  #: the video's own pixels per pixel of it
    boxes: list[tuple[int, int, int, int]]

    @classmethod
    def of(cls, frame: Frame, people: Sequence[Person]) -> GreyView:
        """A frame's."""
        gray, to_px = _small(frame)
        return cls(gray, to_px, people_boxes(people, to_px))

    def room(self) -> Mask:
        """Where the background is [shape=(height, width)]."""
        room = np.ones(self.gray.shape, dtype=bool)
        for left, top, right, bottom in self.boxes:
            room[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = False
        return room


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The picture whose corners are followed."""

    gray: Picture
    corners: Floats | None  #: [shape=(n, 1, 2)]
    latest: Floats  #: from it to the last frame, pixels of the video's own picture [shape=(2, 3)]
    age: int  #: frames since

    @classmethod
    def of(cls, view: GreyView) -> _Anchor:
        """A picture to begin with."""
        return cls(view.gray, _corners(view), np.eye(2, 3), 0)


def step_between(before: GreyView, now: GreyView) -> CameraStep | None:
    """The step from an earlier picture to one that is suddenly another, of the same view; None where it is not."""
    if before.to_px != now.to_px:
        return None
    matrix = same_view((before.gray, before.room()), (now.gray, now.room()))
    if matrix is None:
        return None
    (a, _, across), (b, _, down) = matrix.tolist()  # pixels are as wide as high but for a rounding
    return CameraStep(a, b, across * now.to_px[0], down * now.to_px[1])


def is_reframed(step: CameraStep, now: GreyView) -> bool:
    """Whether the picture is cropped otherwise by a step."""
    high, wide = now.gray.shape
    size = round(wide * now.to_px[0]), round(high * now.to_px[1])
    return bool(reframings(np.array([[step.a, step.b, step.tx_px, step.ty_px]]), *size))


def _small(frame: Frame) -> tuple[Picture, tuple[float, float]]:
    """The picture in grey, small, and the video's own pixels per pixel of it."""
    cv2 = quiet_cv2()
    small, scale = shrink(frame.rgb, LONGEST_PX)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)), (frame.scale[0] * scale[0], frame.scale[1] * scale[1])


def _between(before: Floats, now: Floats) -> CameraStep:
    """The step from one frame to the next, both as seen from the anchor."""
    turn = complex(now[0, 0], now[1, 0]) / complex(before[0, 0], before[1, 0])
    shift = complex(now[0, 2], now[1, 2]) - turn * complex(before[0, 2], before[1, 2])
    return CameraStep(turn.real, turn.imag, shift.real, shift.imag)


def people_boxes(people: Iterable[Person], to_px: tuple[float, float]) -> list[tuple[int, int, int, int]]:
    """Boxes round people in the small picture: left, top, right, bottom."""
    boxes = []
    for person in people:
        points = np.concatenate([person.image_px, person.outline_px]) / to_px
        points = points[np.isfinite(points).all(axis=1)]
        if not len(points):
            continue
        low, high = points.min(axis=0), points.max(axis=0)
        room = MARGIN * float((high - low).max())
        boxes.append(_box(low - room, high + room))
        boxes += _held(person.image_px / to_px)
    return boxes


def _held(points: Floats) -> list[tuple[int, int, int, int]]:
    """Boxes round what hands may hold."""
    shoulders, hips = (
        np.mean([points[point(side, joint)] for side in SIDES], axis=0) for joint in ("SHOULDER", "HIP")
    )
    trunk = float(np.hypot(*(shoulders - hips)))
    wrists = [points[point(side, "WRIST")] for side in SIDES]
    boxes = []
    for wrist in wrists:
        if np.isfinite([*wrist, trunk]).all():
            around, below = HELD_TRUNK * trunk, np.array([HELD_TRUNK, BELOW_TRUNK]) * trunk
            bar = np.array([BAR_TRUNK, 0.5 * HELD_TRUNK]) * trunk
            boxes += [_box(wrist - around, wrist + below), _box(wrist - bar, wrist + bar)]
    return boxes


def _box(low: Floats, high: Floats) -> tuple[int, int, int, int]:
    left, top = np.floor(low).astype(int).tolist()
    right, bottom = np.ceil(high).astype(int).tolist()
    return left, top, right, bottom


def _corners(view: GreyView) -> Floats | None:
    """Corners of the background [shape=(n, 1, 2)]; None where there are none."""
    many, room = TIMES_AS_MANY * MAX_CORNERS, view.room().astype(np.uint8)
    found = quiet_cv2().goodFeaturesToTrack(view.gray, many, CORNER_QUALITY, APART_PX, mask=room, blockSize=5)
    return None if found is None else _over_the_picture(np.asarray(found), view.gray)


def _over_the_picture(corners: Floats, gray: Picture) -> Floats:
    """The best corners of each part of a picture in turn; `corners` come the best first [shape=(n, 1, 2)]."""
    high, wide = gray.shape
    across, down = (corners[:, 0] / [wide, high] * PARTS).astype(int).T
    part = across * PARTS[1] + down
    place = np.zeros(len(corners), dtype=int)
    for one in np.unique(part):
        place[part == one] = np.arange(np.count_nonzero(part == one))
    return np.asarray(corners[np.argsort(place, kind="stable")[:MAX_CORNERS]])


def _similarity(before: Picture, now: Picture, corners: Floats | None, to_px: tuple[float, float]) -> Floats | None:
    """Turn, zoom and shift of the background, pixels of the video's own picture [shape=(2, 3)]; None if unclear."""
    cv2 = quiet_cv2()
    if corners is None or before.shape != now.shape:
        return None
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, now, corners, None, winSize=(11, 11), maxLevel=3)
    kept = found.ravel() == 1
    if kept.sum() < MIN_AGREEING:
        return None
    a = corners.reshape(-1, 2)[kept] * to_px
    b = there.reshape(-1, 2)[kept] * to_px
    fewest = max(MIN_AGREEING, MIN_SHARE * len(a))
    widest = MIN_SPREAD * float(np.hypot(*(np.array(before.shape[::-1]) * to_px)))
    for _ in range(MAX_GROUPS):
        if len(a) < fewest:
            return None
        matrix, agree = cv2.estimateAffinePartial2D(
            a, b, method=cv2.RANSAC, ransacReprojThreshold=AGREE_PX * max(to_px), maxIters=500, confidence=0.999
        )
        if matrix is None or agree.sum() < fewest:
            return None
        inside = agree.ravel() == 1
        if float(np.sqrt(a[inside].var(axis=0).sum())) >= widest:
            return np.asarray(matrix)
        a, b = a[~inside], b[~inside]
    return None
