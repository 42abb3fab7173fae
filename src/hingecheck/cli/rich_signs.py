"""What rich lays out, in the signs that an alphabet has."""

from __future__ import annotations

from copy import copy
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..look_alikes import spelled


def in_signs_of(encoding: str, rendered: Any) -> Any:
    """The same with look-alikes of the signs that an encoding lacks; itself where it is of no kind known here."""
    if isinstance(rendered, str):
        return spelled(rendered, encoding)
    if isinstance(rendered, Text):
        return _text(encoding, rendered)
    if isinstance(rendered, Group):
        return Group(*(in_signs_of(encoding, one) for one in rendered.renderables), fit=rendered.fit)
    if isinstance(rendered, Padding):
        inside = in_signs_of(encoding, rendered.renderable)
        return Padding(inside, (rendered.top, rendered.right, rendered.bottom, rendered.left))
    return _table(encoding, rendered) if isinstance(rendered, Table) else rendered


def _text(encoding: str, text: Text) -> Text:
    """Look-alikes have their signs' styles."""
    for sign in sorted({*text.plain}):
        like = spelled(sign, encoding)
        if like != sign:
            text = text.blank_copy(like).join(text.split(sign, allow_blank=True))
    return text


def _table(encoding: str, table: Table) -> Table:
    made = copy(table)
    made.columns, made.rows = [], []
    for column in table.columns:
        own = column.copy()
        own.header = in_signs_of(encoding, column.header)
        made.columns.append(own)
    cells = zip(*(column.cells for column in table.columns), strict=True)
    for row, of_row in zip(table.rows, cells, strict=True):
        signs = (in_signs_of(encoding, cell) for cell in of_row)
        made.add_row(*signs, style=row.style, end_section=row.end_section)
    return made
