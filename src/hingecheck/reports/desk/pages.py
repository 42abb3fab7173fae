"""The desk's pages as text; every text from outside is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...core.known_facts import FELT
from ...core.landmarks import BONES, SIDES
from ...core.lifts import LIFT_NAMES, row_of
from ...core.rules.effective import effective
from ...core.rules.limits import Limits
from ...languages.speaking import tr
from ...languages.table import LANGUAGES
from ..page_templates import page_environment
from ..words import capitalised
from .words import Spoken, say

if TYPE_CHECKING:
    from jinja2 import Environment

#: Files that pages load, by name, with their kind.
ASSETS: Mapping[str, str] = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "joints.js": "text/javascript; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
}
FOLDER = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class SetCard:
    """A set as lists show it."""

    lifter: str
    name: str
    title: str  #: "Deadlift, 5 reps"
    day: str
    faults: tuple[tuple[str, str], ...]  #: rule in words, severity
    corrected: bool
    reps: tuple[int, ...] = ()
    clean: str = ""  #: what to say where there is no fault

    @property
    def href(self) -> str:
        """Where its page is."""
        return f"/sets/{quote(self.lifter, safe='')}/results/{quote(self.name, safe='')}/"


@dataclass(frozen=True, slots=True)
class JobRow:
    """An entry of the queue as pages show it."""

    number: str
    name: str
    lifter: str
    status: str
    problem: str
    share: float
    href: str  #: of the set, once it is done


def desk_asset(name: str) -> bytes:
    """A file that pages load; the style begins with that of reports, so that both look alike."""
    text = (FOLDER / "desk" / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = (FOLDER / "report.css").read_text(encoding="utf-8") + text
    return text.encode("utf-8")


def desk_page(name: str, **values: Any) -> str:
    """A page.

    Parameters
    ----------
    name : str
        Its template's name, without ``.html.j2``.
    **values
        What the template shows.
    """
    return _environment().get_template(f"desk/{name}.html.j2").render(lifts=lift_choices(), **values)


def lift_choices() -> list[tuple[str, str]]:
    """The lifts, by name, with their title."""
    return [(name, capitalised(tr(row_of(name).title))) for name in LIFT_NAMES]


def limit_rows(limits: Limits) -> list[dict[str, Any]]:
    """A form's rows of all limits in force: the same that the TOML file has."""
    return [
        {
            "name": limit.name,
            "title": tr(limit.name.replace("_", " ")),
            "unit": limit.info.unit,
            "fault": limit.info.fault,
            "why": limit.info.why,
            "source": limit.info.source,
            "levels": [(name, getattr(limit.levels, name)) for name in ("mild", "moderate", "severe")],
        }
        for limit in effective(limits)
    ]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = page_environment()
    environment.globals.update(
        w=Spoken(), say=say, languages=LANGUAGES, sides=SIDES, felt=FELT, bones=[[int(a), int(b)] for a, b in BONES]
    )
    environment.filters["path"] = lambda text: quote(str(text), safe="")
    return environment


def rows_of(sets: Sequence[SetCard]) -> list[tuple[str, list[SetCard]]]:
    """Sets by lifter."""
    out: dict[str, list[SetCard]] = {}
    for card in sets:
        out.setdefault(card.lifter, []).append(card)
    return list(out.items())
