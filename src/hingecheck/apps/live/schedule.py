"""When the set under way is analysed: as often as the machine affords, sooner where a rep may have ended."""

from __future__ import annotations

from ...core.live.causal import Moment
from .analyst import Analyst, SetProgress
from .executors import AnalysisExecutor, Job
from .set_recording import SetRecording

#: Shortest time between two analyses of the set, seconds; longest while somebody lifts.
REPS_EVERY_S, REPS_AT_LEAST_EVERY_S = 0.1, 0.6
#: A phase of movement that ended so long ago may have ended a rep, seconds.
ENDED_S = (0.17, 1.3)
#: Time between two analyses of the rep under way.
MID_REP_EVERY_S = 0.2
#: Analyses are further apart by what the last one took, times this: where a rep may have ended, and else.
SPARING, IDLE_SPARING = 1.0, 3.0


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
        self._job: Job | None = None

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
        unreported = time_s - moment.ended_s > reported_until_s
        just_ended = unreported and ENDED_S[0] <= moment.ended_s <= ENDED_S[1]
        cost_s = self._executor.cost_s
        pause_s = REPS_EVERY_S + SPARING * cost_s if just_ended else REPS_AT_LEAST_EVERY_S + IDLE_SPARING * cost_s
        if time_s - self._reps_s >= pause_s + cost_s:
            self._reps_s = time_s
            self._job = self._executor.run(lambda: analyst.reps(set_recording))
        elif (
            time_s - self._mid_rep_s >= MID_REP_EVERY_S + (1.0 + SPARING) * cost_s and moment.moves and self._mid_rep
        ):
            self._mid_rep_s = time_s
            self._job = self._executor.run(lambda: analyst.mid_rep(set_recording))

    def result(self) -> SetProgress | None:
        """What the analysis gave, once; None while there is none."""
        if self._job is None or not self._job.done():
            return None
        progress: SetProgress = self._job.result()
        self._job = None
        return progress

    def release(self) -> Job | None:
        """Let go of the analysis that runs: the caller takes what comes of it, or nobody."""
        job, self._job = self._job, None
        return job
