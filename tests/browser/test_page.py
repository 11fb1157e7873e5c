"""The page as it is used: switches, search, links, keys, print; on a phone, in the dark, without script."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scheduler.report.page.html import page_html
from scheduler.report.paper.pdf import browser
from tests.report.weeks import broken, sessions, view

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass
class Opened:
    """A page in a browser, and what it complained of and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser(), args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "week.html"
    path.write_bytes(page_html(view(broken(), earlier=sessions())))
    return path


def opened(
    chromium: Browser,
    file: Path,
    *,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
    part: str = "",
) -> Opened:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    found = Opened(context.new_page())
    found.page.on("console", lambda message: found.complaints.append(message.text))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("request", lambda request: found.requests.append(request.url))
    found.page.goto(file.as_uri() + part)
    return found


def test_it_opens_from_disk_without_a_complaint_or_a_request(chromium: Browser, file: Path) -> None:
    found = opened(chromium, file)
    expect(found.page.get_by_role("heading", level=1)).to_have_text("Week of Monday 2 March 2026")
    assert found.complaints == []
    assert found.requests == [file.as_uri()]


def test_switches_show_days_weeks_and_columns(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file).page
    drawn, told = page.locator("#drawn"), page.locator("#told")
    expect(told).to_have_text("Monday 2 March: 4 sessions in 2 columns.")
    expect(drawn.locator("h3")).to_have_text(["r1", "r2"])
    page.get_by_label("Wed 4").check()
    expect(drawn.locator("h3")).to_have_text(["r1", "no room"])
    page.get_by_label("Therapist", exact=True).check()
    expect(drawn.locator("h3")).to_have_text(["t1", "t2"])
    page.get_by_label("Week", exact=True).check()
    expect(drawn.locator("tbody th")).to_have_text(["t1", "t2"])
    expect(page.locator("#days")).to_be_hidden()
    page.get_by_label("Patient", exact=True).check()
    page.get_by_label("Whose", exact=True).select_option("p1")
    expect(drawn.locator("h3")).to_have_text(["Monday 2 March", "Tuesday 3 March", "Wednesday 4 March"])
    expect(told).to_have_text("Week of p1: 4 sessions in 3 columns.")
    page.get_by_label("Whose", exact=True).select_option("")
    page.get_by_label("Only", exact=True).select_option("one")
    expect(drawn.locator("tbody th")).to_have_text(["p1", "p5"])
    page.get_by_label("Only", exact=True).select_option("away")
    expect(drawn.locator(".b")).to_have_count(1)
    page.get_by_label("Group", exact=True).check()
    expect(drawn.locator("tbody th")).to_have_text(["g1 (Morning skills)"])


def test_search_leaves_what_fits_and_counts_it(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file).page
    page.get_by_role("searchbox").fill("P5")
    expect(page.locator("#patients tbody tr:visible")).to_have_count(1)
    expect(page.locator("#drawn .b.dim")).to_have_count(0)
    expect(page.locator("#drawn h3")).to_have_text(["r2"])
    expect(page.locator("#hits")).to_have_text("11 hits")
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#patients tbody tr:visible")).to_have_count(5)


def test_a_session_tells_who_is_in_it_and_gives_the_focus_back(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file).page
    block = page.get_by_role("link", name="Monday 2 March, 09:30 to 10:20: individual p5")
    block.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Session")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("double booked")
    expect(panel).to_contain_text("t1 leads individual on Mon 2026-03-02 09:30-10:20")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(block).to_be_focused()
    block.click()
    panel.get_by_role("link", name="p5").click()
    expect(panel).to_be_hidden()
    expect(page.locator("#patient-p5")).to_be_visible()
    block.click()
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


def test_a_link_opens_somebodys_own_week(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file, part="#group-g1").page
    expect(page.locator("#group-g1")).to_be_visible()
    page.locator("#questions").get_by_role("link", name="p5 gets").click()
    expect(page.locator("#patient-p5")).to_be_visible()
    expect(page.locator("#patient-p5")).to_contain_text("Mon 09:30")


def test_the_keyboard_comes_to_the_week_first_and_moves_through_switches(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the week")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.get_by_label("Room", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#drawn h3")).to_have_text(["t1", "t2"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_no_rule_of_accessibility_is_broken(
    chromium: Browser, file: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = opened(chromium, file, width=width, scheme=scheme).page
    page.locator("#drawn .b").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.get_by_label("Week", exact=True).check()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_is_wide_enough(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file, width=375).page
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.get_by_label("Week", exact=True).check()
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def test_conflicts_differ_in_more_than_colour(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file).page
    drawn = page.evaluate(
        """view => JSON.parse(document.getElementById("value").textContent).marks.filter(mark => mark.is_conflict)
        .map(mark => {
          const block = document.createElement("a");
          block.className = `b ${mark.mark}`;
          document.body.append(block);
          const style = getComputedStyle(block);
          return [style.borderTopStyle, style.borderTopWidth, style.borderLeftWidth, style.borderRightWidth].join(" ");
        })"""
    )
    assert len(drawn) == 7
    assert len(set(drawn)) == 7


def test_without_script_the_boards_stand_day_by_day(chromium: Browser, file: Path) -> None:
    page = opened(chromium, file, script=False).page
    expect(page.locator(".still .day h3")).to_have_text(["Monday 2 March", "Tuesday 3 March", "Wednesday 4 March"])
    expect(page.locator(".still .b").first).to_be_visible()
    expect(page.locator(".controls")).to_be_hidden()
    expect(page.get_by_role("search")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_there_are_answers_and_boards_but_no_switches(chromium: Browser, file: Path, script: bool) -> None:
    page = opened(chromium, file, script=script).page
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator(".controls")).to_be_hidden()
    expect(page.locator("#questions .answer").first).to_be_visible()
    expect(page.locator("#drawn .b:visible" if script else ".still .b:visible").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_on_a_phone_sessions_are_large_enough_to_press_and_sentences_wide_enough_to_read(
    chromium: Browser, file: Path
) -> None:
    page = opened(chromium, file, width=375).page
    heights = page.evaluate(
        """() => [...document.querySelectorAll("#drawn .b")].map(each => {
            each.classList.add("brief");
            return each.getBoundingClientRect().height;
        })"""
    )
    assert min(heights) >= 24
    widths = page.evaluate(
        "[...document.querySelectorAll('.says td:last-child')].map(each => each.getBoundingClientRect().width)"
    )
    assert min(widths) >= 11 * 16
