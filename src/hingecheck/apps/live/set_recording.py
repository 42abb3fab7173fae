"""The people found in each frame of a set under way, and the lifter's track made from them.

What is saved and analysed at the set's end, whatever was shown meanwhile.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...core.live.windows import video_places
from ...core.tracking.lifter import LifterTrack, LifterTracker
from ...core.tracking.packed import PackedPerson
from ...core.types import Frame, Person
from ...drawing.set_recorder import FILM_RATE_HZ
from ..watching import Seen, watched


@dataclass(frozen=True, slots=True)
class Row:
    """The people of one frame, and what it shows beside them."""

    index: int
    time_s: float
    people: tuple[PackedPerson, ...]
    seen: Seen


@dataclass(frozen=True, slots=True)
class PictureSize:
    """What a session's pictures have in common."""

    width: int
    height: int


class SetRecording:
    """Rows from the beginning of a set on; they are only ever added, so another thread may read along.

    Parameters
    ----------
    picture : PictureSize
    own_times : bool
        Times of the set begin with its first row, as in a recording of its own; else they are the session's, as
        in a file that plays.
    rows : sequence of Row
        Rows to begin with.
    """

    def __init__(self, picture: PictureSize, *, own_times: bool, rows: Sequence[Row] = ()) -> None:
        self.picture = picture
        self.own_times = own_times
        self.rows: list[Row] = list(rows)

    def add(self, frame: Frame, people: tuple[Person, ...], seen: Seen) -> None:
        """Take the people of the next frame, and what it shows beside them."""
        packed = tuple(PackedPerson.of(person) for person in people)
        self.rows.append(Row(frame.index, frame.time_s, packed, seen))

    def last(self, seconds: float) -> SetRecording:
        """A new recording of the last seconds."""
        now_s = self.rows[-1].time_s if self.rows else 0.0
        kept = [row for row in self.rows if now_s - row.time_s <= seconds]
        return SetRecording(self.picture, own_times=self.own_times, rows=kept)

    @property
    def zero_s(self) -> float:
        """Session time at which the set's own times begin."""
        return self.rows[0].time_s if self.own_times and self.rows else 0.0

    @property
    def length_s(self) -> float:
        """From the first row to the last."""
        return self.rows[-1].time_s - self.rows[0].time_s if self.rows else 0.0

    def lifter(self) -> LifterTrack:
        """The lifter's track in the set's own times, exactly as saving and loading would give it.

        Up to the last frame that shows anybody: she leaves, and the camera looks on until that is sure.
        """
        shown = [row for row, one in enumerate(self.rows) if one.people]
        lifter = _lifter(self, LifterTracker(), 0, 0, shown[-1] + 1 if shown else len(self.rows))
        track = lifter.track
        if not (self.own_times and len(track)):
            return lifter
        return replace(lifter, track=replace(track, frame_index=video_places(track.time_s, FILM_RATE_HZ)))


class RecordingTracker:
    """Tracks the lifter over the end of a set recording as it grows, from another thread.

    Parameters
    ----------
    set_recording : SetRecording
    seconds : float
        At least so much of the end is followed, and at most a half more.
    """

    def __init__(self, set_recording: SetRecording, seconds: float) -> None:
        self._set_recording, self._seconds = set_recording, seconds
        self._tracker = LifterTracker()
        self._first = self._fed = 0

    def tracks(self, set_recording: SetRecording) -> bool:
        """Whether it is this recording's."""
        return self._set_recording is set_recording

    def lifter(self) -> LifterTrack:
        """The lifter's track so far."""
        rows = self._set_recording.rows
        until = len(rows)
        if until and rows[until - 1].time_s - rows[self._first].time_s > 1.5 * self._seconds:
            since_s = rows[until - 1].time_s - self._seconds
            self._first = self._fed = bisect_left(rows, since_s, hi=until, key=lambda row: row.time_s)
            self._tracker = LifterTracker()
        lifter = _lifter(self._set_recording, self._tracker, self._first, self._fed, until)
        self._fed = until
        return lifter


def _lifter(set_recording: SetRecording, tracker: LifterTracker, first: int, fed: int, until: int) -> LifterTrack:
    """The lifter in some rows, of which those before `fed` were fed to the tracker."""
    zero_s, rows, picture = set_recording.zero_s, set_recording.rows, set_recording.picture
    for row in rows[fed:until]:
        if row.seen.mixed is not None:
            tracker.cut(row.seen.mixed)
        tracker.add(row.index, row.time_s - zero_s, tuple(packed.person() for packed in row.people))
    return watched(tracker, [row.seen for row in rows[first:until]], picture.width, picture.height)
