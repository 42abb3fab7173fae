"""All that looks at a recording's pictures in the one pass in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..core.tracking.lifter import LifterTrack, LifterTracker
from ..core.tracking.stretches import without_rows
from ..core.types import Frame, Person
from ..sources.video.few_points import few_points


class Watching:
    """All that looks at a recording's pictures, and at the people in them, in the one pass."""

    def __init__(self) -> None:
        from ..sources.load.reader import LoadReader
        from ..sources.load.round_outlines import RoundOutlines
        from ..sources.video.back_edge import BackEdgeReader
        from ..sources.video.background import BackgroundReader
        from ..sources.video.brightness import BrightnessReader
        from ..sources.video.clearness import ClearnessReader
        from ..sources.video.leaps import LeapReader
        from ..sources.video.repeats import RepeatReader
        from ..sources.video.scene_cuts import SceneWatch
        from ..sources.video.softness import SoftnessReader

        self._tracker, self._scenes = LifterTracker(), SceneWatch()
        self._background, self._loads = BackgroundReader(), LoadReader(RoundOutlines())
        self._light, self._repeats, self._leaps = BrightnessReader(), RepeatReader(), LeapReader()
        self._clear, self._soft, self._back = ClearnessReader(), SoftnessReader(), BackEdgeReader()
        self.with_people = 0  #: frames in which somebody was found

    def add(self, frame: Frame, people: Sequence[Person]) -> None:
        """Take the next frame."""
        self.with_people += bool(people)
        few = few_points(frame.rgb)
        mixed = self._scenes.begins(few, frame.time_s)
        if mixed is not None:
            self._tracker.cut(mixed)
            self._clear.cut()
        self._tracker.add(frame.index, frame.time_s, people)
        self._background.add(frame, people)
        self._loads.add(frame, people)
        self._light.add(frame, people)
        self._repeats.add(few)
        self._leaps.add(few, frame, people)
        self._clear.add(frame, people)
        self._soft.add(frame, people)
        self._back.add(frame, people)

    @property
    def problems(self) -> tuple[str, ...]:
        """What the pictures lack."""
        return (*self._light.problems, *self._repeats.problems, *self._clear.problems)

    def lifter(self, width_px: int, height_px: int) -> LifterTrack:
        """The lifter, with background and loads."""
        background = self._background.background()
        found = self._tracker.finish(width_px, height_px, background.steps)
        track = without_rows(found.track, self._clear.unclear())
        track = replace(
            track,
            loads=self._loads.shapes(),
            inner_px=self._background.inner_px(),
            detail_px=self._soft.detail_px,
            unclear_back=self._back.unclear,
        )
        return replace(found, track=track, background=background, leaps=self._leaps.leaps())
