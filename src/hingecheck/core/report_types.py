"""What the lifter is told beside the findings: next steps, how to film, how good the recording is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Advice:
    """One next step and the rules it follows from."""

    text: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filming:
    """How to film the next set, and the rules that could then be judged."""

    text: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the recording can be trusted."""

    level: Literal["good", "fair", "poor"]
    problems: tuple[str, ...]
