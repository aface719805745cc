# One command per target; what a command needs beyond that is in tools/.
PYTHON ?= python3
export PYTHON
# What Python compiles is kept, also where that is switched off: else every start would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

RUNTIME := sh tools/find-python.sh -m tools.environment requirements.txt
DEVELOPMENT := sh tools/find-python.sh -m tools.environment requirements.txt requirements-dev.txt
IN := .venv/bin/python -m
# Tests run side by side already: frames worked on by several threads would only wait for one another.
ALONE := POLARS_MAX_THREADS=1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test chaos check lint types format bench lock

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Set up, load the data if it changed, serve the dashboard (DABIAO_PORT, default 8501)
	@$(RUNTIME)
	@.venv/bin/python app.py

demo: ## Set up, generate the demonstration if need be, serve it (DABIAO_PORT, default 8502)
	@$(RUNTIME)
	@.venv/bin/python -m etl demo --if-changed
	@DABIAO_WORKSPACE=demo .venv/bin/python app.py

test: lint types ## Set up and run every check and test, browser and PostgreSQL included
	$(ALONE) .venv/bin/python tools/provide.py $(IN) pytest -n auto --maxprocesses 4

chaos: dev ## Kill the server 500 times while it works, and let twenty people write at once (DABIAO_CHAOS_SEED=…)
	DABIAO_CHAOS_KILLS=500 .venv/bin/python tools/provide.py $(IN) pytest -s tests/chaos

check: lint types ## Lint, types and the fast tests: what the pre-commit hook runs
	$(ALONE) $(IN) pytest -n auto --maxprocesses 4 tests/unit tests/conventions

lint: dev
	$(IN) ruff check
	$(IN) ruff format --check

types: dev
	$(IN) mypy

format: dev ## Put the code into its one format and mend what ruff can mend
	$(IN) ruff check --fix
	$(IN) ruff format

bench: dev ## Measure load and views on generated data (ARGS=--json)
	$(IN) bench $(ARGS)

lock: dev ## Compile the pinned requirement files anew
	$(IN) uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url requirements.in -o requirements.txt
	$(IN) uv pip compile --quiet --universal --python-version 3.11 --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt

.PHONY: dev
dev:
	@$(DEVELOPMENT)
