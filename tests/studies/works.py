"""Work for child processes, which loads nothing that is slow."""

import os
import time
from pathlib import Path

from scheduler.errors import NoScheduleInTime


def double(job: int) -> int:
    """Work that succeeds."""
    return 2 * job


def fail(job: int) -> int:
    """Work that comes to nothing, for a reason that people may know."""
    raise NoScheduleInTime(f"{job}")


def break_down(job: int) -> int:
    """Work that has a defect."""
    return job // 0


def die(job: Path) -> str:
    """Work that kills its process the first time; the file tells the second time."""
    if not job.exists():
        job.touch()
        os.abort()
    return "done"


def always_die(_: int) -> int:
    """Work that kills its process each time."""
    os._exit(9)


def tell_process(job: Path) -> None:
    """Work that says by whom it is done, and takes long."""
    job.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)


def slowly(job: Path) -> str:
    """Work that takes a moment and says by whom it is done."""
    time.sleep(0.3)
    job.write_text(str(os.getpid()), encoding="utf-8")
    return job.name
