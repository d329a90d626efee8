# Everything below works on a bare checkout with Python 3.11 or newer: what is missing is set up first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: help run test check format-check lint types floors contracts fix fuzz isolation soak bench bench-peers mutants docs build clean

help:  ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run  ## Start the emulator with the default fixtures
	@exec $(BIN)/streamulator serve $(ARGS)

test: $(VENV)/dev  ## Run the tests
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

check: format-check lint types floors contracts test  ## All that a change must pass

format-check: $(VENV)/dev
	$(BIN)/ruff format --check .

lint: $(VENV)/dev
	$(BIN)/ruff check .

types: $(VENV)/dev
	$(BIN)/mypy

floors: $(VENV)/dev
	$(BIN)/lint-imports

contracts: $(VENV)/dev
	$(BIN)/streamulator check

fix: $(VENV)/dev  ## Format, and mend what a machine can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: $(VENV)/dev  ## Fuzz every contract for long, with a fixed seed (ARGS="--seed 7 control")
	$(BIN)/python -m tests.fuzz.run $(ARGS)

isolation: $(VENV)/dev  ## Play 16 workers of 100 tests at once on one server, and again one after the other
	STREAMULATOR_ISOLATION=100 $(BIN)/python -m pytest -q tests/isolation $(ARGS)

soak: $(VENV)/dev  ## Ten minutes of faults, worlds and traffic, watched for leaks (ARGS="--minutes 1 --seed 7")
	$(BIN)/python -m tests.soak.run $(ARGS)

bench: $(VENV)/dev  ## Measure against a bare Flask route, side by side
	$(BIN)/python -m tests.bench.run $(ARGS)
	$(BIN)/python -m tests.bench.downloads
	$(BIN)/python -m tests.bench.snapshots

bench-peers: $(VENV)/dev  ## Measure against other tools, installed where npm and Java are found (ARGS="--rounds 3 prism")
	$(BIN)/python -m tests.bench.peers --tools $(VENV)/peers $(ARGS)

mutants: $(VENV)/mutation  ## Let a mutation tester judge the tests of the AVEVA model (ARGS="reads filters")
	nice -n 19 $(BIN)/python -m tests.mutation.run $(ARGS)

docs: $(VENV)/dev  ## Write the generated parts of the README anew
	$(BIN)/python -m tests.documentation

build: $(VENV)/dev  ## Build the wheel
	$(BIN)/python -m pip wheel --no-deps -w dist .

clean:  ## Remove what the other targets made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q src
	@touch $@ $(VENV)/run

$(VENV)/mutation: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,mutation]'
	@touch $@ $(VENV)/dev $(VENV)/run
