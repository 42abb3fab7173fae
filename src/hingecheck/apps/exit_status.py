"""Exit statuses of the commands: faults against `--fail-on`, and the worst of several videos."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.rules.findings import severity_rank
from ..core.types import SEVERITIES, Severity

FAULTS_FOUND = 10
#: Statuses from the one that counts most to the least: an input that failed outweighs faults found.
WORST_FIRST = (1, 5, 2, 3, 4, FAULTS_FOUND, 0)


def of_faults(severities: Iterable[str], fail_on: Severity | None) -> int:
    """`FAULTS_FOUND` where one of the severities is at least `fail_on`, else 0.

    Parameters
    ----------
    severities : iterable of str
        Of the findings; what is no severity, such as an empty text, is none.
    fail_on : str or None
        None: faults make no difference.

    Examples
    --------
    >>> of_faults(["mild", "severe"], "moderate"), of_faults(["mild"], "moderate"), of_faults(["severe"], None)
    (10, 0, 0)
    """
    if fail_on is None:
        return 0
    given = set(severities)
    bad_enough = [s for s in SEVERITIES if severity_rank(s) >= severity_rank(fail_on)]
    return FAULTS_FOUND if given.intersection(bad_enough) else 0


def worst_of(statuses: Iterable[int]) -> int:
    """Of several the one that counts; 0 of none.

    >>> worst_of([0, 10, 4]), worst_of([])
    (4, 0)
    """
    return min(statuses, key=WORST_FIRST.index, default=0)
