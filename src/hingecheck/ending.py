"""The signals that end a program in good order: Ctrl-C, being told to end, the terminal closed."""

from __future__ import annotations

import signal

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
