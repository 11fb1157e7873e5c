"""What holds for every run of the tests, and what is said at its end."""

import os
import signal
from collections.abc import Iterator

import pytest

from scheduler.report.paper.pdf import browser


def pytest_configure() -> None:
    """Lets programs that are tried hear Ctrl-C and a closed terminal, also where the tests run in the background."""
    for sign, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(sign) is signal.SIG_IGN:
            signal.signal(sign, usual)


@pytest.fixture(autouse=True, scope="session")
def _a_share_of_the_cores() -> Iterator[None]:
    """Runs of tests that stand side by side have a part of the computer each, as if it were smaller."""
    cores = (os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "cpu_count", lambda: max(1, cores))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly where no browser is installed, so that nobody takes the page for looked at."""
    if browser() is None:
        terminalreporter.write_sep("!", "NO BROWSER", red=True, bold=True)
        terminalreporter.write_line(
            "THE PAGE WAS NOT TRIED IN A BROWSER, AND NO PDF WAS MADE: tests/browser was left out. Install Chromium, "
            "Chrome or Edge (Debian: apt-get install chromium) and run the tests again."
        )
