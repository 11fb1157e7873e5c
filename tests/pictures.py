"""The pictures of the docs: ``make pictures`` plans the demo week and takes page, board and paper as they look.

They are small enough for a README: a few colours are all that they need.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import cli
from scheduler.report.paper.pdf import browser
from tests.browser.test_page import QUIET

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "data" / "demo"
WEEK = "2026-11-23"
COLOURS = 48
MOST_BYTES = 150_000


def main() -> None:
    """Plans the week and writes the pictures; exits with 1 where one is too large."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _iop("solve", DEMO, "--week", WEEK, "--out", folder, "--deterministic", "--time-limit", "20")
        _iop("print", DEMO, folder / "schedule.csv", "--out", folder / "paper", "--no-pdf")
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser(), args=list(QUIET))
            shots = {
                "page": _shot(chromium, folder / "week.html", "body", (1280, 860)),
                "board": _shot(chromium, folder / "week.html", "#drawn", (1280, 1250)),
                "paper": _shot(chromium, folder / "paper" / "board.html", ".sheet", (1180, 860)),
            }
            chromium.close()
    sizes = {name: _keep(ROOT / "docs" / f"{name}.png", shot) for name, shot in shots.items()}
    sys.exit(int(max(sizes.values()) > MOST_BYTES))


def _iop(*arguments: str | Path) -> None:
    cli.main([str(argument) for argument in arguments], prog_name="iop", standalone_mode=False)


def _shot(chromium: Browser, file: Path, part: str, size: tuple[int, int]) -> bytes:
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(file.as_uri())
    return page.screenshot() if part == "body" else page.locator(part).first.screenshot()


def _keep(place: Path, shot: bytes) -> int:
    with Image.open(io.BytesIO(shot)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)
    return place.stat().st_size


if __name__ == "__main__":
    main()
