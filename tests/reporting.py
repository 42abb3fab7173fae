"""An analysis wrapped as a report with made-up origins, for tests that read the JSON."""

from __future__ import annotations

from typing import Any

from hingecheck.core.types import Analysis, Provenance, SetReport, Source
from hingecheck.reports.json_report import to_dict

SOURCE = Source("figure.mp4", "0" * 64, 960, 1280, 12.0, 30.0, 360, 360)
PROVENANCE = Provenance("0.0.0", "stick figure", "1" * 64, "none", "", "2" * 64, 30.0, "2025-01-01T00:00:00Z")


def report_of(analysis: Analysis) -> SetReport:
    return SetReport(SOURCE, None, analysis, PROVENANCE)


def report_dict(analysis: Analysis) -> dict[str, Any]:
    return to_dict(report_of(analysis))
