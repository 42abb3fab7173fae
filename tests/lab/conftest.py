"""The lab's tests need the dependency group `lab`: run them with `make test-lab`."""

from __future__ import annotations

import warnings

import pytest

pytest.importorskip("torch", reason="needs the dependency group lab: make test-lab")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # anny and warp warn on import about what is not here
    pytest.importorskip("anny", reason="needs the dependency group lab: make test-lab")

from hingecheck.errors import ConfigError
from hingecheck.lab.filming.drawing import Renderer
from hingecheck.lab.posing.body import Body, BodySpec, make_body


@pytest.fixture(scope="session")
def painter() -> None:
    """Skips a test where OpenGL cannot start at all: a machine without an EGL driver."""
    pytest.importorskip("moderngl", reason="needs the dependency group lab: make test-lab")
    try:
        with Renderer(8, 8):
            pass
    except ConfigError as error:
        pytest.skip(str(error))


PEOPLE = {
    "woman": BodySpec(female=True, height_m=1.66),
    "man": BodySpec(female=False, height_m=1.86, muscle=0.8, weight=0.65, legs=0.36, arms=1.06),
}


@pytest.fixture(scope="session", params=PEOPLE, ids=str)
def body(request: pytest.FixtureRequest) -> Body:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make_body(PEOPLE[request.param])
