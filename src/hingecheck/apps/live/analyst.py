"""Analysis of a set that is not over: from the rows so far to new reps, their faults and faults in mid-rep.

The same functions as `check` runs over a whole recording, run again as the set grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

import numpy as np

from ...core.analysis import DEFAULT_RATE_HZ, MIN_FRAMES, analyse
from ...core.learned.networks import Learned
from ...core.live.causal import fit_hinge
from ...core.live.midrep import mid_rep_faults, of_one_rep
from ...core.live.reported_reps import RepChanges, ReportedReps
from ...core.live.windows import last_seconds, since
from ...core.measures.motion import build_motion
from ...core.types import Finding, LiftSet, MovementName
from ...errors import NothingMeasuredError
from ..check import CheckOptions
from .set_recording import RecordingTracker, SetRecording

#: Most of the set that is looked at again for the next rep, seconds: five slow reps.
WINDOW_S = 25.0
#: The track that is kept for it is a little longer, seconds.
LOOK_UP_S = 2.0
#: What is looked at for the middle of a rep.
MID_REP_S = 4.0


@dataclass(frozen=True, slots=True)
class SetProgress:
    """What one analysis of the set under way gave."""

    zero_s: float
    changes: RepChanges = field(default_factory=RepChanges)
    findings: tuple[tuple[int, Finding], ...] = ()  #: of each new rep: its number and what was found in it
    lift: MovementName | None = None
    mid_rep: tuple[Finding, ...] = ()
    near: str | None = None
    good: tuple[str, ...] = ()  #: rules that are clean in every rep so far
    agreement: tuple[float, float] | None = None  #: see `causal.fit_hinge`
    final: bool = False  #: the set is over: too late for cues
    alike_since_s: float | None = None  #: the lift, or the leg, was another before, in the set's time; None: as known


class Analyst:
    """Analyses one set as it grows. Used by one thread at a time.

    Parameters
    ----------
    options : CheckOptions
    learned : Learned or None
    time_hint : float, optional
        How fast the pictures show life, where that is known without the lifter's word.
    """

    def __init__(self, options: CheckOptions, learned: Learned | None, time_hint: float | None = None) -> None:
        self._options, self._learned, self._time_hint = options, learned, time_hint
        self._tracker: RecordingTracker | None = None
        self._lift: MovementName | None = options.facts.lift
        self.reported_reps = ReportedReps()

    @property
    def target_depth_deg(self) -> float | None:
        """What the lifter aims at, where it was told."""
        return self._options.facts.target_depth_deg

    def reps(self, set_recording: SetRecording, enough_s: float = WINDOW_S, now_s: float = -np.inf) -> SetProgress:
        """Analyse the end of what there is; new reps, and what was found in them.

        Parameters
        ----------
        set_recording : SetRecording
        enough_s : float
            So much will do, where a rep ended just before; at most `WINDOW_S` is looked at.
        now_s : float
            Session time, where it is later than the last row's: in a pause nobody looks any more.
        """
        whole = self._track_of(set_recording).lifter()
        time_s = whole.track.time_s
        if not len(time_s):
            return SetProgress(set_recording.zero_s, lift=self._lift)
        own_now_s = max(float(time_s[-1]), now_s - set_recording.zero_s)
        since_s = self.reported_reps.window_s(own_now_s, enough_s, WINDOW_S)
        lifter = since(whole, since_s)
        track = lifter.track
        if int(track.present.sum()) < MIN_FRAMES:
            return SetProgress(set_recording.zero_s, lift=self._lift)
        try:
            facts, limits, hint = self._options.facts, self._options.limits, self._time_hint
            analysis = analyse(lifter, facts, DEFAULT_RATE_HZ, (), self._learned, limits, hint)
        except NothingMeasuredError:
            return SetProgress(set_recording.zero_s, lift=self._lift)
        changes = self.reported_reps.update(analysis, own_now_s, since_s)
        now = analysis.sets[-1]  # of several in one recording the one under way
        self._lift = now.lift.name
        return SetProgress(
            zero_s=set_recording.zero_s,
            changes=changes,
            findings=findings_of(changes, analysis.findings),
            lift=self._lift,
            near=now.view.near_side,
            good=now.good,
            agreement=fit_hinge(track, analysis.motion),
            alike_since_s=_alike_since_s(analysis.sets),
        )

    def mid_rep(self, set_recording: SetRecording) -> SetProgress:
        """Look at the last moments for what helps to know in the middle of a rep."""
        lifter = last_seconds(self._track_of(set_recording).lifter(), MID_REP_S)
        if int(lifter.track.present.sum()) < MIN_FRAMES:
            return SetProgress(set_recording.zero_s, lift=self._lift)
        known = self._options.facts.lift if self._lift == "other" else self._lift
        facts = replace(self._options.facts, lift=known)
        motion = build_motion(lifter.track, DEFAULT_RATE_HZ, facts, self._learned)
        rep = len(self.reported_reps) + 1
        return SetProgress(
            zero_s=set_recording.zero_s,
            lift=self._lift,
            mid_rep=mid_rep_faults(motion, self._lift, self._options.limits, rep),
            near=motion.view.near_side,
        )

    def _track_of(self, set_recording: SetRecording) -> RecordingTracker:
        if self._tracker is None or not self._tracker.tracks(set_recording):
            self._tracker = RecordingTracker(set_recording, WINDOW_S + LOOK_UP_S)
        return self._tracker


def _alike_since_s(sets: Sequence[LiftSet]) -> float | None:
    """Where the last sets of one lift, on the same leg, begin; None where all are."""
    kinds = [(one.lift.name, one.working_side) for one in sets]
    alike = list(takewhile(lambda kind: kind == kinds[-1], reversed(kinds)))
    return sets[-len(alike)].start_s if len(alike) < len(sets) else None


def findings_of(changes: RepChanges, findings: tuple[Finding, ...]) -> tuple[tuple[int, Finding], ...]:
    """The findings of each new rep, with the set's numbers: one object a rule and rep."""
    numbers = dict(changes.numbers)
    fresh = {rep.index for rep in changes.reps}
    pairs = ((numbers.get(fault.rep), finding, fault) for finding in findings for fault in finding.by_rep)
    fresh_faults = [
        (number, of_one_rep(finding, fault, number))
        for number, finding, fault in pairs
        if number is not None and number in fresh
    ]
    return tuple(sorted(fresh_faults, key=lambda pair: pair[0]))
