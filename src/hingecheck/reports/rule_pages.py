"""The rules on the terminal, and as the page docs/rules.md."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..core.phrases import N_
from ..core.rules.limits import Limits
from ..languages.speaking import tr
from .rule_text import RuleText, all_rules, one_rule

TAGS = N_(
    "[S] the physio's article this project grew from, [R] a source that was read (mostly its abstract), [R2] "
    "another's transcript of it, [M] from memory, [C] a computation, [J] judgement without a published threshold; a "
    "rule table's row is one of docs/rule-table.md, which the levels began with."
)
MARKDOWN_HEAD = f"""# The rules

Made by `hingecheck rules --markdown`; a test holds this page to the code. A fault is mild, moderate or severe where
the true value lies past that level with nine chances in ten (five in six for the low back), the measure's error
allowed for; what cannot be measured, or is too close to call, is said to be so (docs/adr/0005). How often each rule
is right stands in [benchmarks/accuracy.md](../benchmarks/accuracy.md). All of it is about load sharing and control,
none of it is a diagnosis: if something hurts, stop and ask a professional.

Sources: {TAGS}
"""

#: On which side of a level the fault lies.
FAULT = {"above": N_("fault above"), "below": N_("fault below")}


def print_rules(console: Console) -> None:
    """Print every rule in a line or two."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    table.add_column(tr("rule"), no_wrap=True)
    table.add_column(tr("flags"))
    table.add_column(tr("lifts"))
    for rule in all_rules():
        waits = "" if tr("state") not in dict(rule.rows) else tr(" (not judged in this version)")
        table.add_row(rule.id, rule.flags + waits, rule.lifts)
    console.print(table)
    console.print("\n" + tr("One in full: hingecheck rules RULE"), style="dim")


def print_rule(name: str, console: Console, limits: Limits | None = None) -> None:
    """Print one rule in full, with limits of one's own or the house's.

    Raises
    ------
    ConfigError
        There is no such rule.
    """
    rule = one_rule(name, limits)
    console.print(Text.assemble((rule.id, "bold"), f": {rule.flags}"))
    _print_rows(rule.rows, console)
    for limit in rule.limits:
        console.print(Text.assemble("\n", (f"limits.{limit.name}", "bold"), f" ({tr(FAULT[limit.fault])})"))
        _print_rows(limit.rows, console)
    if rule.limits:
        console.print(Text(f"\n{tr(TAGS)}", style="dim"))


def to_markdown() -> str:
    """The page docs/rules.md."""
    return "\n".join([MARKDOWN_HEAD, *(_section(rule) for rule in all_rules())])


def _section(rule: RuleText) -> str:
    lines = [f"## {rule.id}", "", f"{_sentence(rule.flags)}", ""]
    lines += [f"- **{heading}**: {text}" for heading, text in rule.rows]
    for limit in rule.limits:
        lines += ["", f"`limits.{limit.name}` (fault {limit.fault})", ""]
        lines += [f"- **{heading}**: {text}" for heading, text in limit.rows]
    return "\n".join([*lines, ""])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _print_rows(rows: tuple[tuple[str, str], ...], console: Console) -> None:
    """Headings beside texts; a heading too long for its column gets a line."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", max_width=16, overflow="fold")
    table.add_column()
    for key, text in rows:
        table.add_row(key, Text(text))
    console.print(Padding(table, (0, 0, 0, 2)))
