"""The words of the index's tools, in one place: for the page itself and, as data, for its script."""

from __future__ import annotations

INDEX_WORDS = {
    "lift": "Lift",
    "fault": "Fault",
    "lifter": "Lifter",
    "from": "From",
    "to": "To",
    "order": "Order",
    "all": "all",
    "given": "as in the folder",
    "worst": "worst first",
    "newest": "newest first",
    "by_lift": "by lift",
    "by_lifter": "by lifter",
    "shown": "{n} of {all} shown",
}
