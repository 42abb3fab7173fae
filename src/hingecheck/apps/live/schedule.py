"""When the set under way is analysed: as often as the machine affords, sooner where a rep may have ended."""

from __future__ import annotations

from ...core.live.causal import Moment, Phase
from ...core.types import Rep
from .analyst import WINDOW_S, Analyst, SetProgress
from .executors import AnalysisExecutor, Job
from .set_recording import SetRecording

#: Shortest time between two analyses of the set, seconds; longest while somebody lifts, and in the middle of a
#: movement, which ends no rep: an analysis that runs as the rep ends keeps the next one waiting.
REPS_EVERY_S, REPS_AT_LEAST_EVERY_S, MOVING_EVERY_S = 0.1, 0.6, 2.0
#: A phase of movement that ended so long ago may have ended a rep, seconds (the detector is late by a tenth itself);
#: only so long where the next phase has begun.
ENDED_S, MOVES_ON_S = (0.07, 1.3), 0.6
#: The end of a phase is noticed so late at the latest, seconds: until then it is of the rep that was told.
DETECTED_S = 0.25
#: Time between two analyses of the rep under way, and the fold from which on there is something to see, degrees: in
#: mid-rep things are told of a trunk that leans.
MID_REP_EVERY_S, MID_REP_FROM_DEG = 0.2, 40.0
#: So much of the end of the set is analysed where a rep may have ended, seconds: what is told of it comes late by
#: what that takes. Else as much as is ever looked at, so that a bend before the first rep is seen to be none.
ENOUGH_S = 8.0
#: Analyses are further apart by what the last one took, times this: where a rep may have ended, and else. Of two
#: cores poses leave most of one free.
SPARING, IDLE_SPARING = 0.3, 3.0


class AnalysisSchedule:
    """Has one analysis at a time done.

    Parameters
    ----------
    executor : AnalysisExecutor
    mid_rep : bool
        Whether faults are looked for in the middle of a rep too, which the networks are needed for.
    """

    def __init__(self, executor: AnalysisExecutor, *, mid_rep: bool) -> None:
        self._executor, self._mid_rep = executor, mid_rep
        self._reps_s = self._mid_rep_s = -1e9
        self._settles_s: float | None = None
        self._job: Job | None = None
        self._rep_ends_with: Phase | None = None  #: as the last rep that was told did

    @property
    def busy(self) -> bool:
        """Whether an analysis runs, or its result waits to be taken."""
        return self._job is not None

    def ask(
        self, analyst: Analyst, set_recording: SetRecording, moment: Moment, time_s: float, reported_until_s: float
    ) -> None:
        """Begin the analysis that is due: of the whole set where something may have ended, else of the rep under way.

        Parameters
        ----------
        analyst : Analyst
        set_recording : SetRecording
        moment : Moment
            What the hinge does.
        time_s : float
            Of the newest frame.
        reported_until_s : float
            End of the last phase that a reported rep accounts for.
        """
        cost_s, settles_s = self._executor.cost_s, self._settles_s
        may_end = self._may_end_a_rep(moment, time_s, reported_until_s)
        if settles_s is None and may_end and moment.ended_s < ENDED_S[0]:
            return  # what begins now would see no end yet, and keep the analysis that does waiting
        soon = settles_s is not None or (may_end and moment.ended_s <= (MOVES_ON_S if moment.moves else ENDED_S[1]))
        every_s = MOVING_EVERY_S if moment.moves else REPS_AT_LEAST_EVERY_S
        pause_s = REPS_EVERY_S + SPARING * cost_s if soon else every_s + IDLE_SPARING * cost_s
        due_s = self._reps_s + cost_s + pause_s if settles_s is None else settles_s
        if time_s >= due_s:
            self.look(analyst, set_recording, time_s, ENOUGH_S if soon else WINDOW_S)
        elif (
            self._mid_rep
            and moment.moves
            and moment.hinge_deg >= MID_REP_FROM_DEG
            and settles_s is None
            and time_s >= self._mid_rep_s + MID_REP_EVERY_S + (1.0 + SPARING) * cost_s
        ):
            self._mid_rep_s = time_s
            self._job = self._executor.run(lambda: analyst.mid_rep(set_recording))

    def look(self, analyst: Analyst, set_recording: SetRecording, time_s: float, enough_s: float = ENOUGH_S) -> None:
        """Begin an analysis of the end of the set, due or not; nothing else may run."""
        self._reps_s, self._settles_s = time_s, None
        self._job = self._executor.run(lambda: analyst.reps(set_recording, enough_s, time_s))

    def _may_end_a_rep(self, moment: Moment, time_s: float, reported_until_s: float) -> bool:
        """Whether the phase of movement that ended last may have ended a rep that was not reported yet."""
        if self._rep_ends_with is not None and moment.ended not in (None, self._rep_ends_with):
            return False
        return time_s - moment.ended_s > reported_until_s

    def result(self) -> SetProgress | None:
        """What the analysis gave, once; None while there is none."""
        if self._job is None or not self._job.done():
            return None
        progress: SetProgress = self._job.result()
        self._job = None
        for rep in progress.changes.reps:
            self._rep_ends_with = _ends_with(rep)
        if progress.changes.settles_s is not None:
            self._settles_s = progress.zero_s + progress.changes.settles_s
        return progress

    def release(self) -> Job | None:
        """Let go of the analysis that runs: the caller takes what comes of it, or nobody."""
        job, self._job, self._settles_s = self._job, None, None
        self._rep_ends_with = None  # the next set may be of another lift
        return job


def _ends_with(rep: Rep) -> Phase:
    """The phase of movement that ends a rep: from the floor the lowering, else the lift."""
    lowering = rep.cycle.lowering
    return "lowering" if lowering is not None and lowering.first >= rep.cycle.lifting.first else "lifting"
