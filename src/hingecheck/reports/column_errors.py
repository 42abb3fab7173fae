"""The error at the foot of each column of a table of reps, with what rules know of such numbers besides."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median_high

from ..core.rules.trunk import least_top_sigma_deg
from ..core.rules.worst_slips import error_of
from ..core.types import Rep, View


def column_error(reps: Iterable[Rep], measure: str, which: str, view: View) -> float | None:
    """Usual standard error of a column; None where no rep has the value.

    Parameters
    ----------
    reps : iterable of Rep
    measure : str
    which : "bottom", "top" or "max"
        Which of a rep's values of it the column shows.
    view : View
        That the reps are seen from.
    """
    shown = [rep.measures[measure] for rep in reps if measure in rep.measures]
    found = [error_of(one, measure, which) for one in shown if getattr(one, which) is not None]
    sigmas = [sigma for sigma in found if sigma is not None]
    if not sigmas:
        return None
    least = least_top_sigma_deg(view) if (measure, which) == ("hip_hinge_deg", "top") else 0.0
    return max(median_high(sigmas), least)
