"""The page of a week as a file: complete, of itself, with nothing from anywhere, safe whatever the tables say."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.report.page.bars import svg_of
from scheduler.report.page.board import columns, in_lanes
from scheduler.report.page.html import in_script, page_html
from scheduler.report.page.plots import MOST_BARS, plots
from scheduler.report.page.view import GroupView
from scheduler.schedule import Schedule
from tests.report.weeks import broken, sessions, view


class Seen(HTMLParser):
    """Ids, links and sources of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps what refers and what is referred to."""
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in {"src", "action", "srcset", "data"}:
                self.sources.append(f"{tag} {value}")


def parsed(page: bytes) -> Seen:
    found = Seen()
    found.feed(page.decode())
    return found


@pytest.fixture(scope="module")
def page() -> bytes:
    return page_html(view(broken(), earlier=sessions()))


def test_a_page_asks_for_nothing_and_forbids_itself_to(page: bytes) -> None:
    found = parsed(page)
    assert found.sources == []
    assert b"default-src 'none'" in page
    assert b"http://" not in page
    assert b"https://" not in page
    assert b"@import" not in page
    assert re.findall(rb"url\((?!#)", page) == []


def test_every_link_leads_somewhere_on_the_page_and_no_id_stands_twice(page: bytes) -> None:
    found = parsed(page)
    assert len(set(found.ids)) == len(found.ids)
    assert {link for link in found.links if link.startswith("#")} == set(found.links)
    assert {link[1:] for link in found.links} - set(found.ids) == set()


def test_the_value_stands_in_the_page_as_it_is(page: bytes) -> None:
    value = re.search(r'id="value">(.*?)</script>', page.decode(), re.DOTALL)
    assert value
    shown = json.loads(value[1])
    assert [session["session"] for session in shown["sessions"]] == [one.session for one in broken().sessions]


def test_the_three_questions_come_first_and_boards_follow_day_by_day(page: bytes) -> None:
    text = page.decode()
    places = [
        text.index(words) for words in ("Is this a good week?", "Who is short, and why?", "What do I do now?", "Board")
    ]
    assert places[:3] == sorted(places[:3])
    for label in ("Monday 2 March", "Tuesday 3 March", "Wednesday 4 March"):
        assert f"<h3>{label}</h3>" in text
    assert "Thursday 5 March</h3>" not in text


def test_each_label_of_a_session_has_day_and_time(page: bytes) -> None:
    labels = re.findall(r'<a class="b [^>]*aria-label="([^"]*)"', page.decode())
    assert len(labels) >= 7
    assert all(re.match(r"\w+day \d+ March, \d\d:\d\d to \d\d:\d\d: ", label) for label in labels)
    assert any("double booked" in label for label in labels)


def test_what_the_tables_say_is_text_and_never_markup() -> None:
    text = page_html(view(names=True)).decode()
    assert "<b>Ben" not in text
    assert "&lt;b&gt;Ben &amp; Co&lt;/b&gt;" in text
    assert in_script('{"a":"</script><!--&"}') == '{"a":"\\u003c/script\\u003e\\u003c!--\\u0026"}'


def test_a_staff_copy_says_what_it_is_and_another_names_nobody() -> None:
    named, plainly = page_html(view(names=True)).decode(), page_html(view()).decode()
    assert "Staff copy with names" in named
    assert "p1 (Ada Lovelace)" in named
    assert "Staff copy" not in plainly
    assert "Lovelace" not in plainly


def test_a_page_of_a_week_without_anything_says_so() -> None:
    text = page_html(view(Schedule(()), lacks=(), warnings=(), calendars=())).decode()
    assert "There is no session in this week." in text
    assert 'id="calendars"' not in text


def test_the_same_week_is_the_same_page_to_the_byte() -> None:
    assert page_html(view()) == page_html(view())


def test_each_plot_has_its_table_and_words_and_keeps_to_itself() -> None:
    found = plots(view(), svg_of)
    assert [plot.key for plot in found] == ["groups", "therapists", "rooms", "causes"]
    assert found[0].rows == (("net", "1 of 12", "8 %"), ("mix", "3 of 12", "25 %"), ("g1", "7 of 12", "58 %"))
    assert found[1].rows[0] == ("t1", "2 h 50 min of 10 h", "28 %")
    assert found[1].rows[1] == ("t2", "2 h", "")
    assert found[3].rows == (("unavoidable", "1 h", "35 %"), ("capacity", "1 h 50 min", "65 %"))
    for plot in found:
        assert plot.svg.startswith("<svg")
        assert "<style" not in plot.svg
        assert all(name.startswith(f"{plot.key}-") for name in re.findall(r' id="([^"]*)"', plot.svg))
        assert plot.rows[0][0] in plot.svg
        assert "#0102" not in plot.svg


def test_a_plot_shows_the_first_bars_only_and_says_so() -> None:
    many = tuple(
        GroupView(
            group=f"a-group-with-a-very-long-id-{number:02}",
            title="",
            session_type="",
            mode="",
            meetings=1,
            taken=number,
            places=10,
        )
        for number in range(MOST_BARS + 5)
    )
    plot = plots(replace(view(), groups=many), svg_of)[0]
    assert len(plot.rows) == MOST_BARS + 5
    assert f"the first {MOST_BARS} of {MOST_BARS + 5} rows of the table" in plot.says
    busy = plots(replace(view(), groups=many[::-1][:20]), svg_of)[0]
    assert "(over)" in busy.svg
    assert "a-group-with-a-very-long-…" in plot.svg


def test_columns_of_a_day_are_rooms_and_what_has_none_comes_last() -> None:
    shown = view(broken())
    assert [column.key for column in columns(shown, 0)] == ["r1", "r2"]
    assert [column.key for column in columns(shown, 2)] == ["r1", "no room"]
    assert [column.key for column in columns(shown, 0, "patient")] == ["p1", "p2", "p3", "p4", "p5"]
    assert [column.key for column in columns(shown, 0, "group")] == ["g1", "mix", "one to one"]
    assert [column.key for column in columns(shown, 0, "therapist")] == ["t1", "t2"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=12))
def test_no_two_sessions_that_overlap_are_drawn_over_each_other(times: list[tuple[int, int]]) -> None:
    model = view().sessions[0]
    made = [
        replace(model, session=str(number), start=start, end=start + length)
        for number, (start, length) in enumerate(times)
    ]
    blocks = in_lanes(made)
    assert {block.session.session for block in blocks} == {one.session for one in made}
    for one in blocks:
        assert 0 <= one.lane < one.lanes
        for other in blocks:
            if one is not other and one.session.start < other.session.end and other.session.start < one.session.end:
                assert one.lane != other.lane
                assert one.lanes == other.lanes
