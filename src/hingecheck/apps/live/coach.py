"""What is made of each frame: the lifter followed, the set's bounds kept, analyses asked for, cues chosen.

One thread feeds it; the analyses run wherever `Work` puts them, and their results are taken up with the next
frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...core.advice.next_advice import Felt
from ...core.learned.networks import Learned
from ...core.live.boundaries import WHY_WORDS, SetBounds, pick_lifter
from ...core.live.causal import Moment, PhaseDetector, SmoothBody, hinge_deg
from ...core.live.cues import Cue
from ...core.live.events import Cued, Event, Found, Problem, Ready, RepEnded, SetStarted
from ...core.live.guidance import Guide, Look, SetupHint
from ...core.live.midrep import FreeFoot
from ...core.types import Frame, Person
from ..check import CheckOptions
from ..memory import give_back
from .analyst import Analyst, SetProgress
from .executors import AnalysisExecutor, Job
from .finish import Finished, SetFinisher
from .set_recording import PictureSize, SetRecording
from .state import Films, SetUnderWay, State

#: What is kept before the first bend of a set, seconds: the way it begins belongs to it.
LEAD_S = 8.0
#: Shortest time between two looks at the set, seconds; longest while somebody lifts.
LOOK_S, LOOK_AT_LEAST_S = 0.1, 0.6
#: A phase of movement that ended so long ago may have ended a rep, seconds.
ENDED_S = (0.17, 1.3)
#: Time between two looks at the rep under way.
MIDDLE_S = 0.2
#: Looks are further apart by what the last one took, times this: where a rep may have ended, and else.
SPARING, IDLE_SPARING = 1.0, 3.0


class Coach:
    """Goes through a session frame by frame.

    Parameters
    ----------
    options : CheckOptions
    learned : Learned or None
    finisher : SetFinisher
        Reports and saves a set.
    work : Work
        Runs analyses and the finisher.
    emit : callable
        Takes events.
    own_times : bool
        See `Take`.
    films : Films, optional
        Records the pictures.
    """

    def __init__(
        self,
        options: CheckOptions,
        learned: Learned | None,
        finisher: SetFinisher,
        work: AnalysisExecutor,
        emit: Callable[[Event], None],
        *,
        own_times: bool,
        films: Films | None = None,
    ) -> None:
        self._films = films
        self._options, self._learned, self._own_times = options, learned, own_times
        self._finisher, self._work, self._emit = finisher, work, emit
        self._set: SetUnderWay | None = None
        self._sets = 0
        self._guide = Guide(options.set.lift)
        self._ready_said = False
        self._reset_filters()
        self._looked_s = self._middle_s = self._told_s = -1e9
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        """Whether a rep of the set under way was told."""
        return self._set is not None and self._set.started

    def _reset_filters(self) -> None:
        self._lifter: Person | None = None
        self._body, self._hinge, self._foot = SmoothBody(), PhaseDetector(), FreeFoot()
        self._moment: Moment | None = None

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
        moving = self._moment is not None and self._moment.lifting_goes_on and self._moment.phase != "still"
        why = current.bounds.ended(frame.time_s, moving=moving)
        if why is not None:
            self.end_set(WHY_WORDS[why], now_s)
            current = self._current(frame)
        self._follow(current, frame, people)
        self._ask(current, frame.time_s)
        self._take_up(current, now_s)
        advice = self._guidance(current, frame, people, brightness, now_s)
        return self._state(current, frame, advice, now_s)

    def idle(self, frame: Frame) -> State:
        """A frame while the lifter has paused: shown, not looked at."""
        self._reset_filters()
        current = self._current(frame)
        current.bounds.paused(frame.time_s)
        return self._state(current, frame, None, frame.time_s)

    def _state(self, current: SetUnderWay, frame: Frame, advice: SetupHint | None, now_s: float) -> State:
        gain, offset = current.agreement
        return State(
            frame=frame,
            lifter=self._lifter,
            near=current.near,
            moment=self._moment,
            hinge_deg=None if self._moment is None else max(gain * self._moment.hinge_deg + offset, 0.0),
            reps=len(current.analyst.ledger),
            set_number=current.number,
            ready=self._guide.ready or current.started,
            advice=advice,
            cue=current.cues.current(now_s),
            running=current.started,
        )

    def end_set(self, why: str, now_s: float, felt: Felt | None = None) -> None:
        """End the set under way, if there is one: reported and saved where it holds anything."""
        current, self._set = self._set, None
        last_look, self._job = self._job, None
        self._ready_said = False
        self._guide = Guide(self._options.set.lift)
        if current is None or not current.take.rows:
            return
        film = self._films.ended() if self._films is not None else None

        def finish() -> None:
            if last_look is not None:  # done by now: work goes in order
                self._tell(current, replace(last_look.result(), final=True), now_s)
            finished = self._finisher.finish(current.take, current.analyst, current.number, why, film=film, felt=felt)
            self._finished(current, finished, now_s)
            del finished
            give_back()

        self._work.run(finish)

    def restart(self, now_s: float) -> None:
        """Throw the set under way away and begin anew."""
        if self._set is not None and self._set.started:
            self._emit(Problem(now_s, f"set {self._set.number} was restarted: what was filmed of it is gone"))
            self._sets -= 1
        self._set, self._job, self._ready_said = None, None, False
        if self._films is not None:
            self._films.forget(now_s)

    def _current(self, frame: Frame) -> SetUnderWay:
        if self._set is None:
            height, width = frame.rgb.shape[:2]
            take = SetRecording(PictureSize(width, height), own_times=self._own_times)
            analyst = Analyst(self._options, self._learned)
            self._set = SetUnderWay(
                self._sets + 1, take, analyst, SetBounds(frame.time_s), lift=self._options.set.lift
            )
        return self._set

    def _follow(self, current: SetUnderWay, frame: Frame, people: tuple[Person, ...]) -> None:
        """Keep the raw rows, and the lifter as of now."""
        current.take.add(frame, people)
        found = pick_lifter(people, self._lifter)
        current.bounds.saw(frame.time_s, found)
        self._lifter = None if found is None else self._body.update(frame.time_s, found)
        if self._lifter is not None:
            self._moment = self._hinge.update(frame.time_s, hinge_deg(self._lifter.world_m))
        busy = current.started or (self._moment is not None and self._moment.lifting_goes_on)
        if not busy and self._job is None and current.take.length_s > LEAD_S + 2.0:
            current.take = current.take.last(LEAD_S)
            current.bounds = SetBounds(current.take.rows[0].time_s)
            if self._films is not None:
                self._films.forget(current.take.rows[0].time_s)

    def _ask(self, current: SetUnderWay, time_s: float) -> None:
        """Ask for a look at the set where something may have ended, else at the rep under way."""
        moment = self._moment
        if self._job is not None or moment is None or not moment.lifting_goes_on:
            return
        if self._lifter is not None and self._foot.touches(time_s, self._lifter, moment.hinge_deg, current.lift):
            self._emit_touch_down(current, time_s)
        take, analyst = current.take, current.analyst
        unanswered = time_s - moment.ended_s > self._told_s
        just_ended = unanswered and ENDED_S[0] <= moment.ended_s <= ENDED_S[1]
        cost_s = self._work.cost_s
        pause_s = LOOK_S + SPARING * cost_s if just_ended else LOOK_AT_LEAST_S + IDLE_SPARING * cost_s
        if time_s - self._looked_s >= pause_s + cost_s:
            self._looked_s = time_s
            self._job = self._work.run(lambda: analyst.reps(take))
        elif (
            time_s - self._middle_s >= MIDDLE_S + (1.0 + SPARING) * cost_s
            and moment.moves
            and self._learned is not None
        ):
            self._middle_s = time_s
            self._job = self._work.run(lambda: analyst.middle(take))

    def _take_up(self, current: SetUnderWay, now_s: float) -> None:
        """Tell what a look has found."""
        if self._job is None or not self._job.done():
            return
        progress, self._job = self._job.result(), None
        if progress.near is not None:
            current.near = progress.near
        current.lift = progress.lift
        current.agreement = progress.agreement or current.agreement
        self._tell(current, progress, now_s)
        rep = len(current.analyst.ledger) + 1
        if progress.mid_rep and current.started:
            cue = current.cues.mid_rep(progress.mid_rep, rep, now_s, current.lift)
            for finding in progress.mid_rep:
                if cue is not None and cue.rule == finding.rule:
                    self._emit(Found(now_s, current.number, progress.zero_s, finding, mid_rep=True))
            self._cue(cue, now_s)

    def _tell(self, current: SetUnderWay, progress: SetProgress, now_s: float) -> None:
        """Tell new reps with their faults, and reps that were none."""
        for rep in progress.news.withdrawn:
            self._emit(Problem(now_s, f"rep {rep.index}, at {rep.bottom_s:.1f} s, was none after all: not counted"))
        for place, rep in enumerate(progress.news.reps):
            if not current.started:
                current.started = True
                self._sets = current.number
                self._emit(SetStarted(now_s, current.number, progress.zero_s, progress.zero_s + rep.start_s))
            standing = len(current.analyst.ledger) - len(progress.news.reps) + place + 1
            self._emit(RepEnded(now_s, current.number, progress.zero_s, rep, standing))
            current.bounds.rep_told(progress.zero_s + rep.end_s)
            self._told_s = progress.zero_s + rep.end_s + ENDED_S[0]
            found = [finding for number, finding in progress.findings if number == rep.index]
            cue = current.cues.rep_done(found, progress.good, rep.index, now_s, current.lift)
            for finding in found:
                self._emit(Found(now_s, current.number, progress.zero_s, finding, mid_rep=False))
            if not progress.final:
                self._cue(cue, now_s)

    def _cue(self, cue: Cue | None, now_s: float) -> None:
        if cue is not None:
            self._emit(Cued(now_s, cue))

    def _emit_touch_down(self, current: SetUnderWay, time_s: float) -> None:
        cue = current.cues.touch_down(len(current.analyst.ledger) + 1, time_s, current.lift)
        self._cue(cue, time_s)

    def _finished(self, current: SetUnderWay, finished: Finished, now_s: float) -> None:
        """Tell what the end of a set has brought."""
        for problem in finished.problems:
            self._emit(Problem(now_s, problem))
        self._tell(current, finished.progress, now_s)
        if finished.ended is not None:
            self._emit(finished.ended)

    def _guidance(
        self, current: SetUnderWay, frame: Frame, people: tuple[Person, ...], brightness: float, now_s: float
    ) -> SetupHint | None:
        if current.started:
            return None
        height, width = frame.rgb.shape[:2]
        advice = self._guide.update(Look(frame.time_s, brightness, len(people), self._lifter, width, height))
        if self._guide.ready and not self._ready_said:
            self._ready_said = True
            self._emit(Ready(now_s))
        return advice
