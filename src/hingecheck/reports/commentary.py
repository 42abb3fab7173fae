"""Captions of an annotated video: rep, phase, angles and faults at each moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..core.phrases import N_
from ..core.reps.summaries import at_moment
from ..core.rules.findings import format_value, severity_rank
from ..core.signals import nearest
from ..core.types import Analysis
from ..languages.speaking import tr
from .series_csv import labels
from .words import capitalised, lift_words, name_of, set_words

#: A fault is named from its worst moment on, for this long, seconds: enough to read a line.
SHOWN_S = 2.0
#: Where two faults show at once the lesser is named this much later at most, seconds.
LATE_S = 2.5
#: The angles that stand beside joints.
ANGLES = (("HIP", N_("hip"), "hip_hinge_deg"), ("KNEE", N_("knee"), "knee_flexion_deg"))


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault in one rep."""

    start_s: float
    end_s: float
    rep: int
    name: str  #: the rule in words
    cue: str
    rank: float  #: more is worse


@dataclass(frozen=True, slots=True)
class Caption:
    """The caption at one moment."""

    row: int  #: of the motion
    title: str
    count: str  #: "rep 2 of 5"
    phase: str  #: empty between reps
    angles: tuple[tuple[str, str], ...]  #: joint → "hip 87° ± 4"
    remark: Remark | None


class Commentary:
    """Speaks for an analysis.

    Parameters
    ----------
    analysis : Analysis
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._titles = [
            (one.start_s, lift_words(one.lift) if set_words(one, analysis) else lift_words(analysis.lift))
            for one in analysis.sets
        ]
        rep_of, self._phase = labels(analysis.reps, len(analysis.motion))
        self._rep = np.maximum.accumulate(np.array(rep_of, dtype=np.int64)) if rep_of else np.zeros(0, np.int64)
        self.remarks = _remarks(analysis)

    def at(self, time_s: float) -> Caption:
        """The caption at a time of the video, seconds."""
        motion = self._analysis.motion
        row = nearest(motion.time_s, time_s)
        return Caption(
            row=row,
            title=self._title_at(float(motion.time_s[row])),
            count=tr("rep {n} of {all}", n=int(self._rep[row]), all=len(self._analysis.reps)),
            phase=tr(self._phase[row]),
            angles=self._angles(row),
            remark=next((said for said in self.remarks if said.start_s <= time_s < said.end_s), None),
        )

    def worst(self) -> Remark | None:
        """The fault that a replay is worth."""
        return max(self.remarks, key=lambda remark: remark.rank, default=None)

    def _title_at(self, time_s: float) -> str:
        """The lift of the set under way, or of the one before; of the first one at the start."""
        begun = [title for start_s, title in self._titles if start_s <= time_s]
        first = self._titles[0][1] if self._titles else lift_words(self._analysis.lift)
        return begun[-1] if begun else first

    def _angles(self, row: int) -> tuple[tuple[str, str], ...]:
        motion = self._analysis.motion
        found = []
        for joint, name, measure in ANGLES:
            series = motion.series.get(measure)
            read = None if series is None else at_moment(series, row, motion.rate_hz)
            if read is not None:
                found.append((joint, f"{tr(name)} {tr(format_value(read[0], read[1], 'deg'))}"))
        return tuple(found)


def _remarks(analysis: Analysis) -> tuple[Remark, ...]:
    """Faults of every rep, one at a time: the worst when it shows, a lesser one a little later or not at all."""
    found = [
        Remark(
            start_s=fault.at_s,
            end_s=fault.at_s + SHOWN_S,
            rep=fault.rep,
            name=capitalised(name_of(finding.rule)),
            cue=tr(fault.cue),
            # Equal ones by how far beyond the limit they lie, in their own errors.
            rank=severity_rank(fault.severity) + _share(abs(fault.value - fault.limit), fault.sigma),
        )
        for finding in analysis.findings
        for fault in finding.by_rep
    ]
    said: list[Remark] = []
    for remark in sorted(found, key=lambda remark: -remark.rank):
        start_s = remark.start_s
        for other in sorted(said, key=lambda other: other.start_s):
            if other.start_s < start_s + SHOWN_S and start_s < other.end_s:
                start_s = other.end_s
        if start_s - remark.start_s <= LATE_S:
            said.append(replace(remark, start_s=start_s, end_s=start_s + SHOWN_S))
    return tuple(sorted(said, key=lambda remark: remark.start_s))


def _share(beyond: float, sigma: float) -> float:
    """From 0 up to, but never, 1."""
    times = beyond / sigma if sigma > 0 else beyond
    return times / (1.0 + times) if np.isfinite(times) else 0.0
