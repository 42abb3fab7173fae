"""From an analysis of the set under way to events and cues: sets begun, reps ended, faults, reports."""

from __future__ import annotations

from collections.abc import Callable

from ...core.advice.depth import RepDepth, depth_of, depth_target
from ...core.live.cues import Cue
from ...core.live.events import Cued, Event, Found, Problem, RepEnded, SetStarted
from ...core.live.midrep import of_one_rep
from ...core.load.speeds import speed_loss
from ...core.load_types import Measurement
from ...core.phrases import N_, Phrase
from ...core.types import Rep
from .analyst import SetProgress
from .finish import Finished
from .schedule import DETECTED_S
from .state import SetUnderWay

#: A loss of speed is one where it is this many times its own error: of even sets of ten reps whose speeds are off by
#: 3 % each, 3 % are said to be over at a wanted loss of 0.1; of sets that lose twice that, all are.
BEYOND_ERROR = 2.75
#: No cue is given for a rep that ended longer ago, seconds: told after a stall, or by a machine that is busy.
FRESH_S = 2.0
#: A rep after so long a rest, seconds, so far from the depth of those before, degrees, may be another lift's.
RESTED_S, FAR_DEG = 5.0, 25.0
#: A fault that was told of a rep, and that the whole set's analysis has not found in it.
NOT_SHOWN = N_("rep {n}: {rule} was told, but the whole set does not show it: not in the report")


class Announcer:
    """Emits what is new in a session.

    Parameters
    ----------
    emit : callable
        Takes events.
    stop_at_loss : float, optional
        Loss of speed, as a share of the fastest rep's, at which a set is said to be over.
    """

    def __init__(self, emit: Callable[[Event], None], stop_at_loss: float | None = None) -> None:
        self._emit, self._stop_at_loss = emit, stop_at_loss
        self.sets = 0  #: number of the last set that began
        self.reported_until_s = -1e9  #: session time up to which movement belongs to reps that were reported

    def progress(self, current: SetUnderWay, progress: SetProgress, now_s: float) -> None:
        """Announce new reps with their faults, and reps that were none."""
        if progress.alike_since_s is not None:
            current.alike_since_s = progress.alike_since_s
        for rep in progress.changes.withdrawn:
            self._emit(
                Problem(
                    now_s,
                    Phrase(
                        N_("rep {n}, at {at:.1f} s, was none after all: not counted"),
                        n=rep.index,
                        at=progress.zero_s + rep.bottom_s,
                    ),
                )
            )
        if progress.changes.withdrawn or progress.changes.moved:
            moved = dict(progress.changes.moved)
            current.found = [
                of_one_rep(finding, finding.by_rep[0], moved[finding.reps[0]])
                for finding in current.found
                if finding.reps[0] in moved
            ]
        for place, rep in enumerate(progress.changes.reps):
            if not current.started:
                current.started = True
                self.sets = current.number
                self._emit(SetStarted(now_s, current.number, progress.zero_s, progress.zero_s + rep.start_s))
            standing = len(current.analyst.reported_reps) - len(progress.changes.reps) + place + 1
            found = [finding for number, finding in progress.findings if number == rep.index]
            current.found += found
            alike, depth = self._held_against(current, rep)
            loss = speed_loss([one for one in alike if one.index <= rep.index])
            stop = not (progress.final or current.stopped) and self.is_enough(loss)
            current.stopped = current.stopped or stop
            cue = None
            if stop or progress.final or now_s - progress.zero_s - rep.end_s > FRESH_S:
                current.cues.rep_passed(found, rep.index)  # beside the word that ends the set no cue is heard
            else:
                cue = current.cues.rep_done(found, progress.good, rep.index, now_s, current.lift)
            self._emit(RepEnded(now_s, current.number, progress.zero_s, rep, standing, depth, loss, stop, cue))
            current.bounds.rep_told(progress.zero_s + rep.end_s)
            self.reported_until_s = progress.zero_s + rep.end_s + DETECTED_S
            for finding in found:
                self._emit(Found(now_s, current.number, progress.zero_s, finding, mid_rep=False))
            self._cue(cue, now_s, with_rep=True)

    @staticmethod
    def _held_against(current: SetUnderWay, rep: Rep) -> tuple[list[Rep], RepDepth | None]:
        """The reps that one is held against, and how deep it is against them.

        Another lift, or leg, is known to be one after a rep or two; till then one that comes after a rest and is far
        from the mark begins it: those that follow are held against it.
        """
        alike = current.reps_like(rep)
        target = depth_target(alike, current.found, current.analyst.target_depth_deg)
        depth = depth_of(rep, target)
        rested = rep.start_s - max((one.end_s for one in alike if one.end_s <= rep.start_s), default=rep.start_s)
        if (
            depth is not None
            and not (target and target.told)
            and rested >= RESTED_S
            and abs(depth.off_deg) >= FAR_DEG
        ):
            current.alike_since_s = rep.start_s
            return [rep], None
        return alike, depth

    def is_enough(self, loss: Measurement | None) -> bool:
        """Whether so much speed is lost, beyond what its error makes of an even set, that a set is over."""
        if self._stop_at_loss is None or loss is None:
            return False
        return loss.value >= max(self._stop_at_loss, BEYOND_ERROR * loss.sigma)

    def mid_rep(self, current: SetUnderWay, progress: SetProgress, now_s: float) -> None:
        """Announce a fault in the middle of a rep, where there is one to say now."""
        if not (progress.mid_rep and current.started):
            return
        cue = current.cues.mid_rep(progress.mid_rep, len(current.analyst.reported_reps) + 1, now_s, current.lift)
        for finding in progress.mid_rep:
            if cue is not None and cue.rule == finding.rule:
                self._emit(Found(now_s, current.number, progress.zero_s, finding, mid_rep=True))
        self._cue(cue, now_s)

    def touch_down(self, current: SetUnderWay, time_s: float) -> None:
        """Announce that the free foot has touched down."""
        cue = current.cues.touch_down(len(current.analyst.reported_reps) + 1, time_s, current.lift)
        self._cue(cue, time_s)

    def finished(self, current: SetUnderWay, finished: Finished, now_s: float) -> None:
        """Announce what the end of a set has brought."""
        for problem in finished.problems:
            self._emit(Problem(now_s, problem))
        self.progress(current, finished.progress, now_s)
        if finished.ended is not None:
            shown = {(one.rule, rep) for one in finished.ended.report.analysis.findings for rep in one.reps}
            for told in current.found:
                if (told.rule, told.reps[0]) not in shown:
                    self._emit(Problem(now_s, Phrase(NOT_SHOWN, n=told.reps[0], rule=told.rule)))
            self._emit(finished.ended)

    def restarted(self, current: SetUnderWay, now_s: float) -> None:
        """Announce that a set was thrown away; its number is given again."""
        self._emit(
            Problem(now_s, Phrase(N_("set {n} was restarted: what was filmed of it is gone"), n=current.number))
        )
        self.sets -= 1

    def _cue(self, cue: Cue | None, now_s: float, *, with_rep: bool = False) -> None:
        if cue is not None:
            self._emit(Cued(now_s, cue, with_rep))
