"""Whatever happens to the bytes and cells of a caseload, it is read or refused in words."""

import random
from pathlib import Path

import pytest

from scheduler.errors import BadInput
from scheduler.tables import examine
from scheduler.tables.edit.xlsx_package import packed, workbook_of
from tests.tables.books import book
from tests.tables.conftest import Tables, put

ROUNDS = 12
PIECES = (
    *("", ";", ",", "\u2013", "\u00a0", "\u200b", "#REF!", "TRUE", "1e5", "007", "24:00", "12:00 AM", "3/9/2026", "-1"),
    *("9,5", "?" * 70, "\U0001f600", "p1;p1", "mon-", "\uff1b", "_x000D_", "=1+1", "'", '"', "\r", "\t", "9 Foo 2026"),
)
XML_PIECES = (
    *(
        b"",
        b"<",
        b">",
        b"&",
        b'"',
        b"<c/>",
        b"<row>",
        b"</row>",
        b'<c r="B2">',
        b"<v>1</v>",
        b"<f>A1</f>",
        b"<!--",
        b"]]>",
    ),
    *(b"<mergeCells>", b'<mergeCell ref="A1:B9"/>', b'<mergeCell ref="x"/>', b"&#0;", b"\xff", b'r="XFD9"', b'r="0"'),
    *(b' t="s"', b' t="d"', b' s="99"', b"<x:c>", b"99999999999", b"<sheetData/>", b"</sheetData>", b"date1904"),
)


def badly_told(source: Path) -> list[str]:
    """What is wrong with how a source is read: refused without an error, or a problem without place, words or fix."""
    try:
        _, problems = examine(source)
        wrong = []
    except BadInput as bad:
        problems = bad.problems
        wrong = [] if any(problem.severity == "error" for problem in problems) else ["refused without an error"]
    return wrong + [str(problem) for problem in problems if not (problem.table and problem.says and problem.fix)]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_tables_whose_cells_were_changed(seed: int, small: Tables, tmp_path: Path) -> None:
    luck = random.Random(seed)  # noqa: S311 - chance, not a secret
    for _ in range(luck.randrange(1, 9)):
        rows = luck.choice([rows for rows in small.values() if rows])
        row = luck.choice(rows)
        columns = luck.sample(list(row), 2)
        match luck.randrange(5):
            case 0:
                row[columns[0]], row[columns[1]] = row[columns[1]], row[columns[0]]
            case 1:
                row[columns[0]] += luck.choice(PIECES)
            case 2:
                row[columns[0]] = luck.choice(PIECES)
            case 3:
                rows.append(dict(row))
            case _:
                row.pop(columns[0])
                row["?"] = luck.choice(PIECES)
    for rows in small.values():
        for row in rows:
            row.update({column: row.get(column, "") for column in rows[0]})
    assert badly_told(put(small, tmp_path)) == []


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_workbooks_whose_parts_were_changed(seed: int, small: Tables, tmp_path: Path) -> None:
    luck = random.Random(seed)  # noqa: S311 - chance, not a secret
    path = book(small, tmp_path / "week.xlsx")
    workbook = workbook_of(path)
    for _ in range(luck.randrange(1, 4)):
        name = luck.choice([name for name in workbook.parts if name.endswith((".xml", ".rels"))])
        part = workbook.parts[name]
        start = luck.randrange(len(part))
        changed = part[:start] + luck.choice(XML_PIECES) + part[start + luck.randrange(30) :]
        workbook = workbook.with_part(name, changed)
    path.write_bytes(packed(workbook))
    assert badly_told(path) == []


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_files_whose_bytes_were_changed(seed: int, small: Tables, tmp_path: Path) -> None:
    luck = random.Random(seed)  # noqa: S311 - chance, not a secret
    put(small, tmp_path)
    path = luck.choice(sorted(tmp_path.glob("*.csv")))
    content = bytearray(path.read_bytes())
    for _ in range(3):
        content[luck.randrange(len(content))] = luck.randrange(256)
    path.write_bytes(content)
    assert badly_told(tmp_path) == []
    week = book(small, tmp_path / "week.xlsx")
    packed_bytes = bytearray(week.read_bytes())
    packed_bytes[luck.randrange(len(packed_bytes))] = luck.randrange(256)
    week.write_bytes(packed_bytes[: luck.choice((len(packed_bytes), luck.randrange(len(packed_bytes))))])
    assert badly_told(week) == []
