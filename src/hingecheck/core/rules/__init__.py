"""The rule table. To add a rule: write it in its family's module and name it here."""

from __future__ import annotations

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

__all__ = ["RULES", "RULES_BY_ID", "Clean", "Fault", "Rule", "SetContext", "Unknown", "Verdict", "Words"]
