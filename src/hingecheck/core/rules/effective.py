"""Every limit in force: the fields of `Limits`, then those that rules bring along."""

from __future__ import annotations

from . import RULES, Rule
from .limits import Limit, Limits, info, names


def limits_of(rule: Rule, limits: Limits) -> tuple[Limit, ...]:
    """A rule's limits with the levels in force."""
    return tuple(_in_force(entry, limits) for entry in rule.limits)


def effective(limits: Limits) -> tuple[Limit, ...]:
    """All limits with the levels in force, each once."""
    entries: list[str | Limit] = [*names()]
    entries += dict.fromkeys(entry for rule in RULES for entry in rule.limits if isinstance(entry, Limit))
    return tuple(_in_force(entry, limits) for entry in entries)


def _in_force(entry: str | Limit, limits: Limits) -> Limit:
    if isinstance(entry, Limit):
        return Limit(entry.name, limits.of(entry), entry.info)
    return Limit(entry, getattr(limits, entry), info(entry))
