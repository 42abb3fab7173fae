"""Form checker for hip-hinge lifts: every number with its error, every fault with its one cue.

>>> import hingecheck
>>> report = hingecheck.check_video("deadlift.mp4")         # doctest: +SKIP
>>> report.analysis.lift.name, len(report.analysis.reps)    # doctest: +SKIP
('deadlift', 10)
>>> hinge = report.analysis.motion.series["hip_hinge_deg"]  # doctest: +SKIP
>>> hinge.value.max(), hinge.sigma.mean()                   # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import ConfigError, HingecheckError, InputError, ModelError, NothingMeasuredError, OutputError

if TYPE_CHECKING:
    from .apps.check import check_video
    from .core.rules.limits import Limits
    from .core.types import Load, SetReport
    from .reports.json_report import to_dict
    from .sources.files.config import load_limits

__version__ = "0.1.0"

#: Names that are imported when first used, so that ``hingecheck --help`` pays for none of them.
_LATER = {
    "check_video": ".apps.check",
    "Load": ".core.types",
    "Limits": ".core.rules.limits",
    "SetReport": ".core.types",
    "to_dict": ".reports.json_report",
    "load_limits": ".sources.files.config",
}

__all__ = [
    "ConfigError",
    "HingecheckError",
    "InputError",
    "Limits",
    "Load",
    "ModelError",
    "NothingMeasuredError",
    "OutputError",
    "SetReport",
    "__version__",
    "check_video",
    "load_limits",
    "to_dict",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
