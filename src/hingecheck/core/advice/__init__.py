"""From findings to what the lifter is told: next steps, and how to film the next set."""
