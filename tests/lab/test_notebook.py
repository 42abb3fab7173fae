"""The notebook that poses the lab's bodies runs from top to bottom."""

from __future__ import annotations

import warnings

import pytest

import notebook_cells


def test_who_does_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():  # torch's own
        warnings.simplefilter("ignore")
        left = notebook_cells.run("kinetics.ipynb")
    found = left["found"]
    assert found["deadlift"]["hip"] > found["back squat"]["hip"]
    assert found["back squat"]["knee"] > 2 * abs(found["deadlift"]["knee"])
    said = capsys.readouterr().out
    for paper in ("Otsuka", "Choe"):
        assert paper in said
