"""The walls of the house: who may import what, one rule in four homes, nothing undocumented, pages current."""

import ast
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import click
import pytest

import cli
from scheduler.model.rules import RULES, RuleInModel
from scheduler.report.changes import CHANGE_COLUMNS
from scheduler.report.rule_page import rule_page
from scheduler.report.shortfalls import UNMET_COLUMNS
from scheduler.rules import CATALOGUE, RuleId
from scheduler.tables import ATTENDANCE_COLUMNS, OPTIONAL_TABLES, TABLES
from scheduler.verify import CHECKS

ROOT = Path(__file__).parent.parent
SOURCES = sorted([ROOT / "cli.py", *(ROOT / "scheduler").rglob("*.py")])
COMMANDS = sorted(cli.main.commands.items())
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LONGEST_FUNCTION = 50

# Each package, and the rooms that may load it.
HOMES: Mapping[str, tuple[str, ...]] = {
    "xlsxwriter": ("scheduler.tables",),
    "jinja2": ("scheduler.report.page", "scheduler.report.paper"),
    "distributed": ("scheduler.studies.cluster",),
    "pyarrow": ("scheduler.studies.results",),
    "matplotlib": ("scheduler.report.page", "scheduler.studies.drawings"),
    "pandas": ("scheduler.api",),
    "pydantic": ("scheduler.tables", "scheduler.studies"),
    "icalendar": ("scheduler.calendars",),
    "recurring_ical_events": ("scheduler.calendars",),
    "zoneinfo": ("scheduler.calendars", "scheduler.tables"),
    "ortools": ("scheduler.model", "scheduler.search", "scheduler.explain"),
    "rich": ("scheduler.report",),
    "click": ("cli", "scheduler.commands"),
}
# Each room, and those that it may not know.
WALLS: Mapping[str, tuple[str, ...]] = {
    "scheduler.verify": (
        "scheduler.week",
        "scheduler.model",
        "scheduler.search",
        "scheduler.explain",
        "scheduler.tables",
    ),
    "scheduler.model": (
        "scheduler.verify",
        "scheduler.search",
        "scheduler.tables",
        "scheduler.calendars",
        "cli",
        "scheduler.commands",
    ),
    "scheduler.search": (
        "scheduler.explain",
        "scheduler.verify",
        "scheduler.tables",
        "scheduler.calendars",
        "scheduler.report",
        "cli",
        "scheduler.commands",
    ),
    "scheduler.tables": (
        "scheduler.model",
        "scheduler.search",
        "scheduler.verify",
        "scheduler.explain",
        "cli",
        "scheduler.commands",
    ),
    "scheduler.calendars": (
        "scheduler.model",
        "scheduler.search",
        "scheduler.verify",
        "scheduler.explain",
        "cli",
        "scheduler.commands",
    ),
    "scheduler.scenarios": (
        "scheduler.model",
        "scheduler.search",
        "scheduler.verify",
        "scheduler.explain",
        "scheduler.report",
        "cli",
        "scheduler.commands",
    ),
    "scheduler.api": ("cli", "scheduler.commands", "scheduler.scenarios"),
    "scheduler.times": ("scheduler.caseload", "scheduler.schedule", "scheduler.week"),
    "scheduler.caseload": ("scheduler.schedule", "scheduler.week", "scheduler.tables"),
    "scheduler.week": ("scheduler.model", "scheduler.search", "scheduler.verify", "scheduler.tables"),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@cache
def imported(path: Path) -> frozenset[str]:
    """Modules that a file names in its imports, also inside functions, except for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def tracked() -> list[Path]:
    """Files that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def sections(page: str) -> Mapping[str, str]:
    """Text below each heading of the second level of a page in docs."""
    parts = re.split(r"^#{1,2} (.+)$", (ROOT / "docs" / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(section: str) -> list[str]:
    """First cells of the tables of a section that are code."""
    return re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE)


def test_every_room_was_looked_at() -> None:
    names = {module_name(path) for path in SOURCES}
    for room in (*WALLS, *(room for rooms in HOMES.values() for room in rooms)):
        assert any(is_in(name, room) for name in names), room


@pytest.mark.parametrize("package", HOMES)
def test_packages_stay_in_their_rooms(package: str) -> None:
    users = {module_name(path) for path in SOURCES if any(is_in(name, package) for name in imported(path))}
    assert users, f"nobody uses {package}"
    assert {user for user in users if not any(is_in(user, room) for room in HOMES[package])} == set()


@pytest.mark.parametrize("room", WALLS)
def test_rooms_do_not_look_through_walls(room: str) -> None:
    for path in SOURCES:
        if is_in(module_name(path), room):
            for name in imported(path):
                assert not any(is_in(name, other) for other in WALLS[room]), f"{path} imports {name}"


def known_imports(path: Path) -> set[str]:
    """Modules of this program that a file imports, wherever in it; a package only where something of its own is."""
    names = {module_name(source) for source in SOURCES}
    packages = {module_name(source) for source in SOURCES if source.name == "__init__.py"}
    loaded = {name for name in imported(path) if name in names}
    own = {name for name in packages & loaded if takes_from_itself(path, name, names)}
    return (loaded - packages | own) - {module_name(path)}


def takes_from_itself(path: Path, package: str, names: set[str]) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = (alias.name for node in ast.walk(tree) if is_from(node, package) for alias in node.names)  # type: ignore[attr-defined]
    return any(f"{package}.{name}" not in names for name in taken)


def is_from(node: ast.AST, package: str) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == package


def in_circles(needed: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """What is left where whatever needs nobody else is taken away, again and again."""
    left = needed
    while free := {name for name, others in left.items() if not others & left.keys()}:
        left = {name: others for name, others in left.items() if name not in free}
    return left


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert in_circles({module_name(path): known_imports(path) for path in SOURCES}) == {}


def room_of(module: str) -> str:
    """Folder or loose module below the program that a module is in."""
    return ".".join(module.split(".")[:2])


def test_no_room_imports_itself_by_way_of_others() -> None:
    """Also by imports that wait inside functions: which of two rooms stands on the other is told by none of them."""
    rooms: dict[str, set[str]] = {}
    for path in SOURCES:
        room = room_of(module_name(path))
        rooms.setdefault(room, set()).update(map(room_of, known_imports(path)))
    assert in_circles({room: others - {room} for room, others in rooms.items()}) == {}


def test_a_circle_is_found_wherever_it_is_entered() -> None:
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": set()}) == {}
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}).keys() == {"a", "b", "c"}


LOOSE = sorted(path for path in (ROOT / "scheduler").glob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("loose", LOOSE, ids=module_name)
def test_what_stands_at_the_top_is_used_by_several_rooms(loose: Path) -> None:
    users = {tuple(module_name(path).split(".")[:2]) for path in SOURCES if module_name(loose) in imported(path)}
    assert len(users) > 1, f"{loose.name} belongs to {users}"


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_every_function_is_seen_at_a_glance(path: Path) -> None:
    functions = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, FUNCTIONS))
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_FUNCTION} == {}


