"""Live feedback: camera → poses → the same core → cues, events, a window, and the set's report."""
