"""What is said of a rule in a lift: the one place that reports, films and live feedback take it from."""

from __future__ import annotations

from ..lift_row import RuleWords
from ..lifts import MovementName, row_of
from .base import Rule


def words_of(rule: Rule, lift: MovementName | None) -> RuleWords:
    """Message, cue and praise of a rule, long and short: the lift's own where its row has some, else the rule's.

    Parameters
    ----------
    rule : Rule
    lift : str or None
        None where it is not known yet.

    Examples
    --------
    >>> from . import RULES_BY_ID
    >>> words_of(RULES_BY_ID["incomplete-lockout"], "hip-thrust").short_cue
    'Hips all the way up'
    >>> words_of(RULES_BY_ID["incomplete-lockout"], None).short_cue
    'Finish tall'
    """
    return rule.words if lift is None else row_of(lift).words_of(rule.id).over(rule.words)
