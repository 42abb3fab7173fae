"""All that looks at pictures and the people in them, frame by frame: of a recording, and live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..core.arrays import Floats, Picture
from ..core.load_types import LoadLook, LoadShapes
from ..core.tracking.lifter import LifterTrack, LifterTracker
from ..core.tracking.stretches import without_rows
from ..core.types import Frame, Person
from ..sources.video.back_edge import BackEdgeReader, unclear_back
from ..sources.video.background import BackgroundLook, BackgroundReader, background_of, inner_of
from ..sources.video.clearness import clearness_problems, detail_round, unclear_frames
from ..sources.video.few_points import few_points
from ..sources.video.leaps import LeapReader, leaps_of
from ..sources.video.scene_cuts import SceneWatch
from ..sources.video.softness import SoftnessReader, usual_detail_px

if TYPE_CHECKING:
    from ..sources.load.reader import LoadReader


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture shows beside where its people are."""

    room: BackgroundLook
    load: LoadLook | None = None  #: near the hands; None where nobody looked
    hidden_edge: float | None = None  #: of the back; None where nobody looked
    mixed: int | None = None  #: another scene begins with it, and so many before show both; None: it goes on
    changed: float = 0.0  #: see `leaps_of`
    detail: float = float("nan")  #: see `detail_round`
    soft_px: float | None = None  #: see `usual_detail_px`


class Looking:
    """Takes frames with their people in order, and says of each what it shows.

    Parameters
    ----------
    loads : LoadReader, optional
        Looks for the load; without it nothing is known of one.
    load_every : int
        It is asked in one of so many frames.
    """

    def __init__(self, loads: LoadReader | None = None, load_every: int = 1) -> None:
        self._loads, self._load_every, self._frames = loads, load_every, 0
        self._room, self._scenes, self._leaps = BackgroundReader(), SceneWatch(), LeapReader()
        self._soft, self._back = SoftnessReader(), BackEdgeReader()

    def look(self, few: Picture, frame: Frame, people: Sequence[Person]) -> Seen:
        """Look at the next frame, and at a few points of its picture."""
        self._frames += 1
        load = None
        if self._loads is not None and self._frames % self._load_every == 0:
            load = self._loads.look(frame, people)
        mixed = self._scenes.begins(few, frame.time_s)
        room = self._room.look(frame, people, self._scenes.sudden(mixed))
        return Seen(
            room=room,
            load=load,
            hidden_edge=self._back.look(frame, people),
            mixed=None if room.goes_on else mixed,
            changed=self._leaps.look(few, frame, people),
            detail=detail_round(frame, people),
            soft_px=self._soft.look(frame, people),
        )


def watched(tracker: LifterTracker, seen: Sequence[Seen], width_px: int, height_px: int) -> LifterTrack:
    """The lifter's track so far, with what was seen beside her.

    Parameters
    ----------
    tracker : LifterTracker
        It took the people, and was told the cuts, of as many frames.
    seen : sequence of Seen
        Of each frame.
    width_px, height_px : int
        Of the picture.
    """
    rooms, looks = [one.room for one in seen], [one.load for one in seen]
    background = background_of(rooms)
    found = tracker.finish(width_px, height_px, background.steps)
    track = without_rows(found.track, unclear_frames(_detail(seen), found.cuts))
    track = replace(
        track,
        loads=LoadShapes.of(looks) if any(look is not None for look in looks) else None,
        inner_px=inner_of([room for room, there in zip(rooms, track.present, strict=True) if there]),
        detail_px=usual_detail_px(one.soft_px for one in seen),
        unclear_back=unclear_back(one.hidden_edge for one in seen),
    )
    leaps = leaps_of(track.time_s, np.array([one.changed for one in seen]))
    return replace(found, track=track, background=background, leaps=leaps)


def _detail(seen: Sequence[Seen]) -> Floats:
    return np.array([one.detail for one in seen])


class Watching:
    """All that looks at a recording's pictures, and at the people in them, in the one pass."""

    def __init__(self) -> None:
        from ..sources.load.reader import LoadReader
        from ..sources.load.round_outlines import RoundOutlines
        from ..sources.video.brightness import BrightnessReader
        from ..sources.video.in_front import FrontWatch
        from ..sources.video.repeats import RepeatReader

        self._tracker, self._looking = LifterTracker(), Looking(LoadReader(RoundOutlines()))
        self._light, self._repeats, self._front = BrightnessReader(), RepeatReader(), FrontWatch()
        self._seen: list[Seen] = []
        self.with_people = 0  #: frames in which somebody was found

    def add(self, frame: Frame, people: Sequence[Person]) -> None:
        """Take the next frame."""
        self.with_people += bool(people)
        few = few_points(frame.rgb)
        seen = self._looking.look(few, frame, people)
        self._seen.append(seen)
        if seen.mixed is not None:
            self._tracker.cut(seen.mixed)
            self._front.cut()
        self._front.look(frame, people)
        self._tracker.add(frame.index, frame.time_s, people)
        self._light.add(frame, people)
        self._repeats.add(few)

    @property
    def problems(self) -> tuple[str, ...]:
        """What the pictures lack."""
        detail, cuts = _detail(self._seen), [row for row, one in enumerate(self._seen) if one.mixed is not None]
        unclear = clearness_problems(detail, unclear_frames(detail, cuts))
        return (*self._light.problems, *self._repeats.problems, *unclear)

    def lifter(self, width_px: int, height_px: int) -> LifterTrack:
        """The lifter, with background and loads."""
        found = watched(self._tracker, self._seen, width_px, height_px)
        return replace(found, track=replace(found.track, in_front_leg2=self._front.leg2))
