"""Posing: from angles over time to joints, and all that is exactly true of them. Only `body` needs torch."""