def test_each_rule_has_its_four_homes() -> None:
    rules = set(RuleId)
    tests = {
        path.stem.removeprefix("test_") for room in ("rules", "verify") for path in (ROOT / "tests" / room).glob("*")
    }
    assert {rule.id for rule in CATALOGUE} == rules
    assert len(CATALOGUE) == len(rules)
    assert set(CHECKS) == rules
    assert set(RULES) == rules
    assert {str(rule) for rule in rules} - tests == set()


@pytest.mark.parametrize("rule", [rule for rule in RuleId if RULES[rule] != RuleInModel()])
def test_a_rule_and_its_check_stand_in_files_of_the_same_name(rule: RuleId) -> None:
    parts = filter(None, (RULES[rule].admits, RULES[rule].narrow, RULES[rule].hold))
    files = {part.__module__.rpartition(".")[2] for part in (*parts, CHECKS[rule])}
    assert len(files) == 1, files


def test_the_page_of_rules_is_current() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rule_page()


def test_the_page_of_tables_has_each_column_of_the_reader() -> None:
    page = sections("tables.md")
    assert {name for name in page if name in TABLES} == set(TABLES)
    for name, columns in TABLES.items():
        assert documented(page[name]) == list(columns), name
        required = re.findall(r"^\| `([^`]+)` \| required \|", page[name], flags=re.MULTILINE)
        assert required == [column for column, is_required in columns.items() if is_required], name
        assert page[name].lstrip().startswith("*Optional.*") == (name in OPTIONAL_TABLES), name


