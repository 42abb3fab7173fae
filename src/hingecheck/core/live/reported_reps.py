"""From successive analyses of a growing set to changes: new reps, withdrawn reps, stable numbers.

Each analysis sees more of the set and may see the past a little differently. A rep is reported once, when it
has surely ended; one that later turns out to be none is withdrawn, and that is said. A rep's number is its place
among those that stand, as the report will count them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..types import Analysis, Rep

#: A rep has ended when its end lies this far back, seconds: the last moments of a track are still moving. What is
#: told of 153 reps, real and rendered, differs from the set's report in 11 findings with 0.2 as with half of it.
SETTLED_S = 0.1
#: A lift quicker than this is not reported before the set is over: a wobble of the tracker, seconds.
WOBBLE_S = 0.35
#: Two reps are the same when they share this much of the shorter one.
SAME = 0.5
#: … or when their lifts begin this near to each other, seconds: what lies before and after is seen otherwise where
#: the analysis begins in the middle of a set.
SAME_BOTTOM_S = 0.3
#: A reported rep must be missing from this many analyses in a row to be withdrawn.
MISSES = 3
#: Nearer than this to the start of what was analysed a rep may be cut off: nothing is concluded, seconds.
EDGE_S = 2.0


@dataclass(frozen=True, slots=True)
class RepChanges:
    """What an analysis changes of the reps reported so far."""

    reps: tuple[Rep, ...] = ()  #: new ones, with their numbers in the set
    withdrawn: tuple[Rep, ...] = ()  #: with the numbers they had, the last first: those after one move up
    #: number in the analysis → number in the set, of all reps that were reported
    numbers: tuple[tuple[int, int], ...] = ()
    #: number before → number now, of the reps told before that stand
    moved: tuple[tuple[int, int], ...] = ()
    #: when the next rep, that seems to be over already, will have settled, in the set's time; None: none seems so
    settles_s: float | None = None


class ReportedReps:
    """The reps of the set under way that have been reported."""

    def __init__(self) -> None:
        self._reps: list[Rep] = []
        self._missed: dict[float, int] = {}  # by the time of the bottom

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Reps that stand, as they were reported."""
        return tuple(self._reps)

    def __len__(self) -> int:
        return len(self._reps)

    def window_s(self, now_s: float, enough_s: float, longest_s: float) -> float:
        """Where the next analysis should begin: where a rep ended, in the middle of the set.

        In the middle of a rep a lift and the lowering of another would be taken for one.

        Parameters
        ----------
        now_s : float
        enough_s : float
            So much of the set will do …
        longest_s : float
            … and more than this is never looked at, whether a rep ended then or not.
        """
        first_s = now_s - longest_s
        over = [rep.end_s for rep in self._reps if first_s <= rep.end_s <= now_s - enough_s]
        begun = [rep.end_s for rep in self._reps if rep.start_s < first_s <= rep.end_s]
        return max(over or begun, default=first_s)

    def update(self, analysis: Analysis, now_s: float, since_s: float) -> RepChanges:
        """Compare with an analysis of the set from `since_s` to `now_s`, both in the set's time."""
        ended = [rep for rep in analysis.reps if has_ended(rep, analysis, now_s)]
        changes = self._compare(analysis.reps, ended, since_s, patience=MISSES)
        told = dict(changes.numbers)
        open_reps = [rep for rep in analysis.reps if rep.index not in told and rep.end_s > now_s - SETTLED_S]
        return replace(changes, settles_s=min((rep.end_s + SETTLED_S for rep in open_reps), default=None))

    def close(self, analysis: Analysis) -> RepChanges:
        """Compare with the analysis of the whole set: whatever it has is a rep, and nothing else is."""
        return self._compare(analysis.reps, list(analysis.reps), -EDGE_S, patience=1)

    def _compare(self, found_reps: tuple[Rep, ...], ended: list[Rep], since_s: float, *, patience: int) -> RepChanges:
        match = _pairs(self._reps, found_reps)
        for old in self._reps:
            if old.index in match:
                self._missed.pop(old.bottom_s, None)
            elif old.start_s >= since_s + EDGE_S:
                self._missed[old.bottom_s] = self._missed.get(old.bottom_s, 0) + 1
        gone = [rep for rep in self._reps if self._missed.get(rep.bottom_s, 0) >= patience]
        for rep in gone:  # found again, it is missed as often before it goes again
            del self._missed[rep.bottom_s]
        stand = [rep for rep in self._reps if rep not in gone]
        after_s = max((rep.bottom_s for rep in stand), default=-np.inf) if patience > 1 else -np.inf
        known = {rep.index for rep in match.values()}
        fresh = [rep for rep in ended if rep.index not in known and rep.bottom_s > after_s]
        in_order = sorted([*stand, *fresh], key=lambda rep: rep.bottom_s)
        self._reps = [replace(rep, index=number) for number, rep in enumerate(in_order, 1)]
        number_of = {rep.bottom_s: rep.index for rep in self._reps}
        moved = {rep.index: number_of[rep.bottom_s] for rep in stand}
        numbers = {match[old].index: now for old, now in moved.items() if old in match}
        return RepChanges(
            reps=tuple(replace(rep, index=number_of[rep.bottom_s]) for rep in fresh),
            withdrawn=tuple(reversed(gone)),
            numbers=(*numbers.items(), *((rep.index, number_of[rep.bottom_s]) for rep in fresh)),
            moved=tuple(moved.items()),
        )


def has_ended(rep: Rep, analysis: Analysis, now_s: float) -> bool:
    """Whether a rep is over: another lift has followed, or its last phase is done.

    A lift from the floor ends with the lowering after it: without one it goes on.
    """
    cycle = rep.cycle
    if (len(cycle.lifting) - 1) / analysis.motion.rate_hz < WOBBLE_S:
        return False
    if any(later.bottom_s > rep.end_s for later in (*analysis.reps, *analysis.partial_reps)):
        return True
    return cycle.lowering is not None and rep.end_s <= now_s - SETTLED_S


def _pairs(told: list[Rep], found: tuple[Rep, ...]) -> dict[int, Rep]:
    """Which rep of an analysis each told one is, by its number: each is one at the most, nearest bottoms first."""
    alike = [(abs(old.bottom_s - rep.bottom_s), old.index, rep) for old in told for rep in found if _same(old, rep)]
    out: dict[int, Rep] = {}
    taken: set[int] = set()
    for _, index, rep in sorted(alike, key=lambda pair: pair[:2]):
        if index not in out and rep.index not in taken:
            out[index] = rep
            taken.add(rep.index)
    return out


def _same(one: Rep, other: Rep) -> bool:
    if abs(one.bottom_s - other.bottom_s) < SAME_BOTTOM_S:
        return True
    shared = min(one.end_s, other.end_s) - max(one.start_s, other.start_s)
    shorter = min(one.end_s - one.start_s, other.end_s - other.start_s)
    return shared > SAME * max(shorter, 1e-6)
