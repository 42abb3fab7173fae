"""The file of what was corrected by hand: read and checked, with every mistake listed by its path.

::

    {"schema": "hingecheck.corrections/1", "sha256": "of the video",
     "lift": "rdl", "stance": "left", "sets": [{"at_s": 48.0, "lift": "deadlift"}], "not_reps_s": [12.4],
     "borders": [{"at_s": 5.1, "start_s": 3.2, "end_s": 6.0}],
     "joints": [{"time_s": 5.1, "joint": "left_knee", "x_px": 310.0, "y_px": 480.0}]}
"""

from __future__ import annotations

import json
from pathlib import Path

from ...core.corrections import Corrections
from ...errors import ConfigError, InputError, reason_of

FILE_NAME = "corrections.json"
SCHEMA = "hingecheck.corrections/1"


def read_corrections(path: Path) -> tuple[str, Corrections]:
    """What was corrected, behind the hash of the video that it is of.

    Raises
    ------
    InputError
        The file cannot be read, or holds no JSON.
    ConfigError
        It is JSON but says something that cannot be; every mistake is listed.
    """
    try:
        text = path.read_text(encoding="utf-8")
        json.loads(text)
    except OSError as error:
        raise InputError("{path}: cannot be read ({why}).", path=path, why=reason_of(error)) from None
    except (ValueError, RecursionError):
        raise InputError("{path}: holds no JSON. Take it away, and correct again.", path=path) from None
    return corrections_from(text, str(path))


def corrections_from(text: str, where: str) -> tuple[str, Corrections]:
    """Check the JSON text of a file; `where` names it in messages.

    Raises
    ------
    ConfigError
        Every mistake is listed.
    """
    from pydantic import ValidationError

    from .corrections_schema import CorrectionsFile

    try:
        given = CorrectionsFile.model_validate_json(text)
    except ValidationError as error:
        mistakes = [f"{'.'.join(map(str, entry['loc'])) or 'file'}: {entry['msg']}" for entry in error.errors()]
        raise ConfigError("{where}: {choices}.", where=where, choices="; ".join(mistakes)) from None
    return given.sha256, given.corrections()


def corrections_json(corrections: Corrections, sha256: str) -> str:
    """The text that `corrections_from` reads back."""
    return json.dumps({"schema": SCHEMA, "sha256": sha256, **corrections.plain()}, indent=2) + "\n"
