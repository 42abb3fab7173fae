"""``hingecheck rules``: what is judged, or one rule in full."""

from __future__ import annotations

from typing import Annotated

import typer

from . import set_options, streams
from .language import with_language


@with_language
def rules(
    rule: Annotated[str | None, typer.Argument(help="A rule's name, for all of it.", show_default=False)] = None,
    config: set_options.Config = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="All rules in full, as the page docs/rules.md.", hidden=True)
    ] = False,
) -> None:
    """List the rules, or show one in full: what it looks at, its limits, evidence and doubt, the cue."""
    from ..errors import ConfigError
    from ..reports.rule_pages import print_rule, print_rules, to_markdown
    from ..sources.files.config import load_limits
    from .console import report_console

    if rule is None and config is not None:
        raise ConfigError(
            "name the rule that --config is to be shown for: hingecheck rules incomplete-lockout --config FILE."
        )
    if markdown:
        streams.tell(to_markdown())
    elif rule is None:
        print_rules(report_console())
    else:
        print_rule(rule, report_console(), load_limits(config))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(rules)
