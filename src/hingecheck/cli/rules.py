"""``hingecheck rules``: what is judged, or one rule in full."""

from __future__ import annotations

from typing import Annotated

import typer


def rules(
    rule: Annotated[str | None, typer.Argument(help="A rule's name, for all of it.", show_default=False)] = None,
) -> None:
    """List the rules, or show one in full: what it measures, its limits, the evidence, the cue."""
    from ..reports.rule_text import print_rule, print_rules
    from .console import report_console

    if rule is None:
        print_rules(report_console())
    else:
        print_rule(rule, report_console())


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(rules)
