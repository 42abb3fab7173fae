"""Run a notebook's cells one after another in this process: no kernel, and what fails is a plain traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def cells(name: str) -> list[str]:
    """The source of every code cell."""
    notebook = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(name: str) -> dict[str, Any]:
    """What the cells leave behind, by name."""
    left: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate(cells(name), 1):
        exec(compile(source, f"{name}, code cell {number}", "exec"), left)
    return left
