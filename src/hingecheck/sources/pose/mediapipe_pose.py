"""Landmarks of the people in a picture, by MediaPipe's pose landmarker.

One person is followed from frame to frame, which is what the model does fast. Now and then a second
landmarker looks for bystanders; once it sees some, everybody is followed from there on, so that the lifter
can be told apart from them later.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

import numpy as np

from ...core.arrays import Floats, Picture
from ...core.types import Frame, Person
from ...errors import ModelError
from ...quiet import debugging, quiet_stderr
from ..video.shrinking import shrink
from .following import (
    FORGET_S,
    LONGEST_PX,
    MAX_PEOPLE,
    SCOUT_EVERY_S,
    SCOUT_PEOPLE,
    SCOUT_SECOND_S,
)
from .models import ModelFile, default_model
from .outline import trace_outline
from .people import distinct, of_real_size

#: The scout's answer is taken this much later in the video: long enough to be there without waiting.
SCOUT_ANSWER_S = 0.4


class MediaPipePoses:
    """MediaPipe's pose landmarker as a `hingecheck.sources.pose.pose_source.PoseSource`.

    Parameters
    ----------
    model : ModelFile, optional
        The default is made from the mediapipe wheel.
    outline : bool
        Trace each body's outline too: 2 to 3 ms a frame.

    Raises
    ------
    ModelError
        The model is missing or MediaPipe cannot load it.
    """

    def __init__(self, model: ModelFile | None = None, outline: bool = True) -> None:
        self._model = model if model is not None else default_model()
        self._outline = outline
        self._count = 1
        self._tracker: _Landmarker | None = _Landmarker(self._model, video=True, count=1, masks=outline)
        self._scout: _Landmarker | None = None
        self._next_scout_s: float | None = None
        self._aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scout")
        self._looking: Future[int] | None = None
        self._answer_s = 0.0
        self._last_s: float | None = None

    @property
    def model_name(self) -> str:
        """Name of the model."""
        return self._model.name

    @property
    def model_sha256(self) -> str:
        """Hash of the model file."""
        return self._model.sha256

    @property
    def following(self) -> int:
        """How many people are followed at most, as of now."""
        return self._count

    def people(self, frame: Frame) -> tuple[Person, ...]:
        """Find the people in `frame`, landmarks in its own pixels."""
        if self._tracker is None:
            raise ValueError("people() on a closed pose source")
        rgb, shrunk = shrink(frame.rgb, LONGEST_PX)
        if self._count == 1:
            self._look_around(rgb, frame.time_s)
        if self._last_s is not None and frame.time_s - self._last_s >= FORGET_S:
            self._start_over()
        self._last_s = frame.time_s
        return distinct(self._tracker.find(rgb, frame.time_s, np.multiply(frame.scale, shrunk)))

    def _look_around(self, rgb: Picture, time_s: float) -> None:
        """Send the scout where it is due, and follow several people from now on where it saw them.

        The scout works aside, on another core. Its answer is taken a fixed time of the video later, not when it
        happens to be there: the same video gives the same poses on every machine.
        """
        if self._looking is not None:
            if time_s >= self._answer_s:
                seen, self._looking = self._looking.result(), None
                self._follow(seen)
        elif self._next_scout_s is None or time_s >= self._next_scout_s:
            first = self._next_scout_s is None
            self._next_scout_s = time_s + (SCOUT_SECOND_S if first else SCOUT_EVERY_S)
            self._answer_s = time_s + SCOUT_ANSWER_S
            self._looking = self._aside.submit(self._count_people, rgb, time_s)

    def _count_people(self, rgb: Picture, time_s: float) -> int:
        """How many people of real size the scout sees."""
        if self._scout is None:
            self._scout = _Landmarker(self._model, video=False, count=SCOUT_PEOPLE, masks=False)
        return len(of_real_size(distinct(self._scout.find(rgb, time_s, np.ones(2)))))

    def _follow(self, seen: int) -> None:
        """Start over with a landmarker for several people, if there are several."""
        if seen < 2 or self._tracker is None:
            return
        self._count = min(seen, MAX_PEOPLE)
        self._start_over()

    def _start_over(self) -> None:
        """A fresh tracker."""
        if self._tracker is not None:
            self._tracker.close()
        self._tracker = _Landmarker(self._model, video=True, count=self._count, masks=self._outline)

    def close(self) -> None:
        """Release the model."""
        self._aside.shutdown(wait=True, cancel_futures=True)
        for landmarker in (self._tracker, self._scout):
            if landmarker is not None:
                landmarker.close()
        self._tracker = self._scout = None

    def __enter__(self) -> MediaPipePoses:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Landmarker:
    """One MediaPipe landmarker, and its answers as `Person`."""

    def __init__(self, model: ModelFile, *, video: bool, count: int, masks: bool) -> None:
        self._video = video
        self._masks = masks
        self._last_ms = -1
        # MediaPipe's C++ side writes warnings when it starts and when it first follows a person.
        self._talks = True
        with quiet_stderr():
            self._mp, self._task = _start(model, video=video, count=count, masks=masks)

    def find(self, rgb: Picture, time_s: float, scale: Floats) -> tuple[Person, ...]:
        """Find people; `scale` is the full picture's width and height over this one's."""
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        if self._talks:
            with quiet_stderr():
                result = self._detect(image, time_s)
            self._talks = not result.pose_landmarks
        else:
            result = self._detect(image, time_s)
        height, width = rgb.shape[:2]
        masks = result.segmentation_masks or [None] * len(result.pose_landmarks)
        return tuple(
            _person(image_points, world_points, mask, (width, height), scale)
            for image_points, world_points, mask in zip(
                result.pose_landmarks, result.pose_world_landmarks, masks, strict=True
            )
        )

    def _detect(self, image: Any, time_s: float) -> Any:
        if not self._video:
            return self._task.detect(image)
        self._last_ms = max(round(time_s * 1000), self._last_ms + 1)  # must strictly increase
        return self._task.detect_for_video(image, self._last_ms)

    def close(self) -> None:
        with quiet_stderr():
            self._task.close()


def _start(model: ModelFile, *, video: bool, count: int, masks: bool) -> tuple[Any, Any]:
    """Import mediapipe and start a landmarker; gives both."""
    if not debugging():
        os.environ.setdefault("GLOG_minloglevel", "3")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model.path)),
        running_mode=vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE,
        num_poses=count,
        output_segmentation_masks=masks,
    )
    try:
        return mediapipe, vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        first_line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            "{path}: MediaPipe cannot load this model ({why}). Use a pose landmarker .task file, or "
            "leave the model out to take the default.",
            path=model.path,
            why=first_line[:200],
        ) from error


def _person(image_points: Any, world_points: Any, mask: Any, size_px: tuple[int, int], scale: Floats) -> Person:
    image = np.array([(p.x, p.y, p.visibility or 0.0) for p in image_points], dtype=np.float64)
    image_px = image[:, :2] * size_px
    world_m = np.array([(p.x, p.y, p.z) for p in world_points], dtype=np.float64)
    if mask is None:
        return Person(image_px=image_px * scale, visibility=image[:, 2], world_m=world_m)
    # A view into memory that ends with the result: the outline is traced now, nothing of it is kept.
    outline_px = trace_outline(mask.numpy_view(), image_px)
    return Person(image_px=image_px * scale, visibility=image[:, 2], world_m=world_m, outline_px=outline_px * scale)
