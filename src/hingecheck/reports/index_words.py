"""The words of the index's tools, in one place: for the page itself and, as data, for its script."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.lifts import OTHER, ROWS
from ..core.phrases import N_
from ..languages.speaking import tr
from .words import name_of

INDEX_WORDS = {
    "lift": N_("Lift"),
    "fault": N_("Fault"),
    "lifter": N_("Lifter"),
    "from": N_("From"),
    "to": N_("To"),
    "order": N_("Order"),
    "all": N_("all"),
    "given": N_("as in the folder"),
    "worst": N_("worst first"),
    "newest": N_("newest first"),
    "by_lift": N_("by lift"),
    "by_lifter": N_("by lifter"),
    "shown": N_("{n} of {all} shown"),
}


def index_words() -> dict[str, str]:
    """The words in the language in force."""
    return {name: tr(text) for name, text in INDEX_WORDS.items()}


def choice_words(lifts: Iterable[str], rules: Iterable[str]) -> dict[str, str]:
    """What a select calls lifts and rules, where that is not their name."""
    titles = {row.id: tr(row.title) for row in (*ROWS, OTHER)}
    said = {lift: titles.get(lift, lift) for lift in lifts} | {rule: name_of(rule) for rule in rules}
    return {name: text for name, text in said.items() if tr(name) != name}
