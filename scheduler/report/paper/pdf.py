"""HTML becomes PDF in a browser that is installed already: Chromium, Chrome or Edge, which comes with Windows.

What is printed from the HTML by hand and what lies in the PDF is the same drawing then, and no library has to bring
fonts and a second way to lay out pages. Nothing leaves the computer: the sheets forbid every request themselves.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from scheduler.files.write import held, staging_folder

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-extensions", "--no-pdf-header-footer"),
)
LONGEST_SECONDS = 120


def browser() -> str | None:
    """The path of a browser that prints; None where none is found."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def pdfs(sheets: Mapping[str, bytes], program: str, folder: Path) -> Mapping[str, bytes]:
    """Each sheet as a PDF; one that the browser does not make is missing.

    They are made where they will lie: what has names in it is nowhere else.
    """
    found = {}
    with held(folder), staging_folder(folder) as stage:
        place = stage.resolve()
        for sheet, content in sheets.items():
            source, target = place / f"{sheet}.html", place / f"{sheet}.pdf"
            source.write_bytes(content)
            _print(program, place / "profile", source, target)
            if target.is_file():
                found[sheet] = target.read_bytes()
    return found


def _print(program: str, profile: Path, source: Path, target: Path) -> None:
    # A browser of the superuser does not start inside its own walls.
    outside = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    command = [program, *QUIET, *outside, f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()]
    try:
        subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603  # found above
    except (OSError, subprocess.TimeoutExpired):
        return
