"""Scoring: what the pipeline says of a clip against what is true of it. Needs no torch."""
