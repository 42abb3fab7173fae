"""The rule table.

To add a rule: write it in its family's module, name it here, and say in each lift's row whether it is judged there.
"""

from __future__ import annotations

from ..lift_row import Applies, LiftRow
from ..lifts import ROWS
from .back import BACK_DOMINANT, LUMBAR_ROUNDING
from .balance import BALANCE_LOSS
from .base import Clean, Fault, Rule, SetContext, Unknown, Verdict, Words
from .depth import RANGE_TOO_DEEP
from .hands import LOAD_SIDE
from .knees import KNEE_DOMINANT, KNEE_LOCKED
from .load import LOAD_DRIFTING, UNEVEN_SIDES
from .pelvis import HIPS_OPENING
from .shins import SHIN_ANGLE
from .tempo import FAST_LOWERING, FORM_DRIFT
from .trunk import HIPS_RISE_FIRST, INCOMPLETE_LOCKOUT, OVEREXTENDED_LOCKOUT

RULES: tuple[Rule, ...] = (
    HIPS_OPENING,
    BACK_DOMINANT,
    LUMBAR_ROUNDING,
    BALANCE_LOSS,
    KNEE_DOMINANT,
    HIPS_RISE_FIRST,
    RANGE_TOO_DEEP,
    LOAD_DRIFTING,
    INCOMPLETE_LOCKOUT,
    OVEREXTENDED_LOCKOUT,
    SHIN_ANGLE,
    UNEVEN_SIDES,
    LOAD_SIDE,
    KNEE_LOCKED,
    FAST_LOWERING,
    FORM_DRIFT,
)

RULES_BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}


def check_row(row: LiftRow) -> None:
    """See that a lift's row says of every rule whether it applies, and names limits that there are.

    Raises
    ------
    LookupError
        It does not; the text names what is wrong.
    """
    where = f"core/lifts.py: the row of {row.id!r}"
    if lacking := [rule for rule in RULES_BY_ID if rule not in row.rules]:
        raise LookupError(f"{where} does not say whether it is judged by {', '.join(lacking)}")
    if unknown := [rule for rule in row.rules if rule not in RULES_BY_ID]:
        raise LookupError(f"{where} names what is no rule: {', '.join(unknown)}")
    for rule, use in row.rules.items():
        if isinstance(use, Applies) and use.limit is not None and use.limit not in RULES_BY_ID[rule].limits:
            raise LookupError(f"{where} judges {rule} by {use.limit}, which is no limit of that rule")


for _row in ROWS:
    check_row(_row)

__all__ = ["RULES", "RULES_BY_ID", "Clean", "Fault", "Rule", "SetContext", "Unknown", "Verdict", "Words"]
