"""One live session, frame by frame: from a frame's people to what is shown, set after set.

One thread feeds it. It follows the lifter (`live_lifter`), begins and ends sets, has them analysed (`schedule`) and
announces what is new (`announcer`). Analyses run wherever the executor puts them; their results are taken up with
the next frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...core.known_facts import Felt
from ...core.learned.networks import Learned
from ...core.live.boundaries import WHY_WORDS, SetBounds
from ...core.live.events import Event, Ready
from ...core.live.guidance import Guide, Hint, SetupFrame
from ...core.live.reported_reps import SETTLED_S
from ...core.types import Frame, Person
from ...sources.video.few_points import few_points
from ..check import CheckOptions
from ..memory import release_memory
from ..watching import Looking
from .analyst import Analyst
from .announcer import Announcer
from .executors import AnalysisExecutor
from .finish import SetFinisher
from .live_lifter import LiveLifter
from .schedule import AnalysisSchedule
from .set_recording import PictureSize, SetRecording
from .state import Films, SetUnderWay, State

#: What is kept before the first bend of a set, seconds: the way it begins belongs to it.
LEAD_S = 8.0


class Coach:
    """Goes through a session frame by frame.

    Parameters
    ----------
    options : CheckOptions
    learned : Learned or None
    finisher : SetFinisher
        Reports and saves a set.
    executor : AnalysisExecutor
        Runs analyses and the finisher.
    emit : callable
        Takes events.
    own_times : bool
        See `SetRecording`.
    films : Films, optional
        Records the pictures.
    looking : Looking, optional
        Looks at the pictures; without one nobody looks for a load.
    stop_at_loss : float, optional
        See `Announcer`.
    """

    def __init__(
        self,
        options: CheckOptions,
        learned: Learned | None,
        finisher: SetFinisher,
        executor: AnalysisExecutor,
        emit: Callable[[Event], None],
        *,
        own_times: bool,
        films: Films | None = None,
        looking: Looking | None = None,
        stop_at_loss: float | None = None,
    ) -> None:
        self._options, self._learned, self._own_times = options, learned, own_times
        self._finisher, self._executor, self._emit, self._films = finisher, executor, emit, films
        self._looking = looking or Looking()
        self._announcer = Announcer(emit, stop_at_loss)
        self._schedule = AnalysisSchedule(executor, mid_rep=learned is not None)
        self._lifter = LiveLifter()
        self._set: SetUnderWay | None = None
        self._guide = Guide(options.facts.lift)
        self._ready_said = False
        self._lifted = False  # as of the last frame before a pause: there may be a rep to tell

    @property
    def running(self) -> bool:
        """Whether a rep of the set under way was reported."""
        return self._set is not None and self._set.started

    def frame(self, frame: Frame, people: tuple[Person, ...], brightness: float, now_s: float) -> State:
        """Take the people of a frame.

        Parameters
        ----------
        frame : Frame
        people : tuple of Person
        brightness : float
            Mean of the picture, 0 to 255.
        now_s : float
            Session time just now: later than the frame's by what poses took.
        """
        current = self._current(frame)
        self._take_up(current, now_s)
        why = current.bounds.ended(frame.time_s, moving=self._lifter.moving)
        if why is not None:
            self.end_set(WHY_WORDS[why], now_s)
            current = self._current(frame)
        self._follow(current, frame, people)
        self._ask(current, frame.time_s)
        self._take_up(current, now_s)
        advice = self._guidance(current, frame, people, brightness, now_s)
        return self._state(current, frame, advice, now_s)

    def idle(self, frame: Frame) -> State:
        """A frame while the lifter has paused: shown, not analysed; what she did just before is told now."""
        self._lifter = LiveLifter()
        current = self._current(frame)
        current.bounds.paused(frame.time_s)
        self._take_up(current, frame.time_s)
        rows = current.set_recording.rows
        settled = bool(rows) and frame.time_s - rows[-1].time_s >= SETTLED_S
        if self._lifted and settled and not self._schedule.busy:
            self._lifted = False
            self._schedule.look(current.analyst, current.set_recording, frame.time_s)
            self._take_up(current, frame.time_s)
        return self._state(current, frame, None, frame.time_s)

    def end_set(self, why: str, now_s: float, felt: Felt | None = None) -> None:
        """End the set under way, if there is one: reported and saved where it holds anything."""
        current, self._set = self._set, None
        last_analysis = self._schedule.release()
        self._ready_said = self._lifted = False
        self._guide = Guide(self._options.facts.lift)
        if current is None or not current.set_recording.rows:
            return
        film = self._films.ended() if self._films is not None else None

        def finish() -> None:
            if last_analysis is not None:  # done by now: the executor keeps the order
                self._announcer.progress(current, replace(last_analysis.result(), final=True), now_s)
            finished = self._finisher.finish(
                current.set_recording, current.analyst, current.number, why, film=film, felt=felt
            )
            self._announcer.finished(current, finished, now_s)
            del finished
            release_memory()

        self._executor.run(finish)

    def restart(self, now_s: float) -> None:
        """Throw the set under way away and begin anew."""
        if self._set is not None and self._set.started:
            self._announcer.restarted(self._set, now_s)
        self._set, self._ready_said, self._lifted = None, False, False
        self._guide = Guide(self._options.facts.lift)
        self._schedule.release()
        if self._films is not None:
            self._films.forget(now_s)

    def _current(self, frame: Frame) -> SetUnderWay:
        if self._set is None:
            height, width = frame.rgb.shape[:2]
            self._set = SetUnderWay(
                self._announcer.sets + 1,
                SetRecording(PictureSize(width, height), own_times=self._own_times),
                Analyst(self._options, self._learned, self._finisher.origin.time_hint),
                SetBounds(frame.time_s),
                lift=self._options.facts.lift,
            )
        return self._set

    def _follow(self, current: SetUnderWay, frame: Frame, people: tuple[Person, ...]) -> None:
        """Keep the raw rows, and the lifter as of now; before the first bend only the last seconds."""
        seen = self._looking.look(few_points(frame.rgb), frame, people)
        current.set_recording.add(frame, people, seen)
        current.bounds.camera_moved(seen.room.step, seen.room.frames)
        found = self._lifter.update(frame.time_s, people, current.bounds.stood)
        current.bounds.saw(frame.time_s, found)
        self._lifted = self._lifter.lifting
        busy = current.started or self._lifter.lifting or self._schedule.busy
        if not busy and current.set_recording.length_s > LEAD_S + 2.0:
            current.set_recording = current.set_recording.last(LEAD_S)
            first_s = current.set_recording.rows[0].time_s
            current.bounds = SetBounds(first_s)
            if self._films is not None:
                self._films.forget(first_s)

    def _ask(self, current: SetUnderWay, time_s: float) -> None:
        """Ask for the analysis that is due while somebody lifts."""
        moment = self._lifter.moment
        if self._schedule.busy or moment is None or not moment.lifting_goes_on:
            return
        if self._lifter.foot_touches(time_s, current.lift):
            self._announcer.touch_down(current, time_s)
        self._schedule.ask(current.analyst, current.set_recording, moment, time_s, self._announcer.reported_until_s)

    def _take_up(self, current: SetUnderWay, now_s: float) -> None:
        """Keep and announce what an analysis has found."""
        progress = self._schedule.result()
        if progress is None:
            return
        if progress.near is not None:
            current.near = progress.near
        current.lift = progress.lift
        current.agreement = progress.agreement or current.agreement
        self._announcer.progress(current, progress, now_s)
        self._announcer.mid_rep(current, progress, now_s)

    def _guidance(
        self, current: SetUnderWay, frame: Frame, people: tuple[Person, ...], brightness: float, now_s: float
    ) -> Hint | None:
        height, width = frame.rgb.shape[:2]
        shown = SetupFrame(frame.time_s, brightness, len(people), self._lifter.person, width, height)
        if current.started:
            return self._guide.during_set(shown)
        advice = self._guide.update(shown)
        if self._guide.ready and not self._ready_said:
            self._ready_said = True
            self._emit(Ready(now_s))
        return advice

    def _state(self, current: SetUnderWay, frame: Frame, advice: Hint | None, now_s: float) -> State:
        (gain, offset), moment = current.agreement, self._lifter.moment
        return State(
            frame=frame,
            lifter=self._lifter.person,
            near=current.near,
            moment=moment,
            hinge_deg=None if moment is None else max(gain * moment.hinge_deg + offset, 0.0),
            reps=len(current.analyst.reported_reps),
            set_number=current.number,
            ready=self._guide.ready or current.started,
            advice=advice,
            cue=current.cues.current(now_s),
            running=current.started,
        )