def test_the_page_of_tables_has_each_column_of_attendance() -> None:
    page = sections("tables.md")["attendance"]
    assert documented(page) == list(ATTENDANCE_COLUMNS)
    required = re.findall(r"^\| `([^`]+)` \| required \|", page, flags=re.MULTILINE)
    assert required == [column for column, is_required in ATTENDANCE_COLUMNS.items() if is_required]


def test_the_page_of_tables_has_each_column_that_comes_out() -> None:
    page = sections("tables.md")
    assert documented(page["unmet.csv"]) == list(UNMET_COLUMNS)
    assert documented(page["changes.csv"]) == list(CHANGE_COLUMNS)
    for key in (
        "status",
        "week",
        "seconds",
        "patients",
        "sessions",
        "worst_shortfalls",
        "who_makes_up",
        "fingerprint",
        "follows",
    ):
        assert f"`{key}`" in page["summary.json"]


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_each_command_has_help_an_example_and_a_place_in_the_docs(name: str, command: click.Command) -> None:
    assert command.help
    assert command.epilog is not None
    assert f"iop {name} " in command.epilog
    page = {heading.split()[1]: text for heading, text in sections("commands.md").items() if heading.startswith("iop ")}
    parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    assert all(part.help and f"iop {name} " in (part.epilog or "") for part in parts)
    options = [option for part in parts for option in part.params if isinstance(option, click.Option)]
    assert all(option.help for option in options)
    assert documented(page[name]) == [option.opts[0] for option in options]


def test_the_docs_have_no_command_too_many() -> None:
    headings = {heading.split()[1] for heading in sections("commands.md") if heading.startswith("iop ")}
    assert headings == {name for name, _ in COMMANDS}


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_whatever_is_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            is_inner = node.col_offset > 0 and not isinstance(node, ast.ClassDef)
            owner = next((parent for parent in ast.walk(tree) if node in getattr(parent, "body", ())), tree)
            if is_inner and not (isinstance(owner, ast.ClassDef) and not owner.name.startswith("_")):
                continue
            assert ast.get_docstring(node), f"{path}: {node.name}"


def test_no_file_knows_the_machine_that_it_was_written_on() -> None:
    paths = re.compile(rb"/(?:home|root|work|Users)/[A-Za-z]")
    files = tracked()
    assert ROOT / "cli.py" in files
    assert [path for path in files if paths.search(path.read_bytes())] == []


def test_links_between_pages_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


CODE = [path for room in ("scheduler", "tests", "benchmarks") for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def named_in_code() -> frozenset[str]:
    """Modules, functions, classes, constants, fields, arguments and keys of the program, its tests and benchmarks."""
    names = {path.stem for path in CODE} | {str(rule) for rule in RuleId}
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                    names.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    names.add(name)
                case ast.Dict(keys=keys):
                    names.update(str(key.value) for key in keys if isinstance(key, ast.Constant))
    return frozenset(names)


@cache
def places() -> frozenset[str]:
    """Every file and folder, by as much of its path as somebody may give."""
    known = tracked()
    whole = {part.relative_to(ROOT) for path in known for part in (path, *path.parents) if ROOT in part.parents}
    return frozenset("/".join(place.parts[begin:]) for place in whole for begin in range(len(place.parts)))


def is_in_the_house(word: str) -> bool:
    """Whether a file or folder that is named is there, or each name of a dotted one stands in the code."""
    if "/" in word or word.endswith((".py", ".md")):
        return not places().isdisjoint({word.rstrip("/"), f"{word}.py"})
    return word in places() or named_in_code().issuperset(word.split("."))


@pytest.mark.parametrize("page", ["algorithm.md", "developing.md"])
def test_what_pages_for_developers_name_is_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Za-z_.][\w./]*)`", text)) - {".venv", "summary.json"}
    assert len(named) > 80
    assert {word for word in named if not is_in_the_house(word)} == set()


def test_what_is_not_there_is_noticed() -> None:
    assert is_in_the_house("search/care.py")
    assert is_in_the_house("Budget.work")
    assert not is_in_the_house("search/cure.py")
    assert not is_in_the_house("Budget.toil")


def test_the_readme_and_the_machines_run_the_same_tests() -> None:
    assert "\n    make test\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == "exec make test"
