"""``hingecheck lifts``: every lift has its words, an unknown one is refused with the nearest name."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from hingecheck.core.lifts import LIFT_NAMES, LIFTS, LiftName
from hingecheck.core.rules import RULES
from hingecheck.errors import ConfigError
from hingecheck.reports.lift_text import lift_rows, print_lift, print_lifts


def printed(name: str | None) -> str:
    out = io.StringIO()
    console = Console(file=out, width=200)
    if name is None:
        print_lifts(console)
    else:
        print_lift(name, console)
    return out.getvalue()


def test_all_are_listed() -> None:
    assert all(lift in printed(None) for lift in LIFT_NAMES)


@pytest.mark.parametrize("lift", LIFT_NAMES)
def test_one_in_full_names_every_rule_that_applies_and_why_the_others_do_not(lift: LiftName) -> None:
    rows = dict(lift_rows(LIFTS[lift]))
    assert rows["rules"].split(", ") == [rule.id for rule in RULES if lift in rule.lifts]
    left_out = " ".join(text for heading, text in lift_rows(LIFTS[lift]) if heading == "not asked")
    assert all((rule.id in left_out) == (lift not in rule.lifts) for rule in RULES)
    text = printed(lift)
    assert all(value.split()[0] in text for value in rows.values())


def test_an_unknown_lift_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ConfigError, match="Did you mean hip-thrust"):
        print_lift("hip-thurst", Console(file=io.StringIO()))
