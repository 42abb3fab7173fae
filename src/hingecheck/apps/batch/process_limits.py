"""What a process that reads somebody's video may take, so that a hostile or broken one costs itself alone."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits of one process; None is no limit."""

    memory_bytes: int | None = None  #: of data; a process that asks for more gets a MemoryError, or dies
    silent_s: float | None = None  #: without a frame or a result, before it is stopped

    def set_here(self) -> None:
        """Bind this process, and all that it starts, to the limit of memory, where the system knows one."""
        if self.memory_bytes is None or sys.platform == "win32":
            return
        import resource

        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        bytes_here = self.memory_bytes if most == resource.RLIM_INFINITY else min(self.memory_bytes, most)
        with suppress(OSError, ValueError):
            # Data, not address space: libraries map far more than they use.
            resource.setrlimit(resource.RLIMIT_DATA, (bytes_here, most))


#: Tasks of our own, whose inputs are known.
NO_LIMITS = ProcessLimits()
#: For a process that reads a video. The largest that were measured take 620 MB (4K) and 700 MB (an hour): room is
#: left for decoders that keep a dozen pictures of 8K, 50 MB each. The longest silence of an honest one is the
#: analysis of 41,000 frames, more than which are never looked at: 22 s of a core, 145 s where eight others wanted it.
FOR_VIDEOS = ProcessLimits(memory_bytes=4 << 30, silent_s=600.0)
