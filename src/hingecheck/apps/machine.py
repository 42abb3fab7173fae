"""Processor cores and free memory of this machine, and how many processes to run on them."""

from __future__ import annotations

import os
from pathlib import Path

#: Memory to count on for each process, bytes: a little over the peak measured on a 4K clip (benchmarks/batch.md).
PROCESS_BYTES = 900 << 20
#: Left to everything else, bytes.
SPARE_BYTES = 512 << 20


def fitting_jobs() -> int:
    """Processes that this machine has cores and free memory for; at least 1."""
    return jobs_for(cores(), free_bytes())


def jobs_for(cores: int, free: int | None) -> int:
    """Processes for so many cores and so much free memory (None: not known).

    >>> jobs_for(8, 4 << 30), jobs_for(8, 100 << 20), jobs_for(8, None)
    (3, 1, 8)
    """
    fit = cores if free is None else (free - SPARE_BYTES) // PROCESS_BYTES
    return max(min(cores, fit), 1)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def free_bytes(proc: Path = Path("/proc/meminfo"), group: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Memory that can be had without swapping: the system's, or the container's if that is less; None = unknown."""
    known = [amount for amount in (_system_free(proc), _group_free(group)) if amount is not None]
    return min(known, default=None)


def _system_free(proc: Path) -> int | None:
    try:
        lines = proc.read_text().splitlines()
    except OSError:
        return _physical_half()
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), None)


def _physical_half() -> int | None:
    """Half of what is built in, where the system does not say how much is free."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return None


def _group_free(group: Path) -> int | None:
    """What a container (cgroup 2) may still take; the cache of files counts as free."""
    try:
        limit = (group / "memory.max").read_text().strip()
        used = int((group / "memory.current").read_text())
        stat = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        return None
    return None if limit == "max" else max(int(limit) - used + int(stat.get("inactive_file", 0)), 0)
