"""How a search is watched: by a live line on a terminal or, where asked for, by a log."""

import sys
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from scheduler.report.log import SearchLog
from scheduler.report.progress import ProgressLine
from scheduler.search import Diary, Progress
from scheduler.stopping import in_background

Answer = TypeVar("Answer")

Work = Callable[[Callable[[Progress], None], Diary], Answer]
"""What is to be done; it is told where to tell its progress and what its seconds are spent on."""


def watched(work: Work[Answer], stop: Event, *, has_log: bool, title: str = "") -> Answer:
    """What the work returns or raises; meanwhile standard error shows how it goes."""
    return _logged(work, stop, title) if has_log else _shown(work, stop, title)


def _shown(work: Work[Answer], stop: Event, title: str) -> Answer:
    line = ProgressLine(sys.stderr, stop, title=title)
    try:
        return in_background(lambda: work(line.heard, Diary()), line.draw)
    finally:
        line.clear()


def _logged(work: Work[Answer], stop: Event, title: str) -> Answer:
    log = SearchLog(sys.stderr, stop, title=title)
    diary = Diary(log.heard)
    try:
        return in_background(lambda: work(lambda _: None, diary), log.draw)
    finally:
        log.close(diary)
