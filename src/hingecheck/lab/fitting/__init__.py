"""Fitting: what the core's networks learn, from clips whose truth is known."""
