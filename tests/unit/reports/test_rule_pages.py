"""Rules in words: every rule has all of its text, and docs/rules.md is made from the same source."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from hingecheck.core.rules import RULES, Rule
from hingecheck.core.rules.limits import Levels, Limits
from hingecheck.errors import ConfigError
from hingecheck.reports.rule_pages import print_rule, to_markdown
from hingecheck.reports.rule_text import all_rules, one_rule

PAGE = Path(__file__).parents[3] / "docs" / "rules.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_its_evidence_and_its_doubt(rule: Rule) -> None:
    assert len(rule.evidence) > 60
    assert len(rule.doubt) > 60
    assert rule.views
    assert rule.flags
    assert rule.evidence.endswith(".")
    assert rule.doubt.endswith(".")


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.limits], ids=lambda rule: rule.id)
def test_every_rule_that_judges_has_all_of_its_text(rule: Rule) -> None:
    assert rule.cue
    assert rule.praise
    assert "{value}" in rule.message or rule.unit == "side"
    said = one_rule(rule.id)
    headings = {heading for heading, _ in said.rows}
    assert {"lifts", "measures", "film it", "how far", "says", "cue", "when clean", "evidence", "doubt"} <= headings
    assert any(heading.startswith("next step") for heading in headings)
    assert [limit.name for limit in said.limits] == list(rule.limits)
    for limit in said.limits:
        assert {heading for heading, _ in limit.rows} == {"levels", "why", "source"}
        assert all(text for _, text in limit.rows)


def test_words_that_frighten_or_diagnose_are_in_no_rule() -> None:
    for rule in all_rules():
        for heading, text in rule.rows:
            said = (
                text.replace("not shown to be harmful", "")
                .replace("not about harm", "")
                .replace("no risk factor", "")
            )
            assert not re.search(r"dangerous|injur|damage|diagnos|unload|harm|\brisk|unsafe", said), (
                rule.id,
                heading,
            )


def test_levels_in_force_are_shown() -> None:
    mine = Limits(form_drift=Levels(7.0, 11.0, 17.0))
    assert dict(one_rule("form-drift", mine).limits[0].rows)["levels"] == "mild 7°, moderate 11°, severe 17°"


def test_felt_speaks_to_each_place() -> None:
    headings = " ".join(heading for heading, _ in one_rule("felt").rows)
    for felt in ("pain", "soreness", "low-back", "quads", "glutes", "hamstrings", "evidence", "doubt"):
        assert felt in headings


@pytest.mark.parametrize(("name", "near"), [("hip-opening", "hips-opening"), ("felted", "felt")])
def test_an_unknown_rule_gets_the_nearest_name(name: str, near: str) -> None:
    with pytest.raises(ConfigError, match=f"Did you mean {near}"):
        one_rule(name)


def test_the_docs_page_is_in_step() -> None:
    """After a change: ``hingecheck rules --markdown > docs/rules.md``."""
    assert PAGE.read_text(encoding="utf-8") == to_markdown()


def test_a_rule_is_shown_with_limits_of_ones_own() -> None:
    levels = Limits().incomplete_lockout
    own = Limits(incomplete_lockout=Levels(levels.mild + 2, levels.moderate + 2, levels.severe + 2))
    shown = []
    for limits in (None, own):
        console = Console(record=True, width=100, file=StringIO())
        print_rule("incomplete-lockout", console, limits)
        shown.append(console.export_text())
    assert [f"mild {levels.mild + 2:g}°" in text for text in shown] == [False, True]
