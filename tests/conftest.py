"""What every run of the tests says at its end."""

import pytest

from scheduler.report.paper.pdf import browser


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly where no browser is installed, so that nobody takes the page for looked at."""
    if browser() is None:
        terminalreporter.write_sep("!", "NO BROWSER", red=True, bold=True)
        terminalreporter.write_line(
            "THE PAGE WAS NOT TRIED IN A BROWSER, AND NO PDF WAS MADE: tests/browser was left out. Install Chromium, "
            "Chrome or Edge (Debian: apt-get install chromium) and run the tests again."
        )
