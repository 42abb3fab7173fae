"""What a correction changes: that set, and no other."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hingecheck.apps.changes import check_places
from hingecheck.apps.correct import Changes, ResultFolder, combined, language_of
from hingecheck.core.corrections import Corrections, JointMoved
from hingecheck.core.landmarks import Landmark
from hingecheck.errors import ConfigError


def result(reps: list[dict[str, Any]]) -> Any:
    """Two sets of one rep each, as a report has them: times to four places."""
    sets = [
        {"index": n, "reps": [n], "start_s": rep["start_s"], "end_s": rep["end_s"]} for n, rep in enumerate(reps, 1)
    ]
    report = {
        "reps": [{"index": n, **rep} for n, rep in enumerate(reps, 1)],
        "sets": sets,
        "time": {"source": None, "speed_factor": None},
        "source": {"duration_s": 30.0, "width": 640, "height": 360},
    }
    return SimpleNamespace(path=Path("result"), report=report, corrections=Corrections())


@pytest.mark.parametrize("opens_s", [14.0333, 12.0])
def test_a_set_that_opens_at_its_bottom_is_told_well_within_it(opens_s: float) -> None:
    """The part begins at 14.03333… where a rounded 14.0333 lies before it."""
    first = {"start_s": 1.0, "bottom_s": 3.0, "end_s": 5.0}
    second = {"start_s": opens_s, "bottom_s": 14.0333, "end_s": 16.0}
    (told,) = combined(result([first, second]), Changes(lift="rdl", of_set=2)).sets
    assert told.lift == "rdl"
    assert opens_s + 0.5 < told.at_s < 15.5


@pytest.mark.parametrize(("x_px", "inside"), [(640.0, True), (641.0, False), (-1.0, False)])
def test_a_joint_is_put_into_the_picture(x_px: float, inside: bool) -> None:
    changes = Changes(joints=(JointMoved(1.0, Landmark.LEFT_KNEE, x_px, 10.0),))
    if inside:
        check_places(changes, 640, 360)
        return
    with pytest.raises(ConfigError, match="outside the picture"):
        check_places(changes, 640, 360)


@pytest.mark.parametrize(
    ("page", "code"),
    [('<!DOCTYPE html>\n<html lang="es">', "es"), ('<html lang="xx">', "en"), ("", "en"), (None, "en")],
)
def test_a_result_is_corrected_in_the_language_that_it_is_in(tmp_path: Path, page: str | None, code: str) -> None:
    if page is not None:
        (tmp_path / "report.html").write_text(page)
    assert language_of(ResultFolder(tmp_path, {})).code == code
