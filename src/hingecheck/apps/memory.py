"""Returns freed memory from the allocator to the operating system."""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

#: glibc's numbers of what `mallopt` sets, and what to: blocks from this size on go back to the system at once.
_MMAP_THRESHOLD, _LARGE_BYTES = -3, 256 * 1024


def return_large_blocks() -> None:
    """Let freed arrays go back to the system at once, where its library is glibc: analyses leave no growing heap."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libc.so.6").mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)


def release_memory() -> None:
    """Hand freed memory back, where the system's library keeps it (glibc): a long session then stays small.

    The analysis of a two-minute set takes about 100 MB for a moment; without this the process keeps most of it.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL("libc.so.6").malloc_trim(0)
