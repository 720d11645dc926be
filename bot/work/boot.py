"""The one clock of the machine that nobody sets."""

import time


def since_boot() -> float:
    """Seconds since this machine started, asleep or awake."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
