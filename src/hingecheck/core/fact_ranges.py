"""What each number that a lifter tells may be: what is beyond is a slip of the hand, or of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import ConfigError

#: From and to, by the field of `KnownFacts`, both possible. The heaviest deadlift there was is half of the load's.
RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "load_kg": (0, 1000),
        "height_m": (0.5, 2.6),
        "body_mass_kg": (20, 300),
        "roll_deg": (-60, 60),
        "target_depth_deg": (10, 160),
        "plate_diameter_m": (0.1, 0.6),
        "speed_factor": (0.01, 100),
    }
)
#: … and of the frames a second to analyse.
RATES_HZ = (5.0, 240.0)


def check_range(name: str, value: object, span: tuple[float, float]) -> None:
    """See that a number, where it is given, is one of its range.

    Raises
    ------
    ConfigError
    """
    low, high = span
    if value is not None and not (isinstance(value, int | float) and low <= value <= high):
        raise ConfigError(
            "{name} cannot be {value}: it is from {low:g} to {high:g}.", name=name, value=value, low=low, high=high
        )
