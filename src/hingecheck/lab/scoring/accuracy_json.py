"""The accuracy table as strict JSON: no NaN, an undefined share is null."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from typing import Any

from .validate import Validation

SCHEMA = "hingecheck.accuracy/1"


def to_dict(validation: Validation) -> dict[str, Any]:
    """Plain dicts, lists, numbers and texts; shares that follow from counts stand beside them."""
    plain: dict[str, Any] = _for_json(validation)
    table = plain.pop("table")
    for key in ("unmeasured", "unread"):
        plain[key] = [{"clip": clip, "problem": problem} for clip, problem in plain[key]]
    plain["models"] = [{"name": name, "sha256": sha256} for name, sha256 in plain["models"]]
    return {"schema": SCHEMA, "provenance": plain, **table}


def to_json(validation: Validation) -> str:
    """The table as one JSON object."""
    return json.dumps(to_dict(validation), allow_nan=False, ensure_ascii=False, indent=1)


def _for_json(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: getattr(value, field.name) for field in fields(value)}
        derived = {name: getattr(value, name) for name, of in vars(type(value)).items() if isinstance(of, property)}
        return {key: _for_json(item) for key, item in {**own, **derived}.items()}
    if isinstance(value, dict):
        return {key: _for_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_for_json(item) for item in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
