"""The page ``docs/rules.md``, written from the catalogue: ``python -m scheduler.report.rule_page > docs/rules.md``."""

import sys
import textwrap

from scheduler.rules import CATALOGUE, Rule

LINE_WIDTH = 100

OPENING = """\
# What always holds

Every rule below holds in every schedule that `iop solve` writes, whatever the time limit: the solver is
built to keep it, and an independent check confirms it before anything is written. `iop verify` runs the same
checks on any schedule and calls each rule by the id that stands in brackets.

This page is generated from the catalogue in `scheduler/rules.py` by `make docs`.
"""


def rule_page() -> str:
    """The page as Markdown, rules in the order of the catalogue."""
    return "\n".join((OPENING, *(_entry(rule) for rule in CATALOGUE)))


def _entry(rule: Rule) -> str:
    words = textwrap.fill(rule.words, LINE_WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"## {rule.title} (`{rule.id}`)\n\n{words}\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(rule_page().encode())
