# Everything runs in .venv, which is made on first use: git, make and Python >= 3.10 with venv are all it takes.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= plx-out

# Compiled once, not at every start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-all test-editors bench lint format schema clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("plx-lsp needs Python 3.10 or newer, and $(PYTHON) is " + sys.version.split()[0] if sys.version_info < (3, 10) else 0)'
	@echo "Installing into .venv …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q plx_lsp schema/plx_schema runtime/plx_runtime
	@touch $@

.venv/.peers: .venv/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,peers]'
	@touch $@

demo: .venv/.installed ## Check the examples, show a broken file, run a pipe as preview
	@BIN=$(BIN) OUT=$(OUT) sh examples/demo.sh

test: .venv/.installed ## The main suite: under two minutes
	@$(BIN)/pytest -q -n 2 -m "not slow"

test-all: .venv/.peers ## The main suite and the slow ones
	@$(BIN)/pytest -q -n 2

test-editors: .venv/.installed ## The extension and the plugins in real editors (downloads them)
	@sh tests/editors/run.sh

bench: .venv/.peers ## Speed beside the peers, in one run
	@$(BIN)/python -m benchmarks

lint: .venv/.installed ## Style, types and floors
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/pyright
	@$(BIN)/pytest -q tests/test_floors.py

format: .venv/.installed ## Format the code and apply safe fixes
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

schema: .venv/.installed ## Generate schema/*.json from the models
	@$(BIN)/plx schema --write schema
	@$(BIN)/python -m plx_runtime schema --write schema

clean: ## Remove what was made
	rm -rf .venv $(OUT) .pytest_cache .ruff_cache .hypothesis dist
