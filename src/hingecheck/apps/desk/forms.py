"""What the desk's forms say, checked at the border."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ...core.fact_ranges import RANGES
from ...core.known_facts import FELT, Felt, KnownFacts
from ...core.landmarks import SIDES, Side
from ...core.lifts import LIFT_NAMES, LiftName
from ...core.rules.effective import effective
from ...core.rules.limits import Limits
from ...errors import ConfigError
from ...sources.files.config import limits_from
from ..changes import Changes, RepChange

#: Facts of the form that are numbers.
NUMBERS = ("load_kg", "body_mass_kg", "height_m")
#: A border that was not touched comes back as it was shown, to a hundredth of a second.
SHOWN_S = 0.006

Form = Mapping[str, str]


def facts_of(form: Form) -> KnownFacts:
    """What a form tells of lifter and set.

    Raises
    ------
    ConfigError
        Something in it cannot be.
    """
    numbers = {name: _number(form, name, *RANGES[name]) for name in NUMBERS}
    return KnownFacts(
        lift=cast("LiftName | None", _one_of(form, "lift", LIFT_NAMES)),
        stance=cast("Side | None", _one_of(form, "stance", SIDES)),
        felt=cast("Felt | None", _one_of(form, "felt", FELT)),
        **cast("Any", numbers),
    )


def changes_of(form: Form, not_reps: Sequence[str], reps: Sequence[Mapping[str, Any]]) -> Changes:
    """What a form corrects.

    Parameters
    ----------
    form : mapping
        ``start-2`` is where rep 2 begins; ``of-set`` the set that lift and leg are of, empty for all.
    not_reps : sequence of str
        Numbers of reps that were none.
    reps : sequence of mapping
        The report's, as the form showed them.

    Raises
    ------
    ConfigError
        Something in it cannot be, or nothing was changed.
    """
    if form.get("forget"):
        return Changes(forget=True)
    none = {int(number) for number in not_reps if number.isdecimal() and len(number) < 7}
    borders = []
    for rep in reps:
        index = int(rep["index"])
        start_s, end_s = (_moved(form, f"{name}-{index}", float(rep[f"{name}_s"])) for name in ("start", "end"))
        if index not in none and (start_s, end_s) != (None, None):
            borders.append(RepChange(index, start_s, end_s))
    changes = Changes(
        lift=cast("LiftName | None", _one_of(form, "lift", LIFT_NAMES)),
        stance=cast("Side | None", _one_of(form, "stance", SIDES)),
        of_set=_set_in(form),
        not_reps=tuple(sorted(none)),
        borders=tuple(borders),
    )
    if not changes:
        raise ConfigError("nothing was changed: name a lift, move a border, or tick a rep that was none.")
    return changes


def limits_in(form: Form) -> Limits:
    """The limits of the settings' form, checked as the TOML file is.

    Raises
    ------
    ConfigError
        A level is missing or out of order; every mistake is listed.
    """
    given: dict[str, dict[str, Any]] = {}
    for limit in effective(Limits()):
        for level in ("mild", "moderate", "severe"):
            text = form.get(f"{limit.name}.{level}", "").strip()
            try:
                given.setdefault(limit.name, {})[level] = float(text)
            except ValueError:
                raise ConfigError(
                    "{name}, {level}: {text!r} is no number.", name=limit.name, level=level, text=text
                ) from None
            if not math.isfinite(given[limit.name][level]):
                raise ConfigError(
                    "{name}, {level}: {text!r} is no number that a limit can be.",
                    name=limit.name,
                    level=level,
                    text=text,
                )
    return limits_from({"limits": given}, "settings")


def _moved(form: Form, name: str, shown_s: float) -> float | None:
    given = _number(form, name, 0.0, 1e7)
    return None if given is None or abs(given - shown_s) < SHOWN_S else given


def _number(form: Form, name: str, least: float, most: float) -> float | None:
    text = form.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise ConfigError(
            "{name}: {text!r} is no number from {least:g} to {most:g}.",
            name=name.replace("_", " "),
            text=text,
            least=least,
            most=most,
        )
    return value


def _set_in(form: Form) -> int | None:
    text = form.get("of-set", "")
    if text and not (text.isdecimal() and len(text) < 7):
        raise ConfigError("{name}: {text!r} is no number of a set.", name="of-set", text=text)
    return int(text) if text and (form.get("lift") or form.get("stance")) else None


def _one_of(form: Form, name: str, choices: Sequence[str]) -> str | None:
    text = form.get(name, "")
    if text and text not in choices:
        raise ConfigError("{name}: {text!r} is none of {choices}.", name=name, text=text, choices=", ".join(choices))
    return text or None
