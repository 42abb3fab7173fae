"""Wiring: sources into the core, the core into reports. No maths here."""
