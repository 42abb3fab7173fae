"""The parts of a recording on one time axis: what reports, pages and films are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .load.joining import join_loads, load_in_picture, load_in_rows
from .parts import RecordingPart
from .reps.leg_change import join_motions
from .types import Motion, PoseTrack, Rep, Span


@dataclass(frozen=True, slots=True)
class JoinedParts:
    """All parts on one time axis."""

    motion: Motion  #: with what holds for the part with most reps
    lead: RecordingPart  #: that part
    reps: tuple[Rep, ...]  #: rows are those of the joined motion
    partial_reps: tuple[Rep, ...]
    rows: tuple[tuple[int, Motion], ...]  #: see `Analysis.parts`

    def in_picture(self, track: PoseTrack) -> JoinedParts:
        """The same with landmarks in the pixels of each frame's own picture, where `track` has them in others."""
        if track.camera is None:
            return self
        camera = track.camera.at(track.time_s, self.motion.time_s)
        pictured = camera.in_picture(self.motion.image_px)

        def shown(motion: Motion) -> Motion:
            return replace(motion, image_px=pictured, load=load_in_picture(motion.load, camera))

        rows = tuple((first, shown(motion)) for first, motion in self.rows)
        return replace(self, motion=shown(self.motion), rows=rows)


def join_parts(parts: Sequence[RecordingPart]) -> JoinedParts:
    """Put parts one after the other."""
    lead = max(parts, key=lambda part: len(part.reps))
    if len(parts) == 1:
        return JoinedParts(lead.motion, lead, lead.reps, lead.partial_reps, ())
    joined = join_motions([part.motion for part in parts])
    joined = replace(joined, load=join_loads([part.motion for part in parts], lead.motion))
    firsts = np.cumsum([0, *(len(part.motion) for part in parts[:-1])]).tolist()
    pairs = list(zip(firsts, parts, strict=True))
    return JoinedParts(
        motion=_with_constants(joined, lead.motion),
        lead=lead,
        reps=tuple(_moved(rep, first) for first, part in pairs for rep in part.reps),
        partial_reps=tuple(_moved(rep, first) for first, part in pairs for rep in part.partial_reps),
        rows=tuple((first, _with_own_load(joined, part.motion, first)) for first, part in pairs),
    )


def _with_own_load(joined: Motion, of: Motion, first: int) -> Motion:
    """A motion with what holds for a whole part, and its load: another one may be lifted in the next."""
    return replace(_with_constants(joined, of), load=load_in_rows(of.load, first, len(joined)))


def _with_constants(joined: Motion, of: Motion) -> Motion:
    """A motion with what holds for a whole part."""
    return replace(
        joined,
        view=of.view,
        leg_px=of.leg_px,
        working_side=of.working_side,
        face_up=of.face_up,
        measured_side=of.measured_side,
        probabilities=of.probabilities,
    )


def _moved(rep: Rep, rows: int) -> Rep:
    """The same rep so many rows later."""
    cycle = rep.cycle
    lowering = None if cycle.lowering is None else Span(cycle.lowering.first + rows, cycle.lowering.last + rows)
    moved = replace(
        cycle,
        bottom=cycle.bottom + rows,
        top=cycle.top + rows,
        lowering=lowering,
        lifting=Span(cycle.lifting.first + rows, cycle.lifting.last + rows),
    )
    return replace(rep, cycle=moved)
