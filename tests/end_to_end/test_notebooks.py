"""The notebooks that need no lab run from top to bottom on saved poses, and draw what they promise."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import notebook_cells

matplotlib = pytest.importorskip("matplotlib")  # comes with mediapipe


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many lines and bars each shown figure had; nothing is drawn on a screen."""
    matplotlib.use("Agg", force=True)
    import matplotlib.pyplot as plt

    figures: list[int] = []

    def show() -> None:
        figure = plt.gcf()
        figure.canvas.draw()
        figures.append(sum(len(axes.lines) + len(axes.patches) for axes in figure.axes))
        plt.close(figure)

    monkeypatch.setattr(plt, "show", show)
    with matplotlib.rc_context():
        yield figures
    plt.close("all")


def test_a_first_set(shown: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    left = notebook_cells.run("first_set.ipynb")
    analysis = left["analysis"]
    assert len(analysis.reps) == 2
    assert len(shown) == 3 + bool(analysis.findings)
    assert all(shown)
    said = capsys.readouterr().out
    for part in ("Romanian deadlift", "back_work_share", "page ", *(finding.rule for finding in analysis.findings)):
        assert part in said
    assert said == committed("first_set.ipynb")


def committed(name: str) -> str:
    """What the notebook printed when its outputs were kept: made anew as notebooks/README.md says."""
    notebook = json.loads((notebook_cells.NOTEBOOKS / name).read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return "".join("".join(output["text"]) for output in outputs if output.get("name") == "stdout")


def test_how_good_the_numbers_are(shown: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    left = notebook_cells.run("how_good.ipynb")
    assert len(shown) == 4
    assert all(shown)
    said = capsys.readouterr().out
    for rule in {row["rule"] for row in left["accuracy"]["rules"]}:
        assert rule in said
    assert said == committed("how_good.ipynb")


@pytest.mark.parametrize("path", sorted(notebook_cells.NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_what_is_committed_is_small_and_without_errors(path: notebook_cells.Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size <= 350_000
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
