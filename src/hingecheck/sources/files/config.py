"""The user's limits file: read and checked, with every mistake listed by its path."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...core.phrases import N_, Phrase, Told, joined, whole
from ...core.rules.effective import effective
from ...core.rules.limits import Levels, Limit, Limits, names
from ...errors import ConfigError
from ...plain_text import plain_text
from .fingerprint import sha256_of_value

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Characters of a key or value that a message shows: a file can hold keys of thousands.
LONGEST_SHOWN = 80
GROW = N_("limits.{name}: mild, moderate, severe must grow in this order")
FALL = N_("limits.{name}: mild, moderate, severe must fall in this order")


#: All limits, each with its reason and source, are 20 thousand.
MOST_CHARACTERS = 1_000_000


def load_limits(path: Path | str | None) -> Limits:
    """Limits with the overrides of a TOML file.

    Parameters
    ----------
    path : path or None
        None gives the defaults. The file has a table ``[limits.NAME]`` with any of ``mild``, ``moderate``
        and ``severe``; what it does not name keeps its default.

    Raises
    ------
    ConfigError
        The file cannot be read or parsed, or holds an unknown name, a wrong type or levels out of order.
        All mistakes are listed, each with its path in the file.
    """
    if path is None:
        return Limits()
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig") as file:  # some editors put a mark before it
            text = file.read(MOST_CHARACTERS + 1)  # of a device there is no end
    except FileNotFoundError:
        raise ConfigError(
            "{path}: no such file. 'hingecheck config init' writes one to start from.", path=path
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("{path}: cannot be read ({why}).", path=path, why=whole(_why(error))) from None
    if len(text) > MOST_CHARACTERS:
        raise ConfigError("{path}: is far too long for a file of limits.", path=path)
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise ConfigError("{path}: not valid TOML: nested too deep.", path=path) from None
    except ValueError as error:  # TOMLDecodeError is one; a number of thousands of digits is another
        raise ConfigError("{path}: not valid TOML: {why}.", path=path, why=_shown(str(error))) from None
    return limits_from(document, str(path))


def limits_from(document: dict[str, Any], where: str) -> Limits:
    """Check a parsed file and lay it over the defaults; `where` names it in messages."""
    from pydantic import TypeAdapter, ValidationError

    known = {limit.name: limit for limit in effective(Limits())}
    defaults = {name: asdict(limit.levels) for name, limit in known.items()}
    mistakes: list[Phrase] = [
        Told("{place}: unknown table (only [limits.*] is known)", place=_shown(key))
        for key in document
        if key != "limits"
    ]
    given = document.get("limits", {})
    if not isinstance(given, dict):
        mistakes.append(Phrase("limits: must be a table"))
        given = {}
    merged: dict[str, Any] = dict(defaults)
    for name, levels in given.items():
        merged[name] = {**defaults.get(name, {}), **levels} if isinstance(levels, dict) else levels
    try:
        _check_names(merged, known, mistakes)
        # Strict mode takes dataclasses from JSON only: it refuses "0.9" and true where a number belongs.
        text = json.dumps({name: _known_levels(merged[name]) for name in known}, default=str)
        checked: dict[str, Levels] | None = TypeAdapter(dict[str, Levels]).validate_json(text, strict=True)
    except ValidationError as error:
        checked = None
        for entry in error.errors():
            place = ".".join(str(part) for part in ("limits", *entry["loc"]))
            why = f"{entry['msg'][0].lower()}{entry['msg'][1:]}"
            mistakes.append(
                Told("{place}: {why} (got {what})", place=place, why=whole(why), what=_shown(repr(entry["input"])))
            )
    mistakes += _out_of_order(merged, known)
    if mistakes or checked is None:
        raise ConfigError(
            "{where}: {mistakes}:\n  {each}",
            where=where,
            mistakes=Phrase("{n} mistake", "{n} mistakes", n=len(mistakes)),
            each=joined(mistakes, "; "),
        )
    own = tuple((name, levels) for name, levels in checked.items() if name not in names())
    return Limits(own, **{name: checked[name] for name in names()})


def _known_levels(levels: Any) -> Any:
    """Leave out what `_check_names` has complained of already."""
    if not isinstance(levels, dict):
        return levels
    return {key: value for key, value in levels.items() if key in ("mild", "moderate", "severe")}


def _check_names(merged: dict[str, Any], known: dict[str, Limit], mistakes: list[Phrase]) -> None:
    from difflib import get_close_matches

    for name, levels in merged.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            if near:
                mistakes.append(
                    Told("limits.{name}: unknown limit; did you mean {near}?", name=_shown(name), near=near[0])
                )
            else:
                mistakes.append(Told("limits.{name}: unknown limit", name=_shown(name)))
        elif isinstance(levels, dict):
            mistakes += [
                Told("limits.{name}.{key}: unknown level (mild, moderate, severe)", name=name, key=_shown(key))
                for key in levels
                if key not in ("mild", "moderate", "severe")
            ]


def _out_of_order(merged: dict[str, Any], known: dict[str, Limit]) -> list[Phrase]:
    """Levels must grow worse from mild to severe; entries that are wrong otherwise are left to their own line."""
    mistakes: list[Phrase] = []
    for name, limit in known.items():
        levels = merged[name] if isinstance(merged[name], dict) else {}
        given = (levels.get(key) for key in ("mild", "moderate", "severe"))
        try:
            values = [float(v) for v in given if isinstance(v, int | float) and not isinstance(v, bool)]
        except OverflowError:  # of a whole number of hundreds of digits
            mistakes.append(Told("limits.{name}: a number too large", name=name))
            continue
        if len(values) < 3:
            continue
        if not all(map(math.isfinite, values)):
            mistakes.append(Told("limits.{name}: no number that a limit can be", name=name))
            continue
        grow = limit.info.fault == "above"
        mild, moderate, severe = values if grow else (-v for v in values)
        if not mild < moderate < severe:
            order = GROW if grow else FALL
            mistakes.append(Told(order, name=name))
    return mistakes


def limits_sha256(limits: Limits) -> str:
    """Fingerprint of the effective limits, for the report's provenance."""
    levels = {limit.name: asdict(limit.levels) for limit in effective(limits)}
    return sha256_of_value(levels)


def to_toml(limits: Limits) -> str:
    """The effective limits as a file that `load_limits` reads, each with its unit, reason and source."""
    import textwrap

    lines = [
        "# hingecheck limits: a fault is mild, moderate or severe where the true value lies past that level with",
        "# nine chances in ten (five in six for the low back), its error allowed for. Delete what you do not change.",
    ]
    for limit in effective(limits):
        name, about, levels = limit.name, limit.info, limit.levels
        lines += ["", *textwrap.wrap(about.why, 98, initial_indent="# ", subsequent_indent="# ")]
        lines += textwrap.wrap(f"Source: {about.source}", 98, initial_indent="# ", subsequent_indent="#   ")
        lines += [f"[limits.{name}]  # {about.unit}, fault {about.fault}"]
        lines += [f"{severity} = {float(level)!r}" for severity, level in reversed(levels.items())]
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """A key or value in a message: one line, and not longer than helps."""
    text = plain_text(text)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
