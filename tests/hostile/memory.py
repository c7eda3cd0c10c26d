"""The peak of this process's own memory, in bytes."""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


def peak() -> int:
    """Tell the most that lay in memory at once.

    What the kernel counts as resources used begins with the process that started this one, so
    that is for machines without anything better.
    """
    if not STATUS.exists():
        scale = 1 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale
    lines = STATUS.read_text("ascii", "replace").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10


def forget_peak() -> int:
    """Let the peak begin with what lies in memory now, where that can be done; tell it."""
    if CLEAR.exists():
        CLEAR.write_text("5")
    return peak()
