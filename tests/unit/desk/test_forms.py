"""What the desk's form of corrections says, as `correct` takes it."""

from __future__ import annotations

import pytest

from hingecheck.apps.changes import Changes
from hingecheck.apps.desk.cards import sets_of
from hingecheck.apps.desk.forms import changes_of
from hingecheck.errors import ConfigError
from hingecheck.reports.desk.pages import SetCard, desk_page

REPS = [{"index": 1, "start_s": 1.0, "end_s": 3.0}]
AS_SHOWN = {"start-1": "1.00", "end-1": "3.00"}


def test_a_lift_is_of_the_set_that_is_chosen() -> None:
    assert changes_of({**AS_SHOWN, "lift": "rdl", "of-set": "2"}, [], REPS) == Changes(lift="rdl", of_set=2)
    assert changes_of({**AS_SHOWN, "lift": "rdl", "of-set": ""}, [], REPS) == Changes(lift="rdl")


def test_a_set_without_a_lift_says_nothing() -> None:
    with pytest.raises(ConfigError, match="nothing was changed"):
        changes_of({**AS_SHOWN, "of-set": "2"}, [], REPS)
    with pytest.raises(ConfigError, match="no number of a set"):
        changes_of({**AS_SHOWN, "lift": "rdl", "of-set": "two"}, [], REPS)


def test_the_page_asks_for_a_set_only_where_there_are_several() -> None:
    sets = [
        {"index": 1, "lift": {"name": "deadlift"}, "start_s": 1.2, "end_s": 20.4},
        {"index": 2, "lift": {"name": "other"}, "start_s": 44.0, "end_s": 60.0},
    ]
    assert sets_of({"sets": sets})[0] == (1, "Deadlift, 1–20 s")
    card = SetCard("anna", "evening", "Deadlift, 5 reps", "2026-01-01", (), corrected=False)
    for shown in (1, 2):
        page = desk_page(
            "set",
            card=card,
            lift="Deadlift",
            reps=[],
            sets=sets_of({"sets": sets[:shown]}),
            sides=(),
            said="",
            notes="",
            corrected="",
        )
        assert ('name="of-set"' in page) == (shown == 2)
