# `make demo` shows the program at work, `make test` runs every check; both need nothing but Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
# A file of tests is run by one of them, so that what its tests share is made once.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# So that the first run is as quick as the next.
COMPILE := $(BIN)/python -m compileall -q cli.py scheduler
DEMO := data/demo
WEEK := 2026-11-23

.PHONY: demo test coverage docs pictures clients clean

demo: .venv/.iop
	$(BIN)/iop solve $(DEMO) --week $(WEEK) --out out/demo
	$(BIN)/iop verify $(DEMO) out/demo/schedule.csv --week $(WEEK)

test: .venv/.iop-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST)

# How much of the program the tests run, branch by branch; takes half as long again as the tests do.
coverage: .venv/.iop-test
	$(PYTEST) --cov --cov-report=term

docs: .venv/.iop
	$(BIN)/python -m scheduler.report.rule_page > docs/rules.md
	$(BIN)/python -m scheduler.report.scenario_page > docs/scenarios.md

# Takes the pictures of the docs from the demo week; needs Chromium, Chrome or Edge.
pictures: .venv/.iop-test
	$(BIN)/python -m tests.pictures

# Tries calendars in the programs of others, where they are installed; takes some minutes.
clients: .venv/.iop-test
	$(BIN)/python -m tests.calendars.clients

clean:
	rm -rf .venv out .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info

.venv/.iop: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --editable .
	$(COMPILE)
	touch $@

.venv/.iop-test: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --editable '.[test]'
	$(COMPILE)
	touch .venv/.iop $@
