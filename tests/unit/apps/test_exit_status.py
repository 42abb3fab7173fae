"""Which exit status findings and several videos give."""

from __future__ import annotations

import pytest

from hingecheck.apps.exit_status import FAULTS_FOUND, of_faults, worst_of
from hingecheck.core.types import Severity


@pytest.mark.parametrize(
    ("found", "fail_on", "status"),
    [
        ((), "mild", 0),
        (("",), "mild", 0),
        (("mild",), "mild", FAULTS_FOUND),
        (("mild", "moderate"), "severe", 0),
        (("mild", "severe"), "moderate", FAULTS_FOUND),
        (("severe",), None, 0),
    ],
)
def test_faults_count_from_the_severity_that_was_named(
    found: tuple[str, ...], fail_on: Severity | None, status: int
) -> None:
    assert of_faults(found, fail_on) == status


def test_what_failed_counts_more_than_what_was_found() -> None:
    assert worst_of([0, FAULTS_FOUND, 4]) == 4
    assert worst_of([3, 4]) == 3
    assert worst_of([]) == 0
