"""Files that are read: limits, network weights, earlier reports."""
