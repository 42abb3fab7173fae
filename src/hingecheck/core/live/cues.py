"""Choice of live cues: at most one at a time, from findings, touch-downs and clean reps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..rules import RULES
from ..rules.findings import severity_rank
from ..types import Finding, MovementName, Severity

#: A cue of a rule comes again at the earliest after this many reps.
EVERY_REPS = 2
#: A cue stands for this long; before `MIN_S` no other takes its place, seconds.
STANDS_S, MIN_S = 5.0, 2.0
#: Praise is for this many reps in a row without a fault.
CLEAN_REPS = 2
TOUCH_DOWN = "balance-loss"
PRAISE = "praise"
#: What is worth praise, the most telling first: not what is clean in everybody.
PRAISED = tuple(
    rule for _, rule in sorted((rule.praise_rank, rule.id) for rule in RULES if rule.praise_rank is not None)
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown and said."""

    rule: str
    kind: Literal["fault", "praise"]
    rep: int
    time_s: float
    severity: Severity | None = None
    lift: MovementName | None = None  #: whose words are used, where it is known


class CueBook:
    """Chooses cues through a set."""

    def __init__(self) -> None:
        self._faults: dict[str, int] = {}  # rule → rep it was last said in
        self._praised: dict[str, int] = {}
        self._praise_rep: int | None = None  # in which anything was praised last
        self._clean = 0  # reps in a row
        self._now: Cue | None = None

    def mid_rep(
        self, findings: Iterable[Finding], rep: int, time_s: float, lift: MovementName | None = None
    ) -> Cue | None:
        """Take what a rep under way shows; the cue to give, or None."""
        return self._say(findings, rep, time_s, lift)

    def touch_down(self, rep: int, time_s: float, lift: MovementName | None = None) -> Cue | None:
        """Take the free foot touching down in mid-rep."""
        if not self._may(TOUCH_DOWN, rep, time_s):
            return None
        return self._set(Cue(TOUCH_DOWN, "fault", rep, time_s, lift=lift))

    def rep_done(
        self,
        findings: Iterable[Finding],
        good: Sequence[str],
        rep: int,
        time_s: float,
        lift: MovementName | None = None,
    ) -> Cue | None:
        """Take the faults of a rep that has ended, and the rules clean so far; the cue to give, or None.

        Praise names what was judged and found clean, first what has gone unpraised; never what was a fault just
        now, told in the middle of a rep whose mean is below the limit.
        """
        found = list(findings)
        self.rep_passed(found, rep)
        if found:
            return self._say(found, rep, time_s, lift)
        worth = [rule for rule in PRAISED if rule in good and self._is_due(rule, rep)]
        if self._clean >= CLEAN_REPS and worth and self._may(PRAISE, rep, time_s):
            rule = min(worth, key=lambda rule: self._praised.get(rule, 0))
            return self._set(Cue(rule, "praise", rep, time_s, lift=lift))
        return None

    def rep_passed(self, findings: Sequence[Finding], rep: int) -> None:
        """Take a rep of which nothing is to be said."""
        self._clean = 0 if findings or rep in self._faults.values() else self._clean + 1

    def current(self, time_s: float) -> Cue | None:
        """The cue that stands now."""
        if self._now is not None and not 0 <= time_s - self._now.time_s <= STANDS_S:
            self._now = None
        return self._now

    def _say(self, findings: Iterable[Finding], rep: int, time_s: float, lift: MovementName | None) -> Cue | None:
        for finding in sorted(findings, key=lambda f: (-severity_rank(f.severity), -f.confidence)):
            if self._may(finding.rule, rep, time_s):
                return self._set(Cue(finding.rule, "fault", rep, time_s, finding.severity, lift))
        return None

    def _may(self, rule: str, rep: int, time_s: float) -> bool:
        standing = self.current(time_s)
        if standing is not None and time_s - standing.time_s < MIN_S:
            return False
        return self._is_due(rule, rep)

    def _is_due(self, rule: str, rep: int) -> bool:
        last = self._praise_rep if rule == PRAISE else self._faults.get(rule)
        return last is None or rep - last >= EVERY_REPS

    def _set(self, cue: Cue) -> Cue:
        if cue.kind == "fault":
            self._faults[cue.rule], self._clean = cue.rep, 0
        else:
            self._praised[cue.rule] = self._praise_rep = cue.rep
        self._now = cue
        return cue
