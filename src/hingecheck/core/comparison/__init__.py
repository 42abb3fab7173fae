"""Two sets, reps or legs held against each other: measures, rules, and curves in step by phase."""
