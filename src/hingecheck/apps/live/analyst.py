"""The core at work on a set that is not over: the analysis of `check`, again and again over what there is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ...core.analysis import DEFAULT_RATE_HZ, MIN_FRAMES, analyse
from ...core.learned.networks import Learned
from ...core.lifts import ONE_LEG
from ...core.live.causal import agree
from ...core.live.midrep import mid_rep_faults, of_one_rep
from ...core.live.reported_reps import RepChanges, ReportedReps
from ...core.live.windows import last_seconds, since
from ...core.measures.motion import Told, build_motion
from ...core.types import Finding, LiftName
from ...errors import NothingMeasuredError
from ..check import CheckOptions
from .set_recording import Follower, SetRecording

#: Most of the set that is looked at again for the next rep, seconds: five slow reps.
WINDOW_S = 25.0
#: The track that is kept for it is a little longer, seconds.
LOOK_UP_S = 2.0
#: What is looked at for the middle of a rep.
MID_REP_S = 4.0


@dataclass(frozen=True, slots=True)
class SetProgress:
    """What a look at the set gave."""

    zero_s: float
    news: RepChanges = field(default_factory=RepChanges)
    findings: tuple[tuple[int, Finding], ...] = ()  #: of each new rep: its number and what was found in it
    lift: LiftName | None = None
    mid_rep: tuple[Finding, ...] = ()
    near: str | None = None
    good: tuple[str, ...] = ()  #: rules that are clean in every rep so far
    agreement: tuple[float, float] | None = None  #: see `causal.agree`
    final: bool = False  #: the set is over: too late for cues


class Analyst:
    """Analyses one set as it grows. Used by one thread at a time.

    Parameters
    ----------
    options : CheckOptions
    learned : Learned or None
    """

    def __init__(self, options: CheckOptions, learned: Learned | None) -> None:
        self._options, self._learned = options, learned
        self._follower: Follower | None = None
        self._lift: LiftName | None = options.set.lift
        self.ledger = ReportedReps()

    def reps(self, take: SetRecording) -> SetProgress:
        """Analyse what there is; new reps, and what was found in them."""
        whole = self._followed(take).lifter()
        time_s = whole.track.time_s
        if not len(time_s):
            return SetProgress(take.zero_s, lift=self._lift)
        since_s = -1e9
        if take.length_s > WINDOW_S:
            since_s = self.ledger.window_s(float(time_s[-1]), WINDOW_S)
        lifter = replace(whole, track=since(whole.track, since_s))
        track = lifter.track
        if int(track.present.sum()) < MIN_FRAMES:
            return SetProgress(take.zero_s, lift=self._lift)
        try:
            analysis = analyse(lifter, self._options.set, DEFAULT_RATE_HZ, (), self._learned)
        except NothingMeasuredError:
            return SetProgress(take.zero_s, lift=self._lift)
        news = self.ledger.take(analysis, float(track.time_s[-1]), since_s)
        self._lift = analysis.lift.name
        return SetProgress(
            zero_s=take.zero_s,
            news=news,
            findings=findings_of(news, analysis.findings),
            lift=self._lift,
            near=analysis.motion.view.near_side,
            good=analysis.good,
            agreement=agree(track, analysis.motion),
        )

    def middle(self, take: SetRecording) -> SetProgress:
        """Look at the last moments for what helps to know in the middle of a rep."""
        lifter = last_seconds(self._followed(take).lifter(), MID_REP_S)
        if int(lifter.track.present.sum()) < MIN_FRAMES:
            return SetProgress(take.zero_s, lift=self._lift)
        one_leg = None if self._lift is None else self._lift in ONE_LEG
        told = Told(self._options.set.height_m, self._options.set.stance, one_leg)
        motion = build_motion(lifter.track, DEFAULT_RATE_HZ, told, self._learned)
        rep = len(self.ledger) + 1
        return SetProgress(
            zero_s=take.zero_s,
            lift=self._lift,
            mid_rep=mid_rep_faults(motion, self._lift, self._options.set.limits, rep),
            near=motion.view.near_side,
        )

    def _followed(self, take: SetRecording) -> Follower:
        if self._follower is None or not self._follower.follows(take):
            self._follower = Follower(take, WINDOW_S + LOOK_UP_S)
        return self._follower


def findings_of(news: RepChanges, findings: tuple[Finding, ...]) -> tuple[tuple[int, Finding], ...]:
    """The findings of each new rep, with the set's numbers: one object a rule and rep."""
    numbers = dict(news.numbers)
    fresh = {rep.index for rep in news.reps}
    pairs = ((numbers.get(fault.rep), finding, fault) for finding in findings for fault in finding.by_rep)
    told = [
        (number, of_one_rep(finding, fault, number))
        for number, finding, fault in pairs
        if number is not None and number in fresh
    ]
    return tuple(sorted(told, key=lambda pair: pair[0]))
