"""Files that come in: limits, learned weights, earlier reports."""
