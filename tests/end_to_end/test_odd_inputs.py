"""One odd but ordinary input of each kind through the real command; all of them: ``python benchmarks/inputs.py``."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from slow import SLOW

BENCH = Path(__file__).parents[2] / "benchmarks" / "inputs.py"
NAMES = (
    "fps-10",
    *(pytest.param(name, marks=SLOW) for name in ("shake-15-sl", "roll-20-rc", "deadlift-thrust", "sar-2-1")),
)


def bench() -> ModuleType:
    name = "inputs_bench"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, BENCH)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.mark.model
@pytest.mark.parametrize("name", NAMES)
def test_it_comes_out_as_it_should(name: str, tmp_path: Path) -> None:
    inputs = bench()
    odd = next(one for one in inputs.ALL if one.name == name)
    film = inputs.film(odd, tmp_path, None)
    assert film is not None
    assert inputs.wrong(odd, *inputs.checked(odd, film, tmp_path, anew=True)) == []
